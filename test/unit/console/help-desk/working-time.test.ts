import { describe, expect, it } from 'vitest';
import { spanWords, workingMinutes } from '../../../../src/console/help-desk/working-time.ts';

const at = (time: string): number => Date.parse(`${time}:00+07:00`);

describe('working time', () => {
  // 2026-11-23 is a Monday.
  it.each([
    ['2026-11-23T08:00', '2026-11-23T09:30', 90],
    ['2026-11-23T11:00', '2026-11-23T13:30', 60],
    ['2026-11-23T20:00', '2026-11-24T07:45', 15],
    ['2026-11-20T16:30', '2026-11-23T08:00', 60],
    ['2026-11-21T08:00', '2026-11-22T23:00', 0],
    ['2026-11-16T00:00', '2026-11-23T00:00', 5 * 480],
    ['2026-11-23T09:00', '2026-11-23T08:00', 0],
  ])('from %s to %s is %i minutes', (from, to, minutes) => {
    expect(workingMinutes(at(from), at(to))).toBe(minutes);
  });

  it('adds up over any point in between', () => {
    const [from, to] = [at('2026-11-19T10:17'), at('2026-11-25T15:03')];
    for (let between = from; between <= to; between += 61 * 60_000) {
      expect(workingMinutes(from, between) + workingMinutes(between, to)).toBe(workingMinutes(from, to));
    }
  });

  it('has an end however long ago it began', () => {
    expect(workingMinutes(0, at('2026-11-23T08:00'))).toBeGreaterThan(0);
  });

  it('is told as people say it', () => {
    expect([0, 59, 60, 61, 1_440, 1_741].map(spanWords)).toEqual([
      ...['0 phút', '59 phút', '1 giờ', '1 giờ 1 phút', '1 ngày', '1 ngày 5 giờ'],
    ]);
  });
});
