import type { Pace } from './ports.ts';
import { partOf } from './even-pace.ts';

export const MINUTE_MS = 60_000;

/** Milliseconds from `now` to the next minute of the clock, and one. */
export const toNextMinuteMs = (now: number): number => MINUTE_MS - (now % MINUTE_MS) + 1;

/** So many calls in each minute of the clock, for one process by itself, at its part of the limit over `replicas()`. */
export function createMinutePace(perMinute: number, replicas: () => number = () => 1): Pace {
  let limit = perMinute;
  let minute = 0;
  let used = 0;
  const turnTo = (now: number): void => {
    const current = Math.floor(now / MINUTE_MS);
    if (current === minute) return;
    [minute, used] = [current, 0];
  };
  return {
    waitMs(now) {
      turnTo(now);
      const part = Math.max(1, partOf(limit, Math.max(1, replicas())));
      return used < part ? 0 : toNextMinuteMs(now);
    },
    take(now) {
      turnTo(now);
      used += 1;
    },
    resume: () => undefined,
    setLimit(wanted) {
      limit = wanted;
    },
  };
}
