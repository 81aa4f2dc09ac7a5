import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planSlots, type SlotTaker } from '../../../src/coordination/slot-plan.ts';
import { isInShare, LEADING_SLOT, parseShare, SLOTS, type SlotShare } from '../../../src/shared/slots.ts';

const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/u), { minLength: 1, maxLength: 9 });
const owners = fc.array(fc.option(fc.nat(11), { nil: undefined }), { minLength: SLOTS, maxLength: SLOTS });
/** As somebody may configure it: parts that overlap, parts that nobody has, servers that were given none. */
const anyHome: fc.Arbitrary<SlotShare | undefined> = fc.option(
  fc
    .integer({ min: 1, max: 5 })
    .chain((of) => fc.record({ part: fc.integer({ min: 1, max: of }), of: fc.constant(of) })),
  { nil: undefined, freq: 9 },
);
const takersOf = (list: readonly string[]): SlotTaker[] => list.map((name) => ({ name }));
const takers = fc
  .tuple(names, fc.array(anyHome, { minLength: 9, maxLength: 9 }), fc.boolean())
  .map(([list, homes, hasHomes]) => list.map((name, at) => ({ name, home: hasHomes ? homes[at] : undefined })));
const ownersBy = (drawn: readonly (number | undefined)[], alive: readonly SlotTaker[]): (string | undefined)[] =>
  drawn.map((index) => (index === undefined ? undefined : alive[index]?.name));

/** Everybody moves once, one after the other; owners beyond the list are dead and their slots were freed. */
function oneRound(alive: readonly SlotTaker[], held: (string | undefined)[]): void {
  for (const me of alive) {
    const { take, release } = planSlots({ me, alive, owners: held });
    for (const slot of release) held[slot] = undefined;
    for (const slot of take) held[slot] = me.name;
  }
}

const countOf = (held: readonly (string | undefined)[], { name }: SlotTaker): number =>
  held.filter((owner) => owner === name).length;

describe('the plan of slots', () => {
  test('ends in even shares after two rounds, wherever it began', () => {
    fc.assert(
      fc.property(names.map(takersOf), owners, (alive, drawn) => {
        const held = ownersBy(drawn, alive);
        oneRound(alive, held);
        oneRound(alive, held);
        const shares = alive.map((one) => countOf(held, one));
        expect(held).not.toContain(undefined);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('leaves no slot to nobody after two rounds and moves nothing then, however homes were set', () => {
    fc.assert(
      fc.property(takers, owners, (alive, drawn) => {
        const held = ownersBy(drawn, alive);
        oneRound(alive, held);
        oneRound(alive, held);
        expect(held).not.toContain(undefined);
        for (const me of alive) expect(planSlots({ me, alive, owners: held })).toEqual({ take: [], release: [] });
      }),
    );
  });

  test('gives up all it has too many of, also where the leading slot, which stays, is one of them', () => {
    const alive = [
      { name: 'a', home: { part: 2, of: 3 } },
      { name: 'b', home: { part: 2, of: 2 } },
      { name: 'c', home: { part: 2, of: 3 } },
    ];
    const held = Array.from({ length: SLOTS }, (_, slot) => ([LEADING_SLOT, 61, 64, 84].includes(slot) ? 'a' : 'c'));
    expect(planSlots({ me: alive[0] as SlotTaker, alive, owners: held }).release).toEqual([61, 64, 84]);
  });

  test('never takes what somebody has, and gives up its own alone, never the leading slot', () => {
    fc.assert(
      fc.property(takers, owners, fc.nat(8), (alive, drawn, at) => {
        const me = alive[at % alive.length] ?? { name: '' };
        const held = ownersBy(drawn, alive);
        const { take, release } = planSlots({ me, alive, owners: held });
        for (const slot of take) expect(held[slot]).toBeUndefined();
        for (const slot of release) expect(held[slot]).toBe(me.name);
        expect(release).not.toContain(LEADING_SLOT);
      }),
    );
  });

  test('gives everybody the slots that are sent to them, but for the leading one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), owners, (of, drawn) => {
        const alive = Array.from({ length: of }, (_, index) => ({ name: `s${index}`, home: { part: index + 1, of } }));
        const held = ownersBy(drawn, alive);
        oneRound(alive, held);
        oneRound(alive, held);
        for (const { name, home } of alive)
          expect(
            held.filter((owner, slot) => slot !== LEADING_SLOT && isInShare(home, slot) !== (owner === name)),
          ).toEqual([]);
      }),
    );
  });

  test('shares what was sent to somebody who is gone evenly among the others', () => {
    const alive = [1, 3, 4].map((part) => ({ name: `s${part}`, home: { part, of: 4 } }));
    const held: (string | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
    oneRound(alive, held);
    expect(alive.map((one) => countOf(held, one))).toEqual([86, 85, 85]);
  });

  test('knows no homes while one server has none: a version before shares evenly', () => {
    const alive = [{ name: 'new', home: { part: 2, of: 2 } }, { name: 'old' }];
    const held: (string | undefined)[] = Array.from({ length: SLOTS }, (_, slot) => (slot < 128 ? 'new' : 'old'));
    for (const me of alive) expect(planSlots({ me, alive, owners: held })).toEqual({ take: [], release: [] });
  });
});

describe('a share of the slots', () => {
  test('is read as part and whole', () => {
    expect(parseShare('2/3')).toEqual({ part: 2, of: 3 });
    expect(['', '0/2', '3/2', '1', '1/257', '1/2/3', '-1/2', '1/0', ' 1/2'].map(parseShare)).toEqual(
      Array(9).fill(undefined),
    );
  });

  test('has each slot in one part', () => {
    for (let of = 1; of <= SLOTS; of++) {
      const counts = Array.from({ length: SLOTS }, (_, slot) => {
        const parts = Array.from({ length: of }, (_value, index) => index + 1);
        return parts.filter((part) => isInShare({ part, of }, slot)).length;
      });
      expect(new Set(counts)).toEqual(new Set([1]));
    }
  });
});
