import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBlocklist } from '../../src/understanding/scam/blocklist.ts';
import { hardSigns } from '../../src/understanding/scam/hard-signs.ts';
import { loadReaderParts } from '../../src/understanding/scam/load.ts';
import { writeScamModel } from '../../src/understanding/scam/model.ts';
import { createScamReader } from '../../src/understanding/scam/scam-check.ts';
import { suspicionOf } from '../../src/understanding/scam/suspicion.ts';
import { readMessages } from './evaluate-scam.ts';
import { type Example, exampleOf, fit, numberOf, oddsOf } from './scam-fit.ts';

/**
 * Fits `content/language/scam-model.bin`: `node test/understanding/train-scam.ts [--write] [--ablation]`. Prints what a
 * model of one source of messages is worth on another, because a figure inside one source proves nothing, and what it is
 * worth on folds of all: for each, which threshold gives which share. The third and fourth sources were written
 * by others without sight of the rest, the fifth against the misses of the fourth. The held-out messages are judged, never fitted. Always the same order and result: a model that
 * changes with every run cannot be reviewed.
 */

const FOLDS = 5;
/** Adverts may be called suspicious three times as often as other honest messages: they pull that much less. */
const ADVERT_WEIGHT = 0.3;
/** Of the honest messages that are no adverts, in percent: thresholds are printed for these. */
const ALLOWED = [10, 8, 6];

const root = join(fileURLToPath(import.meta.url), '../../..');
const read = createScamReader(loadReaderParts(root));
const noList = createBlocklist(() => '');
const isAdvert = ({ kind }: Pick<Example, 'kind'>): boolean => kind.endsWith('-advert');

const withoutMarks = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gu, 'd').replace(/Đ/gu, 'D');

type Keep = (feature: string) => boolean;

/** Each message as it was written and without marks: half of the residents type none. */
const readOwn = (name: string, keep: Keep): Example[] =>
  readMessages(name).flatMap((message) =>
    [...new Set([message.text, withoutMarks(message.text)])].map((text) =>
      exampleOf({ ...message, text }, read, {
        group: message.text,
        weight: isAdvert(message) ? ADVERT_WEIGHT : 1,
        keep,
      }),
    ),
  );

interface Scored {
  readonly example: Example;
  readonly suspicion: number;
}

const judged = (fitted: readonly Example[], examples: readonly Example[]): Scored[] => {
  const weights = fit(fitted);
  return examples.map((example) => ({ example, suspicion: suspicionOf(oddsOf(weights, example), example.points) }));
};

const acrossFolds = (examples: readonly Example[]): Scored[] =>
  Array.from({ length: FOLDS }, (_unused, fold) => {
    const isOut = ({ group }: Example): boolean => numberOf(group) % FOLDS === fold;
    return judged(
      examples.filter((one) => !isOut(one)),
      examples.filter(isOut),
    );
  }).flat();

const hardKnown = new Map<string, boolean>();
function isHard({ text }: Example): boolean {
  const known = hardKnown.get(text) ?? hardSigns(read(text), noList).length > 0;
  hardKnown.set(text, known);
  return known;
}

/** Thresholds at which so many honest messages are suspicious, with the scams they would miss. */
function figures(scored: readonly Scored[]): string {
  const among = (of: (example: Example) => boolean): number[] =>
    scored
      .filter(({ example }) => of(example))
      .map(({ example, suspicion }) => (isHard(example) ? Infinity : suspicion))
      .sort((a, b) => b - a);
  const scams = among(({ isScam }) => isScam);
  const adverts = among((example) => !example.isScam && isAdvert(example));
  const legit = among((example) => !example.isScam && !isAdvert(example));
  const percent = (part: number, whole: number): string => ((part / Math.max(1, whole)) * 100).toFixed(1);
  return ALLOWED.map((allowed) => {
    const from = legit[Math.floor((legit.length * allowed) / 100)] ?? 0;
    const missed = percent(scams.filter((one) => one <= from).length, scams.length);
    const advert = percent(adverts.filter((one) => one > from).length, adverts.length);
    return `${allowed} % from ${from.toFixed(2)}: missed ${missed}, adverts ${advert}`;
  }).join('; ');
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const VARIANTS: Readonly<Record<string, Keep>> = {
  'all features': () => true,
  'no pairs of words': (feature) => !feature.includes('_'),
  'no pairs with a gap': (feature) => !feature.includes('__'),
  'no tags, facts or signs': (feature) => !/^[@$!]/u.test(feature),
  'tags, facts and signs alone': (feature) => /^[@$!]/u.test(feature),
};

function main(args: readonly string[]): void {
  const variants = args.includes('--ablation') ? Object.entries(VARIANTS) : Object.entries(VARIANTS).slice(0, 1);
  for (const [name, keep] of variants) {
    const [first = [], second = [], third = [], fourth = [], fifth = [], heldOut = []] = [
      'scam-messages.tsv',
      'scam-messages-second.tsv',
      'scam-messages-third.tsv',
      'scam-messages-fourth.tsv',
      'scam-messages-fifth.tsv',
      'scam-messages-held-out.tsv',
    ].map((file) => readOwn(file, keep));
    const older = [...first, ...second, ...third];
    const all = [...older, ...fourth, ...fifth];
    say(`\n${name}; honest messages called suspicious, in percent, and what that threshold means`);
    say(`first → second: ${figures(judged(first, second))}`);
    say(`second → first: ${figures(judged(second, first))}`);
    say(`first → third: ${figures(judged(first, third))}`);
    say(`second → third: ${figures(judged(second, third))}`);
    say(`first and second → third: ${figures(judged([...first, ...second], third))}`);
    say(`first to third → fourth: ${figures(judged(older, fourth))}`);
    say(`first to third and fifth → fourth: ${figures(judged([...older, ...fifth], fourth))}`);
    say(`all but the third → third: ${figures(judged([...first, ...second, ...fourth, ...fifth], third))}`);
    say(`all, ${FOLDS} folds by message: ${figures(acrossFolds(all))}`);
    say(`all → held out: ${figures(judged(all, heldOut))}`);
    if (name !== 'all features') continue;
    const bytes = writeScamModel(fit(all));
    say(`${(bytes.length / 1_000).toFixed(0)} kB`);
    if (args.includes('--write')) writeFileSync(join(root, 'content/language/scam-model.bin'), bytes);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
