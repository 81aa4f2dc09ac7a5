import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import type { Metrics } from '../shared/metrics.ts';
import type { OutboxRow, SendOutcome, Storage } from '../storage/ports.ts';
import type { MessageSender } from './answers.ts';
import { classify, defaultRetryPolicy, nextMinute, type RetryPolicy } from './outcomes.ts';
import { defaultQuietHours, isQuiet, type QuietHours } from './quiet-hours.ts';

export interface AnnouncementLaneOptions {
  readonly storage: Storage;
  readonly sender: MessageSender;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Sends per second. Default 40: 2,400 of Zalo's 4,000 calls a minute, so that answers keep the rest. */
  readonly perSecond?: number;
  readonly quietHours?: QuietHours;
  readonly retry?: RetryPolicy;
}

/** The slow lane: announcements at a steady rate, inside the allowed hours, never in the way of an answer. */
export interface AnnouncementLane {
  start(): void;
  /** One round: claims and sends what is due now. Called every second by `start`; by tests directly. */
  runOnce(): Promise<number>;
  stop(): Promise<void>;
}

const ROUND_MS = 1_000;
/** Zalo's window for consultation messages (fact sheet, section 5). */
const WINDOW_MS = 7 * 24 * 3_600_000;

export function createAnnouncementLane(options: AnnouncementLaneOptions): AnnouncementLane {
  const { storage, sender, clock, logger, metrics } = options;
  const perSecond = options.perSecond ?? 40;
  const quietHours = options.quietHours ?? defaultQuietHours;
  const policy = options.retry ?? defaultRetryPolicy;
  let cancel: (() => void) | undefined;
  let round: Promise<unknown> = Promise.resolve();
  let stopped = false;
  let pausedUntil = 0;

  const sendOne = async (row: OutboxRow): Promise<void> => {
    let outcome: SendOutcome;
    try {
      const { messageId } = await sender.send(row.oaId, row.userId, JSON.parse(row.body));
      outcome = { state: 'sent', messageId };
    } catch (error) {
      outcome = classify({ error, attempts: row.attempts + 1, createdAt: row.dueAt, at: clock.now() }, policy);
      if (outcome.state !== 'sent') metrics.zaloErrors.inc({ code: outcome.code });
      if (outcome.state === 'pending') pausedUntil = Math.max(pausedUntil, outcome.code === '-32' ? nextMinute(clock.now()) : clock.now() + policy.baseDelayMs);
    }
    await storage.recordSend({ id: row.id, outcome, at: clock.now() });
    metrics.sends.inc({ lane: 'announcement', result: outcome.state === 'pending' ? 'retried' : outcome.state });
  };

  const runOnce = async (): Promise<number> => {
    const at = clock.now();
    if (at < pausedUntil || isQuiet(at, quietHours)) return 0;
    const rows = await storage.claimAnnouncementSends({ at, windowStart: at - WINDOW_MS, limit: perSecond });
    const results = await Promise.allSettled(rows.map(sendOne));
    const lost = results.filter((result) => result.status === 'rejected').length;
    if (lost > 0) logger.error({ lost }, 'announcement sends could not be recorded; they count as unknown after a restart');
    return rows.length;
  };

  const next = (): void => {
    cancel = clock.after(ROUND_MS, () => {
      round = runOnce()
        .catch((error: unknown) => logger.error({ err: error }, 'the announcement lane failed a round'))
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
