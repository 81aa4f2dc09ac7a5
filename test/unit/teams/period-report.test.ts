import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { NOT_OUTCOMES, thingNames } from '../../../src/teams/indicators.ts';
import { reportCsv } from '../../../src/teams/period-report-csv.ts';
import { layOutReport, NEVER_ADDED } from '../../../src/teams/period-report-layout.ts';
import { reportXlsx } from '../../../src/teams/period-report-xlsx.ts';
import type { PeriodReport, PeriodReportInput, ReportOffice } from '../../../src/teams/period-report-types.ts';
import { buildPeriodReport, combineMonths } from '../../../src/teams/period-report.ts';
import { PROPOSED_WEIGHTS } from '../../../src/teams/score.ts';
import { monthsText, readReportPeriod } from '../../../src/teams/report-period.ts';
import type { FieldEntry } from '../../../src/storage/field-log-ports.ts';
import { OA } from '../../support/storage-rows.ts';

const KINDS = {
  'training-session': { title: 'Buổi tập huấn', unit: 'buổi' },
  'guided-e-payments': { title: 'Lượt người được hướng dẫn thanh toán', unit: 'lượt người' },
};
const thingName = thingNames({
  outcomes: { 'qr-accepted': { title: 'Điểm bán nhận QR', unit: 'điểm bán' } },
  fieldLog: { kinds: KINDS },
});
const NAMES: Readonly<Record<string, string>> = {
  LN03: 'Tổ ấp 3 (LN03)',
  LN04: '=Tổ ấp 4',
  '25270': 'Phường Lộc Ninh',
};

type Figures = Readonly<Record<string, number>>;
const view = (values: Figures, rows: PeriodReportInput['views'][number]['rows'] = [], targets: Figures = {}) => ({
  ...{ values, rows, targets },
  weights: PROPOSED_WEIGHTS,
});

function inputOf(changes: Partial<PeriodReportInput> = {}): PeriodReportInput {
  return {
    ...{ scope: 't', unit: 'LN03', period: readReportPeriod('2026-11')!, views: [view({})], before: [{}] },
    ...{ days: [], entries: [], campaigns: [], targetOf: () => undefined, thingName },
    ...{ guidedKinds: ['guided-e-payments'], nameOf: (unit) => NAMES[unit] ?? unit, printedOn: '2026-11-22' },
    ...changes,
  };
}

const office: ReportOffice = {
  departmentName: 'Sở Khoa học và Công nghệ',
  communeName: 'Phường Lộc Ninh',
  placeName: 'Phường Lộc Ninh',
  kindName: (kind) => KINDS[kind as keyof typeof KINDS],
  groupName: (group) => (group === 'elderly' ? 'Người cao tuổi' : group),
  teamName: (code) => NAMES[code] ?? code,
};

const lineOf = (report: PeriodReport, part: 'measured' | 'visit' | 'selfReported' | 'response', code: string) =>
  report[part].find((line) => line.code === code);

const MONTH = inputOf({
  views: [
    view(
      {
        ...{ reached: 24, finished: 9, steps: 40, stuck: 4, visits: 5, 'visit-outcome:qr-accepted': 2 },
        ...{ 'log:training-session': 3, 'help-asked': 4, 'help-answered': 2, 'help-minutes': 31, lessons: 6 },
        ...{ 'stuck-rate': 10, 'help-response': 16 },
      },
      [],
      { reached: 30, 'stuck-rate': 8, 'log:training-session': 2 },
    ),
  ],
  before: [{ reached: 18, finished: 12, steps: 10, stuck: 5, 'log:training-session': 1 }],
  days: [
    { period: '2026-11-03', values: { reached: 3, 'log:training-session': 2 } },
    { period: '2026-11-10', values: { visits: 5 } },
    { period: '2026-11-20', values: { reached: 21, 'log:training-session': 1 } },
  ],
});

