import { daysOfPeriod, nextPeriod } from '../shared/periods.ts';

/** What one report is about: a month, or a quarter of a year by its months. */
export interface ReportPeriod {
  readonly span: 'm' | 'q';
  /** `2026-11` or `2026-Q4`. */
  readonly period: string;
  /** One month, or three. */
  readonly months: readonly string[];
  /** As many months before them. */
  readonly before: readonly string[];
  readonly fromDay: string;
  readonly toDay: string;
}

const ROMAN = ['I', 'II', 'III', 'IV'] as const;

/** The period of `2026-11` or `2026-Q4`; undefined for a text that is neither. */
export function readReportPeriod(text: string): ReportPeriod | undefined {
  const [, year, quarter] = /^(\d{4})-Q([1-4])$/u.exec(text) ?? [];
  const first = quarter === undefined ? text : `${year}-${String(3 * Number(quarter) - 2).padStart(2, '0')}`;
  if (!daysOfPeriod('m', first)) return undefined;
  const count = quarter === undefined ? 1 : 3;
  const months = monthsFrom(first, count, 1);
  return {
    span: quarter === undefined ? 'm' : 'q',
    period: text,
    months,
    before: monthsFrom(nextPeriod('m', first, -1), count, -1).toReversed(),
    fromDay: daysOfPeriod('m', first)?.fromDay ?? '',
    toDay: daysOfPeriod('m', months.at(-1) ?? first)?.toDay ?? '',
  };
}

function monthsFrom(first: string, count: number, direction: 1 | -1): string[] {
  const months = [first];
  while (months.length < count) months.push(nextPeriod('m', months.at(-1) ?? first, direction));
  return months;
}

/** "22/11/2026" */
export const dayText = (day: string): string => day.split('-').toReversed().join('/');

/** "11/2026" */
export const monthText = (month: string): string => month.split('-').toReversed().join('/');

/** "tháng 11/2026" or "quý IV/2026", for these months. */
export function monthsText(months: readonly string[]): string {
  const [first = ''] = months;
  if (months.length === 1) return `tháng ${monthText(first)}`;
  const [year = '', month = ''] = first.split('-');
  return `quý ${ROMAN[(Number(month) - 1) / 3] ?? ''}/${year}`;
}
