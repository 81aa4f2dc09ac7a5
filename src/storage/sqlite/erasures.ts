import type { ErasureMark, ErasureReads, ErasureWrites } from '../erasure-ports.ts';
import type { Database, Row } from './database.ts';

const toMark = (row: Row): ErasureMark => ({
  oaId: String(row['oa_id']),
  mark: String(row['mark']),
  at: Number(row['at']),
});

/** Notes an erasure in the transaction that does it. */
export function keepErasure(db: Database, { oaId, mark, at }: ErasureMark): void {
  db.run('insert into erasure_mark (oa_id, mark, at) values (?, ?, ?) on conflict do nothing', oaId, mark, at);
}

/** Every table that names an account, so that a new one cannot be forgotten. */
function tablesWithPeople(db: Database): string[] {
  return db
    .all(
      `select m.name as name from sqlite_master m join pragma_table_info(m.name) c on c.name = 'user_id'
       where m.type = 'table' and exists (select 1 from pragma_table_info(m.name) o where o.name = 'oa_id') order by m.name`,
    )
    .map((row) => String(row['name']));
}

export const erasureOperations = (db: Database): ErasureReads & ErasureWrites => ({
  listErasures: ({ after, limit }) =>
    db
      .all(
        `select oa_id, mark, at from erasure_mark where (oa_id, mark, at) > (?, ?, ?) order by oa_id, mark, at limit ?`,
        after?.oaId ?? '',
        after?.mark ?? '',
        after?.at ?? -1,
        limit,
      )
      .map(toMark),

  findErasure({ oaId, mark }) {
    const at = db.get('select max(at) as at from erasure_mark where oa_id = ? and mark = ?', oaId, mark)?.['at'];
    return typeof at === 'number' ? { at } : undefined;
  },

  listPeople({ after, limit }) {
    const tables = tablesWithPeople(db);
    const page = (table: string): string =>
      `select * from (select distinct oa_id, user_id from ${table}
         where user_id is not null and user_id <> '' and (oa_id, user_id) > (?1, ?2) order by oa_id, user_id limit ?3)`;
    return db
      .all(`${tables.map(page).join(' union ')} order by 1, 2 limit ?3`, after?.oaId ?? '', after?.userId ?? '', limit)
      .map((row) => ({ oaId: String(row['oa_id']), userId: String(row['user_id']) }));
  },

  keepErasures({ erasures }) {
    for (const erasure of erasures) keepErasure(db, erasure);
    return null;
  },

  settleRestored: ({ at }) => ({
    events: db.run(
      `update inbox set state = 'failed', error_code = 'RESTORED', done_at = ? where state = 'pending'`,
      at,
    ),
    answers: db.run(
      `update outbox set state = 'failed', code = 'RESTORED', settled_at = ?,
         meaning = 'The store was restored from a backup; nobody knows whether this was sent meanwhile'
       where state in ('pending', 'sending', 'unknown', 'failed') and state <> 'failed'`,
      at,
    ),
    announcements: db.run(
      `update announcement set state = 'paused', version = version + 1, updated_at = ? where state in ('scheduled', 'sending')`,
      at,
    ),
    lanes: db.run(
      `update lane_job set due_at = null, version = version + 1, updated_at = ?, code = 'RESTORED',
         meaning = 'The store was restored from a backup; look at Zalo before going on' where due_at is not null`,
      at,
    ),
  }),
});
