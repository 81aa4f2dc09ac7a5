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
 * `user_call_oa`, posted when a call to the OA has ended; times are ms as strings, `status_code` a number.
 *
 * Which part of the call is `waiting_time` and which `status_code` means a call that was answered is not documented; shape
 * and code are those of the page's sample. Source: Zalo docs, "Sự kiện kết thúc cuộc gọi".
 */
export function callEvent(
  context: EventContext,
  resident: Resident,
  call: { readonly callId: string; readonly type: 'AUDIO' | 'VIDEO'; readonly durationMs: number },
): WebhookEvent {
  return {
    event_name: 'user_call_oa',
    app_id: context.appId,
    oa_id: context.oaId,
    user_id: resident.id,
    call_id: call.callId,
    call_type: call.type,
    init_time: String(context.nowMs - call.durationMs),
    call_duration: String(call.durationMs),
    waiting_time: '4',
    talk_time: String(Math.max(0, call.durationMs - 4)),
    status_code: 1206,
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
