import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idList } from '../../../src/storage/sql/id-list.ts';

describe('a list of ids for a statement', () => {
  it('has a mark for each value and names the same ids', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 600 }), (ids) => {
        const { marks, values } = idList(ids);
        expect(marks.split(', ')).toHaveLength(values.length);
        expect(new Set(values)).toEqual(new Set(ids));
        expect(values.slice(0, ids.length)).toEqual(ids);
      }),
    );
  });

  it('has at most ten texts for up to 512 ids', () => {
    const texts = new Set(Array.from({ length: 512 }, (_, count) => idList(Array(count + 1).fill(7)).marks));
    expect(texts.size).toBe(10);
  });
});
