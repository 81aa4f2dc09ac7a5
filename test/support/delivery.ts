import { ZaloApiError, ZaloTransportError } from 'zalo-oa-sdk';
import { type Answers, type AnswersOptions, createAnswers } from '../../src/delivery/answers.ts';
import { createMetrics, type Metrics } from '../../src/shared/metrics.ts';
import { silentLogger } from '../../src/shared/logger.ts';
import { createFakeSender, type FakeSender, type Fate } from './fake-sender.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { type MemoryStorage, openMemoryStorage } from './memory-storage.ts';
import { aMessage, anEvent, aTurn, LAN, OA } from './storage-rows.ts';

const METHOD = 'POST /v3.0/oa/message/cs';

/** Zalo's answer cannot be read: the message may have arrived. */
export const badGateway = (): ZaloTransportError =>
  new ZaloTransportError({ kind: 'http', method: METHOD, detail: 'HTTP 502', mayHaveBeenDelivered: true, status: 502 });
/** The connection was never opened: the message certainly did not arrive. */
export const refusedConnection = (): ZaloTransportError =>
  new ZaloTransportError({
    kind: 'refused',
    method: METHOD,
    detail: 'connection refused',
    mayHaveBeenDelivered: false,
  });
/** Zalo said no with a code. */
export const zaloSays = (code: number): ZaloApiError => new ZaloApiError(code, METHOD);

/** Answers on a real store in memory, with Zalo and the clock in the hands of the test. */
export interface DeliveryStage {
  readonly storage: MemoryStorage;
  readonly sender: FakeSender;
  readonly clock: ManualClock;
  readonly answers: Answers;
  readonly metrics: Metrics;
  /** One committed turn: `texts` are stored and handed to delivery as `turns` does it. Ids of the rows come back. */
  say(texts: readonly string[], userId?: string): Promise<readonly number[]>;
  /** Rows by state, and how the last refusal was recorded, read from the store. */
  counts(): Promise<{ pending: number; unknown: number; failed: number }>;
}

export function stageDelivery(
  decide?: (number: number, text: string, userId: string) => Fate,
  options: Partial<AnswersOptions> & { readonly storage?: MemoryStorage } = {},
): DeliveryStage {
  const storage = options.storage ?? openMemoryStorage();
  const clock = createManualClock();
  const sender = createFakeSender(decide);
  const metrics = createMetrics();
  const answers = createAnswers({ sender, clock, metrics, logger: silentLogger, ...options, storage });
  return {
    storage,
    sender,
    clock,
    answers,
    metrics,
    async say(texts, userId = LAN) {
      const { id } = await storage.acceptEvent(anEvent({ userId, receivedAt: clock.now() }));
      const { session } = await storage.loadTurn({ oaId: OA, userId });
      const claimFirst = texts.length > 0 && answers.reserve(OA, userId);
      const result = await storage.commitTurn(
        aTurn(id ?? 0, {
          userId,
          at: clock.now(),
          expectedVersion: session.version,
          messages: texts.map(aMessage),
          claimFirst,
        }),
      );
      if (!result.ok) throw new Error(result.reason);
      const fresh = texts.map((text, index) => ({ id: result.outboxIds[index] ?? 0, body: aMessage(text).body }));
      if (fresh.length > 0) answers.deliver(OA, userId, fresh, claimFirst, clock.now());
      return result.outboxIds;
    },
    async counts() {
      const { outboxPending, outboxUnknown, outboxFailed } = await storage.counts();
      return { pending: outboxPending, unknown: outboxUnknown, failed: outboxFailed };
    },
  };
}
