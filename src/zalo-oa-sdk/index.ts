// Webhook: signature and body
export {
  parseJsonKeepingIds,
  SIGNATURE_HEADER,
  signBody,
  type SignatureInput,
  verifySignature,
} from './webhook.ts';

export {
  createWebhookReceiver,
  MIN_REPLAY_WINDOW_MS,
  type WebhookEvent,
  type WebhookProbe,
  type WebhookReceiver,
  type WebhookReceiverOptions,
  type WebhookRequest,
  type WebhookResult,
  type WebhookSigned,
  type WebhookUnknown,
  type WebhookUnreadable,
} from './webhook/receiver.ts';
export {
  type RefusalDescription,
  WEBHOOK_REFUSALS,
  type WebhookRefusalCode,
  type WebhookRefused,
} from './webhook/refusals.ts';
export type { SecretFor, WebhookApp, WebhookSecret } from './webhook/senders.ts';
export { type DomainVerification, domainVerification } from './webhook/domain-verification.ts';

// Events: shapes, identity, the bot's view
export {
  parseEvent,
  type ParsedEvent,
  ZALO_EVENT_NAMES,
  type ZaloEvent,
  type ZaloEventName,
  zaloEventSchema,
} from './events.ts';
export { dedupeKeyOf, idsIn, oaIdOf, timestampOf, userIdOf } from './events/identity.ts';
export { toInbound } from './events/inbound.ts';
export type {
  FromResident,
  GroupHappening,
  Inbound,
  InboundBase,
  InboundEcho,
  InboundGroup,
  InboundMedia,
  InboundReceipt,
  InboundText,
  MediaKind,
} from './events/inbound-types.ts';
export type { ZaloAttachment } from './events/shared.ts';

// Messages: builders and limits
export {
  buttons,
  buttonsMessage,
  type ButtonsMessage,
  fileMessage,
  type FileMessage,
  type FirstListElement,
  gifMessage,
  type GifMessage,
  type GifSize,
  groupGifMessage,
  groupImageMessage,
  type GroupMediaMessage,
  type GroupMessage,
  type GroupText,
  groupTextMessage,
  type GroupTextMessage,
  type GroupTextPart,
  type ImageSource,
  imageMessage,
  type ImageMessage,
  type InfoRequest,
  type ListAction,
  listActions,
  type ListElement,
  listMessage,
  type ListMessage,
  mention,
  type Mention,
  mentionAll,
  MESSAGE_LIMITS,
  type OutgoingMessage,
  quoteMessage,
  requestUserInfoMessage,
  type RequestUserInfoMessage,
  stickerMessage,
  type StickerMessage,
  stripMentions,
  textMessage,
  type TextMessage,
  type ZaloButton,
} from './messages.ts';

