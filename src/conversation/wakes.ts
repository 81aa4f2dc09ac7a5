import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import type { DueSession, IncomingEvent, Storage } from '../storage/ports.ts';
import type { Acceptance } from '../storage/spool.ts';
import type { WakeEvent } from './handle-event.ts';
import type { QueuedEvent } from './turns.ts';

export interface WakesOptions {
  readonly storage: Pick<Storage, 'listDueSessions'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes the event durable, as the webhook does. */
  accept(event: IncomingEvent): Promise<Acceptance>;
  /** Told of an event that is durable now and waits to be handled. */
  onAccepted(event: QueuedEvent): void;
  /**
   * Sessions woken per second at most. Default 10: those moved out of the night all fall due at 07:00, and with the 40
   * announcements a second they leave a quarter of Zalo's 4,000 calls a minute to answers.
   */
  readonly perSecond?: number;
  /** Sessions read at once. Default 100. */
  readonly pageSize?: number;
}

/** Wakes sessions when their time has come: each due moment becomes one durable event in the resident's own queue. */
export interface Wakes {
  start(): void;
  /** One round: wakes what is due now, at most `perSecond`; when the next round is worth while, epoch ms. */
  runOnce(): Promise<number>;
  stop(): Promise<void>;
}

const ROUND_MS = 1_000;
/** A session that falls due earlier than any known one was committed a moment ago: it is late by this at most. */
const LOOK_AHEAD_MS = 30_000;

/** Nothing is kept in memory between rounds, so a restart continues where the last process was. */
export function createWakes(options: WakesOptions): Wakes {
  const { storage, clock, logger } = options;
  const perSecond = options.perSecond ?? 10;
  const pageSize = options.pageSize ?? 100;
  let cancel: (() => void) | undefined;
  let round: Promise<void> = Promise.resolve();
  let stopped = false;

  /** True for a wake that is new; one that is waiting to be handled, or that failed, has happened already. */
  const wake = async ({ oaId, userId, dueAt }: DueSession): Promise<boolean> => {
    const incoming: WakeEvent = { type: 'wake', oaId, userId, at: dueAt };
    const receivedAt = clock.now();
    const result = await options.accept({
      oaId,
      key: `wake ${userId} ${dueAt}`,
      eventName: 'wake',
      userId,
      payload: JSON.stringify(incoming),
      state: 'pending',
      receivedAt,
    });
    if (result.state === 'accepted') options.onAccepted({ id: result.id, oaId, userId, incoming, receivedAt });
    return result.state !== 'duplicate';
  };

  const runOnce = async (): Promise<number> => {
    const now = clock.now();
    let woken = 0;
    for (let after: DueSession | undefined; !stopped; ) {
      const page = await storage.listDueSessions({
        at: now + LOOK_AHEAD_MS,
        limit: pageSize,
        ...(after ? { after } : {}),
      });
      for (const session of page) {
        if (session.dueAt > now) return session.dueAt;
        if (woken >= perSecond) return now + ROUND_MS;
        if (await wake(session)) woken += 1;
      }
      after = page.at(-1);
      if (page.length < pageSize) break;
    }
    return now + LOOK_AHEAD_MS;
  };

  const next = (at: number): void => {
    cancel = clock.after(Math.max(0, at - clock.now()), () => {
      round = roundAndNext();
    });
  };

  const roundAndNext = async (): Promise<void> => {
    let at = clock.now() + ROUND_MS;
    try {
      at = await runOnce();
    } catch (error) {
      logger.error({ err: error }, 'due sessions could not be woken; trying again');
    }
    if (!stopped) next(at);
  };

  return {
    start: () => next(clock.now()),
    runOnce,
    async stop() {
      stopped = true;
      cancel?.();
      await round;
    },
  };
}
