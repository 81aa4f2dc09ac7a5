import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Counter } from '@platformatic/prom-client';
import type { Config } from './config.ts';
import { gauge } from './coordination-setup.ts';
import { createHints } from './coordination/hints.ts';
import { createOwnership, createSoleOwnership, type Ownership } from './coordination/ownership.ts';
import type { Coordination } from './coordination/ports.ts';
import type { QueuedEvent, Turns } from './conversation/turns.ts';
import type { Answers } from './delivery/answers.ts';
import type { Clock } from './shared/clock.ts';
import { AppError, codeOf } from './shared/errors.ts';
import type { Logger } from './shared/logger.ts';
import type { Metrics } from './shared/metrics.ts';
import { createRounds } from './shared/rounds.ts';
import type { ReplicaStart } from './storage/postgres/database.ts';

/** This server among those that share its database. */
export interface JoinedReplica {
  readonly ownership: Ownership;
  /** What its connections to the database bear; absent for a server by itself. */
  readonly replica?: ReplicaStart;
}

/** True where several servers may share the database: a PostgreSQL, and a Redis to hold the limits together. */
export const mayBeShared = ({ databaseUrl, redis }: Pick<Config, 'databaseUrl' | 'redis'>): boolean =>
  databaseUrl !== undefined && redis !== undefined;

/**
 * Joins the servers on the same database, or makes this one the only one: on SQLite, and on PostgreSQL without Redis.
 * Throws DATABASE_IN_USE for a copied data folder, STORAGE_FAILED.
 */
