import { NOT_OUTCOMES, SELF_REPORTED } from './indicators.ts';
import { NEVER_ADDED, reachedText, scopeName } from './period-report-layout.ts';
import type { FigureLine, PeriodReport, ReportOffice } from './period-report-types.ts';
import { dayText, monthsText } from './report-period.ts';
import { csvCell } from '../shared/spreadsheet-text.ts';

const HEADINGS = [
  ...['Kỳ báo cáo', 'Cấp', 'Mã đơn vị', 'Đơn vị', 'Phần', 'Ngày', 'Chỉ số', 'Số lượng', 'Đơn vị tính'],
  ...['Kỳ trước', 'Chỉ tiêu', 'Đạt'],
];

type Value = string | number;

const PARTS = {
  measured: '1. Đo được qua trò chuyện',
  visit: '2. Làm cùng bà con tại nhà',
  selfReported: '3. Tổ tự ghi nhận',
  response: '4. Thời gian đáp ứng',
  learning: '5. Bài học, chứng nhận',
} as const;

/** Of each part of the unit. */
const UNIT_FIGURES = [
  ['reached', PARTS.measured, 'Tài khoản đã trò chuyện', 'tài khoản'],
  ['finished', PARTS.measured, 'Lượt đi hết hướng dẫn', 'lượt'],
  ['outcomes', PARTS.measured, 'Lượt bà con báo làm được việc', 'lượt'],
  ['visits', PARTS.visit, 'Lượt hỗ trợ tại nhà', 'lượt'],
  ['visit-outcomes', PARTS.visit, 'Lượt làm được việc khi hỗ trợ tại nhà', 'lượt'],
] as const;

/**
 * The report as CSV, a row a figure, for whoever works on with it: UTF-8 with a byte-order mark, because Excel reads
 * Vietnamese only with one. The part a figure belongs to stands beside it, so that nobody adds up what must not be.
 */
export function reportCsv(report: PeriodReport, office: ReportOffice): string {
  const when = monthsText(report.period.months);
  const rowOf = (scope: PeriodReport['scope'], unit: string, name: string, cells: readonly Value[]): Value[] => [
    ...[when, scopeName(scope), unit, name],
    ...cells,
  ];
  const own = (part: string, ...cells: readonly Value[]): Value[] =>
    rowOf(report.scope, report.unit, report.name, [part, ...cells]);
  const figure = (part: string, line: FigureLine): Value[] =>
    own(
      part,
      '',
      line.isPeak ? `${line.name} (tháng cao nhất)` : line.name,
      ...[line.value ?? '', line.unit, line.before ?? '', line.target ?? '', reachedText(line) ?? ''],
    );
  const partScope = report.scope === 'p' ? 'c' : 't';
  const rows: Value[][] = [
    HEADINGS,
    own('Ghi chú', '', NOT_OUTCOMES, '', '', '', '', ''),
    own('Ghi chú', '', NEVER_ADDED, '', '', '', '', ''),
    ...(['measured', 'visit', 'selfReported', 'response', 'learning'] as const).flatMap((part) =>
      report[part].map((line) => figure(PARTS[part], line)),
    ),
    ...report.entries.map((entry) => {
      const { title, unit } = office.kindName(entry.kind);
      return rowOf('t', entry.teamCode, office.teamName(entry.teamCode), [
        ...[`${PARTS.selfReported}, từng việc`, dayText(entry.day), title, entry.quantity, unit, '', '', ''],
      ]);
    }),
    ...report.campaigns.map((one) =>
      own('6. Chiến dịch', '', `${one.name}: ${one.indicator}`, one.own, one.unit, '', one.goal, `${one.percent}%`),
    ),
    ...report.units.flatMap(({ unit, name, values, guided, score }) => [
      ...UNIT_FIGURES.map(([code, part, title, of]) =>
        rowOf(partScope, unit, name, [part, '', title, values[code] ?? 0, of, '', '', '']),
      ),
      rowOf(partScope, unit, name, [
        PARTS.selfReported,
        '',
        'Lượt người tổ ghi đã hướng dẫn',
        guided,
        'lượt người',
        '',
        '',
        '',
      ]),
      rowOf(partScope, unit, name, ['Điểm (đề xuất)', '', 'Điểm', score, 'điểm', '', '', '']),
    ]),
    own('Ghi chú', '', SELF_REPORTED, '', '', '', '', ''),
  ];
  return `\uFEFF${rows.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
}
