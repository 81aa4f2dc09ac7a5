import type {
  AnnouncementLaneName,
  AnnouncementReads,
  AnnouncementRecipient,
  AnnouncementWrites,
  RecipientState,
} from '../announcement-ports.ts';
import { updateAnnouncement } from './announcement-row.ts';
import { createTallyChanges, type TallyKey } from './announcement-tally.ts';
import type { Operation, Queried, Row, Sql } from './query.ts';

type Recipients = Pick<
  AnnouncementReads & AnnouncementWrites,
  'listRecipients' | 'addRecipients' | 'moveRecipients' | 'retryRecipients'
>;

/** People moved by one call when no bound is given: about 0.2 s of work. */
const MOVE_AT_ONCE = 20_000;

const toRecipient = (row: Row): AnnouncementRecipient => ({
  oaId: String(row['oa_id']),
  announcementId: String(row['announcement_id']),
  userId: String(row['user_id']),
  lane: row['lane'] as AnnouncementLaneName,
  state: row['state'] as RecipientState,
  code: String(row['code']),
  at: Number(row['at']),
  dueAt: Number(row['due_at']),
  attempts: Number(row['attempts']),
  ...(row['message_id'] === null ? {} : { messageId: String(row['message_id']) }),
});

/** The kind a stored row is counted under. */
export const keyOf = (row: Row): TallyKey => ({
  oaId: String(row['oa_id']),
  announcementId: String(row['announcement_id']),
  lane: row['lane'] as AnnouncementLaneName,
  state: row['state'] as RecipientState,
  code: String(row['code']),
});

interface Target {
  readonly state: RecipientState;
  readonly code: string;
  readonly lane?: AnnouncementLaneName;
  readonly dueAt?: number;
  readonly attempts?: number;
  /** What was counted for it, VND; default = as it is. */
  readonly paidVnd?: number;
  readonly messageId?: string;
}

/** Writes a new state of these rows, and the counts with it. */
export function* moveRows(db: Sql, rows: readonly Row[], to: Target, at: number): Operation<number> {
  const tally = createTallyChanges(db);
  for (const row of rows) {
    const key = keyOf(row);
    const lane = to.lane ?? key.lane;
    yield* db.write(
      `update announcement_recipient set lane = ?, state = ?, code = ?, at = ?, due_at = ?, attempts = ?, paid = ?, message_id = ?
       where oa_id = ? and announcement_id = ? and user_id = ?`,
      lane,
      to.state,
      to.code,
      at,
      to.dueAt ?? Number(row['due_at']),
      to.attempts ?? Number(row['attempts']),
      to.paidVnd ?? Number(row['paid']),
      to.messageId ?? (row['message_id'] === null ? null : String(row['message_id'])),
      key.oaId,
      key.announcementId,
      String(row['user_id']),
    );
    tally.move(key, { ...key, lane, state: to.state, code: to.code }, 1);
  }
  yield* tally.write();
  return rows.length;
}

/**
 * Rows of one person in these announcements (default: all of the OA), one look-up by key each: as one query, a database may
 * read every row of the OA instead.
 */
export function* rowsOfPerson(
  db: Sql,
  oaId: string,
  userId: string,
  announcementIds?: readonly string[],
): Operation<Row[]> {
  const ids =
    announcementIds ??
    (yield* db.all('select id from announcement where oa_id = ?', oaId)).map((row) => String(row['id']));
  const rows = yield* db.together(
    ...ids.map((id) =>
      db.get(
        'select * from announcement_recipient where oa_id = ? and announcement_id = ? and user_id = ?',
        oaId,
        id,
        userId,
      ),
    ),
  );
  return rows.filter((row) => row !== undefined);
}

/** Skips pending recipients of a cancelled announcement. Returns how many. */
export function* skipPending(db: Sql, announcementId: string, at: number, limit: number): Operation<number> {
  const announcement = yield* db.get('select oa_id from announcement where id = ?', announcementId);
  if (!announcement) return 0;
  const rows = yield* db.all(
    `select * from announcement_recipient where oa_id = ? and announcement_id = ? and state = 'pending'
     order by lane, due_at, user_id limit ?`,
    String(announcement['oa_id']),
    announcementId,
    limit,
  );
  return yield* moveRows(db, rows, { state: 'skipped', code: 'CANCELLED' }, at);
}

