import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from '../../../../src/shared/vietnamese.ts';
import { loadLanguage } from '../../../../src/understanding/language.ts';
import { createMessageWords, NUMBER_WORD, SUM_WORD } from '../../../../src/understanding/text/message-words.ts';
import { rootDir, shippedCatalogue } from '../../../support/shipped-content.ts';

const { shortForms, examples } = loadLanguage(rootDir);
const asks = shippedCatalogue()
  .entries()
  .flatMap(({ title, asks: ways }) => [title, ...ways]);
const inUse = new Set(asks.flatMap((text) => fold(text).split(' ')).filter((word) => word.length > 1));
const wordsOf = createMessageWords({ shortForms, known: inUse });
const read = (text: string): string => wordsOf(text).join(' ');

const plain = 'dang nhap vneid khong duoc';

describe('the words of a message', () => {
  test.each([
    ['marks', 'Đăng nhập VNeID không được'],
    ['no marks', 'dang nhap vneid khong duoc'],
    ['decomposed marks', 'Đăng nhập VNeID không được'.normalize('NFD')],
    ['capitals and punctuation', 'ĐĂNG NHẬP, VNeID... KHÔNG ĐƯỢC!!!'],
    ['Telex keys', 'ddawng nhaapj vneid khoong dduwowcj'],
    ['Telex keys of tones at the end of the word', 'ddawng nhaapj vneid khoong dduowcj'],
    ['VNI keys', 'd9ang8 nhap65 vneid khong6 d9uoc75'],
    ['elongation', 'đăngggg nhậpppp vneid khônggggg đượccc'],
    ['zero-width characters', 'đă\u200bng nh\u2060ập v\ufeffneid kh\u00adông được'],
    ['Cyrillic and Greek look-alikes', 'dаng nhаp vnеid khοng duос'],
    ['full-width letters', 'ｄａｎｇ ｎｈａｐ ｖｎｅｉｄ ｋｈｏｎｇ ｄｕｏｃ'],
    ['no spaces', 'dangnhapvneidkhongduoc'],
    ['short forms', 'đăng nhập vneid ko đc'],
    ['emoji between the words', 'đăng nhập 😭 vneid 👍🏽 không được 🇻🇳'],
    ['line breaks and odd spaces', 'đăng\u00a0nhập\r\n\tvneid\u3000không được'],
  ])('are the same with %s', (_style, text) => expect(read(text)).toBe(plain));

  test.each([
    ['hoà', 'hòa'],
    ['thuỷ', 'thủy'],
    ['khoẻ', 'khỏe'],
  ])('do not depend on where the tone stands: %s', (older, newer) => expect(wordsOf(older)).toEqual(wordsOf(newer)));

  test.each([
    ['5tr', SUM_WORD],
    ['500k', SUM_WORD],
    ['2 củ', SUM_WORD],
    ['10 triệu', SUM_WORD],
    ['1tr5', SUM_WORD],
    ['200 nghìnnnn', SUM_WORD],
    ['1234567 đồng', SUM_WORD],
    ['0912345678', NUMBER_WORD],
    ['113', '113'],
    ['mức 2', 'muc 2'],
    ['muc2', 'muc 2'],
  ])('of %j are %j: sums and long numbers lose their digits, short numbers are words', (text, words) =>
    expect(read(text)).toBe(words),
  );

  test.each([
    ['mần răng', 'lam sao'],
    ['đi mô', 'di dau'],
    ['rứa à', 'vay a'],
    ['hông biết', 'khong biet'],
  ])('of the dialect are the common ones: %s', (text, words) => expect(read(text)).toBe(words));

  test('keep loanwords that look like keys of Telex', () =>
    expect(read('app tiktok gas ads pass wifi')).toBe('app tiktok gas ads pass wifi'));

  test('keep a word that only happens to be written like somebody else’s short form', () => {
    expect(shortForms.get('me')).toBeDefined();
    expect(read('mẹ tôi, y tế, bà ấy')).toBe('me toi y te ba ay');
  });

  test('cut a run into the fewest known words, and leave alone what cannot be cut whole', () => {
    const cut = createMessageWords({ shortForms: new Map(), known: new Set(['lam', 'la', 'm', 'sao', 'taikhoan']) });
    expect(cut('lamsaotaikhoan')).toEqual(['lam', 'sao', 'taikhoan']);
    expect(cut('lamsaoxyzw')).toEqual(['lamsaoxyzw']);
  });

  test.each(['', ' ', '😀😀', '!!! ???', '\u0000\u0001', '\u200b'])('of %j are none', (text) =>
    expect(wordsOf(text)).toEqual([]),
  );

  test('of a document are those of its beginning and its end', () => {
    const words = wordsOf(`đầu ${'giữa '.repeat(12_000)} cuối`);
    expect([words[0], words.at(-1)]).toEqual(['dau', 'cuoi']);
    expect(words.length).toBeLessThan(500);
  });

  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 }).map((units) => String.fromCharCode(...units)),
  );

  test('are a list of words without spaces for any string, lone surrogates and control characters too', () =>
    fc.assert(
      fc.property(anything, (text) => {
        for (const word of wordsOf(text)) expect(word).toMatch(/^(?:#tien|#so|[\p{L}\p{N}]+)$/u);
      }),
    ));

  const typed = fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...examples.map(({ text }) => text)) },
        { weight: 3, arbitrary: fc.constantFrom(...shortForms.keys(), ...shortForms.values()) },
        { weight: 1, arbitrary: fc.constantFrom('5', '123456', 'k', 'trrr', 'cu', '#so', '#tien', 'ddd', 'muc2') },
        { weight: 1, arbitrary: fc.stringMatching(/^[a-z0-9]{1,14}$/u) },
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join(' '));

  test('go through unchanged when they are read again', () =>
    fc.assert(
      fc.property(fc.oneof(anything, typed), (text) => {
        const once = wordsOf(text);
        fc.pre(once.join(' ').length <= 2_000);
        expect(wordsOf(once.join(' '))).toEqual(once);
      }),
      { numRuns: 1_000 },
    ));
});
