import { vietnamDay } from '../shared/clock.ts';
import { plusDays } from '../shared/periods.ts';

/** Days after the first writing on which an entry may still be changed. */
const CORRECTION_DAYS = 7;

/** The last day on which an entry first written then may be corrected or withdrawn. */
export const correctableUntil = (firstAt: number): string => plusDays(vietnamDay(firstAt), CORRECTION_DAYS);

/** Whether an entry may still be corrected or withdrawn. Whole days, so that it can be told as a date. */
export const isCorrectable = (firstAt: number, now: number): boolean => vietnamDay(now) <= correctableUntil(firstAt);

/** The indicator under which a kind of the field log counts. */
export const logIndicator = (kind: string): string => `log:${kind}`;
