import type { StorageOperations } from './ports.ts';

/**
 * Calls that go before all others that wait for the store: Zalo hangs up on an event that is not on disk after 2 s, and
 * what is not written down of an answer Zalo has taken is sent again after a crash. Both are short; the turns behind them
 * only wait for a share of one commit. Measured 2026-11-22 with 1,000 residents who write at once: see docs/chaos.md.
 */
const FIRST: ReadonlySet<string> = new Set<keyof StorageOperations>(['acceptEvent', 'recordSend']);

/** Calls waiting for the store, in the order in which they are taken. */
export interface WaitingLine<Call> {
  readonly length: number;
  /** @param operation what is called: says whether it goes first */
  add(operation: string, call: Call): void;
  /**
   * @param limit calls at most
   * @param others of these, calls that do not go first, at most; default all
   */
  take(limit: number, others?: number): Call[];
  /** Gives back what was taken and not done, to be taken next. */
  putBack(calls: readonly Call[]): void;
}

/** Two lines, one of them always served first; each keeps its order. */
export function createWaitingLine<Call>(): WaitingLine<Call> {
  let first: Call[] = [];
  let others: Call[] = [];
  return {
    get length() {
      return first.length + others.length;
    },
    add(operation, call) {
      (FIRST.has(operation) ? first : others).push(call);
    },
    take(limit, mostOthers = limit) {
      if (first.length === 0 && others.length <= mostOthers) {
        const all = others;
        others = [];
        return all;
      }
      const room = Math.max(0, Math.min(mostOthers, limit - first.length));
      const taken = [...first.slice(0, limit), ...others.slice(0, room)];
      first = first.slice(limit);
      others = others.slice(room);
      return taken;
    },
    putBack(calls) {
      first = [...calls, ...first];
    },
  };
}
