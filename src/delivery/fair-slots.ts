/** Something that waits for a place, with the OA it is for. */
export interface Waiting {
  readonly oaId: string;
}

/** Places in which work is under way, shared by OAs so that none waits for another one's crowd. */
export interface FairSlots<T extends Waiting> {
  /** Takes a place at once; false when none is free for this OA, or somebody waits for one. */
  take(oaId: string): boolean;
  /** Gives a place back. */
  give(oaId: string): void;
  /** Waits in the line of its OA. */
  push(waiting: T): void;
  /**
   * Takes a place for the next one: the lines of the OAs take turns, one at a time, whatever their length. undefined when
   * nobody waits, or for none of those who wait there is a place.
   */
  next(): T | undefined;
}

/**
 * Of several OAs one has at most so much of the places, so that a new one finds a place at once even while every call of
 * another OA hangs.
 */
const MOST_OF_ONE = 0.75;

/**
 * `total` places. An OA by itself may have all of them; as soon as a second one has come, each has at most three quarters.
 * OAs are few, so those that were seen once are remembered.
 */
export function createFairSlots<T extends Waiting>(total: number): FairSlots<T> {
  const most = Math.max(1, Math.floor(total * MOST_OF_ONE));
  /** By OA, in the order of turns: whoever was served goes to the end. */
  const lines = new Map<string, T[]>();
  const taken = new Map<string, number>();
  let free = total;
  let waiting = 0;

  const has = (oaId: string): number => taken.get(oaId) ?? 0;
  const mayTake = (oaId: string): boolean => {
    if (!taken.has(oaId)) taken.set(oaId, 0);
    return free > 0 && (taken.size === 1 || has(oaId) < most);
  };
  const occupy = (oaId: string): void => {
    free -= 1;
    taken.set(oaId, has(oaId) + 1);
  };

  return {
    take(oaId) {
      if (!mayTake(oaId) || (lines.get(oaId)?.length ?? 0) > 0) return false;
      occupy(oaId);
      return true;
    },
    give(oaId) {
      free += 1;
      taken.set(oaId, Math.max(0, has(oaId) - 1));
    },
    push(one) {
      waiting += 1;
      const line = lines.get(one.oaId);
      if (line) line.push(one);
      else lines.set(one.oaId, [one]);
    },
    next() {
      if (waiting === 0 || free === 0) return undefined;
      for (const [oaId, line] of lines) {
        if (!mayTake(oaId)) continue;
        const found = line.shift();
        lines.delete(oaId);
        if (line.length > 0) lines.set(oaId, line);
        if (found === undefined) continue;
        waiting -= 1;
        occupy(oaId);
        return found;
      }
      return undefined;
    },
  };
}
