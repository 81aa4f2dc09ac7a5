import { vietnamDay } from '../../shared/clock.ts';
import { nextAllowed, type QuietHours } from '../../delivery/quiet-hours.ts';

/**
 * Zalo delivers broadcasts and template messages from 06:00 to 21:59 in Viet Nam (-234, -133 otherwise), whoever asks and
 * however urgent it is (fact sheet, section 5). The last minute is left out: a call needs its time.
 */
export const ZALO_HOURS: QuietHours = { fromMinute: 6 * 60, toMinute: 21 * 60 + 59 };

const DAY_MS = 24 * 3_600_000;

/** Midnight in Viet Nam at which the day of `at` began, epoch ms. */
export const startOfDay = (at: number): number => Date.parse(`${vietnamDay(at)}T00:00:00+07:00`);

/** The first minute of the next day at which Zalo delivers. */
export const nextDay = (at: number): number => nextAllowed(startOfDay(at) + DAY_MS, ZALO_HOURS);
