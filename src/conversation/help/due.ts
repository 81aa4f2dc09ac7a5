import type { Clock } from '../../shared/clock.ts';
import type { Logger } from '../../shared/logger.ts';
import type { DueHelp } from '../../storage/help-ports.ts';
import type { IncomingEvent, Storage } from '../../storage/ports.ts';
import type { Acceptance } from '../../storage/spool.ts';
import type { NoticeEvent } from '../handle-event.ts';
import type { QueuedEvent } from '../turns.ts';

export interface HelpDueOptions {
  readonly storage: Pick<Storage, 'listDueHelp'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes the event durable, as the webhook does. */
  accept(event: IncomingEvent): Promise<Acceptance>;
  /** Told of an event that is durable now and waits to be handled. */
  onAccepted(event: QueuedEvent): void;
  /** Requests moved on per second at most. Default 10: those of a night all fall due at 07:00. */
  readonly perSecond?: number;
}

/** Moves requests for help on when their time has come: each due moment is one durable event in the resident's queue. */
export interface HelpDue {
  start(): void;
  /** One round: what is due now, at most `perSecond`; when the next round is worth while, epoch ms. */
  runOnce(): Promise<number>;
  stop(): Promise<void>;
}

const ROUND_MS = 1_000;
/** Requests that staff hand on, or that lost their helper, fall due at once and are late by this at most. */
const LOOK_AHEAD_MS = 30_000;
const PAGE = 100;
/** A turn that failed for good is tried anew so often: nobody may wait for ever because of it. */
const AGAIN_MS = 3_600_000;

/** Nothing is kept in memory between rounds, so a restart continues where the last process was. */
export function createHelpDue(options: HelpDueOptions): HelpDue {
  const { storage, clock, logger } = options;
  const perSecond = options.perSecond ?? 10;
  let cancel: (() => void) | undefined;
  let round: Promise<void> = Promise.resolve();
  let stopped = false;

  /** True for an event that is new. */
  const move = async ({ oaId, id: helpId, userId, dueAt }: DueHelp): Promise<boolean> => {
    const incoming: NoticeEvent = { type: 'notice', oaId, userId, notice: { kind: 'help', what: 'due', id: helpId } };
    const receivedAt = clock.now();
    const result = await options.accept({
      oaId,
      key: `help ${helpId} ${dueAt} ${Math.floor((receivedAt - dueAt) / AGAIN_MS)}`,
      eventName: 'notice',
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
    let moved = 0;
    for (let after: DueHelp | undefined; !stopped; ) {
      const page = await storage.listDueHelp({ at: now + LOOK_AHEAD_MS, limit: PAGE, ...(after ? { after } : {}) });
      for (const request of page) {
        if (request.dueAt > now) return request.dueAt;
        if (moved >= perSecond) return now + ROUND_MS;
        if (await move(request)) moved += 1;
      }
      after = page.at(-1);
      if (page.length < PAGE) break;
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
      logger.error({ err: error }, 'requests for help could not be moved on; trying again');
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
