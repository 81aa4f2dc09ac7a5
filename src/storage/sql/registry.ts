import type { CommuneChange, MemberChange, RegistryReads, RegistryWrites, TeamInvite } from '../registry-ports.ts';
import type { Member, MemberRole } from '../team-ports.ts';
import type { Sql, Row, Operation, Queried } from './query.ts';
import { addTeamEvent, changedMeanwhile, toTeamEvent } from './team-history.ts';
import { saveTeamRows } from './teams.ts';
import { toMember } from './team-members.ts';

type Registry = RegistryReads &
  Pick<
    RegistryWrites,
    'importRegistry' | 'useInvite' | 'removeInvite' | 'changeMember' | 'transferTeam' | 'saveJoinTries'
  >;

function toInvite(row: Row): TeamInvite {
  return {
    oaId: String(row['oa_id']),
    codeHash: String(row['code_hash']),
    role: row['role'] as MemberRole,
    teamCode: String(row['team_code']),
    communeCode: String(row['commune_code']),
    name: String(row['name']),
    createdAt: Number(row['created_at']),
    expiresAt: Number(row['expires_at']),
    ...(row['used_at'] === null ? {} : { usedAt: Number(row['used_at']) }),
    ...(row['used_by'] === null ? {} : { usedBy: String(row['used_by']) }),
  };
}

const toChange = (row: Row): CommuneChange => ({
  fromCode: String(row['from_code']),
  toCode: String(row['to_code']),
  atDay: String(row['at_day']),
});

const MAX_EVENTS = 100;

/** States each change begins in, and the one it ends in. */
const CHANGES: Readonly<
  Record<MemberChange['kind'], { readonly from: readonly Member['state'][]; readonly to: Member['state'] }>
> = {
  approved: { from: ['pending'], to: 'active' },
  refused: { from: ['pending'], to: 'left' },
  left: { from: ['pending', 'active'], to: 'left' },
  removed: { from: ['pending', 'active'], to: 'left' },
  restored: { from: ['left'], to: 'active' },
  'role-changed': { from: ['active'], to: 'active' },
};

export function* findMember(db: Sql, oaId: string, userId: string): Operation<Member | undefined> {
  const row = yield* db.get('select * from team_member where oa_id = ? and user_id = ?', oaId, userId);
  return row && toMember(row);
}

