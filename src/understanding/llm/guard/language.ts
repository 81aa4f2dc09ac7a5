import { fold } from '../../../shared/vietnamese.ts';
import { anyOf, wordsOf } from './clauses.ts';

/** Letters, digits and the punctuation of plain sentences. No flag `i`: it would let the Kelvin sign through as "k". */
const PLAIN = /^[a-zA-ZđĐ0-9 \n.,:;!?"'“”‘’()/%…–-]$/u;
/** The marks of Vietnamese vowels and tones, as NFD writes them. */
const MARKS = new Set('\u0300 \u0301 \u0302 \u0303 \u0306 \u0309 \u031b \u0323'.split(' '));
/** What no card excuses: letters of other alphabets, digits of other shapes, invisible and control characters. */
const NEVER = /[\p{L}\p{M}\p{N}\p{C}]/u;

/**
 * True when the text holds a character that no plain Vietnamese sentence needs: other scripts, look-alikes, digits of
 * other shapes, invisible and bidirectional marks, emoji, markup. Punctuation and symbols of the cards are allowed.
 */
export function hasStrangeCharacters(text: string, cardText: string): boolean {
  const known = new Set(Array.from(cardText));
  return Array.from(text.normalize('NFD')).some(
    (character) => !PLAIN.test(character) && !MARKS.has(character) && (NEVER.test(character) || !known.has(character)),
  );
}

const isEnglish = anyOf(
  'the and you your is are please call this that with for not safe click send message of have will it yes sorry',
);
/** Typed without marks by somebody in a hurry; a text for residents has them. */
const isUnmarked = anyOf('khong duoc nguoi gui nhung truoc tien viec muon bien dien ngan nhan trieu nghin muoi');

/** Vietnamese prose carries marks on about two words of three; names, "em", "tin" and "xem" carry none. */
const LEAST_MARKED_SHARE = 0.35;

/** True for text that is not Vietnamese with its marks. */
export function isNotVietnamese(text: string): boolean {
  const words = wordsOf(text).filter((word) => /\p{L}/u.test(word));
  if (words.length === 0) return true;
  const marked = words.filter((word) => fold(word) !== word).length;
  if (marked / words.length < LEAST_MARKED_SHARE) return true;
  return words.filter((word) => isEnglish(word) || isUnmarked(word)).length >= 2;
}
