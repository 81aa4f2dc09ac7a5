import { afterEach, describe, expect, test } from 'vitest';
import { createTokens, createTransport, type TokenPair } from 'zalo-oa-sdk';
import { createLockQueue } from '../../src/coordination/lock-queue.ts';
import type { Coordination, TruthLock } from '../../src/coordination/ports.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { createLogger } from '../../src/shared/logger.ts';
import { drive, longestGapMs, mostIn, openReplica, sleep, together } from '../support/coordination.ts';
import { eventually } from '../support/eventually.ts';
import { ROTATING_APP, startRotatingZalo } from '../support/rotating-zalo.ts';
import {
  type RedisServer,
  startRedis,
  startRedisCluster,
  startSentinels,
  TEST_PASSWORD,
  whyNoCluster,
  whyNoRedis,
  whyNoSentinel,
} from '../support/redis.ts';

const missing = whyNoRedis();
for (const reason of [missing, whyNoCluster(), whyNoSentinel()]) {
  if (reason === undefined) continue;
  if (process.env['CI'] === 'true') throw new Error(reason);
  console.warn(reason);
}

const OA = 'oa';

/** Four replicas with one store of tokens, which is as slow as a database across a network. */
function fourKeepers(zaloUrl: string, first: TokenPair, replicas: readonly Coordination[]) {
  const stored = new Map<string, TokenPair>([[ROTATING_APP.oaId, first]]);
  return replicas.map(({ locks }) => {
    const transport = createTransport({ apiUrl: zaloUrl, oauthUrl: zaloUrl });
    stops.push(() => transport.close());
    return createTokens({
      ...{ transport, appId: ROTATING_APP.appId, appSecret: ROTATING_APP.appSecret, clock: systemClock },
      store: {
        load: (oaId) => sleep(10).then(() => stored.get(oaId)),
        save: (oaId, pair) => sleep(10).then(() => void stored.set(oaId, pair)),
        withLock: (oaId, work) => locks.withLock({ oaId, what: 'token' }, ({ fencingToken }) => work(fencingToken)),
      },
    });
  });
}

let open: Coordination[] = [];
let stops: (() => Promise<unknown>)[] = [];

/** Three replicas on one Redis, of their own for each test: it will be killed. */
async function three(url: string, truthLock?: TruthLock): Promise<[Coordination, Coordination, Coordination]> {
  const make = (replica: string): Coordination => openReplica({ url, replica, ...(truthLock ? { truthLock } : {}) });
  const all: [Coordination, Coordination, Coordination] = [make('r1'), make('r2'), make('r3')];
  open.push(...all);
  await together(all);
  await eventually(() => all.every((one) => one.replicas.count() === 3));
  return all;
}

async function ownRedis(): Promise<RedisServer> {
  const server = await startRedis();
  stops.push(() => server.stop());
  return server;
}

afterEach(async () => {
  await Promise.all(open.map((one) => one.close()));
  for (const stop of stops) await stop();
  [open, stops] = [[], []];
});

/** Everything over every script: it throws when one of them is refused. */
async function useEverything([one, two, three]: readonly [Coordination, Coordination, Coordination], oaId: string) {
  const token = await one.locks.withLock({ oaId, what: 'token' }, async (held) => held.fencingToken);
  expect(token).toBeGreaterThan(1e15);
  const pace = three.budget.perSecond(oaId, 'announcement', 50);
  await eventually(() => pace.waitMs(Date.now()) === 0);
  pace.take(Date.now());
  const minute = two.budget.perMinute(oaId, 4_000);
  await eventually(() => minute.waitMs(Date.now()) === 0);
  minute.take(Date.now());
  let heard = '';
  two.signals.on(oaId, 'inbox', (note) => (heard = note));
  await eventually(() => {
    one.signals.tell(oaId, 'inbox', 'hello');
    return heard === 'hello';
  });
  for (const each of [one, two, three]) expect(each.status().state).toBe('together');
}

