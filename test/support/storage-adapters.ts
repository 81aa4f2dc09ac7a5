import type { Storage } from '../../src/storage/ports.ts';
import { openSqliteStorage } from '../../src/storage/sqlite/open.ts';

/** A store behind the Storage port. `open` may be called again on the same folder after `close`. */
export interface StorageAdapter {
  readonly name: string;
  open(dataDir: string): Promise<Storage>;
}

/** Every adapter the contract suite runs over; a new one is one line. */
export const storageAdapters: readonly StorageAdapter[] = [{ name: 'SQLite', open: openSqliteStorage }];
