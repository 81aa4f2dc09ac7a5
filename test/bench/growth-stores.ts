import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Storage } from '../../src/storage/ports.ts';
import { openPostgresStorage } from '../../src/storage/postgres/open.ts';
import { openDatabase } from '../../src/storage/sqlite/database.ts';
import { DATABASE_FILE, openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { startPostgres } from '../support/postgres.ts';
import { fillSql, POSTGRES_WORDS, SQLITE_WORDS } from './growth-rows.ts';
import { AT, DAY } from './growth-world.ts';

/** A filled store that is measured and then removed with everything it lay in. */
export interface GrownStore {
  readonly storage: Storage;
  /** What its tables and indexes take on disk, bytes. */
  bytes(): Promise<number>;
  /** CPU of the database outside this process so far, ms; 0 where it is inside. */
  databaseCpuMs(): number;
  remove(): Promise<void>;
}

/** The embedded database with this many residents. */
export async function growSqlite(residents: number): Promise<GrownStore> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tro-ly-so-growth-'));
  const remove = (): void => rmSync(dataDir, { recursive: true, force: true });
  try {
    const database = openDatabase(join(dataDir, DATABASE_FILE));
    // Nobody needs this file after a crash.
    database.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -400000');
    for (const sql of fillSql(SQLITE_WORDS, residents, AT, DAY)) database.exec(`begin; ${sql}; commit`);
    database.close();
    const storage = await openSqliteStorage(dataDir);
    return {
      storage,
      bytes: async () => readdirSync(dataDir).reduce((sum, name) => sum + statSync(join(dataDir, name)).size, 0),
      databaseCpuMs: () => 0,
      async remove() {
        await storage.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** PostgreSQL of the machine's own binaries, flushing to disk, with this many residents. */
export async function growPostgres(residents: number): Promise<GrownStore> {
  const dir = mkdtempSync(join(tmpdir(), 'tro-ly-so-growth-'));
  const server = await startPostgres(dir, { isDurable: true });
  const removeServer = async (): Promise<void> => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await (await openPostgresStorage({ url: server.url, clock: { now: () => AT } })).close();
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    for (const sql of fillSql(POSTGRES_WORDS, residents, AT, DAY)) await client.query(sql);
    // As its own upkeep would, soon after.
    await client.query('vacuum analyze');
    await client.end();
    const storage = await openPostgresStorage({ url: server.url, clock: { now: () => AT } });
    return {
      storage,
      bytes: () => databaseBytes(server.url),
      databaseCpuMs: () => server.cpuMs(),
      async remove() {
        await storage.close();
        await removeServer();
      },
    };
  } catch (error) {
    await removeServer();
    throw error;
  }
}

async function databaseBytes(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ size: string }>('select pg_database_size(current_database()) as size');
  await client.end();
  return Number(rows[0]?.size);
}
