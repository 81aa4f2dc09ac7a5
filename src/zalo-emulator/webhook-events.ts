import type { ChatMessage, Resident } from './chat-model.ts';
import type { StoredMedia } from './media-shelf.ts';

/** A webhook body before it becomes text; key order is kept in the JSON. */
export type WebhookEvent = { readonly event_name: string; readonly timestamp: string } & Readonly<
  Record<string, unknown>
>;

/** Ids and time that every event carries. */
export interface EventContext {
  readonly appId: string;
  readonly oaId: string;
  readonly nowMs: number;
}

type Attachment = { readonly payload: Readonly<Record<string, unknown>>; readonly type: string };

/**
 * A `user_send_*` event: sender is the resident, recipient the OA.
 *
 * Key order as in a real capture. Source: Zalo docs, "Sự kiện người dùng gửi tin nhắn".
 */
export function residentMessageEvent(
  context: EventContext,
  resident: Resident,
  eventName: string,
  message: Readonly<Record<string, unknown>>,
): WebhookEvent {
  return {
    event_name: eventName,
    app_id: context.appId,
    sender: { id: resident.id },
    recipient: { id: context.oaId },
    message,
    timestamp: String(context.nowMs),
    user_id_by_app: resident.idByApp,
  };
}

/**
 * `follow`, `unfollow` (who: `follower`) and other account events.
 *
 * Source: Zalo docs, "Sự kiện người dùng quan tâm hay bỏ quan tâm OA".
 */
export function followEvent(context: EventContext, resident: Resident, eventName: 'follow' | 'unfollow'): WebhookEvent {
  return {
    oa_id: context.oaId,
    follower: { id: resident.id },
    user_id_by_app: resident.idByApp,
    event_name: eventName,
    source: 'oa_profile',
    app_id: context.appId,
    timestamp: String(context.nowMs),
  };
}

/** `user_click_chatnow` and `user_withdraw`: account events that name the person in `user_id`. */
export function accountEvent(
  context: EventContext,
  resident: Resident,
  eventName: 'user_click_chatnow' | 'user_withdraw',
): WebhookEvent {
  return {
    app_id: context.appId,
    event_name: eventName,
    oa_id: context.oaId,
    user_id: resident.id,
    user_id_by_app: resident.idByApp,
    timestamp: String(context.nowMs),
  };
}

/**
 * An echo of what the OA did (`oa_send_*`, `user_received_message`, `user_seen_message`, `oa_reacted_message`): sender is
 * the OA, recipient the resident. `withAppUser`: only some of these carry `user_id_by_app`.
 */
export function echoEvent(
  context: EventContext,
  resident: Resident,
  eventName: string,
  message: Readonly<Record<string, unknown>>,
  withAppUser: boolean,
): WebhookEvent {
  return {
    app_id: context.appId,
    sender: { id: context.oaId },
    recipient: { id: resident.id },
    event_name: eventName,
    message,
    ...(withAppUser ? { user_id_by_app: resident.idByApp } : {}),
    timestamp: String(context.nowMs),
  };
}

/** The `payload` of a file attachment: all values are strings. */
export function filePayload(media: StoredMedia, url: string): Attachment['payload'] {
  const extension = /\.([A-Za-z0-9]+)$/.exec(media.name)?.[1]?.toLowerCase() ?? '';
  return { size: String(media.bytes.length), name: media.name, checksum: media.md5, type: extension, url };
}

/** The `message.attachments` of an `oa_send_*` echo; undefined for plain text. */
export function echoAttachments(
  message: ChatMessage,
  urlOf: (mediaId: string) => string,
  findMedia: (mediaId: string) => StoredMedia | undefined,
): readonly Attachment[] | undefined {
  const { media } = message;
  const url = media?.mediaId === undefined ? (media?.url ?? '') : urlOf(media.mediaId);
  switch (message.kind) {
    case 'image':
    case 'gif':
      return [{ payload: { thumbnail: url, url }, type: message.kind }];
    case 'sticker':
      return [{ payload: { url, id: media?.stickerId ?? '' }, type: 'sticker' }];
    case 'file': {
      const stored = media?.mediaId === undefined ? undefined : findMedia(media.mediaId);
      return stored === undefined ? undefined : [{ payload: filePayload(stored, url), type: 'file' }];
    }
    case 'list':
      return (message.elements ?? []).map((element) => ({
        payload: { thumbnail: element.imageUrl ?? '', description: element.title, url: '' },
        type: 'link',
      }));
    default:
      return undefined;
  }
}
