import type { Resident, ResidentPatch, Storage, TurnCommit, TurnContext } from './ports.ts';

/** Contexts kept in memory at most; one has about 1 kB. */
const DEFAULT_CAPACITY = 5_000;

/** Writes of staff that change residents they do not name: a successor takes over, a commune becomes another. */
const WIDE: ReadonlySet<string> = new Set(['dissolveTeam', 'applyCommuneChange']);

/**
 * The store with the contexts of recent conversations in memory, so that a resident who is talking costs no read.
 * Safe beside other writers: every commit names the session version it is based on, and a refused commit drops the
 * context, so the next load comes from disk. The least recently used one goes first.
 */
export function withTurnCache(storage: Storage, capacity = DEFAULT_CAPACITY): Storage {
  const contexts = new Map<string, TurnContext>();
  /** Begun and ended ones: what was read or committed across one may be older than what staff wrote. */
  let staffChanges = 0;
  const keyOf = (args: { readonly oaId: string; readonly userId: string }): string => `${args.oaId} ${args.userId}`;

  const remember = (key: string, context: TurnContext): void => {
    contexts.delete(key);
    contexts.set(key, context);
    const oldest = contexts.size > capacity ? contexts.keys().next().value : undefined;
    if (oldest !== undefined) contexts.delete(oldest);
  };

  const cached: Pick<Storage, 'loadTurn' | 'commitTurn' | 'eraseResident' | 'staffChange'> = {
    async loadTurn(args) {
      // Other servers write too: nothing in memory is worth anything, nor will be when they have gone.
      if (args.before !== undefined) {
        contexts.clear();
        return storage.loadTurn(args);
      }
      const known = contexts.get(keyOf(args));
      if (known) {
        remember(keyOf(args), known);
        return known;
      }
      const seen = staffChanges;
      const context = await storage.loadTurn(args);
      if (seen === staffChanges) remember(keyOf(args), context);
      return context;
    },

    async commitTurn(turn) {
      const key = keyOf(turn);
      const before = contexts.get(key);
      // Forgotten while the commit runs: should its outcome stay unknown, the next load must ask the disk.
      contexts.delete(key);
      const seen = staffChanges;
      const result = await storage.commitTurn(turn);
      // Another version in memory than the one committed on is a stale one, and a patch on it would stay wrong.
      if (result.ok && before?.session.version === turn.expectedVersion && !turn.erase && seen === staffChanges)
        remember(key, after(before, turn));
      return result;
    },

    async eraseResident(args) {
      contexts.delete(keyOf(args));
      await storage.eraseResident(args);
      contexts.delete(keyOf(args));
      return null;
    },

    async staffChange(change) {
      staffChanges += 1;
      const keys = change.writes.flatMap(({ args }) =>
        args !== undefined && 'userId' in args ? [`${change.oaId} ${args.userId}`] : [],
      );
      // These move many residents at once.
      const isWide = change.writes.some(({ operation }) => WIDE.has(operation));
      const forget = (): void => {
        if (isWide) contexts.clear();
        for (const key of keys) contexts.delete(key);
      };
      forget();
      try {
        return await storage.staffChange(change);
      } finally {
        staffChanges += 1;
        forget();
      }
    },
  };

  return new Proxy(storage, {
    get: (target, name) => cached[name as keyof typeof cached] ?? target[name as keyof Storage],
  });
}

function after(before: TurnContext, turn: TurnCommit): TurnContext {
  const blank: Resident = { oaId: turn.oaId, userId: turn.userId, createdAt: turn.at, lastInteractionAt: 0 };
  return {
    resident: patched(before.resident ?? blank, turn.resident),
    session: { version: turn.expectedVersion + 1, state: turn.session },
  };
}

/** A field that the patch does not name stays; one that it sets to null goes. Loops, because every turn passes here. */
function patched(resident: Resident, patch: ResidentPatch): Resident {
  const given = patch as Readonly<Record<string, unknown>>;
  const merged: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(resident)) if (given[key] === undefined) merged[key] = value;
  for (const [key, value] of Object.entries(given)) if (value !== undefined && value !== null) merged[key] = value;
  merged['lastInteractionAt'] = Math.max(resident.lastInteractionAt, patch.lastInteractionAt ?? 0);
  return merged as unknown as Resident;
}
