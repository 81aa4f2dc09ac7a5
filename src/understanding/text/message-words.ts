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

/** The longest word that is looked for in a run of words without spaces. */
const MAX_SYLLABLE = 6;

/**
 * Cuts "lamsaodetaovneid" into known words: the way with the fewest pieces. Undefined when it cannot be cut whole.
 * `isKnown` says what counts as a word; a syllable that nobody uses does not.
 */
function cutRun(run: string, isKnown: (word: string) => boolean): string[] | undefined {
  const best: (readonly string[] | undefined)[] = [[]];
  for (let end = 1; end <= run.length; end += 1) {
    for (let length = 1; length <= Math.min(MAX_SYLLABLE + 6, end); length += 1) {
      const before = best[end - length];
      const word = run.slice(end - length, end);
      if (!before || !isKnown(word) || (length > MAX_SYLLABLE && isSyllable(word))) continue;
      const known = best[end];
      if (!known || before.length + 1 < known.length) best[end] = [...before, word];
    }
  }
  return best[run.length]?.slice();
}

/** Settings of `createMessageWords`. */
export interface MessageWordsOptions {
  readonly shortForms: ShortForms;
  /** Folded words in use: runs without spaces are cut into these. */
  readonly known: ReadonlySet<string>;
}

/**
 * The words of a message as they are compared: NFC or not, any tone placement, legacy and look-alike letters, zero-width
 * characters, elongation ("điiii"), keys of Telex and VNI, short forms, slang and dialect, sums and long numbers, runs
 * without spaces. Total: any string gives a list, and words that came out go through unchanged. At most 2,000
 * characters are read: of longer texts the first and last thousand.
 */
export function createMessageWords({ shortForms, known }: MessageWordsOptions): (text: string) => string[] {
  const isKnown = (word: string): boolean => known.has(word);

  const readWord = (word: string, before: string | undefined, out: string[]): void => {
    if (SUM.test(word)) return void out.push(SUM_WORD);
    if (LONG_NUMBER.test(word)) return void out.push(NUMBER_WORD);
    if (before !== undefined && /^\d+$/u.test(before) && SUM_UNITS.has(word)) {
      out.pop();
      return void out.push(SUM_WORD);
    }
    const stretched = ELONGATED.test(word) && !shortForms.has(word);
    const short = stretched ? word.replace(ELONGATION, '$1') : word;
    const expanded = shortForms.get(short);
    if (expanded !== undefined) return void out.push(...expanded.split(' '));
    if (isKnown(short)) return void out.push(short);
    const decoded = decodeKeys(short);
    if (decoded !== short) return void out.push(...(shortForms.get(decoded) ?? decoded).split(' '));
    // "dii", "roii": a doubled last letter that is no key of anything.
    const shorter = short.replace(/(?<letter>\p{L})\k<letter>$/u, '$1');
    if (shorter !== short && isSyllable(shorter)) return void out.push(shorter);
    const pieces = short.length >= 6 && !isSyllable(short) ? cutRun(short, isKnown) : undefined;
    out.push(...(pieces ?? [short]));
  };

  return (text) => {
    const read =
      text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS / 2)} ${text.slice(-MAX_CHARACTERS / 2)}`;
    const folded = fold(read.toWellFormed().normalize('NFKC').toLowerCase()).replace(
      LOOK_ALIKE,
      (letter) => LOOK_ALIKES[letter] ?? letter,
    );
    const out: string[] = [];
    let before: string | undefined;
    for (const [word] of folded.matchAll(WORDS_OF_LETTERS)) {
      readWord(word, before, out);
      before = word;
    }
    return out;
  };
}
