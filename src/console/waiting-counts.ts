import type { ConsoleDeps } from './deps.ts';
import type { Actor } from './permissions.ts';
import { countWaiting, WAITING_KINDS, type WaitingKind } from './waiting.ts';

/** What waits for this person, by kind. */
export type WaitingCounts = Readonly<Partial<Record<WaitingKind, number>>>;

/** A page that asks for itself every few seconds must not count every few seconds. */
const KEPT_MS = 10_000;
/** More people than work at once; the oldest counts are forgotten first. */
const MOST_KEPT = 500;

/**
 * Counts of the navigation, kept for 10 seconds for each person. A count that cannot be read is left out and logged: the
 * page itself must not fail over it.
 */
export function createWaitingCounts(
  deps: Pick<ConsoleDeps, 'oaId' | 'storage' | 'clock' | 'logger'>,
): (actor: Actor) => Promise<WaitingCounts> {
  const kept = new Map<string, { readonly until: number; readonly counts: Promise<WaitingCounts> }>();

  const read = async (actor: Actor): Promise<WaitingCounts> => {
    const pairs = await Promise.all(
      WAITING_KINDS.map(async (kind) => {
        try {
          return [kind, await countWaiting({ actor, deps }, kind)] as const;
        } catch (error) {
          deps.logger.warn({ err: error, kind }, 'what waits could not be counted');
          return [kind, 0] as const;
        }
      }),
    );
    return Object.fromEntries(pairs.filter(([, count]) => count > 0));
  };

  return (actor) => {
    const now = deps.clock.now();
    const key = `${actor.accountId} ${actor.role} ${actor.communeCode ?? ''}`;
    const known = kept.get(key);
    if (known && now < known.until && now >= known.until - KEPT_MS) return known.counts;
    const counts = read(actor);
    kept.delete(key);
    kept.set(key, { until: now + KEPT_MS, counts });
    const oldest = kept.keys().next().value;
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return counts;
  };
}
