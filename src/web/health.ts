import { statfsSync } from 'node:fs';
import { Gauge } from '@platformatic/prom-client';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../shared/clock.ts';
import type { Metrics } from '../shared/metrics.ts';
import type { Storage, StorageCounts } from '../storage/ports.ts';

export interface HealthOptions {
  readonly storage: Pick<Storage, 'counts' | 'workAges' | 'schemaVersion'>;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** False while starting and while shutting down. */
  isAccepting(): boolean;
  /** Version of the product. */
  readonly version: string;
  /** Where the data lies, for the free space of that disk. */
  readonly dataDir: string;
  /** Epoch ms of the last webhook of any OA; 0 = never. */
  lastWebhookAt(): number;
  /** OAs that are served and not paused. */
  oas(): readonly OaHealth[];
  /** Announcements may go out at this hour. Nothing is stuck outside it. */
  isAnnouncing(): Promise<boolean>;
}

/** What `/metrics` says of one OA, so that who watches knows which one needs a hand. */
export interface OaHealth {
  readonly oaId: string;
  /** Epoch ms; 0 = never. */
  readonly lastWebhookAt: number;
  canSend(): Promise<boolean>;
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

  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers: [metrics.registry] });
  new Gauge({
    ...{ name: 'bot_build_info', help: 'Always 1; the labels say what runs', labelNames: ['version', 'node'] },
    registers: [metrics.registry],
  }).set({ version: options.version, node: process.version }, 1);
  gauge('bot_start_timestamp_seconds', 'When this process began').set(Math.round(clock.now() / 1000));
  const accepting = gauge('bot_accepting', '1 while events can be accepted');
  const lastWebhook = gauge('bot_last_webhook_timestamp_seconds', 'When Zalo last posted something; 0 = never');
  const tokens = gauge('bot_zalo_token_usable', '1 while every OA can send');
  const gaugeOfOas = (name: string, help: string): Gauge<'oa'> =>
    new Gauge({ name, help, labelNames: ['oa'], registers: [metrics.registry] });
  const tokenOf = gaugeOfOas('bot_oa_token_usable', '1 while this OA can send');
  const webhookOf = gaugeOfOas('bot_oa_last_webhook_timestamp_seconds', 'When Zalo last posted for this OA; 0 = never');
  const schema = gauge('bot_schema_version', 'Newest migration of the database');
  const memory = gauge('bot_memory_bytes', 'Memory of this process');
  const disk = gauge('bot_data_free_bytes', 'Free space on the disk of DATA_DIR');
  const inboxAge = gauge('bot_inbox_oldest_seconds', 'Age of the oldest event that waits to be handled; 0 = none');
  const answersAge = gauge('bot_answers_oldest_seconds', 'Age of the oldest answer that waits to be sent; 0 = none');
  const announcementsAge = gauge(
    'bot_announcements_oldest_seconds',
    'How long the longest waiting recipient of a running announcement has been due, inside the allowed hours; 0 = none',
  );

  /** What is read afresh for each scrape. */
  const measure = async (): Promise<void> => {
    const now = clock.now();
    const age = (since: number | undefined): number => (since === undefined ? 0 : Math.max(0, now - since) / 1000);
    accepting.set(options.isAccepting() ? 1 : 0);
    lastWebhook.set(Math.round(options.lastWebhookAt() / 1000));
    memory.set(process.memoryUsage.rss());
    disk.set(freeBytes(options.dataDir));
    const [ages, version, isAnnouncing] = await Promise.all([
      storage.workAges({ at: now }),
      storage.schemaVersion(),
      options.isAnnouncing(),
    ]);
    inboxAge.set(age(ages.inboxSince));
    answersAge.set(age(ages.answersSince));
    announcementsAge.set(isAnnouncing ? age(ages.announcementsSince) : 0);
    schema.set(version);
    const oas = await Promise.all(options.oas().map(async (oa) => ({ ...oa, canSend: await oa.canSend() })));
    tokens.set(oas.every(({ canSend }) => canSend) ? 1 : 0);
    // One that was paused or removed says nothing any more.
    tokenOf.reset();
    webhookOf.reset();
    for (const { oaId, canSend, lastWebhookAt } of oas) {
      tokenOf.set({ oa: oaId }, canSend ? 1 : 0);
      webhookOf.set({ oa: oaId }, Math.round(lastWebhookAt / 1000));
    }
  };

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
    if (now) {
      for (const { key, gauge } of gauges) gauge.set(now[key]);
      // A store that fell silent in between costs the figures, not the page.
      await measure().catch(() => undefined);
    } else accepting.set(0);
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

/** 0 where it cannot be told. */
function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
}
