import { type Pattern, type Place, parsePattern, type Reading, readConcepts, says } from './emergency-match.ts';
import { FRAMES, type Kind, SIGNS } from './emergency-signs.ts';
import { soundOf } from './emergency-sound.ts';
import { emergencyWords, readMarks } from './emergency-words.ts';

/** Features are numbers below this: what is looked for is hashed, and two things may share a number. */
export const FEATURE_NUMBERS = 65_536;

/** Of longer messages the first and last words are read. */
const MAX_WORDS = 250;
/** Two concepts at most this many words apart are a pair. */
const PAIR_GAP = 6;
/** How often one concept is paired. */
const PAIRED_SPANS = 3;
/** Points behind the best sign that still count as said. */
const NEAR_BEST = 3;
const HEARD = 2;

/** Starting values that keep kinds of features apart. */
const WORD = 0x811c9dc5;
const SOUND = 0x1234567;
const LETTERS = 0x51ed27;
const CONCEPT = 5;
const CONCEPT_PAIR = 7;
const FRAME = 9;
const BEST_SIGN = 11;
const SIGN_KIND = 13;
const LENGTH = 97;

const mix = (hash: number, code: number): number => Math.imul(hash ^ code, 16_777_619);

function hashOf(start: number, text: string): number {
  let hash = start;
  for (let at = 0; at < text.length; at += 1) hash = mix(hash, text.charCodeAt(at));
  return hash;
}

const signs = (Object.entries(SIGNS) as [Kind, (typeof SIGNS)[Kind]][])
  .flatMap(([kind, ofKind]) =>
    ofKind.map(([points, pattern]) => ({
      kind,
      points,
      pattern: parsePattern(pattern),
      hash: hashOf(SIGN_KIND, kind),
    })),
  )
  .sort((one, other) => other.points - one.points);

interface AroundSign {
  readonly takes: number;
  readonly from: readonly Kind[] | undefined;
  readonly pattern: Pattern;
  readonly hash: number;
}

const frames: readonly AroundSign[] = FRAMES.map(({ takes, from, pattern }) => ({
  takes,
  from,
  pattern: parsePattern(pattern),
  hash: hashOf(FRAME, pattern),
}));

/** Patterns by the places they may begin at: most begin at nothing that a message says. */
function byBeginning(patterns: readonly { readonly pattern: Pattern }[]): ReadonlyMap<Place, readonly number[]> {
  const begun = new Map<Place, number[]>();
  for (const [index, { pattern }] of patterns.entries()) {
    for (const place of pattern[0]?.places ?? []) begun.set(place, [...(begun.get(place) ?? []), index]);
  }
  return begun;
}
const signsFrom = byBeginning(signs);
const framesFrom = byBeginning(frames);

/** The items that a message may say, in their order. */
function begunBy<Item>(reading: Reading, from: ReadonlyMap<Place, readonly number[]>, items: readonly Item[]): Item[] {
  const begun = new Set<number>();
  for (const place of reading.keys()) for (const index of from.get(place) ?? []) begun.add(index);
  return [...begun].sort((one, other) => one - other).flatMap((index) => items[index] ?? []);
}

const conceptHashes = new Map<string, number>();
function conceptHash(name: string): number {
  let hash = conceptHashes.get(name);
  if (hash === undefined) conceptHashes.set(name, (hash = hashOf(CONCEPT_PAIR, name)));
  return hash;
}

/** The message in which a number was last added, so that no set is built for every message. */
const addedIn = new Uint32Array(FEATURE_NUMBERS);
let message = 0;

/**
 * What the fitted points of an emergency are learned for, as numbers below `FEATURE_NUMBERS`, each once: words, pairs,
 * the same by sound, runs of three and four letters, concepts of `emergency-concepts.ts` and pairs of them, signs and
 * frames of `emergency-signs.ts`, and how long the message is. Empty when no word is in the text. Total.
 */
export function emergencyFeatures(text: string, given?: readonly string[]): number[] {
  const all = emergencyWords(text, given);
  if (all.length === 0) return [];
  const words =
    all.length <= MAX_WORDS ? all : [...all.slice(0, MAX_WORDS / 2), ...all.slice(all.length - MAX_WORDS / 2)];
  message = (message + 1) >>> 0 || 1;
  const features: number[] = [];
  const add = (hash: number): void => {
    let spread = hash ^ (hash >>> 15);
    spread = Math.imul(spread, 0x2c1b3c6d);
    const number = (spread ^ (spread >>> 12)) & (FEATURE_NUMBERS - 1);
    if (addedIn[number] === message) return;
    addedIn[number] = message;
    features.push(number);
  };
  const marks = readMarks(text);
  addWords(words, marks.friends, add);
  const reading = readConcepts(words, marks);
  const spans: { readonly start: number; readonly end: number; readonly hash: number }[] = [];
  for (const [concept, found] of reading) {
    if (concept === 'START' || concept === 'END') continue;
    const hash = conceptHash(concept);
    add(mix(hash, CONCEPT));
    for (const { start, end } of found.slice(0, PAIRED_SPANS)) spans.push({ start, end, hash });
  }
  for (const one of spans) {
    for (const other of spans) {
      if (other.start >= one.end && other.start - one.end <= PAIR_GAP) add(Math.imul(one.hash, 31) ^ other.hash);
    }
  }
  const around = begunBy(reading, framesFrom, frames).filter(({ pattern }) => says(reading, pattern, false));
  for (const { hash } of around) add(hash);
  let best = -1;
  for (const { kind, points, pattern, hash } of begunBy(reading, signsFrom, signs)) {
    let left = points;
    for (const { takes, from } of around) if (!from || from.includes(kind)) left -= takes;
    if (left <= best - NEAR_BEST || !says(reading, pattern, true)) continue;
    if (left >= HEARD) add(hash);
    best = Math.max(best, left);
  }
  add(mix(BEST_SIGN, best + 2));
  if (best >= HEARD) add(BEST_SIGN);
  return features;
}

function addWords(words: readonly string[], friends: ReadonlySet<string>, add: (hash: number) => void): void {
  let wordBefore = 0;
  let soundBefore = 0;
  for (const [index, word] of words.entries()) {
    const hash = hashOf(friends.has(word) ? mix(WORD, 126) : WORD, word);
    const sound = hashOf(SOUND, soundOf(word));
    add(hash);
    add(sound);
    if (index > 0) {
      add(Math.imul(wordBefore, 31) ^ hash);
      add(Math.imul(soundBefore, 37) ^ sound);
    }
    wordBefore = hash;
    soundBefore = sound;
    const letters = `^${word}$`;
    for (let at = 0; at + 3 <= letters.length; at += 1) {
      const three = mix(
        mix(mix(LETTERS, letters.charCodeAt(at)), letters.charCodeAt(at + 1)),
        letters.charCodeAt(at + 2),
      );
      add(three);
      if (at + 4 <= letters.length) add(mix(three, letters.charCodeAt(at + 3)));
    }
  }
  if (words.length <= 6) add(LENGTH);
  if (words.length > 25) add(LENGTH + 1);
  if (words.length > 40) add(LENGTH + 2);
}
