import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../../../src/shared/logger.ts';
import type { IncomingEvent } from '../../../src/storage/ports.ts';
import { createSpool, type Spool } from '../../../src/storage/spool.ts';
import { eventually } from '../../support/eventually.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { anEvent } from '../../support/storage-rows.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

/** A database that answers, refuses or keeps silent, as the test says. */
function fakeDatabase() {
  const keys: string[] = [];
  const silent: (() => void)[] = [];
  let mood: 'answers' | 'refuses' | 'silent' = 'answers';
  let refused = '';
  const accept = (event: IncomingEvent): { id: number | undefined } => {
    if (keys.includes(event.key)) return { id: undefined };
    keys.push(event.key);
    return { id: keys.length };
  };
  return {
    /** Keys in the order in which they became durable here. */
    keys,
    become(next: typeof mood) {
      mood = next;
    },
    /** Answers, late, every call that is still open. */
    wakeUp() {
      mood = 'answers';
      for (const answer of silent.splice(0)) answer();
    },
    /** Calls that wait for an answer. */
    open: () => silent.length,
    /** Refuses this one once. */
    refuseOnce(key: string) {
      refused = key;
    },
    acceptEvent: (event: IncomingEvent): Promise<{ id: number | undefined }> => {
      if (event.key === refused) {
        refused = '';
        return Promise.reject(new Error('disk full'));
      }
      if (mood === 'refuses') return Promise.reject(new Error('disk full'));
      if (mood === 'answers') return Promise.resolve(accept(event));
      return new Promise((resolve) => silent.push(() => resolve(accept(event))));
    },
  };
}

