import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RecipientResult, RecipientState } from '../../src/storage/announcement-ports.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { aContent, anAnnouncement, claimAll, pending } from '../support/announcements.ts';
import { MORNING } from '../support/manual-clock.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { aMessage, commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { filesContaining, makeTempDir } from '../support/temp-dir.ts';

const DAY = 86_400_000;
const NOBODY = { pending: 0, sending: 0, sent: 0, failed: 0, unknown: 0, skipped: 0 };

describe.each(storageAdapters)('announcements in $name', ({ open }) => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;
  beforeEach(async () => {
    folder = makeTempDir();
    storage = await open(folder.dir);
    for (const userId of [LAN, HOA]) await commitTurn(storage, { userId, resident: { lastInteractionAt: MORNING } });
  });
  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  const announce = (given: Parameters<typeof anAnnouncement>[0] = {}) =>
    storage.saveAnnouncement(anAnnouncement(given));
  const add = (userIds: readonly string[], announcementId = 'a1', dueAt = MORNING) =>
    storage.addRecipients({ oaId: OA, announcementId, dueAt, at: MORNING, recipients: pending(userIds) });
  const claim = (at = MORNING, args: Parameters<typeof claimAll>[2] = {}) => claimAll(storage, at, args);
  const claimIds = async (at = MORNING, args: Parameters<typeof claimAll>[2] = {}) =>
    (await claim(at, args)).map(({ userId }) => userId);
  const record = (userId: string, outcome: RecipientResult['outcome'], announcementId = 'a1') =>
    storage.recordRecipients({ results: [{ oaId: OA, announcementId, userId, outcome }], at: MORNING });
  const sent = (userId: string) => record(userId, { state: 'sent', messageId: `m-${userId}` });
  const unknown = (userId: string) => record(userId, { state: 'unknown', code: 'X' });
  const progress = (id = 'a1') => storage.announcementProgress({ id });
  const find = async (id = 'a1') => {
    const found = await storage.findAnnouncement({ id });
    if (!found) throw new Error(`no announcement ${id}`);
    return found;
  };
  const listed = (state?: RecipientState) =>
    storage.listRecipients({
      ...{ oaId: OA, announcementId: 'a1', afterUserId: '', limit: 100 },
      ...(state ? { state } : {}),
    });

  test('pictures are named while their announcement is not over, and as long after as people are remembered', async () => {
    const picture = (file: string) =>
      aContent({ picture: { file, mime: 'image/png', alt: 'Ảnh', expiresAt: MORNING } });
    await announce({ id: 'waiting', state: 'draft', updatedAt: MORNING - 90 * DAY, content: picture('draft.png') });
    await announce({ id: 'recent', state: 'sent', updatedAt: MORNING - DAY, content: picture('recent.png') });
    await announce({ id: 'old', state: 'sent', updatedAt: MORNING - 90 * DAY, content: picture('old.png') });
    await announce({ id: 'words', state: 'sent', content: aContent({ text: 'nói về "picture"' }) });
    expect((await storage.listAnnouncementPictures({ since: MORNING - 30 * DAY })).toSorted()).toEqual([
      'draft.png',
      'recent.png',
    ]);
  });

  describe('a draft', () => {
    test('is kept whole, and its id is taken', async () => {
      const draft = anAnnouncement({
        ...{ state: 'draft', content: aContent({ budgetVnd: 5_500 }), communeCode: '25270', authors: ['lan', 'hoa'] },
        ...{ submittedBy: 'lan', submittedAt: 5, approvalsNeeded: 2, approvals: [{ by: 'x', at: 6, note: 'được' }] },
        ...{ plannedRecipients: 7, listing: { looked: 1, total: 9, afterUserId: 'u1', done: false } },
      });
      expect(await storage.saveAnnouncement(draft)).toEqual({ created: true });
      expect(await storage.saveAnnouncement(anAnnouncement())).toEqual({ created: false });
      expect(await find()).toEqual(draft);
    });

    test('changes over the version it was read at, and no other', async () => {
      await announce({ state: 'draft', content: aContent() });
      const change = (expectedVersion: number, title: string) =>
        storage.changeAnnouncement({
          ...{ oaId: OA, id: 'a1', expectedVersion, at: MORNING + 1 },
          patch: { content: aContent({ title }), submittedAt: 3 },
        });
      expect(await change(1, 'Một')).toEqual({ version: 2 });
      await expect(change(1, 'Hai')).rejects.toMatchObject({ code: 'ANNOUNCEMENT_CHANGED' });
      await storage.changeAnnouncement({
        ...{ oaId: OA, id: 'a1', expectedVersion: 2, at: MORNING + 2 },
        patch: { submittedAt: null },
      });
      const after = await find();
      expect(after).toMatchObject({ version: 3, updatedAt: MORNING + 2, content: { title: 'Một' } });
      expect(after.submittedAt).toBeUndefined();
      await expect(
        storage.changeAnnouncement({ oaId: OA, id: 'none', expectedVersion: 1, at: 1, patch: {} }),
      ).rejects.toMatchObject({ code: 'ANNOUNCEMENT_UNKNOWN' });
    });

    test('is found by state, by commune, and page by page, the latest first', async () => {
      await announce({ id: 'a1', state: 'draft', createdAt: 1 });
      await announce({ id: 'a2', state: 'sent', createdAt: 2, communeCode: '25270' });
      await announce({ id: 'a3', state: 'draft', createdAt: 2 });
      const ids = async (args: object) => (await storage.listAnnouncements({ oaId: OA, ...args })).map(({ id }) => id);
      expect(await ids({})).toEqual(['a3', 'a2', 'a1']);
      expect(await ids({ states: ['draft'] })).toEqual(['a3', 'a1']);
      expect(await ids({ communeCode: '25270' })).toEqual(['a2']);
      expect(await ids({ limit: 1 })).toEqual(['a3']);
      expect(await ids({ before: { createdAt: 2, id: 'a3' } })).toEqual(['a2', 'a1']);
    });
  });

  describe('recipients', () => {
    beforeEach(() => announce());

    test('get it once, however often they are listed and claimed', async () => {
      expect(await add([LAN, HOA, LAN])).toEqual({ added: 2 });
      expect(await add([LAN, HOA])).toEqual({ added: 0 });
      const claims = await Promise.all([claimIds(), claimIds(), claimIds()]);
      expect(claims.flat().toSorted()).toEqual([LAN, HOA]);
      for (const userId of claims.flat()) expect(await sent(userId)).toEqual({ recorded: 1 });
      expect(await add([LAN, HOA])).toEqual({ added: 0 });
      expect(await claim()).toEqual([]);
      expect(await progress()).toEqual({ ...NOBODY, sent: 2 });
      expect(await sent(LAN)).toEqual({ recorded: 0 });
    });

    test('wait for their time, keep to the limit, and are claimed with what their text needs', async () => {
      await storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
      await commitTurn(storage, { resident: { teamCode: TEAM.code, address: 'cô' } });
      await add([LAN, HOA], 'a1', MORNING + 1_000);
      expect(await claim(MORNING + 999)).toEqual([]);
      expect(await claim(MORNING + 1_000, { limit: 1 })).toEqual([
        {
          ...{ oaId: OA, announcementId: 'a1', version: 1, userId: LAN, attempts: 0, isPaid: false },
          ...{ address: 'cô', communeCode: TEAM.communeCode, teamName: TEAM.name },
        },
      ]);
      expect(await claimIds(MORNING + 1_000, { limit: 1 })).toEqual([HOA]);
    });

    test('who opted out, refuse its category or left the window since the list was made are skipped with the reason', async () => {
      await add([LAN, HOA, 'never-wrote']);
      await commitTurn(storage, { resident: { optOutAt: MORNING } });
      await storage.saveRefusedCategories({ oaId: OA, userId: HOA, categories: ['services'], at: MORNING });
      expect(await claim()).toEqual([]);
      expect(await storage.announcementTally({ id: 'a1' })).toEqual([
        { lane: 'direct', state: 'skipped', code: 'OPTED_OUT', count: 1 },
        { lane: 'direct', state: 'skipped', code: 'OUTSIDE_WINDOW', count: 1 },
        { lane: 'direct', state: 'skipped', code: 'REFUSED_CATEGORY', count: 1 },
      ]);
    });

    test('who wrote again in the meantime are reached', async () => {
      await add([LAN, HOA]);
      await commitTurn(storage, { resident: { lastInteractionAt: MORNING + DAY } });
      expect(await claimIds(MORNING + 7 * DAY + 1)).toEqual([LAN]);
    });

    test('keep a refusal, come again after a failure that passes, and stay unknown until staff decide', async () => {
      await add([LAN, HOA, 'u3']);
      await commitTurn(storage, { userId: 'u3', resident: { lastInteractionAt: MORNING } });
      await claim();
      await record(LAN, { state: 'failed', code: '-230' });
      await record(HOA, { state: 'pending', dueAt: MORNING + 500, code: 'REFUSED' });
      await unknown('u3');
      expect(await progress()).toEqual({ ...NOBODY, pending: 1, failed: 1, unknown: 1 });
      expect(await claim(MORNING + 499)).toEqual([]);
      expect(await claim(MORNING + 500)).toMatchObject([{ userId: HOA, attempts: 1 }]);
      expect(await claim(MORNING + 500)).toEqual([]);
      expect((await listed('failed')).map(({ userId, code }) => [userId, code])).toEqual([[LAN, '-230']]);
      expect(await storage.counts()).toMatchObject({ unknownTotal: 1 });
    });

    test('are given back unsent as if they had never been claimed', async () => {
      await add([LAN, HOA]);
      const recipients = await claim();
      await storage.releaseRecipients({ recipients, at: MORNING });
      expect(await progress()).toEqual({ ...NOBODY, pending: 2 });
      expect(await claim()).toMatchObject([{ attempts: 0 }, { attempts: 0 }]);
    });

    test('are tried again when staff ask: failed ones by their code, unknown ones on demand', async () => {
      await add([LAN, HOA]);
      await claim();
      await record(LAN, { state: 'failed', code: '-216' });
      await unknown(HOA);
      const retry = (failedCodes: string[], alsoUnknown: boolean) =>
        storage.retryRecipients({ oaId: OA, announcementId: 'a1', failedCodes, alsoUnknown, at: MORNING });
      expect(await retry(['-1'], false)).toEqual({ retried: 0 });
      expect(await retry(['-216'], false)).toEqual({ retried: 1 });
      expect(await claimIds()).toEqual([LAN]);
      expect(await retry(['-216'], true)).toEqual({ retried: 1 });
      expect(await claimIds()).toEqual([HOA]);
    });

    test('of a lane that reaches many at once move together, or by name', async () => {
      const inLane = (userIds: readonly string[]) =>
        pending(userIds).map((one) => ({ ...one, lane: 'article' as const }));
      await storage.addRecipients({
        ...{ oaId: OA, announcementId: 'a1', dueAt: MORNING, at: MORNING },
        recipients: [...inLane(['u1', 'u2', 'u3']), ...pending([LAN])],
      });
      const move = (args: object) =>
        storage.moveRecipients({
          ...{ oaId: OA, announcementId: 'a1', lane: 'article', from: ['pending'], to: 'sent', code: '', at: MORNING },
          ...args,
        });
      expect(await claimIds()).toEqual([LAN]);
      expect(await move({ userIds: ['u1', LAN, 'none'] })).toEqual({ moved: 1 });
      expect(await move({ limit: 1, to: 'skipped', code: 'NO_LANE' })).toEqual({ moved: 1 });
      expect(await move({ toLane: 'zbs', to: 'pending' })).toEqual({ moved: 1 });
      expect(await storage.announcementProgress({ id: 'a1', lane: 'article' })).toEqual({
        ...NOBODY,
        sent: 1,
        skipped: 1,
      });
      expect(await storage.announcementProgress({ id: 'a1', lane: 'zbs' })).toEqual({ ...NOBODY, pending: 1 });
    });

    test('are listed with how far the list is, and only while they are known', async () => {
      const listing = { looked: 2, total: 5, afterUserId: HOA, done: false };
      const args = { oaId: OA, announcementId: 'a1', dueAt: MORNING, at: MORNING };
      expect(await storage.addRecipients({ ...args, recipients: pending([LAN, 'erased']), listing })).toEqual({
        added: 1,
      });
      expect((await find()).listing).toEqual(listing);
      await storage.addRecipients({ ...args, recipients: [], listing: { ...listing, done: true } });
      expect((await find()).listing).toEqual({ ...listing, afterUserId: '', done: true });
    });
  });

  describe('the state', () => {
    beforeEach(async () => {
      await announce();
      await add([LAN, HOA]);
    });
    const setState = (state: 'sending' | 'paused' | 'cancelled', id = 'a1') =>
      storage.setAnnouncementState({ id, state, at: MORNING });

    test('paused holds everybody back, resumed lets them go, cancelled ends it for ever', async () => {
      expect(await setState('paused')).toEqual({ found: true });
      expect(await claim()).toEqual([]);
      await setState('sending');
      expect(await claim(MORNING, { limit: 1 })).toHaveLength(1);
      await setState('cancelled');
      await setState('sending');
      expect(await claim()).toEqual([]);
      expect(await progress()).toEqual({ ...NOBODY, sending: 1, skipped: 1 });
      await record(LAN, { state: 'pending', dueAt: MORNING, code: 'X' });
      expect(await progress()).toEqual({ ...NOBODY, skipped: 2 });
      expect(await setState('paused', 'none')).toEqual({ found: false });
      expect(await add(['u9'])).toEqual({ added: 0 });
    });

    test('a draft is not begun by resuming it', async () => {
      await announce({ id: 'd', state: 'draft' });
      await setState('sending', 'd');
      expect((await find('d')).state).toBe('draft');
    });

    test('a crowd of a cancelled one is skipped in steps', async () => {
      await announce({ id: 'a2' });
      await add(
        Array.from({ length: 2_500 }, (_, index) => `u${index}`),
        'a2',
      );
      await setState('cancelled', 'a2');
      expect(await progress('a2')).toEqual({ ...NOBODY, pending: 500, skipped: 2_000 });
      expect(await storage.settleCancelled({ at: MORNING, limit: 400 })).toEqual({ more: true });
      expect(await storage.settleCancelled({ at: MORNING, limit: 400 })).toEqual({ more: false });
      expect(await progress('a2')).toEqual({ ...NOBODY, skipped: 2_500 });
    });

    test('of whom nobody is left it is over, and goes on when people are added', async () => {
      const over = async () => (await storage.listFinished({ limit: 10 })).map(({ id }) => id);
      expect(await over()).toEqual([]);
      await claim();
      expect(await over()).toEqual([]);
      await sent(LAN);
      await unknown(HOA);
      expect(await storage.listFinished({ limit: 10 })).toMatchObject([
        { id: 'a1', progress: { sent: 1, unknown: 1 } },
      ]);
      await storage.changeAnnouncement({
        ...{ oaId: OA, id: 'a1', expectedVersion: 1, at: MORNING },
        patch: { state: 'sent', finishedAt: MORNING },
      });
      expect(await over()).toEqual([]);
      await add([LAN]);
      expect((await find()).state).toBe('sent');
      await add(['u3']);
      const after = await find();
      expect(after.state).toBe('sending');
      expect(after.finishedAt).toBeUndefined();
    });

    test('scheduled at its hour, and started without a whole list, wait for the list', async () => {
      await announce({ id: 's', state: 'scheduled', dueAt: MORNING + 5 });
      await announce({ id: 'p', state: 'paused', listing: { looked: 0, total: 0, afterUserId: '', done: false } });
      await announce({ id: 'u', listing: { looked: 0, total: 0, afterUserId: '', done: false }, dueAt: MORNING + 9 });
      const unlisted = async (at: number) => (await storage.listUnlisted({ at, limit: 10 })).map(({ id }) => id);
      expect(await unlisted(MORNING + 4)).toEqual(['u']);
      expect(await unlisted(MORNING + 5)).toEqual(['s', 'u']);
    });
  });

  describe('several at once', () => {
    test('share the limit, and what one does not need the others have', async () => {
      for (const id of ['a1', 'a2']) await announce({ id });
      const crowd = Array.from({ length: 8 }, (_, index) => `u${index}`);
      for (const userId of crowd) await commitTurn(storage, { userId, resident: { lastInteractionAt: MORNING } });
      await add(crowd, 'a1');
      await add(crowd.slice(0, 1), 'a2');
      const first = await claim(MORNING, { limit: 4 });
      expect(first.map(({ announcementId }) => announcementId)).toEqual(['a1', 'a1', 'a2']);
      expect(await claim(MORNING, { limit: 4 })).toHaveLength(2);
    });

    test('in quiet hours emergencies alone go out, and by day they go first', async () => {
      await announce({ id: 'a1' });
      await announce({
        id: 'z',
        content: aContent({ emergency: { reason: 'lũ về' }, ready: '{"text":"Lũ"}' }),
        dueAt: MORNING,
      });
      for (const id of ['a1', 'z']) await add([LAN], id);
      const ids = async (emergencyOnly: boolean) =>
        (await claim(MORNING, { emergencyOnly, limit: 1 })).map(({ announcementId }) => announcementId);
      expect(await ids(true)).toEqual(['z']);
      expect(await ids(true)).toEqual([]);
      expect(await ids(false)).toEqual(['a1']);
    });
  });

  describe('the budget', () => {
    const LATE = MORNING + 3 * DAY;
    const setUp = async (budgetVnd: number, more: object = {}) => {
      await announce({ content: aContent({ budgetVnd, ...more }) });
      await commitTurn(storage, { userId: 'fresh', resident: { lastInteractionAt: LATE } });
      await add([LAN, HOA, 'fresh']);
    };
    const spent = async () => (await find()).spentVnd;

    test('is never passed: paid ones beyond it are skipped, free ones go on', async () => {
      await setUp(55);
      expect(await claim(LATE)).toMatchObject([
        { userId: LAN, isPaid: true },
        { userId: 'fresh', isPaid: false },
      ]);
      expect(await spent()).toBe(55);
      expect(await storage.announcementTally({ id: 'a1' })).toContainEqual({
        ...{ lane: 'direct', state: 'skipped', code: 'OVER_BUDGET', count: 1 },
      });
    });

    test('has the money of who was refused or given back, not of who may have it', async () => {
      await setUp(110);
      await claim(LATE);
      expect(await spent()).toBe(110);
      await record(LAN, { state: 'failed', code: '-230' });
      await unknown(HOA);
      expect(await spent()).toBe(55);
    });

    test('counts both messages of a picture with buttons', async () => {
      const picture = { file: 'a.png', mime: 'image/png', alt: 'x', expiresAt: LATE } as const;
      await setUp(1_000, { picture, start: { kind: 'card', id: 'c' } });
      const recipients = await claim(LATE);
      expect(await spent()).toBe(220);
      await storage.releaseRecipients({ recipients, at: LATE });
      expect(await spent()).toBe(0);
    });
  });

  describe('a process that ended in the middle', () => {
    test('leaves who was under way unknown; the echo of the message settles them', async () => {
      await announce({ content: aContent() });
      await add([LAN, HOA]);
      await claim(MORNING, { limit: 1 });
      expect(await storage.recoverSending({ at: MORNING })).toEqual({ recovered: 1 });
      expect(await progress()).toEqual({ ...NOBODY, pending: 1, unknown: 1 });
      const echo = (text: string, messageId = 'z1') =>
        storage.settleEcho({ oaId: OA, userId: LAN, messageId, text, at: MORNING });
      await echo('Chào cô, chiều thứ Bảy cấp căn cước tại nhà văn hóa xã Bến Lức.');
      expect(await progress()).toMatchObject({ unknown: 1 });
      await echo('Chào cô, sáng thứ Bảy cấp căn cước tại nhà văn hóa xã Bến Lức.');
      expect(await progress()).toEqual({ ...NOBODY, pending: 1, sent: 1 });
      expect(await listed('sent')).toMatchObject([{ userId: LAN, messageId: 'z1' }]);
    });

    test('the echo of one that is known to be sent says nothing about another with the same words', async () => {
      for (const id of ['a1', 'a2']) await announce({ id });
      await add([LAN], 'a1');
      await claim();
      await record(LAN, { state: 'sent', messageId: 'z1' });
      await add([LAN], 'a2');
      await claim();
      await record(LAN, { state: 'unknown', code: 'X' }, 'a2');
      await storage.settleEcho({ oaId: OA, userId: LAN, messageId: 'z1', text: 'Lịch', at: MORNING });
      expect(await progress('a2')).toEqual({ ...NOBODY, unknown: 1 });
    });

    test('an answer with the same words is settled before an announcement', async () => {
      await announce();
      await add([LAN]);
      await claim();
      await commitTurn(storage, { messages: [aMessage('Lịch')], claimFirst: true });
      const { settledId } = await storage.settleEcho({
        oaId: OA,
        userId: LAN,
        messageId: 'z1',
        text: 'Lịch',
        at: MORNING,
      });
      expect(settledId).toBeTypeOf('number');
      expect(await progress()).toMatchObject({ sending: 1 });
    });
  });

  describe('erasing a person', () => {
    const erase = (userId: string) =>
      storage.eraseResident({ oaId: OA, userId, pseudonym: 'p', at: MORNING, via: 'command' });

    test('takes their id off every list, and the counts stay', async () => {
      for (const id of ['a1', 'a2', 'a3']) await announce({ id });
      await add([LAN, HOA]);
      await claim(MORNING, { limit: 1 });
      await sent(LAN);
      await add([LAN], 'a2');
      await storage.saveRefusedCategories({ oaId: OA, userId: LAN, categories: ['news'], at: MORNING });
      await storage.addRecipients({
        ...{ oaId: OA, announcementId: 'a3', dueAt: MORNING, at: MORNING, recipients: [] },
        listing: { looked: 2, total: 2, afterUserId: LAN, done: false },
      });
      await erase(LAN);
      await storage.checkpoint();
      expect(filesContaining(folder.dir, LAN)).toEqual([]);
      expect(await progress()).toEqual({ ...NOBODY, pending: 1, sent: 1 });
      expect(await progress('a2')).toEqual({ ...NOBODY, skipped: 1 });
      expect(await listed()).toMatchObject([{ userId: HOA }]);
    });

    test('while their list is made goes on behind whoever comes before them', async () => {
      await announce({ listing: { looked: 2, total: 2, afterUserId: HOA, done: false } });
      await erase(HOA);
      expect((await find()).listing.afterUserId).toBe(LAN);
      await erase(LAN);
      expect((await find()).listing.afterUserId).toBe('');
    });

    test('who is being sent to counts as unknown, and what comes back is not recorded', async () => {
      await announce();
      await add([LAN]);
      await claim();
      await erase(LAN);
      expect(await sent(LAN)).toEqual({ recorded: 0 });
      expect(await progress()).toEqual({ ...NOBODY, unknown: 1 });
    });
  });

  test('retention forgets the people of what ended long ago, keeps the counts, and ends what nobody touched', async () => {
    await announce({ updatedAt: MORNING });
    await announce({ id: 'a2', state: 'paused', updatedAt: MORNING });
    await add([LAN, HOA]);
    await claim();
    await sent(LAN);
    await sent(HOA);
    await add([LAN], 'a2');
    await storage.changeAnnouncement({ oaId: OA, id: 'a1', expectedVersion: 1, at: MORNING, patch: { state: 'sent' } });
    const purge = (historyBefore: number) => storage.purge({ at: MORNING + DAY, inboxBefore: 0, historyBefore });
    await purge(MORNING);
    expect(await listed()).toHaveLength(2);
    await purge(MORNING + 1);
    expect(await listed()).toEqual([]);
    expect(await progress()).toEqual({ ...NOBODY, sent: 2 });
    expect((await find('a2')).state).toBe('cancelled');
    await storage.settleCancelled({ at: MORNING + DAY, limit: 10 });
    expect(await progress('a2')).toEqual({ ...NOBODY, skipped: 1 });
  });
});
