import type { Storage, StorageOperations } from '../../src/storage/ports.ts';
import { openDatabase } from '../../src/storage/sqlite/database.ts';
import { createBatchRunner } from '../../src/storage/sqlite/batch.ts';

export type OperationName = keyof StorageOperations;

/** The real operations on a database in memory, in this thread: fast enough for thousands of runs. */
export type MemoryStorage = Storage & {
  /** The next `times` calls of the operation reject with this error, without any effect. */
  failNext(operation: OperationName, error: Error, times?: number): void;
  /** Number of calls so far. */
  calls(operation: OperationName): number;
};

export function openMemoryStorage(): MemoryStorage {
  const database = openDatabase(':memory:');
  const runBatch = createBatchRunner(database);
  const faults = new Map<string, Error[]>();
  const counts = new Map<string, number>();

  const call = async (name: string, args: unknown): Promise<unknown> => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    await Promise.resolve();
    const fault = faults.get(name)?.shift();
    if (fault) throw fault;
    const replies = runBatch([{ operation: name as OperationName, args }]);
    if (replies === 'busy') throw new Error('nobody else can hold a database in memory');
    const [reply] = replies;
    if (reply?.error !== undefined) throw reply.error;
    return reply?.value;
  };

  const own: Pick<MemoryStorage, 'close' | 'failNext' | 'calls'> = {
    close: async () => database.close(),
    failNext: (operation, error, times = 1) =>
      void faults.set(operation, [...(faults.get(operation) ?? []), ...Array<Error>(times).fill(error)]),
    calls: (operation) => counts.get(operation) ?? 0,
  };
  return new Proxy(own as MemoryStorage, {
    get: (target, name) => {
      if (typeof name !== 'string' || name === 'then') return undefined;
      return name in target ? target[name as 'close'] : (args: unknown) => call(name, args);
    },
  });
}
