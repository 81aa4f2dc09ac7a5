import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FEWEST_HOUSEHOLDS, FEWEST_PRAISED, type PraiseEntry, praiseList } from '../../../src/teams/praise.ts';

const entriesOf = fc.uniqueArray(
  fc.record({
    unit: fc.string({ minLength: 1, maxLength: 4 }),
    value: fc.integer({ min: 0, max: 500 }),
    households: fc.option(fc.integer({ min: 1, max: 800 }), { nil: undefined }),
  }),
  { selector: ({ unit }) => unit, maxLength: 30 },
);
const clean = ({
  unit,
  value,
  households,
}: {
  unit: string;
  value: number;
  households: number | undefined;
}): PraiseEntry => ({
  unit,
  value,
  ...(households === undefined ? {} : { households }),
});

describe('the praise list', () => {
  test('puts a small hamlet first that has reached more of its households', () => {
    const list = praiseList(
      [
        { unit: 'lon', value: 60, households: 400 },
        { unit: 'nho', value: 20, households: 60 },
      ],
      10,
    );
    expect(list).toEqual([
      { unit: 'nho', value: 20, households: 60, rank: 1, per100: 33.3 },
      { unit: 'lon', value: 60, households: 400, rank: 2, per100: 15 },
    ]);
  });

  test('does not let one person in a hamlet of five households win', () => {
    const big = { unit: 'lon', value: 6, households: 200 };
    for (const value of [1, 2]) {
      expect(praiseList([{ unit: 'nho', value, households: 5 }, big], 10).map(({ unit }) => unit)).toEqual(['lon']);
    }
  });

  test('gives one person more at most 100/50 points, however small the hamlet', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: FEWEST_PRAISED, max: 60 }),
        (households, value) => {
          const per100 = (people: number): number =>
            praiseList([{ unit: 'a', value: people, households }], 1)[0]?.per100 ?? 0;
          expect(per100(value + 1) - per100(value)).toBeLessThanOrEqual(100 / FEWEST_HOUSEHOLDS + 0.11);
        },
      ),
    );
  });

  test('never names a unit below three, orders by rate and shares ranks, whatever comes', () => {
    fc.assert(
      fc.property(entriesOf, fc.integer({ min: 1, max: 20 }), (given, limit) => {
        const list = praiseList(given.map(clean), limit);
        expect(list.length).toBe(Math.min(limit, given.filter(({ value }) => value >= FEWEST_PRAISED).length));
        for (const [index, { per100, rank, value }] of list.entries()) {
          const before = list[index - 1];
          expect(value).toBeGreaterThanOrEqual(FEWEST_PRAISED);
          if (!before) expect(rank).toBe(1);
          else expect(rank).toBe(before.per100 === per100 ? before.rank : index + 1);
          if (before) expect(before.per100).toBeGreaterThanOrEqual(per100);
        }
      }),
    );
  });

  test('does not depend on the order in which units are given', () => {
    fc.assert(
      fc.property(entriesOf, (given) => {
        const entries = given.map(clean);
        expect(praiseList(entries.toReversed(), 30)).toEqual(praiseList(entries, 30));
      }),
    );
  });

  test('is by the plain figures while no households are known, and takes the median where some are', () => {
    const unknown = [
      { unit: 'a', value: 4 },
      { unit: 'b', value: 9 },
    ];
    expect(praiseList(unknown, 10).map(({ unit, per100 }) => [unit, per100])).toEqual([
      ['b', 9],
      ['a', 4],
    ]);
    const known = [{ unit: 'c', value: 3, households: 300 }];
    expect(praiseList([...unknown, ...known], 10).map(({ unit, per100 }) => [unit, per100])).toEqual([
      ['b', 3],
      ['a', 1.3],
      ['c', 1],
    ]);
  });
});
