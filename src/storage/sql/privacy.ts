import { AppError } from '../../shared/errors.ts';
import type { PersonalSection, PrivacyReads, PrivacyRequest, PrivacyWrites } from '../privacy-ports.ts';
import type { Operation, Queried, Row, Sql } from './query.ts';
import { saveResident } from './resident-rows.ts';

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

/**
 * Every table that names an account or its pseudonym, with what of it is the person's own. Codes and hashes of codes say
 * nothing and are left out, and so are keys of other people. A test compares this with the schema.
 */
export const PERSONAL_TABLES: readonly {
  readonly name: string;
  readonly table: string;
  readonly columns: string;
  /** Column that holds the key. */
  readonly by: string;
}[] = [
  { name: 'resident', table: 'resident', columns: '*', by: 'user_id' },
  { name: 'session', table: 'session', columns: 'version, state, due_at', by: 'user_id' },
  { name: 'consent', table: 'consent', columns: 'text_version, choice, at', by: 'user_id' },
  { name: 'refusals', table: 'announcement_refusal', columns: 'category, at', by: 'user_id' },
  {
    name: 'announcements',
    table: 'announcement_recipient',
    columns: 'announcement_id, lane, state, at',
    by: 'user_id',
  },
  { name: 'messages', table: 'outbox', columns: 'lane, state, due_at, created_at', by: 'user_id' },
  { name: 'received', table: 'inbox', columns: 'event_name, state, received_at', by: 'user_id' },
  {
    name: 'help',
    table: 'help_request',
    columns: 'id, topic, flow, step, team_code, commune_code, at, state, phone, phone_at, done_at, feedback',
    by: 'user_id',
  },
  { name: 'helped', table: 'help_offer', columns: 'request_id, stage, at, answer, answered_at', by: 'user_id' },
  { name: 'team', table: 'team_member', columns: '*', by: 'user_id' },
  { name: 'team-history', table: 'team_event', columns: 'team_code, kind, at', by: 'user_id' },
  { name: 'join-tries', table: 'join_try', columns: 'wrong, since, last_at', by: 'user_id' },
  {
    name: 'field-log',
    table: 'field_log',
    columns: 'id, kind, topic, quantity, day, place, note, for_group, photo, created_at, state',
    by: 'user_id',
  },
  { name: 'lessons', table: 'mastery', columns: 'topic, item, at, score', by: 'user_id' },
  { name: 'certificates', table: 'certificate', columns: 'code, topic, name, place_name, day', by: 'user_id' },
  { name: 'member-questions', table: 'member_question', columns: 'text, at, state, answer, useful', by: 'user_id' },
  { name: 'tips', table: 'tip_given', columns: 'tip_id, at, read_at', by: 'user_id' },
  { name: 'tip-refusal', table: 'tip_refusal', columns: 'at', by: 'user_id' },
  {
    name: 'cascade',
    table: 'cascade_member',
    columns: 'announcement_id, team_code, told_at, passed_at, later_at',
    by: 'user_id',
  },
  {
    name: 'requests',
    table: 'privacy_request',
    columns: 'id, kind, via, received_at, closed_at, outcome',
    by: 'user_id',
  },
  { name: 'staff', table: 'staff_account', columns: 'name, role, created_at', by: 'zalo_user_id' },
  { name: 'engagement', table: 'engagement_event', columns: '*', by: 'pseudonym' },
  { name: 'questions', table: 'demand', columns: 'at, text, nearest, state', by: 'pseudonym' },
  { name: 'returns', table: 'cascade_return', columns: 'announcement_id, team_code, at', by: 'pseudonym' },
];

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
    yield* saveResident(db, oaId, userId, patch, at);
    return null;
  },
});

/** After an erasure the request stays, without the account; the code goes. */
export function* eraseFromPrivacy(db: Sql, oaId: string, userId: string): Operation<void> {
  yield* db.write('update privacy_request set user_id = null where oa_id = ? and user_id = ?', oaId, userId);
  yield* db.write('delete from privacy_code where oa_id = ? and user_id = ?', oaId, userId);
}

/** Codes that are over, and requests closed before `historyBefore`. */
export function* purgePrivacy(db: Sql, at: number, historyBefore: number): Operation<number> {
  return (
    (yield* db.run('delete from privacy_code where expires_at < ?', at)) +
    (yield* db.run('delete from privacy_request where closed_at < ?', historyBefore))
  );
}
