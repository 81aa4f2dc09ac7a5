import { campaignStand } from './campaigns.ts';
import { type Indicator, indicatorOf, INDICATORS, type IndicatorSource, sumFigures, withRates } from './indicators.ts';
import type { CampaignLine, FigureLine, PeriodReport, PeriodReportInput, UnitLine } from './period-report-types.ts';
import { praiseList } from './praise.ts';
import type { ReportPeriod } from './report-period.ts';
import { scoreUnits } from './score.ts';

type Figures = Readonly<Record<string, number>>;

const RESPONSE = ['help-asked', 'help-answered', 'help-desk', 'help-response'];
const LEARNING = ['lessons', 'certificates'];
/** A sum that only makes an average: `help-response` says it. */
const HIDDEN = 'help-minutes';
const PRAISED = 10;

/**
 * Several months as one: sums, but the highest month for accounts (one who wrote in two months would count twice), and
 * rates worked out anew.
 */
export function combineMonths(months: readonly Figures[]): Figures {
  const sums: Record<string, number> = { ...sumFigures(months.map((values) => ({ values }))) };
  for (const { code, kind } of INDICATORS) {
    if (kind === 'rate') delete sums[code];
    if (kind === 'distinct') sums[code] = Math.max(0, ...months.map((values) => values[code] ?? 0));
  }
  return withRates(sums);
}

/** Puts a report together. Pure. */
export function buildPeriodReport(input: PeriodReportInput): PeriodReport {
  const { scope, unit, period, printedOn } = input;
  const lines = figureLines(input);
  const from = (source: IndicatorSource, codes?: readonly string[]): FigureLine[] =>
    lines.flatMap(({ indicator, line }) => {
      const isListed = [...RESPONSE, ...LEARNING].includes(line.code);
      return indicator.source === source && (codes ? codes.includes(line.code) : !isListed) ? [line] : [];
    });
  const units = unitLines(input);
  return {
    scope,
    unit,
    name: input.nameOf(unit),
    period,
    printedOn,
    isPreliminary: printedOn <= period.toDay,
    measured: from('measured'),
    visit: from('visit'),
    selfReported: from('self-reported').map((line) => ({
      ...line,
      days: input.days.flatMap(({ period: day, values }) => ((values[line.code] ?? 0) > 0 ? [day] : [])),
    })),
    response: from('measured', RESPONSE),
    learning: from('measured', LEARNING),
    campaigns: input.campaigns.flatMap((one) => campaignLines(one, input)),
    units,
    praise: praiseList(
      units.map(({ unit: part, values, households }) => ({
        unit: part,
        value: values['reached'] ?? 0,
        ...(households === undefined ? {} : { households }),
      })),
      PRAISED,
    ).map((praised) => ({ ...praised, name: input.nameOf(praised.unit) })),
    days: input.days.filter(({ period: day }) => day <= printedOn),
    entries: input.entries,
  };
}

function figureLines(input: PeriodReportInput): { indicator: Indicator; line: FigureLine }[] {
  const { period, views, thingName, printedOn } = input;
  const months = views.map(({ values }) => values);
  const now = combineMonths(months);
  const before = combineMonths(input.before);
  const targets = views.at(-1)?.targets ?? {};
  const seen = [...months, ...input.before, targets].flatMap((values) => Object.keys(values));
  const families = [...new Set(seen.filter((code) => code.includes(':')))].toSorted();
  return [...INDICATORS.map(({ code }) => code), ...families].flatMap((code) => {
    const indicator = indicatorOf(code, thingName);
    if (!indicator || code === HIDDEN) return [];
    const isRate = indicator.kind === 'rate';
    const valueIn = (values: Figures): number | undefined => values[code] ?? (isRate ? undefined : 0);
    const target = targets[code] === undefined ? undefined : targets[code] * targetFactor(indicator, period);
    const line: FigureLine = {
      ...{ code, name: indicator.name, unit: indicator.unit, better: indicator.better },
      months:
        period.span === 'm'
          ? []
          : months.map((values, index) =>
              (period.months[index] ?? '') > printedOn.slice(0, 7) ? undefined : valueIn(values),
            ),
      value: valueIn(now),
      before: valueIn(before),
      ...(target === undefined ? {} : { target }),
      isPeak: period.span === 'q' && indicator.kind === 'distinct',
    };
    return [{ indicator, line }];
  });
}

/** Targets are monthly: a quarter wants three times a sum, and the same of a rate or of accounts in a month. */
const targetFactor = (indicator: Pick<Indicator, 'kind'> | undefined, { months }: ReportPeriod): number =>
  indicator?.kind === undefined ? months.length : 1;

function unitLines(input: PeriodReportInput): (UnitLine & { readonly households?: number })[] {
  const { views, thingName, period } = input;
  const rows = Map.groupBy(
    views.flatMap((view) => view.rows),
    ({ unit }) => unit,
  );
  const parts = [...rows].map(([unit, months]) => {
    const households = months.at(-1)?.households;
    const values = combineMonths(months.map((month) => month.values));
    return { unit, values, ...(households === undefined ? {} : { households }) };
  });
  const scores = scoreUnits(parts, {
    weights: views.at(-1)?.weights ?? {},
    thingName,
    target: (unit, code) => {
      const monthly = input.targetOf(unit, code);
      return monthly === undefined ? undefined : monthly * targetFactor(indicatorOf(code, thingName), period);
    },
  });
  return parts
    .map((part) => ({
      ...part,
      name: input.nameOf(part.unit),
      guided: input.guidedKinds.reduce((sum, kind) => sum + (part.values[`log:${kind}`] ?? 0), 0),
      score: scores.get(part.unit) ?? 0,
    }))
    .toSorted((a, b) => b.score - a.score || (a.unit < b.unit ? -1 : 1));
}

function campaignLines(
  { campaign, total, own }: PeriodReportInput['campaigns'][number],
  { thingName, printedOn }: PeriodReportInput,
): CampaignLine[] {
  const rated = withRates(own);
  return campaignStand(campaign, withRates(total), printedOn).goals.map(({ indicator, value, reached, percent }) => {
    const { name = indicator, unit = '' } = indicatorOf(indicator, thingName) ?? {};
    return {
      ...{ name: campaign.name, fromDay: campaign.fromDay, toDay: campaign.toDay, indicator: name, unit },
      ...{ own: rated[indicator] ?? 0, total: reached, goal: value, percent },
    };
  });
}
