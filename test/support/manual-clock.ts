import type { Clock } from '../../src/shared/clock.ts';

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves time on by `ms` and runs every timer that falls due, in order of time, letting promises go on in between. */
  advance(ms: number): Promise<void>;
  /** The machine's clock is set back by `ms`; timers wait as long as before. */
  setBack(ms: number): void;
  /** Timers that have not fired and were not cancelled. */
  timers(): number;
}

/** 2026-11-22 09:00 in Viet Nam. */
export const MORNING = Date.parse('2026-11-22T09:00:00+07:00');

/** Lets everything go on that waits for nothing but promises. */
export async function letPromisesRun(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export function createManualClock(startMs: number = MORNING): ManualClock {
  let now = startMs;
  let timers: { at: number; readonly run: () => void }[] = [];
  return {
    now: () => now,
    after(delayMs, run) {
      const timer = { at: now + delayMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    setBack(ms) {
      now -= ms;
      for (const timer of timers) timer.at -= ms;
    },
    timers: () => timers.length,
    async advance(ms) {
      const target = now + ms;
      for (;;) {
        await letPromisesRun();
        const [next] = timers.filter(({ at }) => at <= target).toSorted((a, b) => a.at - b.at);
        if (!next) break;
        timers = timers.filter((other) => other !== next);
        now = Math.max(now, next.at);
        next.run();
      }
      now = target;
      await letPromisesRun();
    },
  };
}
