import { existsSync, mkdirSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
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
  /** Called when the file begins to take events, before the first is in it, and when it is drained. */
  onSpooling?(isSpooling: boolean): void;
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
/** One commit for each event would drain about 200 a second: fewer than may arrive meanwhile. */
const DRAIN_AT_ONCE = 100;

export function createSpool(options: SpoolOptions): Spool {
  const { storage, clock, logger } = options;
  const patienceMs = options.patienceMs ?? 1_000;
  const file = join(options.dataDir, 'inbox.spool');
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  // True from the first moment while a file waits: nothing may overtake what stands in it.
  let spooling = existsSync(file);
  let unwritten = 0;
  /** Lines that wait to be written, oldest first. */
  let waiting: { readonly line: string; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] =
    [];
  let drainRuns = false;
  let writes: Promise<unknown> = Promise.resolve();
  let cancelDrain: (() => void) | undefined;
  let draining: Promise<void> = Promise.resolve();
  let stopped = false;

  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const done = writes.then(work, work);
    writes = done.catch(() => undefined);
    return done;
  };

  const append = (event: IncomingEvent): Promise<Acceptance> => {
    if (!spooling) options.onSpooling?.(true);
    spooling = true;
    unwritten += 1;
    return new Promise((resolve, reject) => {
      // The newline in front closes a line that a crash cut short.
      waiting.push({ line: `\n${JSON.stringify(event)}\n`, resolve: () => resolve({ state: 'spooled' }), reject });
      if (waiting.length === 1) void exclusively(writeWaiting);
    });
  };

  /** One sync for all that came while the last one ran: a sync each would keep a crowd waiting for longer than Zalo does. */
  const writeWaiting = async (): Promise<void> => {
    const lines = waiting;
    waiting = [];
    try {
      const handle = await open(file, 'a', 0o600);
      try {
        await handle.appendFile(lines.map(({ line }) => line).join(''));
        await handle.sync();
      } finally {
        await handle.close();
      }
      scheduleDrain();
      for (const { resolve } of lines) resolve();
    } catch (error) {
      options.onBroken(error);
      for (const { reject } of lines) reject(error);
    } finally {
      unwritten -= lines.length;
    }
  };

  const scheduleDrain = (): void => {
    if (cancelDrain || drainRuns || stopped) return;
    cancelDrain = clock.after(RETRY_MS, () => {
      cancelDrain = undefined;
      draining = drain().catch((error: unknown) => {
        logger.warn({ err: error }, 'the database is still silent; accepted events wait in the spool file');
        scheduleDrain();
      });
    });
  };

  const readLines = async (): Promise<string[]> =>
    (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');

  /** Holds the file only while reading and removing it: events must get in while the database is silent to the drain. */
  const drain = async (): Promise<void> => {
    drainRuns = true;
    try {
      for (let done = 0; ; ) {
        const lines = await exclusively(readLines);
        for (let from = done; from < lines.length; from += DRAIN_AT_ONCE) {
          for (const events of inRounds(lines.slice(from, from + DRAIN_AT_ONCE))) await acceptTogether(events);
        }
        done = lines.length;
        if (await exclusively(() => removeWhenDone(done))) return;
      }
    } finally {
      drainRuns = false;
    }
  };

  /** The first event of everybody, then the second: when the store refuses one of a round, nothing of theirs overtakes it. */
  const inRounds = (lines: readonly string[]): readonly (readonly IncomingEvent[])[] => {
    const rounds: IncomingEvent[][] = [];
    const had = new Map<string, number>();
    for (const event of lines.flatMap((line) => parseLine(line) ?? [])) {
      const whose = `${event.oaId} ${event.userId ?? event.key}`;
      const number = had.get(whose) ?? 0;
      had.set(whose, number + 1);
      const round = rounds[number] ?? [];
      if (number === rounds.length) rounds.push(round);
      round.push(event);
    }
    return rounds;
  };

  const acceptTogether = async (events: readonly IncomingEvent[]): Promise<void> => {
    const results = await Promise.allSettled(events.map((event) => storage.acceptEvent(event)));
    for (const [index, event] of events.entries()) {
      const result = results[index];
      if (result?.status === 'fulfilled' && result.value.id !== undefined) options.onAccepted(result.value.id, event);
    }
    const refusal = results.find((result) => result.status === 'rejected');
    if (refusal) throw refusal.reason;
  };

  /** False when events were added since. */
  const removeWhenDone = async (done: number): Promise<boolean> => {
    if ((await readLines()).length > done) return false;
    await rm(file, { force: true });
    spooling = unwritten > 0;
    if (!spooling) options.onSpooling?.(false);
    if (done > 0) logger.warn({ events: done }, 'the spool file is drained into the database');
    return true;
  };

  /** A line cut short by a crash was never answered 200. */
  const parseLine = (line: string): IncomingEvent | undefined => {
    try {
      return JSON.parse(line) as IncomingEvent;
    } catch {
      return undefined;
    }
  };

  /** Events the database has not answered yet, oldest first; one timer watches the oldest for all of them. */
  const unanswered = new Set<{ readonly since: number; late: boolean; readonly onLate: () => void }>();
  let watching = false;

  /** A machine's clock that was set back says nothing about the wait: then it has been long enough. */
  const waited = ({ since }: { readonly since: number }): number =>
    clock.now() < since ? patienceMs : clock.now() - since;

  const watch = (): void => {
    const oldest = unanswered.values().next().value;
    watching = oldest !== undefined;
    if (!oldest) return;
    clock.after(Math.max(1, patienceMs - waited(oldest)), () => {
      for (const waiting of unanswered) {
        if (waited(waiting) < patienceMs) break;
        waiting.late = true;
        unanswered.delete(waiting);
        waiting.onLate();
      }
      watch();
    });
  };

  const tryDatabase = (event: IncomingEvent): Promise<Acceptance | 'silent'> =>
    new Promise((resolve) => {
      const waiting = { since: clock.now(), late: false, onLate: () => resolve('silent') };
      unanswered.add(waiting);
      if (!watching) watch();
      storage.acceptEvent(event).then(
        ({ id }) => {
          unanswered.delete(waiting);
          if (!waiting.late) resolve(id === undefined ? { state: 'duplicate' } : { state: 'accepted', id });
          else if (id !== undefined) options.onAccepted(id, event);
        },
        (error: unknown) => {
          unanswered.delete(waiting);
          if (!waiting.late) logger.error({ err: error }, 'the database refused an event; it goes to the spool file');
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
      if (spooling) options.onSpooling?.(true);
      if (existsSync(file)) await drain();
    },

    async stop() {
      stopped = true;
      cancelDrain?.();
      await draining;
      await writes;
    },
  };
}
