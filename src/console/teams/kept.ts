import type { Actor } from '../permissions.ts';
import type { ConsoleDeps } from '../deps.ts';

/** How long something waits for the next click: long enough for a telephone call, short enough for a shared computer. */
export const KEPT_MS = 30 * 60_000;
/** A person works on one thing, rarely on a few. */
const KEPT_EACH = 4;

interface Entry {
  readonly owner: string;
  readonly kind: string;
  readonly until: number;
  readonly value: unknown;
}

/** What one person of the console has in hand between two pages: an uploaded list, codes that are seen once. */
export interface KeptThings {
  /** Keeps it for this person alone; the oldest of theirs goes when there are too many. Returns its random name. */
  put(actor: Actor, kind: string, value: unknown): string;
  /** Undefined for somebody else's, for what is over, and after a restart of the server. */
  find(actor: Actor, kind: string, id: string): unknown;
  drop(actor: Actor, id: string): void;
}

const byStore = new WeakMap<object, Map<string, Entry>>();

/** The things in hand of this installation, in memory alone: codes and names never reach the disk by them. */
export function keptThings({
  storage,
  clock,
  randomId,
}: Pick<ConsoleDeps, 'storage' | 'clock' | 'randomId'>): KeptThings {
  const entries = byStore.get(storage) ?? new Map<string, Entry>();
  byStore.set(storage, entries);
  const sweep = (): void => {
    for (const [id, { until }] of entries) if (until <= clock.now()) entries.delete(id);
  };
  return {
    put({ accountId: owner }, kind, value) {
      sweep();
      const own = [...entries].filter(([, entry]) => entry.owner === owner);
      for (const [id] of own.slice(0, Math.max(0, own.length - KEPT_EACH + 1))) entries.delete(id);
      const id = randomId();
      entries.set(id, { owner, kind, until: clock.now() + KEPT_MS, value });
      return id;
    },
    find({ accountId }, kind, id) {
      sweep();
      const entry = entries.get(id);
      return entry?.owner === accountId && entry.kind === kind ? entry.value : undefined;
    },
    drop({ accountId }, id) {
      if (entries.get(id)?.owner === accountId) entries.delete(id);
    },
  };
}
