import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CODE_LETTERS, JOIN_CODE_LENGTH, makeCode, readCode } from '../../../src/teams/codes.ts';

/** Codes made from every possible sequence of draws. */
const codes = (length: number = JOIN_CODE_LENGTH) =>
  fc
    .array(fc.integer({ min: 0, max: 31 }), { minLength: length - 1, maxLength: length - 1 })
    .map((draws) => makeCode(() => draws.pop() ?? 0, length));

const replaceAt = (code: string, index: number, letter: string): string =>
  code.slice(0, index) + letter + code.slice(index + 1);

describe('a code', () => {
  test('has the asked number of characters, none of them I, L, O or U', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 31 }).chain((length) => fc.tuple(fc.constant(length), codes(length))),
        ([length, code]) => {
          expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]+$/u);
          expect(code).toHaveLength(length);
        },
      ),
    );
    expect(CODE_LETTERS).not.toMatch(/[ILOU]/u);
  });

  test('has a digit, so that nobody takes it for a word', () => {
    fc.assert(fc.property(codes(), (code) => /\d/u.test(code)));
    const letters = Array.from('VXRAVJF', (letter) => CODE_LETTERS.indexOf(letter));
    const code = makeCode((below) => letters.shift() ?? below - 1);
    expect(code).toMatch(/\d/u);
    expect(readCode(code)).toEqual({ code });
  });

  test('of a length that cannot be checked is refused', () => {
    expect(() => makeCode(() => 0, 32)).toThrow(RangeError);
    expect(() => makeCode(() => 0, 1)).toThrow(RangeError);
  });

  test('is read as typed: small letters, spaces, dashes, o for 0, i and l for 1, u for v', () => {
    fc.assert(
      fc.property(codes(), fc.infiniteStream(fc.constantFrom('', ' ', '-', '  ')), (code, between) => {
        const typed = Array.from(code.toLowerCase().replace(/0/gu, 'o').replace(/v/gu, 'u'), (letter, index) => {
          const { value } = between.next();
          return (letter === '1' ? (index % 2 === 0 ? 'i' : 'L') : letter) + String(value);
        }).join('');
        expect(readCode(typed)).toEqual({ code });
      }),
    );
  });

  test('with any one character wrong is noticed, and the right one is among the suggestions or out of 20', () => {
    fc.assert(
      fc.property(
        codes(),
        fc.nat(JOIN_CODE_LENGTH - 1),
        fc.constantFrom(...Array.from(CODE_LETTERS)),
        (code, index, letter) => {
          fc.pre(code[index] !== letter);
          const read = readCode(replaceAt(code, index, letter));
          expect(read).toMatchObject({ mistyped: true });
          expect((read as { suggestions: string[] }).suggestions).toContain(code);
        },
      ),
    );
  });

  test('with any two neighbours swapped is noticed, and the right one is suggested among the first', () => {
    fc.assert(
      fc.property(codes(), fc.nat(JOIN_CODE_LENGTH - 2), (code, index) => {
        fc.pre(code[index] !== code[index + 1]);
        const swapped = `${code.slice(0, index)}${code[index + 1]}${code[index]}${code.slice(index + 2)}`;
        const read = readCode(swapped);
        expect(read).toMatchObject({ mistyped: true });
        expect((read as { suggestions: string[] }).suggestions.slice(0, 7)).toContain(code);
      }),
    );
  });

  test('of every length notices every wrong character and every swap of neighbours', () => {
    const lengths = fc.integer({ min: 3, max: 31 });
    fc.assert(
      fc.property(
        lengths.chain((length) =>
          fc.tuple(codes(length), fc.nat(length - 2), fc.constantFrom(...Array.from(CODE_LETTERS))),
        ),
        ([code, index, letter]) => {
          if (letter !== code[index]) {
            expect(readCode(replaceAt(code, index, letter), code.length)).not.toHaveProperty('code');
          }
          const [one = '', other = ''] = [code[index], code[index + 1]];
          if (one === other) return;
          const swapped = replaceAt(replaceAt(code, index, other), index + 1, one);
          expect(readCode(swapped, code.length)).not.toHaveProperty('code');
        },
      ),
    );
  });

  test('with a character doubled or left out is mistyped, and the doubled one is found', () => {
    fc.assert(
      fc.property(codes(), fc.nat(JOIN_CODE_LENGTH - 1), (code, index) => {
        expect(readCode(code.slice(0, index) + code.slice(index + 1))).toMatchObject({ mistyped: true });
        const doubled = readCode(code.slice(0, index + 1) + code.slice(index));
        expect(doubled).toMatchObject({ mistyped: true, suggestions: expect.arrayContaining([code]) });
      }),
    );
  });

  test.each([
    ['Telex makes Á of AS', 'AS', 'Á'],
    ['Telex makes Đ of DD', 'DD', 'Đ'],
    ['Telex makes Â of AA', 'AA', 'Â'],
    ['VNI makes Á of A1', 'A1', 'Á'],
    ['VNI makes Đ of D9', 'D9', 'Đ'],
    ['Telex makes ÁN of ANS', 'ANS', 'ÁN'],
  ])('is read when a Vietnamese keyboard changed it: %s', (_name, keys, shown) => {
    const letters = Array.from(`${keys}7K2M9Q`.slice(0, JOIN_CODE_LENGTH - 1), (letter) =>
      CODE_LETTERS.indexOf(letter),
    );
    const code = makeCode(() => letters.shift() ?? 0);
    expect(code.startsWith(keys)).toBe(true);
    expect(readCode(code.replace(keys, shown))).toEqual({ code });
  });

  test.each(['', 'LN03', 'vào tổ', '7K2M9Q3X7K2M9Q3X', 'mã của tôi?', '7K2M*9Q3', '7K2M9Q😀'])(
    'is not what "%s" is',
    (typed) => {
      expect(readCode(typed)).toBeUndefined();
    },
  );
});
