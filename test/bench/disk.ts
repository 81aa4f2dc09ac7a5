import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Database, openDatabase } from '../../src/storage/sqlite/database.ts';
import { DATABASE_FILE } from '../../src/storage/sqlite/open.ts';
import { startBot } from '../support/load/bot-process.ts';
import { findFreePort } from '../support/free-port.ts';
import { startFakeZalo } from '../support/load/fake-zalo.ts';
import { createReplyRouter } from '../support/load/reply-router.ts';
import { createSeededRandom } from '../support/load/seeded-random.ts';
import { startSteadyResidents } from '../support/load/steady-residents.ts';
import { LOAD_IDENTITY } from '../support/load/webhook-body.ts';
import { startPostgres } from '../support/postgres.ts';
import type { BenchOptions } from './run.ts';

/** What `bench disk` prints: how much of the database each thing takes, with its indexes and the room that updates leave. */
export interface DiskFigures {
  /** Resident and session, after a conversation and a half. */
  readonly bytesPerResident: number;
  /** A message with its answer and Zalo's echo: keys of events and sent answers, kept 72 hours. */
  readonly bytesPerMessage: number;
  /** One engagement event under a pseudonym, kept `RETENTION_DAYS`. */
  readonly bytesPerEvent: number;
  /** The same after everything was packed: what is left of each once other rows have taken the room. */
  readonly packedBytesPerResident: number;
  readonly packedBytesPerMessage: number;
  readonly packedBytesPerEvent: number;
  readonly messages: number;
  readonly residents: number;
  readonly events: number;
  readonly database: 'sqlite' | 'postgres';
  /** Bytes of the largest tables with their indexes. */
  readonly bytesByTable: Readonly<Record<string, number>>;
}

const SECONDS = 60;
const PER_SECOND = 250;
const CHATS = 500;
const RESIDENTS = 2_500;
const PATIENCE_MS = 30_000;
const EVENTS = 20_000;
/** Events of so many people and teams. */
const PSEUDONYMS = 4_000;
const TEAMS = 200;

/** Tables by what they grow with; partitions carry the name of their table in front. */
const OF_RESIDENTS = /^(?:resident|session|consent)(?:_|$)/u;
const OF_MESSAGES = /^(?:inbox|outbox|seen)(?:_|$)/u;
const OF_EVENTS = /^engagement_event(?:_|$)/u;

const bytesOf = (sizes: Readonly<Record<string, number>>, tables: RegExp): number =>
  Object.entries(sizes).reduce((sum, [table, bytes]) => sum + (tables.test(table) ? bytes : 0), 0);

interface Opened {
  readonly run: (sql: string) => Promise<void>;
  readonly count: (table: string) => Promise<number>;
  /** Bytes by table, indexes included. */
  readonly sizes: () => Promise<Readonly<Record<string, number>>>;
  readonly pack: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Plays conversations against the bot, then looks at what its database holds. */
export async function runDiskBench(options: BenchOptions): Promise<DiskFigures> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tro-ly-so-disk-'));
  // Not inside the other, which only its owner may enter: PostgreSQL runs as another user.
  const postgresDir = mkdtempSync(join(tmpdir(), 'tro-ly-so-disk-postgres-'));
  const postgres = options.database === 'postgres' ? await startPostgres(postgresDir, { isDurable: true }) : undefined;
  try {
    const messages = await playConversations(options, dataDir, postgres?.url);
    const opened = postgres === undefined ? openSqlite(dataDir) : await openPostgres(postgres.url);
    await opened.run(eventsSql());
    const bytesByTable = await opened.sizes();
    const residents = await opened.count('resident');
    await opened.pack();
    const packed = await opened.sizes();
    await opened.close();
    const largest = Object.entries(bytesByTable).toSorted(([, a], [, b]) => b - a);
    return {
      bytesPerResident: Math.round(bytesOf(bytesByTable, OF_RESIDENTS) / residents),
      bytesPerMessage: Math.round(bytesOf(bytesByTable, OF_MESSAGES) / messages),
      bytesPerEvent: Math.round(bytesOf(bytesByTable, OF_EVENTS) / EVENTS),
      packedBytesPerResident: Math.round(bytesOf(packed, OF_RESIDENTS) / residents),
      packedBytesPerMessage: Math.round(bytesOf(packed, OF_MESSAGES) / messages),
      packedBytesPerEvent: Math.round(bytesOf(packed, OF_EVENTS) / EVENTS),
      ...{ messages, residents, events: EVENTS, database: options.database },
      bytesByTable: Object.fromEntries(largest.slice(0, 8)),
    };
  } finally {
    await postgres?.stop();
    for (const folder of [dataDir, postgresDir]) rmSync(folder, { recursive: true, force: true });
  }
}

