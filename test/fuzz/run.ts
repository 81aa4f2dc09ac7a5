/**
 * `npm run fuzz -- <name> [count] [--seed <number>]`: prints one JSON line with counts. Exit code 0 when the criterion
 * holds, 1 when it fails (the line is printed all the same) or the run broke, 2 on a wrong call.
 */
import { parseArgs } from 'node:util';
import { HarnessError } from '../support/load/harness-error.ts';
import { describeMachine } from '../support/load/machine.ts';
import { shippedCatalogue } from '../support/shipped-content.ts';
import { shippedUnderstanding } from '../support/shipped-understanding.ts';
import { fuzzFlows } from './flows.ts';
import { fuzzUnderstand } from './understand.ts';
import { fuzzWebhook } from './webhook.ts';

const DEFAULT_COUNT = 1_000_000;

/** What is printed, and whether the criterion holds. */
interface FuzzRun {
  readonly report: object;
  readonly holds: boolean;
}

const runs: Readonly<Record<string, (count: number, seed: number) => FuzzRun>> = {
  webhook: (count, seed) => {
    const report = fuzzWebhook(count, seed);
    return { report, holds: report.acceptedThoughForged + report.refusedThoughGenuine + report.thrown === 0 };
  },
  flows: (count, seed) => {
    const report = fuzzFlows({ count, seed, catalogue: shippedCatalogue() });
    return { report, holds: report.throws + report.stuck + report.overLimit === 0 };
  },
  understand: (count, seed) => {
    const report = fuzzUnderstand({ count, seed, understanding: shippedUnderstanding() });
    return { report, holds: report.throws + report.undecided + report.slow === 0 };
  },
};

function main(): boolean {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string', default: String(Date.now() % 1_000_000_000) } },
  });
  const [name = '', countText = String(DEFAULT_COUNT)] = positionals;
  const run = Object.hasOwn(runs, name) ? runs[name] : undefined;
  if (!run) {
    const names = Object.keys(runs).join('|');
    throw new HarnessError(
      'LOAD_UNKNOWN_NAME',
      `no fuzz run is called "${name}". Use: npm run fuzz -- ${names} [count]`,
    );
  }
  const [count, seed] = [Number(countText), Number(values.seed)];
  if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
    throw new HarnessError(
      'LOAD_UNKNOWN_NAME',
      `count "${countText}" and seed "${values.seed}" must be whole numbers.`,
    );
  }
  const { report, holds } = run(count, seed);
  console.log(JSON.stringify({ name, ...report, machine: describeMachine() }));
  return holds;
}

try {
  process.exitCode = main() ? 0 : 1;
} catch (error) {
  console.error(error instanceof HarnessError ? error.message : error);
  process.exitCode = error instanceof HarnessError ? 2 : 1;
}
