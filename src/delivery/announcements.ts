import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import type { Metrics } from '../shared/metrics.ts';
import type { OutboxRow, SendOutcome, Storage } from '../storage/ports.ts';
import type { MessageSender } from './answers.ts';
import { backoffMs, classify, defaultRetryPolicy, nextMinute, type RetryPolicy } from './outcomes.ts';
import { defaultQuietHours, isQuiet, type QuietHours } from './quiet-hours.ts';

export interface AnnouncementLaneOptions {
  readonly storage: Storage;
  readonly sender: MessageSender;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Sends per second. Default 40: 2,400 of Zalo's 4,000 calls a minute, so that answers keep the rest. */
  readonly perSecond?: number;
  /** Sends in flight at once. Default 10, a small part of the connection pool: an answer always finds a free one. */
  readonly concurrency?: number;
  readonly quietHours?: QuietHours;
  readonly retry?: RetryPolicy;
}

/** The slow lane: announcements at a steady rate, inside the allowed hours, never in the way of an answer. */
export interface AnnouncementLane {
  start(): void;
  /** One round: claims and sends what is due now, at most `perSecond`. Called every second by `start`; by tests directly. */
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
  const concurrency = options.concurrency ?? 10;
  const policy = options.retry ?? defaultRetryPolicy;
  /** The tries that fit in the policy's age at its longest wait: a row knows its tries, not when its turn first came. */
  const maxTries = Math.ceil(policy.maxAgeMs / policy.maxDelayMs);
  let cancel: (() => void) | undefined;
  let round: Promise<unknown> = Promise.resolve();
  let stopped = false;
  let pausedUntil = 0;
  /** Groups in a row of which nobody was reached: then it is Zalo or the way there, not the recipient. */
  let fruitless = 0;

  const sendOne = async (row: OutboxRow): Promise<SendOutcome> => {
    let outcome: SendOutcome;
    try {
      const { messageId } = await sender.send(row.oaId, row.userId, JSON.parse(row.body));
      outcome = { state: 'sent', messageId };
    } catch (error) {
      const at = clock.now();
      const attempts = row.attempts + 1;
      outcome = classify({ error, attempts, createdAt: at, at }, policy);
      if (outcome.state === 'pending' && attempts >= maxTries) {
        outcome = {
          state: 'failed',
          code: 'SEND_EXPIRED',
          meaning: `Not accepted in ${attempts} tries, last reason ${outcome.code}`,
        };
      }
      if (outcome.state !== 'sent') metrics.zaloErrors.inc({ code: outcome.code });
      if (outcome.state === 'pending' && outcome.code === '-32') pausedUntil = Math.max(pausedUntil, nextMinute(at));
      logger.debug({ outboxId: row.id, state: outcome.state, attempts }, 'an announcement send did not succeed');
    }
    await storage.recordSend({ id: row.id, outcome, at: clock.now() });
    metrics.sends.inc({ lane: 'announcement', result: outcome.state === 'pending' ? 'retried' : outcome.state });
    return outcome;
  };

  /** A few at once, so that a limit or an outage is met by these few and a kill leaves no more than these unknown. */
  const sendGroup = async (limit: number): Promise<number> => {
    const at = clock.now();
    if (stopped || at < pausedUntil || isQuiet(at, quietHours)) return 0;
    const rows = await storage.claimAnnouncementSends({ at, windowStart: at - WINDOW_MS, limit });
    const results = await Promise.allSettled(rows.map(sendOne));
    const states = results.map((result) => (result.status === 'fulfilled' ? result.value.state : 'lost'));
    const lost = states.filter((state) => state === 'lost').length;
    if (lost > 0)
      logger.error({ lost }, 'announcement sends could not be recorded; they count as unknown after a restart');
    fruitless = states.includes('pending') && !states.includes('sent') ? fruitless + 1 : 0;
    if (fruitless > 0) pausedUntil = Math.max(pausedUntil, clock.now() + backoffMs(fruitless, policy));
    return rows.length;
  };

  const runOnce = async (): Promise<number> => {
    let sent = 0;
    while (sent < perSecond) {
      const group = await sendGroup(Math.min(concurrency, perSecond - sent));
      if (group === 0) break;
      sent += group;
    }
    return sent;
  };

  const next = (delayMs: number): void => {
    cancel = clock.after(delayMs, () => {
      const startedAt = clock.now();
      round = runOnce()
        .catch((error: unknown) => logger.error({ err: error }, 'the announcement lane failed a round'))
        .finally(() => {
          if (!stopped) next(Math.max(0, startedAt + ROUND_MS - clock.now()));
        });
    });
  };

  return {
    start: () => next(ROUND_MS),
    runOnce,
    async stop() {
      stopped = true;
      cancel?.();
      await round;
    },
  };
}