async function playConversations(options: BenchOptions, dataDir: string, url: string | undefined): Promise<number> {
  const router = createReplyRouter();
  const port = await findFreePort();
  const common = { identity: LOAD_IDENTITY, keepsSends: false };
  const fake = await startFakeZalo({ ...common, onDelivered: router.deliver, echoToPort: port });
  const env = url === undefined ? {} : { env: { DATABASE_URL: url } };
  const bot = await startBot({ entry: options.bot, port, dataDir, zaloUrl: fake.url, identity: LOAD_IDENTITY, ...env });
  const load = startSteadyResidents({
    ...{ port, router, perSecond: PER_SECOND, chats: CHATS, residents: RESIDENTS },
    random: createSeededRandom(20_261_122),
  });
  await new Promise((resolve) => setTimeout(resolve, (options.seconds ?? SECONDS) * 1_000));
  await load.stop(PATIENCE_MS);
  await bot.stop();
  await fake.close();
  return load.counts().posted;
}

/** Rows as a step of a guide writes them; one statement that both databases understand. */
function eventsSql(): string {
  const atMs = Date.now();
  const day = new Date(atMs).toISOString().slice(0, 10);
  const rows = Array.from({ length: EVENTS }, (_, index) => {
    const pseudonym = (index % PSEUDONYMS).toString(16).padStart(32, 'a7');
    const team = `T${String(index % TEAMS).padStart(4, '0')}`;
    const texts = [LOAD_IDENTITY.oaId, day, pseudonym, team, '25270', 'public-services', 'vneid-register-level-2'];
    const list = [...texts, '47e7eb76cff7', String(index % 7), 'step', ''].map((text) => `'${text}'`);
    return `(${atMs + index}, 1, ${list.join(', ')})`;
  });
  return `insert into engagement_event (at, quantity, oa_id, day, pseudonym, team_code, commune_code, topic, flow, version,
    step, kind, outcome) values ${rows.join(', ')}`;
}

function openSqlite(dataDir: string): Opened {
  const database: Database = openDatabase(join(dataDir, DATABASE_FILE));
  return {
    run: async (sql) => database.exec(sql),
    count: async (table) => Number(database.get(`select count(*) as n from ${table}`)?.['n']),
    async sizes() {
      database.exec('pragma wal_checkpoint(truncate)');
      const rows = database.all(
        'select s.tbl_name as name, sum(d.pgsize) as bytes from dbstat d join sqlite_schema s on s.name = d.name group by 1',
      );
      return Object.fromEntries(rows.map((row) => [String(row['name']), Number(row['bytes'])]));
    },
    pack: async () => database.exec('vacuum'),
    close: async () => database.close(),
  };
}

async function openPostgres(url: string): Promise<Opened> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    run: async (sql) => void (await client.query(sql)),
    async count(table) {
      const { rows } = await client.query<{ n: string }>(`select count(*) as n from ${table}`);
      return Number(rows[0]?.n);
    },
    async sizes() {
      const { rows } = await client.query<{ name: string; bytes: string }>(
        `select relname as name, pg_total_relation_size(oid) as bytes from pg_class
         where relkind = 'r' and relnamespace = current_schema()::regnamespace`,
      );
      return Object.fromEntries(rows.map(({ name, bytes }) => [name, Number(bytes)]));
    },
    pack: async () => void (await client.query('vacuum full')),
    close: () => client.end(),
  };
}
