import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { countDays, daysOfPeriod, monthOf } from '../../shared/periods.ts';
import { indicatorOf, thingNames } from '../../teams/indicators.ts';
import { targetOf, viewIndicators } from '../../teams/indicator-view.ts';
import { defineAction, Refusal } from '../action.ts';
import { drawingOf, type Standing } from '../map/map-part.ts';
import { filterInput } from './filters.ts';
import { communeName, provinceCodeOf } from './unit.ts';

/** From this share of what was due by today on, a commune is near its target; below, it is low. */
const NEAR = 0.6;

/**
 * How a figure stands to its target after this share of the month (1 = over): `good` when it is at least as far as the
 * month, `near` from 60 % of that on. For figures of which less is better, the target is a bound: `good` within it,
 * `near` up to a fifth above. Pure.
 */
export function standingOf(
  value: number,
  target: number | undefined,
  { elapsed, isLessBetter }: { readonly elapsed: number; readonly isLessBetter: boolean },
): Standing {
  if (target === undefined || (target === 0 && !isLessBetter)) return 'none';
  if (isLessBetter) return value <= target ? 'good' : value <= target * 1.2 ? 'near' : 'low';
  const due = target * elapsed;
  return value >= due ? 'good' : value >= due * NEAR ? 'near' : 'low';
}

/** Which part of a month is over on this day. */
export function elapsedOf(month: string, today: string): number {
  const days = daysOfPeriod('m', month);
  if (!days || today >= days.toDay) return 1;
  if (today < days.fromDay) return 0;
  return countDays(days.fromDay, today) / countDays(days.fromDay, days.toDay);
}

export const readMap = defineAction({
  name: 'dashboard.map',
  permission: 'dashboard.view',
  route: { method: 'GET', path: '/dashboard/map' },
  summary: 'Every commune of the province against its target of a month',
  input: filterInput.pick({ month: true, indicator: true, commune: true }),
  output: z.object({
    provinceCode: z.string().optional(),
    provinceName: z.string(),
    month: z.string(),
    indicator: z.object({ code: z.string(), name: z.string(), unit: z.string() }),
    /** Indicators that some commune has a target for. */
    withTargets: z.array(z.object({ code: z.string(), name: z.string() })),
    communes: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        value: z.number(),
        target: z.number().optional(),
        /** Whole per cent of the target. */
        percent: z.number().optional(),
        standing: z.enum(['good', 'near', 'low', 'none']),
      }),
    ),
  }),
  async run({ actor, at, deps }, { month, indicator: code }) {
    const { storage, oaId, places } = deps;
    const today = vietnamDay(at);
    const period = month ?? monthOf(today);
    const thingName = thingNames(deps.catalogue());
    const indicator = indicatorOf(code, thingName);
    if (!indicator) throw new Refusal('Chỉ số này không có.', { indicator: 'Chỉ số này không có.' });
    const teams = await storage.listTeams({ oaId });
    const targets = await storage.listTargets({ oaId, span: 'm' });
    const { rows } = await viewIndicators({ storage, thingName, oaId, scope: 'p', unit: '', span: 'm', period });
    const provinceCode = provinceCodeOf(teams);
    const values = new Map(rows.map((row) => [row.unit, row.values[code] ?? 0]));
    const drawing = provinceCode === undefined ? undefined : drawingOf(deps.rootDir, provinceCode);
    const communes = drawing?.communes.map((one) => one.code) ?? [];
    const elapsed = elapsedOf(period, today);
    const all = [...new Set([...communes, ...values.keys()])].filter(
      (one) => actor.role !== 'commune-officer' || one === actor.communeCode,
    );
    const codes = new Set(targets.filter(({ scope }) => scope === 'c').map((one) => one.indicator));
    return {
      ...(provinceCode === undefined ? {} : { provinceCode }),
      provinceName: (provinceCode === undefined ? undefined : places.province(provinceCode)?.name) ?? 'Toàn tỉnh',
      month: period,
      indicator: { code, name: indicator.name, unit: indicator.unit },
      withTargets: [...codes].flatMap((one) => {
        const known = indicatorOf(one, thingName);
        return known ? [{ code: one, name: known.name }] : [];
      }),
      communes: all
        .map((one) => {
          const value = values.get(one) ?? 0;
          const target = targetOf(targets, 'c', one, code);
          const standing = standingOf(value, target, { elapsed, isLessBetter: indicator.better === 'down' });
          return {
            ...{ code: one, name: communeName(deps, one), value, standing },
            ...(target === undefined ? {} : { target }),
            ...(target === undefined || target === 0 ? {} : { percent: Math.floor((100 * value) / target) }),
          };
        })
        .toSorted(
          (a, b) => (b.percent ?? -1) - (a.percent ?? -1) || b.value - a.value || a.name.localeCompare(b.name, 'vi'),
        ),
    };
  },
});
