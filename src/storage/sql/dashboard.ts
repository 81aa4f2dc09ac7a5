import { daysOfPeriod, monthOf, plusDays } from '../../shared/periods.ts';
import type { AnswerTimes, DashboardReads, DashboardWrites, GuideTotal } from '../dashboard-ports.ts';
import type { Operation, Queried, Row, Sql } from './query.ts';

/** Days read as they happened, today included, when adding up lags behind: more would hold up answers. */
const LIVE_DAYS = 3;
/** Sorts behind every code. */
const AFTER_EVERY_TEAM = '\uFFFF';

/** What of the day's totals is added up here: what months keep, and what days keep. */
const OF_MONTHS = `kind in ('started', 'step', 'stuck', 'finished', 'handover') and flow <> ''`;
const OF_DAYS = `(kind = 'unanswered' or (kind = 'question' and outcome <> ''))`;

/** Up to where days have been added up: everything up to this team of this day. */
interface Cursor {
  readonly day: string;
  readonly team: string;
}

function* cursorOf(db: Sql, oaId: string): Operation<Cursor> {
  const row = yield* db.get('select day, team_code from guide_rolled where oa_id = ?', oaId);
  return { day: String(row?.['day'] ?? ''), team: String(row?.['team_code'] ?? '') };
}

type Sum = Omit<GuideTotal, 'count'> & { count: number };

/** Rows with the same unit, flow, step, kind, topic and outcome as one. */
function addUp(rows: readonly Row[], isByUnit: boolean): Sum[] {
  const sums = new Map<string, Sum>();
  for (const row of rows) {
    const unit = isByUnit ? String(row['unit']) : '';
    const [flow, step, topic, outcome] = [row['flow'], row['step'], row['topic'], row['outcome']].map(String) as [
      string,
      string,
      string,
      string,
    ];
    const kind = row['kind'] as GuideTotal['kind'];
    const key = `${unit}\t${flow}\t${step}\t${kind}\t${topic}\t${outcome}`;
    const known = sums.get(key);
    if (known) known.count += Number(row['count']);
    else sums.set(key, { unit, flow, step, kind, topic, outcome, count: Number(row['count']) });
  }
  return [...sums.values()];
}

const among = (column: string, values: readonly string[] | undefined): string =>
  values === undefined ? '' : `and ${column} in (${values.map(() => '?').join(', ') || 'null'})`;

