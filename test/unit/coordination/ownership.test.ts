import { describe, expect, test } from 'vitest';
import {
  createOwnership,
  createSoleOwnership,
  type Ownership,
  type SlotHandlers,
} from '../../../src/coordination/ownership.ts';
import type { ReplicaSign, ReplicaTable } from '../../../src/coordination/replica-table.ts';
import { createLogger } from '../../../src/shared/logger.ts';
import { isInShare, SLOTS, type SlotShare } from '../../../src/shared/slots.ts';
import { createManualClock, letPromisesRun, type ManualClock } from '../../support/manual-clock.ts';

const logger = createLogger({ level: 'silent', destination: { write: () => undefined } });

/** The store of all replicas, in memory. */
function createStore() {
  const signs = new Map<string, ReplicaSign & { isGone: boolean; isReady: boolean }>();
  const owners: (string | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
  const listeners = new Map<string, () => void>();
  const tell = (): void => listeners.forEach((listen) => listen());
  let isAway = false;
  let burial: Promise<void> | undefined;
  const answer = async (): Promise<void> => {
    await Promise.resolve();
    if (isAway) throw new Error('the store is away');
  };
  const freeOf = (name: string): void => owners.forEach((owner, slot) => owner === name && (owners[slot] = undefined));
  const join = (name: string, home?: SlotShare): ReplicaTable => {
    const epoch = (signs.get(name)?.epoch ?? 0) + 1;
    signs.set(name, { name, epoch, home, beats: 0, isGone: false, isReady: false });
    tell();
    const mine = () => {
      const sign = signs.get(name);
      return sign?.epoch === epoch && !sign.isGone ? sign : undefined;
    };
    return {
      ...{ name, epoch, home },
      async beat(isReady) {
        await answer();
        const sign = mine();
        if (!sign) return 'gone';
        signs.set(name, { ...sign, beats: sign.beats + 1, isReady });
        const alive = [...signs.values()].filter((one) => !one.isGone && (one.isReady || owners.includes(one.name)));
        return { alive, owners: [...owners] };
      },
      async take(slots) {
        await answer();
        const got = slots.filter((slot) => owners[slot] === undefined);
        for (const slot of got) owners[slot] = name;
        return got;
      },
      async free(slots) {
        await answer();
        for (const slot of slots) owners[slot] = undefined;
        tell();
      },
      async bury(silent) {
        await answer();
        await burial;
        const sign = signs.get(silent.name);
        if (sign?.beats !== silent.beats || sign.epoch !== silent.epoch) return false;
        signs.set(silent.name, { ...sign, isGone: true });
        freeOf(silent.name);
        tell();
        return true;
      },
      async leave() {
        freeOf(name);
        signs.delete(name);
        listeners.delete(name);
        tell();
      },
      onChange: (listener) => void listeners.set(name, listener),
    };
  };
  return {
    ...{ join, owners },
    setAway: (away: boolean) => (isAway = away),
    /** Shutting somebody out takes until then. */
    buryAfter: (done: Promise<void>) => void (burial = done),
  };
}

type Log = string[];

function handlers(log: Log, ownership: () => Ownership, more: Partial<SlotHandlers> = {}): SlotHandlers {
  return {
    recover: async () => void log.push(`recover with ${ownership().count()} in hand`),
    takeAnswers: async () => void log.push(`take answers with ${ownership().count()} in hand`),
    takeTurns: async () => void log.push(`take turns with ${ownership().count()} in hand`),
    drop: async (slots) => void log.push(`drop ${slots.length}`),
    lead: () => void log.push('lead'),
    onGone: () => void log.push('gone'),
    ...more,
  };
}

function aReplica(
  store: ReturnType<typeof createStore>,
  clock: ManualClock,
  name: string,
  more: Partial<SlotHandlers> = {},
  home?: SlotShare,
) {
  const log: Log = [];
  let stoppedAtMs: number | undefined;
  // A process that hangs: its timers do not fire, and time goes on.
  const own = { now: clock.now, after: (ms: number, run: () => void) => clock.after(ms, () => stoppedAtMs ?? run()) };
  const ownership: Ownership = createOwnership({
    table: store.join(name, home),
    clock: own,
    logger,
    steadyMs: clock.now,
  });
  return {
    ownership,
    log,
    start: () => ownership.start(handlers(log, () => ownership, more)),
    hang: () => (stoppedAtMs = clock.now()),
  };
}

describe('ownership of residents', () => {
  test('a server by itself has everybody, and recovers before it takes', async () => {
    const ownership = createSoleOwnership();
    const log: Log = [];
    await ownership.start(handlers(log, () => ownership));
    expect(log).toEqual([
      'recover with 256 in hand',
      'take answers with 256 in hand',
      'take turns with 256 in hand',
      'lead',
    ]);
    expect([ownership.owns('oa', 'anybody'), ownership.isShared(), ownership.mask()]).toEqual([true, false, undefined]);
  });

  test('the first of several takes everything at once, and recovers before anything is begun', async () => {
    const clock = createManualClock();
    const one = aReplica(createStore(), clock, 'one');
    await one.start();
    expect(one.log).toEqual([
      'recover with 0 in hand',
      'take answers with 256 in hand',
      'take turns with 256 in hand',
      'lead',
    ]);
    expect(one.ownership.isShared()).toBe(false);
  });

  test('a second one gets half, after the first has finished what was under way there', async () => {
    const clock = createManualClock();
    const store = createStore();
    const finish = Promise.withResolvers<void>();
    const one = aReplica(store, clock, 'one', { drop: () => finish.promise });
    await one.start();
    const two = aReplica(store, clock, 'two');
    await two.start();
    await clock.advance(3_000);
    // Given up already, and not yet anybody's.
    expect([one.ownership.count(), two.ownership.count()]).toEqual([128, 0]);
    finish.resolve();
    await clock.advance(1_000);
    expect([one.ownership.count(), two.ownership.count()]).toEqual([128, 128]);
    expect(two.log).toEqual(['recover with 0 in hand', 'take answers with 128 in hand', 'take turns with 128 in hand']);
    expect([one.ownership.isShared(), two.ownership.isShared()]).toEqual([true, true]);
  });

  test('two that are sent a half each have that half, and the other one while its server is away', async () => {
    const clock = createManualClock();
    const store = createStore();
    const [first, second] = [1, 2].map((part) => ({ part, of: 2 }));
    const one = aReplica(store, clock, 'one', {}, first);
    // Named so that even shares would be dealt out the other way.
    const two = aReplica(store, clock, 'a-two', {}, second);
    const misplaced = () =>
      Array.from({ length: SLOTS }, (_, slot) => slot).filter(
        (slot) => first === undefined || one.ownership.ownsSlot(slot) !== isInShare(first, slot),
      );
    await two.start();
    await one.start();
    await clock.advance(3_000);
    // Who came first leads, and keeps the slot that says so.
    expect(misplaced()).toEqual([0]);
    expect([one.ownership.count(), two.ownership.count()]).toEqual([127, 129]);
    await one.ownership.stop();
    await clock.advance(2_000);
    expect(two.ownership.count()).toBe(SLOTS);
    const again = aReplica(store, clock, 'one', {}, first);
    await again.start();
    await clock.advance(3_000);
    expect([again.ownership.count(), two.ownership.count()]).toEqual([127, 129]);
  });

  test('says how often residents came or went, so that nobody remembers what another has changed since', async () => {
    const clock = createManualClock();
    const store = createStore();
    const one = aReplica(store, clock, 'one');
    await one.start();
    const seen = [one.ownership.moves()];
    await clock.advance(3_000);
    seen.push(one.ownership.moves());
    const two = aReplica(store, clock, 'two');
    await two.start();
    await clock.advance(3_000);
    seen.push(one.ownership.moves());
    await two.ownership.stop();
    await clock.advance(3_000);
    seen.push(one.ownership.moves());
    expect(seen).toEqual([1, 1, 2, 3]);
  });

  test('nobody has a resident twice, at any moment of coming and going', async () => {
    const clock = createManualClock();
    const store = createStore();
    const replicas = ['a', 'b', 'c', 'd'].map((name) => aReplica(store, clock, name));
    for (const [index, replica] of replicas.entries()) {
      await replica.start();
      for (let step = 0; step < 30; step++) {
        await clock.advance(100);
        for (let slot = 0; slot < SLOTS; slot += 5)
          expect(replicas.filter(({ ownership }) => ownership.ownsSlot(slot)).length).toBeLessThanOrEqual(1);
      }
      expect(replicas.slice(0, index + 1).map(({ ownership }) => ownership.count())).toEqual(
        Array(index + 1)
          .fill(Math.floor(SLOTS / (index + 1)))
          .map((share: number, at) => share + (at < SLOTS % (index + 1) ? 1 : 0)),
      );
    }
    await replicas[0]?.ownership.stop();
    await clock.advance(2_000);
    expect(replicas.slice(1).reduce((sum, { ownership }) => sum + ownership.count(), 0)).toBe(SLOTS);
    expect(replicas.filter(({ log }) => log.includes('lead'))).toHaveLength(2);
  });

  test('a silent one is shut out after five seconds, and ends when it wakes', async () => {
    const clock = createManualClock();
    const store = createStore();
    const [one, two] = [aReplica(store, clock, 'one'), aReplica(store, clock, 'two')];
    await one.start();
    await two.start();
    await clock.advance(3_000);
    one.hang();
    await clock.advance(4_000);
    // From here on it may not begin a call, a second before anybody may take its place.
    expect(one.ownership.isFresh()).toBe(false);
    expect(two.ownership.count()).toBe(128);
    await clock.advance(3_000);
    expect(two.ownership.count()).toBe(SLOTS);
    expect(two.log).toContain('lead');
  });

  test('whoever was shut out has nothing any more and says so', async () => {
    const clock = createManualClock();
    const store = createStore();
    const one = aReplica(store, clock, 'one');
    await one.start();
    // The same name started again somewhere.
    store.join('one');
    await clock.advance(1_000);
    expect(one.log).toContain('gone');
    expect([one.ownership.count(), one.ownership.isFresh()]).toEqual([0, false]);
    expect(await one.ownership.untilFresh()).toBe(false);
  });

  test('nobody is shut out because the store was away for all', async () => {
    const clock = createManualClock();
    const store = createStore();
    const [one, two] = [aReplica(store, clock, 'one'), aReplica(store, clock, 'two')];
    await one.start();
    await two.start();
    await clock.advance(3_000);
    store.setAway(true);
    await clock.advance(60_000);
    expect([one.ownership.isFresh(), two.ownership.isFresh()]).toEqual([false, false]);
    const fresh = one.ownership.untilFresh();
    store.setAway(false);
    await clock.advance(10_000);
    expect(await fresh).toBe(true);
    expect([one.ownership.count(), two.ownership.count()]).toEqual([128, 128]);
    expect([...one.log, ...two.log]).not.toContain('gone');
  });

  test('one that takes long to start gets nothing before it is ready, and is not shut out', async () => {
    const clock = createManualClock();
    const store = createStore();
    const [one, two] = [aReplica(store, clock, 'one'), aReplica(store, clock, 'two')];
    await one.start();
    await clock.advance(30_000);
    expect([one.ownership.count(), two.ownership.count()]).toEqual([SLOTS, 0]);
    await two.start();
    await clock.advance(2_000);
    expect([one.ownership.count(), two.ownership.count()]).toEqual([128, 128]);
  });

  test('says how long whoever had the slots was silent: not at all where it left them itself, 5 s where they were taken', async () => {
    const clock = createManualClock();
    const store = createStore();
    const one = aReplica(store, clock, 'one');
    await one.start();
    const silences: number[] = [];
    const two = aReplica(store, clock, 'two', { recover: async (_mask, silentMs) => void silences.push(silentMs) });
    await two.start();
    silences.length = 0;
    one.hang();
    await clock.advance(8_000);
    expect(two.ownership.count()).toBe(256);
    expect(silences).toEqual([5_000]);
    two.hang();
    const again = aReplica(store, clock, 'two', { recover: async (_mask, silentMs) => void silences.push(silentMs) });
    await again.start();
    expect(silences).toEqual([5_000, 0]);
  });

  test('no turn is taken before the answers that waited are known: those of the turn would go before them', async () => {
    const clock = createManualClock();
    const read = Promise.withResolvers<void>();
    const one = aReplica(createStore(), clock, 'one', { takeAnswers: () => read.promise });
    const started = one.start();
    await letPromisesRun();
    expect([one.ownership.owns('oa', 'anybody'), one.ownership.handles('oa', 'anybody')]).toEqual([true, false]);
    read.resolve();
    await started;
    expect(one.ownership.handles('oa', 'anybody')).toBe(true);
  });

  test('slots that went to another one while a third was being shut out are not taken for its own', async () => {
    const clock = createManualClock();
    const store = createStore();
    const done = Promise.withResolvers<void>();
    const buried = Promise.withResolvers<void>();
    store.buryAfter(buried.promise);
    const one = aReplica(store, clock, 'one', { drop: () => done.promise });
    await one.start();
    const silent = aReplica(store, clock, 'silent');
    await silent.start();
    const brief = aReplica(store, clock, 'two');
    await brief.start();
    await clock.advance(1_000);
    // Two thirds are being given up; then one of those they were for goes, and the other gives no sign any more.
    await brief.ownership.stop();
    silent.hang();
    await clock.advance(8_000);
    done.resolve();
    await letPromisesRun();
    const two = aReplica(store, clock, 'two');
    await two.start();
    expect(two.ownership.count()).toBeGreaterThan(0);
    buried.resolve();
    await clock.advance(100);
    for (let slot = 0; slot < SLOTS; slot++)
      expect([one, two].filter(({ ownership }) => ownership.ownsSlot(slot)).length).toBeLessThanOrEqual(1);
    await clock.advance(5_000);
    expect([one.ownership.count(), two.ownership.count()]).toEqual([128, 128]);
  });

  test('slots whose backlog could not be read are read again', async () => {
    const clock = createManualClock();
    let tries = 0;
    const one = aReplica(createStore(), clock, 'one', {
      takeTurns: async () => {
        tries += 1;
        if (tries < 3) throw new Error('the store hiccups');
      },
    });
    await one.start();
    await clock.advance(5_000);
    await letPromisesRun();
    expect(tries).toBe(3);
    expect(one.log).toEqual(['recover with 0 in hand', 'take answers with 256 in hand', 'lead']);
  });
});
