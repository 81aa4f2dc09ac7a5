/**
 * `npm run bench -- <name> [options]`: prints one JSON line with figures and the machine they were measured on; with
 * `--record` it also writes its row of docs/benchmarks.md. `all` plays every bench, one after the other, and records each.
 * Exit code 0 when the figures are valid, 2 on a wrong call, 1 on anything else.
 */
import { parseArgs } from 'node:util';
import { HarnessError } from '../support/load/harness-error.ts';
import { busyPercentOver, describeMachine } from '../support/load/machine.ts';
import { playAll } from './all.ts';
import { commandOf } from './command.ts';
import { readRecords, record } from './record.ts';
import { writeSizingPage } from './sizing-page.ts';

/** Options every bench understands; each takes what concerns it. */
export interface BenchOptions {
  /** Bot to start; default `src/main.ts`. */
  readonly bot: string;
  /** Measured seconds; each bench has its own default. */
  readonly seconds: number | null;
  /** `webhook` only: `user_seen_message` or `user_send_text`. */
  readonly event: string | null;
  /** `growth` only: the most residents; default 10,000,000, on PostgreSQL 1,000,000. */
  readonly residents: number | null;
  /** `turns`, `growth` and `disk`: `sqlite`, or `postgres` started from the machine's own binaries. */
  readonly database: 'sqlite' | 'postgres';
  /** `turns` only: residents chatting at once; default 50. */
  readonly chats: number;
  /** `turns` only, with PostgreSQL: servers on one database; default 1. More than one need Redis and bring it. */
  readonly replicas: number;
  /** `turns` only, with several replicas: posts go to any of them, as through a proxy that does not know residents. */
  readonly unrouted: boolean;
  /** `turns` only, with PostgreSQL: Redis from the machine's own binaries beside it. */
  readonly redis: boolean;
  /** `soak` only: minutes of load; default 30. */
  readonly minutes: number | null;
  /** `soak` only: messages a second; default 200. */
  readonly rate: number | null;
  /** `soak` only: each sample on stderr while it runs, and the data folder stays. */
  readonly watch: boolean;
  /** Whether pages are written: what `--record` says. */
  readonly record: boolean;
  /** Keep bot and load generator on separate cores; default true. */
  readonly pin: boolean;
}

type Bench = (options: BenchOptions) => Promise<object>;

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  webhook: async () => (await import('./webhook.ts')).runWebhookBench,
  turns: async () => (await import('./turns-kinds.ts')).runTurnsOfAKind,
  emulator: async () => (await import('./emulator.ts')).runEmulatorBench,
  engine: async () => (await import('./engine.ts')).runEngineBench,
  broadcast: async () => (await import('./broadcast.ts')).runBroadcastBench,
  growth: async () => (await import('./growth.ts')).runGrowthBench,
  dashboard: async () => (await import('./dashboard.ts')).runDashboardBench,
  disk: async () => (await import('./disk.ts')).runDiskBench,
  soak: async () => (await import('./soak.ts')).runSoakBench,
  sizing: async () => (await import('./sizing-page.ts')).runSizing,
  understand: async () => (await import('./understand.ts')).runUnderstandBench,
};

const ALL = 'all';

/** Nothing of ours runs yet, so what is busy is somebody else. */
const LOOK_AROUND_MS = 1_000;

// Whoever ends by a signal runs no exit handlers by itself, and the servers it started would go on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      bot: { type: 'string', default: 'src/main.ts' },
      seconds: { type: 'string' },
      event: { type: 'string' },
      database: { type: 'string', default: 'sqlite' },
      residents: { type: 'string' },
      chats: { type: 'string', default: '50' },
      replicas: { type: 'string', default: '1' },
      redis: { type: 'boolean', default: false },
      unrouted: { type: 'boolean', default: false },
      minutes: { type: 'string' },
      rate: { type: 'string' },
      watch: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      skip: { type: 'string', default: '' },
      'no-pin': { type: 'boolean', default: false },
    },
  });
  const name = positionals[0] ?? '';
  if (name === ALL) return playAll(values.skip.split(','));
  const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (load === undefined) {
    const names = [...Object.keys(BENCHES), ALL].join(', ');
    throw new HarnessError(
      'LOAD_UNKNOWN_NAME',
      `no bench is called "${name}". Use one of: ${names}, e.g. npm run bench -- turns`,
    );
  }
  const machine = { ...describeMachine(), busyPercent: await busyPercentOver(LOOK_AROUND_MS) };
  const bench = await load();
  const figures = await bench({
    bot: values.bot,
    seconds: numberOf('seconds', values.seconds),
    event: values.event ?? null,
    database: values.database === 'postgres' ? 'postgres' : 'sqlite',
    residents: numberOf('residents', values.residents),
    chats: numberOf('chats', values.chats) ?? 0,
    replicas: numberOf('replicas', values.replicas) ?? 1,
    redis: values.redis,
    unrouted: values.unrouted,
    minutes: numberOf('minutes', values.minutes),
    rate: numberOf('rate', values.rate),
    watch: values.watch,
    record: values.record,
    pin: !values['no-pin'],
  });
  console.log(JSON.stringify({ name, ...figures, machine }));
  if (values.record && name !== 'sizing') {
    record({ command: commandOf(process.argv.slice(2)), name, figures: { ...figures }, machine });
    drawSizing();
  }
  return true;
}

/** The sizing page follows what was just recorded; while some of its figures were never measured it stays as it is. */
function drawSizing(): void {
  try {
    writeSizingPage(readRecords());
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    console.error(`docs/quy-mo.md stays as it is. ${error.message}`);
  }
}

function numberOf(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (value > 0) return value;
  throw new HarnessError('LOAD_UNKNOWN_NAME', `--${name} ${text} is not a number above 0. Give one, e.g. --${name} 2.`);
}

main().then(
  (isValid) => process.exit(isValid ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof HarnessError ? error.message : error);
    process.exit(error instanceof HarnessError && error.code === 'LOAD_UNKNOWN_NAME' ? 2 : 1);
  },
);
