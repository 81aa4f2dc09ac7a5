import { describe, expect, test } from 'vitest';
import { newDraft } from '../../../src/broadcasts/lifecycle.ts';
import { createAnnouncementRounds } from '../../../src/broadcasts/rounds.ts';
import { silentLogger } from '../../../src/shared/logger.ts';
import type { Announcement, AnnouncementContent } from '../../../src/storage/announcement-ports.ts';
import { aContent } from '../../support/announcements.ts';
import { createManualClock, MORNING } from '../../support/manual-clock.ts';
import { openMemoryStorage } from '../../support/memory-storage.ts';
import { commitTurn, OA } from '../../support/storage-rows.ts';

const SECOND = 1_000;
const DAY = 86_400_000;

async function stage(residents: number, given: Partial<Announcement> = {}, content: AnnouncementContent = aContent()) {
  const storage = openMemoryStorage();
  const clock = createManualClock();
  const users = Array.from({ length: residents }, (_, index) => `u${String(index).padStart(5, '0')}`);
  for (const userId of users) await commitTurn(storage, { userId, resident: { lastInteractionAt: MORNING } });
  await storage.saveAnnouncement({
    ...newDraft({ id: 'a1', oaId: OA, content, by: 'lan', at: MORNING }),
    ...{ state: 'sending', dueAt: MORNING },
    ...given,
  });
  const listed: string[] = [];
  const begin = () =>
    createAnnouncementRounds({ storage, clock, logger: silentLogger, onListed: ({ id }) => void listed.push(id) });
  const find = async () => {
    const found = await storage.findAnnouncement({ id: 'a1' });
    if (!found) throw new Error('gone');
    return found;
  };
  return { storage, clock, users, begin, find, listed, progress: () => storage.announcementProgress({ id: 'a1' }) };
}

describe('the list of a started announcement', () => {
  test('is made in pages and says how far it is', async () => {
    const { storage, clock, begin, find, progress, listed } = await stage(2_500);
    const rounds = begin();
    rounds.start();
    await clock.advance(SECOND);
    expect((await find()).listing).toEqual({ looked: 2_500, total: 2_500, afterUserId: '', done: true });
    expect(await progress()).toMatchObject({ pending: 2_500 });
    expect(storage.calls('addRecipients')).toBeGreaterThanOrEqual(3);
    expect(listed).toEqual(['a1']);
    await rounds.stop();
  });

  test('goes on where it was, and puts nobody on it twice', async () => {
    const { storage, clock, begin, find, progress, users } = await stage(2_500);
    storage.failNext('addRecipients', new Error('disk full'));
    const rounds = begin();
    rounds.start();
    await clock.advance(10);
    expect((await find()).listing.done).toBe(false);
    await storage.addRecipients({
      ...{ oaId: OA, announcementId: 'a1', dueAt: MORNING, at: MORNING },
      recipients: users.slice(0, 1_000).map((userId) => ({ userId, lane: 'direct', state: 'pending', code: '' })),
      listing: { looked: 1_000, total: 2_500, afterUserId: users[999] ?? '', done: false },
    });
    await clock.advance(2 * SECOND);
    expect((await find()).listing).toMatchObject({ looked: 2_500, done: true });
    expect(await progress()).toMatchObject({ pending: 2_500 });
    await rounds.stop();
  });

  test('names a reason for everybody who is not reached', async () => {
    const { storage, clock, begin } = await stage(3);
    await commitTurn(storage, { userId: 'u00001', resident: { optOutAt: MORNING } });
    await commitTurn(storage, { userId: 'x', resident: {} });
    await storage.saveRefusedCategories({ oaId: OA, userId: 'u00002', categories: ['services'], at: MORNING });
    const rounds = begin();
    rounds.start();
    await clock.advance(SECOND);
    expect(
      (await storage.announcementTally({ id: 'a1' })).map(({ state, code, count }) => [state, code, count]),
    ).toEqual([
      ['pending', '', 1],
      ['skipped', 'NEVER_WROTE', 1],
      ['skipped', 'OPTED_OUT', 1],
      ['skipped', 'REFUSED_CATEGORY', 1],
    ]);
    await rounds.stop();
  });

  test('rests while it is paused', async () => {
    const { storage, clock, begin, find } = await stage(5, { state: 'paused' });
    const rounds = begin();
    rounds.start();
    await clock.advance(5 * SECOND);
    expect((await find()).listing.looked).toBe(0);
    await storage.setAnnouncementState({ id: 'a1', state: 'sending', at: MORNING });
    await clock.advance(2 * SECOND);
    expect((await find()).listing.done).toBe(true);
    await rounds.stop();
  });
});