export async function joinReplicas(parts: {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<JoinedReplica> {
  const { config, clock, logger } = parts;
  if (config.databaseUrl === undefined || !mayBeShared(config)) return { ownership: createSoleOwnership() };
  const { openReplicaTable } = await import('./storage/postgres/replica-table.ts');
  const { migrateDatabase } = await import('./storage/postgres/database.ts');
  await migrateDatabase(config.databaseUrl);
  const table = await openReplicaTable({
    url: config.databaseUrl,
    name: nameOf(config.dataDir),
    home: config.residentShare,
    now: () => clock.now(),
  });
  const { name, epoch } = table;
  return { ownership: createOwnership({ table, clock, logger }), replica: { name, epoch } };
}

/** The same after a restart: what the process before left is taken up at once, not after it seemed gone. */
function nameOf(dataDir: string): string {
  const file = join(dataDir, 'replica');
  const known = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (/^[a-f0-9]{16}$/u.test(known)) return known;
  const name = randomBytes(8).toString('hex');
  writeFileSync(file, `${name}\n`, { mode: 0o600 });
  return name;
}

export interface SharedWorkOptions {
  /** What the servers of this installation have in common: the id of its first OA. */
  readonly scope: string;
  readonly ownership: Ownership;
  readonly coordination: Pick<Coordination, 'signals' | 'status'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** What is done once for the whole installation, from now on. */
  lead(): void | Promise<void>;
  /** This server was declared gone and must end. */
  onGone(error: AppError): void;
}

/** Keeps residents' work with the server that has them. */
export interface SharedWork {
  tellEvent(event: QueuedEvent): void;
  tellAnswer(oaId: string, userId: string, id: number): void;
  /** The spool file of this server begins to take events, or is drained. */
  onSpooling(isSpooling: boolean): void;
  /** See `TurnsOptions.untilSeen`. */
  untilSeen(): Promise<void> | undefined;
  start(turns: Turns, answers: Answers): Promise<void>;
  stop(): Promise<void>;
}

/** How often a server says that its spool file holds events, how long that counts, and how often who waits looks, ms. */
const SPOOL_TELL_MS = 500;
const SPOOL_HEARD_MS = 2_000;
const SPOOL_LOOK_MS = 50;

/**
 * While the database is silent to one server, its events stand in a file that the others do not see; a later one of the
 * same resident may reach another server. So long as anybody spools, everybody waits.
 */
function createSpoolWatch({ scope, ownership, coordination, clock }: SharedWorkOptions) {
  const { signals } = coordination;
  let isSpooling = false;
  let heardMs = -Infinity;
  let waiting: Promise<void> | undefined;
  const isHeld = (): boolean => ownership.isShared() && (isSpooling || performance.now() - heardMs < SPOOL_HEARD_MS);
  const tell = (): void => {
    if (!isSpooling) return;
    signals.tell(scope, 'spool');
    clock.after(SPOOL_TELL_MS, tell);
  };
  const stop = signals.on(scope, 'spool', () => {
    heardMs = performance.now();
  });
  const wait = async (): Promise<void> => {
    while (isHeld()) await new Promise<void>((resolve) => clock.after(SPOOL_LOOK_MS, resolve));
    waiting = undefined;
  };
  return {
    stop,
    onSpooling(begins: boolean): void {
      const isNew = begins && !isSpooling;
      isSpooling = begins;
      if (isNew) tell();
    },
    untilSeen: (): Promise<void> | undefined => (isHeld() ? (waiting ??= wait()) : undefined),
  };
}

/** How often servers look for what they were not told of, ms: with Redis, and while it is away. */
const LOOK_MS = 1_000;
const LOOK_ALONE_MS = 200;

export function createSharedWork(options: SharedWorkOptions): SharedWork {
  const { scope, ownership, coordination, clock, logger, metrics } = options;
  gauge(metrics, 'bot_resident_slots', 'Shares of the residents handled by this server, of 256', () =>
    ownership.count(),
  );
  gauge(metrics, 'bot_leads', '1 = this server does what is done once for the whole installation', () =>
    ownership.leads() ? 1 : 0,
  );
  const events = createHints(coordination.signals, 'inbox', scope);
  const sends = createHints(coordination.signals, 'outbox', scope);
  const spools = createSpoolWatch(options);
  const passedOn = new Counter({
    name: 'bot_events_passed_on_total',
    help: 'Events taken in here of residents whom another server handles',
    registers: [metrics.registry],
  });
  let listening: (() => void)[] = [];
  let looking: ReturnType<typeof createRounds> | undefined;

  const failed = (error: unknown): void =>
    logger.warn({ err: { code: codeOf(error) } }, 'what other servers took in could not be read; looking again soon');

  return {
    tellEvent(event) {
      passedOn.inc();
      events.tell(event.oaId, event.userId, event.id);
    },
    tellAnswer: (oaId, userId, id) => sends.tell(oaId, userId, id),
    onSpooling: spools.onSpooling,
    untilSeen: spools.untilSeen,

    async start(turns, answers) {
      const isMine = (slot: number): boolean => ownership.isShared() && ownership.ownsSlot(slot);
      listening = [
        events.listen(isMine, (ids) => void turns.look(ids).catch(failed)),
        sends.listen(isMine, (ids) => void answers.look(ids).catch(failed)),
      ];
      await ownership.start({
        recover: (mask, silentMs) => answers.recover(mask, silentMs),
        takeAnswers: (mask) => answers.take(mask),
        takeTurns: () => turns.take(),
        async drop() {
          // Turns first: what they are committing goes out from here.
          await turns.drop();
          await answers.drop();
        },
        lead: () => options.lead(),
        onGone: () =>
          options.onGone(
            new AppError(
              'REPLICA_GONE',
              'The other servers saw no sign of life of this one for 5 s and took its residents over; it ends, to be started anew.',
            ),
          ),
      });
      looking = createRounds({
        clock,
        firstAfterMs: LOOK_MS,
        async run() {
          if (!ownership.isShared()) return LOOK_MS;
          try {
            await turns.sweep();
            await answers.sweep();
          } catch (error) {
            failed(error);
          }
          return coordination.status().state === 'together' ? LOOK_MS : LOOK_ALONE_MS;
        },
      });
      looking.start();
    },

    async stop() {
      for (const stop of [...listening, spools.stop]) stop();
      await looking?.stop();
      await ownership.stop();
    },
  };
}
