import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadReaderParts } from '../../src/understanding/scam/load.ts';
import { modelFeatures, readScamModel } from '../../src/understanding/scam/model.ts';
import type { Reading } from '../../src/understanding/scam/reading.ts';
import { createScamReader } from '../../src/understanding/scam/scam-check.ts';
import { softSigns } from '../../src/understanding/scam/soft-signs.ts';

/**
 * Fits `content/language/scam-model.tsv`: logistic regression on words, word pairs, tags and signs.
 * `node test/understanding/train-scam.ts <corpus.tsv> [--write]`. Two sources: an SMS corpus (id, text, label, grp; no
 * part of the repository) and the development messages written for this project. Prints what a model of one source is
 * worth on the other, because a figure inside one source proves nothing. The held-out messages are judged, never
 * fitted. Always the same order and result: a model that changes with every run cannot be reviewed.
 */

interface Example {
  readonly text: string;
  readonly isScam: boolean;
  /** Near-copies of one template. Folds are cut between groups, never between rows. */
  readonly group: string;
  readonly reading: Reading;
  readonly features: readonly string[];
  readonly weight: number;
}

const FOLDS = 5;
const EPOCHS = 20;
const LEARNING_RATE = 1.2;
const DECAY = 3e-3;
/** A feature of fewer groups says who sent it, not what it is. */
const MIN_GROUPS = 3;
const MAX_FEATURES = 14_000;
const SMALLEST_WEIGHT = 0.02;
/** The corpus knows SMS only, and advertising counts as scam in it: it may help, not lead. */
const CORPUS_WEIGHT = 0.3;

const root = join(fileURLToPath(import.meta.url), '../../..');
const read = createScamReader(loadReaderParts(root));

function example(text: string, isScam: boolean, group: string, weight: number): Example {
  const reading = read(text);
  return { text, isScam, group, reading, features: modelFeatures(reading, softSigns(reading).signs), weight };
}

const rowsOf = (file: string): string[][] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));

const readCorpus = (file: string): Example[] =>
  rowsOf(file).map(([, text = '', label = '', group = '']) =>
    example(text, label !== 'legitimate', group, CORPUS_WEIGHT),
  );

const withoutMarks = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gu, 'd').replace(/Đ/gu, 'D');

/** Each message as it was written and without marks: half of the residents type none. */
const readOwn = (name: string): Example[] =>
  rowsOf(join(root, 'test/fixtures/understanding', name)).flatMap(([, label = '', text = '']) =>
    [...new Set([text, withoutMarks(text)])].map((style) => example(style, label !== 'legit', text, 1)),
  );

function numberOf(text: string): number {
  let hash = 2_166_136_261;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return hash;
}

function vocabulary(examples: readonly Example[]): Set<string> {
  const groups = new Map<string, Set<string>>();
  for (const { features, group } of examples) {
    for (const feature of features) groups.set(feature, (groups.get(feature) ?? new Set()).add(group));
  }
  const kept = [...groups].filter(([, of]) => of.size >= MIN_GROUPS).sort((a, b) => b[1].size - a[1].size);
  return new Set(kept.slice(0, MAX_FEATURES).map(([feature]) => feature));
}

function fit(examples: readonly Example[]): string {
  const known = vocabulary(examples);
  const copies = new Map<string, number>();
  for (const { group } of examples) copies.set(group, (copies.get(group) ?? 0) + 1);
  const rows = examples.map(({ text, isScam, group, features, weight }) => ({
    text,
    isScam,
    features: features.filter((feature) => known.has(feature)),
    // Near-copies of one template together weigh as the root of their number.
    weight: weight / Math.sqrt(copies.get(group) ?? 1),
  }));
  const weights = new Map<string, number>();
  let bias = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    const rate = LEARNING_RATE / (1 + epoch / 4);
    const order = rows.toSorted((a, b) => numberOf(`${epoch}${a.text}`) - numberOf(`${epoch}${b.text}`));
    for (const { features, isScam, weight } of order) {
      if (features.length === 0) continue;
      const scale = 1 / Math.sqrt(features.length);
      const sum = features.reduce((total, feature) => total + (weights.get(feature) ?? 0), 0) * scale;
      const gradient = ((isScam ? 1 : 0) - 1 / (1 + Math.exp(-(bias + sum)))) * weight;
      bias += rate * gradient;
      for (const feature of features) {
        const before = weights.get(feature) ?? 0;
        weights.set(feature, before + rate * (gradient * scale - DECAY * before));
      }
    }
  }
  const lines = [...weights]
    .filter(([, weight]) => Math.abs(weight) >= SMALLEST_WEIGHT)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([feature, weight]) => `${feature}\t${weight.toFixed(2)}`);
  return `${HEADER}bias:\t${bias.toFixed(3)}\n${lines.join('\n')}\n`;
}

