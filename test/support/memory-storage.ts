import type { Storage, StorageOperations } from '../../src/storage/ports.ts';
import { openDatabase } from '../../src/storage/sqlite/database.ts';
import { createOperations } from '../../src/storage/sqlite/operations.ts';

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
  const operations = createOperations(database) as unknown as Record<string, (args: unknown) => unknown>;
  const faults = new Map<string, Error[]>();
  const counts = new Map<string, number>();

  const call = async (name: string, args: unknown): Promise<unknown> => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    await Promise.resolve();
    const fault = faults.get(name)?.shift();
    if (fault) throw fault;
    const operation = operations[name];
    if (!operation) throw new Error(`no operation ${name}`);
    database.exec('begin immediate');
    try {
      const value = operation(args);
      database.exec('commit');
      return value;
    } catch (error) {
      database.exec('rollback');
      throw error;
    }
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
