import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { erasureMark } from '../../src/storage/erasure-ports.ts';
import { migrations } from '../../src/storage/migrations.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { allErasures, reapplyErasures } from '../../src/storage/reapply-erasures.ts';
import { MORNING } from '../support/manual-clock.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { aMessage, anEvent, commitTurn, HOA, LAN, OA } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const pseudonymOf = (oaId: string, userId: string): string => `p-${oaId}-${userId}`;
const markOf = (userId: string): string => erasureMark(OA, pseudonymOf(OA, userId));

describe.each(storageAdapters)('erasures and what waits in the $name store', (adapter) => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;
  beforeEach(async () => {
    folder = makeTempDir();
    storage = await adapter.open(folder.dir);
  });
  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  test('leave a mark that names nobody, whichever way they are done', async () => {
    await commitTurn(storage);
    await commitTurn(storage, { erase: { pseudonym: pseudonymOf(OA, LAN), via: 'command' }, at: MORNING + 1 });
    await commitTurn(storage, { userId: HOA });
    const gone = { oaId: OA, userId: HOA, pseudonym: pseudonymOf(OA, HOA) };
    await storage.eraseResident({ ...gone, at: MORNING + 2, via: 'privacy-desk' });
    await storage.eraseResident({ ...gone, at: MORNING + 3, via: 'user_withdraw' });
    const marks = await allErasures(storage);
    expect(marks.map(({ mark, at }) => [mark, at]).toSorted((a, b) => Number(a[1]) - Number(b[1]))).toEqual([
      [markOf(LAN), MORNING + 1],
      [markOf(HOA), MORNING + 2],
      [markOf(HOA), MORNING + 3],
    ]);
    expect(markOf(LAN)).toMatch(/^[0-9a-f]{32}$/u);
    expect(await storage.findErasure({ oaId: OA, mark: markOf(HOA) })).toEqual({ at: MORNING + 3 });
    expect(await storage.findErasure({ oaId: 'other', mark: markOf(HOA) })).toBeUndefined();
  });

  test('are listed page by page and kept once', async () => {
    const erasures = [5, 1, 3].map((at) => ({ oaId: OA, mark: `${'0'.repeat(31)}${at % 3}`, at }));
    await storage.keepErasures({ erasures });
    await storage.keepErasures({ erasures });
    const [first] = await storage.listErasures({ limit: 1 });
    expect(first).toEqual({ oaId: OA, mark: `${'0'.repeat(31)}0`, at: 3 });
    expect(await storage.listErasures({ limit: 5, ...(first ? { after: first } : {}) })).toHaveLength(2);
    expect(await allErasures(storage)).toHaveLength(3);
  });

  test('known from elsewhere take whoever is still here, and nobody who came back after one that is known', async () => {
    await commitTurn(storage);
    await commitTurn(storage, { userId: HOA });
    // Known: she was erased before and came back.
    const known = { oaId: OA, mark: markOf(HOA), at: MORNING - 10 };
    await storage.keepErasures({ erasures: [known] });
    const late = { oaId: OA, mark: markOf(LAN), at: MORNING + 10 };
    const ofAnother = { oaId: 'other', mark: markOf(HOA), at: MORNING + 10 };
    const result = await reapplyErasures({ storage, pseudonymOf, erasures: [known, late, late, ofAnother] });
    expect(result).toEqual({ missing: [late, ofAnother], erased: 1 });
    expect((await storage.loadTurn({ oaId: OA, userId: LAN })).resident).toBeUndefined();
    expect((await storage.loadTurn({ oaId: OA, userId: HOA })).resident).toBeDefined();
    expect(await reapplyErasures({ storage, pseudonymOf, erasures: [known, late, ofAnother] })).toEqual({
      missing: [],
      erased: 0,
    });
  });

  test('find everybody who is named in any table, each once, page by page', async () => {
    for (const userId of ['c', 'a', 'b']) await commitTurn(storage, { userId });
    await storage.acceptEvent(anEvent({ userId: 'd' }));
    await storage.saveRefusedCategories({ oaId: OA, userId: 'e', categories: ['news'], at: MORNING });
    const people = await storage.listPeople({ limit: 3 });
    expect(people.map(({ userId }) => userId)).toEqual(['a', 'b', 'c']);
    const after = people.at(-1) ?? { oaId: '', userId: '' };
    expect((await storage.listPeople({ after, limit: 3 })).map(({ userId }) => userId)).toEqual(['d', 'e']);
  });

  test('after a restore nothing waits any more, and staff can see what waited', async () => {
    await commitTurn(storage, { messages: [aMessage('một'), aMessage('hai')], claimFirst: true });
    await storage.acceptEvent(anEvent());
    expect(await storage.settleRestored({ at: MORNING })).toEqual({
      events: 1,
      answers: 2,
      announcements: 0,
      lanes: 0,
    });
    expect(await storage.counts()).toMatchObject({
      ...{ inboxPending: 0, inboxFailed: 1, outboxPending: 0, outboxSending: 0, outboxUnknown: 0, outboxFailed: 2 },
    });
    expect(await storage.listOpenAnswers({ afterId: 0, limit: 10 })).toEqual([]);
    expect(await storage.settleRestored({ at: MORNING })).toEqual({
      events: 0,
      answers: 0,
      announcements: 0,
      lanes: 0,
    });
  });

  test('what waits has an age, and the schema a number', async () => {
    expect(await storage.workAges({ at: MORNING })).toEqual({});
    expect(await storage.schemaVersion()).toBe(migrations.at(-1)?.id);
    await commitTurn(storage, { at: MORNING - 5_000, messages: [aMessage('một')] });
    await storage.acceptEvent(anEvent({ receivedAt: MORNING - 7_000 }));
    await storage.acceptEvent(anEvent({ receivedAt: MORNING - 2_000 }));
    expect(await storage.workAges({ at: MORNING })).toEqual({
      inboxSince: MORNING - 7_000,
      answersSince: MORNING - 5_000,
    });
  });
});
