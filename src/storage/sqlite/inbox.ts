import { hash } from 'node:crypto';
import type { PendingEvent, StorageOperations } from '../ports.ts';
import type { Database, Row } from './database.ts';
import type { SeenKeys } from './seen-keys.ts';

type Inbox = Pick<StorageOperations, 'acceptEvent' | 'listPendingEvents' | 'failEvent' | 'finishEvent'>;

/** Eight bytes for an event of an OA. */
function keyBytes(oaId: string, key: string): Buffer {
  return hash('sha256', `${oaId} ${key}`, 'buffer').subarray(0, 8);
}

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

/** Forgets an event that is handled, with whose it was and what it said; its key stays. False when it was done before. */
export function finish(db: Database, id: number): boolean {
  return db.run(`delete from inbox where id = ? and state = 'pending'`, id) === 1;
}

export const inboxOperations = (db: Database, seen: SeenKeys): Inbox => {
  // Counted here, because rows go when they are handled and SQLite would give their numbers out again: an id must never
  // come back, neither in memory nor after a restart. Hence from the clock, in microseconds. One process alone writes here.
  const clockId = 'cast((julianday() - 2440587.5) * 86400000 as integer) * 1000';
  let lastId = Number(db.get(`select max(${clockId}, coalesce((select max(id) from inbox), 0)) as id`)?.['id']);

  return {
    acceptEvent(event) {
      const key = keyBytes(event.oaId, event.key);
      if (seen.has(key)) return { id: undefined };
      lastId += 1;
      if (event.state === 'done') {
        seen.add(key, event.receivedAt);
        return { id: lastId };
      }
      const pending = event.state === 'pending';
      db.run(
        `insert into inbox (id, oa_id, event_name, user_id, payload, state, received_at, done_at)
         values (?, ?, ?, ?, ?, ?, ?, ?)`,
        lastId,
        event.oaId,
        event.eventName,
        pending ? (event.userId ?? '') : null,
        pending ? (event.payload ?? null) : null,
        event.state,
        event.receivedAt,
        pending ? null : event.receivedAt,
      );
      seen.add(key, event.receivedAt);
      return { id: lastId };
    },

    listPendingEvents: ({ afterId, limit }) =>
      db
        .all(
          `select id, oa_id, user_id, payload, attempts, received_at from inbox
           where state = 'pending' and id > ? order by id limit ?`,
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

    finishEvent({ id }) {
      finish(db, id);
      return null;
    },
  };
};
