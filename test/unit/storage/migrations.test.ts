import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrations } from '../../../src/storage/migrations.ts';
import { openDatabase } from '../../../src/storage/sqlite/database.ts';
import { DATABASE_FILE, openSqliteStorage } from '../../../src/storage/sqlite/open.ts';
import { LAN, OA } from '../../support/storage-rows.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

/** A data folder as a version with only the first `count` migrations left it. */
function folderOf(dir: string, count: number, sql: string): string {
  const dataDir = path.join(dir, 'data');
  mkdirSync(dataDir);
  const database = new DatabaseSync(path.join(dataDir, DATABASE_FILE));
  for (const { id, sql } of migrations.slice(0, count)) database.exec(`${sql}; pragma user_version = ${id}`);
  database.exec(sql);
  database.close();
  return dataDir;
}

test('the first tables with residents in them become those of today, and nothing in them is lost', async () => {
  using folder = makeTempDir();
  const dataDir = folderOf(
    folder.dir,
    1,
    `insert into resident (oa_id, user_id, created_at, address) values ('${OA}', '${LAN}', 5, 'cô');
     insert into session values ('${OA}', '${LAN}', 7, '{"o":[]}', 5);
     insert into engagement_total values ('${OA}', '2026-11-22', 'LN03', '25270', 't', 'f', 'h', '1', 'step', '', 4, 6);`,
  );
  const storage = await openSqliteStorage(dataDir);
  try {
    expect(await storage.loadTurn({ oaId: OA, userId: LAN })).toEqual({
      resident: { oaId: OA, userId: LAN, createdAt: 5, lastInteractionAt: 0, address: 'cô' },
      session: { version: 7, state: '{"o":[]}' },
    });
    expect(await storage.listDueSessions({ at: Number.MAX_SAFE_INTEGER, limit: 10 })).toEqual([]);
    expect(await storage.listTotals({ oaId: OA, fromDay: '2026-11-22', toDay: '2026-11-22' })).toEqual([
      {
        ...{
          day: '2026-11-22',
          teamCode: 'LN03',
          communeCode: '25270',
          topic: 't',
          flow: 'f',
          version: 'h',
          step: '1',
        },
        ...{ kind: 'step', outcome: '', count: 4, quantity: 6 },
      },
    ]);
  } finally {
    await storage.close();
  }
});

test('a database of a later version is left alone', async () => {
  using folder = makeTempDir();
  const dataDir = folderOf(folder.dir, 1, 'pragma user_version = 99');
  await expect(openSqliteStorage(dataDir)).rejects.toMatchObject({ code: 'DATABASE_TOO_NEW' });
});

test('sessions that are due are found through their index, not by reading every session', () => {
  const database = openDatabase(':memory:');
  const plan = database.all(
    `explain query plan select oa_id, user_id, due_at from session
     where due_at is not null and due_at <= ? and (due_at, oa_id, user_id) > (?, ?, ?)
     order by due_at, oa_id, user_id limit ?`,
    1,
    0,
    '',
    '',
    10,
  );
  const details = plan.map((row) => String(row['detail']));
  expect(details.join('; ')).toMatch(/USING (?:COVERING )?INDEX session_due/u);
  expect(details.join('; ')).not.toMatch(/SCAN|TEMP B-TREE/u);
  database.close();
});
