import type { Database } from './database.ts';

/** What the desk had in hand for somebody who is erased is in nobody's hand any more; their kept questions' cases go. */
export function eraseFromDesk(db: Database, oaId: string, userId: string): void {
  db.run(
    `update desk_case set holder = null, holder_name = null, held_since = null, held_until = null, last_outbox_id = null,
       version = version + 1
     where oa_id = ? and kind = 'help' and ref in (select id from help_request where oa_id = ? and user_id = ?)`,
    oaId,
    oaId,
    userId,
  );
}

/** The cases of questions kept under a pseudonym. Before the questions themselves go. */
export function forgetDeskDemand(db: Database, oaId: string, pseudonym: string): void {
  for (const table of ['desk_event', 'desk_case']) {
    db.run(
      `delete from ${table} where oa_id = ? and kind = 'demand'
         and ref in (select cast(id as text) from demand where oa_id = ? and pseudonym = ?)`,
      oaId,
      oaId,
      pseudonym,
    );
  }
}

/** After the retention time nobody asks any more who answered what. */
export function purgeDesk(db: Database, historyBefore: number): number {
  return (
    db.run('delete from desk_event where at < ?', historyBefore) +
    db.run('delete from desk_case where changed_at < ?', historyBefore)
  );
}
