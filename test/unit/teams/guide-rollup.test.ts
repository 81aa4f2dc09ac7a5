import { expect, test } from 'vitest';
import { silentLogger } from '../../../src/shared/logger.ts';
import { createGuideRollup } from '../../../src/teams/guide-rollup.ts';
import { happen } from '../../support/dashboard-rows.ts';
import { createManualClock, MORNING } from '../../support/manual-clock.ts';
import { openMemoryStorage } from '../../support/memory-storage.ts';
import { OA } from '../../support/storage-rows.ts';

const DAY_MS = 86_400_000;
const months = (storage: ReturnType<typeof openMemoryStorage>, today: string) =>
  storage.guideTotals({ oaId: OA, span: 'm', from: '2026-11', to: '2026-11', today });

test('days that are over are added up by themselves, portion by portion, and a failure is tried again', async () => {
  const storage = openMemoryStorage();
  const clock = createManualClock();
  const rollup = createGuideRollup({ storage, oaId: OA, clock, logger: silentLogger, teams: 1 });
  for (const team of ['A1', 'A2', 'A3']) await happen(storage, MORNING - 10 * DAY_MS, team, { kind: 'started' });
  await happen(storage, MORNING, 'A1', { kind: 'started' });
  storage.failNext('rollGuides', new Error('disk full'));
  expect(await months(storage, '2026-11-22')).toMatchObject({ isComplete: false, rows: [{ count: 1 }] });

  rollup.start();
  await clock.advance(2_000);
  expect(await months(storage, '2026-11-22')).toMatchObject({ isComplete: false });
  await clock.advance(601_000);
  expect(await months(storage, '2026-11-22')).toMatchObject({ isComplete: true, rows: [{ count: 4 }] });
  expect(storage.calls('rollGuides')).toBe(5);
  await rollup.stop();
});

test('a day is left alone until five minutes after midnight', async () => {
  const storage = openMemoryStorage();
  const clock = createManualClock(Date.parse('2026-11-22T23:59:00+07:00'));
  const rollup = createGuideRollup({ storage, oaId: OA, clock, logger: silentLogger, everyMs: 60_000 });
  await happen(storage, clock.now(), 'A1', { kind: 'started' });
  rollup.start();
  // Seen from three days later the day is no running one: it is there only once it was added up.
  await clock.advance(5 * 60_000);
  expect(await months(storage, '2026-11-25')).toEqual({ isComplete: false, rows: [] });
  await clock.advance(3 * 60_000);
  expect(await months(storage, '2026-11-25')).toMatchObject({ isComplete: true, rows: [{ count: 1 }] });
  await rollup.stop();
});