// Client: calls, tokens, wire
export { createZaloClient, type ZaloClient, type ZaloClientOptions } from './client.ts';
export type {
  ConsultationCalls,
  SendQuota,
  SentMessage,
  SentQuote,
  SentReply,
} from './calls/consultation.ts';
export { type OaProfile, type OaProfileCalls } from './calls/oa-profile.ts';
export type { GroupCalls } from './calls/groups.ts';
export type {
  Group,
  GroupAsset,
  GroupChange,
  GroupDetails,
  GroupLimits,
  GroupMember,
  GroupMemberList,
  GroupMessageItem,
  GroupProductType,
  GroupSettings,
  NewGroup,
  QuotaType,
  SentGroupMessage,
} from './calls/group-types.ts';
export type { ListPart } from './calls/list-arguments.ts';
export {
  BROADCAST_ARTICLE_LIMIT,
  type BroadcastAge,
  type BroadcastCalls,
  type BroadcastGender,
  type BroadcastLocation,
  type BroadcastPlatform,
  type BroadcastTarget,
} from './calls/broadcasts.ts';
export { ZALO_CITY_CODES, type ZaloCityCode } from './calls/zalo-city-codes.ts';
export type { ArticleCalls } from './calls/articles.ts';
export { ARTICLE_LIMITS } from './calls/article-checks.ts';
export type {
  ArticleBlock,
  ArticleDetail,
  ArticleDraft,
  ArticleState,
  ArticleSummary,
  ArticleType,
  VideoFile,
  VideoState,
  Visibility,
} from './calls/article-types.ts';
export {
  type PhoneTemplateMessage,
  type SentTemplate,
  TEMPLATE_LIMITS,
  type TemplateCalls,
  type TemplateData,
  type TemplateStatus,
  type UserTemplateMessage,
} from './calls/templates.ts';
export type { MessageProductType, MessageQuota, QuotaCalls, QuotaFilter, UserQuota } from './calls/quotas.ts';
export {
  UPLOAD_LIMITS,
  type UploadCalls,
  type UploadedFile,
  type UploadedMedia,
  type UploadInput,
  type UploadOptions,
} from './calls/uploads.ts';
export type { UploadKind } from './calls/upload-types.ts';
export type { UserCalls, UserUpdate } from './calls/users.ts';
export type { SharedInfo, ZaloUser } from './calls/user-detail.ts';
export {
  interactionBetween,
  type InteractionPeriod,
  USER_LIST_LIMITS,
  type UserListFilter,
  type UserListQuery,
  type UserPage,
  type UserWalkOptions,
  ZaloListLimitError,
} from './calls/user-list.ts';
export type {
  CustomInfoOptions,
  CustomValue,
  UserCustomInfo,
  UserCustomInfoUpdate,
} from './calls/user-custom-info.ts';
export {
  type FollowerCalls,
  type FollowerInfo,
  type FollowerPage,
  type FollowerQuery,
  FOLLOWERS_PER_CALL,
} from './calls/followers.ts';
export type { TagCalls } from './calls/tags.ts';
export {
  type ConversationCalls,
  type ConversationQuery,
  type ConversationWalkOptions,
  MESSAGES_PER_CALL,
} from './calls/conversations.ts';
export type { ConversationItem, ConversationItemType, ConversationLink } from './calls/conversation-items.ts';
export { type ReactionCalls, type ReactionIcon, REACTIONS, REACTIONS_PER_MESSAGE } from './calls/reactions.ts';
export type {
  AnonymousCalls,
  AnonymousMessage,
  AnonymousSentMessage,
  AnonymousVisitor,
} from './calls/anonymous.ts';
export { createTokens, type TokenKeeper, type Tokens, type TokensOptions } from './tokens.ts';
export type { TokenState } from './token-state.ts';
export {
  createTransport,
  type Transport,
  type TransportOptions,
  type ZaloCall,
  type ZaloFilePart,
  type ZaloHost,
  type ZaloReply,
} from './transport.ts';
export type { MessageApi, OaSettingsStore, SdkClock, TokenPair, TokenStore } from './ports.ts';

// Wrappers: a Transport in, a Transport out
export { withAppSecretProof } from './wrappers/app-secret-proof.ts';
export { type CallMetric, withMetrics } from './wrappers/metrics.ts';
export { rateLaneOf, type RateLimitOptions, withRateLimit } from './wrappers/rate-limit.ts';
export type { Schedule } from './wrappers/rate-lane.ts';
export { type RetryOptions, withRetry } from './wrappers/retry.ts';

// Consent: the way to a first pair
export { codeChallengeOf, createPkce, type Pkce } from './oauth/pkce.ts';
export { createState } from './oauth/state.ts';
export { permissionLink, type PermissionLinkOptions } from './oauth/permission-link.ts';
export { type PermissionGrant, readPermissionCallback } from './oauth/permission-callback.ts';
export { type PermissionErrorCode, ZaloPermissionError } from './oauth/permission-error.ts';
export type { CodeGrant } from './oauth/token-endpoint.ts';
export type { RandomBytes } from './oauth/randomness.ts';

// Stores for tests and for trying out; the durable one is zalo-oa-sdk/sqlite-store
export { createMemoryOaSettingsStore, createMemoryTokenStore } from './stores/memory.ts';

// Errors
export { ZaloRateLimitError } from './wrappers/rate-limit-error.ts';
export { ZaloSetupError } from './setup-error.ts';
export {
  type TransportFailure,
  ZaloApiError,
  ZaloConsentError,
  ZaloMessageError,
  ZaloTransportError,
} from './errors.ts';
export {
  type ApiAdvice,
  type CodeDescription,
  type CodeTable,
  describeCode,
  OAUTH_ERROR_CODES,
  ZALO_ERROR_CODES,
  ZBS_ERROR_CODES,
} from './error-codes.ts';
export { ZaloTokenLockError, ZaloTokenStoreError } from './stores/store-errors.ts';
