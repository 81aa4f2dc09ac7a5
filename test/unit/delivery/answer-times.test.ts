import { describe, expect, test } from 'vitest';
import { createAnswerCount } from '../../../src/delivery/answer-times.ts';
import { silentLogger } from '../../../src/shared/logger.ts';
import { stageDelivery, zaloSays } from '../../support/delivery.ts';
import { createManualClock, letPromisesRun } from '../../support/manual-clock.ts';
import { openMemoryStorage } from '../../support/memory-storage.ts';
import { LAN, OA } from '../../support/storage-rows.ts';

const TODAY = '2026-11-22';

function stage() {
  const storage = openMemoryStorage();
  const clock = createManualClock();
  const count = createAnswerCount({ storage, clock, logger: silentLogger });
  const kept = () => storage.answerTimes({ oaId: OA, from: '2026-11-01', to: '2026-11-30' });
  return { storage, clock, count, kept };
}

describe('counting how fast answers go out', () => {
  test('adds to the day each minute, and the rest at the end', async () => {
    const { clock, count, kept } = stage();
    count.start();
    for (const tookMs of [400, 2_000, 2_001, 10_000, 10_001, undefined]) count.add(OA, tookMs);
    expect(await kept()).toEqual([]);
    await clock.advance(60_000);
    expect(await kept()).toEqual([{ day: TODAY, within2: 2, within10: 4, total: 6 }]);
    count.add(OA, 10);
    await count.stop();
    expect(await kept()).toEqual([{ day: TODAY, within2: 3, within10: 5, total: 7 }]);
  });

  test('keeps what the store refused, for the next minute', async () => {
    const { storage, clock, count, kept } = stage();
    storage.failNext('addAnswerTimes', new Error('disk full'));
    count.start();
    count.add(OA, 10);
    await clock.advance(60_000);
    count.add(OA, 10);
    await clock.advance(60_000);
    expect(await kept()).toEqual([{ day: TODAY, within2: 2, within10: 2, total: 2 }]);
  });
});

describe('what delivery counts', () => {
  const deliver = async (decide: Parameters<typeof stageDelivery>[0], isReply = true) => {
    const times: (number | undefined)[] = [];
    const made = stageDelivery(decide, { times: { add: (_oaId, tookMs) => void times.push(tookMs) } });
    const [id = 0] = await made.storage
      .acceptEvent({
        ...{ oaId: OA, key: 'k', eventName: 'user_send_text', userId: LAN, state: 'pending' as const },
        payload: '{}',
        receivedAt: made.clock.now(),
      })
      .then(async ({ id: inboxId = 0 }) => {
        const turn = { inboxId, oaId: OA, userId: LAN, at: made.clock.now(), expectedVersion: 0, session: '{}' };
        const messages = [{ body: '{"text":"1"}' }, { body: '{"text":"2"}' }];
        const rest = { resident: {}, messages, claimFirst: false, engagement: [] };
        const result = await made.storage.commitTurn({ ...turn, ...rest });
        return result.ok ? result.outboxIds : [];
      });
    const bodies = [
      { id, body: '{"text":"1"}', isReply },
      { id: id + 1, body: '{"text":"2"}' },
    ];
    made.answers.deliver(OA, LAN, bodies, false, made.clock.now() - 1_500);
    await letPromisesRun();
    return { times, clock: made.clock };
  };

  test('the first answer to a resident once, from the arrival of the question to its delivery', async () => {
    expect((await deliver(undefined)).times).toEqual([1_500]);
  });

  test('nothing of what comes round by itself', async () => {
    expect((await deliver(undefined, false)).times).toEqual([]);
  });

  test('a refused answer counts as one that never came', async () => {
    expect((await deliver((number) => (number === 1 ? zaloSays(-213) : undefined))).times).toEqual([undefined]);
  });
});
