/**
 * Fits the points by which an emergency is heard:
 *
 *     node test/understanding/fit-emergency-points.ts --write           content/language/emergency-model.tsv
 *     node test/understanding/fit-emergency-points.ts --cross-validate  how unseen messages would fare; add --list for which
 *
 * Learned from: `*emergency-training.tsv`, the phrasings of the unit tests, examples of `emergency-signs.ts`, and as
 * harmless the examples, titles and asks of the guides. Never from the other files of `test/fixtures/understanding`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fold } from '../../src/shared/vietnamese.ts';
import { EMERGENCY_LOG_ODDS } from '../../src/understanding/emergency.ts';
import { emergencyFeatures, FEATURE_NUMBERS } from '../../src/understanding/emergency-features.ts';
import { FRAMES } from '../../src/understanding/emergency-signs.ts';
import { rootDir, shippedCatalogue } from '../support/shipped-content.ts';
import { EMERGENCIES, NO_EMERGENCIES } from '../unit/understanding/emergency-phrasings.ts';
import { createRandom, type Fitted, fitEmergency, KINDS, type Sample, scoreOf } from './emergency-fit.ts';
import { isInPartEmergency } from './emergency-guides.ts';
import { typedOtherwise } from './emergency-typing.ts';

const FOLDS = 5;
/** How often a message is learned as others would type it, beside itself and itself without marks. */
const RETYPED = 3;
/** What the guides are asked outnumbers everything else. */
const WEIGHT_OF_GUIDES = 0.3;
/** The very words of an ask have to start its guide. */
const WEIGHT_OF_ASKS = 3;
/** A feature that fewer messages have teaches nothing about others. */
const LEAST_MESSAGES = 4;

/** The share of points that fit a byte; the few larger ones are cut off, and the others are finer for it. */
const BELOW_FULL = 0.999;
/** Features with fewer points than this for every kind (of 127) decide nothing. */
const LEAST_POINTS = 4;

interface Row {
  readonly kind: string;
  readonly style: string;
  readonly text: string;
  readonly emergency: boolean;
  readonly weight: number;
}

const rowsOf = (file: string, emergency: boolean): Row[] =>
  readFileSync(path.join(rootDir, file), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [kind, style, text] = line.split('\t');
      return kind && style && text ? [{ kind, style, text, emergency, weight: 1 }] : [];
    });
const rowsIn = (folder: string): Row[] =>
  readdirSync(path.join(rootDir, folder))
    .filter((name) => name.endsWith('.tsv') && !/emergency|scam-messages/u.test(name))
    .flatMap((name) => rowsOf(`${folder}/${name}`, false))
    .filter(({ kind }) => !isInPartEmergency(kind));
/** Small talk and what we do not help with is short and has any words at all. */
const isTalk = (kind: string): boolean => kind === 'out-of-scope' || kind === 'smalltalk';
const plain = (emergency: boolean, kind: string) => (text: string) => ({
  kind,
  style: kind,
  text,
  emergency,
  weight: 1,
});

const told: readonly Row[] = [
  ...rowsOf('test/fixtures/understanding/emergency-training.tsv', true),
  ...rowsOf('test/fixtures/understanding/not-emergency-training.tsv', false),
  ...EMERGENCIES.map(plain(true, 'phrasing')),
  ...[...NO_EMERGENCIES, ...FRAMES.map(({ example }) => example)].map(plain(false, 'phrasing')),
];
const guides: readonly Row[] = [
  ...rowsIn('content/language/examples').map((row) =>
    isTalk(row.kind) ? { ...row, kind: 'ordinary' } : { ...row, kind: 'guide', weight: WEIGHT_OF_GUIDES },
  ),
  ...shippedCatalogue()
    .entries()
    .filter(({ id }) => !isInPartEmergency(id))
    .flatMap(({ title, asks }) => [title, ...asks])
    .map((text) => ({ ...plain(false, 'guide')(text), weight: WEIGHT_OF_ASKS })),
];

const messagesWith = new Uint16Array(FEATURE_NUMBERS);
for (const { text } of [...told, ...guides]) {
  for (const feature of emergencyFeatures(text)) messagesWith[feature] = (messagesWith[feature] ?? 0) + 1;
}
const isFitted = (feature: number): boolean => (messagesWith[feature] ?? 0) >= LEAST_MESSAGES;
const fittedFeatures = (text: string): number[] => emergencyFeatures(text).filter(isFitted);

const random = createRandom(7);
const kindOf = ({ kind, emergency }: Row): number => KINDS.indexOf(emergency ? `!${kind}` : kind);

