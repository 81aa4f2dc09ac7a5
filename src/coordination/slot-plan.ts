import { LEADING_SLOT, SLOTS } from '../shared/slots.ts';

/** What one replica should do next about slots. */
export interface SlotPlan {
  /** Free slots to take. */
  readonly take: readonly number[];
  /** Own slots beyond the share, to give up once nothing is under way in them. */
  readonly release: readonly number[];
}

export interface SlotView {
  /** This replica. */
  readonly me: string;
  /** Everybody alive, this replica among them. */
  readonly alive: readonly string[];
  /** Owner of each slot by number; undefined = free. */
  readonly owners: readonly (string | undefined)[];
}

/**
 * Even shares that every replica reckons alike from the same list: 256 divided, one more for the first by name. Nobody
 * moves a slot that need not move, and the leading slot stays where it is while its owner lives.
 */
export function planSlots({ me, alive, owners }: SlotView): SlotPlan {
  const order = [...new Set([...alive, me])].toSorted();
  const share = Math.floor(SLOTS / order.length) + (order.indexOf(me) < SLOTS % order.length ? 1 : 0);
  const mine: number[] = [];
  const free: number[] = [];
  for (let slot = 0; slot < SLOTS; slot++) {
    const owner = owners[slot];
    if (owner === me) mine.push(slot);
    else if (owner === undefined) free.push(slot);
  }
  return {
    take: free.slice(0, Math.max(0, share - mine.length)),
    release: mine.filter((slot) => slot !== LEADING_SLOT).slice(mine.length <= share ? SLOTS : share - mine.length),
  };
}
