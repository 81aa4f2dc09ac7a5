import { describe, expect, test } from 'vitest';
import {
  type AnnouncementLaneOptions,
  createAnnouncementLane,
  readPerSecond,
} from '../../../src/delivery/announcements.ts';
import { createAnswers } from '../../../src/delivery/answers.ts';
import { defaultQuietHours, endOfAllowed, isQuiet, nextAllowed } from '../../../src/delivery/quiet-hours.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { silentLogger } from '../../../src/shared/logger.ts';
import { createMetrics } from '../../../src/shared/metrics.ts';
import { badGateway, refusedConnection, zaloSays } from '../../support/delivery.ts';
import { createFakeSender, type Fate } from '../../support/fake-sender.ts';
import { createManualClock, letPromisesRun, MORNING } from '../../support/manual-clock.ts';
import { openMemoryStorage } from '../../support/memory-storage.ts';
import { aContent, anAnnouncement, pending } from '../../support/announcements.ts';
import type { Announcement } from '../../../src/storage/announcement-ports.ts';
import { aMessage, commitTurn, LAN, OA } from '../../support/storage-rows.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const at = (time: string): number => Date.parse(`2026-11-22T${time}+07:00`);

interface StageOptions extends Partial<AnnouncementLaneOptions> {
  readonly recipients: number;
  readonly decide?: (number: number, text: string, userId: string) => Fate;
  readonly startMs?: number;
  readonly announcement?: Partial<Announcement>;
}

/** One announcement to `recipients` people who have all written just now. */
async function stage({ recipients, decide, startMs = MORNING, announcement, ...options }: StageOptions) {
  const storage = openMemoryStorage();
  const clock = createManualClock(startMs);
  const sender = createFakeSender(decide);
  const metrics = createMetrics();
  const lane = createAnnouncementLane({ storage, sender, clock, logger: silentLogger, metrics, ...options });
  const userIds = Array.from({ length: recipients }, (_, index) => `user-${String(index).padStart(4, '0')}`);
  for (const userId of userIds) await commitTurn(storage, { userId, resident: { lastInteractionAt: startMs } });
  await storage.saveAnnouncement(anAnnouncement({ dueAt: startMs, createdAt: startMs, ...announcement }));
  await storage.addRecipients({
    ...{ oaId: OA, announcementId: 'a1', dueAt: startMs, at: startMs, recipients: pending(userIds) },
  });
  const triesOf = (userId: string) => sender.sends.filter((send) => send.userId === userId).length;
  return {
    storage,
    clock,
    sender,
    lane,
    metrics,
    userIds,
    triesOf,
    progress: () => storage.announcementProgress({ id: 'a1' }),
  };
}

/** Most calls that began in any one second, whichever way the second is laid. */
function mostInASecond(times: readonly number[]): number {
  return Math.max(...times.map((from, index) => times.slice(index).filter((time) => time < from + SECOND).length));
}

