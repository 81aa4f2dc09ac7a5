import { describe, expect, test } from 'vitest';
import { silentLogger } from '../../../src/shared/logger.ts';
import { createRollup } from '../../../src/teams/rollup.ts';
import { createManualClock } from '../../support/manual-clock.ts';

/** A store in which `waiting` tallies wait. */
function stageRollup(waiting: number) {
  const clock = createManualClock();
  const limits: number[] = [];
  let left = waiting;
  let broken = false;
  const rollup = createRollup({
    clock,
    logger: silentLogger,
    batch: 100,
    storage: {
      rollTallies: async ({ limit }) => {
        limits.push(limit);
        if (broken) throw new Error('disk full');
        const folded = Math.min(left, limit);
        left -= folded;
        return { folded, more: folded === limit };
      },
    },
  });
  return { clock, rollup, limits, left: () => left, breakStore: (now: boolean) => (broken = now) };
}

describe('the rollup', () => {
  test('folds what waits batch by batch without a pause between, then looks every two seconds', async () => {
    const { clock, rollup, limits, left } = stageRollup(250);
    rollup.start();
    await clock.advance(1_999);
    expect(limits).toEqual([]);
    await clock.advance(50);
    expect(left()).toBe(0);
    expect(limits).toEqual([100, 100, 100]);
    await clock.advance(1_900);
    expect(limits).toHaveLength(3);
    await clock.advance(200);
    expect(limits).toHaveLength(4);
  });

  test('goes on after a failure', async () => {
    const { clock, rollup, left, breakStore } = stageRollup(10);
    breakStore(true);
    rollup.start();
    await clock.advance(4_500);
    expect(left()).toBe(10);
    breakStore(false);
    await clock.advance(2_000);
    expect(left()).toBe(0);
  });

  test('leaves no timer behind when it is stopped', async () => {
    const { clock, rollup, limits } = stageRollup(1);
    rollup.start();
    await clock.advance(2_000);
    await rollup.stop();
    expect(clock.timers()).toBe(0);
    await clock.advance(10_000);
    expect(limits).toHaveLength(1);
  });
});
