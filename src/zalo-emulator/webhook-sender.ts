import { createBusyCount } from './busy-count.ts';
import type { Delivery, DeliveryFailure } from './chat-model.ts';
import { isFilteredText, mayRetry, toFailure } from './delivery-rules.ts';
import { EmulatorError } from './errors.ts';
import { createEventSwitchboard } from './event-switches.ts';
import type { EventSwitches } from './event-switches.ts';
import type { FaultBox } from './fault-switches.ts';
import type { LiveUpdates } from './live-updates.ts';
import type { ResolvedOptions } from './options.ts';
import type { WebhookEvent } from './webhook-events.ts';
import { signWebhook } from './webhook-signature.ts';
import type { WebhookAnswer } from './webhook-transport.ts';

/** Posts events to the bot, in order per resident, with Zalo's retry ladder. */
export interface WebhookSender {
  url(): string | undefined;
  /** Also turns the webhook on again; probes it when the setting `probeWebhookOnSet` says so. */
  setUrl(url: string | undefined): void;
  /** True after the ladder was exhausted: events are recorded and dropped until {@link WebhookSender.enable}. */
  isDisabled(): boolean;
  enable(): void;
  /** Back to a saved state, without a probe; everything queued or waiting is called off. */
  restore(state: { readonly url: string | undefined; readonly disabled: boolean }): void;
  eventSwitches(): EventSwitches;
  setEventSwitches(switches: EventSwitches): void;
  /** Whether this event would be posted: spares the making of events nobody gets. */
  wants(eventName: string): boolean;
  /** Queues an event behind the resident's earlier ones; one whose switch is off is dropped as if it had arrived. */
  emit(event: WebhookEvent, userId: string, options?: EmitOptions): void;
  /** The last 500 attempts, oldest first. */
  deliveries(): readonly Delivery[];
  /**
   * Posts the bytes of an earlier attempt once more, outside every queue and ladder; a resident's message shows how
   * that ended.
   *
   * @throws EmulatorError EMULATOR_DELIVERY_UNKNOWN when it is not among the last 500
   */
  resend(deliveryId: string): Promise<Delivery>;
  /** Posts the unsigned `{}` Zalo's console sends when a webhook URL is saved; returns the HTTP status or undefined. */
  probe(): Promise<number | undefined>;
  /** Resolves when no post is under way or queued; posts waiting in the ladder or held back do not count. */
  idle(): Promise<void>;
  /** Calls off everything that waits and drops the connections. */
  close(): void;
}

/** What to do with one event beside posting it. */
export interface EmitOptions {
  /** Hears how the first post ended; undefined = HTTP 200. */
  onFirstAttempt?(failure: DeliveryFailure | undefined): void;
  /** Hears of a success that came later through the ladder. */
  onArrived?(): void;
  /** True for template (ZNS/ZBS) events: they carry the header `X-ZEvent-Server: ZNS`. */
  readonly isTemplateEvent?: boolean;
}

interface Parcel {
  readonly eventName: string;
  readonly userId: string;
  readonly rawBody: string;
  readonly bodyBytes: Buffer;
  readonly signature: string;
  readonly mark: { readonly duplicate?: true; readonly resent?: true };
  readonly options: EmitOptions;
}

interface Attempt {
  readonly delivery: Delivery;
  readonly parcel: Parcel;
}

const MAX_DELIVERIES = 500;
const DEFAULT_REORDER_WITHIN_MS = 1000;
const consoleProbe = { rawBody: '{}', bodyBytes: Buffer.from('{}') };

