import { AppError } from '../../shared/errors.ts';
import type { PersonalSection, PrivacyReads, PrivacyRequest, PrivacyWrites } from '../privacy-ports.ts';
import { PERSONAL_TABLES } from './personal-tables.ts';
import type { Queried, Row, Sql } from './query.ts';
import { outdateTurns, saveResident } from './resident-rows.ts';

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

/** Nobody reads more of a heading; a machine that wants all takes a backup. */
const MAX_ROWS = 500;

const plain = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([key, value]) => key !== 'oa_id' && value !== null));

export const privacyOperations = (db: Sql): Queried<PrivacyReads & PrivacyWrites> => ({
  *findPrivacyRequest({ oaId, id }) {
    const row = yield* db.get('select * from privacy_request where oa_id = ? and id = ?', oaId, id);
    return row && toRequest(row);
  },

  *listPrivacyRequests({ oaId, isOpen, limit }) {
    return (yield* db.all(
      isOpen
        ? 'select * from privacy_request where oa_id = ? and closed_at is null order by due_at, id limit ?'
        : 'select * from privacy_request where oa_id = ? and closed_at is not null order by closed_at desc, id limit ?',
      oaId,
      limit,
    )).map(toRequest);
  },

  *findPrivacyCode({ oaId, codeHash, at }) {
    // Eight digits can be given twice; then the code names nobody, and a new one is asked for.
    const [row, another] = yield* db.all(
      'select user_id from privacy_code where oa_id = ? and code_hash = ? and expires_at > ? limit 2',
      oaId,
      codeHash,
      at,
    );
    return row && !another ? { userId: String(row['user_id']) } : undefined;
  },

  *readPersonalData({ oaId, userId, pseudonym }) {
    const sections: PersonalSection[] = [];
    for (const { name, table, columns, by } of PERSONAL_TABLES) {
      const rows = yield* db.all(
        `select ${columns} from ${table} where oa_id = ? and ${by} = ? limit ${MAX_ROWS}`,
        oaId,
        by === 'pseudonym' ? pseudonym : userId,
      );
      if (rows.length > 0) sections.push({ name, rows: rows.map(plain) });
    }
    return sections;
  },

  *countErasures({ oaId, since }) {
    return (yield* db.all(
      'select via, count(*) as n from erasure where oa_id = ? and at >= ? group by via order by via',
      oaId,
      since,
    )).map((row) => ({ via: String(row['via']), count: Number(row['n']) }));
  },

  *addPrivacyRequest(request) {
    return {
      created:
        (yield* db.run(
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
        )) === 1,
    };
  },

  *changePrivacyRequest({ oaId, id, expectedVersion, patch }) {
    const row = yield* db.get('select version from privacy_request where oa_id = ? and id = ?', oaId, id);
    if (!row) throw new AppError('PRIVACY_UNKNOWN', `There is no privacy request "${id}".`);
    const changed = yield* db.run(
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

  *givePrivacyCode({ oaId, userId, codeHash, expiresAt }) {
    yield* db.write('delete from privacy_code where oa_id = ? and user_id = ?', oaId, userId);
    yield* db.write(
      'insert into privacy_code (oa_id, user_id, code_hash, expires_at) values (?, ?, ?, ?)',
      oaId,
      userId,
      codeHash,
      expiresAt,
    );
    return null;
  },

  *correctResident({ oaId, userId, patch, at }) {
    yield* outdateTurns(db, oaId, userId);
    yield* saveResident(db, oaId, userId, patch, at);
    return null;
  },
});
