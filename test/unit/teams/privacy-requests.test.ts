import { describe, expect, it } from 'vitest';
import { vietnamTime } from '../../../src/shared/clock.ts';
import { PRIVACY_KINDS } from '../../../src/storage/privacy-ports.ts';
import {
  daysAfter,
  makePrivacyCode,
  newPrivacyRequest,
  privacyCodeHash,
  workingDaysAfter,
} from '../../../src/teams/privacy-requests.ts';
import { OA } from '../../support/storage-rows.ts';

const at = (text: string): number => Date.parse(`${text}+07:00`);

describe('days of the law', () => {
  it.each([
    ['on a Monday', '2026-11-23T09:00:00', '2026-11-25'],
    ['late on a Monday', '2026-11-23T23:59:59', '2026-11-25'],
    ['on a Thursday: over the weekend', '2026-11-26T09:00:00', '2026-11-30'],
    ['on a Friday: over the weekend', '2026-11-27T09:00:00', '2026-12-01'],
    ['on a Saturday', '2026-11-28T09:00:00', '2026-12-01'],
    ['on a Sunday', '2026-11-29T00:00:00', '2026-12-01'],
    ['on the last Thursday of the year', '2026-12-31T12:00:00', '2027-01-04'],
  ])('two working days after a request %s end with the right day', (_name, received, due) => {
    expect(workingDaysAfter(at(received), 2)).toBe(at(`${due}T23:59:59.999`));
  });

  it('counts the day in Viet Nam, not in London', () => {
    // 18:30 in London is already Tuesday in Viet Nam.
    expect(daysAfter(Date.parse('2026-11-23T18:30:00Z'), 1)).toBe(at('2026-11-25T23:59:59.999'));
  });

  it('goes over the end of a month and of a leap February', () => {
    expect(daysAfter(at('2028-02-20T08:00:00'), 10)).toBe(at('2028-03-01T23:59:59.999'));
  });

  it.each([
    ['see', 10],
    ['correct', 10],
    ['erase', 20],
    ['withdraw', 15],
    ['restrict', 15],
    ['object', 15],
  ] as const)('a request to %s is due after %i days and answered after two working days', (kind, days) => {
    const receivedAt = at('2026-11-22T09:00:00');
    const request = newPrivacyRequest({ oaId: OA, id: 'D7K2M9', kind, via: 'counter', receivedAt });
    expect(request).toMatchObject({ version: 1, dueAt: daysAfter(receivedAt, days) });
    expect(vietnamTime(request.replyDueAt)).toContain('24/11/2026');
  });

  it('knows every kind there is', () => {
    for (const kind of PRIVACY_KINDS) {
      const request = newPrivacyRequest({ oaId: OA, id: 'X', kind, via: 'paper', receivedAt: 0 });
      expect(Number.isFinite(request.dueAt)).toBe(true);
    }
  });
});

describe('the code for the counter', () => {
  it('has eight digits, zeros too', () => {
    let next = 0;
    expect(makePrivacyCode((below) => (next += 3) % below)).toBe('36925814');
    expect(makePrivacyCode(() => 0)).toBe('00000000');
  });

  it('is kept as a hash that differs by OA and says nothing of the digits', () => {
    const hash = privacyCodeHash(OA, '12345678');
    expect(hash).toMatch(/^[0-9a-f]{64}$/u);
    expect(hash).not.toContain('12345678');
    expect(privacyCodeHash('another', '12345678')).not.toBe(hash);
    expect(privacyCodeHash(OA, '12345679')).not.toBe(hash);
  });
});
