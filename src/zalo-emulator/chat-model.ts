import type { ApiCall } from './call-log.ts';
import type { Group, GroupMessage } from './features/groups/group-model.ts';
import type { Visitor } from './features/visitor-book.ts';
import type { OaAccountState } from './oa-account.ts';

/**
 * A button under a message, as the bot sent it.
 *
 * Source: Zalo docs, "Cấu trúc tham số buttons"; titles <= 100 and query payloads <= 1000 characters.
 */
export type Button =
  | { readonly title: string; readonly type: 'oa.query.show' | 'oa.query.hide'; readonly payload: string }
  | { readonly title: string; readonly type: 'oa.open.url'; readonly payload: { readonly url: string } }
  | { readonly title: string; readonly type: 'oa.open.phone'; readonly payload: { readonly phone_code: string } }
  | {
      readonly title: string;
      readonly type: 'oa.open.sms';
      readonly payload: { readonly content: string; readonly phone_code: string };
    };

/** A row of a `list` or `request_user_info` template. */
export interface CardElement {
  readonly title: string;
  readonly subtitle?: string;
  readonly imageUrl?: string;
  /** Where a tap leads; only articles of a broadcast have it. */
  readonly url?: string;
}

/** Picture, sticker, file or recording: `mediaId` when the emulator holds the bytes, `url` when somebody else does. */
export interface ChatMedia {
  readonly mediaId?: string;
  readonly url?: string;
  readonly stickerId?: string;
  readonly name?: string;
  readonly mimeType?: string;
  readonly sizeBytes?: number;
}

/** What a message is, for drawing it. */
export type ChatKind =
  | 'text'
  | 'image'
  | 'gif'
  | 'sticker'
  | 'location'
  | 'file'
  | 'voice'
  | 'video'
  | 'link'
  | 'business_card'
  | 'list'
  | 'article'
  | 'template'
  | 'request_user_info';

/**
 * How far a message got.
 *
 * A resident's message: `sending` (not yet posted), `received` (webhook answered 200), `seen` (the OA wrote back since),
 * `failed` (see `failure`). An OA message: `received`, then `seen`.
 */
export type ChatState = 'sending' | 'received' | 'seen' | 'failed';

/** Why a resident's message did not reach the bot. */
export type DeliveryFailure = 'refused' | 'timeout' | 'unreachable' | 'disabled' | 'no_webhook';

/** One message of one chat, as the chat page draws it. Times in ms since 1970. */
export interface ChatMessage {
  readonly id: string;
  readonly residentId: string;
  readonly from: 'resident' | 'oa';
  readonly kind: ChatKind;
  readonly sentAtMs: number;
  readonly text?: string;
  readonly media?: ChatMedia;
  readonly location?: { readonly latitude: string; readonly longitude: string };
  readonly link?: { readonly url: string; readonly description: string; readonly thumbnailUrl: string };
  readonly businessCard?: { readonly phone: string };
  readonly buttons?: readonly Button[];
  readonly elements?: readonly CardElement[];
  readonly quotedMessageId?: string;
  /** Sent by an `oa.query.hide` button: the bot gets it, the chat does not show it. */
  readonly hidden?: boolean;
  readonly state: ChatState;
  readonly failure?: DeliveryFailure;
  readonly reaction?: string;
}

/** What Zalo knows about a person from the account; broadcasts choose by it. Codes as in a broadcast's `target`. */
export interface ResidentTraits {
  readonly ageYears?: number;
  /** 1 man, 2 woman. */
  readonly gender?: 1 | 2;
  /** One of Zalo's city codes, 0-62, or 63 outside Viet Nam. */
  readonly cityCode?: number;
  /** 1 iOS, 2 Android, 3 Windows Phone. */
  readonly platform?: 1 | 2 | 3;
}

/** A person who chats with the OA. */
export interface Resident {
  /** `user_id`: the person within this OA. */
  readonly id: string;
  /** `user_id_by_app`: the same person within the app. */
  readonly idByApp: string;
  readonly name: string;
  readonly follows: boolean;
  /** Digits with country code; undefined = no template message by phone reaches the person. */
  readonly phone?: string;
  readonly traits?: ResidentTraits;
  /** Last interaction in ms since 1970; undefined = never, so the OA may not write. */
  readonly lastInteractionAtMs?: number;
  /** When set, every send to this person is refused with this `error` (-213 not following, -217 blocked, ...). */
  readonly refusalCode?: number;
}

/** How one attempt to post an event ended. */
export type DeliveryOutcome = 'answered' | 'timeout' | 'unreachable' | 'broken' | 'disabled' | 'no_webhook';

/** One attempt to post one event to the webhook, for the developer's panel and for tests. */
export interface Delivery {
  readonly id: string;
  readonly eventName: string;
  readonly userId: string;
  /** 0 for the first post, then the value of the `num_retry` header. */
  readonly attempt: number;
  readonly outcome: DeliveryOutcome;
  /** HTTP status of an answered post. */
  readonly status?: number;
  readonly durationMs: number;
  readonly atMs: number;
  /** Set when the ladder will try again: in how many ms. */
  readonly nextAttemptInMs?: number;
  readonly duplicate?: boolean;
  /** Posted again by hand. */
  readonly resent?: boolean;
  /** The exact text that was signed and posted. */
  readonly rawBody: string;
  /** The first 500 bytes of the webhook's answer; Zalo ignores them, a developer wants to see them. */
  readonly answerBody?: string;
}

/** What the live stream tells the chat page. */
export type LiveUpdate =
  | { readonly type: 'message'; readonly message: ChatMessage }
  | { readonly type: 'resident'; readonly resident: Resident }
  | { readonly type: 'visitor'; readonly visitor: Visitor }
  /** Of a visitor's chat: `residentId` holds the `anonymousId`. */
  | { readonly type: 'visitor-message'; readonly message: ChatMessage }
  | { readonly type: 'group'; readonly group: Group }
  | { readonly type: 'group-message'; readonly message: GroupMessage }
  | { readonly type: 'delivery'; readonly delivery: Delivery }
  | { readonly type: 'call'; readonly call: ApiCall }
  | { readonly type: 'account'; readonly account: OaAccountState }
  | { readonly type: 'webhook'; readonly url: string | undefined; readonly disabled: boolean }
  /** Something that is read through the control API has changed; `snapshot` = everything has. */
  | { readonly type: 'control'; readonly changed: 'clock' | 'faults' | 'settings' | 'eventSwitches' | 'snapshot' };
