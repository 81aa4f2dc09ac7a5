import type { Pool } from 'pg';
import { type Clock, systemClock } from '../../shared/clock.ts';
import { AppError, codeOf } from '../../shared/errors.ts';
import type { RetentionCutoffs, Storage, StorageOperations } from '../ports.ts';
import { createOperations } from '../sql/operations.ts';
import type { Operation } from '../sql/query.ts';
import { askedSql } from './asked.ts';
import { createPool, migrate, type ReplicaStart } from './database.ts';
import { toStorageError } from './errors.ts';
import { createLane, type Lane } from './lane.ts';
import { type Mode, modeOf } from './modes.ts';
import { type KeepMonthsArgs, keepMonths } from './months.ts';
import { seenKeys } from './seen-keys.ts';

/** PostgreSQL's "cannot write in a read-only transaction". */
const READ_ONLY = '25006';

export interface PostgresOptions {
  /** `postgres://user:password@host:5432/database`; never logged. */
  readonly url: string;
  /** Hears of connections that broke while nobody used them. Default: nobody. */
  onLost?(error: Error): void;
  /**
   * The replica that works here, joined before, for which the tables were brought to this version: once it is declared
   * gone nothing it does is written. Default: nobody's.
   */
  readonly replica?: ReplicaStart;
  /** Says which months need tables. Default: the machine's. */
  readonly clock?: Pick<Clock, 'now'>;
}

/**
 * Opens the truth store on PostgreSQL 14 or later; any number of processes may share one. Each call resolves after its
 * effect is committed. Tables are made or brought to this version first, and those of the coming months; `purge` does
 * so again, and drops the months that are past keeping.
 * Throws STORAGE_FAILED when the database cannot be reached, DATABASE_TOO_NEW for one of a later version.
 */
export async function openPostgresStorage({ url, onLost, replica, clock }: PostgresOptions): Promise<Storage> {
  const pool = createPool(url, onLost ?? (() => undefined), replica);
  try {
    // A replica has joined: that needed the tables, in this version.
    if (!replica) await migrate(pool, url);
    await keepingMonths(pool, { at: (clock ?? systemClock).now() });
  } catch (error) {
    await pool.end();
    throw error;
  }
  const operations = createOperations(askedSql, seenKeys) as unknown as Record<
    string,
    ((args: unknown) => Operation<unknown>) | undefined
  >;
  // Together as many connections as the pool has: no lane can starve another.
  const lanes: Readonly<Record<Mode, Lane>> = {
    shared: createLane({ pool, mode: 'shared', connections: 3, together: 64 }),
    glance: createLane({ pool, mode: 'glance', connections: 2, together: 64 }),
    read: createLane({ pool, mode: 'read', connections: 3, together: 1 }),
    alone: createLane({ pool, mode: 'alone', connections: 4, together: 1 }),
  };
  let closing: Promise<void> | undefined;

  const send = (operation: keyof StorageOperations, args: unknown): Promise<unknown> => {
    if (closing) {
      return Promise.reject(new AppError('STORAGE_CLOSED', `The store is closing; "${operation}" came too late.`));
    }
    // PostgreSQL empties its log by itself.
    if (operation === 'checkpoint') return Promise.resolve(null);
    const start = operations[operation];
    if (!start) return Promise.reject(new Error(`Unknown storage operation ${operation}`));
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void => reject(toStorageError(`Storage operation "${operation}" failed`, error));
      const call = { operation, args, start: () => start(args), resolve, reject: fail };
      const mode = modeOf(operation, args);
      if (mode !== 'read') return lanes[mode].add(call);
      // Named like a read, and writes: nothing has happened yet.
      const notRead = (error: unknown): void => {
        if (codeOf(error) === READ_ONLY) lanes.alone.add(call);
        else fail(error);
      };
      lanes.read.add({ ...call, reject: notRead });
    });
  };

  const close = (): Promise<void> => {
    closing ??= (async () => {
      await Promise.all(Object.values(lanes).map((lane) => lane.idle()));
      await pool.end();
    })();
    return closing;
  };

  let keptAt: number | undefined;
  /** Months go outside of its transaction, in a moment of their own: once a round of purges, all of which have one `at`. */
  const purge = async (args: unknown): Promise<unknown> => {
    const cutoffs = args as RetentionCutoffs;
    if (keptAt !== cutoffs.at) await keepingMonths(pool, cutoffs);
    keptAt = cutoffs.at;
    return send('purge', args);
  };

  const methods = new Map<string, (args?: unknown) => Promise<unknown>>([['purge', purge]]);
  return new Proxy({} as Storage, {
    get: (_target, name) => {
      if (name === 'close') return close;
      if (typeof name !== 'string' || name === 'then') return undefined;
      const method = methods.get(name) ?? ((args?: unknown) => send(name as keyof StorageOperations, args));
      methods.set(name, method);
      return method;
    },
  });
}

async function keepingMonths(pool: Pool, args: KeepMonthsArgs): Promise<void> {
  try {
    await keepMonths(pool, args);
  } catch (error) {
    throw toStorageError('The tables of the months cannot be changed', error);
  }
}
