import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { maskSecrets } from '../../src/shared/secrets.ts';
import { createBlocklist } from '../../src/understanding/scam/blocklist.ts';
import { loadReaderParts, loadScamCheck } from '../../src/understanding/scam/load.ts';
import { createScamCheck } from '../../src/understanding/scam/scam-check.ts';
import type { ScamCheck, Verdict } from '../../src/understanding/scam/verdict.ts';
import { readScamWording } from '../../src/understanding/scam/wording.ts';

/**
 * Judges the messages written for this project, and a corpus from elsewhere if one is named:
 * `node test/understanding/evaluate-scam.ts [corpus.tsv] [--wrong]`. Rules and model were
 * set on the first five files, so their figures flatter; nothing was fitted on `scam-messages-held-out.tsv`, which is
 * small. What the model is worth on a source it has not seen is printed by `train-scam.ts`: those are the figures to
 * quote.
 */

/**
 * Five sources of development messages, on which rules and model were set, and the held-out ones. The third and the
 * fourth were written by others without sight of anything here; the fifth was written against the misses of the fourth.
 */
export const FILES = [
  'scam-messages.tsv',
  'scam-messages-second.tsv',
  'scam-messages-third.tsv',
  'scam-messages-fourth.tsv',
  'scam-messages-fifth.tsv',
  'scam-messages-held-out.tsv',
];

export type Label = 'scam-hard' | 'scam-soft' | 'legit';

export interface LabelledMessage {
  readonly kind: string;
  readonly label: Label;
  readonly text: string;
}

export type Counts = Record<Verdict, number>;

/** What the goals are about, in percent. */
export interface Figures {
  readonly messages: number;
  readonly scamUnknown: number;
  readonly hardDangerous: number;
  readonly legitDangerous: number;
  readonly legitSuspicious: number;
  readonly advertSuspicious: number;
}

const root = join(fileURLToPath(import.meta.url), '../../..');
let loaded: ScamCheck | undefined;
/** Read when it is needed: fitting the model must work where there is none yet. */
const scamCheck: ScamCheck = { check: (text) => (loaded ??= loadScamCheck(root)).check(text) };

/** The same without the model. */
const rulesAlone = createScamCheck({
  ...loadReaderParts(root),
  blocklist: createBlocklist(() => readContent('phishing-blocklist.txt')),
  wording: readScamWording(readContent('scam-wording.tsv')),
});

function readContent(name: string): string {
  return readFileSync(join(root, 'content/language', name), 'utf8');
}

export function readMessages(name: string): LabelledMessage[] {
  return readFileSync(join(root, 'test/fixtures/understanding', name), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [kind = '', label = '', text = ''] = line.split('\t');
      return { kind, label: label as Label, text };
    });
}

const withoutMarks = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gu, 'd').replace(/Đ/gu, 'D');

/** Ways in which the same message arrives. */
export const STYLES: Readonly<Record<string, (text: string) => string>> = {
  'as written': (text) => text,
  'without marks': withoutMarks,
  'in capitals': (text) => text.toUpperCase(),
  decomposed: (text) => text.normalize('NFD'),
  masked: (text) => maskSecrets(text).text,
};

const isAdvert = ({ kind }: LabelledMessage): boolean => kind.endsWith('-advert');
const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (part / whole) * 100);

