import { daysOfPeriod, type Span } from '../../shared/periods.ts';
import type { IndicatorWrites, RecountDifference, RecountResult, Scope } from '../indicator-ports.ts';
import { findCampaign } from './campaigns.ts';
import { takesPart } from './contacts.ts';
import type { Sql, Operation } from './query.ts';
import { foldInto, keyOf, type TotalRow, type Totals } from './fold.ts';
import { truthSources } from './indicator-truth.ts';
import { rollTallies } from './roll.ts';

const SCOPES: readonly Scope[] = ['t', 'c', 'p'];
const FOLD_AT_ONCE = 5_000;
const SHOWN = 100;

type Request = Parameters<IndicatorWrites['recountIndicators']>[0];

/** Compares the totals of one period with the truth, and puts them right when asked to. */
export function* recountIndicators(db: Sql, request: Request): Operation<RecountResult> {
  while ((yield* rollTallies(db, FOLD_AT_ONCE)).more);
  const truth = yield* countTruth(db, request);
  const counted = yield* readCounted(db, request);
  const keys = new Set([...truth.keys(), ...counted.keys()]);
  const differences: RecountDifference[] = [];
  let differing = 0;
  for (const key of keys) {
    const row = truth.get(key) ?? counted.get(key);
    const [right, found] = [truth.get(key)?.value ?? 0, counted.get(key)?.value ?? 0];
    if (!row || right === found) continue;
    differing += 1;
    if (differences.length < SHOWN) differences.push(toDifference(row, found, right));
    if (request.repair) yield* repair(db, row, right);
  }
  return { checked: keys.size, differing, differences };
}

/** What the truth tables say of this period, as rows of the totals. */
function* countTruth(db: Sql, { oaId, span, period }: Request): Operation<Totals> {
  const totals: Totals = new Map();
  const campaign = span.length > 1 ? yield* findCampaign(db, oaId, span) : undefined;
  const days = campaign ?? (span.length === 1 ? daysOfPeriod(span as Span, period) : undefined);
  if (!days) return totals;
  for (const source of truthSources) {
    for (const row of yield* source.rows(db, { oaId, fromDay: days.fromDay, toDay: days.toDay })) {
      const isElsewhere = row.span === '' && campaign && !takesPart(campaign.communeCodes, row.communeCode);
      if (isElsewhere || (row.span !== '' && row.span !== span)) continue;
      foldInto(totals, { ...row, oaId }, span, period);
    }
  }
  return totals;
}

function* readCounted(db: Sql, { oaId, span, period }: Request): Operation<Totals> {
  const totals: Totals = new Map();
  for (const scope of SCOPES) {
    const rows = yield* db.all(
      'select topic, unit, indicator, value from indicator_total where oa_id = ? and scope = ? and span = ? and period = ?',
      ...[oaId, scope, span, period],
    );
    for (const row of rows) {
      const [topic, unit, indicator] = [String(row['topic']), String(row['unit']), String(row['indicator'])];
      const total = { oaId, scope, span, period, topic, unit, indicator, value: Number(row['value']) };
      totals.set(keyOf(total), total);
    }
  }
  return totals;
}

const toDifference = (row: TotalRow, counted: number, truth: number): RecountDifference => ({
  scope: row.scope,
  unit: row.unit,
  span: row.span,
  period: row.period,
  topic: row.topic,
  indicator: row.indicator,
  counted,
  truth,
});

function* repair(db: Sql, row: TotalRow, value: number): Operation<void> {
  yield* db.write(
    `insert into indicator_total (oa_id, scope, span, period, topic, unit, indicator, value)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (oa_id, scope, span, period, topic, unit, indicator) do update set value = excluded.value`,
    ...[row.oaId, row.scope, row.span, row.period, row.topic, row.unit, row.indicator, value],
  );
}
