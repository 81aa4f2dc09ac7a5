import { fold, normalize } from '../../shared/vietnamese.ts';

/** A word as typed, and as compared. */
export interface Word {
  /** Lower case, with its marks. */
  readonly typed: string;
  readonly folded: string;
}

const TOKEN = /\d(?:[\d.,]*\d)?|[\p{L}\p{M}]+/gu;

/** Numbers (with the separators inside them) and words of a text, in order. "500k" is two, "1 500 000" is one. */
export function wordsOf(text: string): Word[] {
  const joined = normalize(text)
    .toLocaleLowerCase('vi')
    .replace(/(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d.,]|\s?\d)/gu, (digits) => digits.replaceAll(' ', '.'));
  return [...joined.matchAll(TOKEN)].map(([typed]) => ({ typed, folded: /\d/u.test(typed) ? typed : fold(typed) }));
}

const set = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** What people put around an answer: forms of address, politeness, "about", "it is". */
const AROUND = set(
  [
    'da vang u uh um thi la toi tui em bac chau minh anh chi ong ba con co duoc khoang chung tam gan hon tren do cung',
    'chac ca tat tong cong moi con nha gia so tien het ton mat ngay vao luc sinh a ah nhe nha nhi oi day roi thoi ne luon',
    'nua di em ban tuoi nay y la may',
  ].join(' '),
);

/** The words without what is around them at both ends; `keeps` are the words that belong to the answer. */
export function withoutAround(words: readonly Word[], keeps: (word: Word) => boolean): Word[] {
  const isAround = (word: Word | undefined): boolean => word !== undefined && AROUND.has(word.folded) && !keeps(word);
  let from = 0;
  let to = words.length;
  while (from < to && isAround(words[from])) from++;
  while (to > from && isAround(words[to - 1])) to--;
  return words.slice(from, to);
}
