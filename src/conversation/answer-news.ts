import { defaultQuietHours, isQuiet } from '../delivery/quiet-hours.ts';
import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import type { IncomingEvent, Storage } from '../storage/ports.ts';
import type { MemberQuestion } from '../storage/question-ports.ts';
import type { Acceptance } from '../storage/spool.ts';
import { MESSAGE_WINDOW_MS } from '../teams/registry.ts';
import type { NoticeEvent } from './handle-event.ts';
import type { QueuedEvent } from './turns.ts';

export interface AnswerNewsOptions {
  readonly storage: Pick<Storage, 'listUntoldAnswers'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes the event durable, as the webhook does. */
  accept(event: IncomingEvent): Promise<Acceptance>;
  /** Told of an event that is durable now and waits to be handled. */
  onAccepted(event: QueuedEvent): void;
}

/**
 * Tells members the answers that were written where no turn of theirs was: at the command line, or while Zalo did not let
 * us write to them. Each becomes one durable event in the member's own queue.
 */
export interface AnswerNews {
  start(): void;
  /** One round; how many were told of. */
  runOnce(): Promise<number>;
  stop(): Promise<void>;
}

/** Whoever waits for an answer waits for people: half a minute more is nothing. */
const ROUND_MS = 30_000;
const MAX_A_ROUND = 50;

/** Nothing is kept in memory between rounds; the store knows who was told. Nobody is told at night. */
export function createAnswerNews(options: AnswerNewsOptions): AnswerNews {
  const { storage, clock, logger } = options;
  let cancel: (() => void) | undefined;
  let round: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const tell = async ({ oaId, userId, id, answeredAt }: MemberQuestion): Promise<boolean> => {
    if (userId === undefined) return false;
    const incoming: NoticeEvent = {
      type: 'notice',
      oaId,
      userId,
      notice: { kind: 'question', what: 'answered', id },
    };
    const receivedAt = clock.now();
    const result = await options.accept({
      oaId,
      key: `answer ${id} ${answeredAt ?? 0}`,
      eventName: 'notice',
      userId,
      payload: JSON.stringify(incoming),
      state: 'pending',
      receivedAt,
    });
    if (result.state === 'accepted') options.onAccepted({ id: result.id, oaId, userId, incoming, receivedAt });
    return result.state === 'accepted';
  };

  const runOnce = async (): Promise<number> => {
    const now = clock.now();
    if (isQuiet(now, defaultQuietHours)) return 0;
    const windowStart = now - MESSAGE_WINDOW_MS;
    const untold = await storage.listUntoldAnswers({ windowStart, limit: MAX_A_ROUND });
    let told = 0;
    for (const question of untold) if (!stopped && (await tell(question))) told += 1;
    return told;
  };

  const next = (): void => {
    cancel = clock.after(ROUND_MS, () => {
      round = runOnce()
        .catch((error: unknown) => logger.error({ err: error }, 'answers could not be passed on; trying again'))
        .finally(() => {
          if (!stopped) next();
        });
    });
  };

  return {
    start: next,
    runOnce,
    async stop() {
      stopped = true;
      cancel?.();
      await round;
    },
  };
}
