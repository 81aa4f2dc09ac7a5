import * as z from 'zod';
import { topics } from '../../catalog/catalogue.ts';
import { vietnamDay } from '../../shared/clock.ts';
import { monthOf, periodsBetween, plusDays } from '../../shared/periods.ts';
import type { PeriodFigures } from '../../storage/indicator-ports.ts';
import { sumFigures, thingNames, withRates } from '../../teams/indicators.ts';
import { viewIndicators } from '../../teams/indicator-view.ts';
import { defineAction } from '../action.ts';
import type { ConsoleDeps } from '../deps.ts';
import { filterInput, stretchOf } from './filters.ts';
import { type Unit, unitOf } from './unit.ts';

/** What a trend counts. Accounts are counted once a day (or month) and never added up over days. */
export const TREND_CODES = ['reached', 'started', 'finished', 'stuck', 'outcomes', 'help-asked', 'visits'] as const;
/** What has a subject. */
const TOPIC_CODES = ['started', 'steps', 'stuck', 'finished', 'outcomes', 'handovers'] as const;

const values = z.record(z.string(), z.number());
const unit = z.object({ scope: z.enum(['p', 'c', 't']), code: z.string(), name: z.string() });
export const shownUnit = unit;

export const shown = ({ scope, code, name }: Unit): z.output<typeof unit> => ({ scope, code, name });

/** Figures of a unit over a stretch, with what its parts under earlier codes had. */
async function seriesOf(
  { storage, oaId }: Pick<ConsoleDeps, 'storage' | 'oaId'>,
  { scope, codes }: Unit,
  stretch: { readonly span: 'd' | 'm'; readonly from: string; readonly to: string },
  topic: string,
  indicators: readonly string[],
): Promise<readonly PeriodFigures[]> {
  const { span, from, to } = stretch;
  const all = await Promise.all(
    codes.map((one) =>
      storage.indicatorSeries({
        oaId,
        scope,
        unit: one,
        span,
        from,
        to,
        indicators,
        ...(topic === '' ? {} : { topic }),
      }),
    ),
  );
  const byPeriod = Map.groupBy(all.flat(), ({ period }) => period);
  return periodsBetween(span, from, to).map((period) => ({ period, values: sumFigures(byPeriod.get(period) ?? []) }));
}

export const readTrends = defineAction({
  name: 'dashboard.trends',
  permission: 'dashboard.view',
  route: { method: 'GET', path: '/dashboard/trends' },
  summary: 'Indicators day by day (7, 30, 90 days) or month by month, and by subject',
  input: filterInput,
  output: z.object({
    unit,
    span: z.enum(['d', 'm']),
    from: z.string(),
    to: z.string(),
    topic: z.string(),
    periods: z.array(z.object({ period: z.string(), values })),
    /** Sums over the whole stretch, of each subject. */
    topics: z.array(z.object({ topic: z.string(), values })),
  }),
  async run({ actor, at, deps }, { range, commune, team, topic }) {
    const of = await unitOf({ actor, deps }, { commune, team });
    const { span, from, to } = stretchOf(range, vietnamDay(at));
    const stretch = { span, from, to };
    const byTopic = topics.filter((one) => topic === '' || one === topic);
    const [periods, ...ofTopics] = await Promise.all([
      seriesOf(deps, of, stretch, topic, TREND_CODES),
      ...byTopic.map((one) => seriesOf(deps, of, stretch, one, TOPIC_CODES)),
    ]);
    return {
      ...{ unit: shown(of), ...stretch, topic, periods: [...periods] },
      topics: byTopic.map((one, index) => ({ topic: one, values: withRates(sumFigures(ofTopics[index] ?? [])) })),
    };
  },
});

