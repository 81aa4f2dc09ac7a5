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
  return foldByTable(text) ?? foldByRules(text);
}

function foldByRules(text: string): string {
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

/** Latin letters with their marks, and marks of their own: what Vietnamese is written in, composed or not. */
const TABLE_RANGES = [
  [0x0000, 0x024f],
  [0x0300, 0x036f],
  [0x1e00, 0x1eff],
  [0x2000, 0x206f],
] as const;
const NOTHING = 1;
const SPACE = 0x20;
/** What becomes of a UTF-16 unit: an ASCII letter or digit, a space, nothing; 0 = only the rules know. */
const TABLE = new Uint8Array(0x2070);
for (const [first, last] of TABLE_RANGES) {
  for (let unit = first; unit <= last; unit += 1) {
    // Between two letters, so that a space at the end is seen.
    const folded = foldByRules(`a${String.fromCharCode(unit)}a`).slice(1, -1);
    if (folded === '') TABLE[unit] = NOTHING;
    else if (folded.length === 1 && folded < '\u0080') TABLE[unit] = folded.charCodeAt(0);
  }
}

/** Longer texts are left to the rules: nobody types them all day. */
const MAX_BY_TABLE = 1_024;
const units = Buffer.alloc(MAX_BY_TABLE);

/**
 * The same in one pass over a table (a message is folded by a dozen readers, and six expressions each were 6 % of the
 * CPU of free text, measured 2026-11-23); undefined where a unit is not in the table.
 */
function foldByTable(text: string): string | undefined {
  if (text.length > MAX_BY_TABLE) return undefined;
  let length = 0;
  let isChanged = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const folded = TABLE[unit] ?? 0;
    if (folded === 0) return undefined;
    if (folded === NOTHING || (folded === SPACE && (length === 0 || units[length - 1] === SPACE))) {
      isChanged = true;
      continue;
    }
    if (folded !== unit) isChanged = true;
    units[length] = folded;
    length += 1;
  }
  if (length > 0 && units[length - 1] === SPACE) {
    length -= 1;
    isChanged = true;
  }
  return isChanged ? units.toString('latin1', 0, length) : text;
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
