import type { RegistryWrites } from '../registry-ports.ts';
import { widenCampaigns } from './campaign-communes.ts';
import type { Sql, Operation, Queried } from './query.ts';
import { outdateTurnsOf } from './resident-rows.ts';
import { addTeamEvent, changedMeanwhile } from './team-history.ts';
import { toTeam } from './teams.ts';

type TeamChanges = Pick<RegistryWrites, 'dissolveTeam' | 'moveTeam' | 'applyCommuneChange'>;

export const registryTeamOperations = (db: Sql): Queried<TeamChanges> => {
  function* findOpen(oaId: string, code: string) {
    const row = yield* db.get('select * from team where oa_id = ? and code = ? and dissolved_at is null', oaId, code);
    if (!row) throw changedMeanwhile(`Team ${code} was dissolved or removed`);
    return toTeam(row);
  }

  function* hasLeader(oaId: string, teamCode: string): Operation<boolean> {
    return (
      (yield* db.get(
        `select 1 as one from team_member where oa_id = ? and team_code = ? and role = 'leader' and state = 'active'`,
        oaId,
        teamCode,
      )) !== undefined
    );
  }

  function* moveMembers(oaId: string, from: string, to: { code: string; communeCode: string }): Operation<number> {
    const keepsRole = !(yield* hasLeader(oaId, to.code));
    return yield* db.run(
      `update team_member set team_code = ?1, commune_code = ?2,
         role = case when role = 'leader' and ?3 = 0 then 'member' else role end
       where oa_id = ?4 and team_code = ?5 and state in ('active', 'pending')`,
      to.code,
      to.communeCode,
      keepsRole ? 1 : 0,
      oaId,
      from,
    );
  }

  return {
    *dissolveTeam({ oaId, code, successorCode, at, by }) {
      const team = yield* findOpen(oaId, code);
      const successor = successorCode === undefined ? undefined : yield* findOpen(oaId, successorCode);
      if (successor?.code === team.code)
        throw changedMeanwhile(`Team ${code} cannot take over from itself; it changed`);
      yield* db.write(
        'update team set dissolved_at = ?, successor_code = ? where oa_id = ? and code = ?',
        at,
        successor?.code ?? null,
        oaId,
        code,
      );
      const members = successor
        ? yield* moveMembers(oaId, code, successor)
        : yield* db.run(
            `update team_member set state = 'left', left_at = ?
             where oa_id = ? and team_code = ? and state in ('active', 'pending')`,
            at,
            oaId,
            code,
          );
      // Whoever it had reached goes on with the team that took over. Without one they stay where they are counted, until
      // another team reaches them: the code of a dissolved team protects nobody.
      if (successor) {
        yield* outdateTurnsOf(db, oaId, 'team_code', code);
        yield* db.write(
          'update resident set team_code = ? where oa_id = ? and team_code = ?',
          successor.code,
          oaId,
          code,
        );
      }
      yield* db.write('delete from team_invite where oa_id = ? and team_code = ? and used_at is null', oaId, code);
      const { communeCode } = team;
      yield* addTeamEvent(db, {
        oaId,
        teamCode: code,
        communeCode,
        kind: 'dissolved',
        at,
        by,
        detail: successor ? `${code} → ${successor.code}` : code,
      });
      return { members };
    },

    *moveTeam({ oaId, code, provinceCode, communeCode, at, by }) {
      const team = yield* findOpen(oaId, code);
      yield* db.write(
        'update team set province_code = ?, commune_code = ? where oa_id = ? and code = ?',
        provinceCode,
        communeCode,
        oaId,
        code,
      );
      for (const table of ['team_member', 'team_invite']) {
        yield* db.write(
          `update ${table} set commune_code = ? where oa_id = ? and team_code = ?`,
          communeCode,
          oaId,
          code,
        );
      }
      const detail = `${team.communeCode} → ${communeCode}`;
      yield* addTeamEvent(db, { oaId, teamCode: code, communeCode, kind: 'moved-commune', at, by, detail });
      return null;
    },

    *applyCommuneChange({ oaId, fromCode, toCode, atDay, provinceCode, at, by }) {
      yield* widenCampaigns(db, { oaId, fromCode, toCode, atDay });
      const moved = yield* db.all('select code from team where oa_id = ? and commune_code = ?', oaId, fromCode);
      const detail = `${fromCode} → ${toCode}`;
      for (const row of moved) {
        const teamCode = String(row['code']);
        yield* addTeamEvent(db, { oaId, teamCode, communeCode: toCode, kind: 'moved-commune', at, by, detail });
      }
      yield* db.write(
        'update team set province_code = ?, commune_code = ? where oa_id = ? and commune_code = ?',
        provinceCode,
        toCode,
        oaId,
        fromCode,
      );
      function* moveOf(table: string): Operation<number> {
        return yield* db.run(
          `update ${table} set commune_code = ? where oa_id = ? and commune_code = ?`,
          toCode,
          oaId,
          fromCode,
        );
      }
      const members = yield* moveOf('team_member');
      yield* moveOf('team_invite');
      yield* outdateTurnsOf(db, oaId, 'commune_code', fromCode);
      const residents = yield* moveOf('resident');
      yield* db.write(
        `insert into commune_change (oa_id, from_code, to_code, at_day) values (?, ?, ?, ?)
         on conflict (oa_id, from_code, to_code) do update set at_day = excluded.at_day`,
        oaId,
        fromCode,
        toCode,
        atDay,
      );
      return { teams: moved.length, members, residents };
    },
  };
};
