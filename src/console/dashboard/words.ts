import { topicName } from '../../teams/report.ts';
import { topics } from '../../catalog/catalogue.ts';

// One for all: making it costs more than a page of numbers.
const vietnamese = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 });

/** "1.234", "12,5" */
export const numberText = (value: number): string => vietnamese.format(value);

/** "62%" */
export const percentText = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${numberText(Math.round((1000 * part) / whole) / 10)}%`;

/** "22/11" of `2026-11-22`, "11/2026" of `2026-11`. */
export const periodLabel = (period: string): string => {
  const [year = '', month = '', day] = period.split('-');
  return day === undefined ? `${month}/${year}` : `${day}/${month}`;
};

/** The five subjects with their names, and all of them together first. */
export const topicChoices = [
  { value: '', label: 'Mọi lĩnh vực' },
  ...topics.map((topic) => ({ value: topic, label: topicName(topic) })),
];

/** An address below `/console` with the filters that are set. */
export function address(
  path: `/${string}`,
  query: Readonly<Record<string, string | undefined>> = {},
): `/console/${string}` {
  const set = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '');
  const search = new URLSearchParams(set).toString();
  return `/console${path}${search === '' ? '' : `?${search}`}`;
}