export const readPlaces = defineAction({
  name: 'dashboard.places',
  permission: 'dashboard.view',
  route: { method: 'GET', path: '/dashboard/places' },
  summary: 'One month of a unit with its parts: communes of the province, teams of a commune',
  input: filterInput,
  output: z.object({
    unit,
    month: z.string(),
    values,
    before: values,
    targets: values,
    rows: z.array(z.object({ code: z.string(), name: z.string(), values, score: z.number() })),
  }),
  async run({ actor, at, deps }, { commune, team, month }) {
    const { storage, oaId, places } = deps;
    const of = await unitOf({ actor, deps }, { commune, team });
    const period = month ?? monthOf(vietnamDay(at));
    const thingName = thingNames(deps.catalogue());
    const view = await viewIndicators({
      ...{ storage, thingName, oaId, scope: of.scope, unit: of.code, span: 'm', period },
    });
    const teams = new Map((await storage.listTeams({ oaId })).map((one) => [one.code, one.name]));
    const nameOf = (one: string): string =>
      of.scope === 'p' ? (places.commune(one)?.name ?? `Xã, phường ${one}`) : `${teams.get(one) ?? 'Tổ'} (${one})`;
    return {
      ...{ unit: shown(of), month: period, values: view.values, before: view.before, targets: view.targets },
      rows: view.rows.map((row) => ({ code: row.unit, name: nameOf(row.unit), values: row.values, score: row.score })),
    };
  },
});

/** Shares of messages answered in time; undefined shares where nobody wrote. */
const service = z.object({
  total: z.number(),
  within2: z.number(),
  within10: z.number(),
});

export const readService = defineAction({
  name: 'dashboard.service',
  permission: 'dashboard.view',
  route: { method: 'GET', path: '/dashboard/service-level' },
  summary: 'How many messages were answered within 2 and 10 seconds: today, in 7 and in 30 days. Of the whole OA',
  input: z.object({}),
  output: z.object({
    today: service,
    week: service,
    month: service,
    days: z.array(service.extend({ day: z.string() })),
  }),
  async run({ at, deps: { storage, oaId } }) {
    const today = vietnamDay(at);
    const days = await storage.answerTimes({ oaId, from: plusDays(today, -29), to: today });
    const since = (first: string): z.input<typeof service> => {
      const some = days.filter(({ day }) => day >= first);
      const sum = (of: 'total' | 'within2' | 'within10'): number => some.reduce((all, one) => all + one[of], 0);
      return { total: sum('total'), within2: sum('within2'), within10: sum('within10') };
    };
    return {
      today: since(today),
      week: since(plusDays(today, -6)),
      month: since(plusDays(today, -29)),
      days: [...days],
    };
  },
});

/** Groups of people in the field log alone: the bot never asks who somebody is. */
export const readAudience = defineAction({
  name: 'dashboard.audience',
  permission: 'dashboard.view',
  route: { method: 'GET', path: '/dashboard/audience' },
  summary: 'What teams wrote down themselves, by whom it was done for. Measured figures cannot be split so',
  input: filterInput,
  output: z.object({
    unit,
    fromDay: z.string(),
    rows: z.array(z.object({ group: z.string(), entries: z.number(), people: z.number() })),
  }),
  async run({ actor, at, deps }, { range, commune, team }) {
    const { storage, oaId } = deps;
    const of = await unitOf({ actor, deps }, { commune, team });
    const today = vietnamDay(at);
    const { fromDay } = stretchOf(range === '12m' ? '90' : range, today);
    const { kinds, groups } = deps.catalogue().fieldLog;
    const of_ = of.communeCodes === undefined ? {} : { communeCodes: of.communeCodes };
    const sums = await storage.fieldLogGroups({ oaId, from: fromDay, to: today, ...of_ });
    const guided = sums.filter(({ kind }) => kinds[kind]?.section === 'guided');
    return {
      ...{ unit: shown(of), fromDay },
      rows: ['', ...Object.keys(groups)].map((group) => {
        const own = guided.filter((one) => one.group === group);
        return {
          group: group === '' ? 'Không ghi nhóm' : (groups[group]?.title ?? group),
          entries: own.reduce((all, one) => all + one.entries, 0),
          people: own.reduce((all, one) => all + one.quantity, 0),
        };
      }),
    };
  },
});
