import { createMinutePace } from '../minute-pace.ts';
import type { Pace } from '../ports.ts';
import { minuteKey } from './keys.ts';
import type { SharedPaceOptions } from './shared-pace.ts';

/** Calls fetched at once: a 50th of the limit. */
const PART = 50;
const MOST_AT_ONCE = 64;
/** How long an answer is looked for again while it is under way, ms. */
const LOOK_AGAIN_MS = 4;
/** Not used in the last breath of a minute, which may be the next one at Redis or at Zalo, ms. */
const LAST_BREATH_MS = 25;

/** Calls of a minute of Redis's clock, shared: taken from it some at a time, and used until that minute ends. */
export function createSharedMinute(
  appId: string,
  perMinute: number,
  { link, clock, replicas }: Omit<SharedPaceOptions, 'evenPace' | 'replica'>,
): Pace {
  const key = minuteKey(appId);
  const alone = createMinutePace(perMinute, replicas);
  let limit = perMinute;
  let inHand = 0;
  let handUntil = 0;
  let emptyUntil = 0;
  let asking = false;
  let generation = 0;

  const forget = (): void => {
    generation += 1;
    [inHand, emptyUntil] = [0, 0];
  };
  link.onChange(forget);

  const ask = async (count: number): Promise<void> => {
    asking = true;
    const mine = generation;
    const askedAt = clock.now();
    try {
      const [given, leftMs] = await link.ask((redis) => redis.takeCalls(key, count, limit));
      if (mine !== generation) return;
      const until = askedAt + leftMs - LAST_BREATH_MS;
      // Those of an earlier minute have ended; those of this one are added to.
      inHand = given + (Math.abs(until - handUntil) < 1_000 ? inHand : 0);
      handUntil = until;
      emptyUntil = given > 0 ? 0 : clock.now() + leftMs;
    } catch {
      // The link has told of it; this replica's part goes on.
    } finally {
      asking = false;
    }
  };

  return {
    waitMs(now) {
      if (!Number.isFinite(limit)) return 0;
      if (!link.isUp()) return alone.waitMs(now);
      if (now > handUntil) inHand = 0;
      const wanted = Math.min(MOST_AT_ONCE, Math.max(1, Math.floor(limit / PART)));
      if (!asking && now >= emptyUntil && inHand <= wanted / 2) void ask(wanted - inHand);
      return inHand > 0 ? 0 : Math.max(LOOK_AGAIN_MS, emptyUntil - now);
    },
    take(now) {
      // Kept up always, so that going on alone begins where this left off.
      alone.take(now);
      inHand = Math.max(0, inHand - 1);
    },
    resume: () => undefined,
    setLimit(wanted) {
      if (wanted === limit) return;
      limit = wanted;
      alone.setLimit(wanted);
      forget();
    },
  };
}