export const dashboardOperations = (db: Sql): Queried<DashboardReads & DashboardWrites> => ({
  *guideTotals({ oaId, span, from, to, today, communeCodes, isByUnit = false, flows, kinds }) {
    const cursor = yield* cursorOf(db, oaId);
    const first = span === 'd' ? from : (daysOfPeriod('m', from)?.fromDay ?? from);
    const last = span === 'd' ? to : (daysOfPeriod('m', to)?.toDay ?? to);
    const scope = communeCodes === undefined && !isByUnit ? 'p' : 'c';
    const rolled = yield* db.all(
      `select ${isByUnit ? 'unit' : "''"} as unit, flow, step, kind, topic, outcome, sum(count) as count from guide_total
       where oa_id = ? and span = ? and scope = ? and period between ? and ?
         ${among('unit', communeCodes)} ${among('flow', flows)} ${among('kind', kinds)}
       group by ${isByUnit ? 'guide_total.unit, ' : ''}flow, step, kind, topic, outcome`,
      ...[oaId, span, scope, from, to, ...(communeCodes ?? []), ...(flows ?? []), ...(kinds ?? [])],
    );
    const oldest = [first, plusDays(today, 1 - LIVE_DAYS)].toSorted()[1] ?? first;
    // Behind this team of this day everything is read as it happened.
    const [liveDay, liveTeam] =
      cursor.day >= oldest ? [cursor.day, cursor.team] : [plusDays(oldest, -1), AFTER_EVERY_TEAM];
    const live =
      last < liveDay
        ? []
        : yield* db.all(
            `select ${isByUnit ? 'commune_code' : "''"} as unit, flow, step, kind, topic, outcome, sum(count) as count from engagement_total
             where oa_id = ? and (day, team_code) > (?, ?) and day <= ? and assisted = 0
               and ${span === 'm' ? OF_MONTHS : OF_DAYS}
               ${among('commune_code', communeCodes)} ${among('flow', flows)} ${among('kind', kinds)}
             group by ${isByUnit ? 'commune_code, ' : ''}flow, step, kind, topic, outcome`,
            ...[oaId, liveDay, liveTeam, last],
            ...[...(communeCodes ?? []), ...(flows ?? []), ...(kinds ?? [])],
          );
    const isBehind = cursor.day < oldest && first < oldest;
    const skipped = isBehind
      ? yield* db.get(
          `select day from engagement_total where oa_id = ? and (day, team_code) > (?, ?) and day < ? limit 1`,
          ...(cursor.day >= first ? [oaId, cursor.day, cursor.team, oldest] : [oaId, first, '', oldest]),
        )
      : undefined;
    return { rows: addUp([...rolled, ...live], isByUnit), isComplete: skipped === undefined };
  },

  *answerTimes({ oaId, from, to }) {
    return (yield* db.all(
      'select * from answer_time where oa_id = ? and day between ? and ? order by day',
      oaId,
      from,
      to,
    )).map(
      (row): AnswerTimes => ({
        day: String(row['day']),
        within2: Number(row['within_2']),
        within10: Number(row['within_10']),
        total: Number(row['total']),
      }),
    );
  },

  *fieldLogGroups({ oaId, from, to, communeCodes }) {
    return (yield* db.all(
      `select for_group, kind, count(*) as entries, sum(quantity) as quantity from field_log
         where oa_id = ? and day between ? and ? and state = 'kept' ${among('commune_code', communeCodes)}
         group by for_group, kind order by for_group, kind`,
      ...[oaId, from, to, ...(communeCodes ?? [])],
    )).map((row) => ({
      group: String(row['for_group']),
      kind: String(row['kind']),
      entries: Number(row['entries']),
      quantity: Number(row['quantity']),
    }));
  },

  *rollGuides({ oaId, before, teams }) {
    const cursor = yield* cursorOf(db, oaId);
    const next = yield* db.get(
      `select day from engagement_total where oa_id = ? and (day, team_code) > (?, ?) and day < ?
       order by day, team_code limit 1`,
      ...[oaId, cursor.day, cursor.team, before],
    );
    if (!next) return { rolled: 0, more: false };
    const day = String(next['day']);
    const codes = (yield* db.all(
      `select distinct team_code from engagement_total where oa_id = ? and day = ? and (day, team_code) > (?, ?)
         order by team_code limit ?`,
      ...[oaId, day, cursor.day, cursor.team, teams],
    )).map((row) => String(row['team_code']));
    const [first = '', last = ''] = [codes[0], codes.at(-1)];
    const portion = { oaId, day, first, last };
    yield* addPortion(db, portion, { span: 'm', period: monthOf(day), scope: 'p' });
    yield* addPortion(db, portion, { span: 'm', period: monthOf(day), scope: 'c' });
    yield* addPortion(db, portion, { span: 'd', period: day, scope: 'p' });
    yield* addPortion(db, portion, { span: 'd', period: day, scope: 'c' });
    yield* db.write(
      `insert into guide_rolled (oa_id, day, team_code) values (?, ?, ?)
       on conflict (oa_id) do update set day = excluded.day, team_code = excluded.team_code`,
      ...[oaId, day, last],
    );
    return { rolled: codes.length, more: true };
  },

  *addAnswerTimes({ oaId, day, within2, within10, total }) {
    yield* db.write(
      `insert into answer_time (oa_id, day, within_2, within_10, total) values (?, ?, ?, ?, ?)
       on conflict (oa_id, day) do update set within_2 = answer_time.within_2 + excluded.within_2,
         within_10 = answer_time.within_10 + excluded.within_10, total = answer_time.total + excluded.total`,
      ...[oaId, day, within2, within10, total],
    );
    return null;
  },
});

/** Adds what these teams did on the day to the sums of one period, of the OA or by commune. */
function* addPortion(
  db: Sql,
  { oaId, day, first, last }: { oaId: string; day: string; first: string; last: string },
  { span, period, scope }: { span: 'm' | 'd'; period: string; scope: 'p' | 'c' },
): Operation<void> {
  const unit = scope === 'p' ? `''` : 'commune_code';
  // A month of nobody's commune is read by nobody; a day of it stands in the list of waves as "not known where".
  const isKept = span === 'm' && scope === 'c' ? `and commune_code <> ''` : '';
  yield* db.write(
    `insert into guide_total (oa_id, span, scope, period, unit, flow, step, kind, topic, outcome, count)
     select ?, ?, ?, ?, ${unit}, flow, step, kind, topic, ${span === 'm' ? `''` : 'outcome'}, sum(count)
     from engagement_total
     where oa_id = ? and day = ? and team_code between ? and ? and assisted = 0
       and ${span === 'm' ? OF_MONTHS : OF_DAYS} ${isKept}
     group by ${scope === 'p' ? '' : 'commune_code, '}flow, step, kind, topic${span === 'm' ? '' : ', outcome'}
     on conflict (oa_id, span, scope, period, unit, flow, step, kind, topic, outcome)
     do update set count = guide_total.count + excluded.count`,
    ...[oaId, span, scope, period, oaId, day, first, last],
  );
}
