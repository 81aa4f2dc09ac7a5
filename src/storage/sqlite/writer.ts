import { parentPort, workerData } from 'node:worker_threads';
import { codeOf } from '../../shared/errors.ts';
import type { StorageOperations } from '../ports.ts';
import { openDatabase } from './database.ts';
import { createOperations } from './operations.ts';

/** One call as it crosses to the writer thread. */
export interface Call {
  readonly operation: keyof StorageOperations;
  readonly args: unknown;
}

/** One answer as it comes back, in the order of the calls. Without an error, a missing value means undefined. */
export interface Reply {
  readonly value?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

/**
 * The one writer thread. A batch of calls is one transaction (group commit). When a call throws, the batch is rolled
 * back and run again with a savepoint around each call, so that one bad call cannot take others with it.
 */
const port = parentPort;
if (port) {
  const database = openDatabase((workerData as { file: string }).file);
  const operations = createOperations(database) as unknown as Record<string, (args: unknown) => unknown>;

  const run = (call: Call): unknown => {
    const operation = operations[call.operation];
    if (!operation) throw new Error(`Unknown storage operation ${call.operation}`);
    return operation(call.args);
  };

  const toReply = (error: unknown): Reply => ({
    error: { code: codeOf(error), message: error instanceof Error ? error.message : String(error) },
  });

  const together = (calls: readonly Call[]): Reply[] => {
    database.exec('begin immediate');
    try {
      const replies = calls.map((call): Reply => ({ value: run(call) }));
      database.exec('commit');
      return replies;
    } catch (error) {
      database.exec('rollback');
      throw error;
    }
  };

  const oneByOne = (calls: readonly Call[]): Reply[] => {
    database.exec('begin immediate');
    const replies = calls.map((call): Reply => {
      database.exec('savepoint call');
      try {
        const value = run(call);
        database.exec('release call');
        return { value };
      } catch (error) {
        database.exec('rollback to call; release call');
        return toReply(error);
      }
    });
    database.exec('commit');
    return replies;
  };

  port.on('message', (message: string) => {
    if (message === 'close') {
      database.exec('pragma wal_checkpoint(truncate)');
      database.close();
      port.postMessage('closed');
      port.close();
      return;
    }
    const calls = JSON.parse(message) as readonly Call[];
    let replies: Reply[];
    try {
      try {
        replies = together(calls);
      } catch {
        replies = oneByOne(calls);
      }
      if (calls.some((call) => call.operation === 'checkpoint')) database.exec('pragma wal_checkpoint(truncate)');
    } catch (error) {
      replies = calls.map(() => toReply(error));
    }
    port.postMessage(JSON.stringify(replies));
  });
  port.postMessage('ready');
}
