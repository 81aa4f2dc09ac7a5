import type { Clock } from '../../shared/clock.ts';
import type { Replica, Replicas } from '../ports.ts';
import { replicasKey, startsKey } from './keys.ts';
import type { Link } from './link.ts';

/** How often a sign of life is given, ms. */
const BEAT_MS = 1_000;
/** Without one for so long a replica counts as gone, ms. */
export const ALIVE_MS = 5_000;

export interface Presence extends Replicas {
  /** Tells the others that this replica goes. */
  stop(): Promise<void>;
}

export interface PresenceOptions {
  readonly link: Link;
  readonly clock: Clock;
  readonly replica: string;
  /** What the replicas have in common, an OA id. */
  readonly scope: string;
}

export function createPresence({ link, clock, replica, scope }: PresenceOptions): Presence {
  const me: Replica = { name: replica, startedAt: clock.now() };
  const keys = [replicasKey(scope), startsKey(scope)];
  let known: readonly Replica[] = [me];
  let stopped = false;
  let cancel = (): void => undefined;
  /** After Redis comes back empty, those who have not found back yet are still counted for a life. */
  let upAt = 0;
  let before: readonly Replica[] = [me];

  const beat = async (): Promise<void> => {
    const words = await link.ask((redis) => redis.beat(...keys, me.name, me.startedAt, ALIVE_MS));
    const alive = readReplicas(words);
    const isFresh = clock.now() - upAt < ALIVE_MS;
    known = byName([me, ...alive, ...(isFresh ? before : [])]);
  };

  const loop = (): void => {
    if (stopped) return;
    const next = (): void => {
      if (!stopped) cancel = clock.after(BEAT_MS, loop);
    };
    if (!link.isUp()) return next();
    void beat()
      .catch(() => undefined)
      .finally(next);
  };
  link.onChange((isUp) => {
    if (!isUp) return;
    upAt = clock.now();
    before = known;
    beat().catch(() => undefined);
  });
  loop();

  return {
    list: () => known,
    count: () => known.length,
    async stop() {
      stopped = true;
      cancel();
      if (link.isUp()) await link.ask((redis) => redis.beat(...keys, me.name, me.startedAt, 0)).catch(() => undefined);
    },
  };
}

function readReplicas(words: readonly string[]): Replica[] {
  const found: Replica[] = [];
  for (let at = 0; at + 1 < words.length; at += 2) {
    found.push({ name: words[at] ?? '', startedAt: Number(words[at + 1]) });
  }
  return found;
}

function byName(replicas: readonly Replica[]): readonly Replica[] {
  const unique = new Map(replicas.map((replica) => [replica.name, replica]));
  return [...unique.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
