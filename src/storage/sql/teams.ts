import type { EngagementTotal, StorageOperations, Team } from '../ports.ts';
import { COUNTERS } from './counters.ts';
import type { Sql, Row, Operation, Queried } from './query.ts';
import { addTeamEvent } from './team-history.ts';

type Teams = Pick<StorageOperations, 'saveTeams' | 'findTeam' | 'listTeams' | 'listTotals' | 'countResidents'>;

export function toTeam(row: Row): Team {
  return {
    code: String(row['code']),
    name: String(row['name']),
    provinceCode: String(row['province_code']),
    communeCode: String(row['commune_code']),
    hamlet: String(row['hamlet']),
    ...(row['households'] === null ? {} : { households: Number(row['households']) }),
    ...(row['dissolved_at'] === null ? {} : { dissolvedAt: Number(row['dissolved_at']) }),
    ...(row['successor_code'] === null ? {} : { successorCode: String(row['successor_code']) }),
  };
}

function toTotal(row: Row): EngagementTotal {
  return {
    day: String(row['day']),
    teamCode: String(row['team_code']),
    communeCode: String(row['commune_code']),
    topic: String(row['topic']),
    flow: String(row['flow']),
    version: String(row['version']),
    step: String(row['step']),
    kind: row['kind'] as EngagementTotal['kind'],
    outcome: String(row['outcome']),
    ...(row['assisted'] === 1 ? { assisted: true as const } : {}),
    count: Number(row['count']),
    quantity: Number(row['quantity']),
  };
}

/**
 * Keeps teams over what was known of the same codes, and writes what is new into their history. Without `households` the
 * known number stays; whether a team is dissolved is not changed here.
 */
export function* saveTeamRows(
  db: Sql,
  args: {
    readonly oaId: string;
    readonly teams: readonly Team[];
    readonly at: number;
    readonly by?: string | undefined;
  },
): Operation<{ readonly added: number; readonly changed: number }> {
  const { oaId, teams, at, by } = args;
  let added = 0;
  for (const team of teams) {
    const row = yield* db.get('select * from team where oa_id = ? and code = ?', oaId, team.code);
    const before = row && toTeam(row);
    if (!before) added += 1;
    yield* db.write(
      `insert into team (oa_id, code, name, province_code, commune_code, hamlet, households, created_at)
       values (?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (oa_id, code) do update set name = excluded.name, province_code = excluded.province_code,
         commune_code = excluded.commune_code, hamlet = excluded.hamlet,
         households = coalesce(excluded.households, team.households)`,
      oaId,
      team.code,
      team.name,
      team.provinceCode,
      team.communeCode,
      team.hamlet,
      team.households ?? null,
      at,
    );
    yield* noteTeam(db, { oaId, at, by, before, team });
  }
  return { added, changed: teams.length - added };
}

/** The history of a team that was written: that it is new, what it was called, and where it was. */
function* noteTeam(
  db: Sql,
  note: { oaId: string; at: number; by: string | undefined; before: Team | undefined; team: Team },
): Operation<void> {
  const { oaId, at, by, before, team } = note;
  const event = { oaId, teamCode: team.code, communeCode: team.communeCode, at, by };
  if (!before) return yield* addTeamEvent(db, { ...event, kind: 'created', detail: team.name });
  if (before.name !== team.name)
    yield* addTeamEvent(db, { ...event, kind: 'renamed', detail: `${before.name} → ${team.name}` });
  if (before.communeCode === team.communeCode) return;
  yield* addTeamEvent(db, { ...event, kind: 'moved-commune', detail: `${before.communeCode} → ${team.communeCode}` });
  for (const table of ['team_member', 'team_invite']) {
    yield* db.write(
      `update ${table} set commune_code = ? where oa_id = ? and team_code = ?`,
      team.communeCode,
      oaId,
      team.code,
    );
  }
}

export const teamOperations = (db: Sql): Queried<Teams> => ({
  *saveTeams(args) {
    return yield* saveTeamRows(db, args);
  },

  *findTeam({ oaId, code }) {
    const row = yield* db.get('select * from team where oa_id = ? and code = ?', oaId, code);
    return row && toTeam(row);
  },

  *listTeams({ oaId, communeCode }) {
    return (yield* db.all(
      'select * from team where oa_id = ?1 and (?2 is null or commune_code = ?2) order by commune_code, code',
      oaId,
      communeCode ?? null,
    )).map(toTeam);
  },

  *listTotals({ oaId, teamCode, communeCode, flows, fromDay, toDay }) {
    const key = COUNTERS.engagement_total.key.join(', ');
    const wheres = ['oa_id = ?', 'day between ? and ?'];
    const values = [oaId, fromDay, toDay];
    const where = (column: string, list: readonly string[] | undefined): void => {
      if (!list) return;
      wheres.push(list.length === 0 ? 'false' : `${column} in (${list.map(() => '?').join(', ')})`);
      values.push(...list);
    };
    where('team_code', teamCode === undefined ? undefined : [teamCode]);
    where('commune_code', communeCode === undefined ? undefined : [communeCode]);
    where('flow', flows);
    return (yield* db.all(
      `select ${key}, sum(count) as count, sum(quantity) as quantity from engagement_total
       where ${wheres.join(' and ')} group by ${key} order by ${key}`,
      ...values,
    )).map(toTotal);
  },

  *countResidents({ oaId, teamCode, fromDay, toDay }) {
    const credited = yield* db.get(
      'select count(*) as n from resident where oa_id = ? and team_code = ?',
      oaId,
      teamCode,
    );
    const active = yield* db.get(
      `select count(distinct pseudonym) as n from engagement_event
       where oa_id = ? and team_code = ? and day between ? and ?`,
      oaId,
      teamCode,
      fromDay,
      toDay,
    );
    return { credited: Number(credited?.['n'] ?? 0), activeWithConsent: Number(active?.['n'] ?? 0) };
  },
});
