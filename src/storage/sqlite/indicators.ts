import { periodsBetween } from '../../shared/periods.ts';
import type { IndicatorReads, IndicatorWrites, Scope, Target, UnitFigures } from '../indicator-ports.ts';
import { campaignOperations, findCampaign } from './campaigns.ts';
import type { Database, Row } from './database.ts';
import { truthSources } from './indicator-truth.ts';
import { recountIndicators } from './recount.ts';
import { rollTallies } from './roll.ts';

/** Periods in one series at most: a year of days and a little. */
const MAX_PERIODS = 400;

type Figures = Record<string, number>;

/** One contiguous stretch of the key: a period of a subject, of one unit or of all. */
function readTotals(
  db: Database,
  where: { oaId: string; scope: Scope; span: string; period: string; topic: string; unit?: string },
  indicators: readonly string[] | undefined,
): Row[] {
  return db.all(
    `select unit, indicator, value from indicator_total
     where oa_id = ? and scope = ? and span = ? and period = ? and topic = ?
       ${where.unit === undefined ? '' : 'and unit = ?'}
       ${indicators ? `and indicator in (${indicators.map(() => '?').join(', ')})` : ''}
     order by unit, indicator`,
    where.oaId,
    where.scope,
    where.span,
    where.period,
    where.topic,
    ...(where.unit === undefined ? [] : [where.unit]),
    ...(indicators ?? []),
  );
}

function byUnit(rows: readonly Row[]): UnitFigures[] {
  const found: { unit: string; values: Figures }[] = [];
  for (const row of rows) {
    const unit = String(row['unit']);
    let last = found.at(-1);
    if (last?.unit !== unit) {
      last = { unit, values: {} };
      found.push(last);
    }
    last.values[String(row['indicator'])] = Number(row['value']);
  }
  return found;
}

const toFigures = (rows: readonly Row[]): Figures =>
  Object.fromEntries(rows.map((row) => [String(row['indicator']), Number(row['value'])]));

const toTarget = (row: Row): Target => ({
  oaId: String(row['oa_id']),
  scope: row['scope'] as Scope,
  unit: String(row['unit']),
  span: String(row['span']),
  indicator: String(row['indicator']),
  value: Number(row['value']),
});

export const indicatorOperations = (db: Database): IndicatorReads & IndicatorWrites => {
  /** The units asked for; undefined = whichever have figures. */
  const unitsOf = (args: Parameters<IndicatorReads['indicatorTable']>[0]): readonly string[] | undefined => {
    const { oaId, scope, units, communeCodes } = args;
    if (units || !communeCodes) return units;
    if (scope !== 't') return communeCodes;
    const marks = communeCodes.map(() => '?').join(', ');
    return db
      .all(`select code from team where oa_id = ? and commune_code in (${marks}) order by code`, oaId, ...communeCodes)
      .map((row) => String(row['code']));
  };

  const indicatorTable: IndicatorReads['indicatorTable'] = (args) => {
    const { oaId, scope, span, period, topic = '', indicators } = args;
    const where = { oaId, scope, span, period, topic };
    const units = unitsOf(args);
    const rows = units
      ? [...new Set(units)].toSorted().flatMap((unit) => readTotals(db, { ...where, unit }, indicators))
      : readTotals(db, where, indicators);
    return byUnit(rows);
  };

  return {
    ...campaignOperations(db),

    indicatorTable,

    indicatorSeries: ({ oaId, scope, unit, span, from, to, indicators, topic = '' }) =>
      periodsBetween(span, from, to)
        .slice(0, MAX_PERIODS)
        .map((period) => ({
          period,
          values: toFigures(readTotals(db, { oaId, scope, span, period, topic, unit }, indicators)),
        })),

    campaignProgress({ oaId, id, scope = 't' }) {
      const campaign = findCampaign(db, oaId, id);
      if (!campaign) return undefined;
      const where = { oaId, span: id, period: '' };
      const total = toFigures(readTotals(db, { ...where, scope: 'p', topic: '', unit: '' }, undefined));
      return { campaign, total, units: indicatorTable({ ...where, scope }) };
    },

    listTargets: ({ oaId, span }) =>
      db
        .all(
          `select * from target where oa_id = ?1 and (?2 is null or span = ?2) order by scope, unit, span, indicator`,
          oaId,
          span ?? null,
        )
        .map(toTarget),

    saveTarget({ oaId, scope, unit, span, indicator, value }) {
      if (value === null) {
        db.run(
          'delete from target where oa_id = ? and scope = ? and unit = ? and span = ? and indicator = ?',
          ...[oaId, scope, unit, span, indicator],
        );
        return null;
      }
      db.run(
        `insert into target (oa_id, scope, unit, span, indicator, value) values (?, ?, ?, ?, ?, ?)
         on conflict (oa_id, scope, unit, span, indicator) do update set value = excluded.value`,
        ...[oaId, scope, unit, span, indicator, value],
      );
      return null;
    },

    indicatorDays({ oaId }) {
      const endsOf = (day: string, where: string): string =>
        `select (select min(${day}) from ${where}) as first, (select max(${day}) from ${where}) as last`;
      const ends = [
        ...truthSources.map(({ table }) => endsOf('day', `${table} where oa_id = ?1`)),
        endsOf('period', `indicator_total where oa_id = ?1 and scope = 'p' and span = 'd'`),
      ]
        .map((sql) => db.get(sql, oaId))
        .flatMap((row) => (typeof row?.['first'] === 'string' ? [[row['first'], String(row['last'])] as const] : []));
      if (ends.length === 0) return undefined;
      return {
        fromDay: ends.map(([first]) => first).toSorted()[0] ?? '',
        toDay:
          ends
            .map(([, last]) => last)
            .toSorted()
            .at(-1) ?? '',
      };
    },

    rollTallies: ({ limit }) => rollTallies(db, limit),

    recountIndicators: (args) => recountIndicators(db, args),
  };
};
