import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { defineAction } from '../action.ts';
import { lastMondays, mondayOf, waitFigures } from './figures.ts';
import { communesOf } from './guard.ts';
import { communeName } from './read.ts';

const WEEKS = 8;
/** Communes are compared over the last four weeks: in one week most have a handful of requests. */
const COMMUNE_WEEKS = 4;

const figures = {
  asked: z.number(),
  taken: z.number(),
  median: z.number().optional(),
  ninetieth: z.number().optional(),
};

/** How long residents waited until somebody took their request. */
export const waitingFigures = defineAction({
  name: 'help.figures',
  permission: 'help.work',
  route: { method: 'GET', path: '/help/figures' },
  summary: 'Median and 90th percentile of waiting in minutes, for the last 8 weeks and by commune for the last 4.',
  input: z.object({ commune: z.string().max(10).optional() }),
  output: z.object({
    weeks: z.array(z.object({ monday: z.string(), ...figures })),
    communes: z.array(z.object({ communeCode: z.string(), communeName: z.string(), ...figures })),
  }),
  async run(context, { commune }) {
    const { deps, at } = context;
    const mondays = lastMondays(at, WEEKS);
    const communeCodes = await communesOf(context, commune);
    const waits = await deps.storage.deskWaits({
      ...{ oaId: deps.oaId, fromDay: mondays.at(-1) ?? '', toDay: vietnamDay(at) },
      ...(communeCodes === undefined ? {} : { communeCodes }),
    });
    const since = mondays[COMMUNE_WEEKS - 1] ?? '';
    const recent = waits.filter(({ day }) => day >= since);
    const codes = [...new Set(recent.map(({ communeCode }) => communeCode))];
    return {
      weeks: mondays.map((monday) => ({ monday, ...waitFigures(waits.filter(({ day }) => mondayOf(day) === monday)) })),
      communes: codes
        .map((communeCode) => ({
          ...{ communeCode, communeName: communeName(deps, communeCode) },
          ...waitFigures(recent.filter((one) => one.communeCode === communeCode)),
        }))
        .toSorted((a, b) => (b.median ?? -1) - (a.median ?? -1) || a.communeName.localeCompare(b.communeName, 'vi')),
    };
  },
});
