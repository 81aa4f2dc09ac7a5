import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  parseVietnamTime,
  systemClock,
  vietnamDay,
  vietnamMinuteOfDay,
  vietnamTime,
} from '../../../src/shared/clock.ts';

const at = (iso: string): number => Date.parse(iso);

describe('the Vietnamese calendar', () => {
  test('begins its day at 17:00 UTC of the day before', () => {
    expect(vietnamDay(at('2026-11-21T16:59:59.999Z'))).toBe('2026-11-21');
    expect(vietnamDay(at('2026-11-21T17:00:00Z'))).toBe('2026-11-22');
    expect(vietnamDay(at('2026-12-31T17:00:00Z'))).toBe('2027-01-01');
    expect(vietnamDay(at('2028-02-28T17:00:00Z'))).toBe('2028-02-29');
  });

  test('counts the minutes from local midnight', () => {
    expect(vietnamMinuteOfDay(at('2026-11-21T17:00:00Z'))).toBe(0);
    expect(vietnamMinuteOfDay(at('2026-11-22T07:05:59+07:00'))).toBe(425);
    expect(vietnamMinuteOfDay(at('2026-11-22T23:59:00+07:00'))).toBe(1_439);
  });

  test('writes a moment for people', () => expect(vietnamTime(at('2026-11-22T07:05:00Z'))).toBe('22/11/2026 14:05'));
});

describe('parseVietnamTime', () => {
  test.each([
    ['2026-11-22T07:00', '2026-11-22T00:00:00Z'],
    ['2026-11-22 07:00', '2026-11-22T00:00:00Z'],
    ['2026-11-22 07:00:30', '2026-11-22T00:00:30Z'],
    [' 2026-11-22T07:00 ', '2026-11-22T00:00:00Z'],
    ['2026-11-22T07:00Z', '2026-11-22T07:00:00Z'],
    ['2026-11-22T07:00+09:00', '2026-11-21T22:00:00Z'],
  ])('reads %s', (text, iso) => expect(parseVietnamTime(text)).toBe(at(iso)));

  test.each([
    '',
    'mai',
    '22/11/2026 07:00',
    '2026-11-22',
    '2026-13-01T07:00',
    '2026-11-22T25:00',
    '2026-02-30T07:00',
    '2026-11-22T7:00',
  ])('refuses %j', (text) => expect(parseVietnamTime(text)).toBeUndefined());

  test('reads back the day and minute of any moment of this century', () =>
    fc.assert(
      fc.property(fc.integer({ min: at('2000-01-01T00:00:00Z'), max: at('2099-12-31T00:00:00Z') }), (ms) => {
        const minute = vietnamMinuteOfDay(ms);
        const hhmm = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        expect(parseVietnamTime(`${vietnamDay(ms)}T${hhmm}`)).toBe(Math.floor(ms / 60_000) * 60_000);
      }),
    ));
});

test('the machine clock runs a timer once and a cancelled one never', () => {
  vi.useFakeTimers({ now: 1_000 });
  try {
    const ran: string[] = [];
    systemClock.after(50, () => ran.push(`at ${systemClock.now()}`));
    systemClock.after(20, () => ran.push('cancelled'))();
    vi.advanceTimersByTime(200);
    expect(ran).toEqual(['at 1050']);
  } finally {
    vi.useRealTimers();
  }
});
