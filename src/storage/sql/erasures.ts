import { PERSONAL_TABLES } from './personal-tables.ts';
import type { ErasureMark, ErasureReads, ErasureWrites } from '../erasure-ports.ts';
import type { Operation, Queried, Row, Sql } from './query.ts';

const toMark = (row: Row): ErasureMark => ({
  oaId: String(row['oa_id']),
  mark: String(row['mark']),
  at: Number(row['at']),
});

/** Notes an erasure in the transaction that does it. */
export function* keepErasure(db: Sql, { oaId, mark, at }: ErasureMark): Operation<void> {
  yield* db.write('insert into erasure_mark (oa_id, mark, at) values (?, ?, ?) on conflict do nothing', oaId, mark, at);
}

/** Every table that names an account; `test/unit/storage/tables-with-people.test.ts` compares it with the schema. */
export const TABLES_WITH_PEOPLE: readonly string[] = [
  // Of a code there is nothing to show, but it names whose it is.
  ...new Set(['privacy_code', ...PERSONAL_TABLES.flatMap(({ table, by }) => (by === 'user_id' ? [table] : []))]),
].toSorted();

export const erasureOperations = (db: Sql): Queried<ErasureReads & ErasureWrites> => ({
  *listErasures({ after, limit }) {
    return (yield* db.all(
      `select oa_id, mark, at from erasure_mark where (oa_id, mark, at) > (?, ?, ?) order by oa_id, mark, at limit ?`,
      after?.oaId ?? '',
      after?.mark ?? '',
      after?.at ?? -1,
      limit,
    )).map(toMark);
  },

  *findErasure({ oaId, mark }) {
    const at = (yield* db.get('select max(at) as at from erasure_mark where oa_id = ? and mark = ?', oaId, mark))?.[
      'at'
    ];
    return typeof at === 'number' ? { at } : undefined;
  },

  *listPeople({ after, limit }) {
    const page = (table: string): string =>
      `select * from (select distinct oa_id, user_id from ${table}
         where user_id is not null and user_id <> '' and (oa_id, user_id) > (?1, ?2) order by oa_id, user_id limit ?3) as ${table}_page`;
    return (yield* db.all(
      `${TABLES_WITH_PEOPLE.map(page).join(' union ')} order by 1, 2 limit ?3`,
      after?.oaId ?? '',
      after?.userId ?? '',
      limit,
    )).map((row) => ({ oaId: String(row['oa_id']), userId: String(row['user_id']) }));
  },

  *keepErasures({ erasures }) {
    for (const erasure of erasures) yield* keepErasure(db, erasure);
    return null;
  },

  *settleRestored({ at }) {
    return {
      events: yield* db.run(
        `update inbox set state = 'failed', error_code = 'RESTORED', done_at = ? where state = 'pending'`,
        at,
      ),
      answers: yield* db.run(
        `update outbox set state = 'failed', code = 'RESTORED', settled_at = ?,
         meaning = 'The store was restored from a backup; nobody knows whether this was sent meanwhile'
       where state in ('pending', 'sending', 'unknown', 'failed') and state <> 'failed'`,
        at,
      ),
      announcements: yield* db.run(
        `update announcement set state = 'paused', version = version + 1, updated_at = ? where state in ('scheduled', 'sending')`,
        at,
      ),
      lanes: yield* db.run(
        `update lane_job set due_at = null, version = version + 1, updated_at = ?, code = 'RESTORED',
         meaning = 'The store was restored from a backup; look at Zalo before going on' where due_at is not null`,
        at,
      ),
    };
  },
});
