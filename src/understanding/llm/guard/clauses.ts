import { fold } from '../../../shared/vietnamese.ts';

/** A piece of a text between two punctuation marks: the reach of a "đừng" or a "không". */
export interface Clause {
  /** NFC, lower case. */
  readonly words: readonly string[];
  /** The same words folded, with one space between and at both ends, for patterns. */
  readonly folded: string;
  /** The words with one space between: equal keys say the same. */
  readonly key: string;
  /** A question mark ends it. */
  readonly question: boolean;
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
/** Punctuation only in front of a space or the end: "70.000" and "gov.vn" stay whole. */
const BETWEEN_CLAUSES = /(?:[.!?;:,…]+(?=\s|["'“”’)]|$)|["“”()\n\r]+|\s[-–—]\s)/u;

/** The words of a text, NFC and lower case. */
export function wordsOf(text: string): string[] {
  return text.normalize('NFC').toLocaleLowerCase('vi').match(WORD) ?? [];
}

/** Splits a text into clauses; empty ones are left out. */
export function clausesOf(text: string): Clause[] {
  const clauses: Clause[] = [];
  for (let rest = text.normalize('NFC'); rest !== ''; ) {
    const mark = BETWEEN_CLAUSES.exec(rest);
    const piece = mark ? rest.slice(0, mark.index) : rest;
    const words = wordsOf(piece);
    if (words.length > 0) {
      const folded = ` ${words.map(fold).join(' ')} `;
      clauses.push({ words, folded, key: words.join(' '), question: mark?.[0].includes('?') ?? false });
    }
    rest = mark ? rest.slice(mark.index + mark[0].length) : '';
  }
  return clauses;
}

/** True for one of some words: with its marks, or typed without any. */
export type WordTest = (word: string | undefined) => boolean;

const ASCII = /^[a-z0-9]+$/u;

/**
 * A test for the words of a list separated by spaces. "gửi" matches "gửi" and "gui", but not "gùi": a word with other
 * marks is another word.
 */
export function anyOf(list: string): WordTest {
  const marked = new Set(list.normalize('NFC').split(/\s+/u));
  const bare = new Set([...marked].map(fold));
  return (word) => word !== undefined && (marked.has(word) || (ASCII.test(word) && bare.has(word)));
}

/** Indexes of the words of a clause that pass a test. */
export function indexesOf({ words }: Clause, isWanted: WordTest): number[] {
  return words.flatMap((word, index) => (isWanted(word) ? [index] : []));
}

/** Index of the word at which a pattern over `folded` first matches; undefined = nowhere. */
export function indexOfMatch({ folded }: Clause, pattern: RegExp): number | undefined {
  const at = pattern.exec(folded)?.index;
  return at === undefined ? undefined : folded.slice(0, at + 1).split(' ').length - 2;
}

const isDenial = anyOf('đừng không chớ chẳng khỏi chưa');
/** What may stand between a denial and what it denies. "Đừng ngại gửi" denies nothing, so "ngại" is not here. */
const isLink = anyOf(
  'nên được bao giờ cần phải hề có tự vội ai hay hoặc đem mà dám thể bị chắc chắn hứa đòi xin yêu cầu hỏi gửi gởi đọc nhắn đưa chụp nói',
);

/** True when an odd number of denials stands right in front of a word: "không nên không gửi" is an order to send. */
export function isDenied({ words }: Clause, index: number): boolean {
  let denials = 0;
  for (let at = index - 1; at >= 0; at--) {
    if (isDenial(words[at])) denials += 1;
    else if (!isLink(words[at])) break;
  }
  return denials % 2 === 1;
}
