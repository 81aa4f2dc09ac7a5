import type { EChartsCoreOption } from 'echarts/core';
import type { BarsSpec, ChartSpec, LinesSpec } from './spec.ts';

/** Told apart by people who see no red or no green (Okabe and Ito, 2008), darkened to 3:1 on white. */
const COLOURS = ['#0072b2', '#c04f00', '#00765a', '#9c4a80'];
const PATTERNS = ['solid', 'dashed', 'dotted', [12, 4, 2, 4]];
const MARKS = ['circle', 'rect', 'triangle', 'diamond'];
const INK = '#16191d';
const SOFT = '#4a525c';
const FONT = 'Be Vietnam Pro, system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Arial, sans-serif';

const WIDTHS = { phone: 340, desk: 760 } as const;
/** The numbers at the axis stand inside the picture. */
const WITH_LABELS = { outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' } as const;
const BAR_HEIGHT = 34;
/** Letters that fit beside the bars in one line. */
const NAME_LETTERS = { phone: 16, desk: 42 } as const;
const LETTER_PX = 7.6;
const LEGEND_ROW = 25;

const number = (value: number): string => value.toLocaleString('vi-VN', { maximumFractionDigits: 1 });

/** Width and height of the picture, in pixels. */
export function sizeOf(spec: ChartSpec): { readonly width: number; readonly height: number } {
  const width = WIDTHS[spec.width];
  if (spec.kind === 'lines') return { width, height: spec.width === 'phone' ? 300 : 330 };
  return { width, height: Math.max(120, 40 + spec.bars.length * BAR_HEIGHT * (spec.width === 'phone' ? 1.35 : 1)) };
}

/** The chart in the words of the library. Nothing moves: it is a picture. */
export function optionOf(spec: ChartSpec): EChartsCoreOption {
  const base = { animation: false, textStyle: { fontFamily: FONT, color: INK }, color: COLOURS };
  return { ...base, ...(spec.kind === 'lines' ? lines(spec) : bars(spec)) };
}

function lines({ labels, series, unit, most, width }: LinesSpec): EChartsCoreOption {
  const isPhone = width === 'phone';
  const fontSize = isPhone ? 13 : 14;
  const legendRows = series.length < 2 ? 0 : rowsOf(series, WIDTHS[width]);
  return {
    legend: {
      ...{ show: series.length > 1, top: 0, left: 0, itemWidth: 34, itemGap: 12, data: series.map(({ name }) => name) },
      textStyle: { fontSize, color: INK },
    },
    grid: { left: 8, right: 18, top: 34 + legendRows * LEGEND_ROW, bottom: 6, ...WITH_LABELS },
    xAxis: {
      ...{ type: 'category', data: labels, boundaryGap: labels.length < 2, axisLine: { lineStyle: { color: SOFT } } },
      axisLabel: { fontSize, color: SOFT, hideOverlap: true, interval: gapBetween(labels.length, isPhone) },
      axisTick: { show: false },
    },
    yAxis: {
      ...{ type: 'value', name: unit, min: 0, minInterval: 1, splitNumber: isPhone ? 3 : 4, nameGap: 10 },
      ...(most === undefined ? {} : { max: most, interval: most / 4 }),
      nameTextStyle: { fontSize, color: SOFT, align: 'left' },
      axisLabel: { fontSize, color: SOFT, formatter: number },
      splitLine: { lineStyle: { color: '#d5dae0' } },
    },
    series: series.map(({ name, values }, index) => ({
      ...{ type: 'line', name, data: values, symbol: MARKS[index], symbolSize: values.length > 31 ? 5 : 8 },
      ...{ showSymbol: values.length <= 31, connectNulls: false },
      lineStyle: { width: 2.5, type: PATTERNS[index] },
    })),
  };
}

/** Rows the legend needs, so that it does not lie on the lines. */
function rowsOf(series: LinesSpec['series'], width: number): number {
  let [rows, used] = [1, 0];
  for (const { name } of series) {
    const needs = 34 + 17 + name.length * LETTER_PX;
    if (used > 0 && used + needs > width) [rows, used] = [rows + 1, 0];
    used += needs;
  }
  return rows;
}

/** Labels left out between two that are written, so that a phone shows five and a desk ten. */
const gapBetween = (count: number, isPhone: boolean): number => Math.max(0, Math.ceil(count / (isPhone ? 5 : 10)) - 1);

function bars({ bars: list, unit, width }: BarsSpec): EChartsCoreOption {
  const isPhone = width === 'phone';
  const letters = NAME_LETTERS[width];
  const longest = Math.min(letters, Math.max(1, ...list.map(({ name }) => name.length)));
  const labels = list.map((bar) => labelOf(bar, unit, isPhone));
  const longestLabel = Math.max(4, ...labels.map(({ length }) => length));
  return {
    grid: {
      ...{ left: Math.round(longest * LETTER_PX) + 18, right: Math.round(longestLabel * LETTER_PX) + 14 },
      ...{ top: 8, bottom: 8 },
    },
    xAxis: { type: 'value', min: 0, max: 'dataMax', show: false },
    yAxis: {
      ...{ type: 'category', inverse: true, data: list.map(({ name }) => name), axisTick: { show: false } },
      axisLine: { lineStyle: { color: SOFT } },
      axisLabel: {
        ...{ fontSize: isPhone ? 13 : 14, color: INK, interval: 0, lineHeight: 16 },
        formatter: (name: string) => broken(name, letters),
      },
    },
    series: [
      {
        ...{ type: 'bar', data: list.map(({ value }) => value), barWidth: isPhone ? 18 : 20 },
        label: {
          ...{ show: true, position: 'right', fontSize: isPhone ? 13 : 14, color: INK },
          formatter: ({ dataIndex }: { dataIndex: number }) => labels[dataIndex] ?? '',
        },
      },
    ],
  };
}

const labelOf = ({ note, value }: BarsSpec['bars'][number], unit: string, isPhone: boolean): string =>
  note ?? `${number(value)}${isPhone || unit === '' ? '' : ` ${unit}`}`;

/** At most two lines of so many letters. */
function broken(text: string, letters: number): string {
  const rows: string[] = [''];
  for (const word of text.split(' ')) {
    const last = rows.at(-1) ?? '';
    if (last === '' || last.length + 1 + word.length <= letters) rows[rows.length - 1] = `${last} ${word}`.trim();
    else rows.push(word);
  }
  if (rows.length <= 2) return rows.join('\n');
  return `${rows[0] ?? ''}\n${(rows[1] ?? '').slice(0, letters - 1)}…`;
}
