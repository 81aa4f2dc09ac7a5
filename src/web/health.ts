import { Gauge } from '@platformatic/prom-client';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../shared/clock.ts';
import type { Metrics } from '../shared/metrics.ts';
import type { Storage, StorageCounts } from '../storage/ports.ts';

export interface HealthOptions {
  readonly storage: Pick<Storage, 'counts'>;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** False while starting and while shutting down. */
  isAccepting(): boolean;
}

/** How long the store may take before the server says it cannot accept, ms. */
const PATIENCE_MS = 1_000;

const GAUGES = {
  bot_inbox_pending: ['Accepted events that wait to be handled', 'inboxPending'],
  bot_inbox_failed: ['Events set aside after repeated failures', 'inboxFailed'],
  bot_outbox_pending: ['Messages that wait to be sent', 'outboxPending'],
  bot_outbox_sending: ['Messages on their way to Zalo', 'outboxSending'],
  bot_outbox_unknown: ['Sends of which nobody knows whether they arrived', 'outboxUnknown'],
  bot_outbox_failed: ['Messages Zalo refused for good', 'outboxFailed'],
  bot_unknown_sends_total: ['Sends ever classed unknown, over the life of the data folder', 'unknownTotal'],
} as const satisfies Record<string, readonly [string, keyof StorageCounts]>;

/** `GET /healthz` (the process lives), `GET /readyz` (it can accept an event now), `GET /metrics` (Prometheus). */
export async function healthPlugin(fastify: FastifyInstance, options: HealthOptions): Promise<void> {
  const { storage, metrics, clock } = options;
  const gauges = Object.entries(GAUGES).map(([name, [help, key]]) => ({
    key,
    gauge: new Gauge({ name, help, registers: [metrics.registry] }),
  }));

  const counts = (): Promise<StorageCounts | undefined> =>
    new Promise((resolve) => {
      const cancel = clock.after(PATIENCE_MS, () => resolve(undefined));
      storage.counts().then(
        (value) => {
          cancel();
          resolve(value);
        },
        () => {
          cancel();
          resolve(undefined);
        },
      );
    });

  fastify.get('/healthz', async () => ({ ok: true }));

  fastify.get('/readyz', async (_request, reply) => {
    const ready = options.isAccepting() && (await counts()) !== undefined;
    return reply.code(ready ? 200 : 503).send({ ready });
  });

  fastify.get('/metrics', async (_request, reply) => {
    const now = await counts();
    if (now) for (const { key, gauge } of gauges) gauge.set(now[key]);
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}
