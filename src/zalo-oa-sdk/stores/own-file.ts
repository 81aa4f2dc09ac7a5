import { chmodSync, closeSync, openSync } from 'node:fs';

/** Readable and writable by the owner only. */
const OWNER_ONLY = 0o600;

/**
 * Makes sure that a file exists and is nobody else's to read, before SQLite opens it: SQLite itself would create it
 * readable by all, and gives its journal the mode of its database.
 *
 * A file that exists is not opened: closing it would drop every lock this process holds on it (POSIX).
 */
export function createOwnFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', OWNER_ONLY));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  chmodSync(file, OWNER_ONLY);
}
