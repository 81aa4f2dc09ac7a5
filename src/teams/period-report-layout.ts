import {
  numberColumn as number,
  type ReportCell,
  type ReportDocument,
  type ReportSection,
  type ReportTable,
  textColumn as words,
} from '../shared/report-document.ts';
import { NOT_OUTCOMES, SELF_REPORTED } from './indicators.ts';
import type { FigureLine, PeriodReport, ReportOffice } from './period-report-types.ts';
import { daysTable, entriesTable, unitKindsTable } from './period-report-tables.ts';
import { dayText, monthsText } from './report-period.ts';

/** Said once above all figures. */
export const NEVER_ADDED =
  'Ba phần 1, 2, 3 lấy từ ba nguồn khác nhau (trợ lý đếm, làm cùng bà con tại nhà, tổ tự ghi) và không bao giờ cộng vào nhau.';

const PEAK =
  'Số tài khoản của cả quý là số của tháng cao nhất: một người trò chuyện ở hai tháng không được tính hai lần.';
const PRAISE_RULE = 'Tính số tài khoản trên 100 hộ; dưới 50 hộ tính như 50 hộ; từ 3 tài khoản trở lên.';
const SCORE_RULE =
  '(1) đo được qua trò chuyện, (2) làm cùng tại nhà, (3) tổ tự ghi nhận. Điểm là đề xuất: chưa có bộ tiêu chí chính thức; phần tự ghi nhận không tính điểm.';
const NO_FIGURES = 'Trong kỳ chưa có số liệu nào.';

const SCOPES = { t: 'Tổ', c: 'Xã, phường', p: 'Tỉnh, thành phố' } as const;
export const scopeName = (scope: PeriodReport['scope']): string => SCOPES[scope];

/** The whole report as sheets and paper show it. Pure. */
export function layOutReport(report: PeriodReport, office: ReportOffice): ReportDocument {
  const { period, scope, printedOn } = report;
  const { communeName, departmentName, placeName } = office;
  const committee = communeName === undefined ? '' : `Ủy ban nhân dân ${lowerFirst(communeName)}`;
  const [year = '', month = '', day = ''] = printedOn.split('-');
  const when = monthsText(period.months);
  const isLong = report.entries.length > 0 || scope === 'p';
  return {
    issuer: { t: [committee, report.name], c: [committee], p: [departmentName] }[scope],
    ...(scope === 'p' ? {} : { to: scope === 't' ? committee : departmentName }),
    title: `Báo cáo ${when}`,
    subtitle: `Hoạt động tổ công nghệ số cộng đồng – ${report.name}, từ ${dayText(period.fromDay)} đến ${dayText(period.toDay)}`,
    notes: [
      NOT_OUTCOMES,
      NEVER_ADDED,
      ...(report.isPreliminary ? [`Kỳ báo cáo chưa hết: số liệu đến ngày ${dayText(printedOn)}.`] : []),
    ],
    sections: sectionsOf(report, office),
    placeAndDate: `${placeName}, ngày ${day} tháng ${month} năm ${year}`,
    signers: ['Người lập', scope === 't' ? 'Tổ trưởng' : 'Lãnh đạo'],
    printedOn,
    sheets: [
      {
        name: 'Tự ghi nhận',
        table: isLong && scope !== 'p' ? entriesTable(report, office) : unitKindsTable(report, office),
      },
      { name: 'Theo ngày', table: daysTable(report, office) },
    ],
  };
}

const lowerFirst = (text: string): string => text.charAt(0).toLocaleLowerCase('vi') + text.slice(1);

function sectionsOf(report: PeriodReport, office: ReportOffice): ReportSection[] {
  const { scope, period } = report;
  const figures = (title: string, lines: readonly FigureLine[], notes: readonly string[] = []): ReportSection => ({
    title,
    notes: [...notes, ...(lines.some(({ isPeak }) => isPeak) ? [PEAK] : []), ...(isEmpty(lines) ? [NO_FIGURES] : [])],
    table: figureTable(report, lines),
  });
  const logged: ReportSection = {
    title: '3. Tổ tự ghi nhận',
    notes: [SELF_REPORTED, ...(report.selfReported.length === 0 ? [NO_FIGURES] : [])],
    ...(report.selfReported.length === 0 ? {} : { table: logTable(report) }),
  };
  const dated = scope === 't' && report.entries.length > 0;
  const rest: (Omit<ReportSection, 'title'> & { readonly heading: string })[] = [
    ...(report.campaigns.length === 0 ? [] : [{ heading: 'Chiến dịch', notes: [], table: campaignTable(report) }]),
    ...(report.units.length === 0
      ? []
      : [{ heading: scope === 'p' ? 'Từng xã, phường' : 'Từng tổ', notes: [SCORE_RULE], table: unitTable(report) }]),
    ...(scope === 't'
      ? []
      : [
          report.praise.length === 0
            ? { heading: 'Biểu dương', notes: ['Trong kỳ chưa có đơn vị nào đủ số để biểu dương.'] }
            : {
                heading: 'Biểu dương',
                notes: [PRAISE_RULE, ...(period.span === 'q' ? [PEAK] : [])],
                table: praiseTable(report),
              },
        ]),
  ];
  return [
    figures('1. Đo được qua trò chuyện', report.measured),
    figures('2. Thành viên tổ làm cùng bà con tại nhà', report.visit, ['Không cộng vào phần 1.']),
    logged,
    ...(dated
      ? [
          {
            ...{ title: '3a. Từng việc tổ ghi nhận, theo ngày', notes: [], isOnPaperOnly: true as const },
            table: entriesTable(report, office),
          },
        ]
      : []),
    figures('4. Thời gian đáp ứng yêu cầu hỗ trợ', report.response),
    figures('5. Bài học và chứng nhận của thành viên', report.learning),
    ...rest.map(({ heading, ...section }, index) => ({ title: `${index + 6}. ${heading}`, ...section })),
  ];
}

