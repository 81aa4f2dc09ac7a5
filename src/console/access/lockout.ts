import type { StaffAccount } from '../../storage/staff-ports.ts';

/** Wrong passwords or codes in a row that lock an account, each time anew. */
export const FAILURES_PER_LOCK = 5;
const FIRST_LOCK_MS = 15 * 60_000;
const LONGEST_LOCK_MS = 24 * 3_600_000;

/** What one more failure makes of an account: after each fifth a lock, 15 minutes at first, twice as long each time. */
export function afterFailure(
  { failures }: Pick<StaffAccount, 'failures'>,
  at: number,
): { readonly failures: number; readonly lockedUntil?: number } {
  const now = failures + 1;
  if (now % FAILURES_PER_LOCK !== 0) return { failures: now };
  const times = now / FAILURES_PER_LOCK - 1;
  return { failures: now, lockedUntil: at + Math.min(FIRST_LOCK_MS * 2 ** times, LONGEST_LOCK_MS) };
}

/** Whether nobody gets in for now, not even with the right password. */
export const isLocked = ({ lockedUntil }: Pick<StaffAccount, 'lockedUntil'>, at: number): boolean =>
  lockedUntil !== undefined && lockedUntil > at;
