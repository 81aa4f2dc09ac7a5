import type { PoolClient } from 'pg';
import type { Asked, Operation } from '../sql/query.ts';
import { codeOf } from '../../shared/errors.ts';
import { isAnswer } from './errors.ts';
import { Exchange } from './exchange.ts';

/** How long an answer of the server may take, ms: more than any statement may run, so that only a dead line is given up. */
const ANSWER_MS = 15_000;

/** The connection broke, or an answer never came: it is of no use any more. */
export class LineBroken extends Error {
  readonly code: string;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause));
    this.code = codeOf(cause);
  }
}

/** Sends statements in one go and waits for their answers. Throws what the server says, or LineBroken. */
export async function ask(client: PoolClient, asked: readonly Asked[], answerMs = ANSWER_MS): Promise<unknown[]> {
  const exchange = new Exchange(client, asked);
  const timer = setTimeout(
    () => exchange.handleError(new Error(`the database gave no answer within ${answerMs} ms`)),
    answerMs,
  );
  try {
    client.query(exchange);
    return await exchange.done;
  } catch (error) {
    throw isAnswer(error) ? error : new LineBroken(error);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The line broke while the commit was under way: what the operations did may be there or not. The number of their
 * transaction tells, once the database answers again.
 */
export class CommitUnknown extends Error {
  readonly transaction: string | undefined;
  /** What the operations answer, if it was committed. */
  readonly values: readonly unknown[];

  constructor(transaction: string | undefined, values: readonly unknown[], cause: unknown) {
    super('whether it was committed is not known', { cause });
    this.transaction = transaction;
    this.values = values;
  }
}

const order = (sql: string): Asked => ({ sql, params: [], wants: 'nothing' });

const NUMBER: Asked = { sql: 'select pg_current_xact_id()::text as number', params: [], wants: 'get' };

/** Plans for statements over much of a table, which connections do without otherwise: `PLANS` in `database.ts`. */
const MANY_ROWS = order(`select set_config('enable_bitmapscan', 'on', true), set_config('enable_seqscan', 'on', true)`);

/** How a transaction begins; `undefined` = none, each step stands by itself. */
export const BEGIN = {
  shared: [order('begin isolation level read committed'), NUMBER],
  read: [order('begin isolation level repeatable read read only'), MANY_ROWS],
  alone: [order('begin isolation level serializable'), NUMBER],
  glance: undefined,
} as const satisfies Record<string, readonly Asked[] | undefined>;

/** What an operation over much of a table begins with, behind `BEGIN`: ten minutes a statement, and fitting plans. */
export const LONG_STATEMENTS: readonly Asked[] = [order(`set local statement_timeout = '600s'`), MANY_ROWS];
const COMMIT = order('commit');
const ROLLBACK = order('rollback');

/** Statements sent in one go at most, roughly. */
const MAX_ON_THE_WAY = 500;

interface Running {
  readonly operation: Operation<unknown>;
  answer: unknown;
  value: unknown;
}

/**
 * Runs operations side by side in one transaction: each round sends the next statements of all of them in one go. Returns
 * their results after the commit. When anything throws, all of it is undone.
 */
export async function runTogether(
  client: PoolClient,
  begin: readonly Asked[] | undefined,
  operations: readonly Operation<unknown>[],
  answerMs?: number,
): Promise<unknown[]> {
  const all = operations.map((operation): Running => ({ operation, answer: undefined, value: undefined }));
  let open = all;
  let outgoing: Asked[] = [...(begin ?? [])];
  const numbered = outgoing.indexOf(NUMBER);
  let transaction: string | undefined;
  let isCommitting = false;
  try {
    for (;;) {
      const waiting: { readonly one: Running; readonly at: number; readonly count: number | undefined }[] = [];
      for (const one of open) {
        const asked = advance(one, outgoing);
        if (!asked) continue;
        const isList = Array.isArray(asked);
        waiting.push({ one, at: outgoing.length, count: isList ? asked.length : undefined });
        if (isList) outgoing.push(...(asked as readonly Asked[]));
        else outgoing.push(asked as Asked);
      }
      open = waiting.map(({ one }) => one);
      if (open.length === 0 && begin) {
        outgoing.push(COMMIT);
        isCommitting = true;
      }
      if (outgoing.length > 0) {
        const answers = await ask(client, outgoing, answerMs);
        if (numbered !== -1) transaction ??= (answers[numbered] as { number: string }).number;
        for (const { one, at, count } of waiting) {
          one.answer = count === undefined ? answers[at] : answers.slice(at, at + count);
        }
      }
      if (open.length === 0) return all.map(({ value }) => value);
      outgoing = [];
    }
  } catch (error) {
    if (isCommitting && error instanceof LineBroken) {
      throw new CommitUnknown(
        transaction,
        all.map(({ value }) => value),
        error,
      );
    }
    // Of a broken connection the server undoes by itself what was begun.
    if (begin && !(error instanceof LineBroken)) await ask(client, [ROLLBACK]).catch(() => undefined);
    throw error;
  }
}

const isWrite = (asked: Asked | readonly Asked[]): boolean => 'wants' in asked && asked.wants === 'nothing';

/** Lets an operation go on until it waits for an answer; writes it does not wait for are put on the way. */
function advance(one: Running, outgoing: Asked[]): Asked | readonly Asked[] | undefined {
  let { done, value } = one.operation.next(one.answer);
  while (done !== true && isWrite(value as Asked) && outgoing.length < MAX_ON_THE_WAY) {
    outgoing.push(value as Asked);
    ({ done, value } = one.operation.next(undefined));
  }
  if (done !== true) return value as Asked | readonly Asked[];
  one.value = value;
  return undefined;
}

/** Holds locks of the whole database around `work`. */
export async function holding<T>(client: PoolClient, locks: readonly number[], work: () => Promise<T>): Promise<T> {
  if (locks.length === 0) return work();
  const lock = (name: string, id: number): Asked => ({ sql: `select ${name}(?)`, params: [id], wants: 'nothing' });
  await ask(
    client,
    locks.map((id) => lock('pg_advisory_lock', id)),
  );
  try {
    return await work();
  } finally {
    await ask(
      client,
      locks.toReversed().map((id) => lock('pg_advisory_unlock', id)),
    );
  }
}
