import { COUNTERS, type CounterTable, addUp, columnsOf } from '../sql/counters.ts';
import type { Asked, Query, Row, Sql, Step, Value } from '../sql/query.ts';

/** A statement that is asked when an operation yields it. */
class Ask<T> implements Asked, Query<T> {
  readonly sql: string;
  readonly params: readonly Value[];
  readonly wants: Asked['wants'];

  constructor(sql: string, params: readonly Value[], wants: Asked['wants']) {
    this.sql = sql;
    this.params = params;
    this.wants = wants;
  }

  *[Symbol.iterator](): Generator<Step, T, unknown> {
    return (yield this) as T;
  }
}

/** Locks of the whole database, by number; PostgreSQL knows no names. Any number that nobody else uses. */
export const LOCKS = {
  migrations: 7_203_001,
  folding: 7_203_002,
  campaigns: 7_203_003,
  server: 7_203_004,
  announcements: 7_203_005,
  audit: 7_203_006,
  months: 7_203_007,
  /** First of two numbers: the second is the name. */
  named: 7_203_024,
} as const;

/** Where additions to a table of sums wait: nobody waits there for anybody. */
export const waitingTable = (table: CounterTable): string => `${table}_added`;
/** Where they are added up. The table's own name is a view of both. */
export const settledTable = (table: CounterTable): string => `${table}_settled`;

const insertSql = (table: CounterTable): string => {
  const columns = columnsOf(table);
  return `insert into ${waitingTable(table)} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`;
};

/** One statement that takes additions away and adds them up: a crash loses and doubles nothing. */
const settleSql = (table: CounterTable): string => {
  const { key, sums } = COUNTERS[table];
  const [keys, waiting, settled] = [key.join(', '), waitingTable(table), settledTable(table)];
  return `with taken as (
      delete from ${waiting} where id in (select id from ${waiting} order by id limit ?) returning *
    ), settled as (
      insert into ${settled} (${columnsOf(table).join(', ')})
      select ${keys}, ${sums.map((column) => `sum(${column})`).join(', ')} from taken group by ${keys} order by ${keys}
      ${addUp(table, settled)}
    )
    select count(*) as n from taken`;
};

const TABLES = Object.keys(COUNTERS) as CounterTable[];
const INSERT = { engagement_total: insertSql('engagement_total'), day_count: insertSql('day_count') };
const SETTLE = { engagement_total: settleSql('engagement_total'), day_count: settleSql('day_count') };

/** The statements of operations as questions to whoever runs them. */
export const askedSql: Sql = {
  get: (sql, ...params) => new Ask(sql, params, 'get'),
  all: (sql, ...params) => new Ask<Row[]>(sql, params, 'all'),
  run: (sql, ...params) => new Ask<number>(sql, params, 'run'),
  write: (sql, ...params) => new Ask(sql, params, 'nothing'),
  add: (table, ...params) => new Ask(INSERT[table], params, 'nothing'),

  *settle(limit) {
    let settled = 0;
    for (const table of TABLES) {
      const row = yield* new Ask<{ n: number }>(SETTLE[table], [limit], 'get');
      settled = Math.max(settled, row.n);
    }
    return settled;
  },

  *together<T extends readonly unknown[]>(...queries: { readonly [K in keyof T]: Query<T[K]> }) {
    // Nothing is asked: nobody would answer.
    if (queries.length === 0) return [] as unknown as T;
    return (yield queries as unknown as readonly Ask<unknown>[]) as T;
  },

  holdCampaigns: () => new Ask('select pg_advisory_xact_lock_shared(?)', [LOCKS.campaigns], 'nothing'),
};
