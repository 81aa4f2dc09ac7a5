import { describe, expect, test } from 'vitest';
import { claimAll } from '../../support/announcements.ts';
import { planAnnouncement } from '../../../src/broadcasts/plan.ts';
import { startAnnouncement } from '../../../src/broadcasts/start.ts';
import { openMemoryStorage } from '../../support/memory-storage.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { commitTurn, HOA, LAN, OA, TEAM } from '../../support/storage-rows.ts';

const HOUR_MS = 3_600_000;
const MESSAGE = { text: 'Lịch cấp căn cước' };
const audience = { oaId: OA, communeCode: '25270' };

async function stage(userIds: readonly string[] = [LAN, HOA]) {
  const storage = openMemoryStorage();
  await storage.saveTeams({ oaId: OA, teams: [TEAM], at: 1 });
  const join = (userId: string) =>
    commitTurn(storage, { userId, resident: { lastInteractionAt: MORNING, teamCode: 'LN03' } });
  for (const userId of userIds) await join(userId);
  return {
    storage,
    join,
    async announce(at = MORNING, message: { text: string } = MESSAGE) {
      const plan = await planAnnouncement({ storage, audience, at });
      return startAnnouncement({ storage, title: 'Lịch', message, audience, plan, at: MORNING });
    },
    claim: async (at: number) => (await claimAll(storage, at)).map(({ userId }) => userId),
  };
}

describe('an announcement', () => {
  test('waits on the list until its hour', async () => {
    const { announce, claim, storage } = await stage();
    const { id, created, added, dueAt } = await announce(MORNING + HOUR_MS);
    expect({ created, added, dueAt }).toEqual({ created: true, added: 2, dueAt: MORNING + HOUR_MS });
    expect(await claim(MORNING + HOUR_MS - 1)).toEqual([]);
    expect(await claim(MORNING + HOUR_MS)).toEqual([LAN, HOA]);
    expect(await storage.findAnnouncement({ id })).toMatchObject({
      content: { title: 'Lịch', audience: { communes: ['25270'], teams: [] } },
      state: 'sending',
    });
  });

  test('given again is the same one: whoever is on the list is left as they are', async () => {
    const { announce, claim } = await stage();
    const first = await announce();
    expect(await claim(MORNING)).toEqual([LAN, HOA]);
    expect(await announce()).toMatchObject({ id: first.id, created: false, added: 0 });
    expect(await claim(MORNING + HOUR_MS)).toEqual([]);
  });

  test('given again reaches who joined in the meantime, and nobody else', async () => {
    const { announce, claim, join } = await stage([LAN]);
    await announce();
    expect(await claim(MORNING)).toEqual([LAN]);
    await join(HOA);
    expect(await announce()).toMatchObject({ created: false, added: 1 });
    expect(await claim(MORNING)).toEqual([HOA]);
  });

  test('given again without an hour keeps its hour also for newcomers', async () => {
    const { announce, claim, join } = await stage([LAN]);
    await announce(MORNING + 3 * HOUR_MS);
    await join(HOA);
    expect(await announce(MORNING)).toMatchObject({ created: false, added: 1, dueAt: MORNING + 3 * HOUR_MS });
    expect(await claim(MORNING + 3 * HOUR_MS - 1)).toEqual([]);
    expect(await claim(MORNING + 3 * HOUR_MS)).toEqual([LAN, HOA]);
  });

  test('paused and resumed before its hour is not sent before its hour', async () => {
    const { announce, claim, storage } = await stage();
    const { id } = await announce(MORNING + HOUR_MS);
    await storage.setAnnouncementState({ id, state: 'paused', at: MORNING });
    await storage.setAnnouncementState({ id, state: 'sending', at: MORNING });
    expect(await claim(MORNING + HOUR_MS - 1)).toEqual([]);
    expect(await claim(MORNING + HOUR_MS)).toHaveLength(2);
  });

  test('paused stays paused when it is given again', async () => {
    const { announce, claim, storage } = await stage();
    const { id } = await announce();
    await storage.setAnnouncementState({ id, state: 'paused', at: MORNING });
    await announce();
    expect(await claim(MORNING)).toEqual([]);
  });

  test('cancelled is never sent: not by resuming it, not by giving it again', async () => {
    const { announce, claim, join, storage } = await stage([LAN]);
    const { id } = await announce();
    await storage.setAnnouncementState({ id, state: 'cancelled', at: MORNING });
    await storage.setAnnouncementState({ id, state: 'sending', at: MORNING });
    await join(HOA);
    await expect(announce()).rejects.toMatchObject({
      code: 'ANNOUNCEMENT_CANCELLED',
      message: expect.stringContaining(id),
    });
    expect(await claim(MORNING)).toEqual([]);
    expect(await storage.announcementProgress({ id })).toMatchObject({ pending: 0, skipped: 1 });
    expect((await announce(MORNING, { text: 'Lịch mới' })).added).toBe(2);
  });

  test('whose recipients could not all be listed goes on where it stopped', async () => {
    const everybody = Array.from({ length: 1_100 }, (_, index) => `u${String(index).padStart(5, '0')}`);
    const { announce, storage } = await stage(everybody);
    const disk = new Error('disk');
    const { addRecipients } = storage;
    let chunks = 0;
    const broken = new Proxy(storage, {
      get: (target, name) =>
        name === 'addRecipients'
          ? (args: Parameters<typeof addRecipients>[0]) =>
              (chunks += 1) === 2 ? Promise.reject(disk) : target.addRecipients(args)
          : target[name as 'close'],
    });
    const plan = await planAnnouncement({ storage, audience, at: MORNING });
    await expect(
      startAnnouncement({ storage: broken, title: 'Lịch', message: MESSAGE, audience, plan, at: MORNING }),
    ).rejects.toBe(disk);
    expect(await announce()).toMatchObject({ created: false, added: 100 });
  });

  test('tells how many are on the list so far', async () => {
    const { storage } = await stage(Array.from({ length: 1_700 }, (_, index) => `u${String(index).padStart(5, '0')}`));
    const plan = await planAnnouncement({ storage, audience, at: MORNING });
    const seen: string[] = [];
    const onProgress = (queued: number, total: number): void => void seen.push(`${queued}/${total}`);
    await startAnnouncement({ storage, title: 'Lịch', message: MESSAGE, audience, plan, at: MORNING, onProgress });
    expect(seen).toEqual(['1000/1700', '1700/1700']);
  });
});
