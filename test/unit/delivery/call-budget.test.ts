import { describe, expect, test } from 'vitest';
import { createMinutePace } from '../../../src/coordination/minute-pace.ts';
import { createAnnouncementLane } from '../../../src/delivery/announcements.ts';
import { createCallBudget } from '../../../src/delivery/call-budget.ts';
import { silentLogger } from '../../../src/shared/logger.ts';
import { createMetrics } from '../../../src/shared/metrics.ts';
import { anAnnouncement, pending } from '../../support/announcements.ts';
import { stageDelivery } from '../../support/delivery.ts';
import { createFakeSender } from '../../support/fake-sender.ts';
import { createManualClock, MORNING } from '../../support/manual-clock.ts';
import { openMemoryStorage } from '../../support/memory-storage.ts';
import { commitTurn, OA } from '../../support/storage-rows.ts';

const MINUTE = 60_000;
/** 97 sends a minute, 72 of them before announcements stop. */
const budgetOf = (perMinute = 100) => createCallBudget(perMinute, (_name, limit) => createMinutePace(limit));

describe('the calls of a minute', () => {
  test('are for answers to the end; announcements stop while a quarter is left, whoever used the rest', () => {
    const { answers, announcements } = budgetOf();
    for (let call = 0; call < 50; call++) answers.take(MORNING);
    for (let call = 0; call < 22; call++) {
      expect(announcements.waitMs(MORNING)).toBe(0);
      announcements.take(MORNING);
    }
    expect(announcements.waitMs(MORNING)).toBeGreaterThan(0);
    for (let call = 0; call < 25; call++) {
      expect(answers.waitMs(MORNING)).toBe(0);
      answers.take(MORNING);
    }
    expect(answers.waitMs(MORNING)).toBe(MINUTE + 1);
    expect(answers.waitMs(MORNING + MINUTE)).toBe(0);
    expect(announcements.waitMs(MORNING + MINUTE)).toBe(0);
  });

  test('when they are used up an answer waits for the next minute and is sent then, in order', async () => {
    const { answers: calls } = budgetOf(4);
    const { answers, clock, sender, say } = stageDelivery(undefined, { calls });
    await answers.recover();
    await answers.take();
    await say(['một', 'hai', 'ba', 'bốn', 'năm']);
    await clock.advance(MINUTE);
    expect(sender.sends.map(({ text }) => text)).toEqual(['một', 'hai', 'ba']);
    await clock.advance(1);
    expect(sender.sends.map(({ text }) => text)).toEqual(['một', 'hai', 'ba', 'bốn', 'năm']);
    await answers.stop();
  });

  test('when announcements have had theirs, nobody is held ready for them until the next minute', async () => {
    const storage = openMemoryStorage();
    const clock = createManualClock(MORNING);
    const sender = createFakeSender();
    const { answers, announcements } = budgetOf();
    const lane = createAnnouncementLane({
      ...{ storage, sender, clock, logger: silentLogger, metrics: createMetrics(), calls: announcements },
      perSecond: Number.POSITIVE_INFINITY,
    });
    const userIds = Array.from({ length: 80 }, (_, index) => `user-${String(index).padStart(4, '0')}`);
    for (const userId of userIds) await commitTurn(storage, { userId, resident: { lastInteractionAt: MORNING } });
    await storage.saveAnnouncement(anAnnouncement({ dueAt: MORNING, createdAt: MORNING }));
    await storage.addRecipients({
      ...{ oaId: OA, announcementId: 'a1', dueAt: MORNING, at: MORNING, recipients: pending(userIds) },
    });
    for (let call = 0; call < 32; call++) answers.take(MORNING);
    lane.start();
    await clock.advance(5_000);
    expect(sender.sends).toHaveLength(40);
    expect(await storage.announcementProgress({ id: 'a1' })).toMatchObject({ sent: 40, pending: 40, sending: 0 });
    expect(answers.waitMs(clock.now())).toBe(0);
    await clock.advance(MINUTE);
    expect(new Set(sender.sends.map(({ userId }) => userId)).size).toBe(80);
    expect(sender.sends).toHaveLength(80);
    await lane.stop();
  });
});
