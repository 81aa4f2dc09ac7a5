/**
 * `npm run chaos -- <name> [options]`: prints one JSON line with counts; `all` plays every run, one after the other, and
 * prints a line each. Exit code 0 when the criterion holds, 1 when it fails (the line is printed all the same) or the run
 * broke, 2 on a wrong call.
 */
import { parseArgs } from 'node:util';
import { HarnessError } from '../support/load/harness-error.ts';
import { describeMachine } from '../support/load/machine.ts';
import { CHAOS_RUNS } from './registry.ts';
import type { ChaosRun } from './run-kinds.ts';
import type { ChaosOptions } from './stage.ts';
import { recordRows, type TableLine } from './table.ts';

const DEFAULTS = {
  bot: 'src/main.ts',
  conversations: 1_000,
  kills: 20,
  outageMs: 60_000,
  quietMs: 2_000,
  echoes: false,
  store: 'sqlite',
  replicas: 1,
  scattered32: false,
  giveUpMs: 90_000,
  env: {},
} as const satisfies Omit<ChaosOptions, 'seed'>;

const ALL = 'all';
const TABLE_FILE = 'docs/chaos.md';

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    allowNegative: true,
    options: {
      bot: { type: 'string' },
      conversations: { type: 'string' },
      kills: { type: 'string' },
      'outage-seconds': { type: 'string' },
      seed: { type: 'string' },
      echoes: { type: 'boolean' },
      store: { type: 'string' },
      replicas: { type: 'string' },
      'scattered-32': { type: 'boolean' },
      'give-up-seconds': { type: 'string' },
      table: { type: 'string' },
      env: { type: 'string', multiple: true, default: [] },
    },
  });
  const name = positionals[0] ?? '';
  const runs = name === ALL ? CHAOS_RUNS : CHAOS_RUNS.filter((run) => run.name === name);
  if (runs.length === 0) {
    const names = [...CHAOS_RUNS.map((run) => run.name), ALL].join(', ');
    throw new HarnessError(
      'LOAD_UNKNOWN_NAME',
      `no chaos run is called "${name}". Use one of: ${names}, e.g. npm run chaos -- kill`,
    );
  }
  const numberOf = (text: string | undefined, scale = 1) => (text === undefined ? undefined : Number(text) * scale);
  const given = {
    bot: values.bot,
    conversations: numberOf(values.conversations),
    kills: numberOf(values.kills),
    outageMs: numberOf(values['outage-seconds'], 1_000),
    seed: numberOf(values.seed),
    echoes: values.echoes,
    store: storeOf(values.store),
    replicas: numberOf(values.replicas),
    scattered32: values['scattered-32'],
    giveUpMs: numberOf(values['give-up-seconds'], 1_000),
    env: Object.fromEntries(values.env.map((pair) => pair.split(/=(.*)/s, 2))),
  };
  const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  let allHold = true;
  const table = values.table ?? (name === ALL ? TABLE_FILE : undefined);
  const typedArgs = process.argv.slice(2);
  for (const run of runs) {
    const command = ['npm run chaos --', run.name, ...typedArgs.filter((arg) => arg !== name)].join(' ');
    allHold = (await playOne(run, chosen, { goesOn: runs.length > 1, command, table })) && allHold;
  }
  return allHold;
}

function storeOf(text: string | undefined): ChaosOptions['store'] | undefined {
  if (text === undefined || text === 'sqlite' || text === 'postgresql') return text;
  throw new HarnessError('LOAD_UNKNOWN_NAME', `--store ${text} is not known. Use sqlite or postgresql.`);
}

interface How {
  /** A run that breaks must not keep the others from being played. */
  readonly goesOn: boolean;
  readonly command: string;
  /** Markdown file whose table gets the row; undefined = none. */
  readonly table: string | undefined;
}

async function playOne(run: ChaosRun, chosen: Partial<ChaosOptions>, how: How): Promise<boolean> {
  const machine = describeMachine();
  const seed = Date.now() % 1_000_000_000;
  try {
    const report = await run.run({ ...DEFAULTS, seed, ...run.defaults, ...chosen });
    const line = { ...report, command: how.command, machine };
    console.log(JSON.stringify(line));
    if (how.table !== undefined) recordRows(how.table, [line as unknown as TableLine]);
    return report.holds;
  } catch (error) {
    if (!how.goesOn) throw error;
    console.error(`${run.name}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

main().then(
  (holds) => process.exit(holds ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof HarnessError ? error.message : error);
    process.exit(error instanceof HarnessError && error.code === 'LOAD_UNKNOWN_NAME' ? 2 : 1);
  },
);
