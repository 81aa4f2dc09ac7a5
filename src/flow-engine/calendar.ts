import { vietnamDay } from '../shared/clock.ts';

const DAY_MS = 86_400_000;

/** Midnight UTC of a day written `YYYY-MM-DD`, or undefined for anything that is no day (30 February). */
function midnight(day: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(day)) return undefined;
  const ms = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(day) ? undefined : ms;
}

/** The day `YYYY-MM-DD`, or undefined when the calendar has none such. Years 1900 to 2200. */
export function dayOf(year: number, month: number, day: number): string | undefined {
  if (year < 1900 || year > 2200) return undefined;
  const text = [String(year), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
  return midnight(text) === undefined ? undefined : text;
}

/** True for an existing day written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return midnight(text) !== undefined;
}

/** The day in Viet Nam (UTC+7); undefined when `nowMs` is 0, which means that nobody said what time it is. */
export function todayOf(nowMs: number): string | undefined {
  return nowMs > 0 && nowMs < 8e15 ? vietnamDay(nowMs) : undefined;
}

/** The day `count` days after `day` (before it when negative). */
export function addDays(day: string, count: number): string {
  return new Date((midnight(day) ?? 0) + count * DAY_MS).toISOString().slice(0, 10);
}

/** 0 Sunday to 6 Saturday. */
export function weekdayOf(day: string): number {
  return new Date(midnight(day) ?? 0).getUTCDay();
}

/** Days from one day to another, negative when the second is earlier; undefined when one of them is no day. */
export function daysBetween(from: string, to: string): number | undefined {
  const [start, end] = [midnight(from), midnight(to)];
  return start === undefined || end === undefined ? undefined : (end - start) / DAY_MS;
}

/** Whole years from `birthday` to `today`; undefined when one of them is no day, or the birthday is still to come. */
export function ageOn(birthday: string, today: string): number | undefined {
  if (!isDay(birthday) || !isDay(today) || birthday > today) return undefined;
  const years = Number(today.slice(0, 4)) - Number(birthday.slice(0, 4));
  return today.slice(5) < birthday.slice(5) ? years - 1 : years;
}

/** `22/11/2026`, as people read it. */
export function dayText(day: string): string {
  return `${Number(day.slice(8, 10))}/${Number(day.slice(5, 7))}/${day.slice(0, 4)}`;
}