describe('the pace', () => {
  test.each([1, 7, 40, 100, 333])(
    'of %d a second is never passed in any second, and 0.97 of it is reached',
    async (perSecond) => {
      const times: number[] = [];
      const { lane, clock } = await stage({
        recipients: perSecond * 6,
        perSecond,
        decide: () => void times.push(clock.now()),
      });
      lane.start();
      await clock.advance(5 * SECOND);
      expect(mostInASecond(times)).toBeLessThanOrEqual(perSecond);
      expect(times.length).toBeGreaterThanOrEqual(Math.floor(perSecond * 5 * 0.97));
      await lane.stop();
    },
  );

  test('is 40 a second unless it is set, and a new setting counts within a second or two', async () => {
    const { lane, clock, sender, storage } = await stage({ recipients: 1_000 });
    lane.start();
    await clock.advance(10 * SECOND);
    expect(sender.sends.length).toBeGreaterThan(385);
    expect(sender.sends.length).toBeLessThanOrEqual(400);
    await storage.writeMeta({ key: 'announcement-per-second', value: '5' });
    await clock.advance(2 * SECOND);
    const before = sender.sends.length;
    await clock.advance(10 * SECOND);
    expect(sender.sends.length - before).toBeLessThanOrEqual(50);
    expect(sender.sends.length - before).toBeGreaterThan(45);
    await storage.writeMeta({ key: 'announcement-per-second', value: 'none' });
    await clock.advance(3 * SECOND);
    expect(sender.sends).toHaveLength(1_000);
    await lane.stop();
  });

  test.each(['0', '-1', 'viel', '1001', ''])('set to "%s" is 40', (value) => {
    expect(readPerSecond(value)).toBe(40);
  });

  test('never has more than its sends in flight, and goes on when they end', async () => {
    const { lane, clock, sender, progress } = await stage({ recipients: 25, decide: () => 'hang' });
    lane.start();
    await clock.advance(SECOND);
    expect(sender.open()).toBe(10);
    expect(await progress()).toMatchObject({ sending: 10, pending: 15 });
    for (const send of sender.sends.slice(0, 10)) send.resolve();
    await clock.advance(SECOND);
    expect(sender.sends).toHaveLength(20);
    for (const send of sender.sends.slice(10, 20)) send.resolve();
    await clock.advance(SECOND);
    for (const send of sender.sends.slice(20)) send.resolve();
    await clock.advance(SECOND);
    expect(await progress()).toMatchObject({ sent: 25 });
    await lane.stop();
  });

  test('is not used up by people who opted out or fell silent since the list was made', async () => {
    const { lane, clock, storage, userIds, sender, progress } = await stage({ recipients: 60, perSecond: 10 });
    for (const userId of userIds.slice(0, 50)) await commitTurn(storage, { userId, resident: { optOutAt: MORNING } });
    lane.start();
    await clock.advance(1_500);
    expect(sender.sends.map(({ userId }) => userId)).toEqual(userIds.slice(50));
    expect(await progress()).toMatchObject({ sent: 10, skipped: 50, pending: 0 });
    await lane.stop();
  });

  test('counts what follows the text too', async () => {
    const times: number[] = [];
    const { lane, clock, sender } = await stage({
      ...{ recipients: 20, perSecond: 10 },
      render: () => [{ text: 'lời' }, { text: 'ảnh' }],
      decide: () => void times.push(clock.now()),
    });
    lane.start();
    await clock.advance(2 * SECOND);
    expect(mostInASecond(times)).toBeLessThanOrEqual(10);
    expect(sender.texts().slice(0, 6)).toContain('ảnh');
    await lane.stop();
  });
});

test('money is counted at the price that is set', async () => {
  const { lane, clock, storage, userIds } = await stage({
    recipients: 3,
    announcement: { content: aContent({ budgetVnd: 200, ready: '{"text":"Lịch"}' }) },
  });
  await storage.writeMeta({ key: 'announcement-paid-message-vnd', value: '100' });
  await clock.advance(3 * DAY);
  await commitTurn(storage, { userId: userIds[0] ?? '', resident: { lastInteractionAt: clock.now() } });
  lane.start();
  await clock.advance(SECOND);
  expect(await storage.findAnnouncement({ id: 'a1' })).toMatchObject({ spentVnd: 200 });
  expect(await storage.announcementProgress({ id: 'a1' })).toMatchObject({ sent: 3 });
  await lane.stop();
});

describe('staff', () => {
  test('who pause stop it within a second, and who resume see it go on within a second', async () => {
    const { lane, clock, sender, storage, progress } = await stage({ recipients: 1_000, perSecond: 100 });
    const setState = (state: 'sending' | 'paused') =>
      storage.setAnnouncementState({ id: 'a1', state, at: clock.now() });
    lane.start();
    await clock.advance(2 * SECOND);
    await setState('paused');
    await clock.advance(SECOND);
    const paused = sender.sends.length;
    await clock.advance(60 * SECOND);
    expect(sender.sends).toHaveLength(paused);
    expect(await progress()).toMatchObject({ sending: 0, sent: paused });
    await setState('sending');
    await clock.advance(SECOND);
    expect(sender.sends.length).toBeGreaterThan(paused + 40);
    await lane.stop();
  });

  test('who nudge it wait for no round', async () => {
    const { lane, clock, sender, storage } = await stage({ recipients: 1, announcement: { state: 'paused' } });
    lane.start();
    await clock.advance(10);
    await storage.setAnnouncementState({ id: 'a1', state: 'sending', at: MORNING });
    lane.nudge();
    await clock.advance(10);
    expect(sender.sends).toHaveLength(1);
    await lane.stop();
  });
});

