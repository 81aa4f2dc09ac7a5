import { statSync } from 'node:fs';
import path from 'node:path';
import {
  createSqliteTokenStore,
  type SqliteTokenStore,
  type SqliteTokenStoreOptions,
} from '../../../src/zalo-oa-sdk/stores/sqlite.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

/** Id and pairs of the stores' tests. */
export const OA = '2468013579246801357';
export const PAIR = { accessToken: 'access-A1', refreshToken: 'refresh-R1', expiresAtMs: 1_795_305_601_733 } as const;
export const KEY = Buffer.alloc(32, 7);

/** Stores in one new folder; all are closed and the folder is removed at the end. */
export interface SqliteStage {
  readonly dir: string;
  fileNamed(name?: string): string;
  /** A store on `tokens.db` of the folder. */
  sqlite(options?: Partial<SqliteTokenStoreOptions>): SqliteTokenStore;
  /** Closes the stores, as the end of a process would. */
  closeAll(): void;
  end(): void;
}

export function stageSqlite(): SqliteStage {
  const folder = makeTempDir();
  let open: SqliteTokenStore[] = [];
  const fileNamed = (name = 'tokens.db'): string => path.join(folder.dir, name);
  const closeAll = (): void => {
    for (const store of open) store.close();
    open = [];
  };
  return {
    dir: folder.dir,
    fileNamed,
    sqlite(options = {}) {
      const store = createSqliteTokenStore({ path: fileNamed(), ...options });
      open.push(store);
      return store;
    },
    closeAll,
    end() {
      closeAll();
      folder[Symbol.dispose]();
    },
  };
}

/** The permission bits of a file, as `ls` numbers them. */
export const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);