describe('the period of a report', () => {
  test('is a month or a quarter with the one before', () => {
    expect(readReportPeriod('2026-Q1')).toEqual({
      ...{ span: 'q', period: '2026-Q1', months: ['2026-01', '2026-02', '2026-03'] },
      ...{ before: ['2025-10', '2025-11', '2025-12'], fromDay: '2026-01-01', toDay: '2026-03-31' },
    });
    expect(readReportPeriod('2028-02')).toMatchObject({
      months: ['2028-02'],
      before: ['2028-01'],
      toDay: '2028-02-29',
    });
    expect(monthsText(['2026-10', '2026-11', '2026-12'])).toBe('quý IV/2026');
    expect(monthsText(['2026-11'])).toBe('tháng 11/2026');
  });

  test.each(['2026-Q5', '2026-Q0', '2026-13', '2026', '', '2026-11-22'])('is none in "%s"', (text) => {
    expect(readReportPeriod(text)).toBeUndefined();
  });
});

describe('a monthly report', () => {
  const report = buildPeriodReport(MONTH);

  test('keeps the three sources apart, each figure in one part alone', () => {
    expect(lineOf(report, 'measured', 'reached')).toMatchObject({ value: 24, before: 18, target: 30, isPeak: false });
    expect(lineOf(report, 'visit', 'visits')).toMatchObject({ value: 5, before: 0 });
    expect(lineOf(report, 'visit', 'visit-outcome:qr-accepted')).toMatchObject({ value: 2, name: 'Điểm bán nhận QR' });
    expect(lineOf(report, 'selfReported', 'log:training-session')).toMatchObject({
      ...{ value: 3, before: 1, target: 2, days: ['2026-11-03', '2026-11-20'] },
    });
    const codes = [report.measured, report.visit, report.selfReported, report.response, report.learning].map((part) =>
      part.map(({ code }) => code),
    );
    expect(new Set(codes.flat()).size).toBe(codes.flat().length);
    expect(codes[0]).not.toContain('visits');
    expect(codes[0]).not.toContain('log:training-session');
  });

  test('works out rates from the figures, and says nothing where there was nothing', () => {
    expect(lineOf(report, 'measured', 'stuck-rate')).toMatchObject({ value: 10, before: 50 });
    expect(lineOf(report, 'response', 'help-response')).toMatchObject({ value: 16, before: undefined });
    expect(report.response.map(({ code }) => code)).not.toContain('help-minutes');
    expect(buildPeriodReport(inputOf()).measured.find(({ code }) => code === 'stuck-rate')?.value).toBeUndefined();
  });

  test('is preliminary until its last day has passed', () => {
    expect(report.isPreliminary).toBe(true);
    expect(buildPeriodReport({ ...MONTH, printedOn: '2026-12-01' }).isPreliminary).toBe(false);
  });
});

describe('a quarterly report', () => {
  const month = (reached: number, finished: number, stuck: number) => ({
    reached,
    finished,
    steps: 20,
    stuck,
    'stuck-rate': 1,
  });
  const quarter = inputOf({
    period: readReportPeriod('2026-Q4')!,
    views: [
      view(month(10, 5, 2)),
      view(month(14, 3, 4), [], { reached: 20, finished: 5 }),
      view({}, [], { reached: 20, finished: 5 }),
    ],
    before: [month(7, 1, 0), month(8, 1, 0), month(6, 1, 0)],
  });
  const report = buildPeriodReport(quarter);

  test('adds months up, but never accounts: of those it has the highest month', () => {
    expect(lineOf(report, 'measured', 'finished')).toMatchObject({
      value: 8,
      before: 3,
      target: 15,
      months: [5, 3, undefined],
    });
    expect(lineOf(report, 'measured', 'reached')).toMatchObject({ value: 14, before: 8, target: 20, isPeak: true });
    expect(lineOf(report, 'measured', 'stuck-rate')).toMatchObject({ value: 15, before: 0 });
    expect(
      combineMonths([
        { reached: 3, finished: 1 },
        { reached: 2, finished: 4 },
      ]),
    ).toEqual({ reached: 3, finished: 5 });
  });

  test('names the accounts as those of the highest month, and explains why', () => {
    const [first] = layOutReport(report, office).sections;
    expect(first?.table?.rows[0]?.[0]).toBe('Tài khoản đã trò chuyện (tháng cao nhất)');
    expect(first?.notes.join(' ')).toContain('không được tính hai lần');
    expect(first?.table?.columns.map(({ title }) => title)).toEqual([
      ...['Chỉ số', 'Đơn vị', 'Tháng 10', 'Tháng 11', 'Tháng 12', 'Quý IV/2026'],
      ...['Kỳ trước (quý III/2026)', 'Chỉ tiêu', 'Đạt'],
    ]);
  });
});

