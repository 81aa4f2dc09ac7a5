import type { Client, Connection, Submittable } from 'pg';
import { type Asked, type Row, type Value } from '../sql/query.ts';
import { toPostgres } from './dialect.ts';

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

/** A statement this connection has prepared. */
interface Prepared {
  readonly name: string;
  /** Columns of its rows, once PostgreSQL has said them. */
  fields?: readonly Field[];
}

/** Statements prepared on one connection at most; what comes later is parsed each time. */
const MAX_PREPARED = 400;

const prepared = new WeakMap<object, Map<string, Prepared>>();
let names = 0;

/** Type numbers of PostgreSQL (`pg_type.oid`) whose text is a number: int8, int2, int4, float8, numeric. */
const NUMBERS: ReadonlySet<number> = new Set([20, 21, 23, 701, 1700]);
const BYTES = 17;

/**
 * Several statements in one go: all are sent before the first answer is awaited, and one `Sync` ends them. When one
 * fails, those behind it are not run. Prepared once a connection; columns are described once.
 */
export class Exchange implements Submittable {
  readonly done: Promise<unknown[]>;
  readonly #asked: readonly Asked[];
  readonly #values: (string | Buffer | null)[][];
  readonly #statements: Map<string, Prepared>;
  readonly #new = new Map<string, Prepared>();
  readonly #answers: unknown[] = [];
  #settle: { resolve: (answers: unknown[]) => void; reject: (error: unknown) => void };
  #rows: Row[] = [];
  #fields: readonly Field[] = [];
  #used: (Prepared | undefined)[] = [];

  constructor(client: Client, asked: readonly Asked[]) {
    const { promise, resolve, reject } = Promise.withResolvers<unknown[]>();
    this.done = promise;
    this.#settle = { resolve, reject };
    this.#asked = asked;
    // Before anything is sent: a value that cannot be sent must fail its operation, not the connection.
    this.#values = asked.map(({ params }) => params.map(toWire));
    let statements = prepared.get(client);
    if (!statements) prepared.set(client, (statements = new Map<string, Prepared>()));
    this.#statements = statements;
  }

  submit(connection: Connection): void {
    const { stream } = connection;
    stream.cork();
    try {
      for (const [index, asked] of this.#asked.entries()) this.#send(connection, asked, this.#values[index] ?? []);
      connection.sync();
    } finally {
      stream.uncork();
    }
    this.#fields = this.#used[0]?.fields ?? [];
  }

  #send(connection: Connection, { sql, wants }: Asked, values: (string | Buffer | null)[]): void {
    const known = this.#statements.get(sql) ?? this.#new.get(sql);
    const isKept = known !== undefined || this.#statements.size + this.#new.size < MAX_PREPARED;
    const statement = known ?? (isKept ? { name: `s${(names += 1)}` } : undefined);
    const name = statement?.name ?? '';
    if (!known) {
      connection.parse({ name, text: toPostgres(sql), types: [] }, true);
      if (statement) this.#new.set(sql, statement);
    }
    connection.bind({ portal: '', statement: name, values }, true);
    const hasRows = wants === 'get' || wants === 'all';
    if (hasRows && statement?.fields === undefined) connection.describe({ type: 'P', name: '' }, true);
    connection.execute({ portal: '', rows: 0 } as never, true);
    this.#used.push(statement);
  }

  handleRowDescription({ fields }: { fields: readonly Field[] }): void {
    this.#fields = fields;
    const statement = this.#used[this.#answers.length];
    if (statement) statement.fields = fields;
  }

  handleDataRow({ fields: values }: { fields: readonly (string | null)[] }): void {
    const row: Row = {};
    for (let index = 0; index < this.#fields.length; index++) {
      const field = this.#fields[index];
      const value = values[index] ?? null;
      if (field) row[field.name] = value === null ? null : fromWire(field.dataTypeID, value);
    }
    this.#rows.push(row);
  }

  handleCommandComplete({ text }: { text: string }): void {
    const { wants } = this.#asked[this.#answers.length] ?? { wants: 'nothing' };
    if (wants === 'get') this.#answers.push(this.#rows[0]);
    else if (wants === 'all') this.#answers.push(this.#rows);
    else this.#answers.push(wants === 'run' ? Number(text.slice(text.lastIndexOf(' ') + 1)) : undefined);
    // A new list even where nothing was found: the answer just given is this very list.
    this.#rows = [];
    this.#fields = this.#used[this.#answers.length]?.fields ?? [];
  }

  handleReadyForQuery(): void {
    for (const [sql, statement] of this.#new) this.#statements.set(sql, statement);
    this.#settle.resolve(this.#answers);
  }

  /** What was prepared here and may be half done keeps no name: it is prepared anew under another. */
  handleError(error: unknown): void {
    this.#settle.reject(error);
  }

  handleEmptyQuery(): void {
    this.#answers.push(undefined);
  }

  handlePortalSuspended(): void {
    // Never: every portal is read to its end.
  }
}

function toWire(value: Value): string | Buffer | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  throw new TypeError(`A statement was given a value of type ${typeof value}; it takes texts, numbers, bytes and null`);
}

function fromWire(type: number, value: string): Row[string] {
  if (NUMBERS.has(type)) return Number(value);
  return type === BYTES ? (Buffer.from(value.slice(2), 'hex') as unknown as string) : value;
}
