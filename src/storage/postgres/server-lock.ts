import type pg from 'pg';
import { AppError } from '../../shared/errors.ts';
import { LOCKS } from './asked.ts';
import { placeOf, toStorageError } from './errors.ts';
import { createOwnLine } from './own-line.ts';

export interface ServerLockOptions {
  readonly url: string;
  /** One of several replicas, which share it; a server by itself, or of an earlier version, and replicas exclude each other. */
  readonly isShared?: boolean;
  /** How long another server may take to go away, ms. Default 10,000: a killed one is noticed within that. */
  readonly patienceMs?: number;
  /** The line broke, and another server was faster to come back: this one must stop. */
  onTaken(): void;
}

const RETRY_MS = 250;
/** How the server finds out that this process, its machine or the network is gone: after 5 + 2 × 2 s. */
const NOTICE = 'set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 2';

/**
 * Makes this process the only server on the database, or with `isShared` one of those that share it, until the returned function is called, the process ends, or the
 * line breaks and another one is faster. The `bot` command does not take it. Needs a connection of its own to the
 * database itself: a pooler that shares connections between transactions shares the lock too.
 * Throws DATABASE_IN_USE when another server stays.
 */
export async function lockDatabase(options: ServerLockOptions): Promise<() => Promise<void>> {
  const { url } = options;
  const tryLock = options.isShared ? 'pg_try_advisory_lock_shared' : 'pg_try_advisory_lock';
  const until = performance.now() + (options.patienceMs ?? 10_000);
  let held: pg.Client | undefined;
  let isOver = false;

  /** True when the lock is held now; false when another server has it. */
  const take = async (): Promise<boolean> => {
    const client = createOwnLine(url, 'tro-ly-so-lock');
    await client.connect();
    await client.query(NOTICE);
    const { rows } = await client.query<{ mine: boolean }>(`select ${tryLock}($1) as mine`, [LOCKS.server]);
    if (rows[0]?.mine !== true) {
      await client.end();
      return false;
    }
    held = client;
    client.once('end', () => {
      held = undefined;
      if (!isOver) void takeAgain();
    });
    return true;
  };

  const takeAgain = async (): Promise<void> => {
    while (!isOver) {
      try {
        if (!(await take())) {
          isOver = true;
          options.onTaken();
        }
        return;
      } catch {
        // The database is away.
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  };

  for (;;) {
    const isMine = await take().catch((error: unknown) => {
      throw toStorageError(`The PostgreSQL database at ${placeOf(url)} cannot be locked`, error);
    });
    if (isMine) break;
    if (performance.now() > until) {
      throw new AppError(
        'DATABASE_IN_USE',
        `Another server already runs on the database at ${placeOf(url)}. Several need the same REDIS_URL each: set it for all, or stop the other one, or give this one its own DATABASE_URL.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  return async () => {
    isOver = true;
    await held?.end();
  };
}
