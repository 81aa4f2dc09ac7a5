import { randomBytes, randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import { Gauge } from '@platformatic/prom-client';
import { createLocalCoordination } from './coordination/local.ts';
import type { Coordination, TruthLock } from './coordination/ports.ts';
import { createPacer } from './delivery/pacer.ts';
import type { Clock } from './shared/clock.ts';
import type { Logger } from './shared/logger.ts';
import type { Metrics } from './shared/metrics.ts';
import type { RedisTarget } from './shared/redis-url.ts';
import type { Storage } from './storage/ports.ts';

export interface CoordinationSetup {
  /** Absent = one server by itself; nothing of Redis is loaded then. */
  readonly redis?: RedisTarget | undefined;
  /** What the replicas have in common. */
  readonly oaId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** The truth store's own lock, where it has one. */
  readonly truthLock: TruthLock;
}

/** How replicas of this installation coordinate, with `bot_replicas` and, over Redis, `bot_redis_up`. Never throws. */
export async function openCoordination(setup: CoordinationSetup): Promise<Coordination> {
  const { redis, oaId, clock, logger, metrics, truthLock } = setup;
  const common = { clock, truthLock, evenPace: createPacer };
  const coordination = redis
    ? (await import('./coordination/redis/open.ts')).openRedisCoordination({
        ...{ ...common, target: redis, scope: oaId, logger },
        replica: `${hostname()}-${randomBytes(4).toString('hex')}`,
        random: () => randomInt(2 ** 32) / 2 ** 32,
      })
    : createLocalCoordination(common);
  gauge(metrics, 'bot_replicas', 'Servers that share this installation, as last known', () =>
    coordination.replicas.count(),
  );
  if (redis) {
    const isUp = (): number => (coordination.status().state === 'together' ? 1 : 0);
    gauge(metrics, 'bot_redis_up', '1 while Redis answers; 0 = each server keeps to its share', isUp);
  }
  return coordination;
}

/**
 * The truth store's own lock: of the database on PostgreSQL, which any number of servers may share; nothing more on
 * SQLite, where the lock of the data folder has kept every other server away since the start.
 */
export async function truthLockOf({ databaseUrl }: { readonly databaseUrl?: string }): Promise<TruthLock> {
  if (databaseUrl === undefined) return (_name, work) => work();
  const { createNamedLock } = await import('./storage/postgres/named-lock.ts');
  const withLock = createNamedLock({ url: databaseUrl });
  return ({ oaId, what }, work) => withLock(`${what} ${oaId}`, work);
}

/**
 * The lock around tokens, with the number under which they are saved. The stored number counts too: were Redis to come
 * back with a clock that is behind, nobody could save a pair any more, and Zalo would have used up the one before.
 */
export function tokenLockOf(
  { locks }: Pick<Coordination, 'locks'>,
  storage: Pick<Storage, 'loadOa'>,
): <T>(oaId: string, work: (fencingToken: number) => Promise<T>) => Promise<T> {
  return (oaId, work) =>
    locks.withLock({ oaId, what: 'token' }, async ({ fencingToken }) => {
      const last = (await storage.loadOa({ oaId }))?.tokenFence ?? 0;
      return work(Math.max(fencingToken, last + 1));
    });
}

/** A gauge that is read when somebody asks for the metrics. */
export function gauge({ registry }: Metrics, name: string, help: string, read: () => number): void {
  registry.registerMetric(
    new Gauge({
      ...{ name, help, registers: [] },
      collect() {
        this.set(read());
      },
    }),
  );
}
