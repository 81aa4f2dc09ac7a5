import { writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { createPrinter } from './handouts/index.ts';
import { foldAll, type IndicatorPlace, readUnit } from './indicator-command.ts';
import type { Clock } from './shared/clock.ts';
import { AppError } from './shared/errors.ts';
import { buildPeriodReport } from './teams/period-report.ts';
import { reportCsv } from './teams/period-report-csv.ts';
import { layOutReport } from './teams/period-report-layout.ts';
import { loadPeriodReport, MOST_ENTRIES, type PeriodReportRequest } from './teams/period-report-load.ts';
import type { PeriodReport, ReportOffice } from './teams/period-report-types.ts';
import { reportXlsx } from './teams/period-report-xlsx.ts';
import type { Places } from './teams/places.ts';
import { readReportPeriod, type ReportPeriod } from './teams/report-period.ts';

/** As typed. */
export interface ReportOptions {
  readonly team?: string | undefined;
  readonly commune?: string | undefined;
  readonly province?: boolean;
  readonly month?: string | undefined;
  readonly quarter?: string | undefined;
  readonly format?: string | undefined;
  readonly out?: string | undefined;
}

export interface ReportPlace extends IndicatorPlace {
  readonly places: Pick<Places, 'commune' | 'province'>;
  readonly content: PeriodReportRequest['content'] & {
    readonly fieldLog: { readonly groups: Readonly<Record<string, { readonly title: string }>> };
  };
  /** Of the province, as reports are addressed. */
  readonly departmentName: string;
  readonly clock: Clock;
}

const FORMATS = ['xlsx', 'csv', 'pdf'] as const;
type ReportFormat = (typeof FORMATS)[number];

/** True when a report to hand in is asked for, and not the month of a team in the terminal. */
export const isPeriodReport = ({ commune, province, quarter, format, out }: ReportOptions): boolean =>
  province === true || [commune, quarter, format, out].some((value) => value !== undefined);

/**
 * `bot report --team|--commune|--province --month|--quarter --format --out`: writes the report of a period as a file.
 * Throws CLI_USAGE for what cannot be meant, TEAM_UNKNOWN for a team that is none.
 */
export async function writeReport(options: ReportOptions, place: ReportPlace): Promise<void> {
  const { scope, unit } = await readUnit(namedUnit(options), place);
  const period = readPeriodOption(options, place.today);
  const { out, format } = readTarget(options);
  await foldAll(place.storage);
  const { storage, content, oaId, places, today: printedOn } = place;
  const provinceName = await provinceOf(place);
  const input = await loadPeriodReport({
    ...{ storage, content, oaId, scope, unit, period, provinceName, printedOn },
    communeName: (code) => places.commune(code)?.name,
  });
  const report = buildPeriodReport(input);
  const office = await officeOf(report, provinceName, place);
  writeFileSync(out, await printReport(format, report, office, place.clock));
  place.say(`Đã ghi ${out}`);
  if (report.entries.length >= MOST_ENTRIES)
    place.say(`Sổ ghi nhận quá dài: tệp có ${MOST_ENTRIES} mục mới nhất. Số cộng theo từng việc vẫn đủ.`);
}

function namedUnit(options: ReportOptions): ReportOptions {
  const { team, commune, province } = options;
  if (team !== undefined || commune !== undefined || province === true) return options;
  throw new AppError('CLI_USAGE', 'Whose report? Expected --team LN03, --commune 25270 or --province.');
}

function readPeriodOption({ month, quarter }: ReportOptions, today: string): ReportPeriod {
  if (month !== undefined && quarter !== undefined)
    throw new AppError('CLI_USAGE', '--month and --quarter exclude each other. Give one of them.');
  const period = readReportPeriod(month ?? quarter ?? today.slice(0, 7));
  const expected = quarter === undefined ? '--month 2026-11' : '--quarter 2026-Q4';
  if (period?.span !== (quarter === undefined ? 'm' : 'q'))
    throw new AppError('CLI_USAGE', `"${quarter ?? month ?? ''}" is no period. Expected ${expected}.`);
  if (period.fromDay > today)
    throw new AppError(
      'CLI_USAGE',
      `${period.period} has not begun yet; today is ${today}. Ask for an earlier period.`,
    );
  return period;
}

function readTarget({ format, out }: ReportOptions): { readonly out: string; readonly format: ReportFormat } {
  if (out === undefined)
    throw new AppError('CLI_USAGE', '--out is missing. Expected a file, such as --out bao-cao.xlsx.');
  const asked = (format ?? extname(out).slice(1)).toLowerCase();
  const known = FORMATS.find((one) => one === asked);
  if (known === undefined)
    throw new AppError('CLI_USAGE', `--format "${asked}" is unknown. Expected xlsx, csv or pdf.`);
  return { out, format: known };
}

/** An OA serves one province: the one its teams lie in. */
async function provinceOf({ storage, oaId, places }: ReportPlace): Promise<string> {
  const [team] = await storage.listTeams({ oaId });
  return (team && places.province(team.provinceCode)?.name) ?? 'Toàn tỉnh';
}

async function officeOf(report: PeriodReport, provinceName: string, place: ReportPlace): Promise<ReportOffice> {
  const { content, departmentName, places, storage, oaId } = place;
  const { kinds, groups } = content.fieldLog;
  const teams = new Map((await storage.listTeams({ oaId })).map((team) => [team.code, team]));
  const communeCode = { t: teams.get(report.unit)?.communeCode, c: report.unit, p: undefined }[report.scope];
  const communeName = communeCode === undefined ? undefined : (places.commune(communeCode)?.name ?? communeCode);
  return {
    departmentName,
    placeName: communeName ?? provinceName,
    ...(communeName === undefined ? {} : { communeName }),
    kindName: (kind) => kinds[kind] ?? { title: kind, unit: '' },
    groupName: (group) => groups[group]?.title ?? group,
    teamName: (code) => `${teams.get(code)?.name ?? 'Tổ'} (${code})`,
  };
}

async function printReport(
  format: ReportFormat,
  report: PeriodReport,
  office: ReportOffice,
  clock: Clock,
): Promise<Buffer | string> {
  if (format === 'csv') return reportCsv(report, office);
  const laidOut = layOutReport(report, office);
  if (format === 'xlsx') return reportXlsx(laidOut);
  const printer = createPrinter(clock);
  try {
    return await printer.printReport(laidOut);
  } finally {
    await printer.close();
  }
}
