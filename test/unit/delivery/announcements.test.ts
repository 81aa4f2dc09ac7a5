import { expect, test } from 'vitest';
import { createAnnouncementLane } from '../../../src/delivery/announcements.ts';
import { silentLogger } from '../../../src/shared/logger.ts';
import { createMetrics } from '../../../src/shared/metrics.ts';
import { badGateway, refusedConnection, zaloSays } from '../../support/delivery.ts';
import { createFakeSender, type Fate } from '../../support/fake-sender.ts';
import { createManualClock, letPromisesRun, MORNING } from '../../support/manual-clock.ts';
import { openMemoryStorage } from '../../support/memory-storage.ts';
import { anAnnouncement, pending } from '../../support/announcements.ts';
import { commitTurn, OA } from '../../support/storage-rows.ts';

const SECOND = 1_000;

async function stage(
  recipients: number,
  decide?: (number: number, text: string, userId: string) => Fate,
  startMs = MORNING,
) {
  const storage = openMemoryStorage();
  const clock = createManualClock(startMs);
  const sender = createFakeSender(decide);
  const lane = createAnnouncementLane({
    storage,
    sender,
    clock,
    logger: silentLogger,
    metrics: createMetrics(),
    perSecond: 10,
  });
  const userIds = Array.from({ length: recipients }, (_, index) => `user-${String(index).padStart(3, '0')}`);
  for (const userId of userIds) await commitTurn(storage, { userId, resident: { lastInteractionAt: startMs } });
  await storage.saveAnnouncement(anAnnouncement({ dueAt: startMs, createdAt: startMs }));
  await storage.addRecipients({
    ...{ oaId: OA, announcementId: 'a1', dueAt: startMs, at: startMs, recipients: pending(userIds) },
  });
  return { storage, clock, sender, lane, userIds, progress: () => storage.announcementProgress({ id: 'a1' }) };
}

test('sends a fixed number a second, everybody once', async () => {
  const { lane, clock, sender, userIds, progress } = await stage(25);
  lane.start();
  await clock.advance(SECOND);
  expect(sender.sends).toHaveLength(10);
  await clock.advance(2 * SECOND);
  expect(sender.sends.map(({ userId }) => userId)).toEqual(userIds);
  await clock.advance(10 * SECOND);
  expect(sender.sends).toHaveLength(25);
  expect(await progress()).toMatchObject({ sent: 25, pending: 0 });
  await lane.stop();
});

test('keeps silent outside 07:00–21:00 and goes on in the morning', async () => {
  const { lane, clock, sender } = await stage(25, undefined, Date.parse('2026-11-22T20:59:58+07:00'));
  lane.start();
  await clock.advance(SECOND);
  expect(sender.sends).toHaveLength(10);
  await clock.advance(SECOND);
  const evening = sender.sends.length;
  await clock.advance(3_600 * SECOND);
  expect(sender.sends).toHaveLength(evening);
  await clock.advance(9 * 3_600 * SECOND + 5 * SECOND);
  expect(sender.sends).toHaveLength(25);
  await lane.stop();
});

test('never repeats an unknown send: it waits for staff', async () => {
  const { lane, clock, sender, progress } = await stage(3, (number) => (number === 2 ? badGateway() : undefined));
  lane.start();
  await clock.advance(3_600 * SECOND);
  expect(sender.sends).toHaveLength(3);
  expect(await progress()).toMatchObject({ sent: 2, unknown: 1 });
  await lane.stop();
});

test('records a refusal for good and goes on with the others', async () => {
  const { lane, clock, progress } = await stage(3, (number) => (number === 1 ? zaloSays(-230) : undefined));
  lane.start();
  await clock.advance(5 * SECOND);
  expect(await progress()).toMatchObject({ sent: 2, failed: 1 });
  await lane.stop();
});

test('stops at the limit of calls and goes on in the next minute', async () => {
  const { lane, clock, sender, progress } = await stage(15, (number) => (number === 1 ? zaloSays(-32) : undefined));
  lane.start();
  await clock.advance(30 * SECOND);
  expect(sender.sends).toHaveLength(1);
  await clock.advance(40 * SECOND);
  expect(await progress()).toMatchObject({ sent: 15, pending: 0 });
  await lane.stop();
});

test('waits longer each time while the connection is refused', async () => {
  const { lane, clock, sender } = await stage(1, () => refusedConnection());
  lane.start();
  await clock.advance(60 * SECOND);
  expect(sender.sends.length).toBeGreaterThan(2);
  expect(sender.sends.length).toBeLessThan(10);
  await lane.stop();
});

test('stop waits for the sends under way', async () => {
  const { lane, clock, sender, progress } = await stage(1, () => 'hang');
  lane.start();
  await clock.advance(SECOND);
  let stopped = false;
  const done = lane.stop().then(() => (stopped = true));
  await letPromisesRun();
  expect(stopped).toBe(false);
  sender.sends[0]?.resolve();
  await done;
  expect(await progress()).toMatchObject({ sent: 1 });
  await clock.advance(60 * SECOND);
  expect(sender.sends).toHaveLength(1);
});
