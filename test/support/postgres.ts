import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openPostgresStorage } from '../../src/storage/postgres/open.ts';
import { findFreePort } from './free-port.ts';

/** Names the folder of the server that all test files of one run share; `postgres-server.ts` makes it. */
export const SERVER_DIR = 'TRO_LY_SO_TEST_POSTGRES';

/** Why no test can use PostgreSQL here: what to install. Undefined where it can. */
export function whyNoPostgres(): string | undefined {
  if (process.env['TEST_DATABASE_URL'] !== undefined || binaries() !== undefined) return undefined;
  return 'skipped: install postgresql (Debian: apt-get install postgresql), or set TEST_DATABASE_URL';
}

/** A database of its own for this name, empty but for the tables; the same one for the same name. */
export async function databaseFor(name: string): Promise<string> {
  const server = await serverUrl();
  const database = `t${createHash('sha256').update(name).digest('hex').slice(0, 20)}`;
  await withClient(server, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) {
      await makeTemplate(server, client);
      await client.query(`create database ${database} template ${TEMPLATE}`);
    }
  });
  return at(server, database);
}

/** A database without a table, made anew each time. */
export async function emptyServerDatabase(name: string): Promise<string> {
  const server = await serverUrl();
  const database = `e${createHash('sha256').update(`${name} ${process.pid}`).digest('hex').slice(0, 20)}`;
  await withClient(server, async (client) => {
    await client.query(`drop database if exists ${database} with (force)`);
    await client.query(`create database ${database}`);
  });
  return at(server, database);
}

/** Takes every row out of a database and ends whatever still uses it: much faster than a new one. */
export async function emptyDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    // Triggers that guard rows against people do not guard them against this.
    await client.query('set session_replication_role = replica');
    const tables = await tablesOf(client);
    await client.query(tables.map((table) => `delete from "${table}"`).join(';'));
  });
}

/** Tables with a row in which this text stands. */
export async function tablesContaining(url: string, text: string): Promise<string[]> {
  const found: string[] = [];
  await withClient(url, async (client) => {
    for (const table of await tablesOf(client)) {
      const { rowCount } = await client.query(`select 1 from "${table}" t where strpos(t::text, $1) > 0 limit 1`, [
        text,
      ]);
      if (rowCount !== 0) found.push(table);
    }
  });
  return found;
}

/** Breaks the connections of this name, as a network that fails does, and holds their lock while `work` runs. */
export async function takeLockFrom(
  url: string,
  applicationName: string,
  lock: number,
  work: () => Promise<void>,
): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and datname = current_database()',
      [applicationName],
    );
    await client.query('select pg_advisory_lock($1)', [lock]);
    await work();
  });
}

