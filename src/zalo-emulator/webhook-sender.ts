import type { Delivery, DeliveryFailure, DeliveryOutcome } from './chat-model.ts';
import type { LiveUpdates } from './live-updates.ts';
import type { ResolvedOptions } from './options.ts';
import type { WebhookEvent } from './webhook-events.ts';
import { signWebhook } from './webhook-signature.ts';

/** Posts events to the bot, in order per resident, with Zalo's retry ladder. */
export interface WebhookSender {
  url(): string | undefined;
  setUrl(url: string | undefined): void;
  /** True after the ladder was exhausted: events are recorded and dropped until {@link WebhookSender.enable}. */
  isDisabled(): boolean;
  enable(): void;
  /**
   * Queues an event behind the resident's earlier ones. `onFirstAttempt` hears how the first post ended (undefined =
   * HTTP 200); `onArrived` hears of a success that came later through the ladder.
   */
  emit(event: WebhookEvent, userId: string, listener?: EmitListener): void;
  /** The last 500 attempts, oldest first. */
  deliveries(): readonly Delivery[];
  /** Posts the unsigned `{}` Zalo's console sends when a webhook URL is saved; returns the HTTP status or undefined. */
  probe(): Promise<number | undefined>;
  /** Resolves when no post is under way or queued; posts waiting in the ladder do not count. */
  idle(): Promise<void>;
  /** Calls off everything that waits in the ladder. */
  close(): void;
}

/** Hears what became of an event. */
export interface EmitListener {
  onFirstAttempt?(failure: DeliveryFailure | undefined): void;
  onArrived?(): void;
}

const MAX_DELIVERIES = 500;

/** A {@link WebhookSender} for the OA of `options`. */
export function createWebhookSender(options: ResolvedOptions, live: LiveUpdates): WebhookSender {
  const { settings, retryLadderMs, now } = options;
  let webhookUrl = options.webhookUrl;
  let disabled = false;
  const log: Delivery[] = [];
  const queues = new Map<string, Promise<void>>();
  const waiting = new Set<() => void>();

  function announce(): void {
    live.publish({ type: 'webhook', url: webhookUrl, disabled });
  }

  function record(delivery: Delivery): void {
    log.push(delivery);
    if (log.length > MAX_DELIVERIES) log.shift();
    live.publish({ type: 'delivery', delivery });
  }

  function mayRetry(outcome: DeliveryOutcome, status: number | undefined): boolean {
    if (outcome === 'unreachable') return true;
    if (outcome === 'timeout') return settings.retryWebhookOnTimeout;
    return outcome === 'answered' && status !== 200 && settings.retryWebhookOnBadStatus;
  }

  function toFailure(outcome: DeliveryOutcome, status: number | undefined): DeliveryFailure | undefined {
    if (outcome === 'answered') return status === 200 ? undefined : 'refused';
    return outcome === 'broken' ? 'timeout' : outcome;
  }

  function wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = options.schedule(() => {
        waiting.delete(cancel);
        resolve();
      }, delayMs);
      waiting.add(cancel);
    });
  }

  async function post(rawBody: string, timestamp: string, attempt: number) {
    if (webhookUrl === undefined) return { outcome: 'no_webhook' as const, status: undefined };
    if (disabled) return { outcome: 'disabled' as const, status: undefined };
    const answer = await options.postWebhook({
      url: webhookUrl,
      rawBody,
      timeoutMs: options.webhookTimeoutMs,
      headers: {
        'X-ZEvent-Signature': signWebhook(options.appId, rawBody, timestamp, options.oaSecret),
        ...(attempt > 0 ? { num_retry: String(attempt) } : {}),
      },
    });
    return { outcome: answer.outcome, status: answer.outcome === 'answered' ? answer.status : undefined };
  }

  interface Parcel {
    readonly event: WebhookEvent;
    readonly userId: string;
    readonly rawBody: string;
    readonly duplicate: boolean;
    readonly listener: EmitListener | undefined;
  }

  async function attemptPost(parcel: Parcel, attempt: number): Promise<void> {
    const startedAtMs = now();
    const { outcome, status } = await post(parcel.rawBody, parcel.event.timestamp, attempt);
    const nextDelayMs = mayRetry(outcome, status) ? retryLadderMs[attempt] : undefined;
    record({
      id: options.newId('delivery'),
      eventName: parcel.event.event_name,
      userId: parcel.userId,
      attempt,
      outcome,
      durationMs: now() - startedAtMs,
      atMs: startedAtMs,
      ...(status === undefined ? {} : { status }),
      ...(nextDelayMs === undefined ? {} : { nextAttemptInMs: nextDelayMs }),
      ...(parcel.duplicate ? { duplicate: true } : {}),
    });
    const failure = toFailure(outcome, status);
    if (attempt === 0) parcel.listener?.onFirstAttempt?.(failure);
    else if (failure === undefined) parcel.listener?.onArrived?.();

    if (nextDelayMs !== undefined) {
      const later = wait(nextDelayMs).then(() => attemptPost(parcel, attempt + 1));
      if (settings.holdOrderDuringRetry) await later;
    } else if (outcome === 'unreachable' && settings.disableWebhookAfterLadder) {
      disabled = true;
      announce();
    }
  }

  function enqueue(parcel: Parcel): void {
    const before = queues.get(parcel.userId) ?? Promise.resolve();
    const after = before
      .then(() => attemptPost(parcel, 0))
      .finally(() => {
        if (queues.get(parcel.userId) === after) queues.delete(parcel.userId);
      });
    queues.set(parcel.userId, after);
  }

  return {
    url: () => webhookUrl,
    setUrl(url) {
      webhookUrl = url;
      disabled = false;
      announce();
    },
    isDisabled: () => disabled,
    enable() {
      disabled = false;
      announce();
    },
    emit(event, userId, listener) {
      // JSON.stringify leaves Vietnamese and "/" unescaped: the form Zalo posts.
      const parcel: Parcel = { event, userId, rawBody: JSON.stringify(event), duplicate: false, listener };
      enqueue(parcel);
      if (options.random() < settings.duplicateWebhookProbability) {
        enqueue({ ...parcel, duplicate: true, listener: undefined });
      }
    },
    deliveries: () => [...log],
    async probe() {
      if (webhookUrl === undefined) return undefined;
      const answer = await options.postWebhook({
        url: webhookUrl,
        headers: {},
        rawBody: '{}',
        timeoutMs: options.webhookTimeoutMs,
      });
      return answer.outcome === 'answered' ? answer.status : undefined;
    },
    async idle() {
      while (queues.size > 0) await Promise.all(queues.values());
    },
    close() {
      for (const cancel of waiting) cancel();
      waiting.clear();
    },
  };
}
