/**
 * `npm run bench -- <name> [options]`: prints one JSON line with figures and the machine they were measured on.
 * Exit code 0 when the figures are valid, 2 on a wrong call, 1 on anything else.
 */
import { parseArgs } from 'node:util';
import { describeMachine } from '../support/load/machine.ts';
import { HarnessError } from '../support/load/harness-error.ts';

/** Options every bench understands; each takes what concerns it. */
export interface BenchOptions {
  /** Bot to start; default `src/main.ts`. */
  readonly bot: string;
  /** Measured seconds; each bench has its own default. */
  readonly seconds: number | null;
  /** `webhook` only: `user_seen_message` or `user_send_text`. */
  readonly event: string | null;
  /** `turns` only: `sqlite`, or `postgres` started from the machine's own binaries. */
  readonly database: 'sqlite' | 'postgres';
  /** `soak` only: minutes of load; default 30. */
  readonly minutes: number | null;
  /** `soak` only: messages a second; default 200. */
  readonly rate: number | null;
  /** `soak` only: each sample on stderr while it runs, and the data folder stays. */
  readonly watch: boolean;
  /** Keep bot and load generator on separate cores; default true. */
  readonly pin: boolean;
}

type Bench = (options: BenchOptions) => Promise<object>;

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  webhook: async () => (await import('./webhook.ts')).runWebhookBench,
  turns: async () => (await import('./turns.ts')).runTurnsBench,
  emulator: async () => (await import('./emulator.ts')).runEmulatorBench,
  engine: async () => (await import('./engine.ts')).runEngineBench,
  broadcast: async () => (await import('./broadcast.ts')).runBroadcastBench,
  dashboard: async () => (await import('./dashboard.ts')).runDashboardBench,
  soak: async () => (await import('./soak.ts')).runSoakBench,
  understand: async () => (await import('./understand.ts')).runUnderstandBench,
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      bot: { type: 'string', default: 'src/main.ts' },
      seconds: { type: 'string' },
      event: { type: 'string' },
      database: { type: 'string', default: 'sqlite' },
      minutes: { type: 'string' },
      rate: { type: 'string' },
      watch: { type: 'boolean', default: false },
      'no-pin': { type: 'boolean', default: false },
    },
  });
  const name = positionals[0] ?? '';
  const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (load === undefined) {
    throw new HarnessError(
      'LOAD_UNKNOWN_NAME',
      `no bench is called "${name}". Use one of: ${Object.keys(BENCHES).join(', ')}, e.g. npm run bench -- turns`,
    );
  }
  const machine = describeMachine();
  const bench = await load();
  const figures = await bench({
    bot: values.bot,
    seconds: numberOf(values.seconds),
    event: values.event ?? null,
    database: values.database === 'postgres' ? 'postgres' : 'sqlite',
    minutes: numberOf(values.minutes),
    rate: numberOf(values.rate),
    watch: values.watch,
    pin: !values['no-pin'],
  });
  console.log(JSON.stringify({ name, ...figures, machine }));
}

const numberOf = (text: string | undefined): number | null => (text === undefined ? null : Number(text));

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof HarnessError ? error.message : error);
    process.exit(error instanceof HarnessError && error.code === 'LOAD_UNKNOWN_NAME' ? 2 : 1);
  },
);
