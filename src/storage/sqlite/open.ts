import { chmodSync, closeSync, fdatasync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { createWaitingLine } from '../goes-first.ts';
import type { Storage, StorageOperations } from '../ports.ts';
import { type Call, createBatchRunner, type Reply } from './batch.ts';
import { type Database, openDatabase } from './database.ts';

interface Waiting {
  readonly call: Call;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Calls in one transaction at most: enough to make `fsync` cheap, few enough to keep a batch under ~10 ms. */
const MAX_BATCH = 256;

/**
 * Of these, calls of turns and the like at most. Each is followed by the work that waited for it, so 256 of them kept the
 * event loop from new webhooks for 100 ms: with 1,000 residents who write at once on a machine with a load of 19, the
 * slowest 200 came after 3.7 and 4.6 s with 64, after 1.5 and 10.5 s with 256 (measured 2026-11-22).
 */
const MAX_TURN_CALLS = 64;

/**
 * A commit comes at the earliest this long after the one before it began, ms: a lone message is committed at once, a crowd
 * in groups. Shorter costs more syncs than it saves waiting, longer is felt at 50 chats (measured 2026-11-22).
 */
const COMMIT_INTERVAL_MS = 2;
/**
 * Where the disk is slow, commits take at most one part in so many of the time, so that groups grow with what a commit
 * costs: its sync and its pages cost 0.15 to 0.26 ms of CPU however few calls are in it (measured 2026-11-22).
 */
const COMMIT_SHARE = 3;
/** However slow the disk is, nobody waits longer than this for the next commit to begin, ms. */
const MAX_COMMIT_INTERVAL_MS = 12;

/** While another process holds the lock, the next try comes after this many ms; the event loop goes on meanwhile. */
const BUSY_RETRY_MS = 5;

/** File of the database inside the data folder. */
export const DATABASE_FILE = 'tro-ly-so.sqlite';

/** Makes a file's bytes durable without holding up the caller, as `fdatasync` of `node:fs` does. */
export type SyncFile = (fd: number, done: (error: Error | null) => void) => void;

export interface SqliteStorageOptions {
  /** Default: `fdatasync`, in a thread of its own. */
  readonly sync?: SyncFile;
  /**
   * Called once when the disk did not take what was committed. Nobody can know any more what of it is there (the system
   * may call lost pages clean), so every later call is refused: the process should end and begin anew from what is on disk.
   */
  readonly onSyncFailed?: (error: AppError) => void;
}

/**
 * Opens the embedded truth store in `dataDir` (created, readable by the owner alone). Calls of one turn of the event loop
 * form one transaction (group commit): each resolves after its effect has reached the disk, and meanwhile the event loop
 * goes on. What `goes-first.ts` names is in the next one, however many others wait.
 * Throws STORAGE_FAILED when the file cannot be opened, DATABASE_TOO_NEW for one of a later version.
 */
export async function openSqliteStorage(
  dataDir: string,
  { sync = fdatasync, onSyncFailed }: SqliteStorageOptions = {},
): Promise<Storage> {
  const { database, log } = openIn(dataDir);
  const runBatch = createBatchRunner(database);
  const queue = createWaitingLine<Waiting>();
  const changes = (): number => Number(database.get('select total_changes() as n')?.['n']);
  let changesOnDisk = changes();
  /** A flush is planned, or the disk has not answered it yet. */
  let scheduled = false;
  let nextFlushAt = 0;
  let closing: Promise<void> | undefined;
  let onIdle: (() => void) | undefined;
  let failure: AppError | undefined;

  const flush = (): void => {
    const startedAt = performance.now();
    const batch = queue.take(MAX_BATCH, MAX_TURN_CALLS);
    const replies = runBatch(batch.map(({ call }) => call));
    if (replies === 'busy') {
      queue.putBack(batch);
      setTimeout(flush, BUSY_RETRY_MS);
      return;
    }
    const wantedMs = (performance.now() - startedAt) * COMMIT_SHARE;
    nextFlushAt = startedAt + Math.min(MAX_COMMIT_INTERVAL_MS, Math.max(COMMIT_INTERVAL_MS, wantedMs));
    const written = changes();
    if (written === changesOnDisk) return settle(batch, replies);
    sync(log, (error) => {
      if (error) return giveUp(error, batch);
      changesOnDisk = written;
      settle(batch, replies);
    });
  };

  const settle = (batch: readonly Waiting[], replies: readonly Reply[]): void => {
    scheduled = false;
    if (queue.length > 0) schedule();
    else onIdle?.();
    for (const [index, { call, resolve, reject }] of batch.entries()) {
      const reply = replies[index];
      if (reply?.error === undefined) resolve(reply?.value as never);
      else reject(toCallError(call, reply.error));
    }
  };

  const giveUp = (cause: Error, batch: readonly Waiting[]): void => {
    failure = new AppError(
      'STORAGE_FAILED',
      `The disk did not take what was committed to the database in DATA_DIR "${dataDir}": ${cause.message}. Nothing more is kept by this process; check the disk and start again.`,
      { cause },
    );
    for (const { reject } of [...batch, ...queue.take(queue.length)]) reject(failure);
    onIdle?.();
    onSyncFailed?.(failure);
  };

  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    const waitMs = queue.length < MAX_BATCH ? nextFlushAt - performance.now() : 0;
    if (waitMs > 0) setTimeout(flush, waitMs);
    else setImmediate(flush);
  };

  const send = (operation: keyof StorageOperations, args: unknown): Promise<unknown> => {
    if (closing) {
      return Promise.reject(new AppError('STORAGE_CLOSED', `The store is closing; "${operation}" came too late.`));
    }
    if (failure) return Promise.reject(failure);
    return new Promise((resolve, reject) => {
      queue.add(operation, { call: { operation, args }, resolve, reject });
      schedule();
    });
  };

  const close = (): Promise<void> => {
    closing ??= (async () => {
      if (scheduled && !failure) await new Promise<void>((resolve) => (onIdle = resolve));
      if (!failure) database.exec('pragma wal_checkpoint(truncate)');
      closeSync(log);
      database.close();
    })();
    return closing;
  };

  const methods = new Map<string, (args?: unknown) => Promise<unknown>>();
  const methodOf = (operation: keyof StorageOperations): ((args?: unknown) => Promise<unknown>) => {
    const method = methods.get(operation) ?? ((args) => send(operation, args));
    methods.set(operation, method);
    return method;
  };

  return new Proxy({} as Storage, {
    get: (_target, name) => {
      if (name === 'close') return close;
      if (typeof name !== 'string' || name === 'then') return undefined;
      return methodOf(name as keyof StorageOperations);
    },
  });
}

function openIn(dataDir: string): { readonly database: Database; readonly log: number } {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    chmodSync(dataDir, 0o700);
    const file = join(dataDir, DATABASE_FILE);
    const database = openDatabase(file);
    // From here on nobody waits inside SQLite: a lock held by another process must not stop the event loop, nor the disk.
    // What is committed lies in the log alone until `sync` has it on disk; SQLite itself syncs the log before it moves pages
    // from there to the database, and writes the log anew only after that (https://sqlite.org/pragma.html#pragma_synchronous).
    database.exec('pragma busy_timeout = 0; pragma synchronous = normal');
    const log = openSync(`${file}-wal`, 'r+');
    syncNames(dataDir);
    return { database, log };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      'STORAGE_FAILED',
      `The database in DATA_DIR "${dataDir}" cannot be opened: ${error instanceof Error ? error.message : String(error)}. Check that the folder exists, is writable and has free space.`,
      { cause: error },
    );
  }
}

/** A log whose name is not on disk would be gone after a loss of power, whatever is in it. Windows keeps names by itself. */
function syncNames(dir: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dir, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function toCallError(call: Call, cause: unknown): AppError {
  // Raised on purpose by an operation, in words of its own.
  if (cause instanceof AppError) return cause;
  const problem = cause instanceof Error ? cause.message : String(cause);
  return new AppError('STORAGE_FAILED', `Storage operation "${call.operation}" failed: ${problem}.`, { cause });
}
