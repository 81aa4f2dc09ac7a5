/**
 * `npm run chaos -- <name> [options]`: prints one JSON line with counts. Exit code 0 when the criterion holds, 1 when it
 * fails (the line is printed all the same) or the run broke, 2 on a wrong call.
 */
import { parseArgs } from 'node:util';
import { HarnessError } from '../support/load/harness-error.ts';
import { describeMachine } from '../support/load/machine.ts';
import { runKillBroadcast } from './kill-broadcast.ts';
import { type ChaosName, CHAOS_NAMES, runChaos } from './runs.ts';

/** Announcements: no conversation is played. */
const KILL_BROADCAST = 'kill-broadcast';

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      bot: { type: 'string', default: 'src/main.ts' },
      conversations: { type: 'string', default: '1000' },
      kills: { type: 'string', default: '20' },
      seed: { type: 'string' },
      echoes: { type: 'boolean', default: false },
      'scattered-32': { type: 'boolean', default: false },
      'give-up-seconds': { type: 'string', default: '90' },
      env: { type: 'string', multiple: true, default: [] },
    },
  });
  const name = positionals[0] ?? '';
  if (!isChaosName(name) && name !== KILL_BROADCAST) {
    throw new HarnessError(
      'LOAD_UNKNOWN_NAME',
      `no chaos run is called "${name}". Use one of: ${[...CHAOS_NAMES, KILL_BROADCAST].join(', ')}, e.g. npm run chaos -- kill`,
    );
  }
  const machine = describeMachine();
  const options = {
    bot: values.bot,
    conversations: Number(values.conversations),
    kills: Number(values.kills),
    seed: values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed),
    echoes: values.echoes,
    scattered32: values['scattered-32'],
    giveUpMs: Number(values['give-up-seconds']) * 1000,
    env: Object.fromEntries(values.env.map((pair) => pair.split(/=(.*)/s, 2))),
  };
  const report = isChaosName(name) ? await runChaos(name, options) : await runKillBroadcast(options);
  console.log(JSON.stringify({ ...report, machine }));
  return report.holds;
}

function isChaosName(name: string): name is ChaosName {
  return CHAOS_NAMES.some((known) => known === name);
}

main().then(
  (holds) => process.exit(holds ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof HarnessError ? error.message : error);
    process.exit(error instanceof HarnessError && error.code === 'LOAD_UNKNOWN_NAME' ? 2 : 1);
  },
);
