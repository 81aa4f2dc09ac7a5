import type { EventPlace, PendingEvent, StorageOperations } from '../ports.ts';
import { idList } from './id-list.ts';
import type { Operation, Queried, Query, Row, Sql } from './query.ts';
import { eventKey, type SeenKeys } from './seen.ts';

type Inbox = Pick<
  StorageOperations,
  'acceptEvent' | 'listPendingEvents' | 'listPendingBeside' | 'failEvent' | 'finishEvent'
>;

function toPendingEvent(row: Row): PendingEvent {
  return {
    id: Number(row['id']),
    oaId: String(row['oa_id']),
    userId: String(row['user_id'] ?? ''),
    payload: String(row['payload']),
    attempts: Number(row['attempts']),
    receivedAt: Number(row['received_at']),
  };
}

const PENDING_COLUMNS = 'id, oa_id, user_id, payload, attempts, received_at';

/** Forgets an event that is handled, with whose it was and what it said; its key stays. False when it was done before. */
export function* finish(db: Sql, id: number): Operation<boolean> {
  return (yield* finishing(db, id)) === 1;
}

export const finishing = (db: Sql, id: number): Query<number> =>
  db.run(`delete from inbox where id = ? and state = 'pending'`, id);

/** Events of a resident that wait and came before a place in the order. */
const EARLIER = `select id from inbox as earlier where earlier.oa_id = ? and earlier.user_id = ?
  and earlier.state = 'pending' and (earlier.received_at, earlier.id) < (?, ?)`;

export const earlierEvent = (db: Sql, oaId: string, userId: string, before: EventPlace): Query<Row | undefined> =>
  db.get(`${EARLIER} order by earlier.received_at limit 1`, oaId, userId, before.receivedAt, before.id);

/** As `finishing`, and changes nothing while an earlier event of the resident waits. */
export const finishingFirst = (db: Sql, oaId: string, userId: string, { id, receivedAt }: EventPlace): Query<number> =>
  db.run(
    `delete from inbox where id = ? and state = 'pending' and not exists (${EARLIER})`,
    id,
    oaId,
    userId,
    receivedAt,
    id,
  );

export const inboxOperations = (db: Sql, seen: SeenKeys): Queried<Inbox> => ({
  *acceptEvent(event) {
    const id = yield* seen.take(eventKey(event.oaId, event.key), event.receivedAt);
    if (id === undefined || event.state === 'done') return { id };
    const pending = event.state === 'pending';
    yield* db.write(
      `insert into inbox (id, oa_id, event_name, user_id, payload, state, received_at, done_at)
         values (?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      event.oaId,
      event.eventName,
      pending ? (event.userId ?? '') : null,
      pending ? (event.payload ?? null) : null,
      event.state,
      event.receivedAt,
      pending ? null : event.receivedAt,
    );
    return { id };
  },

  *listPendingEvents({ afterId, limit, slots }) {
    const rows = slots
      ? yield* db.all(
          `select ${PENDING_COLUMNS} from inbox
           where state = 'pending' and id > ? and is_in_slots(oa_id, coalesce(user_id, ''), ?) order by id limit ?`,
          afterId,
          slots,
          limit,
        )
      : yield* db.all(
          `select ${PENDING_COLUMNS} from inbox where state = 'pending' and id > ? order by id limit ?`,
          afterId,
          limit,
        );
    return rows.map(toPendingEvent);
  },

  *listPendingBeside({ ids }) {
    if (ids.length === 0) return [];
    const { marks, values } = idList(ids);
    return (yield* db.all(
      `select ${PENDING_COLUMNS} from inbox where state = 'pending' and (oa_id, user_id) in
         (select oa_id, user_id from inbox where id in (${marks}) and state = 'pending')
       order by id`,
      ...values,
    )).map(toPendingEvent);
  },

  *failEvent({ id, code, maxAttempts, at, apology }) {
    const row = yield* db.get(
      `update inbox set attempts = attempts + 1, error_code = ?1,
           state = case when attempts + 1 >= ?2 then 'failed' else 'pending' end,
           done_at = case when attempts + 1 >= ?2 then cast(?3 as bigint) else null end
         where id = ?4 and state = 'pending' returning state, attempts`,
      code,
      maxAttempts,
      at,
      id,
    );
    const attempts = Number(row?.['attempts'] ?? maxAttempts);
    if (row?.['state'] === 'pending') return { state: 'pending', attempts };
    if (!row || !apology) return { state: 'failed', attempts };
    const queued = yield* db.get(
      `insert into outbox (oa_id, user_id, lane, body, state, due_at, created_at)
         values (?, ?, 'answer', ?, 'pending', ?, ?) returning id`,
      apology.oaId,
      apology.userId,
      apology.body,
      at,
      at,
    );
    return { state: 'failed', attempts, apologyId: Number(queued?.['id']) };
  },

  *finishEvent({ id }) {
    yield* finish(db, id);
    return null;
  },
});
