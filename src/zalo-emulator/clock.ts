import type { Schedule } from './options.ts';

/** The emulator's own time: real time plus what was skipped. Windows, lifetimes and the retry ladder all follow it. */
export interface EmulatorClock {
  /** Ms since 1970. */
  readonly now: () => number;
  /** Runs something when this clock has moved on by `delayMs`, by waiting or by skipping. */
  readonly schedule: Schedule;
  /** How far this clock is ahead of real time, in ms. */
  offsetMs(): number;
  /**
   * Skips `ms` of time. Everything that falls due runs at once, in the order of its time and with `now` at that time;
   * what such a run starts later (the rung after a failed post) counts from then on, not from the end of the skip.
   */
  advance(ms: number): void;
  /** Back to a saved offset, without running anything. */
  setOffset(ms: number): void;
}

interface Waiting {
  readonly dueAtMs: number;
  readonly run: () => void;
  cancelTimer: () => void;
}

/** `setTimeout` runs longer delays at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** An {@link EmulatorClock} over real (or a test's) time; `onSkip` hears of every change of the offset. */
export function createClock(realNow: () => number, realSchedule: Schedule, onSkip?: () => void): EmulatorClock {
  const waiting = new Set<Waiting>();
  let offset = 0;
  const now = () => realNow() + offset;

  function startTimer(entry: Waiting): void {
    const delayMs = Math.max(0, entry.dueAtMs - now());
    const run = () => {
      if (delayMs > LONGEST_TIMER_MS) startTimer(entry);
      else if (waiting.delete(entry)) entry.run();
    };
    entry.cancelTimer = realSchedule(run, Math.min(LONGEST_TIMER_MS, delayMs));
  }

  function firstDue(untilMs: number): Waiting | undefined {
    let first: Waiting | undefined;
    for (const entry of waiting) {
      if (entry.dueAtMs <= untilMs && entry.dueAtMs < (first?.dueAtMs ?? Infinity)) first = entry;
    }
    return first;
  }

  function restartTimers(): void {
    for (const entry of waiting) {
      entry.cancelTimer();
      startTimer(entry);
    }
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
      const endOffset = offset + ms;
      const endMs = now() + ms;
      for (let entry = firstDue(endMs); entry !== undefined; entry = firstDue(endMs)) {
        waiting.delete(entry);
        entry.cancelTimer();
        offset += Math.max(0, entry.dueAtMs - now());
        entry.run();
      }
      offset = endOffset;
      restartTimers();
      onSkip?.();
    },
    setOffset(ms) {
      offset = ms;
      restartTimers();
      onSkip?.();
    },
  };
}
