/** What a resident can send besides text. */
export type MediaKind =
  | 'image'
  | 'gif'
  | 'link'
  | 'audio'
  | 'video'
  | 'sticker'
  | 'location'
  | 'file'
  | 'business-card';

/** Fields of every inbound view. */
export interface InboundBase {
  /** The OA the event belongs to; `''` only where Zalo left it out (`user_withdraw` of an unlinked app). */
  readonly oaId: string;
  /** The resident's id within the app; cannot be messaged. */
  readonly userIdByApp?: string;
  /** Zalo's event time, epoch milliseconds; 0 when Zalo sent none (two unpublished events). */
  readonly at: number;
}

/** An event about one known resident. */
export interface FromResident extends InboundBase {
  /** The resident's id within the OA: the one to send to. */
  readonly userId: string;
}

/** A resident's text, typed or from a button. */
export interface InboundText extends FromResident {
  readonly type: 'text';
  readonly text: string;
  readonly msgId: string;
  /** Id of the message the resident replied to. */
  readonly quoteMsgId?: string;
}

/** A resident's picture, file, place and so on, of the first attachment. Addresses expire in about 30 minutes. */
export interface InboundMedia extends FromResident {
  readonly type: 'media';
  readonly kind: MediaKind;
  readonly msgId: string;
  readonly caption?: string;
  readonly url?: string;
  readonly thumbnailUrl?: string;
  /** What Zalo shows above a link; rarely there. */
  readonly title?: string;
  /** What Zalo shows under a link; of a business card the JSON text `{"phone","qrCodeUrl"}`. */
  readonly description?: string;
  readonly fileName?: string;
  /** Decimal degrees, for `location`. */
  readonly latitude?: number;
  readonly longitude?: number;
}

/** An echo of the OA's own one-to-one message: settles what became of a send, must never be answered. */
export interface InboundEcho extends FromResident {
  readonly type: 'echo';
  readonly messageId: string;
  /** Present when a person typed the message in Zalo's chat tool. */
  readonly adminId?: string;
  readonly text?: string;
}

/** Delivered or seen. `userId` is missing for template messages, which go to phone numbers. */
export interface InboundReceipt extends InboundBase {
  readonly type: 'receipt';
  readonly receipt: 'received' | 'seen';
  readonly messageIds: readonly string[];
  readonly userId?: string;
}

/** What happened in a GMF group. */
export type GroupHappening =
  | 'message'
  | 'echo'
  | 'created'
  | 'updated'
  | 'deleted'
  | 'joined'
  | 'left'
  | 'asked-to-join'
  | 'request-accepted'
  | 'request-rejected'
  | 'admin-added'
  | 'admin-removed';

/** An event of a GMF group. `userIds` are the people concerned: the writer of a message, those who joined, and so on. */
export interface InboundGroup extends InboundBase {
  readonly type: 'group';
  readonly what: GroupHappening;
  readonly groupId: string;
  readonly userIds: readonly string[];
  readonly msgId?: string;
  readonly text?: string;
}

/** A webhook event as the bot sees it. `submit-info` carries no contact details on purpose: the bot keeps none. */
export type Inbound =
  | InboundText
  | InboundMedia
  | (FromResident & { readonly type: 'submit-info' })
  | (FromResident & { readonly type: 'follow'; readonly source?: string })
  | (FromResident & { readonly type: 'unfollow' | 'chat-now' })
  | (InboundBase & {
      readonly type: 'call';
      readonly by: 'resident' | 'oa';
      readonly callId: string;
      readonly userId?: string;
    })
  | (InboundBase & { readonly type: 'withdraw'; readonly userId?: string })
  | (FromResident & { readonly type: 'widget'; readonly accepted: boolean; readonly pageUrl?: string })
  | InboundEcho
  | InboundReceipt
  | InboundGroup
  | (InboundBase & { readonly type: 'other'; readonly eventName: string; readonly userId?: string });
