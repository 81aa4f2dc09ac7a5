import { defaultGroupRules } from './features/groups/group-rules.ts';
import type { GroupRules } from './features/groups/group-rules.ts';

/**
 * Every answer on which Zalo's documentation is silent or rests on one source, as a setting.
 *
 * The defaults are the likeliest values by the platform fact sheet (state of 2026-11); a test of a client should try
 * others too, because a client that depends on one of them depends on a guess.
 */
export interface EmulatorSettings extends GroupRules {
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
  /** `content-type` of the API's answers. Default `text/json;charset=utf-8`, as most pages of the documentation print. */
  answerContentType: string;
  /** Read a JSON body only when its content type is `application/json`. Default false: what Zalo does is not documented. */
  jsonContentTypeRequired: boolean;
  /** `error` of sends to a resident who blocked the OA. Default -217. */
  blockedByResidentCode: number;
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
  /** "Lọc cú pháp" of the console: of the residents' texts, post only those that start with `#`. Default false. */
  keywordFilter: boolean;
  /** Post the console's unsigned `{}` when a webhook URL is set. Default true (one source). */
  probeWebhookOnSet: boolean;
  /** Post it also for the URL the emulator starts with. Default false: the bot may start later. */
  probeWebhookAtStart: boolean;
  /**
   * `User-Agent` of webhook posts. Default `ZaloWebhook`, by which NukeViet CMS knows them (and a capture of 2026-08);
   * for the console's probe inferred.
   */
  webhookUserAgent: string;
  /** `X-ZEvent-Server` of all but template events, which carry `ZNS`. Default `OA OpenAPI` (a capture of 2026-08). */
  webhookServerName: string;
  /** Chance (0-1) that an event is posted twice. Default 0. */
  duplicateWebhookProbability: number;
  /** `error` of v3 `user/*` calls of a state agency; 0 = they work. Default -235 (inferred: untested by anybody). */
  v3UsersOnStateAgencyCode: number;
  /** `error` of v2 follower calls of a business OA, withdrawn 2024-06-01; 0 = they work. Default -240 (inferred). */
  v2FollowersOnBusinessCode: number;
  /** `error` of `deletefollowerinfo` of a business OA. Default 0: it works, nothing says that it was withdrawn. */
  deleteInfoOnBusinessCode: number;
  /** `error` of the v3 message quota of a state agency; 0 = it works. Default -235 (inferred). */
  v3QuotaOnStateAgencyCode: number;
  /** `error` of the v2 message quota of a business OA; 0 = it works. Default -240 (inferred). */
  v2QuotaOnBusinessCode: number;
  /** `error` for a `count`, `limit` or `offset` over its documented maximum. Default -210 (inferred). */
  listLimitCode: number;
  /** `user_id_by_app` of `remove_tag`, which concerns no user: presumably the admin's. */
  adminUserIdByApp: string;
  /** `type` of a file in `conversation`. Default `file`: the documentation lists no type for it. */
  fileConversationType: string;
  /** `type` of a video in `conversation`. Default `video`: the documentation lists no type for it. */
  videoConversationType: string;
  /** `type` of a card (request for information, template) in `conversation`. Default `text` (inferred). */
  cardConversationType: string;
  /** Whether `location` in `conversation` is JSON inside a string. Default true; clients in production read both. */
  conversationLocationAsText: boolean;
  /** Consultations outside 48 h that the package includes each month. Default 0; sold: 500 and 2000 (resellers). */
  subQuotaPerMonth: number;
  /** Gifted consultations outside 48 h. Default 0. */
  rewardQuotaTotal: number;
  /** Bought consultations outside 48 h. Default 0. */
  purchaseQuotaTotal: number;
  /** Bought template messages. Default 0: all are billed. */
  templatePurchaseQuota: number;
  /** Price of a consultation outside 48 h and all allowances, in VND. Default 55 (resellers, 2026). */
  consultationPriceVnd: number;
  /** Whether a state agency pays for consultations outside 48 h. Default false: nothing is known of its packages. */
  chargesStateAgency: boolean;
  /** How long an article is processed (-214) after `create` and `update`, in ms. Default 3 s. */
  articleProcessingMs: number;
  /** How long an uploaded video is converted (status 3), in ms. Default 5 s. */
  videoProcessingMs: number;
  /** Articles an OA may create in a calendar month before -223. Default 1000; Zalo's number is not known. */
  articlesPerMonth: number;
  /** Largest `limit` of `article/getslice`. Default 10 (inferred). */
  articleSliceLimit: number;
  /** `error` for a broadcast of an article with status `hide`. Default -201 (inferred). */
  hiddenArticleCode: number;
  /** How long a broadcast is reviewed before it goes out, in ms. Default 0; at Zalo about 30 min. */
  broadcastProcessingMs: number;
  /** Broadcasts one follower gets a day; more are passed over in silence. Default 1 (documented). */
  broadcastsPerDay: number;
  /** Broadcasts one follower gets a calendar month. Default 4; by package 1, 4 or 6 in 2023, unknown since. */
  broadcastsPerMonth: number;
  /** Whether a targeted broadcast reaches followers whose age, city, ... is unknown. Default false (inferred). */
  broadcastToUnknownTraits: boolean;
  /** Whether each recipient of a broadcast causes an echo. Default false (inferred). */
  broadcastEchoes: boolean;
  /** Event of such an echo. Default `oa_send_list` (inferred). */
  broadcastEchoEvent: string;
  /** Shape of `user_submit_info`: `2025` (documented until then) or `2026` (one source). Default `2026`. */
  submitInfoForm: string;
  /** Whether answering a card counts as an interaction. Default false: the documentation's list does not name it. */
  submitInfoIsInteraction: boolean;
  /** Template messages an OA may send a day before -144. Default 500, as the documentation's sample. */
  templateDailyQuota: number;
  /** How long a template message takes to reach the phone (status 0), in ms. Default 0. */
  templateDeliveryMs: number;
  /** Whether a template message by phone needs a `tracking_id`. Default true (one source). */
  trackingIdRequired: boolean;
  /** Business host: `error` for a wrong field. Default -132 (inferred). */
  templateParameterCode: number;
  /** Business host: `error` for a missing template parameter. Default -1122 (inferred). */
  templateDataMissingCode: number;
  /** Business host: `error` for a template parameter that is too long. Default -1121 (one source). */
  templateDataTooLongCode: number;
  /** Business host: `error` when the receiver refuses messages. Default -114; -119 means the same. */
  templateReceiverCode: number;
  /** Business host: `error` without a linked Zalo Cloud Account. Default -136 (one source). */
  templateNoAccountCode: number;
  /** Business host: `error` for a bad access token. Default -124 (documented). */
  templateTokenCode: number;
  /** Business host: `error` for a wrong `appsecret_proof`. Default -1241 (documented). */
  templateProofCode: number;
  /** OAuth `error` for a code verifier that does not fit the challenge. Default -14012 (inferred). */
  wrongVerifierCode: number;
  /** `error_code` in the callback when the admin refuses. Default -14001 (inferred). */
  permissionRefusedCode: number;
  /** Whether token answers carry `refresh_token_expires_in` (seen at times). Default false. */
  refreshExpiryInAnswer: boolean;
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
  ...defaultGroupRules,
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
  answerContentType: 'text/json;charset=utf-8',
  jsonContentTypeRequired: false,
  blockedByResidentCode: -217,
  listOnV3: false,
  sentTimeInAnswer: true,
  quotaInAnswer: true,
  buttonsEchoEvent: 'oa_send_text',
  requestInfoEchoEvent: 'oa_send_template',
  retryWebhookOnTimeout: false,
  retryWebhookOnBadStatus: false,
  holdOrderDuringRetry: false,
  disableWebhookAfterLadder: true,
  keywordFilter: false,
  probeWebhookOnSet: true,
  probeWebhookAtStart: false,
  webhookUserAgent: 'ZaloWebhook',
  webhookServerName: 'OA OpenAPI',
  duplicateWebhookProbability: 0,
  v3UsersOnStateAgencyCode: -235,
  v2FollowersOnBusinessCode: -240,
  deleteInfoOnBusinessCode: 0,
  v3QuotaOnStateAgencyCode: -235,
  v2QuotaOnBusinessCode: -240,
  listLimitCode: -210,
  adminUserIdByApp: '8024691357802469001',
  fileConversationType: 'file',
  videoConversationType: 'video',
  cardConversationType: 'text',
  conversationLocationAsText: true,
  subQuotaPerMonth: 0,
  rewardQuotaTotal: 0,
  purchaseQuotaTotal: 0,
  templatePurchaseQuota: 0,
  consultationPriceVnd: 55,
  chargesStateAgency: false,
  articleProcessingMs: 3000,
  videoProcessingMs: 5000,
  articlesPerMonth: 1000,
  articleSliceLimit: 10,
  hiddenArticleCode: -201,
  broadcastProcessingMs: 0,
  broadcastsPerDay: 1,
  broadcastsPerMonth: 4,
  broadcastToUnknownTraits: false,
  broadcastEchoes: false,
  broadcastEchoEvent: 'oa_send_list',
  submitInfoForm: '2026',
  submitInfoIsInteraction: false,
  templateDailyQuota: 500,
  templateDeliveryMs: 0,
  trackingIdRequired: true,
  templateParameterCode: -132,
  templateDataMissingCode: -1122,
  templateDataTooLongCode: -1121,
  templateReceiverCode: -114,
  templateNoAccountCode: -136,
  templateTokenCode: -124,
  templateProofCode: -1241,
  wrongVerifierCode: -14012,
  permissionRefusedCode: -14001,
  refreshExpiryInAnswer: false,
  hangMs: 30_000,
  sendWindowMs: 7 * DAY_MS,
  freeReplyWindowMs: 48 * HOUR_MS,
  refreshTokenTtlMs: 90 * DAY_MS,
  authorizationCodeTtlMs: 10 * MINUTE_MS,
  uploadTtlMs: 7 * DAY_MS,
  mediaUrlTtlMs: 30 * MINUTE_MS,
};
