import { isUint8Array } from 'node:util/types';
import { parseEvent, type ZaloEvent } from '../events.ts';
import { timestampOf } from '../events/identity.ts';
import type { SdkClock } from '../ports.ts';
import { checkWholeNumber, ZaloSetupError } from '../setup-error.ts';
import { isSignatureHeader, parseJsonKeepingIds, verifySignature } from '../webhook.ts';
import { refusal, type WebhookRefusalCode, type WebhookRefused } from './refusals.ts';
import {
  type SecretFor,
  type Sender,
  type Senders,
  sendersFromApps,
  sendersFromLookup,
  type WebhookApp,
} from './senders.ts';

/** What every signed body carries, whatever could be read of it. */
export interface WebhookSigned {
  /** The app whose secret made the signature. */
  readonly appId: string;
  /** The OA the event belongs to; undefined when it names none and the app has several. */
  readonly oaId: string | undefined;
  /** The parsed body as it came, for fields this package does not know. Ids beyond 2^53 are texts. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** A signed body of one of the 86 known events. */
export interface WebhookEvent extends WebhookSigned {
  readonly kind: 'event';
  /** Narrow it by `event_name`, or use `toInbound`. */
  readonly event: ZaloEvent;
}

/** A signed body with a name that is not among the known ones, or with none (`''`). Answer 200. */
export interface WebhookUnknown extends WebhookSigned {
  readonly kind: 'unknown';
  /** At most 100 characters. */
  readonly eventName: string;
}

/** A signed body with a known name and a shape that cannot be relied on. Answer 200: Zalo would send the same again. */
export interface WebhookUnreadable extends WebhookSigned {
  readonly kind: 'unreadable';
  readonly eventName: string;
  /** Paths such as `message.msg_id`, never values. */
  readonly problem: string;
}

/** The unsigned `{}` that the developer console posts when the address is saved. Answer 200, do nothing. */
export interface WebhookProbe {
  readonly kind: 'probe';
}

/** What a request to the webhook turned out to be. Everything but `probe` and `refused` is signed by Zalo. */
export type WebhookResult = WebhookEvent | WebhookUnknown | WebhookUnreadable | WebhookProbe | WebhookRefused;

/** One request: the body byte for byte and the value of the header `X-ZEvent-Signature`, as Node gives it. */
export interface WebhookRequest {
  readonly rawBody: Uint8Array;
  readonly header: string | readonly string[] | undefined;
}

/** Settings of {@link createWebhookReceiver}; exactly one of `apps` and `secretFor`. */
export type WebhookReceiverOptions = (
  | { readonly apps: readonly WebhookApp[]; readonly secretFor?: undefined }
  | { readonly secretFor: SecretFor; readonly apps?: undefined }
) & {
  /** Read only when `replayWindowMs` is set. */
  readonly clock: SdkClock;
  /**
   * Refuse events whose `timestamp` is further than this from the clock, in ms, to either side. Off by default: keys
   * that fall together for repeats (`dedupeKeyOf`) protect better. At least {@link MIN_REPLAY_WINDOW_MS}, since Zalo
   * re-sends the same body for up to 1 h 51 min. The console's "test" button sends samples with old times.
   */
  readonly replayWindowMs?: number;
  /** Largest body, bytes. Default 262,144: the longest sample has under 1 kB and a text at most 2,000 characters. */
  readonly maxBodyBytes?: number;
};

/** Tells genuine events from everything else that is posted to a webhook. */
export interface WebhookReceiver {
  /** Synchronous and without effects. Never throws, whatever it is given. */
  read(request: WebhookRequest): WebhookResult;
  /** The limit in force, for whoever reads the body from the wire. */
  readonly maxBodyBytes: number;
}

/** Shortest replay window, ms: 2 hours. Zalo repeats after 30 s, 5, 15, 30 and 60 min, 1 h 50 min 30 s in all (2026-11). */
export const MIN_REPLAY_WINDOW_MS = 7_200_000;

const DEFAULT_MAX_BODY_BYTES = 262_144;
/** Longer bodies are not looked at for a probe; the console sends two bytes. */
const MAX_PROBE_BYTES = 16;
const EMPTY_OBJECT = /^\s*\{\s*\}\s*$/;
const DIGITS = /^\d{1,16}$/;

/**
 * A receiver for the webhooks of any number of apps and OAs.
 *
 * Checked in this order, the first failure decides: size, header there, header form, JSON object, timestamp there,
 * signature (constant time), OA served, replay window. So a request without a well-formed header is never parsed, and
 * with `apps` a stranger is not told which OAs are served; with `secretFor` an unknown OA has no secret to check and is
 * refused as such. The signature covers the raw bytes: nothing before the receiver may parse and re-serialise them.
 * A body nested thousands of levels deep may be refused as `BAD_JSON`; none of Zalo's has more than six.
 *
 * Throws `ZaloSetupError` when neither or both of `apps` and `secretFor` are given, for empty ids or secrets, a replay
 * window under 2 hours, and a `maxBodyBytes` that is not a positive whole number.
 *
 * Source: page "Giới thiệu về Webhook" and the event pages, 2026-11.
 */
export function createWebhookReceiver(options: WebhookReceiverOptions): WebhookReceiver {
  const { clock, replayWindowMs, maxBodyBytes = DEFAULT_MAX_BODY_BYTES } = options;
  checkWholeNumber('maxBodyBytes', maxBodyBytes, 1);
  if (replayWindowMs !== undefined) checkWholeNumber('replayWindowMs', replayWindowMs, MIN_REPLAY_WINDOW_MS);
  const sendersOf = sendersFrom(options);

  function check(rawBody: unknown, header: unknown): WebhookResult {
    if (!isUint8Array(rawBody)) return refusal('ZALO_WEBHOOK_BODY_NOT_BYTES');
    if (rawBody.length > maxBodyBytes) return refusal('ZALO_WEBHOOK_BODY_TOO_LARGE');
    const raw = Buffer.isBuffer(rawBody)
      ? rawBody
      : Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength);
    const signature: unknown = Array.isArray(header) && header.length < 2 ? header[0] : header;
    if (signature === undefined || signature === null || signature === '') {
      return isProbe(raw) ? { kind: 'probe' } : refusal('ZALO_WEBHOOK_SIGNATURE_MISSING');
    }
    if (typeof signature !== 'string' || !isSignatureHeader(signature)) {
      return refusal('ZALO_WEBHOOK_SIGNATURE_MALFORMED');
    }
    const body = parseObject(raw);
    if (!body) return refusal('ZALO_WEBHOOK_BAD_JSON');
    const timestamp = timestampOf(body);
    if (timestamp === undefined) return refusal('ZALO_WEBHOOK_NO_TIMESTAMP');
    const signer = signerOf(raw, body, timestamp, signature);
    if (typeof signer === 'string') return refusal(signer);
    if (replayWindowMs !== undefined) {
      if (!DIGITS.test(timestamp)) return refusal('ZALO_WEBHOOK_NO_TIMESTAMP');
      const ageMs = Math.abs(clock.now() - Number(timestamp));
      if (ageMs > replayWindowMs) return refusal('ZALO_WEBHOOK_OUTSIDE_REPLAY_WINDOW');
    }
    const parsed = parseEvent(body);
    return { ...parsed, appId: signer.appId, oaId: signer.oaId, raw: body };
  }