function samplesOf(row: Row, retyped: number): Sample[] {
  const texts = [row.text, ...(retyped > 0 ? [fold(row.text)] : [])];
  for (let copy = 0; copy < retyped; copy += 1) texts.push(typedOtherwise(row.text, random));
  const kind = kindOf(row);
  return texts.map((text) => ({
    features: fittedFeatures(text),
    emergency: row.emergency,
    kind,
    weight: row.weight / texts.length,
  }));
}

const guideSamples = guides.flatMap((row) => samplesOf(row, 0));
const toldSamples = told.map((row) => samplesOf(row, RETYPED));

const { values: asked } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    'cross-validate': { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
if (asked['cross-validate']) crossValidate();
if (asked.write) {
  const file = path.join(rootDir, 'content/language/emergency-model.tsv');
  writeFileSync(file, written(fitEmergency([...guideSamples, ...toldSamples.flat()])));
}

function written({ weights, bias }: Fitted): string {
  const sizes = weights
    .map(Math.abs)
    .filter((size) => size > 0)
    .sort();
  const scale = (sizes[Math.floor(sizes.length * BELOW_FULL)] ?? 1) / 127;
  const rows: string[] = [];
  for (let feature = 0; feature < FEATURE_NUMBERS; feature += 1) {
    if (!isFitted(feature)) continue;
    const points = weights
      .slice(feature * KINDS.length, (feature + 1) * KINDS.length)
      .map((at) => Math.max(-127, Math.min(127, Math.round(at / scale))));
    if (points.some((point) => Math.abs(point) >= LEAST_POINTS)) {
      rows.push(`${feature.toString(36)}\t${Buffer.from(Int8Array.from(points).buffer).toString('base64')}`);
    }
  }
  return [
    '# Points by which an emergency is heard, fitted by test/understanding/fit-emergency-points.ts; do not edit. No message is in this file.',
    `kinds\t${KINDS.join('\t')}`,
    `scale\t${scale.toPrecision(6)}`,
    `bias\t${[...bias].map((value) => value.toFixed(4)).join('\t')}`,
    ...rows,
    '',
  ].join('\n');
}

/** In which part a message is tested: by its words, so that a repetition is never learned and tested at once. */
function foldOf(text: string): number {
  let hash = 7;
  for (const letter of fold(text)) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) >>> 0;
  return ((hash ^ (hash >>> 13)) >>> 0) % FOLDS;
}

function crossValidate(): void {
  const others = rowsIn('test/fixtures/understanding');
  const tests: { readonly row: Row; readonly score: number; readonly group: string }[] = [];
  const held = [
    ...rowsOf('test/fixtures/understanding/emergency.tsv', true),
    ...rowsOf('test/fixtures/understanding/not-emergency.tsv', false),
  ];
  for (let part = 0; part < FOLDS; part += 1) {
    const fitted = fitEmergency([
      ...guideSamples,
      ...toldSamples.filter((_, index) => foldOf(told[index]?.text ?? '') !== part).flat(),
    ]);
    const add = (group: string, rows: readonly Row[]): void => {
      for (const row of rows) tests.push({ row, group, score: scoreOf(fitted, fittedFeatures(row.text)) });
    };
    add(
      'told',
      told.filter(({ text }) => foldOf(text) === part),
    );
    add(
      'guides',
      others.filter((_, index) => index % FOLDS === part),
    );
    add(
      'held',
      held.filter((_, index) => index % FOLDS === part),
    );
  }
  for (const from of [-1, -0.5, -0.25, 0, 0.25, 0.5, 1]) {
    const share = (group: string, emergency: boolean): string => {
      const of = tests.filter((test) => test.group === group && test.row.emergency === emergency);
      return `${((100 * of.filter(({ score }) => score >= from).length) / of.length).toFixed(1)} %`;
    };
    console.log(
      `from ${from}: heard ${share('told', true)}, false alarms ${share('told', false)}; held out: heard ${share('held', true)}, ` +
        `false alarms ${share('held', false)}; guides: false alarms ${share('guides', false)}`,
    );
  }
  const cells = new Map<string, { messages: number; heard: number }>();
  for (const { row, group, score } of tests.filter(({ group: name }) => name === 'told')) {
    for (const key of [`${row.emergency ? '!' : ' '}${row.kind}`, `${row.emergency ? '!' : ' '}~${row.style}`]) {
      const cell = cells.get(key) ?? { messages: 0, heard: 0 };
      cell.messages += 1;
      if (score >= EMERGENCY_LOG_ODDS) cell.heard += 1;
      cells.set(key, cell);
    }
    if (asked.list && score >= EMERGENCY_LOG_ODDS !== row.emergency)
      console.log(group, row.kind, row.style, score.toFixed(2), row.text);
  }
  for (const [key, { messages, heard }] of cells)
    console.log(key, messages, `${((100 * heard) / messages).toFixed(1)} %`);
}