const isEmpty = (lines: readonly FigureLine[]): boolean => lines.every(({ value }) => (value ?? 0) === 0);

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

/** How far a target was reached; undefined targets and figures give nothing. */
export function reachedText({ value, target, better }: FigureLine): string | null {
  if (target === undefined || value === undefined) return null;
  if (better === 'down') return value <= target ? 'trong mức' : 'quá mức';
  return target === 0 ? null : `${Math.floor((100 * value) / target)}%`;
}

function figureTable({ period }: PeriodReport, lines: readonly FigureLine[]): ReportTable {
  return {
    columns: [
      words('Chỉ số', 40),
      words('Đơn vị', 12),
      ...(period.span === 'm' ? [] : period.months.map((month) => number(`Tháng ${Number(month.slice(5))}`))),
      number(capital(monthsText(period.months)), 11),
      number(`Kỳ trước (${monthsText(period.before)})`, 12),
      number('Chỉ tiêu'),
      words('Đạt', 10),
    ],
    rows: lines.map((line): ReportCell[] => [
      line.isPeak ? `${line.name} (tháng cao nhất)` : line.name,
      line.unit,
      ...line.months.map((value) => value ?? null),
      line.value ?? null,
      line.before ?? null,
      line.target ?? null,
      reachedText(line),
    ]),
  };
}

function logTable({ period, selfReported }: PeriodReport): ReportTable {
  return {
    columns: [
      words('Việc tổ ghi nhận', 40),
      words('Đơn vị', 12),
      number(capital(monthsText(period.months)), 11),
      number(`Kỳ trước (${monthsText(period.before)})`, 12),
      number('Chỉ tiêu'),
      words('Đạt', 10),
      number('Số ngày có ghi', 9),
      words('Từ ngày – đến ngày', 14),
    ],
    rows: selfReported.map((line): ReportCell[] => [
      line.name,
      line.unit,
      line.value ?? null,
      line.before ?? null,
      line.target ?? null,
      reachedText(line),
      line.days.length,
      daysSpan(line.days),
    ]),
  };
}

function daysSpan(days: readonly string[]): string | null {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  return first === last ? dayText(first) : `${dayText(first).slice(0, 5)} – ${dayText(last)}`;
}

const campaignTable = ({ campaigns, printedOn }: PeriodReport): ReportTable => ({
  columns: [
    words('Chiến dịch', 40),
    words('Đơn vị', 12),
    number('Của đơn vị'),
    number(`Toàn chiến dịch đến ${dayText(printedOn)}`, 14),
    number('Chỉ tiêu chung', 11),
    words('Đạt', 10),
    words('Từ ngày – đến ngày', 14),
  ],
  rows: campaigns.map((one) => [
    ...[`${one.name}: ${one.indicator}`, one.unit, one.own, one.total, one.goal, `${one.percent}%`],
    `${dayText(one.fromDay)} – ${dayText(one.toDay)}`,
  ]),
});

const unitTable = ({ scope, units }: PeriodReport): ReportTable => ({
  columns: [
    words(scope === 'p' ? 'Xã, phường' : 'Tổ', 40),
    ...['Tài khoản (1)', 'Đi hết hướng dẫn (1)', 'Báo làm được (1)', 'Lượt tại nhà (2)'].map((title) => number(title)),
    ...['Làm được tại nhà (2)', 'Lượt người tổ ghi (3)', 'Chứng nhận', 'Điểm (đề xuất)'].map((title) => number(title)),
  ],
  rows: units.map(({ name, values, guided, score }) => [
    name,
    ...['reached', 'finished', 'outcomes', 'visits', 'visit-outcomes'].map((code) => values[code] ?? 0),
    ...[guided, values['certificates'] ?? 0, score],
  ]),
});

const praiseTable = ({ praise }: PeriodReport): ReportTable => ({
  columns: [words('Tên', 40), number('Hạng'), number('Tài khoản'), number('Trên 100 hộ')],
  rows: praise.map(({ rank, name, value, per100 }) => [name, rank, value, per100]),
});
