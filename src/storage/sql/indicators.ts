import { periodsBetween } from '../../shared/periods.ts';
import type { IndicatorReads, IndicatorWrites, Scope, Target, UnitFigures } from '../indicator-ports.ts';
import { campaignOperations, findCampaign } from './campaigns.ts';
import type { Sql, Row, Operation, Queried } from './query.ts';
import { truthSources } from './indicator-truth.ts';
import { recountIndicators } from './recount.ts';
import { rollTallies } from './roll.ts';

/** Periods in one series at most: a year of days and a little. */
const MAX_PERIODS = 400;

type Figures = Record<string, number>;
type TableArgs = Parameters<IndicatorReads['indicatorTable']>[0];

/** One contiguous stretch of the key: a period of a subject, of one unit or of all. */
function* readTotals(
  db: Sql,
  where: { oaId: string; scope: Scope; span: string; period: string; topic: string; unit?: string },
  indicators: readonly string[] | undefined,
): Operation<Row[]> {
  return yield* db.all(
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

export const indicatorOperations = (db: Sql): Queried<IndicatorReads & IndicatorWrites> => {
  /** The units asked for; undefined = whichever have figures. */
  function* unitsOf(args: TableArgs): Operation<readonly string[] | undefined> {
    const { oaId, scope, units, communeCodes } = args;
    if (units || !communeCodes) return units;
    if (scope !== 't') return communeCodes;
    const marks = communeCodes.map(() => '?').join(', ');
    return (yield* db.all(
      `select code from team where oa_id = ? and commune_code in (${marks}) order by code`,
      oaId,
      ...communeCodes,
    )).map((row) => String(row['code']));
  }

  function* indicatorTable(args: TableArgs): Operation<readonly UnitFigures[]> {
    const { oaId, scope, span, period, topic = '', indicators } = args;
    const where = { oaId, scope, span, period, topic };
    const units = yield* unitsOf(args);
    if (!units) return byUnit(yield* readTotals(db, where, indicators));
    const rows: Row[] = [];
    for (const unit of [...new Set(units)].toSorted())
      rows.push(...(yield* readTotals(db, { ...where, unit }, indicators)));
    return byUnit(rows);
  }

  return {
    ...campaignOperations(db),

    *indicatorTable(args) {
      return yield* indicatorTable(args);
    },

    *indicatorSeries({ oaId, scope, unit, span, from, to, indicators, topic = '' }) {
      const series: { period: string; values: Figures }[] = [];
      for (const period of periodsBetween(span, from, to).slice(0, MAX_PERIODS)) {
        const rows = yield* readTotals(db, { oaId, scope, span, period, topic, unit }, indicators);
        series.push({ period, values: toFigures(rows) });
      }
      return series;
    },

    *campaignProgress({ oaId, id, scope = 't' }) {
      const campaign = yield* findCampaign(db, oaId, id);
      if (!campaign) return undefined;
      const where = { oaId, span: id, period: '' };
      const total = toFigures(yield* readTotals(db, { ...where, scope: 'p', topic: '', unit: '' }, undefined));
      return { campaign, total, units: yield* indicatorTable({ ...where, scope }) };
    },

    *listTargets({ oaId, span }) {
      return (yield* db.all(
        `select * from target where oa_id = ?1 and (?2 is null or span = ?2) order by scope, unit, span, indicator`,
        oaId,
        span ?? null,
      )).map(toTarget);
    },

    *saveTarget({ oaId, scope, unit, span, indicator, value }) {
      if (value === null) {
        yield* db.write(
          'delete from target where oa_id = ? and scope = ? and unit = ? and span = ? and indicator = ?',
          ...[oaId, scope, unit, span, indicator],
        );
        return null;
      }
      yield* db.write(
        `insert into target (oa_id, scope, unit, span, indicator, value) values (?, ?, ?, ?, ?, ?)
         on conflict (oa_id, scope, unit, span, indicator) do update set value = excluded.value`,
        ...[oaId, scope, unit, span, indicator, value],
      );
      return null;
    },

    *indicatorDays({ oaId }) {
      const endsOf = (day: string, where: string): string =>
        `select (select min(${day}) from ${where}) as first, (select max(${day}) from ${where}) as last`;
      const ends: (readonly [string, string])[] = [];
      for (const sql of [
        ...truthSources.map(({ table }) => endsOf('day', `${table} where oa_id = ?1`)),
        endsOf('period', `indicator_total where oa_id = ?1 and scope = 'p' and span = 'd'`),
      ]) {
        const row = yield* db.get(sql, oaId);
        if (typeof row?.['first'] === 'string') ends.push([row['first'], String(row['last'])]);
      }
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

    *rollTallies({ limit }) {
      return yield* rollTallies(db, limit);
    },

    *recountIndicators(args) {
      return yield* recountIndicators(db, args);
    },
  };
};
