import type { Announcement, AnnouncementProgress, StorageOperations } from '../ports.ts';
import type { Sql, Row, Operation, Queried } from './query.ts';
import { OUTBOX_COLUMNS, toOutboxRow } from './outbox.ts';

type Announcements = Pick<
  StorageOperations,
  | 'listAudience'
  | 'saveAnnouncement'
  | 'addRecipients'
  | 'setAnnouncementState'
  | 'findAnnouncement'
  | 'listAnnouncements'
  | 'announcementProgress'
  | 'claimAnnouncementSends'
>;

function toAnnouncement(row: Row): Announcement {
  return {
    id: String(row['id']),
    oaId: String(row['oa_id']),
    title: String(row['title']),
    body: String(row['body']),
    audience: String(row['audience']),
    dueAt: Number(row['due_at']),
    createdAt: Number(row['created_at']),
    state: row['state'] as Announcement['state'],
  };
}

function* progressOf(db: Sql, id: string): Operation<AnnouncementProgress> {
  const progress = { pending: 0, sending: 0, sent: 0, failed: 0, unknown: 0, skipped: 0 };
  for (const row of yield* db.all(
    'select state, count(*) as n from outbox where announcement_id = ? group by state',
    id,
  )) {
    progress[row['state'] as keyof typeof progress] = Number(row['n']);
  }
  return progress;
}

/** A planned recipient who opted out or left the 7-day window before their turn is settled here, with the reason. */
function* skipUnreachable(db: Sql, rows: readonly Row[], at: number, windowStart: number): Operation<Row[]> {
  const reachable: Row[] = [];
  for (const row of rows) {
    const optedOut = row['opt_out_at'] !== null;
    const outsideWindow = Number(row['last_interaction_at'] ?? 0) < windowStart;
    if (!optedOut && !outsideWindow) {
      reachable.push(row);
      continue;
    }
    yield* db.write(
      `update outbox set state = 'skipped', code = ?, body = null, settled_at = ? where id = ?`,
      optedOut ? 'OPTED_OUT' : 'OUTSIDE_WINDOW',
      at,
      Number(row['id']),
    );
  }
  return reachable;
}

export const announcementOperations = (db: Sql): Queried<Announcements> => ({
  *listAudience({ oaId, communeCode, teamCode, afterUserId, limit }) {
    return (yield* db.all(
      `select r.user_id, r.last_interaction_at, r.opt_out_at, r.following, r.handover_at from resident r
         left join team t on t.oa_id = r.oa_id and t.code = r.team_code
         where r.oa_id = ?1 and r.user_id > ?2 and (?3 is null or coalesce(t.commune_code, r.commune_code) = ?3) and (?4 is null or r.team_code = ?4)
         order by r.user_id limit ?5`,
      oaId,
      afterUserId,
      communeCode ?? null,
      teamCode ?? null,
      limit,
    )).map((row) => ({
      userId: String(row['user_id']),
      lastInteractionAt: Number(row['last_interaction_at']),
      ...(row['opt_out_at'] === null ? {} : { optOutAt: Number(row['opt_out_at']) }),
      ...(row['following'] === null ? {} : { following: row['following'] === 1 }),
      ...(row['handover_at'] === null ? {} : { handoverAt: Number(row['handover_at']) }),
    }));
  },

  *saveAnnouncement(a) {
    return {
      created:
        (yield* db.run(
          `insert into announcement (id, oa_id, title, body, audience, due_at, created_at, state)
         values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
          a.id,
          a.oaId,
          a.title,
          a.body,
          a.audience,
          a.dueAt,
          a.createdAt,
          a.state,
        )) === 1,
    };
  },

  *addRecipients({ oaId, announcementId, body, dueAt, at, userIds }) {
    let added = 0;
    for (const userId of userIds) {
      added += yield* db.run(
        `insert into outbox (oa_id, user_id, lane, body, state, due_at, created_at, announcement_id)
         values (?, ?, 'announcement', ?, 'pending', ?, ?, ?) on conflict do nothing`,
        oaId,
        userId,
        body,
        dueAt,
        at,
        announcementId,
      );
    }
    return { added };
  },

  *setAnnouncementState({ id, state }) {
    const before = yield* db.get('select state from announcement where id = ?', id);
    if (!before) return { found: false };
    // Cancelled is for ever: those who were skipped must not get it after all, nor only some of them.
    if (before['state'] === 'cancelled') return { found: true };
    yield* db.write('update announcement set state = ? where id = ?', state, id);
    if (state === 'cancelled') {
      yield* db.write(
        `update outbox set state = 'skipped', code = 'CANCELLED', body = null where announcement_id = ? and state = 'pending'`,
        id,
      );
    }
    return { found: true };
  },

  *findAnnouncement({ id }) {
    const row = yield* db.get('select * from announcement where id = ?', id);
    return row && toAnnouncement(row);
  },

  *listAnnouncements({ oaId }) {
    const listed: (Announcement & { progress: AnnouncementProgress })[] = [];
    for (const row of yield* db.all('select * from announcement where oa_id = ? order by created_at desc', oaId)) {
      listed.push({ ...toAnnouncement(row), progress: yield* progressOf(db, String(row['id'])) });
    }
    return listed;
  },

  *announcementProgress({ id }) {
    return yield* progressOf(db, id);
  },

  *claimAnnouncementSends({ at, windowStart, limit }) {
    const sendable: Row[] = [];
    // Those who cannot be reached take no place in the round; bounded, because answers wait for this transaction.
    for (let examined = 0; sendable.length < limit && examined < MAX_EXAMINED; ) {
      const rows = yield* nextPending(db, at, limit - sendable.length);
      if (rows.length === 0) break;
      examined += rows.length;
      for (const row of yield* skipUnreachable(db, rows, at, windowStart)) {
        yield* db.write(`update outbox set state = 'sending', attempts = attempts + 1 where id = ?`, Number(row['id']));
        sendable.push(row);
      }
    }
    return sendable.map((row) => ({ ...toOutboxRow(row), state: 'sending' as const }));
  },
});

const MAX_EXAMINED = 500;

function* nextPending(db: Sql, at: number, limit: number): Operation<Row[]> {
  return yield* db.all(
    `select ${OUTBOX_COLUMNS.split(', ')
      .map((column) => `o.${column}`)
      .join(', ')}, r.opt_out_at, r.last_interaction_at
       from outbox o join announcement a on a.id = o.announcement_id
       left join resident r on r.oa_id = o.oa_id and r.user_id = o.user_id
       where o.lane = 'announcement' and o.state = 'pending' and o.due_at <= ? and a.state = 'sending'
       order by o.due_at, o.id limit ? /* skip locked of o */`,
    at,
    limit,
  );
}
