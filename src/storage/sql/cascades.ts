import type { CascadeMember, CascadeTeam, LaneReads, LaneWrites } from '../lane-ports.ts';
import type { Operation, Queried, Row, Sql } from './query.ts';

type Cascades = Omit<
  LaneReads & LaneWrites,
  'findLaneJob' | 'listLaneJobs' | 'listBroadcastsSince' | 'findCascadeByWord' | 'addLaneJob' | 'saveLaneJob'
>;

const optional = <K extends string>(key: K, value: Row[string] | undefined): { readonly [P in K]?: number } =>
  value === null || value === undefined ? {} : ({ [key]: Number(value) } as { [P in K]?: number });

const toMember = (row: Row): CascadeMember => ({
  oaId: String(row['oa_id']),
  announcementId: String(row['announcement_id']),
  userId: String(row['user_id']),
  teamCode: String(row['team_code']),
  name: String(row['name']),
  role: row['role'] as CascadeMember['role'],
  ...optional('queuedAt', row['queued_at']),
  ...optional('toldAt', row['told_at']),
  ...optional('passedAt', row['passed_at']),
  ...optional('laterAt', row['later_at']),
  lastInteractionAt: Number(row['last_interaction_at']),
  ...optional('optOutAt', row['opt_out_at']),
});

/** Whoever left the team since is not asked any more. */
const MEMBERS = `select c.*, m.name, m.role, coalesce(r.last_interaction_at, 0) as last_interaction_at, r.opt_out_at
  from cascade_member c
  join team_member m on m.oa_id = c.oa_id and m.user_id = c.user_id and m.state = 'active' and m.team_code = c.team_code
  left join resident r on r.oa_id = c.oa_id and r.user_id = c.user_id`;

const toTeam = (row: Row): CascadeTeam => ({
  teamCode: String(row['team_code']),
  name: String(row['name']),
  communeCode: String(row['commune_code']),
  members: Number(row['members']),
  told: Number(row['told']),
  ...optional('firstToldAt', row['first_told_at']),
  ...optional('passedAt', row['passed_at']),
  ...optional('remindedAt', row['reminded_at']),
  returned: Number(row['returned']),
  typed: Number(row['typed']),
});

const TEAMS = `select c.*, coalesce(t.name, c.team_code) as name
  from cascade_team c left join team t on t.oa_id = c.oa_id and t.code = c.team_code`;

const STAMPS = { told: 'told_at', passed: 'passed_at', later: 'later_at' } as const;

/** Of one team, by the index alone: the planner would look at every member of the announcement. */
const OF_TEAM = `and c.user_id in
  (select user_id from cascade_member where oa_id = ? and announcement_id = ? and team_code = ?)`;

