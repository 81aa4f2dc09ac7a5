import type { ZaloEvent } from '../events.ts';
import { messageEvents } from './messages.ts';

const ONE_TO_ONE: ReadonlySet<string> = new Set<string>(
  messageEvents.flatMap((option) => [...option.shape.event_name.values]),
);

/** Two receipts are named after the user although the OA is the sender. */
const OA_IS_SENDER = /^oa_|^user_received_message$|^user_seen_message$/;

/**
 * The Official Account a body belongs to, or undefined when it does not say. Works before validation, because the
 * secret that checks the signature is chosen by it.
 *
 * - one-to-one from a resident (`user_*`, `anonymous_*`): `recipient.id`
 * - one-to-one from the OA (`oa_*`) and the receipts `user_received_message`, `user_seen_message`: `sender.id`
 * - groups, account, templates and unknown names: `oa_id`, else `oaId`
 *
 * For an unknown name whose body has neither, see {@link idsIn}.
 */
export function oaIdOf(value: unknown): string | undefined {
  const body = asObject(value);
  if (!body) return undefined;
  const eventName = body['event_name'];
  if (typeof eventName === 'string' && ONE_TO_ONE.has(eventName)) {
    const party = OA_IS_SENDER.test(eventName) ? body['sender'] : body['recipient'];
    return asId(asObject(party)?.['id']);
  }
  return asId(body['oa_id']) ?? asId(body['oaId']);
}

/**
 * Every id in a body that could be an OA: `oa_id`, `oaId`, `recipient.id`, `sender.id`, in that order, without
 * repeats. For events of unknown names: try each against the OAs that are served.
 */
export function idsIn(value: unknown): string[] {
  const body = asObject(value);
  if (!body) return [];
  const candidates = [
    body['oa_id'],
    body['oaId'],
    asObject(body['recipient'])?.['id'],
    asObject(body['sender'])?.['id'],
  ];
  return [...new Set(candidates.map(asId).filter((id) => id !== undefined))];
}

/** `timestamp` of any body as text, exactly the digits the signature covers; undefined when absent. */
export function timestampOf(value: unknown): string | undefined {
  return asId(asObject(value)?.['timestamp']);
}

/**
 * The resident an event is about, or undefined: the sender of `user_*` and `user_send_group_*`, the recipient of
 * `oa_*` and of the receipts (not of the template variant, whose recipient is a phone number), the follower, the user
 * of a click, call or widget, the only user of a tag or a group change. Anonymous web visitors are not residents.
 */
export function userIdOf(event: ZaloEvent): string | undefined {
  return asId(userOf(event));
}

function userOf(event: ZaloEvent): string | undefined {
  switch (event.event_name) {
    case 'follow':
    case 'unfollow':
      return event.follower.id;
    case 'user_received_message':
      return isTemplateReceipt(event.message) ? undefined : event.recipient.id;
    case 'user_seen_message':
      return event.recipient.id;
    case 'widget_interaction_accepted':
    case 'widget_failed_to_sync_user_external_id':
      return event.data.user_id;
  }
  if ('tag' in event) return onlyOne(event.tag.user_ids ?? []);
  if ('users' in event) return onlyOne(event.users.map((user) => user.id));
  if ('user_id' in event) return event.user_id;
  if (!('sender' in event) || event.event_name.includes('anonymous')) return undefined;
  if (event.event_name.startsWith('user_')) return event.sender.id;
  return event.event_name.startsWith('oa_send_group_') ? undefined : event.recipient.id;
}

/**
 * A key under which Zalo's repeats of one event fall together and two events do not. At most one effect per key. It
 * holds names, ids and times, never a text, a tag's name or a phone number.
 *
 * | family | key after `event_name:` |
 * |---|---|
 * | messages, echoes, `user_received_message`, `user_feedback` | `message.msg_id` |
 * | `user_seen_message` | all `message.msg_ids`, joined by commas |
 * | reactions | `msg_id` of the message reacted to, sender, timestamp: one message gets many reactions |
 * | `user_click_response_button` | `msg_id`, `submit_time` or timestamp |
 * | calls | `call_id` |
 * | journeys | `journey_id` |
 * | groups | group, all users, timestamp |
 * | templates | OA, template, timestamp |
 * | everything else | OA, user (or id by app), users of the tag, timestamp |
 */
export function dedupeKeyOf(event: ZaloEvent): string {
  let key: string = event.event_name;
  // A loop: it runs for every event.
  for (const part of keyParts(event)) key += `:${part ?? ''}`;
  return key;
}

function keyParts(event: ZaloEvent): (string | undefined)[] {
  switch (event.event_name) {
    case 'user_seen_message':
      return [event.message.msg_ids.join(',')];
    case 'user_reacted_message':
    case 'oa_reacted_message':
      return [event.message.msg_id, event.sender.id, event.timestamp];
    case 'user_click_response_button':
      return [event.msg_id, event.message.submit_time ?? event.timestamp];
  }
  if ('message' in event) return [event.message.msg_id];
  if ('call_id' in event) return [event.call_id];
  if ('journey_id' in event) return [event.journey_id];
  if ('group_id' in event) {
    const users = 'users' in event ? event.users.map((user) => user.id).join(',') : '';
    return [event.group_id, users, event.timestamp];
  }
  if ('template_id' in event) return [event.oa_id, event.template_id, event.timestamp];
  const users = 'tag' in event ? (event.tag.user_ids ?? []).join(',') : (userIdOf(event) ?? event.user_id_by_app);
  return [oaIdOf(event), users, event.timestamp];
}

/** Template messages go to phone numbers, so the recipient of their receipt is not a user id. */
function isTemplateReceipt(message: { delivery_time?: string | undefined; tracking_id?: string | undefined }): boolean {
  return message.delivery_time !== undefined || message.tracking_id !== undefined;
}

function onlyOne(ids: readonly string[]): string | undefined {
  return ids.length === 1 ? ids[0] : undefined;
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function asId(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}
