import { expect, test } from 'vitest';
import { TABLES_WITH_PEOPLE } from '../../../src/storage/sql/erasures.ts';
import { openDatabase } from '../../../src/storage/sqlite/database.ts';

test('erasures after a restore look through every table that names an account', () => {
  const database = openDatabase(':memory:');
  const named = database
    .all(
      `select m.name as name from sqlite_master m join pragma_table_info(m.name) c on c.name = 'user_id'
       where m.type = 'table' and exists (select 1 from pragma_table_info(m.name) o where o.name = 'oa_id') order by m.name`,
    )
    .map((row) => String(row['name']));
  database.close();
  expect(named.length).toBeGreaterThan(15);
  expect(TABLES_WITH_PEOPLE).toEqual(named);
});
