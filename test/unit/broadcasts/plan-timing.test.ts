import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL_DAY, articleMoment, bothHours, endOfSending, possibleRate } from '../../../src/broadcasts/plan-timing.ts';
import { ZALO_HOURS } from '../../../src/broadcasts/lanes/hours.ts';
import { defaultQuietHours, isQuiet } from '../../../src/delivery/quiet-hours.ts';
import { vietnamTime } from '../../../src/shared/clock.ts';

const HOUR_MS = 3_600_000;
const at = (day: number, time: string): number => Date.parse(`2026-11-${day}T${time}+07:00`);
const endFor = (count: number, start: number, perSecond = 40, hours = defaultQuietHours): string =>
  vietnamTime(endOfSending(start, count, perSecond, hours));
const calendar = { reviewMs: 0, perMonth: 6, takenDays: [] };
const article = (start: number, changes: object = {}, hours = defaultQuietHours) => {
  const moment = articleMoment(start, hours, { ...calendar, ...changes });
  return moment && { ...moment, at: vietnamTime(moment.at) };
};

describe('how long messages take', () => {
  test('as the rate needs, over as many days as it needs', () => {
    expect(endFor(2_400, at(22, '09:00'))).toBe('22/11/2026 09:01');
    expect(endFor(2_400, at(22, '20:59'))).toBe('22/11/2026 21:00');
    expect(endFor(2_401, at(22, '20:59'))).toBe('23/11/2026 07:00');
    expect(endFor(2 * 50_400 + 3_600, at(22, '07:00'), 1)).toBe('24/11/2026 08:00');
  });

  test('a night in between is waited for, unless all day is allowed', () => {
    expect(endFor(3_600, at(22, '20:30'), 1)).toBe('23/11/2026 07:30');
    expect(endFor(3_600, at(22, '20:30'), 1, ALL_DAY)).toBe('22/11/2026 21:30');
    expect(endFor(36_000, at(22, '20:00'), 1, ALL_DAY)).toBe('23/11/2026 06:00');
  });

  test("no setting is faster than Zalo's 4,000 a minute", () => {
    expect(possibleRate(40)).toBe(40);
    expect(possibleRate(1_000) * 60).toBeCloseTo(4_000);
    expect(possibleRate(Number.POSITIVE_INFINITY) * 60).toBeCloseTo(4_000);
  });

  test('the end is never in the night and never before the start', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 * HOUR_MS }), fc.integer({ min: 1, max: 100_000 }), (shift, count) => {
        const start = at(22, '00:00') + shift;
        const end = endOfSending(start, count, 0.5, defaultQuietHours);
        expect(end).toBeGreaterThan(start);
        expect(isQuiet(end - 1, defaultQuietHours)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});

describe('when an article goes out', () => {
  test('at once when nothing is in the way', () => {
    expect(article(at(22, '09:00'))).toEqual({ at: '22/11/2026 09:00', waitsFor: [] });
  });

  test('after the review', () => {
    expect(article(at(22, '09:00'), { reviewMs: 24 * HOUR_MS })).toEqual({
      at: '23/11/2026 09:00',
      waitsFor: ['review'],
    });
  });

  test('never after 21:59, whatever our own hours say', () => {
    expect(article(at(22, '21:58'), {}, ALL_DAY)).toEqual({ at: '22/11/2026 21:58', waitsFor: [] });
    expect(article(at(22, '21:59'), {}, ALL_DAY)).toEqual({ at: '23/11/2026 06:00', waitsFor: ['hours'] });
    expect(article(at(22, '05:30'), {}, ALL_DAY)).toEqual({ at: '22/11/2026 06:00', waitsFor: ['hours'] });
    expect(article(at(22, '21:30'))).toEqual({ at: '23/11/2026 07:00', waitsFor: ['hours'] });
  });

  test('not on a day that has one already', () => {
    expect(article(at(22, '09:00'), { takenDays: ['2026-11-22', '2026-11-23'] })).toEqual({
      at: '24/11/2026 07:00',
      waitsFor: ['day'],
    });
  });

  test('not in a month whose articles are used up', () => {
    expect(article(at(22, '09:00'), { perMonth: 1, takenDays: ['2026-11-02'] })).toEqual({
      at: '01/12/2026 07:00',
      waitsFor: ['month'],
    });
    expect(article(at(22, '09:00'), { perMonth: 2, takenDays: ['2026-11-02', '2026-11-22', '2026-12-01'] })).toEqual({
      at: '02/12/2026 07:00',
      waitsFor: ['month', 'day'],
    });
  });

  test('never with a package that has none', () => {
    expect(article(at(22, '09:00'), { perMonth: 0 })).toBeUndefined();
  });

  test('hours that do not meet are those of Zalo', () => {
    expect(bothHours(defaultQuietHours, ZALO_HOURS)).toEqual({ fromMinute: 420, toMinute: 1_260 });
    expect(bothHours({ fromMinute: 0, toMinute: 60 }, ZALO_HOURS)).toEqual(ZALO_HOURS);
  });
});
