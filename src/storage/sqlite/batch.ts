import { codeOf } from '../../shared/errors.ts';
import type { StorageOperations } from '../ports.ts';
import { createOperations } from '../sql/operations.ts';
import { type Operation, Undone } from '../sql/query.ts';
import { answerOf, type Database, toSql } from './database.ts';
import { createSeenKeys } from './seen-keys.ts';

/** One call of a storage operation, waiting for its batch. */
export interface Call {
  readonly operation: keyof StorageOperations;
  readonly args: unknown;
}

/** What became of a call, in the order of the calls. Without an error, a missing value means undefined. */
export interface Reply {
  readonly value?: unknown;
  readonly error?: unknown;
}

/** SQLite's "database is locked": another process writes at this moment. */
const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return codeOf(error) === 'ERR_SQLITE_ERROR' && ((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY;
}

/**
 * Runs a batch of calls as one transaction (group commit). When a call throws, the batch is rolled back and run again
 * with a savepoint around each call, so that one bad call cannot take others with it. `busy` = nothing was done, because
 * another process holds the lock: try again.
 */
export function createBatchRunner(database: Database): (calls: readonly Call[]) => readonly Reply[] | 'busy' {
  const seen = createSeenKeys(database);
  const operations = createOperations(toSql(database), seen) as unknown as Record<
    string,
    ((args: unknown) => Operation<unknown>) | undefined
  >;

  const run = (call: Call): unknown => {
    // Done after the commit: inside a transaction SQLite cannot empty its log.
    if (call.operation === 'checkpoint') return null;
    const operation = operations[call.operation];
    if (!operation) throw new Error(`Unknown storage operation ${call.operation}`);
    return answerOf(operation(call.args));
  };

  const together = (calls: readonly Call[]): Reply[] => {
    try {
      const replies = calls.map((call): Reply => ({ value: run(call) }));
      seen.write();
      database.run('commit');
      seen.commit();
      return replies;
    } catch (error) {
      seen.rollback();
      database.run('rollback');
      throw error;
    }
  };

  const oneByOne = (calls: readonly Call[]): Reply[] => {
    const replies = calls.map((call): Reply => {
      const keys = seen.staged();
      database.exec('savepoint call');
      try {
        const value = run(call);
        database.exec('release call');
        return { value };
      } catch (error) {
        seen.rollback(keys);
        database.exec('rollback to call; release call');
        return error instanceof Undone ? { value: error.value } : { error };
      }
    });
    seen.write();
    database.run('commit');
    seen.commit();
    return replies;
  };

  /** After a commit that the disk refused: no transaction may stay open. */
  const abandon = (): void => {
    seen.rollback();
    try {
      database.run('rollback');
    } catch {
      // There was none: SQLite has ended it itself.
    }
  };

  const begin = (): boolean => {
    try {
      database.run('begin immediate');
      return true;
    } catch (error) {
      if (isBusy(error)) return false;
      throw error;
    }
  };

  return (calls) => {
    try {
      if (!begin()) return 'busy';
      let replies: Reply[];
      try {
        replies = together(calls);
      } catch {
        if (!begin()) return 'busy';
        replies = oneByOne(calls);
      }
      if (calls.some((call) => call.operation === 'checkpoint')) database.exec('pragma wal_checkpoint(truncate)');
      return replies;
    } catch (error) {
      abandon();
      return calls.map(() => ({ error }));
    }
  };
}
