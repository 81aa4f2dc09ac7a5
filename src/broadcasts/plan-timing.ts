import { endOfAllowed, nextAllowed, type QuietHours } from '../delivery/quiet-hours.ts';
import { vietnamDay } from '../shared/clock.ts';
import { monthOf } from '../shared/periods.ts';
import { startOfDay, ZALO_HOURS } from './lanes/hours.ts';

const DAY_MS = 24 * 3_600_000;

/** All day: what an emergency may use for direct messages. */
export const ALL_DAY: QuietHours = { fromMinute: 0, toMinute: 24 * 60 };

/** Calls of all kinds a minute that Zalo takes from one app (fact sheet, section 12; error -32 beyond it). */
export const ZALO_CALLS_PER_MINUTE = 4_000;

/** Messages a second that can really be had: the setting, bounded by Zalo's limit. */
export const possibleRate = (perSecond: number): number => Math.min(perSecond, ZALO_CALLS_PER_MINUTE / 60);

/** Hours inside both. Never empty for hours that overlap; else Zalo's own. */
export function bothHours(one: QuietHours, other: QuietHours): QuietHours {
  const fromMinute = Math.max(one.fromMinute, other.fromMinute);
  const toMinute = Math.min(one.toMinute, other.toMinute);
  return fromMinute < toMinute ? { fromMinute, toMinute } : other;
}

/** When the last of so many messages has gone out: at this rate, in the allowed hours, over as many days as it takes. */
export function endOfSending(startsAt: number, messages: number, perSecond: number, hours: QuietHours): number {
  let at = nextAllowed(startsAt, hours);
  let leftMs = Math.ceil((messages / perSecond) * 1_000);
  for (;;) {
    const todayMs = endOfAllowed(at, hours) - at;
    if (leftMs <= todayMs) return at + leftMs;
    leftMs -= todayMs;
    at = nextAllowed(at + todayMs, hours);
  }
}

/** What decides when a follower can get one more article. */
export interface ArticleCalendar {
  /** How long Zalo looks at an article before it may be sent, ms. */
  readonly reviewMs: number;
  /** Articles a month that the OA's package lets each follower have. */
  readonly perMonth: number;
  /** Days on which an article goes out already (`2026-11-22`): each follower gets one a day. */
  readonly takenDays: readonly string[];
}

/** When an article goes out, and what made it wait. */
export interface ArticleMoment {
  readonly at: number;
  readonly waitsFor: readonly ('review' | 'hours' | 'day' | 'month')[];
}

/** Further ahead nobody plans; a package of 0 articles never gets there. */
const MAX_DAYS = 400;

/** The first moment at or after `startsAt` at which an article may be broadcast; undefined when the package has none. */
export function articleMoment(
  startsAt: number,
  hours: QuietHours,
  { reviewMs, perMonth, takenDays }: ArticleCalendar,
): ArticleMoment | undefined {
  const allowed = bothHours(hours, ZALO_HOURS);
  const waitsFor = new Set<ArticleMoment['waitsFor'][number]>();
  const ready = startsAt + reviewMs;
  if (reviewMs > 0) waitsFor.add('review');
  let at = nextAllowed(ready, allowed);
  if (at > ready) waitsFor.add('hours');
  const taken = new Set(takenDays);
  const usedIn = (month: string): number => [...taken].filter((day) => monthOf(day) === month).length;
  for (let tries = 0; tries < MAX_DAYS; tries += 1) {
    const day = vietnamDay(at);
    const isFull = usedIn(monthOf(day)) >= perMonth;
    if (!isFull && !taken.has(day)) return { at, waitsFor: [...waitsFor] };
    waitsFor.add(isFull ? 'month' : 'day');
    at = nextAllowed(startOfDay(at) + DAY_MS, allowed);
  }
  return undefined;
}
