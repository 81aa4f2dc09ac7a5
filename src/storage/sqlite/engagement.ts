import { vietnamDay } from '../../shared/clock.ts';
import type { EngagementEvent, StorageOperations, TurnCommit, Visit } from '../ports.ts';
import type { Database } from './database.ts';

/** Where and when the events of one turn are counted. */
interface Place {
  readonly day: string;
  readonly team: string;
  readonly commune: string;
}

/** Counts what happened in a turn: in the day's totals, and one by one for a visit or for somebody who agreed. */
export function saveEngagement(db: Database, turn: TurnCommit): void {
  if (turn.engagement.length === 0) return;
  const row = db.get(
    `select r.team_code as team_code, coalesce(t.commune_code, r.commune_code) as commune_code from resident r
     left join team t on t.oa_id = r.oa_id and t.code = r.team_code where r.oa_id = ? and r.user_id = ?`,
    turn.oaId,
    turn.userId,
  );
  const place = {
    day: vietnamDay(turn.at),
    team: String(row?.['team_code'] ?? ''),
    commune: String(row?.['commune_code'] ?? ''),
  };
  for (const event of turn.engagement) {
    addToTotal(db, turn.oaId, event, place);
    // The visit's, and nobody else's: the member has agreed to be counted for what they do themselves.
    if (event.visit !== undefined) saveSingle(db, 'visit_event', event.visit, turn, event, place);
    else if (turn.pseudonym !== undefined) saveSingle(db, 'engagement_event', turn.pseudonym, turn, event, place);
  }
}

/** topic, flow, version, step, kind and outcome, in the order in which every table of engagement has them. */
const whatOf = ({ topic, flow, version, step, kind, outcome }: EngagementEvent) =>
  [topic, flow, version, step, kind, outcome] as const;

function addToTotal(db: Database, oaId: string, event: EngagementEvent, { day, team, commune }: Place): void {
  db.run(
    `insert into engagement_total
       (oa_id, day, team_code, commune_code, topic, flow, version, step, kind, outcome, assisted, count, quantity)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
     on conflict do update set count = count + 1, quantity = quantity + excluded.quantity`,
    oaId,
    day,
    team,
    commune,
    ...whatOf(event),
    event.visit === undefined ? 0 : 1,
    event.quantity,
  );
}

const WHOSE = { engagement_event: 'pseudonym', visit_event: 'visit' } as const;

function saveSingle(
  db: Database,
  table: keyof typeof WHOSE,
  whose: string,
  turn: TurnCommit,
  event: EngagementEvent,
  { day, team, commune }: Place,
): void {
  db.run(
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

export const visitOperations = (db: Database): Pick<StorageOperations, 'listVisits'> => ({
  listVisits({ oaId, teamCode, fromDay, toDay }) {
    const visits = new Map<string, { -readonly [K in keyof Visit]: Visit[K] }>();
    const rows = db.all(
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
