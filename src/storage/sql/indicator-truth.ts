import { logIndicator } from '../field-log-rules.ts';
import { figuresOf } from '../indicator-codes.ts';
import type { EngagementEvent } from '../ports.ts';
import type { Operation, Sql } from './query.ts';

/** Something counted in the days asked for, as a tally without its day. */
export interface TruthRow {
  readonly teamCode: string;
  readonly communeCode: string;
  readonly indicator: string;
  readonly topic: string;
  readonly value: number;
  /** As in a tally; '' = none. */
  readonly span: string;
}

/** Where the counts of some indicators are found again, added up over days with both ends. */
export interface TruthSource {
  rows(
    db: Sql,
    days: { readonly oaId: string; readonly fromDay: string; readonly toDay: string },
  ): Operation<readonly TruthRow[]>;
  /** Where its days are found: a table with `oa_id` and `day`. */
  readonly table: string;
}

const placeOf = (row: Readonly<Record<string, unknown>>) => ({
  teamCode: String(row['team_code']),
  communeCode: String(row['commune_code']),
  topic: String(row['topic']),
});

/** What conversations were counted as, turn by turn. */
const engagement: TruthSource = {
  table: 'engagement_total',
  *rows(db, { oaId, fromDay, toDay }) {
    return (yield* db.all(
      `select team_code, commune_code, topic, kind, outcome, assisted, sum(count) as count, sum(quantity) as quantity
         from engagement_total where oa_id = ? and day between ? and ?
         group by team_code, commune_code, topic, kind, outcome, assisted`,
      oaId,
      fromDay,
      toDay,
    )).flatMap((row) => {
      const event = { kind: row['kind'] as EngagementEvent['kind'], outcome: String(row['outcome']) };
      const figures = figuresOf(event, row['assisted'] === 1, Number(row['count']), Number(row['quantity']));
      return figures.map(([indicator, value]) => ({ ...placeOf(row), indicator, value, span: '' }));
    });
  },
};

/** What is counted by day and nowhere else. */
const dayCounts: TruthSource = {
  table: 'day_count',
  *rows(db, { oaId, fromDay, toDay }) {
    return (yield* db.all(
      `select team_code, commune_code, topic, indicator, span, sum(value) as value
         from day_count where oa_id = ? and day between ? and ?
         group by team_code, commune_code, topic, indicator, span`,
      oaId,
      fromDay,
      toDay,
    )).map((row) => ({
      ...placeOf(row),
      indicator: String(row['indicator']),
      value: Number(row['value']),
      span: String(row['span']),
    }));
  },
};

/** What members report themselves; only what still stands. */
const fieldLog: TruthSource = {
  table: 'field_log',
  *rows(db, { oaId, fromDay, toDay }) {
    return (yield* db.all(
      `select team_code, commune_code, topic, kind, sum(quantity) as value from field_log
         where oa_id = ? and day between ? and ? and state = 'kept' group by team_code, commune_code, topic, kind`,
      oaId,
      fromDay,
      toDay,
    )).map((row) => ({
      ...placeOf(row),
      indicator: logIndicator(String(row['kind'])),
      value: Number(row['value']),
      span: '',
    }));
  },
};

/** Requests for help from a person, on the day on which they were made. */
const help: TruthSource = {
  table: 'help_request',
  *rows(db, { oaId, fromDay, toDay }) {
    return (yield* db.all(
      `select team_code, commune_code, topic, count(*) as asked, count(waited_minutes) as answered,
           coalesce(sum(waited_minutes), 0) as minutes, count(desk_at) as desk from help_request
         where oa_id = ? and day between ? and ? group by team_code, commune_code, topic`,
      oaId,
      fromDay,
      toDay,
    )).flatMap((row) =>
      (['asked', 'answered', 'minutes', 'desk'] as const).flatMap((figure) => {
        const value = Number(row[figure]);
        return value === 0 ? [] : [{ ...placeOf(row), indicator: `help-${figure}`, value, span: '' }];
      }),
    );
  },
};

/** Every table a recount counts from. Whatever calls `addTally` has its table here. */
export const truthSources: readonly TruthSource[] = [engagement, dayCounts, fieldLog, help];
