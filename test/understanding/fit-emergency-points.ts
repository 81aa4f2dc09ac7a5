import { readFileSync } from 'node:fs';
import { fold } from '../../src/shared/vietnamese.ts';
import { emergencyWords, readMarks, wordFeatures } from '../../src/understanding/emergency-words.ts';
import { EMERGENCIES, NO_EMERGENCIES } from '../unit/understanding/emergency-phrasings.ts';

/**
 * Learns the points of words and writes `src/understanding/emergency-points.ts` to standard output:
 *
 *     node test/understanding/fit-emergency-points.ts emergencies.tsv others.tsv > emergency-points.ts
 *
 * Rows are `label, style, text` by tabs; the first file holds emergencies, all others hold none. The phrasings of
 * the tests are always learned too. Logistic regression by stochastic descent, the same figures on every run.
 */
const KEPT = 2_500;
const EPOCHS = 30;
/** The weights are the mean of those behind the last epochs: one order of the messages is chance. */
const AVERAGED = 20;
/** Emergencies are few among all messages, and to miss one is worse. */
const WEIGHT_OF_EMERGENCY = 6;

/** Pulls weights to 0 that few messages need. */
const DECAY = 0.004;
/** How often what only sounds like an emergency is learned. */
const NEAR_MISSES = 2;

interface Example {
  readonly features: readonly string[];
  readonly emergency: boolean;
}

let seed = 7;
function random(): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
}

/** Fisher and Yates. */
function shuffle(list: Example[]): Example[] {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [one, two] = [list[last], list[other]];
    if (one && two) [list[last], list[other]] = [two, one];
  }
  return list;
}

function example(text: string, emergency: boolean): Example {
  return { features: [...wordFeatures(emergencyWords(text), readMarks(text).friends)], emergency };
}

const texts = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => line.split('\t')[2] ?? []);

const withAndWithoutMarks = (list: readonly string[]): readonly string[] => list.flatMap((text) => [text, fold(text)]);

const [emergencyFile, ...otherFiles] = process.argv.slice(2);
const examples = [
  ...[...withAndWithoutMarks(EMERGENCIES), ...(emergencyFile === undefined ? [] : texts(emergencyFile))].map((text) =>
    example(text, true),
  ),
  ...[
    ...Array.from({ length: NEAR_MISSES }, () => withAndWithoutMarks(NO_EMERGENCIES)).flat(),
    ...otherFiles.flatMap(texts),
  ].map((text) => example(text, false)),
];

const weights = new Map<string, number>();
const mean = new Map<string, number>();
let bias = -3;
let meanBias = 0;
for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
  const rate = 0.1 / (1 + epoch * 0.2);
  for (const { features, emergency } of shuffle(examples)) {
    let sum = bias;
    for (const feature of features) sum += weights.get(feature) ?? 0;
    const error = (emergency ? 1 : 0) - 1 / (1 + Math.exp(-sum));
    const step = rate * error * (emergency ? WEIGHT_OF_EMERGENCY : 1);
    bias += step;
    for (const feature of features) weights.set(feature, (weights.get(feature) ?? 0) * (1 - rate * DECAY) + step);
  }
  if (epoch < EPOCHS - AVERAGED) continue;
  meanBias += bias / AVERAGED;
  for (const [feature, weight] of weights) mean.set(feature, (mean.get(feature) ?? 0) + weight / AVERAGED);
}

const entries = [...mean]
  .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
  .slice(0, KEPT)
  .map(([feature, weight]) => [feature, Math.round(weight * 10)] as const)
  .sort(([, a], [, b]) => b - a);
const rows = [''];
for (const [feature, points] of entries) {
  const cell = `${feature}:${points}`;
  if ((rows.at(-1) ?? '').length + cell.length > 115) rows.push('');
  rows[rows.length - 1] += `${rows.at(-1) === '' ? '' : ' '}${cell}`;
}
process.stdout.write(`/**
 * Points of words and of pairs of neighbours for an emergency (above 0) or against it, in tenths of a logit, folded.
 * Learned from ${examples.filter(({ emergency }) => emergency).length} emergencies and ${examples.filter(({ emergency }) => !emergency).length} other messages by \`fit-emergency-points.ts\`; do not edit.
 */
const TABLE = \`
${rows.join('\n')}
\`;

/** What a message has to begin with. */
export const BIAS = ${Math.round(meanBias * 10)};

/** Points by folded word, by pair ("mat_het"), and \`*short*\` for a message of at most six words. */
export const WORD_POINTS: ReadonlyMap<string, number> = new Map(
  TABLE.trim()
    .split(/\\s+/u)
    .map((cell) => {
      const at = cell.lastIndexOf(':');
      return [cell.slice(0, at), Number(cell.slice(at + 1))] as const;
    }),
);
`);
