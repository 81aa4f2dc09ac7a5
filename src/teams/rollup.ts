import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import type { Storage } from '../storage/ports.ts';

export interface RollupOptions {
  readonly storage: Pick<Storage, 'rollTallies'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Pause while nothing waits, ms. Default 2,000: figures are that old at most, and an idle round is one empty read. */
  readonly everyMs?: number;
  /**
   * Tallies in one transaction. Default 250: answers wait for it, 1.5 ms where 20 teams are at work, 10 ms when every tally
   * is another team's (CPU time, measured 2026-11-22). A province at work brings fewer in two seconds.
   */
  readonly batch?: number;
}

/** Folds tallies into the totals of indicators in the background. */
export interface Rollup {
  start(): void;
  /** Begins no further batch and waits for the one under way. What is left waits on disk. */
  stop(): Promise<void>;
}

/** Pause between two full batches, so that answers come in between, ms. */
const BREATH_MS = 10;

export function createRollup({ storage, clock, logger, everyMs = 2_000, batch = 250 }: RollupOptions): Rollup {
  let cancel: (() => void) | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const round = async (): Promise<void> => {
    let more = false;
    try {
      ({ more } = await storage.rollTallies({ limit: batch }));
    } catch (error) {
      logger.error({ err: error }, 'indicators could not be brought up to date; trying again, nothing is lost');
    }
    next(more ? BREATH_MS : everyMs);
  };

  const next = (delayMs: number): void => {
    if (stopped) return;
    cancel = clock.after(delayMs, () => {
      running = round();
    });
  };

  return {
    start: () => next(everyMs),
    async stop() {
      stopped = true;
      cancel?.();
      await running;
    },
  };
}