describe('at its hour', () => {
  const scheduled = { state: 'scheduled', dueAt: MORNING + 60 * SECOND } as const;

  test('a scheduled one begins by itself', async () => {
    const { clock, begin, find, progress } = await stage(5, scheduled);
    const rounds = begin();
    rounds.start();
    await clock.advance(59 * SECOND);
    expect((await find()).state).toBe('scheduled');
    await clock.advance(3 * SECOND);
    expect(await find()).toMatchObject({ state: 'sending', startedBy: 'system', plannedRecipients: 5 });
    expect(await progress()).toMatchObject({ pending: 5 });
    await rounds.stop();
  });

  test.each([
    ['nobody', 0, aContent(), 'ANNOUNCEMENT_NOBODY'],
    [
      'an expired picture',
      5,
      aContent({ picture: { file: 'a.png', mime: 'image/png', alt: 'x', expiresAt: MORNING + 1 } }),
      'ANNOUNCEMENT_PICTURE_EXPIRED',
    ],
    ['too few approvals', 5, aContent({ emergency: { reason: 'Lũ về' } }), 'ANNOUNCEMENT_NOT_APPROVED'],
  ])('one with %s fails and says why', async (_what, residents, content, failureCode) => {
    const { clock, begin, find } = await stage(residents, scheduled, content);
    const rounds = begin();
    rounds.start();
    await clock.advance(62 * SECOND);
    expect(await find()).toMatchObject({ state: 'failed', failureCode });
    await rounds.stop();
  });
});

describe('the end', () => {
  test('comes when the last one is settled', async () => {
    const { storage, clock, begin, find } = await stage(2);
    const rounds = begin();
    rounds.start();
    await clock.advance(2 * SECOND);
    expect((await find()).state).toBe('sending');
    for (const userId of ['u00000', 'u00001'])
      await storage.moveRecipients({
        ...{ oaId: OA, announcementId: 'a1', lane: 'direct', from: ['pending'], userIds: [userId] },
        ...{ to: 'sent', code: '', at: MORNING },
      });
    await clock.advance(2 * SECOND);
    expect(await find()).toMatchObject({ state: 'sent', finishedAt: MORNING + 3 * SECOND });
    await rounds.stop();
  });

  test('of a finished message whose people are only on their way is not yet', async () => {
    const listing = { looked: 0, total: 0, afterUserId: '', done: true };
    const { clock, begin, find } = await stage(0, { listing }, aContent({ ready: '{"text":"x"}' }));
    const rounds = begin();
    rounds.start();
    await clock.advance(5 * SECOND);
    expect((await find()).state).toBe('sending');
    await rounds.stop();
  });

  test('of a cancelled one leaves nobody pending', async () => {
    const { storage, clock, begin, progress } = await stage(2_500);
    const rounds = begin();
    rounds.start();
    await clock.advance(SECOND);
    await storage.setAnnouncementState({ id: 'a1', state: 'cancelled', at: clock.now() + DAY });
    await clock.advance(2 * SECOND);
    expect(await progress()).toMatchObject({ pending: 0, skipped: 2_500 });
    await rounds.stop();
  });
});
