import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, normalize, parseListNumber } from '../../../src/shared/vietnamese.ts';

describe('fold', () => {
  test.each([
    ['Làm  lại CĂN CƯỚC?', 'lam lai can cuoc'],
    ['Đăng ký tạm trú', 'dang ky tam tru'],
    ['đĐ', 'dd'],
    ['làm lại căn cước'.normalize('NFD'), 'lam lai can cuoc'],
    ['l\u200bà\ufeffm', 'lam'],
    ['mã\u00adOTP', 'maotp'],
    ['VNeID-mức 2!', 'vneid muc 2'],
    ['İstanbul', 'istanbul'],
    ['  ', ''],
    ['', ''],
    ['🙂 chào 🙂', 'chao'],
    ['ƯỚC ước', 'uoc uoc'],
  ])('reads %j as %j', (text, folded) => expect(fold(text)).toBe(folded));

  test('gives the same for composed and decomposed text', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
      }),
    ));

  test('folds any text at all, and folding twice changes nothing', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = fold(text);
        expect(fold(once)).toBe(once);
        expect(once).toMatch(/^(?:[\p{L}\p{N}]+(?: [\p{L}\p{N}]+)*)?$/u);
      }),
      { numRuns: 2_000 },
    ));
});

describe('fold beside a letter of another script', () => {
  const latin = Array.from({ length: 0x2070 }, (_, unit) => String.fromCharCode(unit));

  // Such a letter is outside the table that Vietnamese is folded by, so the whole text is folded by the rules.
  test.each([
    ['every unit of the table by itself', latin],
    ['every unit between letters', latin.map((unit) => `a${unit}b`)],
    ['every unit before a mark', latin.map((unit) => `${unit}\u0301`)],
  ])('reads the rest as it does alone: %s', (_what, texts) => {
    const differing = texts.filter((text) => fold(`${text} 名`) !== `${fold(text)} 名`.trim());
    expect(differing).toEqual([]);
  });

  test('reads the rest as it does alone: whatever people write', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...latin, 'ấ', 'ờ', 'Đ', ' ', '\u0323')), (units) => {
        const text = units.join('');
        expect(`${fold(text)} 名`.trim()).toBe(fold(`${text} 名`));
      }),
      { numRuns: 2_000 },
    ));
});

describe('normalize', () => {
  test('keeps marks and case, drops what nobody sees', () => {
    expect(normalize(' Làm\u200b \n lại  CĂN cước ')).toBe('Làm lại CĂN cước');
    expect(normalize('ấ'.normalize('NFD'))).toBe('ấ'.normalize('NFC'));
  });

  test('normalizing twice changes nothing', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normalize(text);
        expect(normalize(once)).toBe(once);
      }),
      { numRuns: 2_000 },
    ));
});

describe('parseListNumber', () => {
  test.each([
    ['1', 1],
    [' 2. ', 2],
    ['số 3', 3],
    ['so 1', 1],
    ['một', 1],
    ['mot', 1],
    ['chọn số hai', 2],
    ['mục ba', 3],
    ['bốn', 4],
    ['tư', 4],
    ['câu 5', 5],
    ['năm', 5],
    ['số sáu ạ', 6],
    ['bấm 7 nhé', 7],
    ['tám', 8],
    ['9 em', 9],
    ['mười', 10],
    ['12', 12],
    ['em chọn 2', 2],
    ['bác chọn số 4', 4],
    ['(3)', 3],
    ['01', 1],
  ])('reads %j as %i', (text, number) => expect(parseListNumber(text)).toBe(number));

  test.each([
    'ba tôi bị lừa',
    'một lần nữa',
    'tôi 70 tuổi',
    '123',
    '5 triệu',
    'không',
    'ko',
    'khong a',
    'làm',
    'bước',
    'bà',
    'bã',
    'nấm',
    'bây',
    '',
    '1 2',
    '1,5',
    'số',
    'constructor',
    'menu',
    '#menu',
    '-',
  ])('does not read %j as a number of the list', (text) => expect(parseListNumber(text)).toBeUndefined());

  test('answers for any text', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const number = parseListNumber(text);
        expect(number === undefined || (Number.isInteger(number) && number >= 0 && number < 100)).toBe(true);
      }),
    ));
});