const HEADER = `# Weights of a linear model, fitted by test/understanding/train-scam.ts. No message is in this file.
# Fitted on messages written for this project and on: "Vietnamese SMS Dataset with Quality Assurance" (2026) by Tran Nguyen Thai Tuan, Le Hoang Khang, Nguyen Minh Tai, Nguyen Van Thang, Mai Hoang Dinh; repository trannguyenthaituan251209/paper_writing, file dataset.csv, commit d787002c7373. Licence CC BY 4.0, https://creativecommons.org/licenses/by/4.0/. Changed: duplicates, digits and names removed, 70 % of the template groups used, reduced to these weights.
`;

interface Scored {
  readonly isScam: boolean;
  readonly score: number;
}

function scores(tsv: string, examples: readonly Example[]): Scored[] {
  const model = readScamModel(tsv);
  return examples.map(({ isScam, reading }) => ({
    isScam,
    score: 1 / (1 + Math.exp(-model.score(reading, softSigns(reading).signs))),
  }));
}

function figures(scored: readonly Scored[]): string {
  const count = (isScam: boolean, from: number): number =>
    scored.filter((one) => one.isScam === isScam && one.score >= from).length;
  const [scams, legit] = [count(true, 0), count(false, 0)];
  const percent = (part: number, whole: number): string => ((part / Math.max(1, whole)) * 100).toFixed(1);
  const precision = count(true, 0.5) / Math.max(1, count(true, 0.5) + count(false, 0.5));
  const recall = count(true, 0.5) / Math.max(1, scams);
  const f1 = percent(2 * precision * recall, precision + recall || 1);
  const steps = [0.5, 0.6, 0.7, 0.8, 0.9].map(
    (from) => `from ${from}: ${percent(count(true, from), scams)}/${percent(count(false, from), legit)}`,
  );
  return `F1 ${f1} (precision ${percent(precision, 1)}, recall ${percent(recall, 1)}); scams/legitimate reached ${steps.join(', ')}`;
}

function acrossFolds(examples: readonly Example[], always: readonly Example[] = []): Scored[] {
  return Array.from({ length: FOLDS }, (_unused, fold) => {
    const isOut = ({ group }: Example): boolean => numberOf(group) % FOLDS === fold;
    return scores(fit([...always, ...examples.filter((one) => !isOut(one))]), examples.filter(isOut));
  }).flat();
}

function main(file: string | undefined, write: boolean): void {
  if (file === undefined) throw new Error('Name the corpus: node test/understanding/train-scam.ts <corpus.tsv>');
  const corpus = readCorpus(file);
  const own = readOwn('scam-messages.tsv');
  const heldOut = readOwn('scam-messages-held-out.tsv');
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  say(`corpus ${corpus.length} messages, own ${own.length} (two styles), held out ${heldOut.length}`);
  say(`corpus → corpus, folds by group: ${figures(acrossFolds(corpus))}`);
  say(`corpus → own: ${figures(scores(fit(corpus), own))}`);
  say(`own → own, folds by message: ${figures(acrossFolds(own))}`);
  say(`own → corpus: ${figures(scores(fit(own), corpus))}`);
  say(`both → own, folds by message: ${figures(acrossFolds(own, corpus))}`);
  const tsv = fit([...corpus, ...own]);
  say(`both → held out: ${figures(scores(tsv, heldOut))}`);
  say(`${tsv.split('\n').length - 4} features, ${(tsv.length / 1_000).toFixed(0)} kB`);
  if (write) writeFileSync(join(root, 'content/language/scam-model.tsv'), tsv);
}

main(process.argv[2], process.argv.includes('--write'));
