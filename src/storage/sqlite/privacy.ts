import { AppError } from '../../shared/errors.ts';
import type { PersonalSection, PrivacyReads, PrivacyRequest, PrivacyWrites } from '../privacy-ports.ts';
import type { Database, Row } from './database.ts';
import { saveResident } from './residents.ts';

const optionalNumber = (value: Row[string] | undefined): number | undefined =>
  value === null || value === undefined ? undefined : Number(value);

function toRequest(row: Row): PrivacyRequest {
  const maybe = {
    extendedAt: optionalNumber(row['extended_at']),
    repliedAt: optionalNumber(row['replied_at']),
    closedAt: optionalNumber(row['closed_at']),
  };
  return {
    oaId: String(row['oa_id']),
    id: String(row['id']),
    version: Number(row['version']),
    kind: row['kind'] as PrivacyRequest['kind'],
    via: row['via'] as PrivacyRequest['via'],
    ...(row['user_id'] === null ? {} : { userId: String(row['user_id']) }),
    receivedAt: Number(row['received_at']),
    replyDueAt: Number(row['reply_due_at']),
    dueAt: Number(row['due_at']),
    ...(maybe.extendedAt === undefined ? {} : { extendedAt: maybe.extendedAt }),
    ...(maybe.repliedAt === undefined ? {} : { repliedAt: maybe.repliedAt }),
    ...(maybe.closedAt === undefined ? {} : { closedAt: maybe.closedAt }),
    ...(row['outcome'] === null ? {} : { outcome: row['outcome'] as NonNullable<PrivacyRequest['outcome']> }),
    ...(row['closed_by'] === null ? {} : { closedBy: String(row['closed_by']) }),
  };
}

/** Tables that name an account, with how its rows are found. Codes and hashes of codes say nothing and are left out. */
const BY_ACCOUNT: readonly (readonly [name: string, sql: string])[] = [
  ['resident', 'select * from resident where oa_id = ? and user_id = ?'],
  ['session', 'select version, state, due_at from session where oa_id = ? and user_id = ?'],
  ['consent', 'select text_version, choice, at from consent where oa_id = ? and user_id = ?'],
  ['team', 'select * from team_member where oa_id = ? and user_id = ?'],
  ['help', 'select * from help_request where oa_id = ? and user_id = ?'],
  ['messages', `select lane, state, due_at, created_at from outbox where oa_id = ? and user_id = ?`],
  ['requests', 'select id, kind, via, received_at, closed_at, outcome from privacy_request where oa_id = ? and user_id = ?'],
];

const BY_PSEUDONYM: readonly (readonly [name: string, sql: string])[] = [
  ['engagement', 'select * from engagement_event where oa_id = ? and pseudonym = ?'],
  ['questions', 'select at, text, nearest, state from demand where oa_id = ? and pseudonym = ?'],
];

/** Nobody reads more of a heading; a machine that wants all takes a backup. */
const MAX_ROWS = 500;

const plain = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([key, value]) => key !== 'oa_id' && value !== null));

export const privacyOperations = (db: Database): PrivacyReads & PrivacyWrites => ({
  findPrivacyRequest({ oaId, id }) {
    const row = db.get('select * from privacy_request where oa_id = ? and id = ?', oaId, id);
    return row && toRequest(row);
  },

  listPrivacyRequests: ({ oaId, isOpen, limit }) =>
    db
      .all(
        isOpen
          ? 'select * from privacy_request where oa_id = ? and closed_at is null order by due_at, id limit ?'
          : 'select * from privacy_request where oa_id = ? and closed_at is not null order by closed_at desc, id limit ?',
        oaId,
        limit,
      )
      .map(toRequest),

  findPrivacyCode({ oaId, codeHash, at }) {
    const row = db.get(
      'select user_id from privacy_code where oa_id = ? and code_hash = ? and expires_at > ?',
      oaId,
      codeHash,
      at,
    );
    return row && { userId: String(row['user_id']) };
  },

  readPersonalData({ oaId, userId, pseudonym }) {
    const read = ([name, sql]: readonly [string, string], key: string): PersonalSection => ({
      name,
      rows: db.all(`${sql} limit ${MAX_ROWS}`, oaId, key).map(plain),
    });
    return [
      ...BY_ACCOUNT.map((one) => read(one, userId)),
      ...BY_PSEUDONYM.map((one) => read(one, pseudonym)),
    ].filter(({ rows }) => rows.length > 0);
  },

  countErasures: ({ oaId, since }) =>
    db
      .all('select via, count(*) as n from erasure where oa_id = ? and at >= ? group by via order by via', oaId, since)
      .map((row) => ({ via: String(row['via']), count: Number(row['n']) })),

  addPrivacyRequest: (request) => ({
    created:
      db.run(
        `insert into privacy_request (oa_id, id, version, kind, via, user_id, received_at, reply_due_at, due_at)
         values (?, ?, 1, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
        request.oaId,
        request.id,
        request.kind,
        request.via,
        request.userId ?? null,
        request.receivedAt,
        request.replyDueAt,
        request.dueAt,
      ) === 1,
  }),

  changePrivacyRequest({ oaId, id, expectedVersion, patch }) {
    const row = db.get('select version from privacy_request where oa_id = ? and id = ?', oaId, id);
    if (!row) throw new AppError('PRIVACY_UNKNOWN', `There is no privacy request "${id}".`);
    const changed = db.run(
      `update privacy_request set version = version + 1, due_at = coalesce(?, due_at),
         extended_at = coalesce(?, extended_at), replied_at = coalesce(?, replied_at),
         closed_at = coalesce(?, closed_at), outcome = coalesce(?, outcome), closed_by = coalesce(?, closed_by)
       where oa_id = ? and id = ? and version = ?`,
      patch.dueAt ?? null,
      patch.extendedAt ?? null,
      patch.repliedAt ?? null,
      patch.closedAt ?? null,
      patch.outcome ?? null,
      patch.closedBy ?? null,
      oaId,
      id,
      expectedVersion,
    );
    if (changed === 0) {
      throw new AppError(
        'PRIVACY_CHANGED',
        `Privacy request "${id}" is at version ${row['version']}, expected ${expectedVersion}. Read it again.`,
      );
    }
    return null;
  },

  givePrivacyCode({ oaId, userId, codeHash, expiresAt }) {
    db.run('delete from privacy_code where oa_id = ? and user_id = ?', oaId, userId);
    db.run(
      'insert into privacy_code (oa_id, user_id, code_hash, expires_at) values (?, ?, ?, ?)',
      oaId,
      userId,
      codeHash,
      expiresAt,
    );
    return null;
  },

  correctResident({ oaId, userId, patch, at }) {
    saveResident(db, oaId, userId, patch, at);
    return null;
  },
});

/** After an erasure the request stays, without the account; the code goes. */
export function eraseFromPrivacy(db: Database, oaId: string, userId: string): void {
  db.run('update privacy_request set user_id = null where oa_id = ? and user_id = ?', oaId, userId);
  db.run('delete from privacy_code where oa_id = ? and user_id = ?', oaId, userId);
}

/** Codes that are over, and requests closed before `historyBefore`. */
export function purgePrivacy(db: Database, at: number, historyBefore: number): number {
  return (
    db.run('delete from privacy_code where expires_at < ?', at) +
    db.run('delete from privacy_request where closed_at < ?', historyBefore)
  );
}
