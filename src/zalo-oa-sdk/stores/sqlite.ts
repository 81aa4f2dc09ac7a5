import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pauseMs } from 'node:timers/promises';
import type { MessageApi, OaSettingsStore, TokenStore } from '../ports.ts';
import { createOwnFile } from './own-file.ts';
import { createPairCodec } from './sealed-pair.ts';
import { withFileLock } from './sqlite-lock.ts';

export { ZaloTokenLockError, ZaloTokenStoreError } from './store-errors.ts';

/** Options of {@link createSqliteTokenStore}. */
export interface SqliteTokenStoreOptions {
  /**
   * The database file, created with its folder where missing, mode 0600. Beside it lies one empty lock file for each OA
   * (`<path>.<oa id>.lock`). On a local disk: network file systems do not lock reliably.
   */
  readonly path: string;
  /** 32 bytes: tokens are sealed with AES-256-GCM. Without it they are stored as they are, behind the file mode alone. */
  readonly encryptionKey?: Uint8Array;
  /**
   * How long one read or write waits for another process that is just writing, in ms, blocking this one. Default 5,000;
   * a write takes a few ms.
   */
  readonly busyTimeoutMs?: number;
  /** How long `withLock` waits, in ms, blocking nothing. Default 30,000: three refreshes that all reach their deadline. */
  readonly lockTimeoutMs?: number;
  /** Pause between two tries to get the lock, in ms. Default 20. */
  readonly lockRetryMs?: number;
  /** Resolves after `ms`; for tests. Default: a timer of Node. */
  readonly pause?: (ms: number) => Promise<void>;
}

/** A durable {@link TokenStore} and {@link OaSettingsStore}, shared by any number of processes of one machine. */
export interface SqliteTokenStore extends Required<TokenStore>, OaSettingsStore {
  /** Closes the database. A `withLock` under way keeps its lock until its work is done. */
  close(): void;
}

/**
 * Tokens in a SQLite file of their own. `save` has reached the disk when it resolves (`synchronous=FULL`). `withLock`
 * works across processes, does not keep others from reading, and frees itself when the process that holds it dies. It is
 * not re-entrant: asking for the same OA inside the work waits until the time is up.
 *
 * `load` throws `ZaloTokenStoreError` (`ZALO_TOKEN_UNREADABLE`) when a pair was sealed with another key; `withLock`
 * throws `ZaloTokenLockError` (`ZALO_TOKEN_LOCK_TIMEOUT`). Opening throws a `TypeError` (`ZALO_BAD_ENCRYPTION_KEY`) for a
 * key of another length. Everything throws SQLite's own error for a full disk, a damaged file and the like.
 *
 * Import it from `zalo-oa-sdk/sqlite-store`: `node:sqlite` is loaded only there. Needs Node 24.
 */
export function createSqliteTokenStore(options: SqliteTokenStoreOptions): SqliteTokenStore {
  const { busyTimeoutMs = 5_000, lockTimeoutMs = 30_000, lockRetryMs = 20 } = options;
  const pause = options.pause ?? ((ms: number) => pauseMs(ms));
  const codec = createPairCodec(options.encryptionKey);
  // absolute: ":memory:" would be SQLite's word for a store that is lost
  const file = resolve(options.path);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  createOwnFile(file);
  const database = openDatabase(file, busyTimeoutMs);
  const loadPair = database.prepare('select pair from zalo_tokens where oa_id = ?');
  const savePair = database.prepare('insert or replace into zalo_tokens (oa_id, pair) values (?, ?)');
  const loadApi = database.prepare('select message_api from zalo_oa_settings where oa_id = ?');
  const saveApi = database.prepare('insert or replace into zalo_oa_settings (oa_id, message_api) values (?, ?)');

  return {
    async load(oaId) {
      const row = loadPair.get(oaId);
      return row && codec.decode(oaId, row['pair'] as Uint8Array);
    },
    async save(oaId, pair) {
      savePair.run(oaId, codec.encode(oaId, pair));
    },
    withLock: (oaId, work) =>
      withFileLock(`${file}.${encodeURIComponent(oaId)}.lock`, oaId, { lockTimeoutMs, lockRetryMs, pause }, work),
    async messageApi(oaId) {
      return loadApi.get(oaId)?.['message_api'] as MessageApi | undefined;
    },
    async rememberMessageApi(oaId, api) {
      saveApi.run(oaId, api);
    },
    close: () => database.close(),
  };
}

/**
 * The journal is truncated, not WAL: a file that several processes open for the first time at once cannot fail over its
 * mode, and with `synchronous=FULL` the end of a commit is on disk as well. Old tokens are overwritten, not left behind.
 */
function openDatabase(file: string, busyTimeoutMs: number): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  database.exec(`
    pragma journal_mode = truncate;
    pragma synchronous = full;
    pragma secure_delete = on;
    begin immediate;
    create table if not exists zalo_tokens (oa_id text primary key, pair blob not null) strict;
    create table if not exists zalo_oa_settings (oa_id text primary key, message_api text not null) strict;
    commit;
  `);
  return database;
}
