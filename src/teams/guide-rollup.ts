import { type Clock, vietnamDay } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import { createRounds, type Rounds } from '../shared/rounds.ts';
import type { Storage } from '../storage/ports.ts';

export interface GuideRollupOptions {
  readonly storage: Pick<Storage, 'rollGuides'>;
  readonly oaId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Pause while no day waits, ms. Default 10 minutes: until then the day that is over is read as it happened. */
  readonly everyMs?: number;
  /** Teams in one transaction. Default 25: answers wait for it, 4 ms of CPU time at 16 events a team and day (measured 2026-11-22). */
  readonly teams?: number;
}

/** Pause between two portions, so that answers come in between, ms. */
const BREATH_MS = 20;
/** A day is left alone until its last turns are surely on disk. */
const SETTLED_MS = 5 * 60_000;

/** Adds up days that are over, for the dashboard's heat map, funnels, waves and unanswered questions. */
export const createGuideRollup = (options: GuideRollupOptions): Rounds => {
  const { storage, oaId, clock, logger, everyMs = 600_000, teams = 25 } = options;
  return createRounds({
    clock,
    firstAfterMs: 2_000,
    async run() {
      try {
        const { more } = await storage.rollGuides({ oaId, before: vietnamDay(clock.now() - SETTLED_MS), teams });
        return more ? BREATH_MS : everyMs;
      } catch (error) {
        logger.error({ err: error }, 'days could not be added up for the dashboard; trying again, nothing is lost');
        return everyMs;
      }
    },
  });
};