export function figuresOf(messages: readonly LabelledMessage[], style: (text: string) => string): Figures {
  const verdicts = messages.map((message) => ({ ...message, verdict: scamCheck.check(style(message.text)).verdict }));
  const share = (those: typeof verdicts, verdict: Verdict): number =>
    percent(those.filter((one) => one.verdict === verdict).length, those.length);
  const scams = verdicts.filter(({ label }) => label !== 'legit');
  const legit = verdicts.filter(({ label }) => label === 'legit');
  return {
    messages: messages.length,
    scamUnknown: share(scams, 'unknown'),
    hardDangerous: share(
      scams.filter(({ label }) => label === 'scam-hard'),
      'dangerous',
    ),
    legitDangerous: share(legit, 'dangerous'),
    legitSuspicious: share(
      legit.filter((one) => !isAdvert(one)),
      'suspicious',
    ),
    advertSuspicious: share(legit.filter(isAdvert), 'suspicious'),
  };
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const show = (value: number): string => `${value.toFixed(1)} %`.padStart(8);

function printFigures(name: string, figures: Figures): void {
  say(
    `${name.padEnd(14)} scams unknown ${show(figures.scamUnknown)}  hard dangerous ${show(figures.hardDangerous)}  ` +
      `legitimate dangerous ${show(figures.legitDangerous)}  suspicious ${show(figures.legitSuspicious)}  adverts suspicious ${show(figures.advertSuspicious)}`,
  );
}

function printByKind(messages: readonly LabelledMessage[]): void {
  const kinds = new Map<string, Counts>();
  for (const { kind, label, text } of messages) {
    const key = `${label.padEnd(10)} ${kind}`;
    const counts = kinds.get(key) ?? { dangerous: 0, suspicious: 0, unknown: 0 };
    counts[scamCheck.check(text).verdict] += 1;
    kinds.set(key, counts);
  }
  say(`${'label      kind'.padEnd(38)} dangerous suspicious unknown`);
  for (const [key, { dangerous, suspicious, unknown }] of [...kinds].sort(([a], [b]) => (a < b ? -1 : 1))) {
    say(
      `${key.padEnd(38)} ${String(dangerous).padStart(9)} ${String(suspicious).padStart(10)} ${String(unknown).padStart(7)}`,
    );
  }
}

const isWrong = (label: Label, verdict: Verdict): boolean =>
  label === 'legit'
    ? verdict !== 'unknown'
    : verdict === 'unknown' || (label === 'scam-hard' && verdict !== 'dangerous');

function printWrong(messages: readonly LabelledMessage[]): void {
  for (const { kind, label, text } of messages) {
    const { verdict, reasons } = scamCheck.check(text);
    if (isWrong(label, verdict))
      say(`${label} ${kind} → ${verdict} (${reasons.map(({ id }) => id).join(', ')}): ${text}`);
  }
}

/** A corpus with id, text, label (`legitimate` or not) and group. Its messages are not printed. */
function printCorpus(file: string, check: ScamCheck): void {
  const counts: Record<string, Counts> = {};
  for (const line of readFileSync(file, 'utf8').trimEnd().split('\n').slice(1)) {
    const [, text = '', label = ''] = line.split('\t');
    const of = (counts[label] ??= { dangerous: 0, suspicious: 0, unknown: 0 });
    of[check.check(text).verdict] += 1;
  }
  for (const [label, { dangerous, suspicious, unknown }] of Object.entries(counts)) {
    const all = dangerous + suspicious + unknown;
    say(
      `${label.padEnd(14)} ${all} messages: dangerous ${show(percent(dangerous, all))}  suspicious ${show(percent(suspicious, all))}  unknown ${show(percent(unknown, all))}`,
    );
  }
}

function printTimes(messages: readonly LabelledMessage[]): void {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    for (const { text } of messages) {
      const from = performance.now();
      scamCheck.check(text);
      times.push(performance.now() - from);
    }
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(3);
  const longest = Math.max(
    ...[
      ...messages
        .map(({ text }) => text)
        .join(' ')
        .matchAll(/[\s\S]{1,65536}/gu),
    ].map(([text]) => {
      const from = performance.now();
      scamCheck.check(text);
      return performance.now() - from;
    }),
  );
  say(`time a message: median ${at(0.5)} ms, 99 of 100 within ${at(0.99)} ms; 64 kB ${longest.toFixed(1)} ms`);
}

function main(args: readonly string[]): void {
  const corpus = args.find((arg) => !arg.startsWith('--'));
  for (const name of FILES) {
    const messages = readMessages(name);
    say(`\n${name}: ${messages.length} messages`);
    for (const [style, change] of Object.entries(STYLES)) printFigures(style, figuresOf(messages, change));
    if (args.includes('--wrong')) printWrong(messages);
    else printByKind(messages);
  }
  if (corpus !== undefined) {
    say('\nThe corpus from elsewhere, rules alone:');
    printCorpus(corpus, rulesAlone);
    say('\nThe same with the model:');
    printCorpus(corpus, scamCheck);
  }
  say('');
  printTimes(readMessages('scam-messages.tsv'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