export const cascadeOperations = (db: Sql): Queried<Cascades> => ({
  *findCascadeMember({ oaId, announcementId, userId }) {
    const row = yield* db.get(
      `${MEMBERS} where c.oa_id = ? and c.announcement_id = ? and c.user_id = ?`,
      oaId,
      announcementId,
      userId,
    );
    return row && toMember(row);
  },

  *listCascadeMembers({ oaId, announcementId, teamCode, untold, afterUserId, limit }) {
    return (yield* db.all(
      `${MEMBERS} where c.oa_id = ? and c.announcement_id = ? and c.user_id > ?
           ${untold === true ? 'and c.queued_at is null' : ''} ${teamCode === undefined ? '' : OF_TEAM}
         order by c.user_id limit ?`,
      oaId,
      announcementId,
      afterUserId,
      ...(teamCode === undefined ? [] : [oaId, announcementId, teamCode]),
      limit,
    )).map(toMember);
  },

  *listCascadeTeams({ oaId, announcementId, communeCode, toPhone, passed, afterTeam, limit }) {
    return (yield* db.all(
      `${TEAMS} where c.oa_id = ?1 and c.announcement_id = ?2 and c.team_code > ?3
           and (?4 is null or c.commune_code = ?4) ${toPhone === true ? 'and c.first_told_at is null and c.passed_at is null' : ''}
           ${passed === undefined ? '' : `and c.passed_at is ${passed ? 'not null' : 'null'}`}
         order by c.team_code limit ?5`,
      oaId,
      announcementId,
      afterTeam,
      communeCode ?? null,
      limit,
    )).map(toTeam);
  },

  *cascadeTotals({ oaId, announcementId, communeCode }) {
    const commune = communeCode ?? null;
    const teams = yield* db.get(
      `select coalesce(sum(case when team_code <> '' then 1 else 0 end), 0) as teams,
         coalesce(sum(case when first_told_at is not null then 1 else 0 end), 0) as teams_told,
         coalesce(sum(case when passed_at is not null then 1 else 0 end), 0) as teams_passed,
         coalesce(sum(case when team_code <> '' and first_told_at is null and passed_at is null then 1 else 0 end), 0)
           as to_phone,
         coalesce(sum(members), 0) as members, coalesce(sum(told), 0) as told, coalesce(sum(passed), 0) as passed,
         coalesce(sum(returned), 0) as returned, coalesce(sum(typed), 0) as typed
       from cascade_team where oa_id = ?1 and announcement_id = ?2 and (?3 is null or commune_code = ?3)`,
      oaId,
      announcementId,
      commune,
    );
    const figure = (row: Row | undefined, name: string): number => Number(row?.[name] ?? 0);
    return {
      teams: figure(teams, 'teams'),
      teamsTold: figure(teams, 'teams_told'),
      teamsPassed: figure(teams, 'teams_passed'),
      teamsToPhone: figure(teams, 'to_phone'),
      members: figure(teams, 'members'),
      told: figure(teams, 'told'),
      passed: figure(teams, 'passed'),
      returned: figure(teams, 'returned'),
      typed: figure(teams, 'typed'),
    };
  },

  *listTeamsToRemind({ oaId, announcementId, toldBefore, limit }) {
    return (yield* db.all(
      `${TEAMS} where c.oa_id = ? and c.announcement_id = ? and c.first_told_at <= ? and c.passed_at is null
           and c.reminded_at is null order by c.team_code limit ?`,
      oaId,
      announcementId,
      toldBefore,
      limit,
    )).map(toTeam);
  },

  *listCascadeRecipients({ oaId, announcementId, afterUserId, limit }) {
    return (yield* db.all(
      `select p.user_id, case when c.first_told_at is null then 0 else 1 end as is_told
         from announcement_recipient p
         left join resident r on r.oa_id = p.oa_id and r.user_id = p.user_id
         left join cascade_team c
           on c.oa_id = p.oa_id and c.announcement_id = p.announcement_id and c.team_code = r.team_code
         where p.oa_id = ? and p.announcement_id = ? and p.user_id > ? and p.lane = 'cascade' and p.state = 'pending'
         order by p.user_id limit ?`,
      oaId,
      announcementId,
      afterUserId,
      limit,
    )).map((row) => ({ userId: String(row['user_id']), isTold: row['is_told'] === 1 }));
  },

  *spreadCascade({ oaId, announcementId, communes, teams, afterTeam, limit }) {
    const rows = yield* db.all(
      `select code, commune_code from team where oa_id = ? and code > ? and dissolved_at is null
         ${among('commune_code', communes)} ${among('code', teams)} order by code limit ?`,
      oaId,
      afterTeam,
      ...communes,
      ...teams,
      limit,
    );
    for (const row of rows) yield* spreadTo(db, oaId, announcementId, String(row['code']), String(row['commune_code']));
    return { lastTeam: String(rows.at(-1)?.['code'] ?? afterTeam), listed: rows.length };
  },

  *queueCascade({ oaId, announcementId, userIds, at }) {
    for (const userId of userIds) {
      yield* db.write(
        `update cascade_member set queued_at = ?
         where oa_id = ? and announcement_id = ? and user_id = ? and queued_at is null`,
        at,
        oaId,
        announcementId,
        userId,
      );
    }
    return null;
  },

  *markCascade({ oaId, announcementId, userId, act, at }) {
    const column = STAMPS[act];
    const row = yield* db.get(
      `update cascade_member set ${column} = ?, queued_at = coalesce(queued_at, ?)
       where oa_id = ? and announcement_id = ? and user_id = ? and ${column} is null returning team_code`,
      at,
      at,
      oaId,
      announcementId,
      userId,
    );
    if (!row || act === 'later') return null;
    const stamp = act === 'told' ? 'first_told_at' : 'passed_at';
    yield* db.write(
      `update cascade_team set ${stamp} = coalesce(${stamp}, ?), ${act} = ${act} + 1
       where oa_id = ? and announcement_id = ? and team_code = ?`,
      at,
      oaId,
      announcementId,
      String(row['team_code']),
    );
    return null;
  },

  *markCascadeReminded({ oaId, announcementId, teamCode, at }) {
    yield* db.write(
      `update cascade_team set reminded_at = coalesce(reminded_at, ?)
       where oa_id = ? and announcement_id = ? and team_code = ?`,
      at,
      oaId,
      announcementId,
      teamCode,
    );
    return null;
  },

  *countReturn({ oaId, announcementId, teamCode, typed, pseudonym, at }) {
    const isNew =
      pseudonym !== undefined &&
      (yield* db.run(
        `insert into cascade_return (oa_id, announcement_id, pseudonym, team_code, at) values (?, ?, ?, ?, ?)
         on conflict (oa_id, announcement_id, pseudonym) do nothing`,
        oaId,
        announcementId,
        pseudonym,
        teamCode,
        at,
      )) === 1;
    if (!isNew && !typed) return null;
    yield* db.write(
      `insert into cascade_team (oa_id, announcement_id, team_code, commune_code, members, returned, typed)
       values (?1, ?2, ?3, coalesce((select commune_code from team where oa_id = ?1 and code = ?3), ''), 0, ?4, ?5)
       on conflict (oa_id, announcement_id, team_code)
         do update set returned = cascade_team.returned + excluded.returned, typed = cascade_team.typed + excluded.typed`,
      oaId,
      announcementId,
      teamCode,
      isNew ? 1 : 0,
      typed ? 1 : 0,
    );
    return null;
  },
});