const row = (unit: string, values: Figures, households?: number) => ({
  ...{ unit, values, score: 0 },
  ...(households === undefined ? {} : { households }),
});
const COMMUNE = inputOf({
  ...{ scope: 'c', unit: '25270' },
  views: [
    view({ reached: 30 }, [
      row('LN04', { reached: 6, 'log:guided-e-payments': 9 }, 40),
      row('LN03', { reached: 24, finished: 9, visits: 2 }, 400),
    ]),
  ],
  entries: [
    {
      ...{ oaId: OA, id: 'a', teamCode: 'LN04', communeCode: '25270', userId: 'user-4711', kind: 'guided-e-payments' },
      ...{ topic: 'e-payments', quantity: 9, day: '2026-11-05', place: 'Nhà bà Năm', note: 'bà Năm quên mật khẩu' },
      ...{ group: 'elderly', createdAt: 1, firstAt: 1, state: 'kept', flag: 'too-many' },
    } satisfies FieldEntry,
  ],
  campaigns: [
    {
      campaign: {
        ...{ oaId: OA, id: 'cd-1', name: '92 ngày đêm', fromDay: '2026-11-01', toDay: '2027-01-31' },
        ...{ communeCodes: [], goals: [{ indicator: 'reached', value: 100 }], createdAt: 1 },
      },
      ...{ total: { reached: 60 }, own: { reached: 30 } },
    },
  ],
});

describe('the report of a commune', () => {
  const report = buildPeriodReport(COMMUNE);

  test('has a row a team by score, and praises by households', () => {
    expect(report.units.map(({ unit, guided }) => [unit, guided])).toEqual([
      ['LN03', 0],
      ['LN04', 9],
    ]);
    expect(report.units.map(({ score }) => score)).toEqual([78.6, 42.9]);
    expect(report.praise.map(({ unit, per100 }) => [unit, per100])).toEqual([
      ['LN04', 12],
      ['LN03', 6],
    ]);
  });

  test('says how far a campaign is, of the commune and altogether', () => {
    expect(report.campaigns).toMatchObject([{ own: 30, total: 60, goal: 100, percent: 60 }]);
  });

  test('is addressed to the department, signed, dated, and warns before any figure', () => {
    const laidOut = layOutReport(report, office);
    expect(laidOut).toMatchObject({
      ...{
        issuer: ['Ủy ban nhân dân phường Lộc Ninh'],
        to: 'Sở Khoa học và Công nghệ',
        title: 'Báo cáo tháng 11/2026',
      },
      ...{ placeAndDate: 'Phường Lộc Ninh, ngày 22 tháng 11 năm 2026', signers: ['Người lập', 'Lãnh đạo'] },
      notes: [NOT_OUTCOMES, NEVER_ADDED, 'Kỳ báo cáo chưa hết: số liệu đến ngày 22/11/2026.'],
    });
    expect(laidOut.sections.map(({ title }) => title)).toEqual([
      ...['1. Đo được qua trò chuyện', '2. Thành viên tổ làm cùng bà con tại nhà', '3. Tổ tự ghi nhận'],
      ...['4. Thời gian đáp ứng yêu cầu hỗ trợ', '5. Bài học và chứng nhận của thành viên', '6. Chiến dịch'],
      ...['7. Từng tổ', '8. Biểu dương'],
    ]);
  });

  test('a team hands in to its commune, and the leader signs', () => {
    const laidOut = layOutReport(buildPeriodReport(MONTH), office);
    expect(laidOut).toMatchObject({ to: 'Ủy ban nhân dân phường Lộc Ninh', signers: ['Người lập', 'Tổ trưởng'] });
  });

  test('never says who wrote something down, nor notes, nor at whose house it was', () => {
    const printed = JSON.stringify(layOutReport(report, office)) + reportCsv(report, office);
    expect(printed).toContain('05/11/2026');
    for (const secret of ['user-4711', 'quên mật khẩu', 'bà Năm', 'Bà Năm']) expect(printed).not.toContain(secret);
  });
});

