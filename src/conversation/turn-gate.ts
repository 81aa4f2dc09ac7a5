import { createFairSlots } from '../delivery/fair-slots.ts';

/** Lets turns begin so that a crowd at one OA does not stand before everybody at another. */
export interface TurnGate {
  /** Runs the work when it is the turn of its OA; rejects as the work does. */
  run<T>(oaId: string, work: () => Promise<T>): Promise<T>;
}

/**
 * Turns under way at once beside another OA: twice what one commit of the embedded store takes together. A turn that
 * comes to an OA with free places waits for these at most, not for the whole crowd: 192 of another OA are some 60 ms.
 */
const TURNS = 256;

/**
 * OAs take turns, one event each. As long as there is one OA, nothing waits and nothing is counted. `total`: turns under
 * way at once over several OAs, default 256.
 */
export function createTurnGate(total: number = TURNS): TurnGate {
  const slots = createFairSlots<{ readonly oaId: string; readonly enter: () => void }>(total);
  const seen = new Set<string>();
  return {
    async run(oaId, work) {
      seen.add(oaId);
      if (seen.size === 1) return work();
      if (!slots.take(oaId)) await new Promise<void>((enter) => slots.push({ oaId, enter }));
      try {
        return await work();
      } finally {
        slots.give(oaId);
        for (let next = slots.next(); next; next = slots.next()) next.enter();
      }
    },
  };
}
