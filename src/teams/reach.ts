import { vietnamDay } from '../shared/clock.ts';

const DAY_MS = 24 * 3_600_000;

/** Vietnamese calendar days between somebody's last message and now; undefined where none is known. */
export function daysSince(lastInteractionAt: number, now: number): number | undefined {
  if (lastInteractionAt <= 0) return undefined;
  const startOf = (at: number): number => Date.parse(`${vietnamDay(at)}T00:00:00Z`);
  return Math.round((startOf(now) - startOf(lastInteractionAt)) / DAY_MS);
}
