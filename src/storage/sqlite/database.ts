import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { AppError } from '../../shared/errors.ts';
import { hasSlot, slotOf } from '../../shared/slots.ts';
import { migrations } from '../migrations.ts';
import { addUp, columnsOf, type CounterTable } from '../sql/counters.ts';
import type { Operation, Query, Row, Sql } from '../sql/query.ts';

/** One SQLite connection with every statement prepared once. Synchronous. */
export interface Database {
  get(sql: string, ...params: SQLInputValue[]): Row | undefined;
  all(sql: string, ...params: SQLInputValue[]): Row[];
  /** Number of changed rows. */
  run(sql: string, ...params: SQLInputValue[]): number;
  /** Prepared once. */
  statement(sql: string): StatementSync;
  exec(sql: string): void;
  close(): void;
}

/**
 * Opens (and creates) the database file: WAL, `synchronous=FULL` (a commit survives power loss; a
 * server syncs beside its event loop instead, `open.ts`), erased bytes overwritten.
 * `busyTimeoutMs` is how long a writer waits for another process (the `bot` command beside a running server).
 */
export function openDatabase(file: string, busyTimeoutMs = 5_000): Database {
  const connection = new DatabaseSync(file);
  connection.exec(`
    pragma busy_timeout = ${busyTimeoutMs};
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma secure_delete = on;
    pragma foreign_keys = off;
    pragma cache_size = -16000;
    pragma wal_autocheckpoint = 1000;
    pragma temp_store = memory;
  `);
  connection.function('is_in_slots', { deterministic: true }, (oaId, userId, slots) =>
    hasSlot(slots as Uint8Array, slotOf(String(oaId), String(userId))) ? 1 : 0,
  );
  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    let found = prepared.get(sql);
    if (!found) {
      found = connection.prepare(sql);
      prepared.set(sql, found);
    }
    return found;
  };
  const database: Database = {
    get: (sql, ...params) => statement(sql).get(...params) as Row | undefined,
    all: (sql, ...params) => statement(sql).all(...params) as Row[],
    run: (sql, ...params) => Number(statement(sql).run(...params).changes),
    statement,
    exec: (sql) => connection.exec(sql),
    close: () => connection.close(),
  };
  migrate(database);
  return database;
}

/** The statements of operations over a connection: each is answered at once, so nothing is ever yielded. */
export function toSql({ statement }: Database): Sql {
  return {
    get: (sql, ...params) => new Answered(statement(sql).get(...params) as Row | undefined),
    all: (sql, ...params) => new Answered(statement(sql).all(...params) as Row[]),
    run: (sql, ...params) => new Answered(Number(statement(sql).run(...params).changes)),
    write(sql, ...params) {
      statement(sql).run(...params);
      return NOTHING;
    },
    add(table, ...params) {
      statement(ADD[table]).run(...params);
      return NOTHING;
    },
    settle: () => NONE,
    together: <T extends readonly unknown[]>(...queries: { readonly [K in keyof T]: Query<T[K]> }) =>
      new Answered(queries.map((query) => (query as Answered<unknown>).value) as unknown as T),
    // One connection writes at a time.
    holdCampaigns: () => NOTHING,
  };
}

/** Runs an operation, or a part of one, over `toSql` to its end. */
export function answerOf<T>(operation: Operation<T>): T {
  const { done, value } = operation.next();
  if (done !== true) throw new Error('A statement was asked outside the connection');
  return value;
}

/** An answer that is there: its own iterator and its own last result, so that a statement costs one small object. */
class Answered<T> implements Query<T> {
  readonly done = true;
  readonly value: T;

  constructor(value: T) {
    this.value = value;
  }

  [Symbol.iterator](): Iterator<never, T> {
    return this as unknown as Iterator<never, T>;
  }

  next(): this {
    return this;
  }
}

/** The answer of an operation that needs no statement. */
export const answered = <T>(value: T): Query<T> => new Answered(value);

const NOTHING = new Answered<void>(undefined);
const NONE = new Answered(0);

const addSql = (table: CounterTable): string => {
  const columns = columnsOf(table);
  return `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')}) ${addUp(table)}`;
};
const ADD: Readonly<Record<CounterTable, string>> = {
  engagement_total: addSql('engagement_total'),
  day_count: addSql('day_count'),
};

function migrate(database: Database): void {
  const newest = migrations.at(-1)?.id ?? 0;
  database.exec('begin immediate');
  try {
    const current = Number(database.get('pragma user_version')?.['user_version'] ?? 0);
    if (current > newest) {
      throw new AppError(
        'DATABASE_TOO_NEW',
        `The database has schema ${current}, this version knows ${newest}. Run the newer version again, or restore a backup made before the upgrade.`,
      );
    }
    for (const migration of migrations.filter(({ id }) => id > current)) {
      database.exec(migration.sql);
      database.exec(`pragma user_version = ${migration.id}`);
    }
    database.exec('commit');
  } catch (error) {
    database.exec('rollback');
    throw error;
  }
}
