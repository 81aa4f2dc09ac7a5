import * as z from 'zod';
import { contentHealth } from '../../catalog/health.ts';
import { vietnamDay } from '../../shared/clock.ts';
import { plusDays } from '../../shared/periods.ts';
import { LIVE_HELP } from '../../storage/help-ports.ts';
import { sumFigures, withRates } from '../../teams/indicators.ts';
import { type ActionContext, defineAction } from '../action.ts';
import { may } from '../permissions.ts';
import { shown, shownUnit } from './figures.ts';
import { filterInput } from './filters.ts';
import { type Unit, unitOf } from './unit.ts';

/** More than this is shown as "200+": nobody counts them, somebody has to begin. */
export const MOST_COUNTED = 200;
/** Days back in which open questions are looked for. */
export const DEMAND_DAYS = 90;

const HEAD = ['reached', 'started', 'finished', 'outcomes', 'stuck-rate', 'help-asked', 'unanswered'] as const;

/** What waits for somebody; absent for who may not see it. */
const needs = z.object({
  /** Requests for a person that are not over, 200 at most. */
  help: z.number().optional(),
  /** Announcements that wait for approval. */
  announcements: z.number().optional(),
  /** Cards past their day of review. */
  staleCards: z.number().optional(),
  /** Questions kept by residents' wish that nobody answered, 200 at most. */
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
      needs: await needsOf(context, of),
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

async function needsOf({ actor, at, deps }: ActionContext, of: Unit): Promise<z.input<typeof needs>> {
  const { storage, oaId } = deps;
  const isProvince = actor.role !== 'commune-officer';
  const today = vietnamDay(at);
  const help = may(actor, 'help.work')
    ? (
        await storage.listHelp({
          ...{ oaId, states: LIVE_HELP, limit: MOST_COUNTED },
          ...(of.communeCodes === undefined ? {} : { communeCodes: of.communeCodes }),
        })
      ).length
    : undefined;
  const sends = isProvince ? await storage.counts() : undefined;
  return {
    help,
    ...(may(actor, 'announcements.approve') ? { announcements: await submittedOf(deps) } : {}),
    ...(may(actor, 'content.view') ? { staleCards: contentHealth(deps.catalogue(), today, []).overdue.length } : {}),
    ...(may(actor, 'demand.work')
      ? {
          questions: (
            await storage.listDemand({
              ...{ oaId, fromDay: plusDays(today, -DEMAND_DAYS), state: 'open', limit: MOST_COUNTED },
            })
          ).length,
        }
      : {}),
    ...(sends ? { failedSends: sends.outboxFailed, unknownSends: sends.outboxUnknown } : {}),
  };
}

/** Drafts that somebody handed in and nobody has approved yet. */
async function submittedOf({ storage, oaId }: ActionContext['deps']): Promise<number> {
  const drafts = await storage.listAnnouncements({ oaId, states: ['draft'], limit: MOST_COUNTED });
  return drafts.filter(({ submittedBy }) => submittedBy !== undefined).length;
}
