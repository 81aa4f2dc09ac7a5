import { createHash } from 'node:crypto';
import { vietnamDay } from '../shared/clock.ts';
import { plusDays } from '../shared/periods.ts';
import type { PrivacyKind, PrivacyRequest, PrivacyWay } from '../storage/privacy-ports.ts';

/** An answer within this many working days (Law 91/2025/QH15, Decree 356/2025; fact sheet, part G). */
export const REPLY_WORKING_DAYS = 2;

/** Done within this many days. With a processor or a third party the law gives more; the shorter time is kept here. */
export const DONE_DAYS: Readonly<Record<PrivacyKind, number>> = {
  see: 10,
  correct: 10,
  erase: 20,
  withdraw: 15,
  restrict: 15,
  object: 15,
};

/** Once, by this many days. */
export const EXTENSION_DAYS = 15;

/** How long a code for the counter is good: until somebody has walked there. */
export const CODE_LIFE_MS = 24 * 3_600_000;

const VIETNAM_OFFSET_MS = 7 * 3_600_000;
const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
const endOfDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) - VIETNAM_OFFSET_MS + 24 * 3_600_000 - 1;

/** End of the n-th working day after the day of `atMs`. Public holidays count as working days: early is allowed, late is not. */
export function workingDaysAfter(atMs: number, days: number): number {
  let day = vietnamDay(atMs);
  for (let left = days; left > 0; ) {
    day = plusDays(day, 1);
    if (!isWeekend(day)) left -= 1;
  }
  return endOfDay(day);
}

/** End of the n-th day after the day of `atMs`. */
export const daysAfter = (atMs: number, days: number): number => endOfDay(plusDays(vietnamDay(atMs), days));

/** A new request with its dates. */
export function newPrivacyRequest(request: {
  readonly oaId: string;
  readonly id: string;
  readonly kind: PrivacyKind;
  readonly via: PrivacyWay;
  readonly receivedAt: number;
  readonly userId?: string;
}): PrivacyRequest {
  return {
    ...request,
    version: 1,
    replyDueAt: workingDaysAfter(request.receivedAt, REPLY_WORKING_DAYS),
    dueAt: daysAfter(request.receivedAt, DONE_DAYS[request.kind]),
  };
}

/** What the store knows of a code. */
export const privacyCodeHash = (oaId: string, code: string): string =>
  createHash('sha256').update(`privacy ${oaId} ${code}`).digest('hex');

/** Eight digits: read over a counter, typed once. */
export function makePrivacyCode(random: (below: number) => number): string {
  return Array.from({ length: 8 }, () => random(10)).join('');
}