/** A {@link WebhookSender} for the OA of `options`. */
export function createWebhookSender(options: ResolvedOptions, live: LiveUpdates, faults: FaultBox): WebhookSender {
  const { settings, retryLadderMs, now, random } = options;
  const switches = createEventSwitchboard(options.eventSwitches);
  let webhookUrl = options.webhookUrl;
  let disabled = false;
  let log: Attempt[] = [];
  const lanes = new Map<string, Parcel[]>();
  const waiting = new Set<() => void>();
  const busy = createBusyCount();

  function announce(): void {
    live.publish({ type: 'webhook', url: webhookUrl, disabled });
  }

  function record(delivery: Delivery, parcel: Parcel): void {
    log.push({ delivery, parcel });
    // cutting one off at every post would move 500 entries each time
    if (log.length >= 2 * MAX_DELIVERIES) log = log.slice(-MAX_DELIVERIES);
    live.publish({ type: 'delivery', delivery });
  }

  function later(run: () => void, delayMs: number): void {
    const cancel = options.schedule(() => {
      waiting.delete(cancel);
      run();
    }, delayMs);
    waiting.add(cancel);
  }

  /** A listener or transport given from outside must not stop the posts of everybody else. */
  function guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      warn(error);
    }
  }

  async function post(
    parcel: Parcel,
    attempt: number,
  ): Promise<WebhookAnswer | { readonly outcome: 'no_webhook' | 'disabled' }> {
    if (webhookUrl === undefined) return { outcome: 'no_webhook' };
    if (disabled) return { outcome: 'disabled' };
    const headers: Record<string, string> = {
      'User-Agent': settings.webhookUserAgent,
      'X-ZEvent-Server': parcel.options.isTemplateEvent === true ? 'ZNS' : settings.webhookServerName,
      'X-ZEvent-Signature': parcel.signature,
    };
    if (attempt > 0) headers['num_retry'] = String(attempt);
    const { rawBody, bodyBytes } = parcel;
    try {
      return await options.postWebhook({
        url: webhookUrl,
        headers,
        rawBody,
        bodyBytes,
        timeoutMs: options.webhookTimeoutMs,
      });
    } catch (error) {
      warn(error);
      return { outcome: 'broken' };
    }
  }

  async function attemptPost(parcel: Parcel, attempt: number): Promise<Delivery> {
    const startedAtMs = now();
    const answer = await post(parcel, attempt);
    const status = answer.outcome === 'answered' ? answer.status : undefined;
    const answerBody = answer.outcome === 'answered' ? answer.answerBody : undefined;
    const isFinal = parcel.mark.resent === true || !mayRetry(settings, answer.outcome, status);
    const nextDelayMs = isFinal ? undefined : retryLadderMs[attempt];
    const delivery: Delivery = {
      id: options.newId('delivery'),
      eventName: parcel.eventName,
      userId: parcel.userId,
      attempt,
      outcome: answer.outcome,
      durationMs: now() - startedAtMs,
      atMs: startedAtMs,
      rawBody: parcel.rawBody,
      ...(status === undefined ? {} : { status }),
      ...(answerBody === undefined ? {} : { answerBody }),
      ...(nextDelayMs === undefined ? {} : { nextAttemptInMs: nextDelayMs }),
      ...parcel.mark,
    };
    record(delivery, parcel);
    const failure = toFailure(answer.outcome, status);
    if (attempt === 0) guarded(() => parcel.options.onFirstAttempt?.(failure));
    else if (failure === undefined) guarded(() => parcel.options.onArrived?.());

    if (nextDelayMs !== undefined) await climb(parcel, attempt + 1, nextDelayMs);
    else if (!isFinal && answer.outcome === 'unreachable' && settings.disableWebhookAfterLadder) {
      disabled = true;
      announce();
    }
    return delivery;
  }

  /** Starts the wait for the next rung; resolves at once unless later events must wait behind it. */
  function climb(parcel: Parcel, attempt: number, delayMs: number): Promise<void> {
    const isHeld = settings.holdOrderDuringRetry;
    if (isHeld) busy.end();
    return new Promise((resolve) => {
      later(() => {
        busy.begin();
        void attemptPost(parcel, attempt).finally(() => {
          if (isHeld) resolve();
          else busy.end();
        });
      }, delayMs);
      if (!isHeld) resolve();
    });
  }

  async function runLane(userId: string, lane: Parcel[]): Promise<void> {
    busy.begin();
    for (let parcel = lane[0]; parcel !== undefined; parcel = lane[0]) {
      await attemptPost(parcel, 0);
      lane.shift();
    }
    if (lanes.get(userId) === lane) lanes.delete(userId);
    busy.end();
  }

  function enqueue(parcel: Parcel): void {
    const lane = lanes.get(parcel.userId);
    if (lane !== undefined) {
      lane.push(parcel);
      return;
    }
    const started = [parcel];
    lanes.set(parcel.userId, started);
    void runLane(parcel.userId, started);
  }

  /** True with this chance; asks for a random number only when there is something to decide. */
  function happens(probability: number): boolean {
    return probability > 0 && random() < probability;
  }

  function dispatch(parcel: Parcel): void {
    const { reorderProbability = 0, reorderWithinMs = DEFAULT_REORDER_WITHIN_MS } = faults.webhook();
    if (happens(reorderProbability)) later(() => enqueue(parcel), random() * reorderWithinMs);
    else enqueue(parcel);
  }

  async function probe(): Promise<number | undefined> {
    if (webhookUrl === undefined) return undefined;
    busy.begin();
    try {
      const timeoutMs = options.webhookTimeoutMs;
      const headers = { 'User-Agent': settings.webhookUserAgent };
      const answer = await options.postWebhook({ url: webhookUrl, headers, ...consoleProbe, timeoutMs });
      return answer.outcome === 'answered' ? answer.status : undefined;
    } catch (error) {
      warn(error);
      return undefined;
    } finally {
      busy.end();
    }
  }

  if (settings.probeWebhookAtStart) void probe();

  return {
    url: () => webhookUrl,
    setUrl(url) {
      webhookUrl = url;
      disabled = false;
      announce();
      if (settings.probeWebhookOnSet) void probe();
    },
    isDisabled: () => disabled,
    enable() {
      disabled = false;
      announce();
    },
    restore(state) {
      for (const cancel of waiting) cancel();
      waiting.clear();
      for (const lane of lanes.values()) lane.length = 0;
      lanes.clear();
      webhookUrl = state.url;
      disabled = state.disabled;
      announce();
    },
    eventSwitches: () => switches.get(),
    setEventSwitches: (next) => switches.set(next),
    wants: (eventName) => switches.isOn(eventName),
    emit(event, userId, emitOptions = {}) {
      if (!switches.isOn(event.event_name) || (settings.keywordFilter && isFilteredText(event))) {
        guarded(() => emitOptions.onFirstAttempt?.(undefined));
        return;
      }
      // JSON.stringify leaves Vietnamese and "/" unescaped: the form Zalo posts.
      const rawBody = JSON.stringify(event);
      const parcel: Parcel = {
        eventName: event.event_name,
        userId,
        rawBody,
        bodyBytes: Buffer.from(rawBody, 'utf8'),
        signature: signWebhook(options.appId, rawBody, event.timestamp, options.oaSecret),
        mark: {},
        options: emitOptions,
      };
      dispatch(parcel);
      const { duplicateProbability = settings.duplicateWebhookProbability } = faults.webhook();
      if (!happens(duplicateProbability)) return;
      // What the message's state shows is decided by the original alone.
      const { onFirstAttempt: _first, onArrived: _arrived, ...silent } = emitOptions;
      dispatch({ ...parcel, mark: { duplicate: true }, options: silent });
    },
    deliveries: () => log.slice(-MAX_DELIVERIES).map(({ delivery }) => delivery),
    async resend(deliveryId) {
      const earlier = log.find(({ delivery }) => delivery.id === deliveryId);
      if (earlier === undefined) {
        throw new EmulatorError(
          'EMULATOR_DELIVERY_UNKNOWN',
          `No delivery has the id "${deliveryId}". Expected one of the last ${MAX_DELIVERIES}. Read the list again.`,
        );
      }
      busy.begin();
      try {
        return await attemptPost({ ...earlier.parcel, mark: { resent: true } }, 0);
      } finally {
        busy.end();
      }
    },
    probe,
    idle: () => busy.idle(),
    close() {
      for (const cancel of waiting) cancel();
      waiting.clear();
      options.postWebhook.close?.();
    },
  };
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
