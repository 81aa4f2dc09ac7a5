import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ZaloConsentError, ZaloMessageError } from 'zalo-oa-sdk';
import { AppError } from '../../../src/shared/errors.ts';
import { backoffMs, classify, defaultRetryPolicy } from '../../../src/delivery/outcomes.ts';
import { defaultQuietHours, isQuiet, nextAllowed } from '../../../src/delivery/quiet-hours.ts';
import { badGateway, refusedConnection, zaloSays } from '../../support/delivery.ts';
import { MORNING } from '../../support/manual-clock.ts';

const failed = (error: unknown, attempts = 1, ageMs = 0) =>
  classify({ error, attempts, createdAt: MORNING - ageMs, at: MORNING }, defaultRetryPolicy);

describe('what an error means', () => {
  test('an answer that cannot be read is unknown', () =>
    expect(failed(badGateway())).toEqual({
      state: 'unknown',
      code: 'ZALO_BAD_ANSWER',
      meaning: 'No readable answer (http)',
    }));

  test('a connection never opened waits', () =>
    expect(failed(refusedConnection())).toEqual({
      state: 'pending',
      dueAt: MORNING + 1_000,
      code: 'ZALO_UNREACHABLE',
    }));

  test('the limit of calls is tried again later', () =>
    expect(failed(zaloSays(-32))).toEqual({ state: 'pending', dueAt: MORNING + 1_000, code: '-32' }));

  test.each([-230, -232, -213, -211])('%i is final, with the meaning of the code', (code) => {
    const outcome = failed(zaloSays(code));
    expect(outcome).toMatchObject({ state: 'failed', code: String(code) });
    expect(outcome.state === 'failed' && outcome.meaning.length).toBeGreaterThan(5);
  });

  test.each([-200, -9999])('%i may hide a message that arrived, so it is unknown', (code) => {
    expect(failed(zaloSays(code), 1)).toMatchObject({ state: 'unknown', code: String(code) });
  });

  test('a token that stays refused ends after three more tries', () => {
    expect(failed(zaloSays(-216), 3)).toMatchObject({ state: 'pending' });
    expect(failed(zaloSays(-216), 4)).toMatchObject({ state: 'failed', code: '-216' });
  });

  test('a lost consent of the OA waits a minute at a time, for hours', () => {
    expect(failed(new ZaloConsentError('1', 'gone'), 50)).toEqual({
      state: 'pending',
      dueAt: MORNING + 60_000,
      code: 'ZALO_RECONSENT_NEEDED',
    });
  });

  test('whatever waits is given up after six hours', () => {
    for (const error of [refusedConnection(), zaloSays(-32), new ZaloConsentError('1', 'gone')]) {
      expect(failed(error, 9, 6 * 3_600_000 + 1)).toMatchObject({ state: 'failed', code: 'SEND_EXPIRED' });
    }
  });

  test('a message outside the limits fails at once', () =>
    expect(failed(new ZaloMessageError('text', 'is too long'))).toMatchObject({
      state: 'failed',
      code: 'ZALO_MESSAGE_INVALID',
    }));

  test('anything thrown has an outcome that quotes no words', () =>
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        const outcome = failed(thrown);
        expect(outcome.state).toBe('unknown');
      }),
    ));

  test('the wait doubles up to a minute', () => {
    expect([1, 2, 3, 7, 50].map((attempts) => backoffMs(attempts, defaultRetryPolicy))).toEqual([
      1_000, 2_000, 4_000, 60_000, 60_000,
    ]);
  });
});

describe('quiet hours', () => {
  const at = (time: string): number => Date.parse(`2026-11-22T${time}+07:00`);

  test.each([
    ['06:59:59', true],
    ['07:00:00', false],
    ['20:59:59', false],
    ['21:00:00', true],
    ['00:00:00', true],
  ])('at %s in Viet Nam: quiet is %s', (time, quiet) => expect(isQuiet(at(time), defaultQuietHours)).toBe(quiet));

  test('the next allowed moment is 07:00 of this morning or the next', () => {
    expect(nextAllowed(at('05:30:20'), defaultQuietHours)).toBe(at('07:00:00'));
    expect(nextAllowed(at('22:15:45'), defaultQuietHours)).toBe(at('07:00:00') + 86_400_000);
    expect(nextAllowed(at('12:00:01'), defaultQuietHours)).toBe(at('12:00:01'));
  });

  test('the next allowed moment is never quiet and never in the past', () =>
    fc.assert(
      fc.property(fc.integer({ min: MORNING, max: MORNING + 400 * 86_400_000 }), (now) => {
        const next = nextAllowed(now, defaultQuietHours);
        expect(isQuiet(next, defaultQuietHours)).toBe(false);
        expect(next).toBeGreaterThanOrEqual(now);
        expect(next - now).toBeLessThanOrEqual(10 * 3_600_000);
      }),
    ));
});

describe('an OA that is not served now', () => {
  const now = 1_000_000;
  const failed = (code: 'OA_PAUSED' | 'OA_NOT_SERVED') =>
    classify({ error: new AppError(code, 'x'), attempts: 1, createdAt: now, at: now }, defaultRetryPolicy);

  test('paused: the message waits; removed: staff see that it failed', () => {
    expect(failed('OA_PAUSED')).toEqual({ state: 'pending', dueAt: now + 60_000, code: 'OA_PAUSED' });
    expect(failed('OA_NOT_SERVED')).toMatchObject({ state: 'failed', code: 'OA_NOT_SERVED' });
  });
});
