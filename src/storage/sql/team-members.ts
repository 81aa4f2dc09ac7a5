import type { Member, MemberRole, ReachableMember, TeamMemberReads, TeamMemberWrites } from '../team-ports.ts';
import type { Sql, Row, Queried } from './query.ts';

export function toMember(row: Row): Member {
  return {
    oaId: String(row['oa_id']),
    userId: String(row['user_id']),
    role: row['role'] as MemberRole,
    state: row['state'] as Member['state'],
    teamCode: String(row['team_code']),
    communeCode: String(row['commune_code']),
    name: String(row['name']),
    joinedAt: Number(row['joined_at']),
    ...(row['approved_at'] === null ? {} : { approvedAt: Number(row['approved_at']) }),
    ...(row['left_at'] === null ? {} : { leftAt: Number(row['left_at']) }),
  };
}

const MAX_MEMBERS = 1_000;

export const teamMemberOperations = (db: Sql): Queried<TeamMemberReads & TeamMemberWrites> => ({
  *findMember({ oaId, userId }) {
    const row = yield* db.get('select * from team_member where oa_id = ? and user_id = ?', oaId, userId);
    return row && toMember(row);
  },

  *listMembers({ oaId, teamCode, communeCode, state, limit }) {
    return (yield* db.all(
      `select m.*, coalesce(r.last_interaction_at, 0) as last_interaction_at from team_member m
         left join resident r on r.oa_id = m.oa_id and r.user_id = m.user_id
         where m.oa_id = ?1 and (?2 is null or m.team_code = ?2) and (?3 is null or m.commune_code = ?3)
           and (?4 is null or m.state = ?4)
         order by case m.role when 'leader' then 0 when 'officer' then 1 else 2 end, m.joined_at, m.user_id limit ?5`,
      oaId,
      teamCode ?? null,
      communeCode ?? null,
      state ?? null,
      limit ?? MAX_MEMBERS,
    )).map((row): ReachableMember => ({ ...toMember(row), lastInteractionAt: Number(row['last_interaction_at']) }));
  },

  *saveMember(member) {
    yield* db.write(
      `insert into team_member
         (oa_id, user_id, role, state, team_code, commune_code, name, joined_at, approved_at, left_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (oa_id, user_id) do update set role = excluded.role, state = excluded.state,
         team_code = excluded.team_code, commune_code = excluded.commune_code, name = excluded.name,
         joined_at = excluded.joined_at, approved_at = excluded.approved_at, left_at = excluded.left_at`,
      member.oaId,
      member.userId,
      member.role,
      member.state,
      member.teamCode,
      member.communeCode,
      member.name,
      member.joinedAt,
      member.approvedAt ?? null,
      member.leftAt ?? null,
    );
    return null;
  },
});