describe('what is to be said', () => {
  test('is made for each person when their turn comes', async () => {
    const { lane, clock, sender, storage } = await stage({
      recipients: 2,
      render: (_announcement, { address }) => [{ text: `Chào ${address ?? 'bác'}` }],
    });
    await commitTurn(storage, { userId: 'user-0001', resident: { address: 'cô' } });
    lane.start();
    await clock.advance(SECOND);
    expect(sender.texts()).toEqual(['Chào bác', 'Chào cô']);
    await lane.stop();
  });

  test('and cannot be made for somebody fails for them alone, without a call', async () => {
    const { lane, clock, sender, progress } = await stage({
      recipients: 2,
      render: (_announcement, { userId }) => {
        if (userId === 'user-0000') throw new AppError('ANNOUNCEMENT_INVALID', 'no such guide');
        return [{ text: 'Lịch' }];
      },
    });
    lane.start();
    await clock.advance(SECOND);
    expect(sender.sends).toHaveLength(1);
    expect(await progress()).toMatchObject({ sent: 1, failed: 1 });
    await lane.stop();
  });

  test('waits for its picture: once for all, and for another minute while it cannot be taken to Zalo', async () => {
    let uploads = 0;
    const { lane, clock, sender, progress } = await stage({
      recipients: 30,
      prepare: async (announcement) => {
        uploads += 1;
        if (uploads === 1) throw refusedConnection();
        return announcement;
      },
    });
    lane.start();
    await clock.advance(50 * SECOND);
    expect(sender.sends.length).toBeLessThan(30);
    await clock.advance(20 * SECOND);
    expect(await progress()).toMatchObject({ sent: 30, pending: 0 });
    expect(uploads).toBe(2);
    await lane.stop();
  });
});

describe('an answer beside a running announcement', () => {
  test('goes out while ten announcement sends hang', async () => {
    const { lane, storage, clock, sender, metrics } = await stage({
      recipients: 40,
      decide: (_number, text) => (text === 'Lịch' ? 'hang' : undefined),
    });
    const answers = createAnswers({ storage, sender, clock, logger: silentLogger, metrics });
    lane.start();
    await clock.advance(SECOND);
    const [id = 0] = await commitTurn(storage, { messages: [aMessage('Dạ')] });
    answers.deliver(OA, LAN, [{ id, body: aMessage('Dạ').body }], false, clock.now());
    await letPromisesRun();
    expect(sender.texts().at(-1)).toBe('Dạ');
    expect(await storage.counts()).toMatchObject({ outboxPending: 30 });
    await answers.stop();
    const stopped = lane.stop();
    for (const send of sender.sends) send.resolve();
    await stopped;
  });
});

