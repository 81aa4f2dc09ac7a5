import type { Pool, PoolClient } from 'pg';
import { createWaitingLine } from '../goes-first.ts';
import { type Operation, Undone } from '../sql/query.ts';
import { isStalePlan, isWorthRepeating } from './errors.ts';
import { type Mode, isLong, locksOf } from './modes.ts';
import { ask, BEGIN, CommitUnknown, holding, LineBroken, LONG_STATEMENTS, runTogether } from './run.ts';

/** One call of a storage operation. `start` begins it anew each time it is tried. */
export interface Call {
  readonly operation: string;
  /** What it is called with: says which locks it holds and how long it may take. */
  readonly args: unknown;
  start(): Operation<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Calls of one mode on their way to the database. */
export interface Lane {
  add(call: Call): void;
  /** Before the end: resolves when nothing is left. */
  idle(): Promise<void>;
}

export interface LaneOptions {
  readonly pool: Pool;
  readonly mode: Mode;
  /** Connections it uses at most. */
  readonly connections: number;
  /** Calls in one transaction at most. */
  readonly together: number;
}

/** While a group is under way, another begins when it is full, or when the first takes longer than this many ms. */
const SLOW_MS = 20;

/** Connections that may break under a call before it is given up. */
const MAX_BREAKS = 3;
const LONG_ANSWER_MS = 660_000;

/**
 * Takes as many calls as wait when a connection is free: a lone call goes at once, a crowd in groups. When a group fails,
 * its calls are run one by one, so that a bad one takes no other with it.
 */
export function createLane({ pool, mode, connections, together }: LaneOptions): Lane {
  const queue = createWaitingLine<Call>();
  let inUse = 0;
  let scheduled = false;
  let isWatching = false;
  let settling = 0;
  const breaks = new WeakMap<Call, number>();
  let isClosing = false;
  let onIdle: (() => void)[] = [];

  const schedule = (): void => {
    if (queue.length === 0 || inUse >= connections) return;
    if (inUse > 0 && queue.length < together) watch();
    else if (!scheduled) {
      scheduled = true;
      setImmediate(() => {
        scheduled = false;
        void flush();
        schedule();
      });
    }
  };

  const watch = (): void => {
    if (isWatching) return;
    isWatching = true;
    setTimeout(() => {
      isWatching = false;
      if (!scheduled) void flush();
    }, SLOW_MS);
  };

  const flush = async (): Promise<void> => {
    if (queue.length === 0 || inUse >= connections) return;
    inUse += 1;
    let calls: Call[] = [];
    try {
      const client = await pool.connect();
      // Taken only now: what came while the connection was being made goes with it.
      calls = take();
      const isSound = await run(client, calls);
      client.release(!isSound);
    } catch (error) {
      // No connection: everybody who waits is told, not only those who would have been next.
      if (calls.length === 0) calls = take(queue.length);
      for (const call of calls) call.reject(error);
    } finally {
      inUse -= 1;
      if (queue.length > 0) schedule();
      else tellIdle();
    }
  };

  const isIdle = (): boolean => queue.length === 0 && inUse === 0 && settling === 0;

  const tellIdle = (): void => {
    if (!isIdle()) return;
    for (const tell of onIdle) tell();
    onIdle = [];
  };

  const take = (limit = together): Call[] => queue.take(limit);

  /** False when the connection must not be used again. */
  const run = async (client: PoolClient, calls: readonly Call[]): Promise<boolean> => {
    if (calls.length > 1) {
      try {
        const values = await runTogether(
          client,
          BEGIN[mode],
          calls.map((call) => call.start()),
        );
        calls.forEach((call, index) => call.resolve(values[index]));
        return true;
      } catch (error) {
        if (isOfLine(error, calls)) return false;
        // One by one, each with its own answer.
      }
    }
    for (const [index, call] of calls.entries()) {
      try {
        call.resolve(await runAlone(client, call));
      } catch (error) {
        if (!isOfLine(error, [call])) {
          call.reject(error);
          continue;
        }
        calls.slice(index + 1).forEach(add);
        return false;
      }
    }
    return true;
  };

  /** A broken line is no fault of the calls: they are settled when it is known what became of them. */
  const isOfLine = (error: unknown, calls: readonly Call[]): boolean => {
    if (error instanceof CommitUnknown) void settle(error, calls);
    else if (error instanceof LineBroken) calls.forEach((call) => again(call, error));
    else if (isStalePlan(error)) calls.forEach((call) => again(call, error));
    else return false;
    return true;
  };

  /** Nothing of it has happened. */
  const again = (call: Call, error: unknown): void => {
    const before = breaks.get(call) ?? 0;
    breaks.set(call, before + 1);
    if (before < MAX_BREAKS && !isClosing) add(call);
    else call.reject(error);
  };

  /** Finds out what became of a commit; without an answer of the database there is none for the callers either. */
  const settle = async ({ transaction, values, cause }: CommitUnknown, calls: readonly Call[]): Promise<void> => {
    settling += 1;
    const verdict = transaction === undefined ? undefined : await verdictOn(pool, transaction, () => isClosing);
    if (verdict === 'committed') calls.forEach((call, index) => call.resolve(values[index]));
    else if (verdict === 'aborted') calls.forEach((call) => again(call, cause));
    else for (const call of calls) call.reject(cause);
    settling -= 1;
    tellIdle();
  };

  const runAlone = async (client: PoolClient, call: Call): Promise<unknown> => {
    const begin = BEGIN[mode];
    const isSlow = begin !== undefined && isLong(call.operation, call.args);
    for (let tries = 1; ; tries++) {
      try {
        return await holding(client, locksOf(call.operation, call.args), async () => {
          const [value] = await runTogether(
            client,
            isSlow ? [...begin, ...LONG_STATEMENTS] : begin,
            [call.start()],
            isSlow ? LONG_ANSWER_MS : undefined,
          );
          return value;
        });
      } catch (error) {
        if (error instanceof Undone) return error.value;
        if (!isWorthRepeating(error, tries)) throw error;
        await new Promise((resolve) => setTimeout(resolve, tries * tries * 3 + (process.pid % 7)));
      }
    }
  };

  const add = (call: Call): void => {
    queue.add(call.operation, call);
    schedule();
  };

  return {
    add,
    async idle() {
      isClosing = true;
      if (!isIdle()) await new Promise<void>((resolve) => onIdle.push(resolve));
    },
  };
}

const VERDICT_MS = 250;

/** Asks until the database answers again, or `isOver`. Undefined = nobody knows. */
async function verdictOn(
  pool: Pool,
  transaction: string,
  isOver: () => boolean,
): Promise<'committed' | 'aborted' | undefined> {
  const query = {
    sql: 'select pg_xact_status(cast(? as xid8)) as verdict',
    params: [transaction],
    wants: 'get',
  } as const;
  while (!isOver()) {
    try {
      const client = await pool.connect();
      const [row] = (await ask(client, [query]).finally(() => client.release())) as [{ verdict: string | null }];
      // Of a transaction whose connection broke, the server may not have heard yet.
      if (row.verdict === 'committed' || row.verdict === 'aborted') return row.verdict;
      if (row.verdict === null) return undefined;
    } catch {
      // It is still away.
    }
    await new Promise((resolve) => setTimeout(resolve, VERDICT_MS));
  }
  return undefined;
}
