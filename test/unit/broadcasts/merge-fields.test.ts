import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkMergeFields,
  fillMergeFields,
  longestMerged,
  mergeValuesOf,
} from '../../../src/broadcasts/merge-fields.ts';

describe('the fields of an announcement', () => {
  test('become the words of one person', () => {
    const text = '{Bác} ơi, {xã} mở lớp, {tổ} đón {bác}.';
    const values = { address: 'cô', communeName: 'Xã Bến Lức', teamName: 'Tổ công nghệ số ấp 3' };
    expect(fillMergeFields(text, values)).toBe('Cô ơi, xã Bến Lức mở lớp, Tổ công nghệ số ấp 3 đón cô.');
  });

  test('of somebody of whom nothing is known become general words', () => {
    expect(fillMergeFields('{Bác} ở {xã} gặp {tổ}', {})).toBe('Bác ở xã, phường mình gặp tổ công nghệ số');
  });

  test('are found in decomposed text too', () => {
    expect(fillMergeFields('{bác}'.normalize('NFD'), { address: 'chú' })).toBe('chú');
  });

  test('an address that nobody can choose is not used', () => {
    expect(fillMergeFields('{bác}', { address: 'bấm https://lua.dao' })).toBe('bác');
  });

  test('what is kept about a recipient becomes values', () => {
    const names = (code: string) => (code === '25270' ? 'Phường Trảng Bom' : undefined);
    expect(mergeValuesOf({ address: 'bà', communeCode: '25270', teamName: 'Tổ 3' }, names)).toEqual({
      address: 'bà',
      communeName: 'Phường Trảng Bom',
      teamName: 'Tổ 3',
    });
    expect(mergeValuesOf({ communeCode: '99999' }, names)).toEqual({});
  });

  test('that do not exist are named, each once', () => {
    expect(checkMergeFields('{bác} {tên} {Tên} {tên} {xã} {tổ} {Bác}')).toEqual([
      expect.stringContaining('{tên}'),
      expect.stringContaining('{Tên}'),
    ]);
    expect(checkMergeFields('Gửi {bác một tin')).toEqual([expect.stringContaining('lẻ')]);
    expect(checkMergeFields('Gửi {bác} một tin')).toEqual([]);
  });

  test('the longest person decides about the length', () => {
    expect(longestMerged('x'.repeat(10))).toBe(10);
    const text = `${'x'.repeat(1_900)}{tổ}`;
    expect(longestMerged(text)).toBe(1_980);
    expect(fillMergeFields(text, { teamName: 'Tổ '.repeat(60) }).length).toBeLessThanOrEqual(1_980);
  });
});

describe('whatever names are', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '{bác}',
      '{tổ}{xã}',
      '[@123]',
      '<b>',
      '#card:x',
      '\u202eoa',
      'a\nb\u2028c',
      '{'.repeat(99),
      '😀'.repeat(60),
    ),
  );
  const values = fc.record({ address: hostile, communeName: hostile, teamName: hostile });

  test('they bring no field, no mark-up and no new line with them, and never make the text longer than said', () => {
    fc.assert(
      fc.property(values, fc.string({ unit: 'grapheme-ascii' }), (person, before) => {
        const plain = before.replaceAll(/[{}[\]<>@]/gu, '');
        const text = `${plain} {bác}|{Bác}|{xã}|{tổ}`;
        const filled = fillMergeFields(text, person);
        expect(filled).not.toMatch(/[{}[\]<>@\u2028\u2029\u202e]/u);
        expect(filled.split('\n')).toHaveLength(plain.split('\n').length);
        expect(filled.length).toBeLessThanOrEqual(longestMerged(text));
        expect(filled.isWellFormed()).toBe(true);
        expect(fillMergeFields(filled, person)).toBe(filled);
      }),
      { numRuns: 500 },
    );
  });
});