const among = (column: string, values: readonly string[]): string =>
  values.length === 0 ? '' : `and ${column} in (${values.map(() => '?').join(', ')})`;

function* spreadTo(db: Sql, oaId: string, announcementId: string, team: string, commune: string): Operation<void> {
  // Ids from the index alone, then each by its key: in one statement SQLite would look at every member of the OA.
  const userIds = yield* db.all('select user_id from team_member where oa_id = ? and team_code = ?', oaId, team);
  let members = 0;
  for (const row of userIds) {
    members += yield* db.run(
      `insert into cascade_member (oa_id, announcement_id, user_id, team_code)
       select oa_id, ?, user_id, team_code from team_member where oa_id = ? and user_id = ? and state = 'active'
       on conflict (oa_id, announcement_id, user_id) do nothing`,
      announcementId,
      oaId,
      String(row['user_id']),
    );
  }
  // Somebody who came back may have been faster; a team that was listed already keeps its count.
  yield* db.write(
    `insert into cascade_team (oa_id, announcement_id, team_code, commune_code, members, returned, typed)
     values (?, ?, ?, ?, ?, 0, 0)
     on conflict (oa_id, announcement_id, team_code) do update set members = cascade_team.members + excluded.members`,
    oaId,
    announcementId,
    team,
    commune,
    members,
  );
}

/** Who was asked and who came back is forgotten with them; what was counted of a team names nobody and stays. */
export function* eraseFromCascades(db: Sql, oaId: string, userId: string, pseudonym: string): Operation<void> {
  yield* db.write('delete from cascade_member where oa_id = ? and user_id = ?', oaId, userId);
  yield* forgetReturns(db, oaId, pseudonym);
}

/** Consent to be counted was withdrawn. */
export function* forgetReturns(db: Sql, oaId: string, pseudonym: string): Operation<void> {
  yield* db.write('delete from cascade_return where oa_id = ? and pseudonym = ?', oaId, pseudonym);
}

/** People of cascades begun before this moment are forgotten, and their words are free again. Returns how many rows went. */
export function* purgeCascades(db: Sql, before: number): Operation<number> {
  const old = `(oa_id, announcement_id) in
    (select oa_id, announcement_id from lane_job where lane = 'cascade' and started_at < ? and due_at is null)`;
  return (
    (yield* db.run(`delete from cascade_member where ${old}`, before)) +
    (yield* db.run('delete from cascade_return where at < ?', before)) +
    (yield* db.run(
      `update lane_job set word = null where word is not null and started_at < ? and due_at is null`,
      before,
    ))
  );
}
