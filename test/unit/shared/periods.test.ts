import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countDays,
  daysOfPeriod,
  nextPeriod,
  periodOf,
  periodsBetween,
  plusDays,
  type Span,
  weekOf,
} from '../../../src/shared/periods.ts';

const days = fc.integer({ min: 0, max: 40_000 }).map((number) => plusDays('1990-01-01', number));
const spans = fc.constantFrom<Span>('d', 'w', 'm');

describe('weekOf', () => {
  test.each([
    ['2026-11-22', '2026-W47'],
    ['2026-11-23', '2026-W48'],
    ['2026-01-01', '2026-W01'],
    ['2027-01-01', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
    ['2021-01-03', '2020-W53'],
  ])('%s lies in %s', (day, week) => expect(weekOf(day)).toBe(week));

  test('begins on Monday and has seven days, in every year', () => {
    fc.assert(
      fc.property(days, (day) => {
        const { fromDay, toDay } = daysOfPeriod('w', weekOf(day)) ?? { fromDay: '', toDay: '' };
        expect(new Date(`${fromDay}T00:00:00Z`).getUTCDay()).toBe(1);
        expect(countDays(fromDay, toDay)).toBe(7);
        expect(fromDay <= day && day <= toDay).toBe(true);
      }),
    );
  });
});

describe('periods', () => {
  test('hold exactly the days that lie in them', () => {
    fc.assert(
      fc.property(spans, days, (span, day) => {
        const period = periodOf(span, day);
        const { fromDay, toDay } = daysOfPeriod(span, period) ?? { fromDay: '', toDay: '' };
        expect([periodOf(span, fromDay), periodOf(span, toDay)]).toEqual([period, period]);
        expect(periodOf(span, plusDays(fromDay, -1)) < period).toBe(true);
        expect(periodOf(span, plusDays(toDay, 1)) > period).toBe(true);
      }),
    );
  });

  test('follow one another without a gap, in both directions', () => {
    fc.assert(
      fc.property(spans, days, (span, day) => {
        const period = periodOf(span, day);
        const next = nextPeriod(span, period);
        expect(nextPeriod(span, next, -1)).toBe(period);
        expect(daysOfPeriod(span, next)?.fromDay).toBe(plusDays(daysOfPeriod(span, period)?.toDay ?? '', 1));
      }),
    );
  });

  test('list both ends', () => {
    expect(periodsBetween('w', '2026-W52', '2027-W01')).toEqual(['2026-W52', '2026-W53', '2027-W01']);
    expect(periodsBetween('m', '2026-11', '2026-10')).toEqual([]);
  });

  test.each([
    ['d', '2026-02-30'],
    ['d', '2026-11'],
    ['d', 'abc'],
    ['w', '2026-W54'],
    ['w', '2025-W53'],
    ['w', '2026-W00'],
    ['w', '2026-11-22'],
    ['m', '2026-13'],
    ['m', '2026-11-22'],
    ['m', '2026-W47'],
  ] as const)('of span %s are not what "%s" says', (span, text) => expect(daysOfPeriod(span, text)).toBeUndefined());
});
