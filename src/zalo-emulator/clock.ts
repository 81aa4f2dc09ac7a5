import type { Schedule } from './options.ts';

/** The emulator's own time: real time plus what was skipped. Windows, lifetimes and the retry ladder all follow it. */
export interface EmulatorClock {
  /** Ms since 1970. */
  readonly now: () => number;
  /** Runs something when this clock has moved on by `delayMs`, by waiting or by skipping. */
  readonly schedule: Schedule;
  /** How far this clock is ahead of real time, in ms. */
  offsetMs(): number;
  /** Skips `ms` of time; everything that falls due runs at once, in the order of its time. */
  advance(ms: number): void;
  /** Back to a saved offset, without running anything. */
  setOffset(ms: number): void;
}

interface Waiting {
  readonly dueAtMs: number;
  readonly run: () => void;
  cancelTimer: () => void;
}

/** An {@link EmulatorClock} over real (or a test's) time. */
export function createClock(realNow: () => number, realSchedule: Schedule): EmulatorClock {
  const waiting = new Set<Waiting>();
  let offset = 0;
  const now = () => realNow() + offset;

  function startTimer(entry: Waiting): void {
    const run = () => {
      waiting.delete(entry);
      entry.run();
    };
    entry.cancelTimer = realSchedule(run, Math.max(0, entry.dueAtMs - now()));
  }

  return {
    now,
    schedule(run, delayMs) {
      const entry: Waiting = { dueAtMs: now() + delayMs, run, cancelTimer: () => undefined };
      waiting.add(entry);
      startTimer(entry);
      return () => {
        waiting.delete(entry);
        entry.cancelTimer();
      };
    },
    offsetMs: () => offset,
    advance(ms) {
      offset += ms;
      const inOrder = [...waiting].toSorted((a, b) => a.dueAtMs - b.dueAtMs);
      for (const entry of inOrder) {
        entry.cancelTimer();
        if (entry.dueAtMs > now()) startTimer(entry);
        else if (waiting.delete(entry)) entry.run();
      }
    },
    setOffset(ms) {
      offset = ms;
      for (const entry of waiting) {
        entry.cancelTimer();
        startTimer(entry);
      }
    },
  };
}