export const registryOperations = (db: Sql): Queried<Registry> => ({
  *findInvite({ oaId, codeHash }) {
    const row = yield* db.get('select * from team_invite where oa_id = ? and code_hash = ?', oaId, codeHash);
    return row && toInvite(row);
  },

  *listInvites({ oaId, at, teamCode, communeCode }) {
    return (yield* db.all(
      `select * from team_invite where oa_id = ?1 and used_at is null and expires_at > ?2
           and (?3 is null or team_code = ?3) and (?4 is null or commune_code = ?4)
         order by created_at desc, name`,
      oaId,
      at,
      teamCode ?? null,
      communeCode ?? null,
    )).map(toInvite);
  },

  *listTeamEvents({ oaId, teamCode, communeCode, limit }) {
    return (yield* db.all(
      `select * from team_event where oa_id = ?1 and (?2 is null or team_code = ?2) and (?3 is null or commune_code = ?3)
         order by id desc limit ?4`,
      oaId,
      teamCode ?? null,
      communeCode ?? null,
      limit ?? MAX_EVENTS,
    )).map(toTeamEvent);
  },

  *listCommuneChanges({ oaId }) {
    return (yield* db.all(
      'select * from commune_change where oa_id = ? order by at_day, from_code, to_code',
      oaId,
    )).map(toChange);
  },

  *listCommuneLine({ oaId, communeCode }) {
    const line = [communeCode];
    for (const code of line) {
      const rows = yield* db.all('select from_code from commune_change where oa_id = ? and to_code = ?', oaId, code);
      line.push(...rows.map((row) => String(row['from_code'])).filter((from) => !line.includes(from)));
    }
    return line;
  },

  *findJoinTries({ oaId, userId }) {
    const row = yield* db.get('select * from join_try where oa_id = ? and user_id = ?', oaId, userId);
    return (
      row && {
        oaId,
        userId,
        wrong: Number(row['wrong']),
        since: Number(row['since']),
        lastAt: Number(row['last_at']),
      }
    );
  },

  *listTeamNews({ oaId, afterId, limit }) {
    return (yield* db.all(
      `select * from team_event where oa_id = ? and id > ? and by_user_id is null and user_id is not null
          order by id limit ?`,
      oaId,
      afterId,
      limit,
    )).map((row) => ({ ...toTeamEvent(row), id: Number(row['id']), userId: String(row['user_id']) }));
  },

  *lastTeamEventId({ oaId }) {
    return Number((yield* db.get('select coalesce(max(id), 0) as id from team_event where oa_id = ?', oaId))?.['id']);
  },

  *importRegistry({ oaId, teams, invites, at, by }) {
    const { added, changed } = yield* saveTeamRows(db, { oaId, teams, at, by });
    for (const invite of invites) {
      yield* db.write(
        `insert into team_invite (oa_id, code_hash, role, team_code, commune_code, name, created_at, expires_at)
         values (?, ?, ?, ?, ?, ?, ?, ?)`,
        oaId,
        invite.codeHash,
        invite.role,
        invite.teamCode,
        invite.communeCode,
        invite.name,
        invite.createdAt,
        invite.expiresAt,
      );
      const { teamCode, communeCode, role } = invite;
      yield* addTeamEvent(db, { oaId, teamCode, communeCode, kind: 'invited', at, by, detail: role });
    }
    return { added, changed, invited: invites.length };
  },

  *useInvite({ oaId, codeHash, userId, state, at }) {
    const taken = yield* db.run(
      `update team_invite set used_at = ?1, used_by = ?2
       where oa_id = ?3 and code_hash = ?4 and used_at is null and expires_at > ?1`,
      at,
      userId,
      oaId,
      codeHash,
    );
    if (taken === 0) throw changedMeanwhile('The invitation was used or ended');
    const row = yield* db.get('select * from team_invite where oa_id = ? and code_hash = ?', oaId, codeHash);
    if (!row) throw changedMeanwhile('The invitation was used or ended');
    const { role, teamCode, communeCode, name } = toInvite(row);
    yield* db.write(
      `insert into team_member
         (oa_id, user_id, role, state, team_code, commune_code, name, joined_at, approved_at, left_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, null)
       on conflict (oa_id, user_id) do update set role = excluded.role, state = excluded.state,
         team_code = excluded.team_code, commune_code = excluded.commune_code, name = excluded.name,
         joined_at = excluded.joined_at, approved_at = excluded.approved_at, left_at = null`,
      oaId,
      userId,
      role,
      state,
      teamCode,
      communeCode,
      name,
      at,
      state === 'active' ? at : null,
    );
    const kind = state === 'active' ? 'joined' : 'asked';
    yield* addTeamEvent(db, { oaId, teamCode, communeCode, kind, at, userId, by: userId, detail: role });
    return null;
  },

  *removeInvite({ oaId, codeHash }) {
    const removed = yield* db.run(
      'delete from team_invite where oa_id = ? and code_hash = ? and used_at is null',
      oaId,
      codeHash,
    );
    if (removed === 0) throw changedMeanwhile('The invitation was used or ended');
    return null;
  },

  *changeMember({ oaId, userId, kind, role, at, by }) {
    const { from, to } = CHANGES[kind];
    const before = yield* findMember(db, oaId, userId);
    if (!before || !from.includes(before.state)) throw changedMeanwhile('The place of the member changed');
    const newRole = kind === 'role-changed' ? (role ?? before.role) : before.role;
    yield* db.write(
      `update team_member set state = ?1, role = ?2,
         approved_at = case when ?1 = 'active' then coalesce(approved_at, ?3) else approved_at end,
         left_at = case when ?1 = 'left' then ?3 else null end
       where oa_id = ?4 and user_id = ?5`,
      to,
      newRole,
      at,
      oaId,
      userId,
    );
    const { teamCode, communeCode } = before;
    yield* addTeamEvent(db, { oaId, teamCode, communeCode, kind, at, userId, by, detail: newRole });
    return null;
  },

  *transferTeam({ oaId, teamCode, fromUserId, toUserId, at, by }) {
    const to = yield* findMember(db, oaId, toUserId);
    const from = fromUserId === undefined ? undefined : yield* findMember(db, oaId, fromUserId);
    const isOfTeam = (member: Member | undefined): member is Member =>
      member?.state === 'active' && member.teamCode === teamCode;
    if (!isOfTeam(to) || to.role === 'leader') throw changedMeanwhile('The place of the new leader changed');
    if (fromUserId !== undefined && (!isOfTeam(from) || from.role !== 'leader'))
      throw changedMeanwhile('The place of the leader changed');
    yield* db.write(
      `update team_member set role = 'member'
       where oa_id = ?1 and team_code = ?2 and role = 'leader' and (?3 is null or user_id = ?3)`,
      oaId,
      teamCode,
      fromUserId ?? null,
    );
    yield* db.write(`update team_member set role = 'leader' where oa_id = ? and user_id = ?`, oaId, toUserId);
    const { communeCode } = to;
    yield* addTeamEvent(db, { oaId, teamCode, communeCode, kind: 'transferred', at, userId: toUserId, by });
    return null;
  },

  *saveJoinTries({ oaId, userId, wrong, since, lastAt }) {
    yield* db.write(
      `insert into join_try (oa_id, user_id, wrong, since, last_at) values (?, ?, ?, ?, ?)
       on conflict (oa_id, user_id) do update set wrong = excluded.wrong, since = excluded.since,
         last_at = excluded.last_at`,
      oaId,
      userId,
      wrong,
      since,
      lastAt,
    );
    return null;
  },
});

/** Takes a person out of what the registry keeps: the history stays, without them. */
export function* eraseFromRegistry(db: Sql, oaId: string, userId: string): Operation<void> {
  const member = yield* findMember(db, oaId, userId);
  // An invitation for somebody of this name in this team is theirs, used or not.
  if (member) {
    yield* db.write(
      'delete from team_invite where oa_id = ? and team_code = ? and name = ?',
      oaId,
      member.teamCode,
      member.name,
    );
  }
  yield* db.write('delete from team_invite where oa_id = ? and used_by = ?', oaId, userId);
  yield* db.write('update team_event set user_id = null where oa_id = ? and user_id = ?', oaId, userId);
  yield* db.write('update team_event set by_user_id = null where oa_id = ? and by_user_id = ?', oaId, userId);
  yield* db.write('delete from join_try where oa_id = ? and user_id = ?', oaId, userId);
  if (member) yield* forgetNameInMessages(db, oaId, member.name);
}

/** Answers to others that were not sent yet, or failed, may call them by name. Short words could be part of the JSON. */
function* forgetNameInMessages(db: Sql, oaId: string, name: string): Operation<void> {
  if (name.length < 3) return;
  yield* db.write(
    `update outbox set body = replace(body, ?1, 'một thành viên')
     where oa_id = ?2 and replace(body, ?1, '') <> body and state in ('pending', 'sending', 'unknown', 'failed')`,
    name,
    oaId,
  );
}
