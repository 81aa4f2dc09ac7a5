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
