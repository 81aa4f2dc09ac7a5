import { afterEach, describe, expect, test } from 'vitest';
import { createAnswers } from '../../../src/delivery/answers.ts';
import type { ConversationDeps } from '../../../src/conversation/plan.ts';
import { createTurns, type TurnsOptions } from '../../../src/conversation/turns.ts';
import { silentLogger } from '../../../src/shared/logger.ts';
import { createMetrics } from '../../../src/shared/metrics.ts';
import { understandingOf } from '../../support/shipped-understanding.ts';
import { createFakeSender, type Fate } from '../../support/fake-sender.ts';
import { createManualClock, letPromisesRun } from '../../support/manual-clock.ts';
import { type MemoryStorage, openMemoryStorage } from '../../support/memory-storage.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { anEvent, aTurn, HOA, LAN, OA } from '../../support/storage-rows.ts';

const catalogue = shippedCatalogue();
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Stage {
  readonly storage: MemoryStorage;
  readonly deps?: Partial<ConversationDeps>;
}

function stageTurns(
  options: Partial<Omit<TurnsOptions, 'deps' | 'storage'>> &
    Partial<Stage> & { readonly decide?: (number: number, text: string) => Fate } = {},
) {
  const storage = options.storage ?? openMemoryStorage();
  const clock = createManualClock();
  const metrics = createMetrics();
  const sender = createFakeSender(options.decide);
  const answers = createAnswers({ storage, sender, clock, metrics, logger: silentLogger });
  const { storage: _storage, deps, decide: _decide, ...rest } = options;
  const turns = createTurns({
    storage,
    answers,
    clock,
    metrics,
    logger: silentLogger,
    pseudonymOf: (_oaId, userId) => `p-${userId}`,
    ...rest,
    deps: {
      catalogue,
      understanding: understandingOf(catalogue),
      findTeam: async () => undefined,
      ...deps,
    },
  });
  stops.push(() => turns.stop());
  let messages = 0;
  const accept = async (text: string, userId = LAN) => {
    messages += 1;
    const incoming = { type: 'text' as const, oaId: OA, userId, at: 0, text, msgId: `m${messages}` };
    const { id = 0 } = await storage.acceptEvent(
      anEvent({ userId, payload: JSON.stringify(incoming), receivedAt: clock.now() }),
    );
    return { id, oaId: OA, userId, incoming, receivedAt: clock.now() };
  };
  return {
    storage,
    clock,
    sender,
    answers,
    turns,
    metrics,
    accept,
    say: async (text: string, userId = LAN) => turns.add(await accept(text, userId)),
    pending: async () => (await storage.listPendingEvents({ afterId: 0, limit: 100_000 })).length,
    sentTo: (userId: string) => sender.sends.filter((send) => send.userId === userId).map(({ text }) => text),
  };
}

describe('turns', () => {
  test('answer one resident in the order of acceptance, however many messages come at once', async () => {
    const { turns, say, clock, sentTo, pending } = stageTurns();
    await turns.take();
    await say('xin chào');
    for (const text of ['1', 'menu', '2', 'menu', '3']) await say(text);
    await clock.advance(100);
    const subjects = sentTo(LAN).flatMap((text) => /Về ([\p{L} ]+), bác/u.exec(text)?.[1] ?? []);
    expect(subjects).toEqual(['dịch vụ công', 'thanh toán', 'mua bán trên mạng']);
    expect(await pending()).toBe(0);
  });

  test('do not let one resident wait for another', async () => {
    const { turns, say, clock, sentTo } = stageTurns({ deps: { findTeam: () => new Promise(() => {}) } });
    stops.length = 0; // the turn that hangs never ends
    await turns.take();
    await say('TO LN03');
    await say('xin chào', HOA);
    await clock.advance(100);
    expect(sentTo(LAN)).toEqual([]);
    expect(sentTo(HOA).length).toBeGreaterThan(0);
  });

  test('an event handed over twice is answered once', async () => {
    const { turns, accept, clock, sender } = stageTurns();
    await turns.take();
    const event = await accept('xin chào');
    turns.add(event);
    turns.add(event);
    await clock.advance(100);
    expect(sender.sends).toHaveLength(2);
    turns.add(event);
    await clock.advance(100);
    expect(sender.sends).toHaveLength(2);
  });

  test('after a restart take up what was accepted and not handled, in order, before anything newer', async () => {
    const before = stageTurns();
    for (const text of ['xin chào', '1']) await before.accept(text);
    const after = stageTurns({ storage: before.storage });
    await after.say('menu');
    await after.say('2');
    await after.turns.take();
    await after.clock.advance(100);
    const subjects = after.sentTo(LAN).flatMap((text) => /Về ([\p{L} ]+), bác/u.exec(text)?.[1] ?? []);
    expect(subjects).toEqual(['dịch vụ công', 'thanh toán']);
    expect(await after.pending()).toBe(0);
  });

  test('keep no more in memory than allowed, and still handle everything in order', async () => {
    const { turns, say, clock, pending, sentTo } = stageTurns({ maxInMemory: 10 });
    await turns.take();
    for (let round = 0; round < 40; round++) {
      await say('menu', `user-${round % 4}`);
      await say('1', `user-${round % 4}`);
      expect(turns.waiting()).toBeLessThanOrEqual(10);
    }
    await clock.advance(100);
    expect(await pending()).toBe(0);
    for (let user = 0; user < 4; user++) {
      const kinds = sentTo(`user-${user}`).flatMap((text) =>
        text.includes('Về dịch vụ công') ? ['topic'] : text.includes('cần em giúp') ? ['menu'] : [],
      );
      expect(kinds).toEqual(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'menu' : 'topic')));
    }
  });

  test('take up a backlog of more than one page while new events arrive', async () => {
    const { turns, accept, say, clock, pending, storage } = stageTurns();
    for (let number = 0; number < 1_200; number++) await accept('menu', `user-${number % 40}`);
    const started = turns.take();
    for (let number = 0; number < 50; number++) await say('menu', `new-${number}`);
    await started;
    await clock.advance(1_000);
    expect(await pending()).toBe(0);
    expect(await storage.counts()).toMatchObject({ inboxFailed: 0 });
  });
});

