const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** Zalo names no time zone; Viet Nam has one, UTC+7, without daylight saving. */
const OFFSET_MS = 7 * HOUR_MS;

/** Number of the day in Viet Nam; equal for two times of the same day. */
export function vietnamDay(ms: number): number {
  return Math.floor((ms + OFFSET_MS) / DAY_MS);
}

/** When a day of {@link vietnamDay} begins, in ms since 1970. */
export function startOfVietnamDay(day: number): number {
  return day * DAY_MS - OFFSET_MS;
}

/** The hour of the day in Viet Nam, 0-23. */
export function vietnamHour(ms: number): number {
  return Math.floor((ms + OFFSET_MS) / HOUR_MS) % 24;
}

/** Number of the month in Viet Nam; equal for two times of the same month. */
export function vietnamMonth(ms: number): number {
  const date = new Date(ms + OFFSET_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** `dd/MM/yyyy` in Viet Nam, as Zalo prints dates. */
export function vietnamDate(ms: number): string {
  const date = new Date(ms + OFFSET_MS);
  const [day, month] = [date.getUTCDate(), date.getUTCMonth() + 1].map((part) => String(part).padStart(2, '0'));
  return `${day}/${month}/${date.getUTCFullYear()}`;
}

/** `dd/MM/yyyy` of the last day of the month, when a monthly allowance ends. */
export function endOfVietnamMonth(ms: number): string {
  const month = vietnamMonth(ms) + 1;
  return vietnamDate(Date.UTC(Math.floor(month / 12), month % 12, 1) - OFFSET_MS - 1);
}

/** The number of the day `YYYY_MM_DD`; undefined when there is no such day. */
export function parseVietnamDay(text: string): number | undefined {
  const match = /^(\d{4})_(\d{2})_(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / DAY_MS : undefined;
}
