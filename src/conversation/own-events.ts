import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import { createRounds, type Rounds } from '../shared/rounds.ts';
import type { IncomingEvent } from '../storage/ports.ts';
import type { Acceptance } from '../storage/spool.ts';
import type { NoticeEvent, WakeEvent } from './handle-event.ts';
import type { QueuedEvent } from './turns.ts';

/** How events of our own come into people's queues. */
export interface OwnEventsOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes the event durable, as the webhook does. */
  accept(event: IncomingEvent): Promise<Acceptance>;
  /** Told of an event that is durable now and waits to be handled. */
  onAccepted(event: QueuedEvent): void;
}

/** Accepts an event of ours once for its key and queues it. */
export async function acceptOwn(
  { clock, accept, onAccepted }: OwnEventsOptions,
  key: string,
  incoming: WakeEvent | NoticeEvent,
): Promise<Acceptance['state']> {
  const { oaId, userId, type } = incoming;
  const receivedAt = clock.now();
  const result = await accept({
    oaId,
    key,
    eventName: type,
    userId,
    payload: JSON.stringify(incoming),
    state: 'pending',
    receivedAt,
  });
  if (result.state === 'accepted') onAccepted({ id: result.id, oaId, userId, incoming, receivedAt });
  return result.state;
}

/** Something with a moment at which it has to go on. */
export interface DueOptions<Due extends { readonly dueAt: number }> extends OwnEventsOptions {
  /** What is due at or before `at`, earliest first; with `after`, what stands behind that one in this order. */
  list(args: { readonly at: number; readonly limit: number; readonly after?: Due }): Promise<readonly Due[]>;
  /** The event of a due moment and its key: a moment that has had its event, or whose event failed, is passed over. */
  eventOf(due: Due, now: number): readonly [key: string, incoming: WakeEvent | NoticeEvent];
  /** Said in the log when a round fails. */
  readonly trouble: string;
  /** New events per second at most. */
  readonly perSecond: number;
  /** Read at once. Default 100. */
  readonly pageSize?: number;
}

/** Due moments that become durable events. */
export interface DueRounds extends Rounds {
  /** One round: what is due now, at most `perSecond`; when the next round is worth while, epoch ms. */
  runOnce(): Promise<number>;
}

const ROUND_MS = 1_000;
/** What falls due earlier than anything known was committed a moment ago: it is late by this at most. */
const LOOK_AHEAD_MS = 30_000;

/** Nothing is kept in memory between rounds, so a restart continues where the last process was. */
export function createDueRounds<Due extends { readonly dueAt: number }>(options: DueOptions<Due>): DueRounds {
  const { clock, logger, perSecond, pageSize = 100 } = options;
  let stopped = false;

  const runOnce = async (): Promise<number> => {
    const now = clock.now();
    let begun = 0;
    for (let after: Due | undefined; !stopped; ) {
      const page = await options.list({ at: now + LOOK_AHEAD_MS, limit: pageSize, ...(after ? { after } : {}) });
      for (const due of page) {
        if (due.dueAt > now) return due.dueAt;
        if (begun >= perSecond) return now + ROUND_MS;
        const [key, incoming] = options.eventOf(due, clock.now());
        if ((await acceptOwn(options, key, incoming)) !== 'duplicate') begun += 1;
      }
      after = page.at(-1);
      if (page.length < pageSize) break;
    }
    return now + LOOK_AHEAD_MS;
  };

  const rounds = createRounds({
    clock,
    async run() {
      let at = clock.now() + ROUND_MS;
      try {
        at = await runOnce();
      } catch (error) {
        logger.error({ err: error }, options.trouble);
      }
      // The clock may have been set back in between.
      return Math.min(at - clock.now(), LOOK_AHEAD_MS);
    },
  });

  return {
    start: () => rounds.start(),
    runOnce,
    async stop() {
      stopped = true;
      await rounds.stop();
    },
  };
}
