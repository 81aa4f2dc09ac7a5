import { vietnamDay } from '../../shared/clock.ts';
import { plusDays } from '../../shared/periods.ts';
import { figuresOf } from '../indicator-codes.ts';
import type { Tally } from '../indicator-ports.ts';
import type { EngagementEvent, StorageOperations, TurnCommit, Visit } from '../ports.ts';
import type { Place } from './contacts.ts';
import type { Sql, Operation, Queried, Row } from './query.ts';
import { addKeptTally, addTally } from './tally.ts';

/**
 * Where the events of a turn are counted. To be asked when the resident has been saved; `known` is what was known of them
 * before, and enough for a turn that moves nobody.
 */
export function* placeOf(db: Sql, turn: TurnCommit, known: Row | undefined): Operation<Place> {
  const { teamCode, communeCode } = turn.resident;
  if (teamCode === undefined && communeCode === undefined) {
    return {
      day: vietnamDay(turn.at),
      team: String(known?.['team_code'] ?? ''),
      commune: String(known?.['team_commune'] ?? known?.['commune_code'] ?? ''),
    };
  }
  const row = yield* db.get(
    `select r.team_code as team_code, coalesce(t.commune_code, r.commune_code) as commune_code from resident r
     left join team t on t.oa_id = r.oa_id and t.code = r.team_code where r.oa_id = ? and r.user_id = ?`,
    turn.oaId,
    turn.userId,
  );
  return {
    day: vietnamDay(turn.at),
    team: String(row?.['team_code'] ?? ''),
    commune: String(row?.['commune_code'] ?? ''),
  };
}

/** Counts what happened in a turn: in the day's totals, and one by one for a visit or for somebody who agreed. */
export function* saveEngagement(db: Sql, turn: TurnCommit, own: Place): Operation<void> {
  const tallies: Tally[] = [];
  const ofWork = turn.engagement.some(isWork) ? yield* workPlaceOf(db, turn, own) : own;
  for (const event of turn.engagement) {
    const place = isWork(event) ? ofWork : own;
    yield* addToTotal(db, turn.oaId, event, place);
    for (const [indicator, value] of figuresOf(event, event.visit !== undefined, 1, event.quantity)) {
      tallies.push(toTally(turn.oaId, place, indicator, event.topic, value));
    }
    // The visit's, and nobody else's: the member has agreed to be counted for what they do themselves.
    if (event.visit !== undefined) {
      if (!(yield* isVisitKnown(db, turn.oaId, place, event.visit))) {
        yield* addKeptTally(db, [toTally(turn.oaId, place, 'visits', '', 1)]);
      }
      yield* saveSingle(db, 'visit_event', event.visit, turn, event, place);
    } else if (turn.pseudonym !== undefined)
      yield* saveSingle(db, 'engagement_event', turn.pseudonym, turn, event, place);
  }
  yield* addTally(db, tallies);
}

/** What somebody does for others: a visit, and a guide passed on. */
const isWork = ({ visit, kind }: EngagementEvent): boolean => visit !== undefined || kind === 'shared';

/** Work is that of the member's team, whichever code they typed for themselves; of that one only without a team. */
function* workPlaceOf(db: Sql, { oaId, userId }: TurnCommit, own: Place): Operation<Place> {
  const row = yield* db.get(
    `select m.team_code as team_code, coalesce(t.commune_code, m.commune_code) as commune_code from team_member m
     left join team t on t.oa_id = m.oa_id and t.code = m.team_code
     where m.oa_id = ? and m.user_id = ? and m.state = 'active' and m.team_code <> ''`,
    oaId,
    userId,
  );
  return row ? { ...own, team: String(row['team_code']), commune: String(row['commune_code']) } : own;
}

const toTally = (oaId: string, place: Place, indicator: string, topic: string, value: number): Tally => ({
  oaId,
  day: place.day,
  teamCode: place.team,
  communeCode: place.commune,
  indicator,
  topic,
  value,
});

/** A visit lasts two hours at most, so one that goes on began today or yesterday. */
function* isVisitKnown(db: Sql, oaId: string, { team, day }: Place, visit: string): Operation<boolean> {
  const row = yield* db.get(
    'select id from visit_event where oa_id = ? and team_code = ? and day between ? and ? and visit = ? limit 1',
    oaId,
    team,
    plusDays(day, -1),
    day,
    visit,
  );
  return row !== undefined;
}

/** topic, flow, version, step, kind and outcome, in the order in which every table of engagement has them. */
const whatOf = ({ topic, flow, version, step, kind, outcome }: EngagementEvent) =>
  [topic, flow, version, step, kind, outcome] as const;

function* addToTotal(db: Sql, oaId: string, event: EngagementEvent, { day, team, commune }: Place): Operation<void> {
  yield* db.add(
    'engagement_total',
    oaId,
    day,
    team,
    commune,
    ...whatOf(event),
    event.visit === undefined ? 0 : 1,
    1,
    event.quantity,
  );
}

const WHOSE = { engagement_event: 'pseudonym', visit_event: 'visit' } as const;

function* saveSingle(
  db: Sql,
  table: keyof typeof WHOSE,
  whose: string,
  turn: TurnCommit,
  event: EngagementEvent,
  { day, team, commune }: Place,
): Operation<void> {
  yield* db.write(
    `insert into ${table}
       (oa_id, at, day, ${WHOSE[table]}, team_code, commune_code, topic, flow, version, step, kind, outcome, quantity)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    turn.oaId,
    turn.at,
    day,
    whose,
    team,
    commune,
    ...whatOf(event),
    event.quantity,
  );
}

export const visitOperations = (db: Sql): Queried<Pick<StorageOperations, 'listVisits'>> => ({
  *listVisits({ oaId, teamCode, fromDay, toDay }) {
    const visits = new Map<string, { -readonly [K in keyof Visit]: Visit[K] }>();
    const rows = yield* db.all(
      'select * from visit_event where oa_id = ? and team_code = ? and day between ? and ? order by id',
      oaId,
      teamCode,
      fromDay,
      toDay,
    );
    for (const row of rows) {
      const id = String(row['visit']);
      const visit = visits.get(id) ?? {
        visit: id,
        teamCode: String(row['team_code']),
        communeCode: String(row['commune_code']),
        day: String(row['day']),
        startedAt: Number(row['at']),
        finished: 0,
        outcomes: {},
      };
      const outcome = String(row['outcome']);
      if (row['kind'] === 'finished') visit.finished += 1;
      if (row['kind'] === 'outcome') {
        visit.outcomes = {
          ...visit.outcomes,
          [outcome]: (visit.outcomes[outcome] ?? 0) + Number(row['quantity']),
        };
      }
      visits.set(id, visit);
    }
    return [...visits.values()].toReversed();
  },
});
