/**
 * `npm run fuzz -- <name> [count] [--seed <number>]`: prints one JSON line with counts. Exit code 0 when the criterion
 * holds, 1 when it fails (the line is printed all the same) or the run broke, 2 on a wrong call.
 */
import { parseArgs } from 'node:util';
import { HarnessError } from '../support/load/harness-error.ts';
import { describeMachine } from '../support/load/machine.ts';
import { fuzzWebhook } from './webhook.ts';

const DEFAULT_COUNT = 1_000_000;

function main(): boolean {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string', default: String(Date.now() % 1_000_000_000) } },
  });
  const [name = '', countText = String(DEFAULT_COUNT)] = positionals;
  if (name !== 'webhook') {
    throw new HarnessError(
      'LOAD_UNKNOWN_NAME',
      `no fuzz run is called "${name}". Use: npm run fuzz -- webhook [count]`,
    );
  }
  const [count, seed] = [Number(countText), Number(values.seed)];
  if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
    throw new HarnessError(
      'LOAD_UNKNOWN_NAME',
      `count "${countText}" and seed "${values.seed}" must be whole numbers.`,
    );
  }
  const report = fuzzWebhook(count, seed);
  console.log(JSON.stringify({ name, ...report, machine: describeMachine() }));
  return report.acceptedThoughForged + report.refusedThoughGenuine + report.thrown === 0;
}

try {
  process.exitCode = main() ? 0 : 1;
} catch (error) {
  console.error(error instanceof HarnessError ? error.message : error);
  process.exitCode = error instanceof HarnessError ? 2 : 1;
}
