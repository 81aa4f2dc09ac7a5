import { observeQuietly } from '../observe.ts';
import type { WebhookEvent, WebhookReceiver, WebhookUnknown, WebhookUnreadable } from '../webhook/receiver.ts';
import { refusal, type WebhookRefused } from '../webhook/refusals.ts';
import { SIGNATURE_HEADER } from '../webhook.ts';
import type { BodyReading } from './read-body.ts';

/** Default of `bodyTimeoutMs`. Zalo waits 2 s for an answer, but an event that came late is better than none. */
export const DEFAULT_BODY_TIMEOUT_MS = 10_000;

/** What both HTTP adapters need to know. */
export interface WebhookHandling {
  readonly receiver: WebhookReceiver;
  /**
   * Takes a body that Zalo signed: an event, an unknown or an unreadable one. The 200 waits for it, so make the event
   * durable here and do the work later: Zalo gives 2 s. When it throws or rejects, the answer is 503.
   */
  readonly onEvent: (result: WebhookEvent | WebhookUnknown | WebhookUnreadable) => void | Promise<void>;
  /** Told of every request that was not accepted, for a log or a counter. What it throws is dropped. */
  readonly onRefused?: (refused: WebhookRefused) => void;
  /** Told what `onEvent` threw. What it throws itself is dropped. */
  readonly onHandlerError?: (error: unknown) => void;
  /** The whole body must be here by then, ms. Default 10,000. */
  readonly bodyTimeoutMs?: number;
}

/** An HTTP answer. Zalo ignores the body; it is for people. */
export interface WebhookAnswer {
  readonly status: number;
  readonly body: string;
  /** The request was not read to its end, so the connection cannot be used again. */
  readonly mustClose: boolean;
}

const OK: WebhookAnswer = { status: 200, body: '{"ok":true}', mustClose: false };

/** Checks a body, lets the handler take it and says what to answer. Never rejects. */
export async function settle(
  { receiver, onEvent, onRefused, onHandlerError }: WebhookHandling,
  reading: BodyReading,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Promise<WebhookAnswer> {
  const refuse = (refused: WebhookRefused): WebhookAnswer => {
    const { code, message, status } = refused;
    void observeQuietly(() => onRefused?.(refused));
    return { status, body: JSON.stringify({ error: { code, message } }), mustClose: 'refused' in reading };
  };
  if ('refused' in reading) return refuse(refusal(reading.refused));
  const result = receiver.read({ rawBody: reading.bytes, header: headers[SIGNATURE_HEADER] });
  if (result.kind === 'refused') return refuse(result);
  if (result.kind === 'probe') return OK;
  try {
    await onEvent(result);
    return OK;
  } catch (error) {
    void observeQuietly(() => onHandlerError?.(error));
    return refuse(refusal('ZALO_WEBHOOK_HANDLER_FAILED'));
  }
}