  function signerOf(rawBody: Buffer, body: object, timestamp: string, header: string): Sender | WebhookRefusalCode {
    let found: Senders;
    try {
      found = sendersOf(body);
    } catch {
      return 'ZALO_WEBHOOK_SECRET_UNAVAILABLE';
    }
    const { senders, isServed } = found;
    const signer = senders.find(({ appId, oaSecret }) =>
      verifySignature({ appId, oaSecret, rawBody, timestamp, header }),
    );
    if (signer) return isServed ? signer : 'ZALO_WEBHOOK_UNKNOWN_OA';
    return senders.length > 0 ? 'ZALO_WEBHOOK_SIGNATURE_WRONG' : 'ZALO_WEBHOOK_UNKNOWN_OA';
  }

  return {
    maxBodyBytes,
    // whoever calls from JavaScript may forget the argument; that is no reason to throw either
    read: (request: WebhookRequest | undefined) => check(request?.rawBody, request?.header),
  };
}

function sendersFrom({ apps, secretFor }: WebhookReceiverOptions) {
  if (apps && !secretFor) return sendersFromApps(apps);
  if (secretFor && !apps) return sendersFromLookup(secretFor);
  throw new ZaloSetupError('apps', 'and secretFor exclude each other; expected exactly one of them. Give one.');
}

function isProbe(raw: Buffer): boolean {
  return raw.length <= MAX_PROBE_BYTES && EMPTY_OBJECT.test(raw.toString('latin1'));
}

function parseObject(raw: Buffer): Record<string, unknown> | undefined {
  try {
    const value = parseJsonKeepingIds(raw);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
