import { basename } from 'node:path';
import type pg from 'pg';
import { AppError, codeOf } from '../../shared/errors.ts';
import type { ErasureMark } from '../erasure-ports.ts';
import { placeOf, toStorageError } from '../postgres/errors.ts';
import { openPostgresStorage } from '../postgres/open.ts';
import { createOwnLine } from '../postgres/own-line.ts';
import type { DatabaseFacts, DatabaseSource, DatabaseTarget } from './copies.ts';
import { runPostgresTool } from './postgres-tools.ts';

/** Name of the copy of a PostgreSQL database in a backup: `pg_dump`'s custom format, compressed. */
export const DUMP_FILE = 'tro-ly-so.pgdump';

/** Owners and grants belong to the server it is brought to. */
const OURS_ALONE = ['--no-owner', '--no-privileges'] as const;

/** PostgreSQL's "there is no such database", "no such table", "others use this database", "you may not". */
const [NO_DATABASE, NO_TABLE, IN_USE, NOT_ALLOWED] = ['3D000', '42P01', '55006', '42501'];

/** The database at `url`, to be copied by `pg_dump`: one snapshot, nobody waits. */
export const postgresSource = (url: string): DatabaseSource => ({
  fileName: DUMP_FILE,
  async copyTo(to) {
    const facts = await onDatabase(url, readFacts);
    await runPostgresTool('pg_dump', url, ['--format=custom', ...OURS_ALONE, `--file=${to}`]);
    return facts;
  },
});

/**
 * The database at `url`, to be replaced. The copy is brought into a new database beside it (the user needs CREATEDB), and
 * the two change names at the end, in one transaction; the former one stays under its new name.
 */
export function postgresTarget(url: string, now: number): DatabaseTarget {
  const name = decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres';
  const beside = `${name.slice(0, 40)}_restore_${now.toString(36)}`;
  const besideUrl = withDatabase(url, beside);
  let hasLoaded = false;
  const hasTables = (): Promise<boolean> =>
    unless(NO_DATABASE, false, () =>
      onDatabase(url, async (client) => {
        const { rows } = await client.query<{ id: string | null }>(`select to_regclass('schema_version') as id`);
        return typeof rows[0]?.id === 'string';
      }),
    );
  const refuseOthers = async (): Promise<void> => {
    const others = await onServer(url, async (client) => {
      const { rows } = await client.query<{ n: string }>(
        'select count(*) as n from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
        [name],
      );
      return Number(rows[0]?.n);
    });
    if (others > 0) throw inUse(url, others);
  };
  return {
    fileName: DUMP_FILE,
    place: placeOf(url),
    async isThere() {
      await refuseOthers();
      return hasTables();
    },
    erasures: () =>
      unless(NO_DATABASE, [], () =>
        unless(NO_TABLE, [], () =>
          onDatabase(url, async (client) => {
            const { rows } = await client.query<Record<'oa_id' | 'mark' | 'at', string>>('select * from erasure_mark');
            return rows.map((row): ErasureMark => ({ oaId: row.oa_id, mark: row.mark, at: Number(row.at) }));
          }),
        ),
      ),
    async load(file) {
      await onServer(url, (client) =>
        client.query(`create database ${quoted(beside)} template template0 encoding 'UTF8'`),
      );
      hasLoaded = true;
      // The schema itself is there; extensions of the other server are none of ours.
      await runPostgresTool('pg_restore', besideUrl, ['--exit-on-error', '--schema=public', ...OURS_ALONE, file]);
      return (await onDatabase(besideUrl, readFacts)).schema;
    },
    open: () => openPostgresStorage({ url: besideUrl }),
    async takePlace(aside) {
      const former = `${name.slice(0, 30)}_${basename(aside).replaceAll(/\W+/gu, '_')}`.slice(0, 63);
      const hadData = await hasTables();
      await onServer(url, async (client) => {
        const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
        await client.query('begin');
        if (rowCount !== 0) await client.query(`alter database ${quoted(name)} rename to ${quoted(former)}`);
        await client.query(`alter database ${quoted(beside)} rename to ${quoted(name)}`);
        await client.query('commit');
        // Without tables of ours it was a name and nothing else.
        if (rowCount !== 0 && !hadData) await client.query(`drop database ${quoted(former)}`);
      });
      hasLoaded = false;
      return hadData ? former : undefined;
    },
    async discard() {
      if (!hasLoaded) return;
      hasLoaded = false;
      await onServer(url, (client) => client.query(`drop database if exists ${quoted(beside)} with (force)`));
    },
  };
}

async function readFacts(client: pg.Client): Promise<DatabaseFacts> {
  const schema = await client.query<{ id: string | null }>('select max(id) as id from schema_version');
  const owner = await client.query<{ value: string }>(`select value from meta where key = 'installation'`);
  return { schema: Number(schema.rows[0]?.id ?? 0), owner: owner.rows[0]?.value };
}

const inUse = (url: string, others?: number): AppError =>
  new AppError(
    'DATABASE_IN_USE',
    `Cơ sở dữ liệu ${placeOf(url)} đang có ${others === undefined ? '' : `${others} `}kết nối. Dừng mọi máy chủ và chương trình đang dùng nó rồi khôi phục; chưa có gì bị thay đổi.`,
  );

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function withDatabase(url: string, name: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${encodeURIComponent(name)}`;
  return parsed.href;
}

async function unless<T>(code: string | undefined, instead: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) === code) return instead;
    throw error;
  }
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = createOwnLine(url, 'tro-ly-so-backup');
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A missing database or table is told by its code; anything else is said in words. */
async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  try {
    return await connected(url, work);
  } catch (error) {
    if ([NO_DATABASE, NO_TABLE].includes(codeOf(error))) throw error;
    throw toStorageError(`Không đọc được cơ sở dữ liệu PostgreSQL ${placeOf(url)}`, error);
  }
}

/** On the same server, beside the database that is to change its name. */
async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  try {
    return await connected(withDatabase(url, 'postgres'), work);
  } catch (error) {
    const code = codeOf(error);
    if (code === IN_USE) throw inUse(url);
    if (code === NOT_ALLOWED) {
      throw new AppError(
        'BACKUP_TOOL',
        `Người dùng trong DATABASE_URL không được tạo hoặc đổi tên cơ sở dữ liệu trên ${placeOf(url)}. Nhờ quản trị PostgreSQL cho quyền CREATEDB và quyền sở hữu cơ sở dữ liệu ấy (alter role … createdb) rồi chạy lại; chưa có gì bị thay đổi.`,
      );
    }
    throw toStorageError(`Không làm việc được với máy chủ PostgreSQL của ${placeOf(url)}`, error);
  }
}
