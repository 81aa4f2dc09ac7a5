import { vietnamDay, vietnamMinuteOfDay } from '../../shared/clock.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** When the desk is staffed: days of the week (0 = Sunday) and spans of minutes since midnight. */
export interface WorkingHours {
  readonly days: readonly number[];
  readonly spans: readonly (readonly [fromMinute: number, toMinute: number])[];
}

/** Office hours of state agencies: Monday to Friday, 07:30–11:30 and 13:00–17:00. */
export const OFFICE_HOURS: WorkingHours = {
  days: [1, 2, 3, 4, 5],
  spans: [
    [7 * 60 + 30, 11 * 60 + 30],
    [13 * 60, 17 * 60],
  ],
};

/** Beyond this nobody counts minutes any more, and the loop has an end. */
const MAX_DAYS = 366;

/** Minutes of working time between two moments, epoch ms; 0 when `to` is not later. Holidays count as working days. */
export function workingMinutes(from: number, to: number, hours: WorkingHours = OFFICE_HOURS): number {
  let sum = 0;
  const startMinute = vietnamMinuteOfDay(from);
  const lengthMinutes = Math.floor((to - from) / MINUTE_MS);
  for (let day = 0; day < MAX_DAYS && day * DAY_MINUTES < startMinute + lengthMinutes; day++) {
    const weekday = new Date(`${vietnamDay(from + day * DAY_MINUTES * MINUTE_MS)}T00:00:00Z`).getUTCDay();
    if (!hours.days.includes(weekday)) continue;
    const [begins, ends] = [startMinute - day * DAY_MINUTES, startMinute + lengthMinutes - day * DAY_MINUTES];
    for (const [fromMinute, toMinute] of hours.spans) {
      sum += Math.max(0, Math.min(ends, toMinute) - Math.max(begins, fromMinute));
    }
  }
  return sum;
}

/** `25 phút`, `3 giờ 5 phút`, `2 ngày 4 giờ`: as people say it. */
export function spanWords(minutes: number): string {
  const whole = Math.max(0, Math.round(minutes));
  if (whole < 60) return `${whole} phút`;
  const hours = Math.floor(whole / 60);
  if (hours < 24) return whole % 60 === 0 ? `${hours} giờ` : `${hours} giờ ${whole % 60} phút`;
  const rest = hours % 24;
  return rest === 0 ? `${Math.floor(hours / 24)} ngày` : `${Math.floor(hours / 24)} ngày ${rest} giờ`;
}
