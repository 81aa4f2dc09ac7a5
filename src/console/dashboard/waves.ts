import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { plusDays } from '../../shared/periods.ts';
import { findScamWaves, scamPeriods } from '../../teams/scam-waves.ts';
import { SCAM_FLOWS, scamKindName } from '../../understanding/scam/kinds.ts';
import { defineAction } from '../action.ts';
import { shown, shownUnit } from './figures.ts';
import { filterInput } from './filters.ts';
import { communeName, unitOf } from './unit.ts';

/** `bot scam-waves` on a page. */
export const readWaves = defineAction({
  name: 'dashboard.scam-waves',
  permission: 'dashboard.view',
  route: { method: 'GET', path: '/dashboard/scam-waves' },
  summary: 'Kinds of scams residents had checked, by commune, beside the same number of days before',
  input: filterInput.pick({ commune: true }).extend({
    days: z.coerce
      .number('Số ngày từ 1 đến 90.')
      .int()
      .min(1, 'Từ 1 đến 90 ngày.')
      .max(90, 'Từ 1 đến 90 ngày.')
      .default(7),
  }),
  output: z.object({
    unit: shownUnit,
    days: z.number(),
    fromDay: z.string(),
    toDay: z.string(),
    isComplete: z.boolean(),
    waves: z.array(
      z.object({
        communeCode: z.string(),
        communeName: z.string(),
        kind: z.string(),
        kindName: z.string(),
        count: z.number(),
        before: z.number(),
        isNew: z.boolean(),
      }),
    ),
  }),
  async run({ actor, at, deps }, { commune, days }) {
    const { storage, oaId } = deps;
    const of = await unitOf({ actor, deps }, { commune });
    const today = vietnamDay(at);
    const { fromDay, toDay, beforeFromDay } = scamPeriods(today, days);
    const read = (from: string, to: string) =>
      storage.guideTotals({
        ...{ oaId, span: 'd', from, to, today, isByUnit: true, flows: SCAM_FLOWS, kinds: ['question'] },
        ...(of.communeCodes === undefined ? {} : { communeCodes: of.communeCodes }),
      });
    const [now, before] = await Promise.all([read(fromDay, toDay), read(beforeFromDay, plusDays(fromDay, -1))]);
    const onDay = (day: string, rows: typeof now.rows) =>
      rows.map(({ unit, outcome, count }) => ({ day, communeCode: unit, outcome, count }));
    const waves = findScamWaves([...onDay(toDay, now.rows), ...onDay(beforeFromDay, before.rows)], {
      ...{ fromDay, toDay, beforeFromDay },
    });
    return {
      ...{ unit: shown(of), days, fromDay, toDay, isComplete: now.isComplete && before.isComplete },
      waves: waves.map((wave) => ({
        ...wave,
        communeName: communeName(deps, wave.communeCode),
        kindName: scamKindName(wave.kind),
      })),
    };
  },
});
