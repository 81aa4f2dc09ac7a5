import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import type { RecipientResult } from '../storage/announcement-ports.ts';
import type { Storage } from '../storage/ports.ts';
import { backoffMs, type RetryPolicy } from './outcomes.ts';

/** Writes down what became of announcement sends, as many in one transaction as came while the last one was written. */
export interface Recorder {
  add(result: RecipientResult): void;
  /** Results not on disk yet. */
  waiting(): number;
  /** Waits until all are written; gives up on a store that refuses now. */
  stop(): Promise<void>;
}

export interface RecorderOptions {
  readonly storage: Pick<Storage, 'recordRecipients'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policy: RetryPolicy;
  /** Some of what was waiting is on disk now. */
  onWritten?(): void;
}

/** Results in one call: about 5 ms of work. */
const AT_ONCE = 250;

/** Asks until the store takes them: a result that is lost would leave its recipient unknown. */
export function createRecorder({ storage, clock, logger, policy, onWritten }: RecorderOptions): Recorder {
  let queue: RecipientResult[] = [];
  let writing: Promise<void> | undefined;
  let count = 0;
  const stopping = Promise.withResolvers<void>();
  let stopped = false;

  const writeAll = async (): Promise<void> => {
    for (let refusals = 0; queue.length > 0; ) {
      const results = queue.slice(0, AT_ONCE);
      try {
        await storage.recordRecipients({ results, at: clock.now() });
        queue = queue.slice(results.length);
        count -= results.length;
        refusals = 0;
        onWritten?.();
      } catch (error) {
        logger.error(
          { err: error, results: results.length },
          'results of announcement sends could not be recorded; trying again',
        );
        if (stopped) return;
        refusals += 1;
        const pause = new Promise<void>((resolve) => clock.after(backoffMs(refusals, policy), resolve));
        await Promise.race([pause, stopping.promise]);
      }
    }
  };

  const write = (): void => {
    writing ??= writeAll().finally(() => {
      writing = undefined;
      if (queue.length > 0 && !stopped) write();
    });
  };

  return {
    add(result) {
      queue.push(result);
      count += 1;
      write();
    },
    waiting: () => count,
    async stop() {
      stopped = true;
      stopping.resolve();
      while (writing) await writing;
      if (queue.length > 0)
        logger.error(
          { lost: queue.length },
          'announcement sends could not be recorded; they are unknown after a restart',
        );
    },
  };
}
