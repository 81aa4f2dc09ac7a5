import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../shared/errors.ts';

/**
 * Makes this process the only server on the data folder, until the returned function is called or the process ends
 * (the lock is SQLite's own, so a killed process leaves none behind). The `bot` command does not take it.
 * Throws DATA_DIR_IN_USE when another server holds it.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const connection = new DatabaseSync(join(dataDir, 'server.lock'));
  try {
    connection.exec('pragma journal_mode = delete; pragma busy_timeout = 0; begin exclusive; create table if not exists lock (held integer);');
  } catch (error) {
    connection.close();
    throw new AppError(
      'DATA_DIR_IN_USE',
      `Another server already runs on DATA_DIR "${dataDir}". SQLite serves one server at a time: stop the other one, or give this one its own DATA_DIR.`,
      { cause: error },
    );
  }
  return () => connection.close();
}
