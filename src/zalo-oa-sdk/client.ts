import { createArticleCalls, type ArticleCalls } from './calls/articles.ts';
import { createBroadcastCalls, type BroadcastCalls } from './calls/broadcasts.ts';
import { type AnonymousCalls, createAnonymousCalls } from './calls/anonymous.ts';
import { createConsultationCalls, type ConsultationCalls } from './calls/consultation.ts';
import { type ConversationCalls, createConversationCalls } from './calls/conversations.ts';
import { createFollowerCalls, type FollowerCalls } from './calls/followers.ts';
import { createGroupCalls, type GroupCalls } from './calls/groups.ts';
import type { GroupLimits } from './calls/group-types.ts';
import { createOaProfileCalls, type OaProfileCalls } from './calls/oa-profile.ts';
import { createQuotaCalls, type QuotaCalls } from './calls/quotas.ts';
import { createTemplateCalls, type TemplateCalls } from './calls/templates.ts';
import { createReactionCalls, type ReactionCalls } from './calls/reactions.ts';
import { createTagCalls, type TagCalls } from './calls/tags.ts';
import { createUploadCalls, type UploadCalls, type UploadOptions } from './calls/uploads.ts';
import { createUserCalls, type UserCalls } from './calls/users.ts';
import { createOaCall } from './oa-call.ts';
import type { OaSettingsStore, SdkClock } from './ports.ts';
import type { Tokens } from './tokens.ts';
import type { Transport } from './transport.ts';

/** Calls to the OA API. All throw `ZaloApiError`, `ZaloTransportError` or `ZaloConsentError`. */
export interface ZaloClient extends ConsultationCalls, OaProfileCalls {
  /** Group chats (GMF). */
  readonly groups: GroupCalls;
  /** Articles to followers. */
  readonly broadcasts: BroadcastCalls;
  readonly articles: ArticleCalls;
  /** Approved template messages (ZBS, formerly ZNS). */
  readonly templates: TemplateCalls;
  /** Allowances of messages. */
  readonly quotas: QuotaCalls;
  readonly uploads: UploadCalls;
  /** Users of the OA, by v3 or v2 as its type wants. */
  readonly users: UserCalls;
  /** The same by v2 alone. */
  readonly followers: FollowerCalls;
  readonly tags: TagCalls;
  readonly conversations: ConversationCalls;
  readonly reactions: ReactionCalls;
  /** Messages to web-chat visitors without a Zalo account. */
  readonly anonymous: AnonymousCalls;
}

/** Options of {@link createZaloClient}. */
export interface ZaloClientOptions {
  readonly transport: Transport;
  readonly tokens: Tokens;
  readonly oa: OaSettingsStore;
  readonly clock: SdkClock;
  /** What Zalo leaves open about uploads; the defaults follow its tables. */
  readonly uploads?: UploadOptions;
  /** Limits of groups that Zalo does not publish itself, or may move. */
  readonly groupLimits?: Partial<GroupLimits>;
}

/**
 * A client for any number of OAs.
 *
 * A state-agency OA is refused on v3 with -235 and must send by v2; a business OA the other way round. The client
 * starts with v3, and only on -235 repeats the same body on v2 and remembers that for the OA. No other error leads to
 * the other API: the message may have arrived, and would arrive twice. A refused token (-216, -220) is refreshed and
 * the call repeated once.
 *
 * Source: pages "Gửi tin Tư vấn", "Mã lỗi"; behaviour of state-agency OAs from two public offices, 2026-11.
 */
export function createZaloClient({
  transport,
  tokens,
  oa,
  clock,
  uploads,
  groupLimits,
}: ZaloClientOptions): ZaloClient {
  const call = createOaCall(transport, tokens);
  const followers = createFollowerCalls(call);
  return {
    ...createConsultationCalls(call, oa, clock),
    ...createOaProfileCalls(call),
    groups: createGroupCalls(call, groupLimits),
    broadcasts: createBroadcastCalls(call),
    articles: createArticleCalls(call),
    templates: createTemplateCalls(call, clock),
    quotas: createQuotaCalls(call),
    uploads: createUploadCalls(call, uploads),
    users: createUserCalls(call, followers),
    followers,
    tags: createTagCalls(call),
    conversations: createConversationCalls(call),
    reactions: createReactionCalls(call),
    anonymous: createAnonymousCalls(call),
  };
}
