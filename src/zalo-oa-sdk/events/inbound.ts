import type * as z from 'zod';
import type { ZaloEvent } from '../events.ts';
import type { groupMembers, groupLife } from './group.ts';
import { oaIdOf, userIdOf } from './identity.ts';
import type { GroupHappening, Inbound, InboundBase, InboundGroup, InboundMedia, MediaKind } from './inbound-types.ts';
import type { userMedia } from './messages.ts';

type MediaEvent = z.infer<typeof userMedia>;

const MEDIA_KINDS: Record<MediaEvent['event_name'], MediaKind> = {
  user_send_image: 'image',
  user_send_gif: 'gif',
  user_send_link: 'link',
  user_send_audio: 'audio',
  user_send_video: 'video',
  user_send_sticker: 'sticker',
  user_send_location: 'location',
  user_send_file: 'file',
  user_send_business_card: 'business-card',
};

const GROUP_HAPPENINGS: Record<z.infer<typeof groupLife | typeof groupMembers>['event_name'], GroupHappening> = {
  create_group: 'created',
  update_group_info: 'updated',
  delete_group: 'deleted',
  user_join_group: 'joined',
  user_out_group: 'left',
  user_request_join_group: 'asked-to-join',
  accept_request_join_group: 'request-accepted',
  reject_request_join_group: 'request-rejected',
  add_group_admin: 'admin-added',
  remove_group_admin: 'admin-removed',
};

/** The normalised view of an event. Total: an event the bot has no use for becomes `other`. */
export function toInbound(event: ZaloEvent): Inbound {
  const base: InboundBase = {
    oaId: oaIdOf(event) ?? '',
    at: Number(event.timestamp ?? 0),
    ...some({ userIdByApp: event.user_id_by_app }),
  };
  const userId = userIdOf(event);
  switch (event.event_name) {
    case 'user_send_text': {
      const { text, msg_id: msgId, quote_msg_id: quoteMsgId } = event.message;
      return { ...base, type: 'text', userId: event.sender.id, text, msgId, ...some({ quoteMsgId }) };
    }
    case 'user_submit_info':
      return { ...base, type: 'submit-info', userId: event.sender.id };
    case 'follow':
      return { ...base, type: 'follow', userId: event.follower.id, ...some({ source: event.source }) };
    case 'unfollow':
      return { ...base, type: 'unfollow', userId: event.follower.id };
    case 'user_click_chatnow':
      return { ...base, type: 'chat-now', userId: event.user_id };
    case 'user_call_oa':
    case 'oa_call_user': {
      const by = event.event_name === 'user_call_oa' ? 'resident' : 'oa';
      return { ...base, type: 'call', by, callId: event.call_id, ...some({ userId }) };
    }
    case 'user_withdraw':
      return { ...base, type: 'withdraw', ...some({ userId }) };
    case 'widget_interaction_accepted':
      return {
        ...base,
        type: 'widget',
        accepted: true,
        userId: event.data.user_id,
        ...some({ pageUrl: event.data.url }),
      };
    case 'widget_failed_to_sync_user_external_id':
      return { ...base, type: 'widget', accepted: false, userId: event.data.user_id };
    case 'user_received_message':
      return { ...base, type: 'receipt', receipt: 'received', messageIds: [event.message.msg_id], ...some({ userId }) };
    case 'user_seen_message':
      return { ...base, type: 'receipt', receipt: 'seen', messageIds: event.message.msg_ids, ...some({ userId }) };
    case 'oa_send_text':
    case 'oa_send_image':
    case 'oa_send_gif':
    case 'oa_send_list':
    case 'oa_send_file':
    case 'oa_send_sticker':
    case 'oa_send_template': {
      const { msg_id: messageId, text } = event.message;
      const adminId = event.sender.admin_id;
      return { ...base, type: 'echo', userId: event.recipient.id, messageId, ...some({ adminId, text }) };
    }
  }
  if (event.event_name in MEDIA_KINDS) return mediaView(event as MediaEvent, base);
  return groupView(event, base) ?? { ...base, type: 'other', eventName: event.event_name, ...some({ userId }) };
}

function mediaView(event: MediaEvent, base: InboundBase): InboundMedia {
  const { msg_id: msgId, text: caption, attachments } = event.message;
  const { url, thumbnail, title, description, name, coordinates } = attachments?.[0]?.payload ?? {};
  return {
    ...base,
    type: 'media',
    kind: MEDIA_KINDS[event.event_name],
    userId: event.sender.id,
    msgId,
    ...some({
      caption,
      url,
      thumbnailUrl: thumbnail,
      title,
      description,
      fileName: name,
      latitude: degrees(coordinates?.latitude),
      longitude: degrees(coordinates?.longitude),
    }),
  };
}

function groupView(event: ZaloEvent, base: InboundBase): InboundGroup | undefined {
  if ('group_id' in event) {
    const userIds = 'users' in event ? event.users.map((user) => user.id) : [];
    return { ...base, type: 'group', what: GROUP_HAPPENINGS[event.event_name], groupId: event.group_id, userIds };
  }
  if (!('recipient' in event && 'oa_id' in event)) return undefined;
  const { msg_id: msgId, text } = event.message;
  const userId = userIdOf(event);
  return {
    ...base,
    type: 'group',
    what: userId === undefined ? 'echo' : 'message',
    groupId: event.recipient.id,
    userIds: userId === undefined ? [] : [userId],
    msgId,
    ...some({ text }),
  };
}

function degrees(text: string | undefined): number | undefined {
  const value = Number.parseFloat(text ?? '');
  return Number.isFinite(value) ? value : undefined;
}

/** The fields that have a value: optional properties must be absent, not undefined. */
function some<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  // A loop: it runs several times for every event, and lists of entries were 1 % of all work on a webhook.
  for (const key of Object.keys(fields) as (keyof T)[]) {
    const value = fields[key];
    if (value !== undefined) kept[key] = value as Exclude<T[typeof key], undefined>;
  }
  return kept;
}
