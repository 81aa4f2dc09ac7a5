/**
 * Every answer on which Zalo's documentation is silent or rests on one source, as a setting.
 *
 * The defaults are the likeliest values by the platform fact sheet (state of 2026-11); a test of a client should try
 * others too, because a client that depends on one of them depends on a guess.
 */
export interface EmulatorSettings {
  /** `error` when no `access_token` header came. Default -216: the code for a wrong token. */
  missingTokenCode: number;
  /** `error` for a token this OA never issued. Default -216. */
  wrongTokenCode: number;
  /** `error` for a token past its lifetime. Default -220 (documented). */
  expiredTokenCode: number;
  /** `error` for the old access token after a refresh. Default -220 ("expired or removed"). */
  rotatedOutTokenCode: number;
  /** OAuth `error` for a refresh token that was already used or never issued. Default -14014 (one source). */
  usedRefreshTokenCode: number;
  /** OAuth `error` for a refresh token past `refreshTokenTtlMs`. Default -14020 (one source). */
  expiredRefreshTokenCode: number;
  /** OAuth `error` for a wrong `app_id`. Default -14002. */
  wrongAppIdCode: number;
  /** OAuth `error` for a wrong or missing `secret_key` header. Default -14004 (inferred). */
  wrongSecretKeyCode: number;
  /** OAuth `error` for an unknown, used or expired authorization code. Default -14012 (meaning unclear at Zalo). */
  wrongCodeCode: number;
  /** OAuth `error` for an unknown grant type or a missing form field. Default -14001 (inferred). */
  badGrantCode: number;
  /** HTTP status of token endpoint errors. Default 200; 4xx was seen too. */
  oauthErrorStatus: number;
  /** `error` when the resident never interacted with the OA. Default -232. */
  neverInteractedCode: number;
  /** `error` when the last interaction is older than `sendWindowMs`. Default -230. */
  windowClosedCode: number;
  /** `error` for a `user_id` the OA does not know. Default -201. */
  unknownUserCode: number;
  /** `error` for text, titles and payloads over their limit. Default -210. */
  tooLongCode: number;
  /** `error` for a wrong field or attachment shape. Default -201 (documented). */
  invalidFieldCode: number;
  /** `error` for a message kind the API does not serve. Default -233. */
  unsupportedKindCode: number;
  /** `error` for an upload older than `uploadTtlMs`. Default -100 (documented). */
  uploadExpiredCode: number;
  /** HTTP status of an unknown path under `/v2.0`, `/v3.0` and `/v4`. Default 404. */
  unknownPathStatus: number;
  /** Whether a business OA may send `template_type: "list"` through v3. Default false: documented on v2 only. */
  listOnV3: boolean;
  /** Whether send answers carry `sent_time` (2026 pages do, 2025 pages do not). Default true. */
  sentTimeInAnswer: boolean;
  /** Whether send answers within 48 h carry `quota`. Default true; Zalo announced that it stops after 2026-03-01. */
  quotaInAnswer: boolean;
  /** Echo event of a text with buttons. Default `oa_send_text`. */
  buttonsEchoEvent: string;
  /** Echo event of a `request_user_info` template. Default `oa_send_template`. */
  requestInfoEchoEvent: string;
  /** Post again, up the ladder, after an answer that came later than `webhookTimeoutMs`. Default false. */
  retryWebhookOnTimeout: boolean;
  /** Post again, up the ladder, after an answer other than HTTP 200. Default false. */
  retryWebhookOnBadStatus: boolean;
  /** Hold a resident's later events while an earlier one waits in the ladder. Default false: no order is promised. */
  holdOrderDuringRetry: boolean;
  /** Disable the webhook when the ladder is exhausted, as Zalo does. Default true. */
  disableWebhookAfterLadder: boolean;
  /** Chance (0-1) that an event is posted twice. Default 0. */
  duplicateWebhookProbability: number;
  /** How long a `hang` fault holds a request before it is dropped, in ms. Default 30 s. */
  hangMs: number;
  /** How long a message may be sent after the last interaction, in ms. Default 7 days (documented). */
  sendWindowMs: number;
  /** How long replies stay free after the last interaction, in ms. Default 48 h (documented). */
  freeReplyWindowMs: number;
  /** Life of a refresh token in ms. Default 90 days (documented as 3 months). */
  refreshTokenTtlMs: number;
  /** Life of an authorization code in ms. Default 10 min (documented). */
  authorizationCodeTtlMs: number;
  /** How long an upload can be sent, in ms. Default 7 days (documented). */
  uploadTtlMs: number;
  /** How long the media URL inside a webhook can be fetched, in ms. Default 30 min (reported by one source). */
  mediaUrlTtlMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The defaults of {@link EmulatorSettings}, each explained there. */
export const defaultSettings: Readonly<EmulatorSettings> = {
  missingTokenCode: -216,
  wrongTokenCode: -216,
  expiredTokenCode: -220,
  rotatedOutTokenCode: -220,
  usedRefreshTokenCode: -14014,
  expiredRefreshTokenCode: -14020,
  wrongAppIdCode: -14002,
  wrongSecretKeyCode: -14004,
  wrongCodeCode: -14012,
  badGrantCode: -14001,
  oauthErrorStatus: 200,
  neverInteractedCode: -232,
  windowClosedCode: -230,
  unknownUserCode: -201,
  tooLongCode: -210,
  invalidFieldCode: -201,
  unsupportedKindCode: -233,
  uploadExpiredCode: -100,
  unknownPathStatus: 404,
  listOnV3: false,
  sentTimeInAnswer: true,
  quotaInAnswer: true,
  buttonsEchoEvent: 'oa_send_text',
  requestInfoEchoEvent: 'oa_send_template',
  retryWebhookOnTimeout: false,
  retryWebhookOnBadStatus: false,
  holdOrderDuringRetry: false,
  disableWebhookAfterLadder: true,
  duplicateWebhookProbability: 0,
  hangMs: 30_000,
  sendWindowMs: 7 * DAY_MS,
  freeReplyWindowMs: 48 * HOUR_MS,
  refreshTokenTtlMs: 90 * DAY_MS,
  authorizationCodeTtlMs: 10 * MINUTE_MS,
  uploadTtlMs: 7 * DAY_MS,
  mediaUrlTtlMs: 30 * MINUTE_MS,
};
