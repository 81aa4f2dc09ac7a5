import { fold } from '../../shared/vietnamese.ts';
import type { ShortForms } from './short-forms.ts';
import { isSyllable } from './syllables.ts';
import { decodeKeys } from './typed-keys.ts';

/** Letters of other alphabets that look like Latin ones, as scammers and phones with another keyboard write them. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  ɑ: 'a',
  α: 'a',
  ь: 'b',
  с: 'c',
  ϲ: 'c',
  ԁ: 'd',
  е: 'e',
  ҽ: 'e',
  һ: 'h',
  і: 'i',
  ı: 'i',
  ι: 'i',
  ј: 'j',
  κ: 'k',
  к: 'k',
  ӏ: 'l',
  м: 'm',
  п: 'n',
  η: 'n',
  о: 'o',
  ο: 'o',
  σ: 'o',
  р: 'p',
  ρ: 'p',
  ԛ: 'q',
  г: 'r',
  ѕ: 's',
  т: 't',
  τ: 't',
  υ: 'u',
  ν: 'v',
  ѵ: 'v',
  ѡ: 'w',
  ԝ: 'w',
  х: 'x',
  χ: 'x',
  у: 'y',
  γ: 'y',
  ᴢ: 'z',
};
const LOOK_ALIKE = new RegExp(`[${Object.keys(LOOK_ALIKES).join('')}]`, 'gu');

/** More than this is a document, not a message: the beginning and the end say what it is about. */
const MAX_CHARACTERS = 2_000;

const shortened = (text: string): string =>
  text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS / 2)} ${text.slice(-MAX_CHARACTERS / 2)}`;

const WORDS_OF_LETTERS = /[\p{L}\p{N}]+/gu;

/** "5tr", "500k", "2 củ": sums. The size does not matter for what somebody asks, that it is a sum does. */
const SUM = /^\d+(?:tr|trieu|k|nghin|ngan|cu|ty|ti|lit|xi|d|vnd|trd)\d?$/u;
const SUM_UNITS: ReadonlySet<string> = new Set([
  'tr',
  'trieu',
  'cu',
  'ty',
  'ti',
  'k',
  'nghin',
  'ngan',
  'dong',
  'lit',
  'xi',
]);

/** Long runs of digits: a number of something. Short ones ("mức 2", "113") are words. */
const LONG_NUMBER = /^\d{5,}$/u;

const ELONGATED = /(?<letter>\p{L})\k<letter>{2}/u;
const ELONGATION = /(?<letter>\p{L})\k<letter>{2,}/gu;

/** What stands for a sum and for a long number among the words. */
export const SUM_WORD = '#tien';
export const NUMBER_WORD = '#so';
const STANDING_WORD = /(?<!\S)(#tien|#so)(?!\S)/u;
const NUMBER = /^(?:\d+|#so)$/u;

/** The longest word that is looked for in a run of words without spaces. */
const MAX_SYLLABLE = 6;

/**
 * Cuts "lamsaodetaovneid" into known words: the way with the fewest pieces. Undefined when it cannot be cut whole.
 * `isKnown` says what counts as a word; a syllable that nobody uses does not.
 */
function cutRun(run: string, isKnown: (word: string) => boolean): string[] | undefined {
  /** For the first n letters: how few pieces they need, and how long the last one is. */
  const pieces = new Uint16Array(run.length + 1);
  const last = new Uint8Array(run.length + 1);
  for (let end = 1; end <= run.length; end += 1) {
    for (let length = 1; length <= Math.min(MAX_SYLLABLE + 6, end); length += 1) {
      const before = end - length;
      if (before > 0 && last[before] === 0) continue;
      const count = (pieces[before] ?? 0) + 1;
      if (last[end] !== 0 && count >= (pieces[end] ?? 0)) continue;
      const word = run.slice(before, end);
      if (!isKnown(word) || (length > MAX_SYLLABLE && isSyllable(word))) continue;
      pieces[end] = count;
      last[end] = length;
    }
  }
  if (last[run.length] === 0) return undefined;
  const words: string[] = [];
  for (let end = run.length; end > 0; end -= last[end] ?? end) words.unshift(run.slice(end - (last[end] ?? end), end));
  return words;
}

/** Settings of `createMessageWords`. */
export interface MessageWordsOptions {
  readonly shortForms: ShortForms;
  /** Folded words in use: runs without spaces are cut into these. */
  readonly known: ReadonlySet<string>;
}

/** Neither keys nor syllables have other letters. */
const NOT_ASCII = /\P{ASCII}/u;

/** A word that is no short form, in the pieces it is made of: itself, most of the time. */
function piecesOf(word: string, isKnown: (word: string) => boolean): readonly string[] {
  if (word.length === 1 || NOT_ASCII.test(word) || isKnown(word)) return [word];
  const decoded = decodeKeys(word);
  if (decoded !== word) return decoded.split(' ');
  if (isSyllable(word)) return [word];
  // "dii", "roii": a doubled last letter that is no key of anything.
  const shorter = word.replace(/(?<letter>\p{L})\k<letter>$/u, '$1');
  if (shorter !== word && isSyllable(shorter)) return [shorter];
  return (word.length >= 6 ? cutRun(word, isKnown) : undefined) ?? [word];
}

/**
 * The words of a message as they are compared: NFC or not, any tone placement, legacy and look-alike letters, zero-width
 * characters, elongation ("điiii"), keys of Telex and VNI, short forms, slang and dialect, sums and long numbers, runs
 * without spaces. Total: any string gives a list, and words that came out go through unchanged. At most 2,000
 * characters are read: of longer texts the first and last thousand.
 */
export function createMessageWords({ shortForms, known }: MessageWordsOptions): (text: string) => string[] {
  // What a short form stands for is a word, whatever else is shortened to the same letters: "mẹ" is no "mệ".
  const meant = new Set([...shortForms.values()].flatMap((expansion) => expansion.split(' ')));
  const forms = new Map(
    [...shortForms].filter(([form]) => !meant.has(form)).map(([form, to]) => [form, to.split(' ')]),
  );
  const isKnown = (word: string): boolean => known.has(word) || meant.has(word);

  const readWord = (word: string, out: string[]): void => {
    const isUnit = SUM_UNITS.has(word) && NUMBER.test(out.at(-1) ?? '');
    if (isUnit) out.pop();
    if (isUnit || SUM.test(word)) return void out.push(SUM_WORD);
    if (LONG_NUMBER.test(word)) return void out.push(NUMBER_WORD);
    const short = ELONGATED.test(word) && !forms.has(word) ? word.replace(ELONGATION, '$1') : word;
    for (const piece of forms.get(short) ?? piecesOf(short, isKnown)) {
      if (piece === word) out.push(piece);
      else readWord(piece, out);
    }
  };

  return (text) => {
    const out: string[] = [];
    for (const part of shortened(shortened(text).toWellFormed().normalize('NFKC')).split(STANDING_WORD)) {
      if (part === SUM_WORD || part === NUMBER_WORD) out.push(part);
      else for (const [word] of lettersOf(part).matchAll(WORDS_OF_LETTERS)) readWord(word, out);
    }
    return out;
  };
}

/** Folded, in Latin letters where another alphabet only looks like them. */
const lettersOf = (text: string): string =>
  fold(text.toLowerCase()).replace(LOOK_ALIKE, (letter) => LOOK_ALIKES[letter] ?? letter);
