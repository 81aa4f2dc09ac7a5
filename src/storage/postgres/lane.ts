import type { Pool, PoolClient } from 'pg';
import { type Operation, Undone } from '../sql/query.ts';
import { isWorthRepeating } from './errors.ts';
import { type Mode, isLong, locksOf } from './modes.ts';
import { ask, BEGIN, holding, LONG_STATEMENTS, NoAnswer, runTogether } from './run.ts';

/** One call of a storage operation. `start` begins it anew each time it is tried. */
export interface Call {
  readonly operation: string;
  start(): Operation<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Calls of one mode on their way to the database. */
export interface Lane {
  add(call: Call): void;
  /** Resolves when nothing is left. */
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

/** Tries of a call that lost against another; the last wait is half a second. */
const MAX_TRIES = 12;
const LONG_ANSWER_MS = 660_000;

/**
 * Takes as many calls as wait when a connection is free: a lone call goes at once, a crowd in groups. When a group fails,
 * its calls are run one by one, so that a bad one takes no other with it.
 */
export function createLane({ pool, mode, connections, together }: LaneOptions): Lane {
  let queue: Call[] = [];
  let inUse = 0;
  let scheduled = false;
  let onIdle: (() => void)[] = [];

  const schedule = (): void => {
    if (scheduled || queue.length === 0 || inUse >= connections) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      void flush();
      schedule();
    });
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
      else if (inUse === 0) {
        for (const tell of onIdle) tell();
        onIdle = [];
      }
    }
  };

  const take = (limit = together): Call[] => {
    const taken = queue.slice(0, limit);
    queue = queue.slice(limit);
    return taken;
  };

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
        if (error instanceof NoAnswer) {
          for (const call of calls) call.reject(error);
          return false;
        }
        // One by one, each with its own answer.
      }
    }
    let isSound = true;
    for (const call of calls) {
      if (!isSound) {
        call.reject(new NoAnswer('the connection broke under another call'));
        continue;
      }
      try {
        call.resolve(await runAlone(client, call));
      } catch (error) {
        call.reject(error);
        isSound &&= !(error instanceof NoAnswer) && (await isAlive(client));
      }
    }
    return isSound;
  };

  const runAlone = async (client: PoolClient, call: Call): Promise<unknown> => {
    const begin = BEGIN[mode];
    const isSlow = begin !== undefined && isLong(call.operation);
    for (let tries = 1; ; tries++) {
      try {
        return await holding(client, locksOf(call.operation), async () => {
          const [value] = await runTogether(
            client,
            isSlow ? [...begin, LONG_STATEMENTS] : begin,
            [call.start()],
            isSlow ? LONG_ANSWER_MS : undefined,
          );
          return value;
        });
      } catch (error) {
        if (error instanceof Undone) return error.value;
        if (tries >= MAX_TRIES || !isWorthRepeating(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, tries * tries * 3 + (process.pid % 7)));
      }
    }
  };

  return {
    add(call) {
      queue.push(call);
      schedule();
    },
    async idle() {
      if (queue.length > 0 || inUse > 0) await new Promise<void>((resolve) => onIdle.push(resolve));
    },
  };
}

async function isAlive(client: PoolClient): Promise<boolean> {
  try {
    await ask(client, [{ sql: 'select 1', params: [], wants: 'nothing' }]);
    return true;
  } catch {
    return false;
  }
}
