import { type Clock, vietnamDay } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import { createRounds } from '../shared/rounds.ts';
import type { AnswerTimes } from '../storage/dashboard-ports.ts';
import type { Storage } from '../storage/ports.ts';

/** Counts how fast residents are answered, by day, for the service level of the dashboard. */
export interface AnswerCount {
  /** One message's first answer: ms until Zalo took it, undefined when it never did. */
  add(oaId: string, tookMs: number | undefined): void;
  start(): void;
  /** Writes what is left. */
  stop(): Promise<void>;
}

export interface AnswerCountOptions {
  readonly storage: Pick<Storage, 'addAnswerTimes'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Pause between two writes, ms. Default 60,000: a killed process loses the counts of a minute, and no write is felt. */
  readonly everyMs?: number;
}

type Sum = { -readonly [K in keyof AnswerTimes]: AnswerTimes[K] } & { readonly oaId: string };

/** Sums in memory, added to the store each minute and at the end. Never per resident. */
export function createAnswerCount({ storage, clock, logger, everyMs = 60_000 }: AnswerCountOptions): AnswerCount {
  const sums = new Map<string, Sum>();

  const flush = async (): Promise<void> => {
    for (const [key, sum] of [...sums]) {
      // Taken out before the write: what is counted meanwhile begins a sum of its own.
      sums.delete(key);
      try {
        await storage.addAnswerTimes(sum);
      } catch (error) {
        logger.error({ err: error }, 'times of answers could not be kept; trying again with the next ones');
        const newer = sums.get(key);
        sums.set(key, newer ? plus(sum, newer) : sum);
      }
    }
  };
  const plus = (a: Sum, b: Sum): Sum => ({
    ...a,
    within2: a.within2 + b.within2,
    within10: a.within10 + b.within10,
    total: a.total + b.total,
  });
  const rounds = createRounds({
    clock,
    firstAfterMs: everyMs,
    run: () => flush().then(() => everyMs),
  });

  return {
    add(oaId, tookMs) {
      const day = vietnamDay(clock.now());
      const key = `${oaId} ${day}`;
      const sum = sums.get(key) ?? { oaId, day, within2: 0, within10: 0, total: 0 };
      sum.total += 1;
      if (tookMs !== undefined && tookMs <= 2_000) sum.within2 += 1;
      if (tookMs !== undefined && tookMs <= 10_000) sum.within10 += 1;
      sums.set(key, sum);
    },
    start: () => rounds.start(),
    async stop() {
      await rounds.stop();
      await flush();
    },
  };
}
