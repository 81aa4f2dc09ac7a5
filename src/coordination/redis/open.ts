import type { Clock } from '../../shared/clock.ts';
import type { Logger } from '../../shared/logger.ts';
import type { RedisTarget } from '../../shared/redis-url.ts';
import type { Coordination, Pace, PaceFactory, TruthLock } from '../ports.ts';
import { createClient, type Random } from './client.ts';
import { replicasKey } from './keys.ts';
import { createLink } from './link.ts';
import { createRedisLocks } from './locks.ts';
import { createPresence } from './replicas.ts';
import { createRedisSignals } from './signals.ts';
import { createSharedMinute } from './shared-minute.ts';
import { createSharedPace } from './shared-pace.ts';

export interface RedisCoordinationOptions {
  readonly target: RedisTarget;
  /** What the replicas have in common: the id of the installation's first OA. */
  readonly scope: string;
  /** Unique among the replicas; letters, digits, `.`, `_` and `-` only. */
  readonly replica: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: Random;
  readonly evenPace: PaceFactory;
  /** The truth store's own lock; see {@link Coordination.locks}. */
  readonly truthLock?: TruthLock;
}

/**
 * Coordination through Redis 6.2 or later: one server, the master that Sentinels name, or a Cluster. Returns at once,
 * whether Redis answers or not; until it does, each replica goes on by itself. Throws nothing: what is wrong with Redis
 * stands in the log once a minute and in `status()`.
 */
export function openRedisCoordination(options: RedisCoordinationOptions): Coordination {
  const { target, clock, logger, random } = options;
  const replica = options.replica.replaceAll(/[^\w.-]/gu, '_');
  const link = createLink({
    ...{ client: createClient(target, random, false), probeKey: replicasKey(options.scope), clock, logger, random },
  });
  const presence = createPresence({ link, clock, replica, scope: options.scope });
  const signals = createRedisSignals({ link, replica, openListener: () => createClient(target, random, true) });
  const paces = new Map<string, Pace>();
  const shared = { link, clock, replica, evenPace: options.evenPace, replicas: presence.count };

  /** Two askers of one name in one process are one asker: its share is one share. */
  const paceOf = (name: string, make: () => Pace): Pace => {
    const known = paces.get(name) ?? make();
    paces.set(name, known);
    return known;
  };

  return {
    replica,
    isShared: true,
    budget: {
      perSecond: (oaId, lane, limit) =>
        paceOf(`second ${oaId} ${lane}`, () => createSharedPace(oaId, lane, limit, shared)),
      perMinute: (appId, limit) => paceOf(`minute ${appId}`, () => createSharedMinute(appId, limit, shared)),
    },
    locks: createRedisLocks({ ...options, link, replica }),
    replicas: presence,
    signals,
    status() {
      const lastReason = link.lastReason();
      return {
        kind: 'redis',
        state: link.isUp() ? 'together' : 'away',
        since: link.since(),
        replicas: presence.count(),
        ...(lastReason === undefined ? {} : { lastReason }),
      };
    },
    async close() {
      signals.stop();
      await presence.stop();
      link.close();
    },
  };
}
