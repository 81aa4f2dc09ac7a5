import type { Operation, Sql } from './query.ts';

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
