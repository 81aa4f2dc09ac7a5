import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteTokenStore } from '../../../src/zalo-oa-sdk/stores/sqlite.ts';
import { ROTATING_APP, type RotatingZalo, startRotatingZalo } from '../../support/rotating-zalo.ts';
import { rootDir } from '../../support/shipped-content.ts';
import { makeTempDir } from '../../support/temp-dir.ts';
import type { TokenUserNews } from '../../support/token-user.ts';

const PROCESSES = 4;
const CALLS_EACH = 250;
const ALL = PROCESSES * CALLS_EACH;

type Done = Extract<TokenUserNews, { kind: 'done' }>;

/** One child process that shares the store. */
interface TokenUser {
  /** Lets it begin; resolves when all its calls are under way. */
  go(): Promise<void>;
  readonly done: Promise<Done>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

let folder: ReturnType<typeof makeTempDir>;
let zalo: RotatingZalo;
let children: { readonly child: ChildProcess; readonly exited: Promise<unknown> }[];

beforeEach(() => {
  folder = makeTempDir();
  children = [];
});

afterEach(async () => {
  for (const { child } of children) child.kill('SIGKILL');
  await Promise.all(children.map(({ exited }) => exited));
  await zalo.close();
  folder[Symbol.dispose]();
});

const storePath = (): string => path.join(folder.dir, 'tokens.db');

async function storeFirstPair(expiresInMs: number): Promise<void> {
  const store = createSqliteTokenStore({ path: storePath() });
  await store.save(ROTATING_APP.oaId, { ...zalo.first, expiresAtMs: Date.now() + expiresInMs });
  store.close();
}

/** A child that has loaded everything and waits for the word. */
async function startUser(calls: number): Promise<TokenUser> {
  const child = fork(path.join(rootDir, 'test/support/token-user.ts'), [zalo.url, storePath(), String(calls)]);
  const exited = once(child, 'exit');
  children.push({ child, exited });
  const news = (kind: TokenUserNews['kind']): Promise<TokenUserNews> =>
    new Promise((resolve, reject) => {
      child.on('message', (message) => {
        if ((message as TokenUserNews).kind === kind) resolve(message as TokenUserNews);
      });
      child.once('exit', (code, signal) =>
        reject(new Error(`the process ended with ${code ?? signal} before ${kind}`)),
      );
    });
  const done = news('done') as Promise<Done>;
  // whoever kills the process does not wait for this
  done.catch(() => {});
  await news('ready');
  return {
    async go() {
      const calling = news('calling');
      child.send('go');
      await calling;
    },
    done,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function runAll(): Promise<{ succeeded: number; failed: Record<string, number>; alarms: number }> {
  const users = await Promise.all(Array.from({ length: PROCESSES }, () => startUser(CALLS_EACH)));
  await Promise.all(users.map((user) => user.go()));
  return sum(await Promise.all(users.map((user) => user.done)));
}

function sum(results: readonly Done[]): { succeeded: number; failed: Record<string, number>; alarms: number } {
  const failed: Record<string, number> = {};
  for (const [name, count] of results.flatMap((result) => Object.entries(result.failed))) {
    failed[name] = (failed[name] ?? 0) + count;
  }
  const total = (of: 'succeeded' | 'alarms'): number => results.reduce((so, result) => so + result[of], 0);
  return { succeeded: total('succeeded'), failed, alarms: total('alarms') };
}

function print(what: string, result: object): void {
  console.log(`${what}: ${JSON.stringify({ ...result, zalo: zalo.counts })}`);
}

describe('four processes that share a SQLite token store', { timeout: 60_000 }, () => {
  it('make one refresh and no failed call when the pair has just expired', async () => {
    zalo = await startRotatingZalo({ startsDead: true });
    await storeFirstPair(-1_000);
    const result = await runAll();
    print(`${PROCESSES} processes, ${ALL} calls, pair expired`, result);
    expect(result).toEqual({ succeeded: ALL, failed: {}, alarms: 0 });
    expect(zalo.counts).toEqual({ asked: 1, granted: 1, served: ALL, refused: 0 });
  });

  it('make one refresh and no failed call when the old token still works but is near its end', async () => {
    zalo = await startRotatingZalo({ startsDead: false });
    await storeFirstPair(10 * 60_000);
    const result = await runAll();
    print(`${PROCESSES} processes, ${ALL} calls, pair near its end`, result);
    expect(result).toEqual({ succeeded: ALL, failed: {}, alarms: 0 });
    expect(zalo.counts).toMatchObject({ asked: 1, granted: 1, served: ALL });
  });

  it('make one refresh and no failed call when Zalo ended the token early', async () => {
    zalo = await startRotatingZalo({ startsDead: true });
    await storeFirstPair(20 * 3_600_000);
    const result = await runAll();
    print(`${PROCESSES} processes, ${ALL} calls, token refused hours before its end`, result);
    expect(result).toEqual({ succeeded: ALL, failed: {}, alarms: 0 });
    expect(zalo.counts).toMatchObject({ asked: 1, granted: 1, served: ALL });
  });

  /** One process dies in its refresh while the others wait for the lock. */
  async function killTheRefresher(): Promise<{ others: Done[]; askedWhileHeld: number }> {
    await storeFirstPair(-1_000);
    const [first, ...others] = await Promise.all(
      [1, ...Array.from({ length: PROCESSES - 1 }, () => CALLS_EACH)].map((calls) => startUser(calls)),
    );
    await first?.go();
    await zalo.refreshArrived;
    await Promise.all(others.map((user) => user.go()));
    const askedWhileHeld = zalo.counts.asked;
    await first?.kill();
    return { others: await Promise.all(others.map((user) => user.done)), askedWhileHeld };
  }

  it('go on when the one that refreshes is killed before Zalo counted it', async () => {
    zalo = await startRotatingZalo({ startsDead: true, firstRefresh: 'held before it counts' });
    const { others, askedWhileHeld } = await killTheRefresher();
    const result = sum(others);
    print('refresher killed, refresh token unused', result);
    expect(askedWhileHeld).toBe(1);
    expect(result).toEqual({ succeeded: ALL - CALLS_EACH, failed: {}, alarms: 0 });
    expect(zalo.counts).toMatchObject({ asked: 2, granted: 1 });
  });

  it('say loudly that consent is needed when the answer with the new pair was lost with the process', async () => {
    zalo = await startRotatingZalo({ startsDead: true, firstRefresh: 'held after it counts' });
    const { others, askedWhileHeld } = await killTheRefresher();
    const result = sum(others);
    print('refresher killed, new pair lost', result);
    expect(askedWhileHeld).toBe(1);
    expect(result).toEqual({
      succeeded: 0,
      failed: { ZaloConsentError: ALL - CALLS_EACH },
      alarms: PROCESSES - 1,
    });
    expect(zalo.counts).toEqual({ asked: PROCESSES, granted: 1, served: 0, refused: 0 });
  });

  it('find the lock free at once after the kill', async () => {
    zalo = await startRotatingZalo({ startsDead: true, firstRefresh: 'held before it counts' });
    await storeFirstPair(-1_000);
    const user = await startUser(1);
    await user.go();
    await zalo.refreshArrived;
    const store = createSqliteTokenStore({ path: storePath(), lockTimeoutMs: 0 });
    try {
      const lock = (): Promise<string> => store.withLock(ROTATING_APP.oaId, async () => 'free');
      await expect(lock()).rejects.toMatchObject({ code: 'ZALO_TOKEN_LOCK_TIMEOUT' });
      await user.kill();
      expect(await lock()).toBe('free');
    } finally {
      store.close();
    }
  });
});
