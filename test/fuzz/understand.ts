import type { Meaning, Understanding } from '../../src/understanding/understand.ts';
import { createRandom, type Random } from './random.ts';

export interface UnderstandFuzzOptions {
  /** Characters (UTF-16 units) in all. */
  readonly count: number;
  readonly seed: number;
  readonly understanding: Pick<Understanding, 'understand'>;
}

/** What `fuzz understand` prints. The criterion holds when `throws`, `undecided` and `slow` are 0. */
export interface UnderstandFuzzReport {
  readonly count: number;
  readonly seed: number;
  readonly texts: number;
  /** How often each decision was taken. */
  readonly decisions: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly slowestMs: number;
  /** Which kind of text was the slowest, and how long it was. */
  readonly slowest: string;
  readonly throws: number;
  /** Answers that are no decision, offer more than three guides, or have a confidence outside 0 to 1. */
  readonly undecided: number;
  /** Texts that took longer than 5 ms each of eight times: now and then it is another process. */
  readonly slow: number;
  /** Up to five texts that broke the criterion, to repeat them by hand. */
  readonly examples: readonly string[];
}

const LONGEST = 65_536;
const MOST_MS = 5;

const DECISIONS: ReadonlySet<string> = new Set<Meaning['decision']>([
  ...(['emergency', 'greeting', 'thanks', 'smalltalk', 'answer', 'clarify', 'declined', 'unknown'] as const),
]);

const WORDS = [
  ...[
    'làm',
    'lại',
    'căn cước',
    'bị lừa',
    'chuyển khoản',
    'OTP',
    'ko',
    'bt',
    'ddăngg',
    'nhaapj',
    'd9ang8',
    '5tr',
    '#so',
  ],
  ...['tôi', 'vừa', 'mất tiền', 'trong tài khoản', 'xin chào', 'cảm ơn', 'lamsaodetao', 'điiiiii', '0912345678', '113'],
];

/** Characters that other programs trip over: joiners, marks, ligatures that grow, other scripts, control characters. */
const ODD = Array.from(
  '\u0000\u200b\u200d\ufeff\u0301\u0323\u0344\ufdfa\ufb03ﬃİıßſςΣдＡ①한ก你🏽🇻👩😭\ud800\udfff\u202e%\\<${',
);

const repeated = (random: Random, length: number, next: () => string): string => {
  let text = '';
  while (text.length < length) text += next().repeat(random.below(4) === 0 ? random.below(200) + 1 : 1);
  return text.slice(0, length);
};

/** Each makes a text of about the length asked for. */
const KINDS: Readonly<Record<string, (random: Random, length: number) => string>> = {
  anyUnit: (random, length) => repeated(random, length, () => String.fromCharCode(random.below(0x1_0000))),
  anyCharacter: (random, length) => repeated(random, length, () => String.fromCodePoint(random.below(0x11_0000))),
  binary: (random, length) =>
    random
      .bytes(length)
      .toString(random.pick(['latin1', 'utf8']))
      .slice(0, length),
  emoji: (random, length) => repeated(random, length, () => String.fromCodePoint(0x1_f300 + random.below(0x600))),
  odd: (random, length) => repeated(random, length, () => random.pick(ODD)),
  words: (random, length) =>
    repeated(random, length, () => `${random.pick(WORDS)}${random.pick([' ', ' ', ', ', ''])}`),
  decomposed: (random, length) => repeated(random, length, () => `${random.pick(WORDS).normalize('NFD')} `),
  oneRun: (random, length) =>
    repeated(random, length, () => random.pick(['lam', 'sao', 'nghieng', 'a', 'dd', 'w', '1'])),
  mixed: (random, length) => repeated(random, length, () => random.pick([...WORDS, ...ODD, ' ', '\n'])),
};

function isDecision(meaning: Meaning): boolean {
  const hits = 'hits' in meaning ? meaning.hits : [];
  return (
    DECISIONS.has(meaning.decision) &&
    hits.length <= 3 &&
    hits.every(({ confidence }) => confidence >= 0 && confidence <= 1)
  );
}

/** Mostly as long as messages are; every fiftieth as long as a request may be. */
const lengthOf = (random: Random): number => {
  const kind = random.below(50);
  return kind === 0 ? random.below(LONGEST) + 1 : random.below(kind < 10 ? 3_000 : 200);
};

/** Understands texts of `count` characters in all, and counts what should never happen. */
export function fuzzUnderstand({ count, seed, understanding }: UnderstandFuzzOptions): UnderstandFuzzReport {
  const random = createRandom(seed);
  const kinds = Object.entries(KINDS);
  const decisions: Record<string, number> = {};
  const broken = { throws: 0, undecided: 0, slow: 0 };
  const examples: string[] = [];
  let [characters, texts, slowestMs, slowest] = [0, 0, 0, ''];
  const note = (kind: keyof typeof broken, text: string): void => {
    broken[kind] += 1;
    if (examples.length < 5) examples.push(`${kind}: ${JSON.stringify(text.slice(0, 200))}`);
  };
  const msFor = (text: string): number => {
    const startedAt = performance.now();
    understanding.understand(text);
    return performance.now() - startedAt;
  };
  const startedAt = performance.now();
  // The first texts of a process are read by code that is not compiled yet: they say nothing about speed.
  for (let warm = 0; warm < 300; warm += 1) msFor(repeated(random, 2_000, () => `${random.pick(WORDS)} `));

  while (characters < count) {
    const [kind, make] = random.pick(kinds);
    const text = make(random, Math.min(lengthOf(random), count - characters));
    characters += Math.max(1, text.length);
    texts += 1;
    try {
      const meaning = understanding.understand(text);
      decisions[meaning.decision] = (decisions[meaning.decision] ?? 0) + 1;
      if (!isDecision(meaning)) note('undecided', text);
      let ms = msFor(text);
      for (let again = 0; ms > MOST_MS && again < 7; again += 1) ms = Math.min(ms, msFor(text));
      if (ms > slowestMs) [slowestMs, slowest] = [ms, `${kind}, ${text.length} characters`];
      if (ms > MOST_MS) note('slow', text);
    } catch {
      note('throws', text);
    }
  }
  return {
    count: characters,
    seed,
    texts,
    decisions,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    slowestMs: Math.round(slowestMs * 100) / 100,
    slowest,
    ...broken,
    examples,
  };
}