describe('a send that certainly did not arrive', () => {
  test('because of the limit of calls stops the lane at once, and everybody is reached in the next minute', async () => {
    const { lane, clock, sender, progress } = await stage({
      recipients: 40,
      decide: (number) => (number === 6 ? zaloSays(-32) : undefined),
    });
    lane.start();
    await clock.advance(59 * SECOND);
    expect(sender.sends.length).toBeLessThanOrEqual(10);
    await clock.advance(10 * SECOND);
    expect(await progress()).toMatchObject({ sent: 40, pending: 0, failed: 0 });
    await lane.stop();
  });

  test('because of the limit of calls stops the lane for no longer when the clock is set back meanwhile', async () => {
    const { lane, clock, progress } = await stage({
      recipients: 40,
      decide: (number) => (number === 6 ? zaloSays(-32) : undefined),
    });
    await clock.advance(2 * 60 * MINUTE);
    lane.start();
    await clock.advance(30 * SECOND);
    clock.setBack(60 * MINUTE);
    await clock.advance(2 * MINUTE);
    // The clock that was wrong is on the refused one's row: it waits for that hour.
    expect(await progress()).toMatchObject({ sent: 39, pending: 1, failed: 0 });
    await lane.stop();
  });

  test('to one resident does not hold up the others', async () => {
    const { lane, clock, triesOf, userIds, progress } = await stage({
      recipients: 30,
      perSecond: 10,
      decide: (_number, _text, userId) => (userId === 'user-0003' ? refusedConnection() : undefined),
    });
    lane.start();
    await clock.advance(4 * SECOND);
    expect(await progress()).toMatchObject({ sent: 29, pending: 1 });
    expect(userIds.filter((userId) => triesOf(userId) > 1)).toEqual(['user-0003']);
    await lane.stop();
  });

  test('during an outage is tried by a few, with growing waits, and everybody is reached after it', async () => {
    let isDown = true;
    const { lane, clock, sender, progress, userIds } = await stage({
      recipients: 200,
      decide: () => (isDown ? refusedConnection() : undefined),
    });
    lane.start();
    await clock.advance(30 * MINUTE);
    expect(sender.sends.length).toBeLessThan(400);
    expect(await progress()).toMatchObject({ sent: 0, failed: 0, unknown: 0, pending: 200 });
    isDown = false;
    const before = sender.sends.length;
    await clock.advance(2 * MINUTE);
    expect(await progress()).toMatchObject({ sent: 200 });
    expect(
      sender.sends
        .slice(before)
        .map(({ userId }) => userId)
        .toSorted(),
    ).toEqual(userIds);
    await lane.stop();
  });

  test('is given up after as many tries as fit in the age of an answer', async () => {
    const { lane, clock, progress, sender } = await stage({
      recipients: 1,
      startMs: at('07:00'),
      retry: { baseDelayMs: 1_000, maxDelayMs: 60_000, maxAgeMs: 10 * MINUTE },
      decide: () => refusedConnection(),
    });
    lane.start();
    await clock.advance(60 * MINUTE);
    expect(await progress()).toMatchObject({ pending: 0, failed: 1 });
    expect(sender.sends).toHaveLength(10);
    await lane.stop();
  });

  test('and was planned days ahead still has all its tries', async () => {
    const { lane, clock, progress } = await stage({
      recipients: 1,
      decide: (number) => (number < 5 ? refusedConnection() : undefined),
    });
    await clock.advance(2 * DAY);
    lane.start();
    await clock.advance(MINUTE);
    expect(await progress()).toMatchObject({ sent: 1, failed: 0 });
    await lane.stop();
  });

  test('when its announcement was cancelled meanwhile, is not tried again', async () => {
    const { lane, storage, sender, clock, progress } = await stage({ recipients: 1, decide: () => 'hang' });
    lane.start();
    await clock.advance(SECOND);
    await storage.setAnnouncementState({ id: 'a1', state: 'cancelled', at: clock.now() });
    sender.sends[0]?.reject(refusedConnection());
    await clock.advance(5 * MINUTE);
    expect(sender.sends).toHaveLength(1);
    expect(await progress()).toEqual({ pending: 0, sending: 0, sent: 0, failed: 0, unknown: 0, skipped: 1 });
    await lane.stop();
  });
});

