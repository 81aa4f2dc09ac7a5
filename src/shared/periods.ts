/** The spans over which figures are added up: a day, an ISO week (Monday to Sunday), a month. All of Viet Nam's calendar. */
export type Span = 'd' | 'w' | 'm';

const DAY_MS = 86_400_000;

const toMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const toDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The day `days` after (or, negative, before) this one. */
export const plusDays = (day: string, days: number): string => toDay(toMs(day) + days * DAY_MS);

/** Days from the first to the last, both counted; 0 or less when the last comes first. */
export const countDays = (fromDay: string, lastDay: string): number => (toMs(lastDay) - toMs(fromDay)) / DAY_MS + 1;

/** 0 = Monday. */
const weekday = (ms: number): number => (new Date(ms).getUTCDay() + 6) % 7;

/**
 * The ISO week of a day, `2026-W47`: weeks begin on Monday, and the week with 4 January is the first, so the last days of
 * December may belong to the next year's first week (ISO 8601).
 */
export function weekOf(day: string): string {
  const ms = toMs(day);
  const thursday = new Date(ms + (3 - weekday(ms)) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const number = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return `${year}-W${String(number).padStart(2, '0')}`;
}

/** The month of a day, `2026-11`. */
export const monthOf = (day: string): string => day.slice(0, 7);

/** The period of this span in which a day lies. */
export function periodOf(span: Span, day: string): string {
  if (span === 'd') return day;
  return span === 'w' ? weekOf(day) : monthOf(day);
}

/** First and last day of a period; undefined for a text that is no period of this span. */
export function daysOfPeriod(
  span: Span,
  period: string,
): { readonly fromDay: string; readonly toDay: string } | undefined {
  const first = firstDay(span, period);
  if (first === undefined || periodOf(span, first) !== period) return undefined;
  if (span === 'd') return { fromDay: first, toDay: first };
  if (span === 'w') return { fromDay: first, toDay: plusDays(first, 6) };
  const [year = 0, month = 0] = period.split('-').map(Number);
  return { fromDay: first, toDay: toDay(Date.UTC(year, month, 0)) };
}

function firstDay(span: Span, period: string): string | undefined {
  const week = span === 'w' ? /^(\d{4})-W(\d{2})$/u.exec(period) : null;
  if (week) {
    const fourth = Date.UTC(Number(week[1]), 0, 4);
    return toDay(fourth + ((Number(week[2]) - 1) * 7 - weekday(fourth)) * DAY_MS);
  }
  const text = span === 'm' ? `${period}-01` : period;
  const isDay = span !== 'w' && /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(toMs(text));
  // 30 February would become a day of March.
  return isDay && toDay(toMs(text)) === text ? text : undefined;
}

/** The period after this one, or before it. */
export function nextPeriod(span: Span, period: string, direction: 1 | -1 = 1): string {
  const days = daysOfPeriod(span, period);
  if (!days) throw new RangeError(`"${period}" is no period of span "${span}"`);
  return periodOf(span, direction === 1 ? plusDays(days.toDay, 1) : plusDays(days.fromDay, -1));
}

/** Every period of a span from one to another, both counted. */
export function periodsBetween(span: Span, from: string, to: string): string[] {
  const periods: string[] = [];
  for (let period = from; period <= to; period = nextPeriod(span, period)) periods.push(period);
  return periods;
}
