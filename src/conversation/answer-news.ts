import { defaultQuietHours, isQuiet } from '../delivery/quiet-hours.ts';
import { createRounds, type Rounds } from '../shared/rounds.ts';
import type { Storage } from '../storage/ports.ts';
import type { MemberQuestion } from '../storage/question-ports.ts';
import { MESSAGE_WINDOW_MS } from '../teams/registry.ts';
import { acceptOwn, type OwnEventsOptions } from './own-events.ts';

export interface AnswerNewsOptions extends OwnEventsOptions {
  readonly storage: Pick<Storage, 'listUntoldAnswers'>;
}

/**
 * Tells members the answers that were written where no turn of theirs was: at the command line, or while Zalo did not let
 * us write to them. Each becomes one durable event in the member's own queue.
 */
export interface AnswerNews extends Rounds {
  /** One round; how many were told of. */
  runOnce(): Promise<number>;
}

/** Whoever waits for an answer waits for people: half a minute more is nothing. */
const ROUND_MS = 30_000;
const MAX_A_ROUND = 50;

/** Nothing is kept in memory between rounds; the store knows who was told. Nobody is told at night. */
export function createAnswerNews(options: AnswerNewsOptions): AnswerNews {
  const { storage, clock, logger } = options;
  let stopped = false;

  const tell = async ({ oaId, userId, id, answeredAt }: MemberQuestion): Promise<boolean> => {
    if (userId === undefined) return false;
    const notice = { kind: 'question', what: 'answered', id } as const;
    const state = await acceptOwn(options, `answer ${id} ${answeredAt ?? 0}`, { type: 'notice', oaId, userId, notice });
    return state === 'accepted';
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

  const rounds = createRounds({
    clock,
    firstAfterMs: ROUND_MS,
    async run() {
      try {
        await runOnce();
      } catch (error) {
        logger.error({ err: error }, 'answers could not be passed on; trying again');
      }
      return ROUND_MS;
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
