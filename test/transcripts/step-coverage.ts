import { watchSteps } from '../support/flow-walker.ts';
import { playTranscript } from '../support/transcripts.ts';
import type { Catalogue } from '../../src/catalog/index.ts';
import { readTranscript, transcriptFiles, type Suite } from './suites.ts';

/** One flow or card: how many transcripts enter each of its steps. */
export interface CoveredEntry {
  readonly id: string;
  /** Step name (0-based index for a card) to the number of transcripts, in the order of the file. */
  readonly steps: Readonly<Record<string, number>>;
}

/** How many transcripts of `suite` enter each step of the flows and cards of the catalogue. */
export function stepCoverage(catalogue: Catalogue, suite: Suite): CoveredEntry[] {
  const counts = new Map<string, number>();
  for (const file of transcriptFiles(suite)) {
    const entered = new Set<string>();
    playTranscript(watchSteps(catalogue, entered), readTranscript(suite, file));
    for (const step of entered) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const entryOf = (id: string, names: readonly string[]): CoveredEntry => ({
    id,
    steps: Object.fromEntries(names.map((name) => [name, counts.get(`${id}.${name}`) ?? 0])),
  });
  return [
    ...catalogue.flows().map(({ id, steps }) => entryOf(id, Object.keys(steps))),
    ...catalogue.cards().map(({ slug, steps }) =>
      entryOf(
        slug,
        steps.map((_step, index) => String(index)),
      ),
    ),
  ];
}

/** The coverage as lines to read: each flow and card with its share, then the steps no transcript enters. */
export function coverageLines(entries: readonly CoveredEntry[]): string[] {
  let [total, covered] = [0, 0];
  const lines = entries.map(({ id, steps }) => {
    const names = Object.keys(steps);
    const missing = names.filter((name) => steps[name] === 0);
    total += names.length;
    covered += names.length - missing.length;
    const share = `${names.length - missing.length}/${names.length}`;
    return `  ${share.padStart(7)}  ${id}${missing.length > 0 ? `  not entered: ${missing.join(', ')}` : ''}`;
  });
  return [...lines, `  ${covered} of ${total} steps are entered by a transcript`];
}
