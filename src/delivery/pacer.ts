/** Spreads calls evenly: never more than the limit in any one second, and close to it over time. */
export interface Pacer {
  /** Milliseconds until a call may begin; 0 = now. */
  waitMs(now: number): number;
  /** A call has begun. `now` is read after it began: a process that was held up in between must not count it early. */
  take(now: number): void;
  /** Work begins again after a rest: what was not sent meanwhile is not caught up. */
  resume(now: number): void;
  /** Another limit from now on; what went out before it still counts. */
  setLimit(perSecond: number): void;
}

/** A little under the limit: the rest is for catching up what a late timer lost, inside the bound of every second. */
const SHARE = 0.99;
/** What a stall of the process made late is caught up from the last so many ms alone. */
const CATCH_UP_MS = 1_000;
/** One ms more than a second: the clock tells whole milliseconds, and 1.0 s apart must not be read out of 0.999. */
const WINDOW_MS = 1_001;

/** `perSecond` may be `Infinity`: then it never waits. */
export function createPacer(perSecond: number): Pacer {
  let intervalMs = 0;
  /** When the last `limit` calls began, oldest first from `at`. */
  let begun: number[] = [];
  let at = 0;
  let nextAt = Number.NEGATIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;

  /** The machine's clock was set back: as if everything before had been sent just now. */
  const restart = (now: number): void => {
    begun = begun.map((time) => Math.min(time, now));
    nextAt = Math.min(nextAt, now + WINDOW_MS);
    latest = now;
  };

  const setLimit = (limit: number): void => {
    const kept = [...begun.slice(at), ...begun.slice(0, at)].filter((time) => time > Number.NEGATIVE_INFINITY);
    const size = Number.isFinite(limit) ? Math.max(1, Math.floor(limit)) : 0;
    const recent = kept.slice(Math.max(0, kept.length - size));
    begun = [...Array<number>(size - recent.length).fill(Number.NEGATIVE_INFINITY), ...recent];
    at = 0;
    intervalMs = size === 0 ? 0 : 1_000 / (limit * SHARE);
    nextAt = recent.length > 0 ? (recent.at(-1) ?? 0) + intervalMs : Number.NEGATIVE_INFINITY;
  };
  setLimit(perSecond);

  return {
    setLimit,
    resume(now) {
      nextAt = Math.max(nextAt, now);
    },
    waitMs(now) {
      if (begun.length === 0) return 0;
      if (now < latest) restart(now);
      return Math.max(0, nextAt - now, (begun[at] ?? 0) + WINDOW_MS - now);
    },
    take(now) {
      if (begun.length === 0) return;
      nextAt = Math.max(nextAt, now - CATCH_UP_MS) + intervalMs;
      begun[at] = now;
      latest = now;
      at = (at + 1) % begun.length;
    },
  };
}