describe('the workbook', () => {
  test('opens with the same figures as numbers, in three sheets', async () => {
    const report = buildPeriodReport(COMMUNE);
    const bytes = await reportXlsx(layOutReport(report, office));
    const sheet = (name: string) => readSheet(bytes, name) as Promise<(string | number | null)[][]>;
    const summary = await sheet('Tổng hợp');
    expect(summary[0]?.[0]).toBe('Báo cáo tháng 11/2026');
    expect(summary.map(([first]) => first)).toContain(NOT_OUTCOMES);
    expect(summary.find(([first]) => first === 'Tổ ấp 3 (LN03)')).toEqual([
      ...['Tổ ấp 3 (LN03)', 24, 9, 0, 2, 0, 0, 0, 78.6],
    ]);
    const log = await sheet('Tự ghi nhận');
    expect(log[0]?.slice(0, 4)).toEqual(['Ngày', 'Tổ', 'Việc', 'Số lượng']);
    expect(log[1]?.slice(0, 5)).toEqual([
      ...['05/11/2026', "'=Tổ ấp 4", 'Lượt người được hướng dẫn thanh toán', 9, 'lượt người'],
    ]);
    const days = await readSheet(await reportXlsx(layOutReport(buildPeriodReport(MONTH), office)), 'Theo ngày');
    expect(days[0]?.at(-1)).toBe('Buổi tập huấn, buổi (3)');
    expect(days.slice(1).map((cells) => [cells[0], cells[1], cells.at(-1)])).toEqual([
      ['03/11/2026', 3, 2],
      ['10/11/2026', 0, 0],
      ['20/11/2026', 21, 1],
    ]);
  });

  test('holds no formula, whatever a team is called, and freezes the heads of its sheets', async () => {
    const bytes = await reportXlsx(layOutReport(buildPeriodReport(COMMUNE), office));
    const { unzipSync, strFromU8 } = await import('fflate');
    const parts = Object.entries(unzipSync(new Uint8Array(bytes))).map(([name, data]) => ({
      name,
      text: strFromU8(data),
    }));
    const sheets = parts.filter(({ name }) => /worksheets\/sheet\d+\.xml$/u.test(name));
    expect(sheets).toHaveLength(3);
    for (const { text } of sheets) {
      expect(text).not.toMatch(/<f[ >]/u);
      expect(text).toMatch(/<pane [^>]*ySplit="[12]"[^>]*state="frozen"/u);
      expect(text).toMatch(/<col [^>]*width=/u);
    }
    expect(parts.map(({ text }) => text).join('')).not.toMatch(/>=Tổ ấp 4</u);
  });
});

describe('the CSV', () => {
  const rows = (report: PeriodReport) =>
    parse(reportCsv(report, office), { bom: true }).slice(1) as unknown as string[][];

  test('has the mark Excel needs, and every figure beside its part', () => {
    const text = reportCsv(buildPeriodReport(MONTH), office);
    expect(text.startsWith('\uFEFFKỳ báo cáo,Cấp,Mã đơn vị,')).toBe(true);
    expect(rows(buildPeriodReport(MONTH)).find((cells) => cells[6] === 'Tài khoản đã trò chuyện')).toEqual([
      ...['tháng 11/2026', 'Tổ', 'LN03', 'Tổ ấp 3 (LN03)', '1. Đo được qua trò chuyện', '', 'Tài khoản đã trò chuyện'],
      ...['24', 'tài khoản', '18', '30', '80%'],
    ]);
    expect(text).toContain(NOT_OUTCOMES);
  });

  test('puts an apostrophe in front of what a spreadsheet would run', () => {
    const names = rows(buildPeriodReport(COMMUNE)).map((cells) => cells[3]);
    expect(names).toContain("'=Tổ ấp 4");
    expect(names.filter((name) => name?.startsWith('='))).toEqual([]);
  });
});
