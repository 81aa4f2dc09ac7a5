import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { slotMask, slotOf, type SlotShare } from '../../src/shared/slots.ts';
import { migrateDatabase } from '../../src/storage/postgres/database.ts';
import { openPostgresStorage } from '../../src/storage/postgres/open.ts';
import { openReplicaTable } from '../../src/storage/postgres/replica-table.ts';
import { MORNING } from '../support/manual-clock.ts';
import { emptyServerDatabase, whyNoPostgres } from '../support/postgres.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { aMessage, anEvent, commitTurn, OA } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

describe.skipIf(whyNoPostgres() !== undefined)('the table of replicas', () => {
  let url: string;
  let open: { leave(): Promise<void> }[];
  const join = async (name: string, home?: SlotShare) => {
    const table = await openReplicaTable({ url, name, home, now: () => MORNING });
    open.push(table);
    await table.beat(true);
    return table;
  };
  const slots = Array.from({ length: 10 }, (_, slot) => slot);

  beforeEach(async () => {
    open = [];
    url = await emptyServerDatabase(`table-${Math.round(performance.now() * 1000)}`);
    await migrateDatabase(url);
  });
  afterEach(async () => {
    for (const table of open) await table.leave();
  });

  test('gives each slot to one of those who want it at the same moment', async () => {
    const [one, two] = [await join('one'), await join('two')];
    const [mine, theirs] = await Promise.all([one.take(slots), two.take(slots)]);
    expect([...mine, ...theirs].toSorted((a, b) => a - b)).toEqual(slots);
    const view = await one.beat(true);
    expect(view === 'gone' ? [] : slots.map((slot) => view.owners[slot])).toEqual(
      slots.map((slot) => (mine.includes(slot) ? 'one' : 'two')),
    );
  });

  test('tells everybody which part of the residents is sent to whom, as it was last started', async () => {
    await (await join('one', { part: 1, of: 2 })).leave();
    const none = await join('none');
    await join('one', { part: 2, of: 3 });
    const view = await none.beat(true);
    const homes = view === 'gone' ? [] : view.alive.map(({ name, home }) => [name, home]);
    expect(Object.fromEntries(homes)).toEqual({ one: { part: 2, of: 3 }, none: undefined });
  });

  test('tells the others that somebody came and that slots are free', async () => {
    const one = await join('one');
    const news = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let heard = 0;
    one.onChange(() => news[heard++]?.resolve());
    const two = await join('two');
    await news[0]?.promise;
    await two.take([3]);
    await two.free([3]);
    await news[1]?.promise;
    expect(await one.take([3])).toEqual([3]);
  });

  test('a replica that was declared gone writes nothing more, on old connections and on new ones', async () => {
    const [one, two] = [await join('one'), await join('two')];
    await one.take(slots);
    const storage = await openPostgresStorage({ url, replica: { name: 'one', epoch: one.epoch } });
    expect((await storage.acceptEvent(anEvent())).id).toBeTypeOf('number');
    const sign = { name: 'one', epoch: one.epoch, beats: 1 };
    // It gave a sign since.
    expect(await two.bury({ ...sign, beats: 0 })).toBe(false);
    expect(await two.bury(sign)).toBe(true);
    await expect(storage.acceptEvent(anEvent({ key: 'late' }))).rejects.toMatchObject({ code: 'REPLICA_GONE' });
    expect(await one.beat(true)).toBe('gone');
    expect(await one.take([11])).toEqual([]);
    expect(await two.take(slots)).toEqual(slots);
    await storage.close();
  });

  test('the same replica started again shuts out its earlier start and keeps its slots', async () => {
    const first = await join('one');
    await first.take(slots);
    const storage = await openPostgresStorage({ url, replica: { name: 'one', epoch: first.epoch } });
    await storage.counts();
    // A killed process holds no connection; what its server still works at is ended.
    const killed = first.kill();
    const second = await join('one');
    await killed;
    expect(second.epoch).toBe(first.epoch + 1);
    await expect(storage.counts()).rejects.toMatchObject({ code: 'REPLICA_GONE' });
    const view = await second.beat(true);
    expect(view === 'gone' ? [] : slots.map((slot) => view.owners[slot])).toEqual(slots.map(() => 'one'));
    await storage.close();
  });

  test('a copied data folder is refused while the other one lives', async () => {
    const one = await join('one');
    let isOver = false;
    const beating = (async () => {
      while (!isOver) await one.beat(true);
    })();
    await expect(join('one')).rejects.toMatchObject({ code: 'DATABASE_IN_USE' });
    isOver = true;
    await beating;
    expect(await one.beat(true)).not.toBe('gone');
  });
});

describe.each(storageAdapters)('work of some slots on $name', (adapter) => {
  test('is what the residents in them have, as the product deals them', async () => {
    const folder = makeTempDir();
    const storage = await adapter.open(folder.dir);
    const users = Array.from({ length: 40 }, (_, index) => `người ${index}`);
    for (const userId of users) {
      await storage.acceptEvent(anEvent({ key: userId, userId }));
      await commitTurn(storage, { userId, messages: [aMessage(userId)] });
    }
    const wanted = new Set(users.slice(0, 15).map((userId) => slotOf(OA, userId)));
    const mask = slotMask(wanted);
    const due = users.filter((userId) => wanted.has(slotOf(OA, userId)));
    const whose = (rows: readonly { readonly userId: string }[]): string[] => rows.map(({ userId }) => userId);
    expect(whose(await storage.listPendingEvents({ afterId: 0, limit: 100, slots: mask }))).toEqual(due);
    expect(whose(await storage.listOpenAnswers({ afterId: 0, limit: 100, slots: mask }))).toEqual(due);
    const [answer] = await storage.listOpenAnswers({ afterId: 0, limit: 1, slots: mask });
    await storage.claimSend({ id: answer?.id ?? 0, resend: false, at: MORNING });
    const others = slotMask([...Array(256).keys()].filter((slot) => !wanted.has(slot)));
    expect(await storage.recoverSending({ at: MORNING, slots: others })).toEqual({ recovered: 0 });
    expect(await storage.recoverSending({ at: MORNING, slots: mask })).toEqual({ recovered: 1 });
    await storage.close();
    folder[Symbol.dispose]();
  });

  test('an earlier event of a resident is told of, and found with all the others of theirs', async () => {
    const folder = makeTempDir();
    const storage = await adapter.open(folder.dir);
    const at = (receivedAt: number, key: string) => storage.acceptEvent(anEvent({ key, userId: 'lan', receivedAt }));
    // The second one waited in a spool file and got its number late.
    const third = (await at(MORNING + 20, 'c')).id ?? 0;
    const second = (await at(MORNING + 10, 'b')).id ?? 0;
    await storage.acceptEvent(anEvent({ key: 'x', userId: 'hoa', receivedAt: MORNING }));
    const load = (id: number, receivedAt: number) =>
      storage.loadTurn({ oaId: OA, userId: 'lan', before: { id, receivedAt } });
    expect((await load(third, MORNING + 20)).hasEarlier).toBe(true);
    expect((await load(second, MORNING + 10)).hasEarlier).toBeUndefined();
    expect((await storage.listPendingBeside({ ids: [third] })).map(({ id }) => id)).toEqual([third, second]);
    expect(await storage.listPendingBeside({ ids: [] })).toEqual([]);
    await storage.close();
    folder[Symbol.dispose]();
  });
});
