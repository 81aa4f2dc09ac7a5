import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Storage } from '../../src/storage/ports.ts';
import { openPostgresStorage } from '../../src/storage/postgres/open.ts';
import { openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { databaseFor, emptyDatabase, rowsOf, tablesContaining, whyNoPostgres } from './postgres.ts';
import { storedRows } from './stored-rows.ts';
import { filesContaining } from './temp-dir.ts';

/** A store behind the Storage port. `open` may be called again on the same folder after `close`. */
export interface StorageAdapter {
  readonly name: string;
  /** Several processes may have it open at once. */
  readonly isShared: boolean;
  open(dataDir: string): Promise<Storage>;
  /** Files or tables in which this text stands. */
  placesOf(dataDir: string, text: string): Promise<string[]>;
  /** What a SELECT finds, beside the open store. */
  rows(dataDir: string, sql: string): Promise<readonly Record<string, unknown>[]>;
}

/** In the folder: which database is this folder's, for other processes too. */
const URL_FILE = 'postgres-url';
const used = new Map<string, string>();
const free: string[] = [];

/** A database for each folder. Those of folders that are gone are emptied and used again. */
async function openPostgres(dataDir: string): Promise<Storage> {
  for (const [folder, url] of used) {
    if (existsSync(folder)) continue;
    used.delete(folder);
    await emptyDatabase(url);
    free.push(url);
  }
  const file = path.join(dataDir, URL_FILE);
  if (!existsSync(file)) {
    const url = free.pop() ?? (await databaseFor(dataDir));
    used.set(dataDir, url);
    writeFileSync(file, url);
  }
  return openPostgresStorage({ url: urlOf(dataDir) });
}

const urlOf = (dataDir: string): string => readFileSync(path.join(dataDir, URL_FILE), 'utf8');

const missing = whyNoPostgres();
if (missing !== undefined) {
  if (process.env['CI'] === 'true') throw new Error(missing);
  console.warn(missing);
}

/** Every adapter the contract suite runs over. */
export const storageAdapters: readonly StorageAdapter[] = [
  {
    name: 'SQLite',
    isShared: false,
    open: openSqliteStorage,
    placesOf: async (dataDir, text) => filesContaining(dataDir, text),
    rows: async (dataDir, sql) => storedRows(dataDir, sql),
  },
  ...(missing === undefined
    ? [
        {
          name: 'PostgreSQL',
          isShared: true,
          open: openPostgres,
          placesOf: (dataDir: string, text: string) => tablesContaining(urlOf(dataDir), text),
          rows: (dataDir: string, sql: string) => rowsOf(urlOf(dataDir), sql),
        },
      ]
    : []),
];
