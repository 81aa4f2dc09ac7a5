import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DATABASE_FILE } from '../../src/storage/sqlite/open.ts';

/** What a SELECT finds in the database of a data folder, read beside a running server. */
export function storedRows(dataDir: string, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(path.join(dataDir, DATABASE_FILE), { readOnly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

/** Events not handled and answers not sent yet; 0 = every resident has what they are due. Announcements do not count. */
export function openTurns(dataDir: string): number {
  const [row] = storedRows(
    dataDir,
    `select (select count(*) from inbox where state = 'pending')
       + (select count(*) from outbox where lane = 'answer' and state in ('pending', 'sending')) as n`,
  );
  return Number(row?.['n']);
}
