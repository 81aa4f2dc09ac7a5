import { describe, expect, test } from 'vitest';
import { type AnnouncementLaneOptions, createAnnouncementLane } from '../../../src/delivery/announcements.ts';
import { createAnswers } from '../../../src/delivery/answers.ts';
import { defaultQuietHours, endOfAllowed, isQuiet, nextAllowed } from '../../../src/delivery/quiet-hours.ts';
import { silentLogger } from '../../../src/shared/logger.ts';
import { createMetrics } from '../../../src/shared/metrics.ts';
import { badGateway, refusedConnection, zaloSays } from '../../support/delivery.ts';
import { createFakeSender, type Fate } from '../../support/fake-sender.ts';
import { createManualClock, letPromisesRun, MORNING } from '../../support/manual-clock.ts';
import { openMemoryStorage } from '../../support/memory-storage.ts';
import { aMessage, commitTurn, LAN, OA } from '../../support/storage-rows.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const BODY = aMessage('Lịch').body;
const at = (time: string): number => Date.parse(`2026-11-22T${time}+07:00`);

interface StageOptions extends Partial<AnnouncementLaneOptions> {
  readonly recipients: number;
  readonly decide?: (number: number, text: string, userId: string) => Fate;
  readonly startMs?: number;
}

/** One announcement to `recipients` people who have all written just now. */
async function stage({ recipients, decide, startMs = MORNING, ...options }: StageOptions) {
  const storage = openMemoryStorage();
  const clock = createManualClock(startMs);
  const sender = createFakeSender(decide);
  const metrics = createMetrics();
  const lane = createAnnouncementLane({ storage, sender, clock, logger: silentLogger, metrics, ...options });
  const userIds = Array.from({ length: recipients }, (_, index) => `user-${String(index).padStart(4, '0')}`);
  for (const userId of userIds) await commitTurn(storage, { userId, resident: { lastInteractionAt: startMs } });
  await storage.saveAnnouncement({
    id: 'a1',
    oaId: OA,
    title: 'Lịch',
    body: BODY,
    audience: '{}',
    dueAt: startMs,
    createdAt: startMs,
    state: 'sending',
  });
  await storage.addRecipients({ oaId: OA, announcementId: 'a1', body: BODY, dueAt: startMs, at: startMs, userIds });
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

describe('the pace', () => {
  test('is 40 a second, ten at a time', async () => {
    const open: number[] = [];
    const { lane, clock, sender, progress } = await stage({
      recipients: 90,
      decide: () => {
        open.push(sender.open());
        return undefined;
      },
    });
    lane.start();
    await clock.advance(SECOND);
    expect(sender.sends).toHaveLength(40);
    await clock.advance(SECOND);
    expect(sender.sends).toHaveLength(80);
    await clock.advance(SECOND);
    expect(await progress()).toMatchObject({ sent: 90, pending: 0 });
    await lane.stop();
  });

  test('never has more than ten sends in flight, and goes on when they end', async () => {
    const { lane, sender } = await stage({ recipients: 25, decide: () => 'hang' });
    const round = lane.runOnce();
    await letPromisesRun();
    expect(sender.open()).toBe(10);
    for (const send of sender.sends.slice(0, 10)) send.resolve();
    await letPromisesRun();
    expect(sender.sends).toHaveLength(20);
    for (const send of sender.sends.slice(10, 20)) send.resolve();
    await letPromisesRun();
    for (const send of sender.sends.slice(20)) send.resolve();
    expect(await round).toBe(25);
  });

  test('does not slow down with the time a round takes', async () => {
    const { lane, clock, sender } = await stage({ recipients: 30, perSecond: 10, decide: () => 'hang' });
    lane.start();
    await clock.advance(SECOND);
    await clock.advance(800);
    for (const send of sender.sends) send.resolve();
    await clock.advance(200);
    expect(sender.sends).toHaveLength(20);
    for (const send of sender.sends.slice(10)) send.resolve();
    await letPromisesRun();
    await lane.stop();
  });

  test('is not used up by people who opted out or fell silent since the plan', async () => {
    const { lane, storage, userIds, sender, progress } = await stage({ recipients: 60, perSecond: 10 });
    for (const userId of userIds.slice(0, 50)) await commitTurn(storage, { userId, resident: { optOutAt: MORNING } });
    expect(await lane.runOnce()).toBe(10);
    expect(sender.sends.map(({ userId }) => userId)).toEqual(userIds.slice(50));
    expect(await progress()).toMatchObject({ sent: 10, skipped: 50, pending: 0 });
  });
});

describe('an answer beside a running announcement', () => {
  test('goes out while ten announcement sends hang', async () => {
    const { lane, storage, clock, sender, metrics } = await stage({
      recipients: 40,
      decide: (_number, text) => (text === 'Lịch' ? 'hang' : undefined),
    });
    const answers = createAnswers({ storage, sender, clock, logger: silentLogger, metrics });
    const round = lane.runOnce();
    await letPromisesRun();
    const [id = 0] = await commitTurn(storage, { messages: [aMessage('Dạ')] });
    answers.deliver(OA, LAN, [{ id, body: aMessage('Dạ').body }], false, clock.now());
    await letPromisesRun();
    expect(sender.texts().at(-1)).toBe('Dạ');
    expect(await storage.counts()).toMatchObject({ outboxPending: 30 });
    await answers.stop();
    const stopped = lane.stop();
    for (const send of sender.sends) send.resolve();
    await Promise.all([round, stopped]);
  });
});

describe('a send that certainly did not arrive', () => {
  test('because of the limit of calls stops the lane at once, and everybody is reached in the next minute', async () => {
    const { lane, clock, sender, progress } = await stage({
      recipients: 40,
      decide: (number) => (number > 5 && number <= 10 ? zaloSays(-32) : undefined),
    });
    lane.start();
    await clock.advance(59 * SECOND);
    expect(sender.sends).toHaveLength(10);
    await clock.advance(10 * SECOND);
    expect(await progress()).toMatchObject({ sent: 40, pending: 0, failed: 0 });
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
    await storage.setAnnouncementState({ id: 'a1', state: 'cancelled' });
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
    await lane.runOnce();
    await storage.settleEcho({ oaId: OA, userId: 'user-0000', messageId: 'z1', text: 'Lịch', at: clock.now() });
    expect(await progress()).toMatchObject({ sent: 1, unknown: 0 });
  });

  test('of a process that was killed is unknown, and only those were in flight', async () => {
    const { lane, storage, clock, progress } = await stage({
      recipients: 60,
      decide: (number) => (number <= 20 ? undefined : 'hang'),
    });
    void lane.runOnce();
    await letPromisesRun();
    await storage.recoverSending({ at: clock.now() });
    expect(await progress()).toMatchObject({ sent: 20, unknown: 10, pending: 30 });
  });

  test('but whose result could not be recorded is left alone until the restart, and the others go on', async () => {
    const { lane, storage, clock, triesOf, progress } = await stage({ recipients: 15 });
    storage.failNext('recordSend', new Error('disk full'));
    lane.start();
    await clock.advance(10 * SECOND);
    expect(await progress()).toMatchObject({ sent: 14, sending: 1 });
    expect(triesOf('user-0000')).toBe(1);
    await lane.stop();
  });
});

test('a store that fails once costs one round', async () => {
  const { lane, storage, clock, progress } = await stage({ recipients: 5 });
  storage.failNext('claimAnnouncementSends', new Error('disk full'));
  lane.start();
  await clock.advance(SECOND);
  expect(await progress()).toMatchObject({ sent: 0, pending: 5 });
  await clock.advance(SECOND);
  expect(await progress()).toMatchObject({ sent: 5 });
  await lane.stop();
});

test('a round that reaches 21:00 stops there', async () => {
  const { lane, clock, sender } = await stage({ recipients: 40, startMs: at('20:59:59'), decide: () => 'hang' });
  void lane.runOnce();
  await letPromisesRun();
  await clock.advance(SECOND);
  for (const send of sender.sends) send.resolve();
  await letPromisesRun();
  expect(sender.sends).toHaveLength(10);
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
