import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Storage } from '../../src/storage/ports.ts';
import { sentKey } from '../../src/storage/sql/seen.ts';
import { openPostgresStorage } from '../../src/storage/postgres/open.ts';
import { openDatabase } from '../../src/storage/sqlite/database.ts';
import { DATABASE_FILE, openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { keysIn } from '../../src/storage/sqlite/seen-keys.ts';
import { type PostgresServer, rowsOf, startPostgres } from '../support/postgres.ts';

/** A resident that a run puts into the store beside the bot. */
export interface PlacedResident {
  readonly oaId: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly lastInteractionAt: number;
  readonly teamCode?: string;
}

type Rows = readonly Record<string, unknown>[];

/** Tells whether a message is written down as sent, by Zalo's number of it. */
export type WrittenSends = Pick<ReadonlySet<string>, 'has'>;

/** The store in which the bot of a run keeps its truth, seen from outside the bot. */
export interface Truth {
  readonly kind: 'sqlite' | 'postgresql';
  /** What the bot needs to find it. */
  readonly env: Readonly<Record<string, string>>;
  /** The PostgreSQL that was started for this run; undefined on SQLite, and where a server was given. */
  readonly server?: PostgresServer;
  /** A second way in, beside the bot. */
  open(): Promise<Storage>;
  /** What a SELECT finds while the bot runs; nothing where there is no store. */
  rows(sql: string): Promise<Rows>;
  /**
   * Which of Zalo's numbers of messages are written down as sent: what a process that was killed knew for certain. None
   * where there is no store, as with a bot that keeps nothing.
   */
  writtenSends(): Promise<WrittenSends>;
  /** They follow the OA. */
  addResidents(residents: readonly PlacedResident[]): Promise<void>;
  stop(): Promise<void>;
}

export interface TruthOptions {
  /** `postgresql` starts a server of the machine's own binaries for this run, with fsync. */
  readonly store: Truth['kind'];
  /** A server that is there already; wins over `store`. */
  readonly databaseUrl: string | undefined;
  /** Folder of the bot: the SQLite file lies in it. */
  readonly dataDir: string;
}

/** Opens the truth of a run, empty. Throws where PostgreSQL is wanted and its programs are missing. */
export async function openTruth({ store, databaseUrl, dataDir }: TruthOptions): Promise<Truth> {
  if (databaseUrl !== undefined) return onPostgres(databaseUrl, undefined, async () => undefined);
  if (store === 'sqlite') return onSqlite(dataDir);
  const dir = mkdtempSync(join(tmpdir(), 'tro-ly-so-chaos-pg-'));
  const server = await startPostgres(dir, { isDurable: true });
  return onPostgres(server.url, server, async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  });
}

const KEYS = 'select key from inbox_key';

function sendsIn(rows: Rows): WrittenSends {
  const keys = new Set(rows.flatMap((row) => keysIn(row['key'] as Uint8Array).map((key) => key.toString('hex'))));
  return { has: (messageId) => keys.has(sentKey(messageId).toString('hex')) };
}

function onSqlite(dataDir: string): Truth {
  const file = join(dataDir, DATABASE_FILE);
  return {
    kind: 'sqlite',
    env: {},
    open: () => openSqliteStorage(dataDir),
    async rows(sql) {
      if (!existsSync(file)) return [];
      const database = new DatabaseSync(file, { readOnly: true });
      try {
        return database.prepare(sql).all();
      } finally {
        database.close();
      }
    },
    writtenSends: async () => sendsIn(readCopy(dataDir, KEYS)),
    async addResidents(residents) {
      const database = openDatabase(file);
      database.exec('begin immediate');
      for (const { oaId, userId, createdAt, lastInteractionAt, teamCode } of residents) {
        database.run(
          'insert into resident (oa_id, user_id, created_at, last_interaction_at, following, team_code) values (?, ?, ?, ?, 1, ?)',
          ...[oaId, userId, createdAt, lastInteractionAt, teamCode ?? null],
        );
      }
      database.exec('commit');
      database.close();
    },
    stop: async () => undefined,
  };
}

/** Reads a copy: opening the file itself would do what the next process of the bot must be able to do by itself. */
function readCopy(dataDir: string, sql: string): Rows {
  if (!existsSync(join(dataDir, DATABASE_FILE))) return [];
  const dir = mkdtempSync(join(tmpdir(), 'tro-ly-so-copy-'));
  try {
    for (const name of [DATABASE_FILE, `${DATABASE_FILE}-wal`]) {
      if (existsSync(join(dataDir, name))) copyFileSync(join(dataDir, name), join(dir, name));
    }
    const database = new DatabaseSync(join(dir, DATABASE_FILE));
    const rows = database.prepare(sql).all();
    database.close();
    return rows;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const PLACED_AT_ONCE = 5_000;
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function onPostgres(url: string, server: PostgresServer | undefined, stop: () => Promise<void>): Truth {
  return {
    kind: 'postgresql',
    env: { DATABASE_URL: url },
    ...(server ? { server } : {}),
    open: () => openPostgresStorage({ url }),
    rows: (sql) => rowsOf(url, sql),
    writtenSends: async () => sendsIn(await rowsOf(url, KEYS)),
    async addResidents(residents) {
      for (let from = 0; from < residents.length; from += PLACED_AT_ONCE) {
        const values = residents
          .slice(from, from + PLACED_AT_ONCE)
          .map(
            ({ oaId, userId, createdAt, lastInteractionAt, teamCode }) =>
              `(${quoted(oaId)}, ${quoted(userId)}, ${createdAt}, ${lastInteractionAt}, 1, ${teamCode === undefined ? 'null' : quoted(teamCode)})`,
          );
        await rowsOf(
          url,
          `insert into resident (oa_id, user_id, created_at, last_interaction_at, following, team_code) values ${values.join(', ')}`,
        );
      }
    },
    stop,
  };
}
