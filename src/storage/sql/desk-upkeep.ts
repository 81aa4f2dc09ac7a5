import type { Operation, Sql } from './query.ts';

/** What the desk had in hand for somebody who is erased is in nobody's hand any more; their kept questions' cases go. */
export function* eraseFromDesk(db: Sql, oaId: string, userId: string): Operation<void> {
  yield* db.write(
    `update desk_case set holder = null, holder_name = null, held_since = null, held_until = null, last_outbox_id = null,
       version = version + 1
     where oa_id = ? and kind = 'help' and ref in (select id from help_request where oa_id = ? and user_id = ?)`,
    oaId,
    oaId,
    userId,
  );
}

/** The cases of questions kept under a pseudonym. Before the questions themselves go. */
export function* forgetDeskDemand(db: Sql, oaId: string, pseudonym: string): Operation<void> {
  for (const table of ['desk_event', 'desk_case']) {
    yield* db.write(
      `delete from ${table} where oa_id = ? and kind = 'demand'
         and ref in (select cast(id as text) from demand where oa_id = ? and pseudonym = ?)`,
      oaId,
      oaId,
      pseudonym,
    );
  }
}

/** After the retention time nobody asks any more who answered what. */
export function* purgeDesk(db: Sql, historyBefore: number): Operation<number> {
  return (
    (yield* db.run('delete from desk_event where at < ?', historyBefore)) +
    (yield* db.run('delete from desk_case where changed_at < ?', historyBefore))
  );
}
