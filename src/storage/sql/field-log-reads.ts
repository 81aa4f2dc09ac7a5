import { plusDays } from '../../shared/periods.ts';
import { fold } from '../../shared/vietnamese.ts';
import type { FieldEntry, FieldLogReads, VisitWork } from '../field-log-ports.ts';
import type { Sql, Row, Operation, Queried } from './query.ts';

const DAY_MS = 24 * 3_600_000;
/** Entries written longer ago are not looked through for twins. */
const TWIN_MS = 7 * DAY_MS;
const MAX_ENTRIES = 1_000;

function toEntry(row: Row): FieldEntry {
  return {
    oaId: String(row['oa_id']),
    id: String(row['id']),
    teamCode: String(row['team_code']),
    communeCode: String(row['commune_code']),
    ...(row['user_id'] === null ? {} : { userId: String(row['user_id']) }),
    kind: String(row['kind']),
    topic: String(row['topic']),
    quantity: Number(row['quantity']),
    day: String(row['day']),
    place: String(row['place']),
    note: String(row['note']),
    group: String(row['for_group']),
    ...(row['photo'] === null ? {} : { photo: String(row['photo']) }),
    createdAt: Number(row['created_at']),
    firstAt: Number(row['first_at']),
    state: row['state'] as FieldEntry['state'],
    ...(row['replaces_id'] === null ? {} : { replacesId: String(row['replaces_id']) }),
    flag: row['flag'] as FieldEntry['flag'],
  };
}

export function* findEntry(db: Sql, oaId: string, id: string): Operation<FieldEntry | undefined> {
  const row = yield* db.get('select * from field_log where oa_id = ? and id = ?', oaId, id);
  return row && toEntry(row);
}

export function* findTwins(db: Sql, args: Parameters<FieldLogReads['findFieldLogTwins']>[0]): Operation<FieldEntry[]> {
  return (yield* db.all(
    `select * from field_log where oa_id = ? and team_code = ? and day = ? and kind = ? and quantity = ?
         and place_key = ? and state = 'kept' and created_at > ? and id <> ? order by created_at, id`,
    args.oaId,
    args.teamCode,
    args.day,
    args.kind,
    args.quantity,
    fold(args.place),
    args.at - TWIN_MS,
    args.exceptId ?? '',
  )).map(toEntry);
}

export const fieldLogReads = (db: Sql): Queried<FieldLogReads> => ({
  *findFieldLog({ oaId, id }) {
    return yield* findEntry(db, oaId, id);
  },

  *listFieldLogs(args) {
    const wheres: string[] = ['oa_id = ?'];
    const values: (string | number)[] = [args.oaId];
    const where = (sql: string, ...given: (string | number | undefined)[]): void => {
      if (given.some((value) => value === undefined)) return;
      wheres.push(sql);
      values.push(...given.flatMap((value) => value ?? []));
    };
    where('team_code = ?', args.teamCode);
    if (args.communeCodes) {
      where(`commune_code in (${args.communeCodes.map(() => '?').join(', ')})`, ...args.communeCodes);
    }
    where('user_id = ?', args.userId);
    where('kind = ?', args.kind);
    where('day >= ?', args.fromDay);
    where('day <= ?', args.toDay);
    where('created_at < ?', args.before);
    if (args.flagged === true) wheres.push(`flag in ('too-many', 'to-correct') and state = 'kept'`);
    if (args.state !== 'all') wheres.push(`state = 'kept'`);
    return (yield* db.all(
      `select * from field_log where ${wheres.join(' and ')} order by created_at desc, id desc limit ?`,
      ...values,
      args.limit ?? MAX_ENTRIES,
    )).map(toEntry);
  },

  *findFieldLogTwins(args) {
    return yield* findTwins(db, args);
  },

  *visitWork({ oaId, teamCode, visit, today }): Operation<VisitWork> {
    const rows = yield* db.all(
      `select min(day) as day, topic, kind, outcome, count(*) as n, sum(quantity) as quantity from visit_event
       where oa_id = ? and team_code = ? and day between ? and ? and visit = ? and kind in ('started', 'finished', 'outcome')
       group by topic, kind, outcome order by n desc, topic`,
      oaId,
      teamCode,
      plusDays(today, -1),
      today,
      visit,
    );
    const outcomes = new Map<string, number>();
    for (const row of rows) {
      const code = String(row['outcome']);
      if (row['kind'] === 'outcome') outcomes.set(code, (outcomes.get(code) ?? 0) + Number(row['quantity']));
    }
    const [day] = rows.map((row) => String(row['day'])).toSorted();
    const topics = [...new Set(rows.filter((row) => row['topic'] !== '').map((row) => String(row['topic'])))];
    return { ...(day === undefined ? {} : { day }), topics, outcomes: Object.fromEntries(outcomes) };
  },

  *listFieldPhotos() {
    return (yield* db.all('select photo from field_log where photo is not null')).map((row) => String(row['photo']));
  },

  *listDroppedPhotos() {
    return (yield* db.all('select name from field_photo_drop order by name')).map((row) => String(row['name']));
  },
});
