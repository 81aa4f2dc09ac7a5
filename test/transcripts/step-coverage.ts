import { keepAsJson, playTranscript } from '../../src/transcripts/play.ts';
import { watchSteps } from '../support/flow-walker.ts';
import { placeFinder } from '../support/place-units.ts';
import type { Catalogue } from '../../src/catalog/index.ts';
import { readTranscript, transcriptFiles, type Suite } from './suites.ts';

/** One flow or card: how many transcripts enter each of its steps. */
export interface CoveredEntry {
  readonly kind: 'flow' | 'card';
  readonly id: string;
  /** Step name (0-based index for a card) to the number of transcripts, in the order of the file. */
  readonly steps: Readonly<Record<string, number>>;
}

/** How many transcripts of `suite` enter each step of the flows and cards of the catalogue. */
export function stepCoverage(catalogue: Catalogue, suite: Suite): CoveredEntry[] {
  const counts = new Map<string, number>();
  const options = { keep: keepAsJson, places: placeFinder() };
  for (const file of transcriptFiles(suite)) {
    const entered = new Set<string>();
    playTranscript(watchSteps(catalogue, entered), readTranscript(suite, file), options);
    for (const step of entered) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const entryOf = (kind: CoveredEntry['kind'], id: string, names: readonly string[]): CoveredEntry => ({
    kind,
    id,
    steps: Object.fromEntries(names.map((name) => [name, counts.get(`${id}.${name}`) ?? 0])),
  });
  return [
    ...catalogue.flows().map(({ id, steps }) => entryOf('flow', id, Object.keys(steps))),
    ...catalogue.cards().map(({ slug, steps }) => entryOf('card', slug, [...steps.keys()].map(String))),
  ];
}

const notEntered = ({ steps }: CoveredEntry): string[] => Object.keys(steps).filter((name) => steps[name] === 0);

/** What to do about every flow and card with steps that no transcript enters, one sentence each. */
export function coverageProblems(entries: readonly CoveredEntry[]): string[] {
  return entries.flatMap((entry) => {
    const missing = notEntered(entry);
    if (missing.length === 0) return [];
    if (entry.kind === 'card') {
      const numbers = missing.map((index) => Number(index) + 1).join(', ');
      return [`No transcript enters step ${numbers} of the card ${entry.id}: run npm run transcripts -- --missing`];
    }
    return [
      `No transcript enters ${missing.join(', ')} of the flow ${entry.id}: ` +
        'write one into test/transcripts that goes there (or record it: npm run bot -- transcript), then npm run transcripts -- --update',
    ];
  });
}

/** The coverage as lines to read: what is not walked to its end, then flows, cards and all steps in figures. */
export function coverageLines(entries: readonly CoveredEntry[]): string[] {
  const share = (of: readonly CoveredEntry[]): string =>
    `${of.filter((entry) => notEntered(entry).length === 0).length} of ${of.length}`;
  const total = entries.reduce((sum, { steps }) => sum + Object.keys(steps).length, 0);
  const missing = entries.reduce((sum, entry) => sum + notEntered(entry).length, 0);
  const [flows, cards] = (['flow', 'card'] as const).map((kind) =>
    share(entries.filter((entry) => entry.kind === kind)),
  );
  return [
    ...coverageProblems(entries).map((problem) => `  ${problem}`),
    `  ${flows} flows and ${cards} cards are walked through every step`,
    `  ${total - missing} of ${total} steps are entered by a transcript`,
  ];
}
