import type { SeenKeys } from '../sql/seen.ts';
import { askedSql as db } from './asked.ts';

const PURGE_PAGE = 5_000;

/**
 * A table with a unique key, so that any number of processes see the same event once. Its number is the event's: given
 * out by a sequence, in the order in which events arrive.
 */
export const seenKeys: SeenKeys = {
  *take(key, at) {
    const row = yield* db.get(
      'insert into inbox_key (key, at) values (?, ?) on conflict (key) do nothing returning id',
      key,
      at,
    );
    return row && Number(row['id']);
  },

  keep: (key, at) => db.run('insert into inbox_key (key, at) values (?, ?) on conflict (key) do nothing', key, at),

  find: (key) => db.get('select id from inbox_key where key = ?', key),

  *purge(before) {
    const oldest = yield* db.all('select id, at from inbox_key order by id limit ?', PURGE_PAGE);
    const last = oldest.findLast((row) => Number(row['at']) < before);
    return last ? yield* db.run('delete from inbox_key where id <= ?', Number(last['id'])) : 0;
  },
};
