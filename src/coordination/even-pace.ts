import type { Pace } from './ports.ts';

/**
 * Slots are laid this much closer to the limit than 1, and one may be used up to `LATE_MS` late: 0.97 × 1.025 s < 1 s, so
 * no second sees more than the limit, whichever replicas use the slots.
 */
export const PACE_SHARE = 0.97;
/** A slot older than this is let go, ms. A timer of a busy process is seldom later (p99 6–10 ms, measured 2026-11-22). */
export const LATE_MS = 25;

/** Milliseconds between two slots; 0 for no limit. */
export const intervalMsOf = (perSecond: number): number =>
  Number.isFinite(perSecond) ? 1_000 / (Math.max(perSecond, 0.001) * PACE_SHARE) : 0;

/** This replica's part of a limit: whole calls where there are enough, so that the parts never add up to more. */
export const partOf = (limit: number, replicas: number): number =>
  limit >= replicas ? Math.floor(limit / replicas) : limit / replicas;

/** Even slots for one process by itself, at its part of the limit over `replicas()`. */
export function createEvenPace(perSecond: number, replicas: () => number = () => 1): Pace {
  let limit = perSecond;
  let nextAt = Number.NEGATIVE_INFINITY;
  const interval = (): number => (Number.isFinite(limit) ? intervalMsOf(partOf(limit, Math.max(1, replicas()))) : 0);
  return {
    waitMs(now) {
      // A clock set back must not stop the lane until it has caught up.
      if (nextAt - now > interval() + LATE_MS) nextAt = now + interval();
      return interval() === 0 ? 0 : Math.max(0, nextAt - now);
    },
    take(now) {
      nextAt = (now - nextAt <= LATE_MS ? nextAt : now) + interval();
    },
    resume: () => undefined,
    setLimit(wanted) {
      limit = wanted;
    },
  };
}