describe('the spool', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let clock: ManualClock;
  let database: ReturnType<typeof fakeDatabase>;
  let handed: string[];
  let broken: unknown[];

  const open = (): Spool =>
    createSpool({
      dataDir: folder.dir,
      storage: database,
      clock,
      logger: silentLogger,
      onAccepted: (_id, event) => handed.push(event.key),
      onBroken: (error) => broken.push(error),
    });
  const file = (): string => path.join(folder.dir, 'inbox.spool');
  const spooledKeys = (): string[] =>
    existsSync(file())
      ? readFileSync(file(), 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => (JSON.parse(line) as IncomingEvent).key)
      : [];
  const event = (key: string): IncomingEvent => anEvent({ key });

  beforeEach(() => {
    folder = makeTempDir();
    clock = createManualClock();
    database = fakeDatabase();
    handed = [];
    broken = [];
  });
  afterEach(() => folder[Symbol.dispose]());

  test('stays out of the way while the database answers', async () => {
    const spool = open();
    expect(await spool.accept(event('a'))).toEqual({ state: 'accepted', id: 1 });
    expect(await spool.accept(event('a'))).toEqual({ state: 'duplicate' });
    expect(existsSync(file())).toBe(false);
    await clock.advance(5_000);
    expect(clock.timers()).toBe(0);
    expect(existsSync(file())).toBe(false);
  });

  test('takes an event after one second of silence, and hands it over once the database answers', async () => {
    const spool = open();
    database.become('silent');
    const accepted = spool.accept(event('a'));
    await clock.advance(999);
    expect(existsSync(file())).toBe(false);
    await clock.advance(1);
    expect(await accepted).toEqual({ state: 'spooled' });
    expect(spooledKeys()).toEqual(['a']);
    database.become('answers');
    await clock.advance(1_000);
    await eventually(() => expect(existsSync(file())).toBe(false));
    expect(handed).toEqual(['a']);
    // The spool closes its file before it says that it is done with it.
    let tries = 0;
    await eventually(async () =>
      expect(await spool.accept(event(`b${tries++}`))).toEqual({ state: 'accepted', id: expect.any(Number) }),
    );
  });

  test('an event that reached the database late after all has one effect', async () => {
    const spool = open();
    database.become('silent');
    const accepted = spool.accept(event('a'));
    await clock.advance(1_000);
    await accepted;
    database.wakeUp();
    await clock.advance(1_000);
    await eventually(() => expect(existsSync(file())).toBe(false));
    expect(handed).toEqual(['a']);
    expect(database.keys).toEqual(['a']);
  });

  test('keeps the order: while one event waits in the file, the next ones go behind it', async () => {
    const spool = open();
    database.become('refuses');
    expect(await spool.accept(event('a'))).toEqual({ state: 'spooled' });
    database.become('answers');
    for (const key of ['b', 'c', 'd']) expect(await spool.accept(event(key))).toEqual({ state: 'spooled' });
    expect(spooledKeys()).toEqual(['a', 'b', 'c', 'd']);
    await clock.advance(1_000);
    await eventually(() => expect(existsSync(file())).toBe(false));
    expect(handed).toEqual(['a', 'b', 'c', 'd']);
    expect(database.keys).toEqual(['a', 'b', 'c', 'd']);
  });

  test('writes a crowd together and in order', async () => {
    const spool = open();
    database.become('refuses');
    const keys = Array.from({ length: 300 }, (_, index) => `crowd-${index}`);
    const results = await Promise.all(keys.map((key) => spool.accept(event(key))));
    expect(new Set(results.map(({ state }) => state))).toEqual(new Set(['spooled']));
    expect(spooledKeys()).toEqual(keys);
  });

  test('still takes events while the database keeps silent to the draining too', async () => {
    const spool = open();
    database.become('refuses');
    await spool.accept(event('a'));
    database.become('silent');
    await clock.advance(1_500);
    const second = spool.accept(event('b'));
    await clock.advance(1_500);
    expect(await Promise.race([second, new Promise((resolve) => setTimeout(resolve, 1_000, 'no answer'))])).toEqual({
      state: 'spooled',
    });
    expect(spooledKeys()).toEqual(['a', 'b']);
    database.wakeUp();
    await clock.advance(5_000);
    await eventually(() => expect(existsSync(file())).toBe(false));
    expect(handed).toEqual(['a', 'b']);
    expect(database.keys).toEqual(['a', 'b']);
  });

  test('notices a silent database although the clock of the machine was set back an hour', async () => {
    let setBackMs = 0;
    const jumping = { ...clock, now: () => clock.now() - setBackMs };
    const spool = createSpool({
      ...{ dataDir: folder.dir, storage: database, clock: jumping, logger: silentLogger },
      onAccepted: (_id, late) => handed.push(late.key),
      onBroken: (error) => broken.push(error),
    });
    database.become('silent');
    const accepted = spool.accept(event('a'));
    await clock.advance(500);
    setBackMs = 3_600_000;
    const next = spool.accept(event('b'));
    await clock.advance(2_000);
    expect(await Promise.all([accepted, next])).toEqual([{ state: 'spooled' }, { state: 'spooled' }]);
  });

  test('drains many people at once, and each in order', async () => {
    const spool = open();
    database.become('refuses');
    const people = ['1', '2', '3'];
    for (const number of ['a', 'b'])
      for (const userId of people) await spool.accept(anEvent({ key: `${userId}${number}`, userId }));
    database.become('silent');
    await clock.advance(1_000);
    await eventually(() => expect(database.open()).toBe(people.length));
    database.wakeUp();
    await eventually(() => expect(handed).toEqual(['1a', '2a', '3a', '1b', '2b', '3b']));
  });

  test('an event refused while draining is not overtaken by the next of the same person, and others go on', async () => {
    const spool = open();
    database.become('refuses');
    for (const [key, userId] of [
      ['1a', '1'],
      ['2a', '2'],
      ['1b', '1'],
    ] as const)
      await spool.accept(anEvent({ key, userId }));
    database.become('answers');
    database.refuseOnce('1a');
    await clock.advance(1_000);
    await eventually(() => expect(handed).toEqual(['2a']));
    await eventually(async () => {
      await clock.advance(1_000);
      expect(handed).toEqual(['2a', '1a', '1b']);
    });
    expect(database.keys).toEqual(['2a', '1a', '1b']);
  });

  test('tries again every second while the database refuses', async () => {
    const spool = open();
    database.become('refuses');
    await spool.accept(event('a'));
    await clock.advance(10_000);
    expect(spooledKeys()).toEqual(['a']);
    database.become('answers');
    await eventually(async () => {
      await clock.advance(1_000);
      expect(handed).toEqual(['a']);
    });
  });

  test('drains at start what an earlier process left, and passes over a line that was cut short', async () => {
    database.become('refuses');
    const before = open();
    await before.accept(event('a'));
    await before.accept(event('b'));
    await before.stop();
    appendFileSync(file(), '{"oaId":"1","key":"cut');
    database.become('answers');
    const after = open();
    await after.start();
    expect(handed).toEqual(['a', 'b']);
    expect(existsSync(file())).toBe(false);
    expect(await after.accept(event('c'))).toEqual({ state: 'accepted', id: 3 });
  });

  test('nothing overtakes what an earlier process left, even before the start', async () => {
    database.become('refuses');
    const before = open();
    await before.accept(event('a'));
    await before.stop();
    database.become('answers');
    const after = open();
    expect(await after.accept(event('b'))).toEqual({ state: 'spooled' });
    await after.start();
    expect(handed).toEqual(['a', 'b']);
  });

  test('a start without a file does nothing', async () => {
    await open().start();
    expect(handed).toEqual([]);
  });

  test('an event behind a line that was cut short is not lost', async () => {
    database.become('refuses');
    appendFileSync(file(), '{"oaId":"1","key":"cut');
    const spool = open();
    await spool.accept(event('a'));
    await spool.stop();
    database.become('answers');
    await open().start();
    expect(handed).toEqual(['a']);
  });

  test('rejects and says so when the file cannot be written either', async () => {
    const spool = open();
    database.become('refuses');
    rmSync(folder.dir, { recursive: true });
    await expect(spool.accept(event('a'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(broken).toHaveLength(1);
    mkdirSync(folder.dir);
  });
});
