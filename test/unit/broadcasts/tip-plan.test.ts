import { describe, expect, it } from 'vitest';
import { planTip } from '../../../src/broadcasts/tip-plan.ts';
import type { TipReader } from '../../../src/storage/tip-ports.ts';
import { MORNING } from '../../support/manual-clock.ts';

const WEEK = 7 * 24 * 3_600_000;
const reader = (userId: string, changes: Partial<TipReader> = {}): TipReader => ({
  ...{ userId, teamCode: 'LN03', communeCode: '25270', lastInteractionAt: MORNING },
  ...{ refuses: false, lastTipAt: 0, hasTip: false },
  ...changes,
});

describe('the plan of a tip', () => {
  it('reaches those inside the window who had none for a week, and counts each other once', () => {
    const plan = planTip(
      [
        reader('now'),
        reader('week-ago', { lastTipAt: MORNING - WEEK }),
        reader('days-ago', { lastTipAt: MORNING - WEEK + 1 }),
        reader('has', { hasTip: true, refuses: true }),
        reader('refuses', { refuses: true, lastInteractionAt: 0 }),
        reader('silent', { lastInteractionAt: MORNING - WEEK }),
        reader('never', { lastInteractionAt: 0 }),
      ],
      MORNING,
    );
    expect(plan).toEqual({ reachable: ['now', 'week-ago'], hasIt: 1, refuses: 1, thisWeek: 1, unreachable: 2 });
  });
});
