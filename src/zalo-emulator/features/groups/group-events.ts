import type { EventContext, WebhookEvent } from '../../webhook-events.ts';

/** Events of the group itself and of its people; see {@link groupEvent}. */
export type GroupEventName =
  | 'create_group'
  | 'update_group_info'
  | 'delete_group'
  | 'user_join_group'
  | 'user_out_group'
  | 'user_request_join_group'
  | 'accept_request_join_group'
  | 'reject_request_join_group'
  | 'add_group_admin'
  | 'remove_group_admin';

/**
 * An event of the group: the first three names carry no `users`.
 *
 * Key order of the samples. Source: Zalo docs, "Webhook nhóm chat GMF".
 */
export function groupEvent(
  { oaId, appId, nowMs }: EventContext,
  eventName: GroupEventName,
  groupId: string,
  residentIds?: readonly string[],
): WebhookEvent {
  return {
    oa_id: oaId,
    group_id: groupId,
    event_name: eventName,
    app_id: appId,
    ...(residentIds === undefined ? {} : { users: residentIds.map((id) => ({ id })) }),
    timestamp: String(nowMs),
  };
}

/**
 * A message in a group (`user_send_group_*`, `oa_send_group_*`): `recipient.id` is the group.
 *
 * Source: Zalo docs, "Sự kiện tin nhắn được gửi tới nhóm"; the bodies of `oa_send_group_*` are inferred from it.
 *
 * @param appUserId `user_id_by_app` of the member; undefined leaves the key out.
 */
export function groupMessageEvent(
  { oaId, appId, nowMs }: EventContext,
  eventName: string,
  senderId: string,
  groupId: string,
  message: Readonly<Record<string, unknown>>,
  appUserId: string | undefined,
): WebhookEvent {
  return {
    event_name: eventName,
    app_id: appId,
    sender: { id: senderId },
    recipient: { id: groupId },
    message,
    oa_id: oaId,
    timestamp: String(nowMs),
    ...(appUserId === undefined ? {} : { user_id_by_app: appUserId }),
  };
}
