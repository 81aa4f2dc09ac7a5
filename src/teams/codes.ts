/**
 * Codes that people read aloud, copy from paper and type on a phone: letters and digits of Crockford's base32 (no I, L, O,
 * U), the last of them a check character. The check is linear over the field of 32 elements with another weight at each
 * place, so that one wrong character and two swapped ones are always noticed.
 */
export const CODE_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Characters of a join code, the check character among them: 35 bits cannot be guessed, 8 can be read over a phone. */
export const JOIN_CODE_LENGTH = 8;

/** What somebody typed: a code, nearly a code, or (undefined) nothing like one. */
export type ReadCode = { readonly code: string } | { readonly mistyped: true; readonly suggestions: string[] };

/** The field of 32 elements by x⁵ + x² + 1; α = 2 runs through all 31 that are not 0, so 31 places have their own weight. */
const POWERS = powersOfTwo();

function powersOfTwo(): readonly number[] {
  const powers = [1];
  while (powers.length < 31) {
    const doubled = (powers.at(-1) ?? 1) << 1;
    powers.push(doubled > 31 ? doubled ^ 0b100101 : doubled);
  }
  return powers;
}

/** `value` times the weight of the place that has `behind` places after it. */
function weigh(value: number, behind: number): number {
  if (value === 0) return 0;
  return POWERS[(POWERS.indexOf(value) + behind) % 31] ?? 0;
}

/** 0 for what carries its right check character. */
function remainder(code: string): number {
  return Array.from(code).reduce(
    (sum, letter, index) => sum ^ weigh(CODE_LETTERS.indexOf(letter), code.length - 1 - index),
    0,
  );
}

/**
 * A new code of `length` characters, the check character included (2–31; default 8), at least one of them a digit.
 * `random(below)` must give whole numbers from 0 to `below` - 1 that cannot be foreseen: `randomInt` of `node:crypto`.
 * Throws RangeError for another length.
 */
export function makeCode(random: (below: number) => number, length: number = JOIN_CODE_LENGTH): string {
  if (!Number.isInteger(length) || length < 2 || length > 31)
    throw new RangeError(`A code of ${length} characters cannot be made; expected 2 to 31.`);
  const body = Array.from({ length: length - 1 }, () => CODE_LETTERS.charAt(random(32))).join('');
  const code = completed(body);
  // One in twenty would be letters alone, and "kiểm tra giấy VXRA-VJFZ" a question about some paper.
  return /\d/u.test(code) ? code : completed(CODE_LETTERS.charAt(random(10)) + body.slice(1));
}

/** With its check character. The last place weighs 1: the remainder of the rest is what completes it. */
const completed = (body: string): string => body + CODE_LETTERS.charAt(remainder(`${body}0`));

/**
 * Reads a code of `length` characters (default 8) as typed: small letters, spaces, dashes and dots anywhere, O for 0, I
 * and L for 1, U for V, and what Telex and VNI keyboards make of letters ("Á" for "AS" or "A1") are all understood.
 *
 * `mistyped`: as long as a code, or one character off, but the check character does not fit. Its suggestions are the codes
 * one slip away, likeliest first (swapped neighbours, look-alikes, a doubled character, then any one character), at most
 * 20; which of them exist only the caller knows. undefined: nothing like a code.
 */
