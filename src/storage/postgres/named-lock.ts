import type pg from 'pg';
import { AppError, codeOf } from '../../shared/errors.ts';
import { LOCKS } from './asked.ts';
import { placeOf, toStorageError } from './errors.ts';
import { createOwnLine } from './own-line.ts';

export interface NamedLockOptions {
  /** `postgres://user:password@host:5432/database`; never logged. */
  readonly url: string;
  /** How long to wait for another holder, ms. Default 30,000: three calls to Zalo that all reach their deadline. */
  readonly patienceMs?: number;
}

/** PostgreSQL's "not within lock_timeout". */
const LOCK_TIMEOUT = '55P03';

/**
 * Runs works one at a time for each name, over all processes that use the database. For what is rare: each takes a
 * connection of its own, so that the work may use the pool and a process that dies lets go at once. Needs the database
 * itself, not a pooler that shares connections between transactions.
 *
 * Throws COORDINATION_LOCK_TIMEOUT when the lock was not to be had (nothing was done), STORAGE_FAILED when the database
 * cannot be reached, and what the work throws.
 */
export function createNamedLock(options: NamedLockOptions): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const { url, patienceMs = 30_000 } = options;
  return async (name, work) => {
    // A line that breaks during the work takes the lock with it; the number under which is saved still keeps the order.
    const client = createOwnLine(url, 'tro-ly-so-named-lock');
    try {
      await take(client, name, patienceMs);
    } catch (error) {
      await client.end().catch(() => undefined);
      if (codeOf(error) === LOCK_TIMEOUT) {
        throw new AppError(
          'COORDINATION_LOCK_TIMEOUT',
          `The lock "${name}" of the database at ${placeOf(url)} was still taken after ${patienceMs} ms. Another server is at work on the same; it is tried again.`,
        );
      }
      throw toStorageError(`The PostgreSQL database at ${placeOf(url)} cannot be locked`, error);
    }
    try {
      return await work();
    } finally {
      await client.end().catch(() => undefined);
    }
  };
}

async function take(client: pg.Client, name: string, patienceMs: number): Promise<void> {
  await client.connect();
  await client.query("select set_config('lock_timeout', $1, false)", [`${patienceMs}ms`]);
  await client.query('select pg_advisory_lock($1, hashtext($2))', [LOCKS.named, name]);
}
