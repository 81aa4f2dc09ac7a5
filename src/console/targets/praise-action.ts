import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { daysOfPeriod, monthOf } from '../../shared/periods.ts';
import { viewIndicators } from '../../teams/indicator-view.ts';
import { thingNames } from '../../teams/indicators.ts';
import { praiseList } from '../../teams/praise.ts';
import { communeFor, defineAction } from '../action.ts';
import { communeName } from '../teams/communes.ts';
import { demandIndicator, indicatorName } from './indicators.ts';

const MOST_PRAISED = 30;

/** Who is praised: so many of every hundred households. */
export const listPraise = defineAction({
  name: 'praise.list',
  permission: 'teams.view',
  route: { method: 'GET', path: '/praise' },
  summary: 'Teams of a commune, or communes of the province, by a figure for every hundred households in a month.',
  input: z.object({
    communeCode: z.string().max(5).optional(),
    month: z.string().max(7).optional(),
    indicator: z.string().max(80).default('reached'),
  }),
  output: z.object({
    month: z.string(),
    of: z.enum(['teams', 'communes']),
    indicator: z.string(),
    indicatorName: z.string(),
    unit: z.string(),
    praised: z.array(
      z.object({
        rank: z.number(),
        code: z.string(),
        name: z.string(),
        value: z.number(),
        per100: z.number(),
        households: z.number().optional(),
      }),
    ),
  }),
  async run({ actor, at, deps }, { communeCode: asked, month: wanted, indicator }) {
    const { storage, oaId } = deps;
    demandIndicator(deps, indicator, 'indicator');
    const thisMonth = monthOf(vietnamDay(at));
    const month = wanted !== undefined && daysOfPeriod('m', wanted) && wanted <= thisMonth ? wanted : thisMonth;
    const communeCode = communeFor(actor, asked);
    const { rows } = await viewIndicators({
      ...{ storage, thingName: thingNames(deps.catalogue()), oaId, span: 'm', period: month },
      ...{ scope: communeCode === undefined ? 'p' : 'c', unit: communeCode ?? '' },
    });
    const names = new Map((await storage.listTeams({ oaId })).map(({ code, name }) => [code, name]));
    const list = praiseList(
      rows.map(({ unit, values, households }) => ({
        ...{ unit, value: values[indicator] ?? 0 },
        ...(households === undefined ? {} : { households }),
      })),
      MOST_PRAISED,
    );
    const { name, unit } = indicatorName(deps, indicator);
    return {
      ...{ month, indicator, indicatorName: name, unit },
      of: communeCode === undefined ? ('communes' as const) : ('teams' as const),
      praised: list.map(({ unit: code, rank, value, per100, households }) => ({
        ...{ rank, code, value, per100 },
        name: communeCode === undefined ? communeName(deps, code) : (names.get(code) ?? code),
        ...(households === undefined ? {} : { households }),
      })),
    };
  },
});
