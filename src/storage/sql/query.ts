import type { CounterTable } from './counters.ts';

/** One row as the store gives it; numbers are numbers in both databases. */
export type Row = Record<string, string | number | null>;

/** What a statement may be given. */
export type Value = string | number | null | Uint8Array;

/** A statement that waits for its answer outside this process. SQLite never makes one. */
export interface Asked {
  readonly sql: string;
  readonly params: readonly Value[];
  /** What the operation wants to see: the first row, all rows, the number of changed rows, or nothing at all. */
  readonly wants: 'get' | 'all' | 'run' | 'nothing';
}

/** What an operation yields: one statement, or several that do not wait for each other. */
export type Step = Asked | readonly Asked[];

/** The answer to a statement: `const row = yield* db.get(…)`. SQLite has it at once and nothing is yielded. */
export interface Query<T> {
  [Symbol.iterator](): Iterator<Step, T, unknown>;
}

/**
 * A storage operation, or a part of one: a generator that asks its statements one after another. What runs it (a plain
 * loop over SQLite, an asynchronous one over PostgreSQL) owns the transaction: whatever it throws undoes all of it.
 */
export type Operation<T> = Generator<Step, T, unknown>;

/**
 * The statements of an operation. Both databases read the same text: `?`, or `?1` where a value is used twice. Always
 * `yield*` what these return; without it nothing is asked on PostgreSQL (`test/guards/storage-queries.test.ts`).
 */
export interface Sql {
  /** The first row, undefined without one. */
  get(sql: string, ...params: Value[]): Query<Row | undefined>;
  all(sql: string, ...params: Value[]): Query<Row[]>;
  /** Number of changed rows. */
  run(sql: string, ...params: Value[]): Query<number>;
  /** A write whose count nobody asks for: it travels with the statement behind it and costs no waiting of its own. */
  write(sql: string, ...params: Value[]): Query<void>;
  /** Adds to a counter: the values of the key's columns, then those of its sums. Many may add to one at the same time. */
  add(table: CounterTable, ...params: Value[]): Query<void>;
  /** Brings what was added to counters of late into their tables; how many additions. */
  settle(limit: number): Query<number>;
  /** Statements of `get` and `run` that do not wait for each other, in this order; their answers likewise. */
  together<T extends readonly unknown[]>(...queries: { readonly [K in keyof T]: Query<T[K]> }): Query<T>;
  /** From here to the end of the transaction no campaign is made or changed. */
  holdCampaigns(): Query<void>;
}

/** The operations of a port in this form. */
export type Queried<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Operation<R> : never;
};

/** Thrown by an operation that takes back all it has done and answers with `value`. */
export class Undone<T> extends Error {
  readonly value: T;

  constructor(value: T) {
    super('The operation took back what it had done');
    this.value = value;
  }
}
