import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DATABASE_FILE } from '../../src/storage/sqlite/open.ts';
import { rowsOf } from '../support/postgres.ts';

const SENT = 'select message_id from outbox where message_id is not null';

/**
 * Zalo's numbers of the messages that the bot has written down as sent: what a process that was killed knew for certain.
 * Empty where there is no store, as with a bot that keeps nothing.
 *
 * @param databaseUrl the PostgreSQL the bot keeps its truth in; undefined = SQLite in `dataDir`
 */
export async function readWrittenSends(dataDir: string, databaseUrl: string | undefined): Promise<ReadonlySet<string>> {
  const rows = databaseUrl === undefined ? readCopy(dataDir) : await rowsOf(databaseUrl, SENT);
  return new Set(rows.map((row) => String(row['message_id'])));
}

/** Reads a copy: opening the file itself would do what the next process of the bot must be able to do by itself. */
function readCopy(dataDir: string): readonly Record<string, unknown>[] {
  if (!existsSync(join(dataDir, DATABASE_FILE))) return [];
  const dir = mkdtempSync(join(tmpdir(), 'tro-ly-so-copy-'));
  try {
    for (const name of [DATABASE_FILE, `${DATABASE_FILE}-wal`]) {
      if (existsSync(join(dataDir, name))) copyFileSync(join(dataDir, name), join(dir, name));
    }
    const database = new DatabaseSync(join(dir, DATABASE_FILE));
    const rows = database.prepare(SENT).all();
    database.close();
    return rows;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