/** One state as SQL, with the OA, in the words of the partial index that knows it: the few that failed are not looked for among a million. */
function stateIs(state: RecipientState): string {
  // The OA as an expression: by its bare name a database may take the key of the table, and read every row.
  if (state === 'failed' || state === 'unknown')
    return `coalesce(oa_id, '') = ? and state in ('failed', 'unknown') and state = '${state}'`;
  return `oa_id = ? and state = '${state}'`;
}

export const recipientOperations = (db: Sql): Queried<Recipients> => ({
  *listRecipients({ oaId, announcementId, state, lane, afterUserId, limit }) {
    return (yield* db.all(
      `select * from announcement_recipient where ${state === undefined ? 'oa_id = ?' : stateIs(state)} and announcement_id = ? and user_id > ?${lane === undefined ? '' : ' and lane = ?'} order by user_id limit ?`,
      oaId,
      announcementId,
      afterUserId,
      ...(lane === undefined ? [] : [lane]),
      limit,
    )).map(toRecipient);
  },

  *addRecipients({ oaId, announcementId, dueAt, at, recipients, listing }) {
    const announcement = yield* db.get(
      'select state from announcement where oa_id = ? and id = ?',
      oaId,
      announcementId,
    );
    if (!announcement || announcement['state'] === 'cancelled') return { added: 0 };
    const tally = createTallyChanges(db);
    // Somebody erased between being read and being listed must not come back as a row.
    const stillKnown = listing
      ? ' where exists (select 1 from resident where oa_id = ?1 and user_id = ?3)'
      : ' where true';
    let added = 0;
    let pending = 0;
    const inserted = yield* db.together(
      ...recipients.map(({ userId, lane, state, code }) =>
        db.run(
          `insert into announcement_recipient (oa_id, announcement_id, user_id, lane, state, code, at, due_at, attempts, paid)
         select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, 0${stillKnown} on conflict (oa_id, announcement_id, user_id) do nothing`,
          oaId,
          announcementId,
          userId,
          lane,
          state,
          code,
          at,
          dueAt,
        ),
      ),
    );
    for (const [index, { lane, state, code }] of recipients.entries()) {
      if (inserted[index] === 0) continue;
      added += 1;
      if (state === 'pending') pending += 1;
      tally.add({ oaId, announcementId, lane, state, code }, 1);
    }
    yield* tally.write();
    if (listing)
      yield* updateAnnouncement(db, announcementId, {
        looked: listing.looked,
        audience_total: listing.total,
        after_user_id: listing.done ? '' : listing.afterUserId,
        listed: listing.done ? 1 : 0,
      });
    if (pending > 0 && (announcement['state'] === 'sent' || announcement['state'] === 'failed'))
      yield* db.write(
        `update announcement set state = 'sending', finished_at = null, failure_code = null, version = version + 1, updated_at = ?
         where id = ?`,
        at,
        announcementId,
      );
    return { added };
  },

  *moveRecipients({ oaId, announcementId, lane, from, userIds, to, toLane, code, at, limit }) {
    const states = from.map(() => '?').join(', ');
    const target: Target = { state: to, code, ...(toLane === undefined ? {} : { lane: toLane }) };
    const rows: Row[] = [];
    for (const userId of userIds ?? []) {
      const found = yield* db.all(
        `select * from announcement_recipient
         where oa_id = ? and announcement_id = ? and user_id = ? and lane = ? and state in (${states})`,
        oaId,
        announcementId,
        userId,
        lane,
        ...from,
      );
      rows.push(...found);
    }
    for (const state of userIds ? [] : from) {
      const found = yield* db.all(
        `select * from announcement_recipient
         where ${stateIs(state)} and announcement_id = ? and lane = ? order by due_at, user_id limit ?`,
        oaId,
        announcementId,
        lane,
        limit ?? MOVE_AT_ONCE,
      );
      rows.push(...found);
    }
    return { moved: yield* moveRows(db, rows.slice(0, limit ?? MOVE_AT_ONCE), target, at) };
  },

  *retryRecipients({ oaId, announcementId, failedCodes, alsoUnknown, at }) {
    const codes = new Set(failedCodes);
    const among = (state: RecipientState) =>
      db.all(
        `select * from announcement_recipient where ${stateIs(state)} and announcement_id = ?
         order by user_id limit ?`,
        oaId,
        announcementId,
        MOVE_AT_ONCE,
      );
    const rows = [
      ...(yield* among('failed')).filter((row) => codes.has(String(row['code']))),
      ...(alsoUnknown ? yield* among('unknown') : []),
    ];
    return {
      retried: yield* moveRows(db, rows, { state: 'pending', code: '', dueAt: at, attempts: 0, paidVnd: 0 }, at),
    };
  },
});
