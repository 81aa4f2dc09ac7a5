import { expect, test } from 'vitest';
import { silentLogger } from '../../../src/shared/logger.ts';
import { createWebhookWatch } from '../../../src/web/webhook-watch.ts';
import { createManualClock, MORNING } from '../../support/manual-clock.ts';
import { openMemoryStorage } from '../../support/memory-storage.ts';

test('the time of the last webhook outlives a restart and costs one write a minute', async () => {
  const clock = createManualClock();
  const storage = openMemoryStorage();
  const open = () => createWebhookWatch({ oaId: 'oa', storage, clock, logger: silentLogger });
  const watch = open();
  await watch.start();
  expect(watch.lastAt()).toBe(0);
  for (let second = 0; second < 90; second++) {
    watch.seen();
    await clock.advance(1_000);
  }
  expect(watch.lastAt()).toBe(MORNING + 89_000);
  expect(storage.calls('writeMeta')).toBe(1);
  await watch.stop();
  expect(storage.calls('writeMeta')).toBe(2);
  const next = open();
  await next.start();
  expect(next.lastAt()).toBe(MORNING + 89_000);
  await next.stop();
  expect(storage.calls('writeMeta')).toBe(2);
});

test('a store that does not take it holds nobody up', async () => {
  const clock = createManualClock();
  const storage = openMemoryStorage();
  storage.failNext('writeMeta', new Error('disk'));
  const watch = createWebhookWatch({ oaId: 'oa', storage, clock, logger: silentLogger });
  await watch.start();
  watch.seen();
  await clock.advance(61_000);
  watch.seen();
  await clock.advance(61_000);
  expect(storage.calls('writeMeta')).toBe(2);
  await watch.stop();
});
