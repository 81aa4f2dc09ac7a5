import type { FieldEntry } from '../storage/field-log-ports.ts';
import type { PeriodFigures, Scope, UnitFigures } from '../storage/indicator-ports.ts';
import type { Storage } from '../storage/ports.ts';
import { type IndicatorStore, targetOf, viewIndicators } from './indicator-view.ts';
import { sumFigures, thingNames, withRates } from './indicators.ts';
import type { PeriodReportInput } from './period-report-types.ts';
import type { ReportPeriod } from './report-period.ts';

export interface PeriodReportRequest {
  readonly storage: IndicatorStore & Pick<Storage, 'indicatorSeries' | 'listCampaigns' | 'listFieldLogs'>;
  readonly content: Parameters<typeof thingNames>[0] & {
    readonly fieldLog: { readonly kinds: Readonly<Record<string, { readonly section: string }>> };
  };
  readonly oaId: string;
  readonly scope: Scope;
  /** Code of the team or commune; '' for the province. */
  readonly unit: string;
  readonly period: ReportPeriod;
  communeName(code: string): string | undefined;
  /** What the whole OA is called. */
  readonly provinceName: string;
  readonly printedOn: string;
}

/** Entries of the field log in one report at most: a large commune writes some thousands in a quarter. */
export const MOST_ENTRIES = 20_000;

/** Reads what a report is made of. Costs what it returns: nothing here reads history. */
export async function loadPeriodReport(request: PeriodReportRequest): Promise<PeriodReportInput> {
  const { storage, content, oaId, scope, unit, period, printedOn } = request;
  const thingName = thingNames(content);
  const line = scope === 'c' ? await storage.listCommuneLine({ oaId, communeCode: unit }) : [unit];
  const figuresIn = async (month: string): Promise<UnitFigures['values']> =>
    withRates(sumFigures(await storage.indicatorTable({ oaId, scope, span: 'm', period: month, units: line })));
  const viewOf = (month: string) => viewIndicators({ storage, thingName, oaId, scope, unit, span: 'm', period: month });
  const targets = await storage.listTargets({ oaId, span: 'm' });
  const partScope = scope === 'p' ? 'c' : 't';
  const names = new Map((await storage.listTeams({ oaId })).map(({ code, name }) => [code, `${name} (${code})`]));
  const communeName = (code: string): string =>
    code === '' ? 'Chưa rõ xã' : (request.communeName(code) ?? `Xã, phường ${code}`);
  const isCommune = (code: string): boolean => (scope === 'c' ? code === unit : scope === 'p');
  return {
    ...{ scope, unit, period, printedOn, thingName },
    views: await Promise.all(period.months.map(viewOf)),
    before: await Promise.all(period.before.map(figuresIn)),
    days: await daysOf(request, line),
    entries: await entriesOf(request, line),
    campaigns: await campaignsOf(request, line),
    targetOf: (part, indicator) => targetOf(targets, partScope, part, indicator),
    guidedKinds: Object.entries(content.fieldLog.kinds).flatMap(([kind, { section }]) =>
      section === 'guided' ? [kind] : [],
    ),
    nameOf: (code) => {
      if (scope === 'p' && code === unit) return request.provinceName;
      return isCommune(code) ? communeName(code) : (names.get(code) ?? `Tổ ${code}`);
    },
  };
}

async function daysOf(request: PeriodReportRequest, line: readonly string[]): Promise<readonly PeriodFigures[]> {
  const { storage, oaId, scope, period, printedOn } = request;
  const to = printedOn < period.toDay ? printedOn : period.toDay;
  const series = await Promise.all(
    line.map((unit) => storage.indicatorSeries({ oaId, scope, unit, span: 'd', from: period.fromDay, to })),
  );
  const byDay = Map.groupBy(series.flat(), (row) => row.period);
  return [...byDay].map(([day, rows]) => ({ period: day, values: withRates(sumFigures(rows)) }));
}

async function entriesOf(
  { storage, oaId, scope, unit, period: { fromDay, toDay } }: PeriodReportRequest,
  line: readonly string[],
): Promise<readonly FieldEntry[]> {
  if (scope === 'p') return [];
  const whose = scope === 't' ? { teamCode: unit } : { communeCodes: line };
  const entries = await storage.listFieldLogs({ oaId, ...whose, fromDay, toDay, limit: MOST_ENTRIES });
  return entries.toSorted((a, b) => (a.day === b.day ? a.createdAt - b.createdAt : a.day < b.day ? -1 : 1));
}

/** Campaigns that run in the period and in which the unit takes part. */
async function campaignsOf(
  { storage, oaId, scope, unit, period }: PeriodReportRequest,
  line: readonly string[],
): Promise<PeriodReportInput['campaigns']> {
  const communeOf = async (): Promise<readonly string[]> => {
    if (scope !== 't') return line;
    const team = (await storage.listTeams({ oaId })).find(({ code }) => code === unit);
    return team ? [team.communeCode] : [];
  };
  const communes = await communeOf();
  const running = (await storage.listCampaigns({ oaId })).filter(
    ({ fromDay, toDay, communeCodes }) =>
      fromDay <= period.toDay &&
      toDay >= period.fromDay &&
      (scope === 'p' || communeCodes.length === 0 || communes.some((code) => communeCodes.includes(code))),
  );
  const stands = await Promise.all(
    running.map(async ({ id }) => {
      const progress = await storage.campaignProgress({ oaId, id, scope: scope === 't' ? 't' : 'c' });
      if (!progress) return [];
      const own = scope === 'p' ? progress.total : sumFigures(progress.units.filter((row) => line.includes(row.unit)));
      return [{ campaign: progress.campaign, total: progress.total, own }];
    }),
  );
  return stands.flat();
}
