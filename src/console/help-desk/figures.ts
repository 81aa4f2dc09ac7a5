import { vietnamDay } from '../../shared/clock.ts';
import type { DeskWaits } from '../../storage/desk-ports.ts';

/** How long the requests of a group waited until somebody took them. */
export interface WaitFigures {
  readonly asked: number;
  /** Taken by somebody. */
  readonly taken: number;
  /** Minutes; absent while nobody has taken any. */
  readonly median?: number;
  readonly ninetieth?: number;
}

/** The value that this share of the requests stays at or below (nearest rank). */
function percentile(sorted: readonly DeskWaits[], share: number): number | undefined {
  const total = sorted.reduce((sum, { count }) => sum + count, 0);
  let left = Math.ceil(total * share);
  for (const { waitedMinutes, count } of sorted) {
    left -= count;
    if (left <= 0) return waitedMinutes;
  }
  return undefined;
}

/** Adds up requests that were grouped by their minutes. */
export function waitFigures(waits: readonly DeskWaits[]): WaitFigures {
  const taken = waits
    .filter(({ waitedMinutes }) => waitedMinutes !== undefined)
    .toSorted((a, b) => (a.waitedMinutes ?? 0) - (b.waitedMinutes ?? 0));
  const count = (list: readonly DeskWaits[]): number => list.reduce((sum, one) => sum + one.count, 0);
  const [median, ninetieth] = [percentile(taken, 0.5), percentile(taken, 0.9)];
  return {
    ...{ asked: count(waits), taken: count(taken) },
    ...(median === undefined ? {} : { median }),
    ...(ninetieth === undefined ? {} : { ninetieth }),
  };
}

const DAY_MS = 24 * 3_600_000;

/** The Monday of a day's week, `2026-11-16`. */
export function mondayOf(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  const back = (new Date(at).getUTCDay() + 6) % 7;
  return new Date(at - back * DAY_MS).toISOString().slice(0, 10);
}

/** The Mondays of the last `count` weeks up to now, the latest first. */
export function lastMondays(now: number, count: number): readonly string[] {
  const latest = Date.parse(`${mondayOf(vietnamDay(now))}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) => new Date(latest - index * 7 * DAY_MS).toISOString().slice(0, 10));
}
