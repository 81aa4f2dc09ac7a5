import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import { createRounds, type Rounds } from '../shared/rounds.ts';
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

/** Folds tallies into the totals of indicators in the background. What is left at the end waits on disk. */
export type Rollup = Rounds;

/** Pause between two full batches, so that answers come in between, ms. */
const BREATH_MS = 10;

export const createRollup = ({ storage, clock, logger, everyMs = 2_000, batch = 250 }: RollupOptions): Rollup =>
  createRounds({
    clock,
    firstAfterMs: everyMs,
    async run() {
      try {
        const { more } = await storage.rollTallies({ limit: batch });
        return more ? BREATH_MS : everyMs;
      } catch (error) {
        logger.error({ err: error }, 'indicators could not be brought up to date; trying again, nothing is lost');
        return everyMs;
      }
    },
  });
