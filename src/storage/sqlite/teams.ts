import type { EngagementTotal, StorageOperations, Team } from '../ports.ts';
import type { Database, Row } from './database.ts';

type Teams = Pick<StorageOperations, 'saveTeams' | 'findTeam' | 'listTeams' | 'listTotals' | 'countResidents'>;

function toTeam(row: Row): Team {
  return {
    code: String(row['code']),
    name: String(row['name']),
    provinceCode: String(row['province_code']),
    communeCode: String(row['commune_code']),
    hamlet: String(row['hamlet']),
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

export const teamOperations = (db: Database): Teams => ({
  saveTeams({ oaId, teams, at }) {
    let added = 0;
    for (const team of teams) {
      const before = db.get('select code from team where oa_id = ? and code = ?', oaId, team.code);
      if (!before) added += 1;
      db.run(
        `insert into team (oa_id, code, name, province_code, commune_code, hamlet, created_at) values (?, ?, ?, ?, ?, ?, ?)
         on conflict (oa_id, code) do update set name = excluded.name, province_code = excluded.province_code,
           commune_code = excluded.commune_code, hamlet = excluded.hamlet`,
        oaId,
        team.code,
        team.name,
        team.provinceCode,
        team.communeCode,
        team.hamlet,
        at,
      );
    }
    return { added, changed: teams.length - added };
  },

  findTeam({ oaId, code }) {
    const row = db.get('select * from team where oa_id = ? and code = ?', oaId, code);
    return row && toTeam(row);
  },

  listTeams: ({ oaId, communeCode }) =>
    db
      .all(
        'select * from team where oa_id = ?1 and (?2 is null or commune_code = ?2) order by commune_code, code',
        oaId,
        communeCode ?? null,
      )
      .map(toTeam),

  listTotals: ({ oaId, teamCode, communeCode, fromDay, toDay }) =>
    db
      .all(
        `select * from engagement_total where oa_id = ?1 and day between ?2 and ?3
           and (?4 is null or team_code = ?4) and (?5 is null or commune_code = ?5)`,
        oaId,
        fromDay,
        toDay,
        teamCode ?? null,
        communeCode ?? null,
      )
      .map(toTotal),

  countResidents({ oaId, teamCode, fromDay, toDay }) {
    const credited = db.get('select count(*) as n from resident where oa_id = ? and team_code = ?', oaId, teamCode);
    const active = db.get(
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