describe.skipIf(missing !== undefined)('when Redis goes away', { timeout: 60_000 }, () => {
  test('killed in the middle: each goes on with its part at once, all share again within 5 s of its return', async () => {
    const server = await ownRedis();
    const all = await three(server.url);
    await sleep(3_100);
    const limit = 60;
    const run = drive(all.map((one) => one.budget.perSecond(OA, 'announcement', limit)));
    await sleep(2_500);
    const killedAt = performance.now();
    await server.kill();
    await eventually(() => all.every((one) => one.status().state === 'away'), 1_000);
    await sleep(2_500);
    const startedAt = performance.now();
    await server.start();
    await together(all, 5_000);
    const recoveredMs = performance.now() - startedAt;
    await sleep(4_500);
    await run.stop();

    expect(recoveredMs).toBeLessThanOrEqual(5_000);
    // Nobody waited for Redis, which was away for longer than this.
    expect(longestGapMs(run.begins)).toBeLessThan(2_000);
    const at = (fromMs: number, toMs: number) => run.begins.filter((ms) => ms >= fromMs && ms < toMs);
    // The second around the kill is the one in which nobody knows what the others had just begun.
    expect(mostIn(at(0, killedAt), 1_000)).toBeLessThanOrEqual(limit);
    expect(mostIn(at(killedAt + 1_000, Number.POSITIVE_INFINITY), 1_000)).toBeLessThanOrEqual(limit);
    expect(mostIn(run.begins, 1_000)).toBeLessThanOrEqual(1.25 * limit);
    const seconds = ((run.begins.at(-1) ?? 0) - (run.begins[0] ?? 0)) / 1_000;
    expect(run.begins.length / seconds).toBeGreaterThan(0.4 * limit);
  });

  test('frozen with its connections open: away within 2 s, back within 5 s of its return', async () => {
    const server = await ownRedis();
    const all = await three(server.url);
    server.freeze();
    await eventually(() => all.every((one) => one.status().state === 'away'), 2_500);
    expect(all[0].status()).toMatchObject({ kind: 'redis', replicas: 3, lastReason: 'TIMEOUT' });
    server.thaw();
    await together(all, 5_000);
  });

  test('emptied by FLUSHALL: the limit holds, fencing tokens still grow, replicas find each other again', async () => {
    const server = await ownRedis();
    const all = await three(server.url);
    await sleep(3_100);
    const token = () => all[1].locks.withLock({ oaId: OA, what: 'token' }, async (held) => held.fencingToken);
    const before = await token();
    const run = drive(all.map((one) => one.budget.perSecond(OA, 'announcement', 60)));
    await sleep(1_500);
    await server.command('FLUSHALL');
    await sleep(1_500);
    await run.stop();

    expect(mostIn(run.begins, 1_000)).toBeLessThanOrEqual(60);
    expect(await token()).toBeGreaterThan(before);
    await eventually(() => all.every((one) => one.replicas.count() === 3));
    await useEverything(all, OA);
  });

  test('a holder whose lock is gone is told within its next renewal, and its successor has a greater token', async () => {
    const server = await ownRedis();
    const [one, two] = await three(server.url);
    const first = Promise.withResolvers<number>();
    const lost = Promise.withResolvers<void>();
    const work = one.locks.withLock({ oaId: OA, what: 'token' }, async (held) => {
      first.resolve(held.fencingToken);
      held.lost.addEventListener('abort', () => lost.resolve());
      await lost.promise;
    });
    const token = await first.promise;
    await server.command('FLUSHALL');
    const next = await two.locks.withLock({ oaId: OA, what: 'token' }, async (held) => {
      await lost.promise;
      return held.fencingToken;
    });
    expect(next).toBeGreaterThan(token);
    await work;
  });

  test('a lock goes by the lock of the truth store, at once; without one it waits for Redis', async () => {
    const server = await ownRedis();
    const taken: string[] = [];
    const truthLock: TruthLock = async (name, work) => {
      taken.push(name.what);
      return work();
    };
    const [withTruth] = await three(server.url, truthLock);
    const without = openReplica({ url: server.url, replica: 'r4' });
    open.push(without);
    await together([without]);
    await server.kill();
    await eventually(() => withTruth.status().state === 'away' && without.status().state === 'away');

    expect(await withTruth.locks.withLock({ oaId: OA, what: 'token' }, async () => 'done')).toBe('done');
    expect(taken).toEqual(['token']);
    let isDone = false;
    const waiting = without.locks.withLock({ oaId: OA, what: 'token' }, async () => (isDone = true));
    await sleep(300);
    expect(isDone).toBe(false);
    await server.start();
    await waiting;
    expect(isDone).toBe(true);
  });

  test('four replicas whose token dies refresh it once, with Redis there and with the lock of the truth store alone', async () => {
    const server = await ownRedis();
    const zalo = await startRotatingZalo({ startsDead: true });
    stops.push(() => zalo.close());
    const truth = createLockQueue();
    const truthLock: TruthLock = (name, work) => truth(name.what, work);
    const replicas = ['t1', 't2', 't3', 't4'].map((replica) => openReplica({ url: server.url, replica, truthLock }));
    open.push(...replicas);
    await together(replicas);
    const keepers = fourKeepers(zalo.url, { ...zalo.first, expiresAtMs: Date.now() + 90_000_000 }, replicas);
    const refresh = (used: string) => Promise.all(keepers.map((keeper) => keeper.refresh(ROTATING_APP.oaId, used)));

    expect(await refresh('A1')).toEqual(['A2', 'A2', 'A2', 'A2']);
    await server.kill();
    expect(await refresh('A2')).toEqual(['A3', 'A3', 'A3', 'A3']);
    expect(zalo.counts).toMatchObject({ asked: 2, granted: 2 });
  });

  test('its own listeners still hear, and nothing that is told in vain breaks anything', async () => {
    const server = await ownRedis();
    const [one] = await three(server.url);
    const heard: string[] = [];
    one.signals.on(OA, 'console', (note) => heard.push(note));
    await server.kill();
    one.signals.tell(OA, 'console', 'in between');
    await eventually(() => one.status().state === 'away');
    one.signals.tell(OA, 'console', 'while away');
    expect(heard).toEqual(['in between', 'while away']);
  });

  test('a wrong password stops nothing, and stands neither in the log nor in the status', async () => {
    const server = await ownRedis();
    const lines: string[] = [];
    const logger = createLogger({ level: 'trace', destination: { write: (line: string) => void lines.push(line) } });
    const url = `redis://:not-${TEST_PASSWORD}@127.0.0.1:${server.port}`;
    const one = openReplica({ url, replica: 'r1', logger });
    open.push(one);
    await eventually(() => one.status().lastReason === 'WRONGPASS');
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('')).toContain('WRONGPASS');
    expect(lines.join('') + JSON.stringify(one.status())).not.toContain(TEST_PASSWORD);
  });
});

