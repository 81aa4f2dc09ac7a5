import type { Pacer } from './pacer.ts';

/** A limit that is counted: how long until a call may begin, and that one has begun. */
export type CallCount = Pick<Pacer, 'waitMs' | 'take'>;

/** The calls a minute that Zalo allows an app, shared out: answers go first, announcements use what is left. */
export interface CallBudget {
  /** Waits when the minute is used up. */
  readonly answers: CallCount;
  /** Waits earlier, while answers still have a quarter of the minute to themselves. Counts announcements. */
  readonly announcements: CallCount;
}

/** The rest is for calls that nobody counts: pictures taken to Zalo, profiles, conversations, a send tried by v2 after v3. */
const SENDS_PART = 0.97;
/** Of what is sent in a minute, announcements begin none beyond this part, answers counted in. */
const ANNOUNCEMENTS_PART = 0.75;

/**
 * `countOf` makes a count of a minute under a name, of this process or over all replicas. Sends begin under 0.97 of
 * `perMinute`: 3,880 of Zalo's 4,000 (page "Giới hạn tốc độ gọi API", 2026-11; beyond it -32 until the next minute).
 */
export function createCallBudget(
  perMinute: number,
  countOf: (name: string, perMinute: number) => CallCount,
): CallBudget {
  const sends = Math.max(1, Math.floor(perMinute * SENDS_PART));
  const all = countOf('sends', sends);
  const behind = countOf('announcements', Math.max(1, Math.floor(sends * ANNOUNCEMENTS_PART)));
  return {
    answers: {
      waitMs: (now) => all.waitMs(now),
      take(now) {
        all.take(now);
        // Asked, so that a count over several replicas fetches ahead; an answer does not wait for what it says.
        behind.waitMs(now);
        behind.take(now);
      },
    },
    announcements: {
      waitMs: (now) => Math.max(all.waitMs(now), behind.waitMs(now)),
      take(now) {
        all.take(now);
        behind.take(now);
      },
    },
  };
}
