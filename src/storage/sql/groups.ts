import type { GroupReads, GroupWrites, TeamGroup } from '../group-ports.ts';
import type { Sql, Row, Operation, Queried } from './query.ts';
import { finish } from './inbox.ts';

const toGroup = (row: Row): TeamGroup => ({
  oaId: String(row['oa_id']),
  groupId: String(row['group_id']),
  teamCode: String(row['team_code']),
  answeredAt: Number(row['answered_at']),
});

export const groupOperations = (db: Sql): Queried<GroupReads & GroupWrites> => {
  function* find({ oaId, groupId }: { oaId: string; groupId: string }): Operation<TeamGroup | undefined> {
    const row = yield* db.get('select * from team_group where oa_id = ? and group_id = ?', oaId, groupId);
    return row && toGroup(row);
  }
  return {
    findTeamGroup: find,

    *listTeamGroups({ oaId }) {
      return (yield* db.all('select * from team_group where oa_id = ? order by team_code, group_id', oaId)).map(
        toGroup,
      );
    },

    *saveTeamGroup({ oaId, groupId, teamCode }) {
      yield* db.write(
        `insert into team_group (oa_id, group_id, team_code, answered_at) values (?, ?, ?, 0)
         on conflict (oa_id, group_id) do update set team_code = excluded.team_code`,
        oaId,
        groupId,
        teamCode,
      );
      return null;
    },

    *removeTeamGroup({ oaId, groupId }) {
      return {
        removed: (yield* db.run('delete from team_group where oa_id = ? and group_id = ?', oaId, groupId)) === 1,
      };
    },

    *commitGroupAnswer({ inboxId, oaId, groupId, recipient, at, gapMs, body, claimFirst }) {
      if (!(yield* finish(db, inboxId))) return {};
      const answeredAt = (yield* find({ oaId, groupId }))?.answeredAt ?? 0;
      if (body === undefined || at - answeredAt < gapMs) return {};
      yield* db.write(
        `insert into team_group (oa_id, group_id, team_code, answered_at) values (?, ?, '', ?)
         on conflict (oa_id, group_id) do update set answered_at = excluded.answered_at`,
        oaId,
        groupId,
        at,
      );
      const row = yield* db.get(
        `insert into outbox (oa_id, user_id, lane, body, state, due_at, attempts, created_at, announcement_id)
         values (?, ?, 'answer', ?, ?, ?, ?, ?, null) returning id`,
        oaId,
        recipient,
        body,
        claimFirst ? 'sending' : 'pending',
        at,
        claimFirst ? 1 : 0,
        at,
      );
      return { outboxId: Number(row?.['id']) };
    },
  };
};
