import type { PendingEvent, StorageOperations } from '../ports.ts';
import type { Database, Row } from './database.ts';

type Inbox = Pick<StorageOperations, 'acceptEvent' | 'listPendingEvents' | 'failEvent' | 'finishEvent'>;

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

/** Marks an event handled and forgets whose it was and what it said. */
export function finish(db: Database, id: number, at: number): boolean {
  return (
    db.run(
      `update inbox set state = 'done', payload = null, user_id = null, done_at = ? where id = ? and state = 'pending'`,
      at,
      id,
    ) === 1
  );
}

export const inboxOperations = (db: Database): Inbox => ({
  acceptEvent(event) {
    const pending = event.state === 'pending';
    const row = db.get(
      `insert into inbox (oa_id, key, event_name, user_id, payload, state, received_at, done_at)
       values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
      event.oaId,
      event.key,
      event.eventName,
      pending ? (event.userId ?? '') : null,
      pending ? (event.payload ?? null) : null,
      event.state,
      event.receivedAt,
      pending ? null : event.receivedAt,
    );
    return { id: row ? Number(row['id']) : undefined };
  },

  listPendingEvents: ({ afterId, limit }) =>
    db
      .all(
        `select id, oa_id, user_id, payload, attempts, received_at from inbox
         where state in ('pending', 'failed') and state = 'pending' and id > ? order by id limit ?`,
        afterId,
        limit,
      )
      .map(toPendingEvent),

  failEvent({ id, code, maxAttempts, at, apology }) {
    const row = db.get(
      `update inbox set attempts = attempts + 1, error_code = ?1,
         state = case when attempts + 1 >= ?2 then 'failed' else 'pending' end,
         done_at = case when attempts + 1 >= ?2 then ?3 else null end
       where id = ?4 and state = 'pending' returning state, attempts`,
      code,
      maxAttempts,
      at,
      id,
    );
    const attempts = Number(row?.['attempts'] ?? maxAttempts);
    if (row?.['state'] === 'pending') return { state: 'pending', attempts };
    if (!row || !apology) return { state: 'failed', attempts };
    const queued = db.get(
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

  finishEvent({ id, at }) {
    finish(db, id, at);
    return null;
  },
});
