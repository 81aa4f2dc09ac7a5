import pg from 'pg';
import { AppError } from '../../shared/errors.ts';
import { migrations } from '../migrations.ts';
import { LOCKS } from './asked.ts';
import { toPostgresSchema } from './dialect.ts';
import { placeOf, toStorageError } from './errors.ts';
import { CONNECT_MS } from './own-line.ts';
import { workName } from './replica-table.ts';
import { ownSchema } from './schema.ts';

/** Connections of one process at most. */
export const POOL_SIZE = 12;

/** A statement may take this many ms, and a transaction may wait as long for its next one. */
const STATEMENT_MS = 10_000;

/** One start of a replica, as `openReplicaTable` joined it. */
export interface ReplicaStart {
  readonly name: string;
  readonly epoch: number;
}

/**
 * A scan by bitmap never marks the dead entries it meets, so that every later one meets them again until the next cleaning.
 * What waits is written, read and gone within milliseconds: with two servers and 50 busy residents the database spent
 * 0.35 ms a message at first and 2.3 after 80,000 messages, and 0.34 to 0.40 throughout without such scans (measured
 * 2026-11-23).
 *
 * A scan of the whole table is the best plan while nothing waits, and is kept for a statement that is prepared in such a
 * moment: then each reads all pages that dead entries leave behind, until somebody gathers statistics. Of eight rounds that
 * began right after the server's cleaning two spent 0.9 to 1.4 ms a message, the others 0.25 (measured 2026-11-23).
 *
 * Reports and what changes many rows have both (`MANY_ROWS` in `run.ts`). Nothing is worth compiling.
 */
const PLANS = '-c enable_bitmapscan=off -c enable_seqscan=off -c jit=off';

/**
 * Connections to the database at `url`, none of them made yet. `onLost` hears of those that break while idle. With
 * `replica`, they bear its name, and none is made once others have declared it gone (REPLICA_GONE).
 */
export function createPool(url: string, onLost: (error: Error) => void, replica?: ReplicaStart): pg.Pool {
  const options: pg.PoolConfig = {
    connectionString: url,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: 60_000,
    statement_timeout: STATEMENT_MS,
    options: PLANS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    keepAlive: true,
    application_name: replica ? workName(replica.name, replica.epoch) : 'tro-ly-so',
  };
  if (replica) {
    const tell = async (client: pg.PoolClient, done: (error?: Error) => void): Promise<void> => {
      try {
        await admit(client, replica);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    };
    options.verify = (client, done) => void tell(client, done);
  }
  const pool = new pg.Pool(options);
  pool.on('error', onLost);
  // A connection that breaks while it is used fails its statements; its own event must not end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

async function admit(client: pg.PoolClient, { name, epoch }: ReplicaStart): Promise<void> {
  const { rowCount } = await client.query(`select 1 from replica where name = $1 and epoch = $2 and state <> 'gone'`, [
    name,
    epoch,
  ]);
  if (rowCount === 1) return;
  throw new AppError(
    'REPLICA_GONE',
    `The other replicas have declared ${name} gone and handle its residents: it writes nothing more and must be started again.`,
  );
}

/** The tables brought to this version, before anything else is asked. Throws as `migrate`. */
export async function migrateDatabase(url: string): Promise<void> {
  const pool = createPool(url, () => undefined);
  try {
    await migrate(pool, url);
  } finally {
    await pool.end();
  }
}

/**
 * Brings the tables to this version. Any number of processes may do so at the same moment: one works, the others wait.
 * Throws DATABASE_TOO_NEW for a database of a later version, STORAGE_FAILED when it cannot be reached or changed.
 */
export async function migrate(pool: pg.Pool, url: string): Promise<void> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toStorageError(
      `The PostgreSQL database at ${placeOf(url)} cannot be reached. Check DATABASE_URL, and that the server runs and lets this user in`,
      error,
    );
  });
  try {
    await client.query('begin');
    await client.query('set local statement_timeout = 0');
    await client.query('select pg_advisory_xact_lock($1)', [LOCKS.migrations]);
    await client.query(
      'create table if not exists schema_version (id bigint primary key, name text not null, at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ id: string | null }>('select max(id) as id from schema_version');
    const current = Number(rows[0]?.id ?? 0);
    const newest = migrations.at(-1)?.id ?? 0;
    if (current > newest) {
      throw new AppError(
        'DATABASE_TOO_NEW',
        `The database has schema ${current}, this version knows ${newest}. Run the newer version again, or restore a backup made before the upgrade.`,
      );
    }
    for (const { id, name, sql } of migrations.filter((migration) => migration.id > current)) {
      await client.query(toPostgresSchema(sql));
      for (const own of ownSchema.filter(({ after }) => after === id)) await client.query(own.sql);
      await client.query('insert into schema_version (id, name) values ($1, $2)', [id, name]);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw toStorageError(`The tables of the PostgreSQL database at ${placeOf(url)} cannot be made`, error);
  } finally {
    client.release();
  }
}
