import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planSlots } from '../../../src/coordination/slot-plan.ts';
import { LEADING_SLOT, SLOTS } from '../../../src/shared/slots.ts';

const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/u), { minLength: 1, maxLength: 9 });
const owners = fc.array(fc.option(fc.nat(11), { nil: undefined }), { minLength: SLOTS, maxLength: SLOTS });

/** Everybody moves once, one after the other; owners beyond the list are dead and their slots were freed. */
function oneRound(alive: readonly string[], held: (string | undefined)[]): void {
  for (const me of alive) {
    const { take, release } = planSlots({ me, alive, owners: held });
    for (const slot of release) held[slot] = undefined;
    for (const slot of take) held[slot] = me;
  }
}

describe('the plan of slots', () => {
  test('ends in even shares after two rounds, wherever it began', () => {
    fc.assert(
      fc.property(names, owners, (alive, drawn) => {
        const held = drawn.map((index) => (index === undefined ? undefined : alive[index]));
        oneRound(alive, held);
        oneRound(alive, held);
        const shares = alive.map((name) => held.filter((owner) => owner === name).length);
        expect(held).not.toContain(undefined);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('moves nothing once the shares are even', () => {
    fc.assert(
      fc.property(names, (alive) => {
        const held: (string | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
        oneRound(alive, held);
        for (const me of alive) expect(planSlots({ me, alive, owners: held })).toEqual({ take: [], release: [] });
      }),
    );
  });

  test('never takes what somebody has, and never gives up the leading slot', () => {
    fc.assert(
      fc.property(names, owners, fc.nat(8), (alive, drawn, at) => {
        const me = alive[at % alive.length] ?? '';
        const held = drawn.map((index) => (index === undefined ? undefined : alive[index]));
        const { take, release } = planSlots({ me, alive, owners: held });
        for (const slot of take) expect(held[slot]).toBeUndefined();
        for (const slot of release) expect(held[slot]).toBe(me);
        expect(release).not.toContain(LEADING_SLOT);
        expect(take.length === 0 || release.length === 0).toBe(true);
      }),
    );
  });
});