describe('a send that may have arrived', () => {
  test('is never repeated: not later, not after a restart', async () => {
    const { lane, clock, storage, sender, triesOf, progress } = await stage({
      recipients: 3,
      decide: (number) => (number === 2 ? badGateway() : undefined),
    });
    lane.start();
    await clock.advance(60 * MINUTE);
    await lane.stop();
    await storage.recoverSending({ at: clock.now() });
    const next = createAnnouncementLane({ storage, sender, clock, logger: silentLogger, metrics: createMetrics() });
    next.start();
    await clock.advance(60 * MINUTE);
    expect(triesOf('user-0001')).toBe(1);
    expect(await progress()).toMatchObject({ sent: 2, unknown: 1 });
    await next.stop();
  });

  test('becomes sent by its echo', async () => {
    const { lane, storage, clock, progress } = await stage({ recipients: 1, decide: () => badGateway() });
    lane.start();
    await clock.advance(SECOND);
    await storage.settleEcho({ oaId: OA, userId: 'user-0000', messageId: 'z1', text: 'Lịch', at: clock.now() });
    expect(await progress()).toMatchObject({ sent: 1, unknown: 0 });
  });

  test('of a process that was killed is unknown, and only those were in flight', async () => {
    const { lane, storage, clock, progress } = await stage({
      recipients: 60,
      decide: (number) => (number <= 20 ? undefined : 'hang'),
    });
    lane.start();
    await clock.advance(3 * SECOND);
    await storage.recoverSending({ at: clock.now() });
    expect(await progress()).toMatchObject({ sent: 20, unknown: 10, pending: 30 });
  });

  test('but whose result could not be recorded at once is recorded later, and the others go on', async () => {
    const { lane, storage, clock, triesOf, progress } = await stage({ recipients: 15 });
    storage.failNext('recordRecipients', new Error('disk full'));
    lane.start();
    await clock.advance(10 * SECOND);
    expect(await progress()).toMatchObject({ sent: 15, sending: 0 });
    expect(triesOf('user-0000')).toBe(1);
    await lane.stop();
  });
});

test('a store that fails once costs half a second', async () => {
  const { lane, storage, clock, progress } = await stage({ recipients: 5 });
  storage.failNext('claimRecipients', new Error('disk full'));
  lane.start();
  await clock.advance(100);
  expect(await progress()).toMatchObject({ sent: 0, pending: 5 });
  await clock.advance(SECOND);
  expect(await progress()).toMatchObject({ sent: 5 });
  await lane.stop();
});

test('nobody is sent to from 21:00 on, and whoever was claimed before is given back', async () => {
  const { lane, clock, sender, progress } = await stage({ recipients: 40, startMs: at('20:59:59.500') });
  lane.start();
  await clock.advance(5 * SECOND);
  expect(sender.sends.length).toBeGreaterThan(10);
  expect(sender.sends.length).toBeLessThan(25);
  expect(await progress()).toMatchObject({ sending: 0, pending: 40 - sender.sends.length });
  await clock.advance(10 * 3_600 * SECOND + 2 * SECOND);
  expect(await progress()).toMatchObject({ sent: 40 });
  await lane.stop();
});

test('an emergency goes out at night', async () => {
  const { lane, clock, progress } = await stage({
    ...{ recipients: 5, startMs: at('23:00') },
    announcement: { content: aContent({ emergency: { reason: 'lũ về trong đêm' }, ready: '{"text":"Lũ"}' }) },
  });
  lane.start();
  await clock.advance(2 * SECOND);
  expect(await progress()).toMatchObject({ sent: 5 });
  await lane.stop();
});

describe('quiet hours', () => {
  test('begin at 21:00 and end at 07:00', () => {
    const quiet = ['00:00', '06:59:59', '07:00', '20:59:59', '21:00', '23:59'].map((time) =>
      isQuiet(at(time), defaultQuietHours),
    );
    expect(quiet).toEqual([true, true, false, false, true, true]);
  });

  test('put off to the next 07:00, and nothing by day', () => {
    expect(nextAllowed(at('12:34:56'), defaultQuietHours)).toBe(at('12:34:56'));
    expect(nextAllowed(at('06:59:59'), defaultQuietHours)).toBe(at('07:00'));
    expect(nextAllowed(at('21:00'), defaultQuietHours)).toBe(at('07:00') + DAY);
    expect(nextAllowed(at('23:59:59.999'), defaultQuietHours)).toBe(at('07:00') + DAY);
  });

  test('begin for somebody sending by day at 21:00 of that day, for somebody at night at once', () => {
    expect(endOfAllowed(at('07:00'), defaultQuietHours)).toBe(at('21:00'));
    expect(endOfAllowed(at('20:59:30'), defaultQuietHours)).toBe(at('21:00'));
    expect(endOfAllowed(at('22:00'), defaultQuietHours)).toBe(at('22:00'));
  });
});
