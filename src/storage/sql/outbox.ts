import { hasSlot, LEADING_SLOT } from '../../shared/slots.ts';
import type { OutboxRow, StorageOperations } from '../ports.ts';
import { recoverRecipients, settleRecipientEcho } from './announcement-upkeep.ts';
import { idList } from './id-list.ts';
import type { Operation, Queried, Row, Sql } from './query.ts';
import { type SeenKeys, sentKey } from './seen.ts';

type Outbox = Pick<
  StorageOperations,
  'recoverSending' | 'listOpenAnswers' | 'listOpenBeside' | 'claimSend' | 'recordSend' | 'settleEcho'
>;

const OUTBOX_COLUMNS = 'id, oa_id, user_id, lane, body, state, due_at, attempts, resends, created_at, unknown_at';

const RECOVER = `update outbox set state = 'unknown', unknown_at = ?, code = 'PROCESS_ENDED',
    meaning = 'The process ended between sending and recording the result' where state = 'sending'`;

/** What is not settled yet. The first condition is that of the index. */
const OPEN = `state in ('pending', 'sending', 'unknown', 'failed') and (state = 'pending' or
    (state = 'unknown' and (resends = 0 or (resends < 3 and code = 'PROCESS_ENDED'))))`;

function toOutboxRow(row: Row): OutboxRow {
  return {
    id: Number(row['id']),
    oaId: String(row['oa_id']),
    userId: String(row['user_id']),
    body: String(row['body']),
    state: row['state'] as OutboxRow['state'],
    dueAt: Number(row['due_at']),
    attempts: Number(row['attempts']),
    resends: Number(row['resends']),
    createdAt: Number(row['created_at']),
    ...(row['unknown_at'] === null ? {} : { unknownAt: Number(row['unknown_at']) }),
  };
}

function* claim(db: Sql, id: number, resend: boolean): Operation<boolean> {
  return (
    (yield* db.run(
      `update outbox set state = 'sending', attempts = attempts + 1, resends = resends + ?
       where id = ? and state in ('pending', 'unknown')`,
      resend ? 1 : 0,
      id,
    )) === 1
  );
}

/**
 * Nothing is left of an answer that was sent but a key of Zalo's id of it, so that its echo is known. An answer of the desk
 * stays, because staff see what became of it; it forgets whom and what.
 */
function* settleAsSent(db: Sql, seen: SeenKeys, id: number, messageId: string, at: number): Operation<boolean> {
  const [gone] = yield* db.together(
    db.run(`delete from outbox where id = ? and state in ('sending', 'unknown') and lane = 'answer'`, id),
    seen.keep(sentKey(messageId), at),
  );
  if (gone === 1) return true;
  return (
    (yield* db.run(
      `update outbox set state = 'sent', message_id = ?, body = null, settled_at = ?, user_id = ''
       where id = ? and state in ('sending', 'unknown')`,
      messageId,
      at,
      id,
    )) === 1
  );
}

/**
 * The goodbye to somebody who was erased is kept only as long as it can still be sent: once it has failed, or was
 * repeated and is unknown again, nothing may name them any more.
 */
function* forgetGoodbye(db: Sql, id: number): Operation<void> {
  yield* db.write(
    `delete from outbox where id = ? and (state = 'failed' or (state = 'unknown' and resends > 0))
       and not exists (select 1 from resident r where r.oa_id = outbox.oa_id and r.user_id = outbox.user_id)`,
    id,
  );
}

/** Counts sends that were classed unknown, for ever. */
export function* countUnknown(db: Sql, by: number): Operation<void> {
  if (by === 0) return;
  yield* db.write(
    `insert into meta (key, value) values ('unknown_sends_total', ?)
     on conflict (key) do update set value = cast(cast(meta.value as bigint) + cast(? as bigint) as text)`,
    by,
    by,
  );
}

export const outboxOperations = (db: Sql, seen: SeenKeys): Queried<Outbox> => ({
  *recoverSending({ at, slots }) {
    let recovered = slots
      ? yield* db.run(`${RECOVER} and is_in_slots(oa_id, user_id, ?)`, at, slots)
      : yield* db.run(RECOVER, at);
    if (!slots || hasSlot(slots, LEADING_SLOT)) recovered += yield* recoverRecipients(db, at);
    yield* countUnknown(db, recovered);
    return { recovered };
  },

  *listOpenAnswers({ afterId, limit, slots }) {
    const rows = slots
      ? yield* db.all(
          `select ${OUTBOX_COLUMNS} from outbox where ${OPEN} and id > ? and is_in_slots(oa_id, user_id, ?) order by id limit ?`,
          afterId,
          slots,
          limit,
        )
      : yield* db.all(
          `select ${OUTBOX_COLUMNS} from outbox where ${OPEN} and id > ? order by id limit ?`,
          afterId,
          limit,
        );
    return rows.map(toOutboxRow);
  },

  *listOpenBeside({ ids }) {
    if (ids.length === 0) return [];
    const { marks, values } = idList(ids);
    return (yield* db.all(
      `select ${OUTBOX_COLUMNS} from outbox where ${OPEN} and (oa_id, user_id) in
         (select oa_id, user_id from outbox where id in (${marks})) order by id`,
      ...values,
    )).map(toOutboxRow);
  },

  *claimSend({ id, resend }) {
    return { claimed: yield* claim(db, id, resend) };
  },

  *recordSend({ id, outcome, at, claimNextId }) {
    let recorded: boolean;
    if (outcome.state === 'sent') {
      recorded = yield* settleAsSent(db, seen, id, outcome.messageId, at);
    } else if (outcome.state === 'pending') {
      recorded =
        (yield* db.run(
          `update outbox set state = 'pending', due_at = ?, code = ? where id = ? and state = 'sending'`,
          outcome.dueAt,
          outcome.code,
          id,
        )) === 1;
    } else {
      recorded =
        (yield* db.run(
          `update outbox set state = ?1, code = ?2, meaning = ?3, settled_at = ?4,
             unknown_at = case when ?1 = 'unknown' then ?4 else unknown_at end where id = ?5 and state = 'sending'`,
          outcome.state,
          outcome.code,
          outcome.meaning,
          at,
          id,
        )) === 1;
      if (recorded && outcome.state === 'unknown') yield* countUnknown(db, 1);
      if (recorded) yield* forgetGoodbye(db, id);
    }
    return { recorded, nextClaimed: claimNextId !== undefined && (yield* claim(db, claimNextId, false)) };
  },

  *settleEcho({ oaId, userId, messageId, text, at }) {
    // By number where an earlier version kept the rows of what it had sent.
    const [known, kept] = yield* db.together(
      seen.find(sentKey(messageId)),
      db.get('select id from outbox where message_id = ?', messageId),
    );
    if (known !== undefined || kept) return { settledId: undefined };
    const rows = yield* db.all(
      `select id, body from outbox where oa_id = ? and user_id = ? and state in ('pending', 'sending', 'unknown', 'failed')
         and state in ('unknown', 'sending') order by state desc, id`,
      oaId,
      userId,
    );
    const match = rows.find((row) => textOf(String(row['body'])) === text.trim());
    if (!match) {
      yield* settleRecipientEcho(db, { oaId, userId, messageId, text, at });
      return { settledId: undefined };
    }
    yield* settleAsSent(db, seen, Number(match['id']), messageId, at);
    return { settledId: Number(match['id']) };
  },
});

/** The text of a Zalo `message` object; an echo carries nothing else that could be compared. */
function textOf(body: string): string {
  const message = JSON.parse(body) as { text?: unknown };
  return typeof message.text === 'string' ? message.text.trim() : '';
}
