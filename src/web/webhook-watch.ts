import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import type { Storage } from '../storage/ports.ts';

/** When Zalo last posted something, over restarts: how long the server was out of reach. */
export interface WebhookWatch {
  /** Zalo posted something just now. Costs nothing but a clock. */
  seen(): void;
  /** Epoch ms; 0 = never. */
  lastAt(): number;
  /** Reads what an earlier process wrote. */
  start(): Promise<void>;
  /** Writes the last time down. */
  stop(): Promise<void>;
}

export interface WebhookWatchOptions {
  readonly oaId: string;
  readonly storage: Pick<Storage, 'readMeta' | 'writeMeta'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** At most once in this time the store is written: a killed process forgets a minute. */
const WRITE_EVERY_MS = 60_000;

export const lastWebhookKey = (oaId: string): string => `last-webhook ${oaId}`;

export function createWebhookWatch({ oaId, storage, clock, logger }: WebhookWatchOptions): WebhookWatch {
  let lastAt = 0;
  let writtenAt = 0;
  let cancel: (() => void) | undefined;

  const write = async (): Promise<void> => {
    if (lastAt === writtenAt) return;
    const at = lastAt;
    await storage.writeMeta({ key: lastWebhookKey(oaId), value: String(at) });
    writtenAt = at;
  };

  return {
    seen() {
      lastAt = clock.now();
      cancel ??= clock.after(WRITE_EVERY_MS, () => {
        cancel = undefined;
        write().catch((error: unknown) =>
          logger.warn({ err: error }, 'the time of the last webhook could not be kept'),
        );
      });
    },
    lastAt: () => lastAt,
    async start() {
      const kept = Number((await storage.readMeta({ key: lastWebhookKey(oaId) })) ?? 0);
      // A webhook may have come while this was read.
      if (Number.isFinite(kept) && kept > lastAt) lastAt = kept;
      writtenAt = kept;
    },
    async stop() {
      cancel?.();
      await write();
    },
  };
}
