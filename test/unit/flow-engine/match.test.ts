import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coreOf, matchChoice } from '../../../src/flow-engine/index.ts';

const choices = [
  { value: 'farm', wordings: ['Ba sào trở lên', 'ba'] },
  { value: 'two', wordings: ['2 sào', 'hai'] },
  { value: 'none', wordings: ['Không có', 'khong'] },
];

describe('matchChoice', () => {
  it('prefers the words of a choice over the number they also are', () => {
    expect(matchChoice(choices, 'ba')).toBe('farm');
    expect(matchChoice(choices, '2 sào')).toBe('two');
    expect(matchChoice(choices, 'hai')).toBe('two');
    expect(matchChoice(choices, 'không')).toBe('none');
  });

  it('takes numbers for what has no such words', () => {
    expect(matchChoice(choices, '1')).toBe('farm');
    expect(matchChoice(choices, 'số 3 ạ')).toBe('none');
    expect(matchChoice(choices, 'dạ 3')).toBe('none');
    expect(matchChoice(choices, '4')).toBeUndefined();
    expect(matchChoice(choices, '0')).toBeUndefined();
  });

  it('takes a copied button line only when number and words agree', () => {
    expect(matchChoice(choices, '3. Không có')).toBe('none');
    expect(matchChoice(choices, '1. Không có')).toBeUndefined();
  });

  it('does not choose between two choices that share a word', () => {
    const shared = [
      { value: 'a', wordings: ['Có thẻ', 'co'] },
      { value: 'b', wordings: ['Có sổ', 'co'] },
    ];
    expect(matchChoice(shared, 'có')).toBeUndefined();
    expect(matchChoice(shared, 'có sổ')).toBe('b');
  });

  it('reads the short forms people type', () => {
    expect(matchChoice(choices, 'ko co')).toBe('none');
    expect(matchChoice(choices, 'k')).toBe('none');
  });

  it('never matches a longer message that only contains the words', () => {
    fc.assert(
      fc.property(fc.constantFrom('mua', 'bán', 'tại sao', 'chưa'), fc.boolean(), (word, before) => {
        const text = before ? `${word} không có` : `không có ${word}`;
        expect(matchChoice(choices, text)).toBeUndefined();
      }),
    );
  });
});

describe('coreOf', () => {
  it.each([
    ['Dạ em có rồi ạ', 'co'],
    ['đc r', 'duoc'],
    ['rồi', 'roi'],
    ['dạ rồi ạ', 'roi'],
    ['không bán', 'khong ban'],
    ['dạ em', 'da em'],
    ['tôi bán', 'ban'],
    ['bạn ơi', 'ban oi'],
    ['cháu ơi', 'chau oi'],
    ['', ''],
  ])('keeps of "%s" only "%s"', (text, core) => {
    expect(coreOf(text)).toBe(core);
  });

  it('is total and stays within what fold leaves', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(coreOf(text)).not.toMatch(/^\s|\s$/u);
      }),
    );
  });
});
