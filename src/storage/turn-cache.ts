import type { Resident, ResidentPatch, Storage, TurnCommit, TurnContext } from './ports.ts';

/** Contexts kept in memory at most; one has about 1 kB. */
const DEFAULT_CAPACITY = 5_000;

/** Writes of staff that change residents they do not name: a successor takes over, a commune becomes another. */
const WIDE: ReadonlySet<string> = new Set(['dissolveTeam', 'applyCommuneChange']);

export interface TurnCacheOptions {
  /** Contexts kept at most. Default 5,000. */
  readonly capacity?: number;
  /**
   * How often residents came from another server or went to one (`Ownership.moves`): what is in memory from before may be
   * what another has written since. Default: never.
   */
  moves?(): number;
}

/**
 * The store with the contexts of recent conversations in memory, so that a resident who is talking costs no read.
 * Safe beside other writers: every commit names the session version it is based on, and a refused commit drops the
 * context, so the next load comes from disk. Beside other servers (`before`), where an earlier event may have been taken
 * in elsewhere, what comes from memory says so, and the commit asks. The least recently used one goes first.
 */
export function withTurnCache(storage: Storage, options: TurnCacheOptions = {}): Storage {
  const { capacity = DEFAULT_CAPACITY, moves = () => 0 } = options;
  const contexts = new Map<string, TurnContext>();
  let seenMoves = moves();
  let isShared = false;
  /** Begun and ended ones: what was read or committed across one may be older than what staff wrote. */
  let staffChanges = 0;
  const keyOf = (args: { readonly oaId: string; readonly userId: string }): string => `${args.oaId} ${args.userId}`;

  const remember = (key: string, context: TurnContext): void => {
    contexts.delete(key);
    contexts.set(key, context);
    const oldest = contexts.size > capacity ? contexts.keys().next().value : undefined;
    if (oldest !== undefined) contexts.delete(oldest);
  };

  /** A first turn has no version yet that would tell it of what another server writes meanwhile. */
  const isKept = (version: number): boolean => !isShared || version > 0;

  const cached: Pick<Storage, 'loadTurn' | 'commitTurn' | 'eraseResident' | 'staffChange'> = {
    async loadTurn(args) {
      const { before } = args;
      // Others may have handled who comes; and what was read alone was read without a version to hold it against.
      if (moves() !== seenMoves || isShared !== (before !== undefined)) {
        seenMoves = moves();
        isShared = before !== undefined;
        contexts.clear();
      }
      const known = contexts.get(keyOf(args));
      if (known) {
        remember(keyOf(args), known);
        return before === undefined ? known : { ...known, isRemembered: true };
      }
      const seen = staffChanges;
      const asked = moves();
      const context = await storage.loadTurn(args);
      if (seen === staffChanges && asked === moves() && !context.hasEarlier && isKept(context.session.version))
        remember(keyOf(args), context);
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
      if (
        result.ok &&
        before?.session.version === turn.expectedVersion &&
        !turn.erase &&
        seen === staffChanges &&
        isKept(turn.expectedVersion)
      )
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
