/**
 * `npm run evaluate [-- --thresholds]`: how the shipped understanding does on the development set of
 * `test/fixtures/understanding`, which is never trained on. Prints one JSON line of figures a style and topic, and what
 * is confused most. `--thresholds` prints the figures over the confidence from which a guide is started.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Meaning } from '../../src/understanding/understand.ts';
import { rootDir, shippedCatalogue } from '../support/shipped-content.ts';
import { shippedUnderstanding } from '../support/shipped-understanding.ts';
import { isInPartEmergency } from './emergency-guides.ts';

const folder = path.join(rootDir, 'test/fixtures/understanding');

interface Row {
  readonly label: string;
  readonly style: string;
  readonly text: string;
}

function rowsOf(file: string): Row[] {
  return readFileSync(path.join(folder, file), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [label, style, text] = line.split('\t');
      return label && style && text ? [{ label, style, text }] : [];
    });
}

const catalogue = shippedCatalogue();
const understanding = shippedUnderstanding();
const topicOf = new Map(catalogue.cards().map(({ slug, topic }) => [slug, topic as string]));
const rows = readdirSync(folder)
  .filter((name) => name.endsWith('.tsv') && !/emergency|scam-messages/u.test(name))
  .flatMap(rowsOf);

/** Card slugs offered, the best first, and whether the first was started without asking. */
function offered(meaning: Meaning): { slugs: readonly string[]; isAnswer: boolean; confidence: number } {
  if (meaning.decision === 'emergency') return { slugs: ['scam-first-hour'], isAnswer: true, confidence: 1 };
  const hits = 'hits' in meaning && meaning.decision !== 'declined' ? meaning.hits : [];
  const slugs = hits.map(({ entry }) => entry.card ?? entry.id);
  return { slugs, isAnswer: meaning.decision === 'answer', confidence: hits[0]?.confidence ?? 0 };
}

interface Tally {
  messages: number;
  rightTopic: number;
  offeredRight: number;
  answered: number;
  answeredWrong: number;
}

const tallies = new Map<string, Tally>();
const confused = new Map<string, number>();
const sure: { confidence: number; right: boolean }[] = [];
let outOfScope = 0;
let outOfScopeAnswered = 0;
let smallTalk = 0;
let smallTalkRight = 0;

for (const { label, style, text } of rows) {
  const meaning = understanding.understand(text);
  const { slugs, isAnswer, confidence } = offered(meaning);
  if (label === 'out-of-scope') {
    outOfScope += 1;
    if (isAnswer) outOfScopeAnswered += 1;
    continue;
  }
  if (label === 'smalltalk') {
    smallTalk += 1;
    if (['greeting', 'thanks', 'smalltalk'].includes(meaning.decision)) smallTalkRight += 1;
    continue;
  }
  const [first = meaning.decision] = slugs;
  for (const key of ['all', style, topicOf.get(label) ?? '?']) {
    const tally = tallies.get(key) ?? { messages: 0, rightTopic: 0, offeredRight: 0, answered: 0, answeredWrong: 0 };
    tally.messages += 1;
    if (topicOf.get(first) === topicOf.get(label)) tally.rightTopic += 1;
    if (slugs.includes(label)) tally.offeredRight += 1;
    if (isAnswer) tally.answered += 1;
    if (isAnswer && first !== label) tally.answeredWrong += 1;
    tallies.set(key, tally);
  }
  sure.push({ confidence, right: first === label });
  if (first !== label) confused.set(`${label} → ${first}`, (confused.get(`${label} → ${first}`) ?? 0) + 1);
}

const percent = (part: number, whole: number): number => Math.round((part / Math.max(1, whole)) * 1000) / 10;
const figures = Object.fromEntries(
  [...tallies].map(([key, tally]) => [
    key,
    {
      messages: tally.messages,
      rightTopic: percent(tally.rightTopic, tally.messages),
      offeredRight: percent(tally.offeredRight, tally.messages),
      answered: percent(tally.answered, tally.messages),
      answeredWrong: percent(tally.answeredWrong, tally.messages),
    },
  ]),
);
const alarms = rowsOf('emergency.tsv');
const quiet = rowsOf('not-emergency.tsv');
const ordinary = rows.filter(({ label }) => !isInPartEmergency(label));
console.log(
  JSON.stringify({
    name: 'understanding',
    figures,
    outOfScopeAnswered: percent(outOfScopeAnswered, outOfScope),
    smallTalkRight: percent(smallTalkRight, smallTalk),
    emergencies: percent(
      alarms.filter(({ text }) => understanding.understand(text).decision === 'emergency').length,
      alarms.length,
    ),
    falseEmergencies: percent(
      quiet.filter(({ text }) => understanding.understand(text).decision === 'emergency').length,
      quiet.length,
    ),
    falseEmergenciesElsewhere: percent(
      ordinary.filter(({ text }) => understanding.understand(text).decision === 'emergency').length,
      ordinary.length,
    ),
    confused: Object.fromEntries([...confused].toSorted((a, b) => b[1] - a[1]).slice(0, 20)),
  }),
);

if (parseArgs({ options: { thresholds: { type: 'boolean', default: false } } }).values.thresholds) {
  for (const from of [0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9]) {
    const answered = sure.filter(({ confidence }) => confidence >= from);
    const wrong = answered.filter(({ right }) => !right).length;
    console.log(
      `from ${from}: answered ${percent(answered.length, sure.length)} %, wrong ${percent(wrong, sure.length)} %`,
    );
  }
}
