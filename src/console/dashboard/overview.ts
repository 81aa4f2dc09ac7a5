import * as z from 'zod';
import { contentHealth } from '../../catalog/health.ts';
import { vietnamDay } from '../../shared/clock.ts';
import { plusDays } from '../../shared/periods.ts';
import { sumFigures, withRates } from '../../teams/indicators.ts';
import { type ActionContext, defineAction } from '../action.ts';
import { may } from '../permissions.ts';
import { countWaiting, MOST_WAITING, WAITING_KINDS } from '../waiting.ts';
import { shown, shownUnit } from './figures.ts';
import { filterInput } from './filters.ts';
import { type Unit, unitOf } from './unit.ts';

/** Days back in which open questions are looked for. */
export const DEMAND_DAYS = 90;

const HEAD = ['reached', 'started', 'finished', 'outcomes', 'stuck-rate', 'help-asked', 'unanswered'] as const;

/** What waits for somebody, counted to 100; absent where nothing does, and for who may not see it. */
const needs = z.object({
  /** Requests for a person that are not over. */
  help: z.number().optional(),
  /** Announcements that this person may approve. */
  announcements: z.number().optional(),
  /** Cards past their day of review. */
  staleCards: z.number().optional(),
  /** Members of teams that wait for approval, flagged entries of the field log, questions of members, by who answers. */
  members: z.number().optional(),
  fieldLog: z.number().optional(),
  communeQuestions: z.number().optional(),
  provinceQuestions: z.number().optional(),
  /** Requests about personal data that are not closed. */
  privacy: z.number().optional(),
  /** Questions kept by residents' wish that nobody answered. */
  questions: z.number().optional(),
  /** Messages that Zalo refused for good. */
  failedSends: z.number().optional(),
  /** Messages of which nobody knows whether they arrived. */
  unknownSends: z.number().optional(),
});

export const readOverview = defineAction({
  name: 'dashboard.overview',
  permission: 'dashboard.view',
  route: { method: 'GET', path: '/dashboard' },
  summary: 'Today beside the same day last week, and what waits for somebody',
  input: filterInput.pick({ commune: true }),
  output: z.object({
    unit: shownUnit,
    day: z.string(),
    lastWeek: z.string(),
    figures: z.array(z.object({ code: z.string(), today: z.number().optional(), lastWeek: z.number().optional() })),
    needs,
    /** False on an installation that has not counted anything yet. */
    hasFigures: z.boolean(),
    hasTeams: z.boolean(),
  }),
  async run(context, { commune }) {
    const { actor, at, deps } = context;
    const { storage, oaId } = deps;
    const of = await unitOf({ actor, deps }, { commune });
    const day = vietnamDay(at);
    const lastWeek = plusDays(day, -7);
    const [today, before] = await Promise.all([dayOf(context, of, day), dayOf(context, of, lastWeek)]);
    return {
      ...{ unit: shown(of), day, lastWeek },
      figures: HEAD.map((code) => ({ code, today: today[code], lastWeek: before[code] })),
      needs: await needsOf(context),
      hasFigures: (await storage.indicatorDays({ oaId })) !== undefined,
      hasTeams: (await storage.listTeams({ oaId })).length > 0,
    };
  },
});

/** What nobody counted that day is 0, a rate of nothing is absent. */
async function dayOf({ at, deps }: ActionContext, of: Unit, day: string): Promise<Record<string, number | undefined>> {
  const { storage, oaId } = deps;
  const [rows, questions] = await Promise.all([
    storage.indicatorTable({ oaId, scope: of.scope, span: 'd', period: day, units: of.codes }),
    storage.guideTotals({
      ...{ oaId, span: 'd', from: day, to: day, today: vietnamDay(at), kinds: ['unanswered'] },
      ...(of.communeCodes === undefined ? {} : { communeCodes: of.communeCodes }),
    }),
  ]);
  const figures = withRates(sumFigures(rows));
  const unanswered = questions.rows.reduce((sum, { count }) => sum + count, 0);
  return {
    ...Object.fromEntries(HEAD.filter((code) => code !== 'stuck-rate').map((code) => [code, 0])),
    ...figures,
    unanswered,
  };
}

async function needsOf({ actor, at, deps }: ActionContext): Promise<z.input<typeof needs>> {
  const { storage, oaId } = deps;
  const isProvince = actor.role !== 'commune-officer';
  const today = vietnamDay(at);
  const waiting = await Promise.all(
    WAITING_KINDS.map(async (kind) => [kind, await countWaiting({ actor, deps }, kind)] as const),
  );
  const sends = isProvince ? await storage.counts() : undefined;
  return {
    ...Object.fromEntries(waiting.filter(([, count]) => count > 0)),
    ...(may(actor, 'content.view') ? { staleCards: contentHealth(deps.catalogue(), today, []).overdue.length } : {}),
    ...(may(actor, 'demand.work')
      ? {
          questions: (
            await storage.listDemand({
              ...{ oaId, fromDay: plusDays(today, -DEMAND_DAYS), state: 'open', limit: MOST_WAITING },
            })
          ).length,
        }
      : {}),
    ...(sends ? { failedSends: sends.outboxFailed, unknownSends: sends.outboxUnknown } : {}),
  };
}
