import type { Clock } from '../../shared/clock.ts';
import { createEvenPace, intervalMsOf, LATE_MS } from '../even-pace.ts';
import { createMinutePace, toNextMinuteMs } from '../minute-pace.ts';
import type { Pace } from '../ports.ts';
import type { Link } from './link.ts';
import { minuteKey, paceKey } from './keys.ts';

/** For so long after Redis is back a replica needs its share as well: longer than the others need to find back, ms. */
export const SETTLE_MS = 3_000;
/** How far ahead slots are fetched, ms: also what a lost key costs. */
const AHEAD_MS = 100;
const MOST_AT_ONCE = 64;
/** Longest look ahead while a reply is awaited, ms. */
const ASK_AGAIN_MS = 5;
/** Calls of a minute fetched at once: a 50th of the limit. */
const MINUTE_PART = 50;

/** What was fetched and not used yet. */
interface Slot {
  readonly at: number;
  readonly until: number;
}

/** What one fetch brought: slots, or the time before which there are none. */
interface Fetched {
  readonly slots: readonly Slot[];
  readonly emptyUntil?: number;
}

interface FetchedPaceOptions {
  readonly link: Link;
  readonly clock: Clock;
  /** This replica's share by itself. */
  readonly alone: Pace;
  /** Slots wanted in hand at this limit. */
  inHand(limit: number): number;
  fetch(count: number, limit: number): Promise<Fetched>;
}

function createFetchedPace(initial: number, options: FetchedPaceOptions): Pace {
  const { link, clock, alone } = options;
  let limit = initial;
  let hand: Slot[] = [];
  let emptyUntil = 0;
  let fetching = false;
  let generation = 0;
  link.onChange(() => {
    // What was fetched before does not count any more: the others may have gone on by themselves.
    generation += 1;
    hand = [];
    emptyUntil = 0;
  });

  const fetchMore = async (count: number): Promise<void> => {
    fetching = true;
    const mine = generation;
    try {
      const { slots, emptyUntil: until } = await options.fetch(count, limit);
      if (mine !== generation) return;
      hand.push(...slots);
      emptyUntil = until ?? 0;
    } catch {
      // The link has told of it; the share alone goes on.
    } finally {
      fetching = false;
    }
  };

  return {
    waitMs(now) {
      if (!Number.isFinite(limit)) return 0;
      if (!link.isUp()) return alone.waitMs(now);
      // A slot is let go when it is too late for it, or (a clock set back) much too early.
      while (hand[0] && (hand[0].until < now || hand[0].at > now + 3_600_000)) hand.shift();
      const wanted = options.inHand(limit);
      if (!fetching && now >= emptyUntil && hand.length <= wanted / 2) void fetchMore(wanted - hand.length);
      const slot = hand[0];
      const waitMs = slot ? Math.max(0, slot.at - now) : Math.max(ASK_AGAIN_MS, emptyUntil - now);
      const isSettling = clock.now() - link.since() < SETTLE_MS;
      return isSettling ? Math.max(waitMs, alone.waitMs(now)) : waitMs;
    },
    take(now) {
      // Kept up always, so that going on alone begins where this left off.
      alone.take(now);
      hand.shift();
    },
    resume: () => undefined,
    setLimit(wanted) {
      if (wanted === limit) return;
      limit = wanted;
      generation += 1;
      hand = [];
      alone.setLimit(wanted);
    },
  };
}

export interface SharedPaceOptions {
  readonly link: Link;
  readonly clock: Clock;
  /** Replicas alive as last known. */
  replicas(): number;
}

/** Even slots of one lane, shared through Redis. */
export function createSharedPace(oaId: string, lane: string, perSecond: number, options: SharedPaceOptions): Pace {
  const { link, clock, replicas } = options;
  const key = paceKey(oaId, lane);
  return createFetchedPace(perSecond, {
    ...{ link, clock, alone: createEvenPace(perSecond, replicas) },
    inHand: (limit) => Math.min(MOST_AT_ONCE, Math.max(1, Math.floor(AHEAD_MS / intervalMsOf(limit)))),
    async fetch(count, limit) {
      const intervalMs = intervalMsOf(limit);
      const words = [count, Math.ceil(intervalMs * 1_000), 2 * AHEAD_MS * 1_000];
      const askedAt = clock.now();
      const firstMs = Number(await link.ask((redis) => redis.reserveSlots(key, ...words))) / 1_000;
      const now = clock.now();
      const slots = Array.from({ length: count }, (_, index): Slot => {
        const fromNowMs = firstMs + index * intervalMs;
        // Redis reckoned somewhere between the question and now: never too early, and late only by what is allowed.
        return { at: Math.ceil(now + fromNowMs), until: Math.floor(askedAt + fromNowMs + LATE_MS) };
      });
      return { slots };
    },
  });
}

/** Calls of a minute of the clock, shared through Redis. */
export function createSharedMinute(appId: string, perMinute: number, options: SharedPaceOptions): Pace {
  const { link, clock, replicas } = options;
  const key = minuteKey(appId);
  return createFetchedPace(perMinute, {
    ...{ link, clock, alone: createMinutePace(perMinute, replicas) },
    inHand: (limit) => Math.min(MOST_AT_ONCE, Math.max(1, Math.floor(limit / MINUTE_PART))),
    async fetch(count, limit) {
      const [given, leftMs] = await link.ask((redis) => redis.takeCalls(key, count, limit));
      const now = clock.now();
      // Granted a moment ago by the clock of Redis: not used in the minute's last breath, which may be the next there.
      const until = now + Math.max(0, leftMs - LATE_MS);
      const slots = Array.from({ length: given }, (): Slot => ({ at: now, until }));
      return given > 0 ? { slots } : { slots, emptyUntil: now + Math.min(leftMs, toNextMinuteMs(0)) };
    },
  });
}