describe('a turn that fails', () => {
  test('for a moment is tried again and answered', async () => {
    const { turns, say, clock, storage, sender, pending } = stageTurns();
    await turns.take();
    storage.failNext('commitTurn', new Error('busy'), 2);
    await say('xin chào');
    await clock.advance(5_000);
    expect(sender.sends).toHaveLength(2);
    expect(await pending()).toBe(0);
  });

  test('three times is set aside, and the resident gets an apology and is served again', async () => {
    const { turns, say, clock, storage, sentTo } = stageTurns({
      deps: { findTeam: () => Promise.reject(new Error('words of bác Lan')) },
    });
    await turns.take();
    await say('TO LN03');
    await say('menu');
    await clock.advance(10_000);
    expect(await storage.counts()).toMatchObject({ inboxFailed: 1, inboxPending: 0 });
    expect(sentTo(LAN)[0]).toContain('gặp trục trặc');
    expect(sentTo(LAN).at(-1)).toContain('1. Dịch vụ công');
  });

  test('when the store is gone altogether waits, and is answered when it comes back', async () => {
    const { turns, say, clock, storage, sender } = stageTurns();
    await turns.take();
    for (const operation of ['loadTurn', 'failEvent'] as const) storage.failNext(operation, new Error('gone'), 20);
    await say('xin chào');
    await clock.advance(60_000);
    expect(sender.sends).toHaveLength(2);
    expect(await storage.counts()).toMatchObject({ inboxFailed: 0, inboxPending: 0 });
  });

  test('because another writer changed the session is handled anew on the fresh one', async () => {
    const stage = stageTurns({
      deps: {
        findTeam: async () => {
          const { id = 0 } = await stage.storage.acceptEvent(anEvent());
          const { session } = await stage.storage.loadTurn({ oaId: OA, userId: LAN });
          if (session.version === 0) await stage.storage.commitTurn(aTurn(id, { expectedVersion: 0 }));
          return undefined;
        },
      },
    });
    await stage.turns.take();
    await stage.say('TO LN03');
    await stage.clock.advance(1_000);
    expect(stage.sentTo(LAN).filter((text) => text.includes('không tìm thấy tổ'))).toHaveLength(1);
    expect((await stage.storage.loadTurn({ oaId: OA, userId: LAN })).session.version).toBe(2);
  });
});

describe('stopping', () => {
  test('finishes the turn under way and leaves the rest on disk', async () => {
    const held = Promise.withResolvers<undefined>();
    const { turns, say, pending, sender, clock } = stageTurns({ deps: { findTeam: () => held.promise } });
    await turns.take();
    await say('TO LN03');
    await say('menu');
    await letPromisesRun();
    let stopped = false;
    const done = turns.stop().then(() => (stopped = true));
    await letPromisesRun();
    expect(stopped).toBe(false);
    held.resolve(undefined);
    await done;
    await clock.advance(100);
    expect(await pending()).toBe(1);
    expect(sender.texts().some((text) => text.includes('không tìm thấy tổ'))).toBe(true);
  });

  test('does not wait for the pause of a turn that keeps failing', async () => {
    const { turns, say, storage } = stageTurns();
    await turns.take();
    storage.failNext('loadTurn', new Error('gone'), 1_000);
    storage.failNext('failEvent', new Error('gone'), 1_000);
    await say('menu');
    await letPromisesRun();
    const stopped = await Promise.race([
      turns.stop().then(() => true),
      new Promise((resolve) => setTimeout(resolve, 500, false)),
    ]);
    expect(stopped).toBe(true);
  });
});

test('erasing leaves nothing of the resident and tells them so', async () => {
  const { turns, say, clock, storage, sentTo } = stageTurns();
  await turns.take();
  for (const text of ['xin chào', 'đồng ý', '#card:temporary-residence', 'XÓA DỮ LIỆU', '#erase-confirm'])
    await say(text);
  await clock.advance(1_000);
  expect(sentTo(LAN).at(-1)).toContain('đã xóa hết dữ liệu');
  expect(await storage.loadTurn({ oaId: OA, userId: LAN })).toEqual({
    resident: undefined,
    session: { version: 0, state: null },
  });
  expect(storage.calls('checkpoint')).toBeGreaterThan(0);
});
