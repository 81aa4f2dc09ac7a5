import { type ApiAdvice, type CodeTable, describeCode } from './error-codes.ts';

/**
 * Zalo answered "no" with an error code. The answer is HTTP 200 with `{"error":-230,"message":"..."}`.
 *
 * `code` is Zalo's number in `table` (`oa`, or `zbs` for template messages by phone, or `oauth`), `meaning` our wording
 * of it (Zalo's own `message` is not repeated: it may echo input), `method` the call (`POST /v3.0/oa/message/cs`),
 * `advice` what a sender should do next.
 *
 * `mayHaveBeenDelivered` is false for every documented refusal and for every call that sends no message. It is true for
 * a send (a POST to a message path) that was answered -200 "Send message failed" or a code outside the table: one public
 * office saw a message arrive although the reply was an error. Repeat such a send only when its echo stays away, and
 * never on another API.
 *
 * Source: page "Mã lỗi", state of 2026-11.
 */
export class ZaloApiError extends Error {
  override readonly name = 'ZaloApiError';
  readonly code: number;
  readonly table: CodeTable;
  readonly meaning: string;
  readonly method: string;
  readonly advice: ApiAdvice;
  readonly mayHaveBeenDelivered: boolean;

  constructor(code: number, method: string, table: CodeTable = 'oa') {
    const { meaning, advice, mayHaveBeenDelivered = false } = describeCode(code, table);
    const isOpen = mayHaveBeenDelivered && sendsMessage(method);
    const caution = isOpen ? ' The message may have been delivered all the same: wait for its echo first.' : '';
    super(
      `ZALO_API_ERROR: Zalo answered ${code} (${meaning}) to ${method}; expected 0. ${NEXT_STEP[advice]}${caution}`,
    );
    this.code = code;
    this.table = table;
    this.meaning = meaning;
    this.method = method;
    this.advice = advice;
    this.mayHaveBeenDelivered = isOpen;
  }
}

/**
 * True for a POST whose path has a segment `message`: `/v3.0/oa/message/cs`, `/v2.0/oa/message`,
 * `/v3.0/oa/group/message`, `/message/template` of the ZBS host. `/v3.0/oa/quota/message` only asks.
 */
function sendsMessage(method: string): boolean {
  return /^POST \/(?:\S*\/)?message(?:\/|$)/.test(method) && !method.includes('/quota/message');
}

const NEXT_STEP: Record<ApiAdvice, string> = {
  retry: 'Try again later, a limited number of times.',
  refresh: 'Refresh the access token, then try once more.',
  'skip-recipient': 'Leave this recipient out; the others are not affected.',
  reschedule: 'Send it after 06:00 in Viet Nam.',
  stop: 'Stop calling this API for this Official Account until its set-up, package or balance is put right.',
  fix: 'Change the request; the same one will be refused again.',
};

/**
 * How a call failed without an answer from Zalo that can be read.
 *
 * - `refused`: the connection was never opened (refused, unknown host, TLS failure, connect time-out)
 * - `timeout`: opened, but the whole answer did not come in time
 * - `http`: an answer that is not Zalo's JSON envelope, or a 5xx
 * - `network`: the connection broke midway
 */
export type TransportFailure = 'refused' | 'timeout' | 'http' | 'network';

const TRANSPORT_CODES = {
  refused: 'ZALO_UNREACHABLE',
  timeout: 'ZALO_TIMEOUT',
  http: 'ZALO_BAD_ANSWER',
  network: 'ZALO_CONNECTION_BROKEN',
} as const satisfies Record<TransportFailure, string>;

/**
 * We could not learn what Zalo did with the call. `mayHaveBeenDelivered` decides whether a repeat can send twice: false
 * for `refused` and for a 4xx without JSON, true for everything else. `cause` keeps the original error, `status` the
 * HTTP status where there was one, `code` is stable: `ZALO_UNREACHABLE`, `ZALO_TIMEOUT`, `ZALO_BAD_ANSWER` or
 * `ZALO_CONNECTION_BROKEN`.
 */
export class ZaloTransportError extends Error {
  override readonly name = 'ZaloTransportError';
  readonly kind: TransportFailure;
  readonly code: (typeof TRANSPORT_CODES)[TransportFailure];
  readonly method: string;
  readonly mayHaveBeenDelivered: boolean;
  readonly status?: number;

  constructor(failure: {
    kind: TransportFailure;
    method: string;
    /** What happened, in words of ours: never a body, a header or a query. */
    detail: string;
    mayHaveBeenDelivered: boolean;
    status?: number;
    cause?: unknown;
  }) {
    const code = TRANSPORT_CODES[failure.kind];
    const outcome = failure.mayHaveBeenDelivered
      ? 'The call may have taken effect: check before repeating it.'
      : 'The call had no effect and can be repeated.';
    super(`${code}: ${failure.method}: ${failure.detail}. ${outcome}`, { cause: failure.cause });
    this.kind = failure.kind;
    this.code = code;
    this.method = failure.method;
    this.mayHaveBeenDelivered = failure.mayHaveBeenDelivered;
    if (failure.status !== undefined) this.status = failure.status;
  }
}

/**
 * The grant of an Official Account is gone: no token is stored, or Zalo refused the refresh token or the authorization
 * code. No program can mend this; an admin of the OA has to open the permission link again. `oauthCode` is Zalo's number
 * where one was given; its meaning, as far as known, is in `OAUTH_ERROR_CODES`.
 *
 * Zalo names no code for a dead refresh token, so every OAuth error except -32 counts as one, unless the option
 * `grantSurvivesCodes` of `createTokens` says otherwise (state of 2026-11).
 */
export class ZaloConsentError extends Error {
  override readonly name = 'ZaloConsentError';
  readonly code = 'ZALO_RECONSENT_NEEDED';
  readonly oaId: string;
  readonly oauthCode?: number;

  constructor(oaId: string, reason: string, oauthCode?: number) {
    super(
      `ZALO_RECONSENT_NEEDED: re-consent needed for Official Account ${oaId}: ${reason}. ` +
        'Let an admin of the OA open the permission link again.',
    );
    this.oaId = oaId;
    if (oauthCode !== undefined) this.oauthCode = oauthCode;
  }
}

/**
 * A message breaks a limit that Zalo documents, found before sending. `field` is a path such as `buttons[2].title`,
 * `limit` the allowed maximum in `unit`, `actual` the value found. The value's text is never in the error.
 */
export class ZaloMessageError extends Error {
  override readonly name = 'ZaloMessageError';
  readonly code = 'ZALO_MESSAGE_INVALID';
  readonly field: string;
  readonly limit?: number;
  readonly actual?: number;

  constructor(field: string, problem: string, size?: { limit: number; actual: number }) {
    super(`ZALO_MESSAGE_INVALID: ${field} ${problem}`);
    this.field = field;
    if (size) {
      this.limit = size.limit;
      this.actual = size.actual;
    }
  }
}