export function readCode(typed: string, length: number = JOIN_CODE_LENGTH): ReadCode | undefined {
  const bare = typed.normalize('NFC').replace(/[\s\-–—._'"“”#]+/gu, '');
  if (bare === '' || bare.length > length * 3) return undefined;
  const readings = readingsOf(bare);
  const exact = readings.find((reading) => reading.length === length && remainder(reading) === 0);
  if (exact !== undefined) return { code: exact };
  const [plain = ''] = readings;
  return Math.abs(plain.length - length) > 1 ? undefined : { mistyped: true, suggestions: oneSlipFrom(plain, length) };
}

/** The letters of a code as Crockford reads them; undefined when another sign is among them. */
function toCodeLetters(text: string): string | undefined {
  const letters = text.toUpperCase().replace(/O/gu, '0').replace(/[IL]/gu, '1').replace(/U/gu, 'V');
  return Array.from(letters).every((letter) => CODE_LETTERS.includes(letter)) ? letters : undefined;
}

/** What typed signs over a letter were: combining mark → Telex key, VNI key. The hat of Telex is the letter once more. */
const MARK_KEYS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['\u0301', ['S', '1']],
  ['\u0300', ['F', '2']],
  ['\u0309', ['R', '3']],
  ['\u0303', ['X', '4']],
  ['\u0323', ['J', '5']],
  ['\u0302', ['', '6']],
  ['\u031B', ['W', '7']],
  ['\u0306', ['W', '8']],
]);

/** Every way to read what was typed, the plainest first: without marks, or with the keys that made the marks. */
function readingsOf(bare: string): string[] {
  const decomposed = bare.toUpperCase().replace(/Đ/gu, 'D\u0336').normalize('NFD');
  const plain = decomposed.replace(/\p{M}/gu, '');
  const ways = [plain, ...[0, 1].flatMap((method) => [keysOf(decomposed, method), keysAtEnd(decomposed, method)])];
  return [...new Set(ways.flatMap((way) => toCodeLetters(way) ?? []))];
}

function keyOf(mark: string, letter: string, method: number): string {
  if (mark === '\u0336') return method === 0 ? 'D' : '9';
  return MARK_KEYS.get(mark)?.[method] || letter;
}

/** Each key right behind its letter: "Á9" was A, S, 9. */
function keysOf(decomposed: string, method: number): string {
  return decomposed.replace(/(\p{L})(\p{M}+)/gu, (_all, letter: string, marks: string) => {
    return letter + Array.from(marks, (mark) => keyOf(mark, letter, method)).join('');
  });
}

/** The key at the end of the letters: "ÁN9" was A, N, S, 9. */
function keysAtEnd(decomposed: string, method: number): string {
  return decomposed.replace(/[\p{L}\p{M}]+/gu, (letters) => {
    const keys = Array.from(letters.matchAll(/(\p{L})(\p{M}+)/gu), ([, letter = '', marks = '']) =>
      Array.from(marks, (mark) => keyOf(mark, letter, method)).join(''),
    );
    return letters.replace(/\p{M}/gu, '') + keys.join('');
  });
}

/** Characters taken for each other in handwriting and small print. */
const LOOK_ALIKE = ['0DQ', '17', '2Z', '3E', '4A', '5S', '6GC', '8B', 'EF', 'MNW', 'PR', 'VY', 'HN', 'KX'];
const MAX_SUGGESTIONS = 20;

function oneSlipFrom(typed: string, length: number): string[] {
  const slips = typed.length === length ? [...swaps(typed), ...replacements(typed)] : doubled(typed, length);
  return [...new Set(slips.filter((code) => remainder(code) === 0))].slice(0, MAX_SUGGESTIONS);
}

const swaps = (typed: string): string[] =>
  Array.from(typed.slice(1), (letter, index) => typed.slice(0, index) + letter + typed[index] + typed.slice(index + 2));

function replacements(typed: string): string[] {
  const looks = (one: string, other: string): boolean =>
    LOOK_ALIKE.some((group) => group.includes(one) && group.includes(other));
  const all = Array.from(typed).flatMap((before, index) =>
    Array.from(CODE_LETTERS, (letter) => ({
      code: typed.slice(0, index) + letter + typed.slice(index + 1),
      likely: looks(before, letter),
    })),
  );
  return [...all.filter(({ likely }) => likely), ...all.filter(({ likely }) => !likely)].map(({ code }) => code);
}

const doubled = (typed: string, length: number): string[] =>
  typed.length <= length ? [] : Array.from(typed, (_letter, index) => typed.slice(0, index) + typed.slice(index + 1));
