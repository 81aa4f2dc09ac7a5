import { DatabaseSync } from 'node:sqlite';
import { createOwnFile } from './own-file.ts';
import { ZaloTokenLockError } from './store-errors.ts';

/** How a lock is waited for. */
export interface LockWait {
  /** Longest wait in ms. */
  readonly lockTimeoutMs: number;
  /** Pause between two tries in ms. */
  readonly lockRetryMs: number;
  /** Resolves after `ms`. */
  readonly pause: (ms: number) => Promise<void>;
}

/** SQLite's result code for a lock that another connection holds (sqlite.org/rescode.html#busy). */
const SQLITE_BUSY = 5;

/**
 * Runs `work` while nobody else on this machine runs one with the same lock file. The lock is SQLite's own write lock on
 * an empty database, that is, a lock of the operating system: it is gone the moment the process that held it is. The
 * file stays, because deleting a lock file lets two processes lock two files of one name. Local disks only: the locks of
 * network file systems cannot be relied on.
 *
 * Throws `ZaloTokenLockError` when the lock did not become free in time, and whatever `work` throws.
 */
export async function withFileLock<T>(file: string, oaId: string, wait: LockWait, work: () => Promise<T>): Promise<T> {
  createOwnFile(file);
  const lock = new DatabaseSync(file);
  try {
    lock.exec('pragma busy_timeout = 0');
    for (let waitedMs = 0; !tryLock(lock, oaId, waitedMs, wait.lockTimeoutMs); waitedMs += wait.lockRetryMs) {
      await wait.pause(wait.lockRetryMs);
    }
    return await work();
  } finally {
    // closing rolls the empty transaction back, and with it goes the lock
    lock.close();
  }
}

function tryLock(lock: DatabaseSync, oaId: string, waitedMs: number, lockTimeoutMs: number): boolean {
  try {
    lock.exec('begin immediate');
    return true;
  } catch (error) {
    if (!isBusy(error)) throw error;
    if (waitedMs >= lockTimeoutMs) throw new ZaloTokenLockError(oaId, waitedMs, error);
    return false;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