/** What a SELECT finds. */
export async function rowsOf(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  let found: readonly Record<string, unknown>[] = [];
  await withClient(url, async (client) => {
    found = (await client.query<Record<string, unknown>>(sql)).rows;
  });
  return found;
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'schema_version'`,
  );
  return rows.map(({ name }) => name);
}

const TEMPLATE = 'tro_ly_so_template';
let hasTemplate = false;

/** Migrations run once a run; every database is a copy. */
async function makeTemplate(server: string, client: pg.Client): Promise<void> {
  if (hasTemplate) return;
  await client.query('select pg_advisory_lock(1)');
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [TEMPLATE]);
  if (rowCount === 0) {
    await client.query(`create database ${TEMPLATE}_new`);
    await (await openPostgresStorage({ url: at(server, `${TEMPLATE}_new`) })).close();
    await client.query(`alter database ${TEMPLATE}_new rename to ${TEMPLATE}`);
  }
  await client.query('select pg_advisory_unlock(1)');
  hasTemplate = true;
}

/** A connection for statements of a test, closed after them. */
export async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function at(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

let started: Promise<string> | undefined;

const serverUrl = (): Promise<string> => {
  const given = process.env['TEST_DATABASE_URL'];
  started ??= given === undefined ? sharedServer() : Promise.resolve(given);
  return started;
};

/** The first who needs the server starts it, the others wait for it. */
async function sharedServer(): Promise<string> {
  const dir = process.env[SERVER_DIR] ?? mkdtempSync(path.join(tmpdir(), 'tro-ly-so-postgres-'));
  const ready = path.join(dir, 'url');
  mkdirSync(dir, { recursive: true });
  try {
    mkdirSync(path.join(dir, 'mine'));
  } catch {
    for (let tries = 0; !existsSync(ready); tries++) {
      if (tries > 600) throw new Error('The PostgreSQL of the tests did not start within 30 s.');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return readFileSync(ready, 'utf8');
  }
  const { url } = await startPostgres(dir, { isDurable: false });
  writeFileSync(`${ready}.new`, url);
  execFileSync('mv', [`${ready}.new`, ready]);
  return url;
}

/** A server of ours. */
export interface PostgresServer {
  /** With a password that must show up nowhere, though the server asks for none. */
  readonly url: string;
  /** CPU time used so far by the server and its connections, ms. */
  cpuMs(): number;
  /** SIGQUIT: as if the machine had lost power, but for the disk. */
  crash(): Promise<void>;
  /** SIGSTOP to all its processes: connections stay open and nobody answers. */
  freeze(): void;
  thaw(): void;
  /** After a crash or a stop: the same data on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

function statOf(id: number | string): readonly string[] {
  const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** The processes that this one has started and that still run. */
function childrenOf(pid: number): readonly { readonly pid: number; readonly stat: readonly string[] }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((name) => {
      try {
        const stat = statOf(name);
        return Number(stat[1]) === pid ? [{ pid: Number(name), stat }] : [];
      } catch {
        return [];
      }
    });
}

/** Of a process, of its children, and of those that ended. */
function cpuMsOf(pid: number): number {
  const ticks = (fields: readonly string[], from: number, to: number): number =>
    fields.slice(from, to).reduce((sum, field) => sum + Number(field), 0);
  const children = childrenOf(pid).reduce((sum, { stat }) => sum + ticks(stat, 11, 13), 0);
  return 10 * (ticks(statOf(pid), 11, 15) + children);
}

/**
 * Starts a server of the machine's own binaries in `dir`, on a free port of this machine alone. It ends with the process
 * that started it (or that `SERVER_DIR` names), however that ends, and its folder goes with it.
 */
export async function startPostgres(dir: string, options: { readonly isDurable: boolean }): Promise<PostgresServer> {
  const bin = binaries();
  if (bin === undefined) throw new Error(whyNoPostgres());
  const user = process.getuid?.() === 0 ? serverUser() : undefined;
  const as = user ? { uid: user.uid, gid: user.gid } : {};
  const data = path.join(dir, 'data');
  if (user) chownSync(dir, user.uid, user.gid);
  execFileSync(path.join(bin, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'tests', '-E', 'UTF8', '--locale=C', '-N'], {
    ...as,
    stdio: 'ignore',
    cwd: dir,
  });
  const port = await findFreePort();
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: dir,
    max_connections: '200',
    ...(options.isDurable
      ? { shared_buffers: '256MB' }
      : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '64MB' }),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const url = `postgres://tests:geheim-der-tests@127.0.0.1:${port}/postgres`;
  const launch = async (): Promise<ChildProcess> => {
    const launched = spawn(path.join(bin, 'postgres'), ['-D', data, ...args], {
      ...as,
      cwd: dir,
      detached: true,
      stdio: 'ignore',
    });
    launched.unref();
    await untilItAnswers(url);
    return launched;
  };
  let server = await launch();
  const owner = process.env[`${SERVER_DIR}_OWNER`] ?? String(process.pid);
  const end = `kill -INT $(head -1 ${data}/postmaster.pid) 2>/dev/null; sleep 2; rm -rf '${dir}'`;
  spawn('sh', ['-c', `while kill -0 ${owner} 2>/dev/null; do sleep 0.5; done; ${end}`], {
    detached: true,
    stdio: 'ignore',
  }).unref();
  const endBy = async (signal: NodeJS.Signals): Promise<void> => {
    const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    server.ref();
    server.kill(signal);
    await exited;
  };
  const signalAll = (signal: NodeJS.Signals): void => {
    const pid = server.pid ?? 0;
    // The first makes no new ones while it stands still.
    for (const id of [pid, ...childrenOf(pid).map((child) => child.pid)]) process.kill(id, signal);
  };
  return {
    url,
    cpuMs: () => cpuMsOf(server.pid ?? 0),
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    crash: () => endBy('SIGQUIT'),
    stop: () => endBy('SIGINT'),
    async restart() {
      server = await launch();
    },
  };
}

async function untilItAnswers(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await withClient(url, async () => undefined);
    } catch (error) {
      if (tries > 400) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

/** Where the server's programs lie; the newest of several. */
function binaries(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => path.join(root, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ];
  return folders.find((folder) => existsSync(path.join(folder, 'initdb')) && existsSync(path.join(folder, 'postgres')));
}

/** The server refuses to run as root. */
function serverUser(): { readonly uid: number; readonly gid: number } {
  const idOf = (flag: string, name: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: idOf('-u', name), gid: idOf('-g', name) };
    } catch {
      // Not on this machine.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody.');
}
