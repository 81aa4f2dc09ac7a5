import { mkdirSync } from 'node:fs';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import type { IncomingEvent, Storage } from './ports.ts';

export interface SpoolOptions {
  readonly dataDir: string;
  readonly storage: Pick<Storage, 'acceptEvent'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long the database may be silent before an event goes to the file, ms. Default 1,000: Zalo waits 2,000. */
  readonly patienceMs?: number;
  /** Called once for every event that entered the database late, in its order. */
  onAccepted(id: number, event: IncomingEvent): void;
  /** Called when neither database nor file takes an event: nothing more must be answered 200. */
  onBroken(error: unknown): void;
}

export type Acceptance =
  | { readonly state: 'accepted'; readonly id: number }
  | { readonly state: 'duplicate' }
  /** On disk in the spool file; `onAccepted` follows. */
  | { readonly state: 'spooled' };

/**
 * Makes events durable: in the database, or, while it is silent, in an fsynced file beside it that is drained in order
 * as soon as the database answers. An event that ends up in both has one effect, because the inbox knows its key.
 */
export interface Spool {
  /** Resolves when the event is on disk; rejects when that is impossible. */
  accept(event: IncomingEvent): Promise<Acceptance>;
  /** Drains what an earlier process left. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const RETRY_MS = 1_000;

export function createSpool(options: SpoolOptions): Spool {
  const { storage, clock, logger } = options;
  const patienceMs = options.patienceMs ?? 1_000;
  const file = join(options.dataDir, 'inbox.spool');
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  let spooling = false;
  let writes: Promise<unknown> = Promise.resolve();
  let cancelDrain: (() => void) | undefined;
  let draining: Promise<void> = Promise.resolve();
  let stopped = false;

  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const done = writes.then(work, work);
    writes = done.catch(() => undefined);
    return done;
  };

  const append = (event: IncomingEvent): Promise<Acceptance> =>
    exclusively(async (): Promise<Acceptance> => {
      spooling = true;
      const handle = await open(file, 'a', 0o600);
      try {
        await handle.appendFile(`${JSON.stringify(event)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      scheduleDrain();
      return { state: 'spooled' };
    }).catch((error: unknown) => {
      options.onBroken(error);
      throw error;
    });

  const scheduleDrain = (): void => {
    if (cancelDrain || stopped) return;
    cancelDrain = clock.after(RETRY_MS, () => {
      cancelDrain = undefined;
      draining = drain().catch((error: unknown) => {
        logger.warn({ err: error }, 'the database is still silent; accepted events wait in the spool file');
        scheduleDrain();
      });
    });
  };

  const drain = (): Promise<void> =>
    exclusively(async () => {
      const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
      for (const line of lines) {
        const event = parseLine(line);
        if (!event) continue;
        const { id } = await storage.acceptEvent(event);
        if (id !== undefined) options.onAccepted(id, event);
      }
      await rm(file, { force: true });
      spooling = false;
      if (lines.length > 0) logger.warn({ events: lines.length }, 'the spool file is drained into the database');
    });

  /** A line cut short by a crash was never answered 200. */
  const parseLine = (line: string): IncomingEvent | undefined => {
    try {
      return JSON.parse(line) as IncomingEvent;
    } catch {
      return undefined;
    }
  };

  const tryDatabase = (event: IncomingEvent): Promise<Acceptance | 'silent'> =>
    new Promise((resolve) => {
      let late = false;
      const cancel = clock.after(patienceMs, () => {
        late = true;
        resolve('silent');
      });
      storage.acceptEvent(event).then(
        ({ id }) => {
          cancel();
          if (late) {
            if (id !== undefined) options.onAccepted(id, event);
          } else {
            resolve(id === undefined ? { state: 'duplicate' } : { state: 'accepted', id });
          }
        },
        (error: unknown) => {
          cancel();
          if (!late) logger.error({ err: error }, 'the database refused an event; it goes to the spool file');
          resolve('silent');
        },
      );
    });

  return {
    async accept(event) {
      if (spooling) return append(event);
      const result = await tryDatabase(event);
      return result === 'silent' ? append(event) : result;
    },

    async start() {
      if (!(await stat(file).catch(() => undefined))) return;
      spooling = true;
      await drain();
    },

    async stop() {
      stopped = true;
      cancelDrain?.();
      await draining;
      await writes;
    },
  };
}
