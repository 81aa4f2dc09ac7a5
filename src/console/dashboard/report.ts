import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { html } from '../../shared/html.ts';
import { buildPeriodReport } from '../../teams/period-report.ts';
import { reportCsv } from '../../teams/period-report-csv.ts';
import { layOutReport } from '../../teams/period-report-layout.ts';
import { loadPeriodReport } from '../../teams/period-report-load.ts';
import type { PeriodReport, ReportOffice } from '../../teams/period-report-types.ts';
import { reportXlsx } from '../../teams/period-report-xlsx.ts';
import { readReportPeriod } from '../../teams/report-period.ts';
import { defineAction, Refusal } from '../action.ts';
import type { ConsoleDeps } from '../deps.ts';
import { filterForm, selectField, textField } from '../form-parts.ts';
import { definePage } from '../page.ts';
import { may } from '../permissions.ts';
import { exportLinks } from '../table-parts.ts';
import { XLSX_TYPE } from './export.ts';
import { monthChoices } from './filters.ts';
import { communeName, provinceNameOf, type Unit, unitOf } from './unit.ts';
import { address } from './words.ts';

const TYPES = { xlsx: XLSX_TYPE, csv: 'text/csv; charset=utf-8', pdf: 'application/pdf' } as const;
type Format = keyof typeof TYPES;

const input = z.object({
  period: z.string().max(10),
  format: z.enum(['xlsx', 'csv', 'pdf'], 'Chọn xlsx, csv hoặc pdf.'),
  commune: z.string().trim().max(20).optional(),
  team: z.string().trim().max(20).optional(),
});

async function officeOf(deps: ConsoleDeps, of: Unit, provinceName: string): Promise<ReportOffice> {
  const { storage, oaId, departmentName } = deps;
  const { kinds, groups } = deps.catalogue().fieldLog;
  const teams = new Map((await storage.listTeams({ oaId })).map((team) => [team.code, team.name]));
  const commune = of.communeCode === undefined ? undefined : communeName(deps, of.communeCode);
  return {
    departmentName,
    placeName: commune ?? provinceName,
    ...(commune === undefined ? {} : { communeName: commune }),
    kindName: (kind) => kinds[kind] ?? { title: kind, unit: '' },
    groupName: (group) => groups[group]?.title ?? group,
    teamName: (code) => `${teams.get(code) ?? 'Tổ'} (${code})`,
  };
}

async function bytesOf(deps: ConsoleDeps, format: Format, report: PeriodReport, office: ReportOffice): Promise<Buffer> {
  if (format === 'csv') return Buffer.from(reportCsv(report, office));
  const laidOut = layOutReport(report, office);
  return format === 'xlsx' ? reportXlsx(laidOut) : deps.printReport(laidOut);
}

/** `bot report` on a page. */
export const exportReport = defineAction({
  name: 'dashboard.report',
  permission: 'export',
  route: { method: 'GET', path: '/dashboard/reports/:period/:format' },
  summary: 'The report of a month (2026-11) or quarter (2026-Q4) of the province, a commune or a team, base64',
  input,
  output: z.object({ fileName: z.string(), type: z.string(), base64: z.string() }),
  async run({ actor, at, deps, change }, { period: asked, format, commune, team }) {
    const { storage, oaId, places } = deps;
    const printedOn = vietnamDay(at);
    const period = readReportPeriod(asked);
    if (!period) throw new Refusal('Kỳ báo cáo viết như 2026-11 hoặc 2026-Q4.', { period: 'Kỳ này không có.' });
    if (period.fromDay > printedOn) throw new Refusal('Kỳ này chưa bắt đầu.', { period: 'Kỳ này chưa bắt đầu.' });
    const of = await unitOf({ actor, deps }, { commune, team });
    const provinceName = await provinceNameOf(deps);
    const loaded = await loadPeriodReport({
      ...{ storage, content: deps.catalogue(), oaId, scope: of.scope, unit: of.code, period, provinceName, printedOn },
      communeName: (code) => places.commune(code)?.name,
    });
    const report = buildPeriodReport(loaded);
    const bytes = await bytesOf(deps, format, report, await officeOf(deps, of, provinceName));
    const subject = `report:${of.scope}:${of.code}`;
    await change({ subject, detail: { period: asked, format }, writes: [] });
    return {
      fileName: `bao-cao-${of.code === '' ? 'tinh' : of.code}-${asked}.${format}`,
      type: TYPES[format],
      base64: bytes.toString('base64'),
    };
  },
});

export const reportFilePage = definePage({
  path: '/bao-cao/:period/:format',
  permission: 'export',
  input,
  async render({ read }, wanted) {
    const { fileName, type, base64 } = await read(exportReport, wanted);
    return { type, fileName, bytes: Buffer.from(base64, 'base64') };
  },
});

/** This quarter and the three before it, then months. */
function periodChoices(today: string): { readonly value: string; readonly label: string }[] {
  const months = monthChoices(today);
  const quarters = [
    ...new Set(months.map(({ value }) => `${value.slice(0, 4)}-Q${Math.ceil(Number(value.slice(5)) / 3)}`)),
  ];
  return [
    ...months,
    ...quarters.slice(0, 4).map((value) => ({ value, label: `Quý ${value.slice(6)}/${value.slice(0, 4)}` })),
  ];
}

export const reportPage = definePage({
  path: '/bao-cao',
  permission: 'export',
  input: z.object({
    period: z.string().max(10).catch('').default(''),
    commune: z.string().trim().max(20).optional().catch(undefined),
    team: z.string().trim().max(20).optional().catch(undefined),
  }),
  async render({ actor, at, deps }, { period, commune, team }) {
    const of = await unitOf({ actor, deps }, { commune, team });
    const choices = periodChoices(vietnamDay(at));
    const communes = await communeFilter(deps, actor);
    const chosen = choices.find(({ value }) => value === period) ?? choices[0];
    const query = { commune: commune ?? '', team: team ?? '' };
    const link = (format: Format): `/console/${string}` => address(`/bao-cao/${chosen?.value ?? ''}/${format}`, query);
    const state = undefined;
    return {
      title: 'Báo cáo kỳ',
      body: html`<p>Báo cáo để nộp lên cấp trên: số đo được, việc làm tại nhà và phần tổ tự ghi, mỗi phần một bảng.</p>
      ${filterForm(
        '/bao-cao',
        selectField({ state, name: 'period', label: 'Kỳ báo cáo', choices, value: chosen?.value }),
        communes && selectField({ state, name: 'commune', label: 'Xã, phường', choices: communes, value: commune }),
        textField({ state, name: 'team', label: 'Mã tổ', hint: 'Để trống: cả địa bàn.', value: team }),
      )}
      <h2>${of.name}, ${chosen?.label.toLocaleLowerCase('vi') ?? ''}</h2>
      ${may(actor, 'export') && exportLinks(['Excel (xlsx)', link('xlsx')], ['Bản in (PDF)', link('pdf')], ['CSV', link('csv')])}`,
    };
  },
});
