import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError, codeOf } from '../../shared/errors.ts';

/**
 * Makes this process the only server on the data folder, until the returned function is called or the process ends
 * (the lock is SQLite's own, so a killed process leaves none behind). The `bot` command does not take it.
 * Throws DATA_DIR_IN_USE when another server holds it, STORAGE_FAILED when the folder cannot be used at all.
 */
export function lockDataDir(dataDir: string): () => void {
  let connection: DatabaseSync | undefined;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    connection = new DatabaseSync(join(dataDir, 'server.lock'));
    connection.exec(
      'pragma journal_mode = delete; pragma busy_timeout = 0; begin exclusive; create table if not exists lock (held integer);',
    );
  } catch (error) {
    connection?.close();
    if (!isBusy(error)) {
      const reason = error instanceof Error ? error.message : 'unreadable';
      throw new AppError(
        'STORAGE_FAILED',
        `DATA_DIR "${dataDir}" cannot be used: ${reason}. Check that the folder exists, is writable and has free space.`,
        { cause: error },
      );
    }
    throw new AppError(
      'DATA_DIR_IN_USE',
      `Another server already runs on DATA_DIR "${dataDir}". A data folder serves one server at a time: stop the other one, or give this one its own DATA_DIR.`,
      { cause: error },
    );
  }
  const held = connection;
  return () => held.close();
}

/** Whether a server runs on the data folder at this moment. */
export function isLocked(dataDir: string): boolean {
  try {
    lockDataDir(dataDir)();
    return false;
  } catch (error) {
    if (codeOf(error) === 'DATA_DIR_IN_USE') return true;
    throw error;
  }
}

/** SQLite's result code for a lock that another connection holds (sqlite.org/rescode.html#busy). */
const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