describe.skipIf(missing !== undefined || whyNoCluster() !== undefined)(
  'on a Cluster of three',
  { timeout: 60_000 },
  () => {
    test('every script finds its keys on one node, whatever the OA', async () => {
      const { nodes, url } = await startRedisCluster();
      stops.push(...nodes.map((node) => () => node.stop()));
      const all = await three(url);
      for (let number = 1; number <= 12; number++) await useEverything(all, `${number}00000000000000`);
      const keys = await Promise.all(nodes.map((node) => node.command('DBSIZE')));
      expect(keys.map((reply) => Number(/:(\d+)/u.exec(reply)?.[1]) > 0)).toEqual([true, true, true]);
    });
  },
);

describe.skipIf(missing !== undefined || whyNoSentinel() !== undefined)('with Sentinels', { timeout: 90_000 }, () => {
  test('a master that dies is followed by its replica, and all share again', async () => {
    const group = await startSentinels();
    stops.push(() => group.stop());
    const all = await three(group.url);
    await useEverything(all, OA);
    const token = () => all[1].locks.withLock({ oaId: OA, what: 'token' }, async (held) => held.fencingToken);
    const before = await token();
    await group.master.kill();
    await eventually(() => all.every((one) => one.status().state === 'away'), 3_000);
    await together(all, 20_000);
    expect(await token()).toBeGreaterThan(before);
    await useEverything(all, OA);
    expect(await group.replica.command('ROLE')).toContain('master');
  });
});
