// Webhook: signature and body
export {
  parseJsonKeepingIds,
  SIGNATURE_HEADER,
  signBody,
  type SignatureInput,
  verifySignature,
} from './webhook.ts';

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
  type ImageSource,
  imageMessage,
  MESSAGE_LIMITS,
  type OutgoingMessage,
  textMessage,
  type ZaloButton,
} from './messages.ts';

// Client: calls, tokens, wire
export { createZaloClient, type ZaloClient, type ZaloClientOptions } from './client.ts';
export { type ConsultationCalls, type SendQuota, type SentMessage } from './calls/consultation.ts';
export { type OaProfile, type OaProfileCalls } from './calls/oa-profile.ts';
export { createTokens, type Tokens, type TokensOptions } from './tokens.ts';
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

// Errors
export {
  type TransportFailure,
  ZaloApiError,
  ZaloConsentError,
  ZaloMessageError,
  ZaloTransportError,
} from './errors.ts';
export { type ApiAdvice, type CodeDescription, describeCode, ZALO_ERROR_CODES } from './error-codes.ts';
