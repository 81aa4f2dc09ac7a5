import { describe, expect, test } from 'vitest';
import { decodeKeys } from '../../../../src/understanding/text/typed-keys.ts';

describe('a word typed with the input method switched off', () => {
  test.each([
    ['ddanwg', 'dang'],
    ['ddawng', 'dang'],
    ['khoong', 'khong'],
    ['tieenf', 'tien'],
    ['mwoif', 'muoi'],
    ['thw', 'thu'],
    ['nguwowif', 'nguoi'],
    ['cawn', 'can'],
    ['dang9', 'dang'],
    ['tien62', 'tien'],
    ['nguo7i2', 'nguoi'],
  ])('%s is the syllable %s', (typed, meant) => expect(decodeKeys(typed)).toBe(meant));

  test.each([
    ['muc2', 'muc 2'],
    ['lop6', 'lop 6'],
    ['nam2026', 'nam 2026'],
  ])('%s is a word and its number: %s', (typed, meant) => expect(decodeKeys(typed)).toBe(meant));

  test.each(['duong', 'gas', 'ads', 'wifi', 'tiktok', 'k9', '113', 'vneid', 'shopee', '', 'ssssss', 'x'])(
    '%j stays as it is',
    (word) => expect(decodeKeys(word)).toBe(word),
  );
});
