/**
 * Vietnamese text as people type it, made comparable. Matching only: what people read is never rewritten.
 * Source: measured on Node 24, 2026-11-22 (marks, đ, zero-width characters, Telex left for the understanding room).
 */

const ZERO_WIDTH = /[\u200b-\u200f\u2060\ufeff\u00ad]/gu;
const MARKS = /\p{M}+/gu;
const NOT_WORD = /[^\p{L}\p{N}]+/gu;

/** The text in NFC, without zero-width characters, spaces collapsed. Safe to show and to store. */
export function normalize(text: string): string {
  return text.normalize('NFC').replace(ZERO_WIDTH, '').replace(/\s+/gu, ' ').trim();
}

/**
 * The text for comparison: lower case, no diacritics, đ→d, everything that is neither letter nor digit becomes one
 * space. Total and idempotent. `fold('Làm  lại CĂN CƯỚC?')` is `'lam lai can cuoc'`.
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(ZERO_WIDTH, '')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(MARKS, '')
    .replace(/đ/gu, 'd')
    .replace(NOT_WORD, ' ')
    .trim();
}

/** "Không" and "làm" are answers in words, never numbers of a list. */
const NUMBER_WORDS: Readonly<Record<string, number>> = {
  mot: 1,
  hai: 2,
  ba: 3,
  bon: 4,
  tu: 4,
  nam: 5,
  sau: 6,
  bay: 7,
  tam: 8,
  chin: 9,
  muoi: 10,
};

/** The same words as they are written with marks: "bà", "nắm" and "tàm" are other words. */
const MARKED_NUMBER_WORDS: ReadonlySet<string> = new Set([
  'một',
  'hai',
  'ba',
  'bốn',
  'tư',
  'năm',
  'sáu',
  'bảy',
  'bẩy',
  'tám',
  'chín',
  'mười',
]);
const HAS_MARKS = /\P{ASCII}/u;

const NUMBER_LEAD =
  /^(?:(?:toi|em|bac|minh|con|chau) )?(?:chon |bam |nhan )?(?:so |muc |cau |y |cai |buoc |thu )?(.+)$/u;

/**
 * The list number somebody means by "1", "số 1", "một", "chon so hai", "2." or "mục ba"; undefined when the message is
 * anything else. Only whole messages count: "ba tôi bị lừa" is not 3.
 */
export function parseListNumber(text: string): number | undefined {
  const folded = fold(text).replace(/ (?:a|nha|nhe|di|di em|em|nhe em|do)$/u, '');
  const rest = NUMBER_LEAD.exec(folded)?.[1];
  if (rest === undefined) return undefined;
  if (/^\d{1,2}$/u.test(rest)) return Number(rest);
  if (!Object.hasOwn(NUMBER_WORDS, rest)) return undefined;
  const words =
    normalize(text)
      .toLocaleLowerCase('vi')
      .match(/[\p{L}\p{M}]+/gu) ?? [];
  const typed = words.find((word) => fold(word) === rest) ?? rest;
  return HAS_MARKS.test(typed) && !MARKED_NUMBER_WORDS.has(typed) ? undefined : NUMBER_WORDS[rest];
}
