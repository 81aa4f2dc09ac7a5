import { AppError } from '../../shared/errors.ts';
import type { StaffKey, StaffReads, StaffSession, StaffWrites } from '../staff-ports.ts';
import type { Operation, Queried, Row, Sql } from './query.ts';

/** Sessions, keys of the API and codes typed in the chat: by what staff come in. */
type Doors = Pick<
  StaffReads & StaffWrites,
  | 'findStaffSession'
  | 'listStaffSessions'
  | 'saveStaffSession'
  | 'touchStaffSession'
  | 'moveStaffSession'
  | 'endStaffSessions'
  | 'findStaffKey'
  | 'listStaffKeys'
  | 'saveStaffKey'
  | 'findStaffLink'
  | 'saveStaffLink'
  | 'linkStaff'
>;

const time = <K extends string>(key: K, value: Row[string] | undefined): { [P in K]?: number } =>
  typeof value === 'number' ? ({ [key]: value } as { [P in K]?: number }) : {};

const toSession = (row: Row): StaffSession => ({
  idHash: String(row['id_hash']),
  oaId: String(row['oa_id']),
  accountId: String(row['account_id']),
  createdAt: Number(row['created_at']),
  lastSeenAt: Number(row['last_seen_at']),
  expiresAt: Number(row['expires_at']),
  isComplete: row['is_complete'] === 1,
  ...(row['at_oa'] === null ? {} : { atOaId: String(row['at_oa']) }),
});

/** Sessions of accounts that work for the OA of the first parameter. */
const WORKS_HERE = `(oa_id = ?1 or account_id in (select id from staff_account where every_oa = 1))`;

const toKey = (row: Row): StaffKey => ({
  id: String(row['id']),
  oaId: String(row['oa_id']),
  hash: String(row['hash']),
  name: String(row['name']),
  scopes: JSON.parse(String(row['scopes'])) as string[],
  accountId: String(row['account_id']),
  createdAt: Number(row['created_at']),
  ...time('expiresAt', row['expires_at']),
  ...time('lastUsedAt', row['last_used_at']),
  ...time('revokedAt', row['revoked_at']),
});

function* linkOf(db: Sql, oaId: string, codeHash: string, at: number): Operation<Row | undefined> {
  return yield* db.get(
    `select a.id, a.name from staff_link l join staff_account a on a.oa_id = l.oa_id and a.id = l.account_id
     where l.oa_id = ? and l.code_hash = ? and l.expires_at > ? and a.disabled_at is null`,
    oaId,
    codeHash,
    at,
  );
}

export const staffDoorOperations = (db: Sql): Queried<Doors> => ({
  *findStaffSession({ idHash }) {
    const row = yield* db.get('select * from staff_session where id_hash = ?', idHash);
    return row && toSession(row);
  },

  *listStaffSessions({ oaId, accountId }) {
    return (yield* db.all(
      `select * from staff_session where ${WORKS_HERE} and account_id = ?2 order by last_seen_at desc, id_hash`,
      oaId,
      accountId,
    )).map(toSession);
  },

  *saveStaffSession(session) {
    yield* db.write('delete from staff_session where expires_at <= ?', session.lastSeenAt);
    yield* db.write(
      `insert into staff_session (id_hash, oa_id, account_id, created_at, last_seen_at, expires_at, is_complete, at_oa)
       values (?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (id_hash) do update set last_seen_at = excluded.last_seen_at, expires_at = excluded.expires_at,
         is_complete = excluded.is_complete`,
      session.idHash,
      session.oaId,
      session.accountId,
      session.createdAt,
      session.lastSeenAt,
      session.expiresAt,
      session.isComplete ? 1 : 0,
      session.atOaId ?? null,
    );
    return null;
  },

  *touchStaffSession({ idHash, at }) {
    yield* db.write('update staff_session set last_seen_at = ?1 where id_hash = ?2 and last_seen_at < ?1', at, idHash);
    return null;
  },

  *moveStaffSession({ idHash, oaId }) {
    yield* db.write('update staff_session set at_oa = ? where id_hash = ?', oaId, idHash);
    return null;
  },

  *endStaffSessions({ oaId, idHash, accountId, exceptHash }) {
    if (idHash === undefined && accountId === undefined) return { ended: 0 };
    const ended = yield* db.run(
      `delete from staff_session where ${WORKS_HERE} and (?2 is null or id_hash = ?2) and (?3 is null or account_id = ?3)
         and (?4 is null or id_hash <> ?4)`,
      oaId,
      idHash ?? null,
      accountId ?? null,
      exceptHash ?? null,
    );
    return { ended };
  },

  *findStaffKey({ hash }) {
    const row = yield* db.get('select * from staff_key where hash = ?', hash);
    return row && toKey(row);
  },

  *listStaffKeys({ oaId }) {
    return (yield* db.all('select * from staff_key where oa_id = ? order by created_at desc, id', oaId)).map(toKey);
  },

  *saveStaffKey(key) {
    yield* db.write(
      `insert into staff_key (oa_id, id, hash, name, scopes, account_id, created_at, expires_at, last_used_at, revoked_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (oa_id, id) do update set name = excluded.name, expires_at = excluded.expires_at,
         last_used_at = coalesce(excluded.last_used_at, staff_key.last_used_at),
         revoked_at = coalesce(staff_key.revoked_at, excluded.revoked_at)`,
      key.oaId,
      key.id,
      key.hash,
      key.name,
      JSON.stringify(key.scopes),
      key.accountId,
      key.createdAt,
      key.expiresAt ?? null,
      key.lastUsedAt ?? null,
      key.revokedAt ?? null,
    );
    return null;
  },

  *findStaffLink({ oaId, codeHash, at }) {
    const row = yield* linkOf(db, oaId, codeHash, at);
    return row && { accountId: String(row['id']), name: String(row['name']) };
  },

  *saveStaffLink({ oaId, accountId, codeHash, expiresAt }) {
    // Of six digits, two people may draw the same: the earlier one asks for another.
    yield* db.write('delete from staff_link where oa_id = ? and code_hash = ?', oaId, codeHash);
    yield* db.write(
      `insert into staff_link (oa_id, account_id, code_hash, expires_at) values (?, ?, ?, ?)
       on conflict (oa_id, account_id) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at`,
      oaId,
      accountId,
      codeHash,
      expiresAt,
    );
    return null;
  },

  *linkStaff({ oaId, userId, codeHash, at }) {
    const account = yield* linkOf(db, oaId, codeHash, at);
    if (!account) throw new AppError('STAFF_CHANGED', 'The code has run out or was used. Ask for a new one.');
    yield* db.write('update staff_account set zalo_user_id = null where oa_id = ? and zalo_user_id = ?', oaId, userId);
    yield* db.write(
      'update staff_account set zalo_user_id = ? where oa_id = ? and id = ?',
      userId,
      oaId,
      String(account['id']),
    );
    yield* db.write('delete from staff_link where oa_id = ? and code_hash = ?', oaId, codeHash);
    return null;
  },
});
