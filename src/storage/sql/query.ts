/** One row as the store gives it; numbers are numbers in both databases. */
export type Row = Record<string, string | number | null>;

/** What a statement may be given. */
export type Value = string | number | null | Uint8Array;

/** A statement that waits for its answer outside this process. SQLite never makes one. */
export interface Asked {
  readonly sql: string;
  readonly params: readonly Value[];
  /** What the operation wants to see: the first row, all rows, the number of changed rows. */
  readonly wants: 'get' | 'all' | 'run';
}

/** The answer to a statement: `const row = yield* db.get(…)`. SQLite has it at once and nothing is yielded. */
export interface Query<T> {
  [Symbol.iterator](): Iterator<Asked, T, unknown>;
}

/**
 * A storage operation, or a part of one: a generator that asks its statements one after another. What runs it (a plain
 * loop over SQLite, an asynchronous one over PostgreSQL) owns the transaction: whatever it throws undoes all of it.
 */
export type Operation<T> = Generator<Asked, T, unknown>;

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
}

/** The operations of a port in this form. */
export type Queried<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Operation<R> : never;
};
