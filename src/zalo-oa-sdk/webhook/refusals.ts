/** What is known about a reason to refuse a webhook request: the HTTP status to answer and a sentence for the log. */
export interface RefusalDescription {
  readonly status: 400 | 401 | 403 | 408 | 413 | 500 | 503;
  readonly message: string;
}

const SIGNATURE_FORM = 'X-ZEvent-Signature: mac=<64 lower-case hexadecimal digits>';

/**
 * Every reason for which a webhook request is refused. The codes are stable. The messages hold nothing of the request.
 *
 * | status | codes after `ZALO_WEBHOOK_` |
 * |---|---|
 * | 400 | `BAD_JSON`, `NO_TIMESTAMP`, `BODY_BROKEN` |
 * | 401 | `SIGNATURE_MISSING`, `SIGNATURE_MALFORMED`, `SIGNATURE_WRONG` |
 * | 403 | `UNKNOWN_OA`, `OUTSIDE_REPLAY_WINDOW` |
 * | 408 | `BODY_TOO_SLOW` |
 * | 413 | `BODY_TOO_LARGE` |
 * | 500 | `BODY_NOT_BYTES` |
 * | 503 | `SECRET_UNAVAILABLE`, `HANDLER_FAILED` |
 *
 * `BODY_BROKEN`, `BODY_TOO_SLOW` and `HANDLER_FAILED` come from the HTTP adapters only. Zalo documents no repeat after
 * an answer other than 200 (page "Giới thiệu về Webhook", 2026-11), so the statuses speak to people, not to Zalo.
 */
export const WEBHOOK_REFUSALS = {
  ZALO_WEBHOOK_SIGNATURE_MISSING: {
    status: 401,
    message: `The request has no signature; expected ${SIGNATURE_FORM}. Only Zalo may post here.`,
  },
  ZALO_WEBHOOK_SIGNATURE_MALFORMED: {
    status: 401,
    message: `The signature header is not one; expected exactly one ${SIGNATURE_FORM}. Check what sent it.`,
  },
  ZALO_WEBHOOK_SIGNATURE_WRONG: {
    status: 401,
    message:
      'The signature does not belong to this body; expected plain SHA-256 of app id, raw body, timestamp and OA secret ' +
      "key. Check the app id and the OA secret key against the app's Webhook page, and that the body reaches the " +
      'receiver byte for byte.',
  },
  ZALO_WEBHOOK_UNKNOWN_OA: {
    status: 403,
    message: 'The event belongs to an Official Account that is not served here. Add it, or take its webhook away.',
  },
  ZALO_WEBHOOK_BAD_JSON: {
    status: 400,
    message: 'The body is not a JSON object in UTF-8; expected one event. Check what sent it.',
  },
  ZALO_WEBHOOK_NO_TIMESTAMP: {
    status: 400,
    message: "The body has no readable timestamp, which the signature covers; expected one of Zalo's events.",
  },
  ZALO_WEBHOOK_OUTSIDE_REPLAY_WINDOW: {
    status: 403,
    message:
      'The event is signed but older or newer than the replay window allows. If Zalo sent it, check the clock of this ' +
      'machine or widen replayWindowMs.',
  },
  ZALO_WEBHOOK_BODY_TOO_LARGE: {
    status: 413,
    message: "The body is larger than maxBodyBytes; Zalo's events have a few kilobytes.",
  },
  ZALO_WEBHOOK_BODY_NOT_BYTES: {
    status: 500,
    message:
      'The receiver was not given the bytes of the body, so no signature can be checked; expected a Buffer. Something ' +
      'before it has parsed the body: let it pass the raw bytes.',
  },
  ZALO_WEBHOOK_SECRET_UNAVAILABLE: {
    status: 503,
    message: 'secretFor threw or gave something that is not { appId, oaSecret } in text. Nothing was accepted.',
  },
  ZALO_WEBHOOK_BODY_BROKEN: {
    status: 400,
    message: 'The connection ended before the body was complete. Nothing was accepted.',
  },
  ZALO_WEBHOOK_BODY_TOO_SLOW: {
    status: 408,
    message: 'The body was not complete within bodyTimeoutMs. Nothing was accepted.',
  },
  ZALO_WEBHOOK_HANDLER_FAILED: {
    status: 503,
    message: 'The event is genuine but could not be taken: onEvent failed. Send it again.',
  },
} as const satisfies Record<string, RefusalDescription>;

/** The stable code of a refusal, a key of {@link WEBHOOK_REFUSALS}. */
export type WebhookRefusalCode = keyof typeof WEBHOOK_REFUSALS;

/** A request that must not be acted on. Answer `status`; log `code` and `message`, both free of personal data. */
export interface WebhookRefused extends RefusalDescription {
  readonly kind: 'refused';
  readonly code: WebhookRefusalCode;
}

/** The refusal of a code. */
export function refusal(code: WebhookRefusalCode): WebhookRefused {
  return { kind: 'refused', code, ...WEBHOOK_REFUSALS[code] };
}
