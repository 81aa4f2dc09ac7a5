import { isInShare, LEADING_SLOT, SLOTS, type SlotShare } from '../shared/slots.ts';

/** What one replica should do next about slots. */
export interface SlotPlan {
  /** Free slots to take. */
  readonly take: readonly number[];
  /** Own slots that are others' to have, to give up once nothing is under way in them. */
  readonly release: readonly number[];
}

/** A replica that shares the slots, and the part of them that a proxy posts to it, where one deals posts out by resident. */
export interface SlotTaker {
  readonly name: string;
  readonly home?: SlotShare | undefined;
}

export interface SlotView {
  /** This replica. */
  readonly me: SlotTaker;
  /** Everybody alive, this replica among them. */
  readonly alive: readonly SlotTaker[];
  /** Owner of each slot by number; undefined = free. */
  readonly owners: readonly (string | undefined)[];
}

/**
 * Shares that every replica reckons alike from the same list. Slots at home with somebody alive are that one's; the others,
 * or all where not everybody has a home, are dealt out so that totals are even, one more for the first by name. Nobody moves
 * a slot that need not move, and the leading slot stays where it is while its owner lives.
 */
export function planSlots({ me, alive, owners }: SlotView): SlotPlan {
  const takers = [...new Map([...alive, me].map((one) => [one.name, one])).values()].toSorted((one, other) =>
    one.name < other.name ? -1 : 1,
  );
  const homes = homesOf(takers);
  const quota = quotaOf(me.name, takers, homes);
  const take: number[] = [];
  const release: number[] = [];
  const shared: number[] = [];
  const free: number[] = [];
  for (let slot = 0; slot < SLOTS; slot++) {
    const [owner, home] = [owners[slot], homes[slot]];
    if (owner === me.name && home === undefined) shared.push(slot);
    else if (owner === me.name && home !== me.name) release.push(slot);
    else if (owner === undefined && home === undefined) free.push(slot);
    else if (owner === undefined && home === me.name) take.push(slot);
  }
  const excess = Math.max(0, shared.length - quota);
  const movable = shared.filter((slot) => slot !== LEADING_SLOT);
  return {
    take: [...take, ...free.slice(0, Math.max(0, quota - shared.length))],
    release: [
      ...release.filter((slot) => slot !== LEADING_SLOT),
      ...movable.slice(Math.max(0, movable.length - excess)),
    ],
  };
}

/** At home with whom, by slot. One that knows of no homes would leave slots to others that they leave to it. */
function homesOf(takers: readonly SlotTaker[]): readonly (string | undefined)[] {
  const withHome = takers.flatMap(({ name, home }) => (home === undefined ? [] : [{ name, home }]));
  return Array.from({ length: SLOTS }, (_, slot) =>
    withHome.length < takers.length ? undefined : withHome.find(({ home }) => isInShare(home, slot))?.name,
  );
}

/** How many of the slots that are nobody's home are this one's to have: each goes to who has fewest by then. */
function quotaOf(me: string, takers: readonly SlotTaker[], homes: readonly (string | undefined)[]): number {
  const totals = takers.map(({ name }) => ({ name, count: homes.filter((home) => home === name).length, quota: 0 }));
  for (const home of homes) {
    if (home !== undefined) continue;
    const poorest = totals.reduce((least, one) => (one.count < least.count ? one : least));
    poorest.count += 1;
    poorest.quota += 1;
  }
  return totals.find(({ name }) => name === me)?.quota ?? 0;
}
