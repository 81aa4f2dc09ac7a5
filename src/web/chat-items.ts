import { type ConversationItem, parseEvent, type ZaloEvent } from 'zalo-oa-sdk';

/** A message read from a conversation, as its webhook would have told it. */
export interface ReadMessage {
  readonly event: ZaloEvent;
  /**
   * Other names under which the webhook may have told the same message, because a conversation names fewer kinds: a
   * business card is a link there, and a file or a film has no documented name.
   */
  readonly otherNames: readonly string[];
}

/** Zalo forgets where media lie after about 30 minutes (fact sheet, section 10); an address that is nearly over helps nobody. */
const MEDIA_LIFE_MS = 25 * 60_000;

/** Zalo's names of a conversation → of the webhook, the most likely first. */
const NAMES: Readonly<Record<string, readonly [string, ...string[]]>> = {
  text: ['user_send_text'],
  photo: ['user_send_image'],
  gif: ['user_send_gif'],
  voice: ['user_send_audio'],
  sticker: ['user_send_sticker'],
  location: ['user_send_location'],
  link: ['user_send_link', 'user_send_business_card'],
  links: ['user_send_link', 'user_send_business_card'],
};
const CARD: readonly [string, ...string[]] = ['user_send_business_card', 'user_send_link'];
const UNNAMED: readonly [string, ...string[]] = ['user_send_file', 'user_send_video'];

function namesOf({ type, url, description }: ConversationItem): readonly [string, ...string[]] {
  const names = NAMES[type.toLowerCase()] ?? UNNAMED;
  const isCard =
    names[0] === 'user_send_link' && (/zaloapp\.com\/?$/u.test(url ?? '') || /^\+?\d{8,15}$/u.test(description ?? ''));
  return isCard ? CARD : names;
}

function payloadOf(item: ConversationItem, now: number): object {
  const { url, thumbnailUrl, description, location, sentAtMs = 0, type } = item;
  const isLasting = type.toLowerCase().startsWith('link') || now - sentAtMs < MEDIA_LIFE_MS;
  const { latitude, longitude } = location ?? {};
  return {
    ...(url !== undefined && isLasting ? { url } : {}),
    ...(thumbnailUrl !== undefined && isLasting ? { thumbnail: thumbnailUrl } : {}),
    ...(description === undefined ? {} : { description }),
    ...(location ? { coordinates: { latitude: String(latitude), longitude: String(longitude) } } : {}),
  };
}

/** Undefined for what is no message of a resident, or not enough of one. */
export function toWebhookEvent(oaId: string, item: ConversationItem, now: number): ReadMessage | undefined {
  const { messageId, fromId, sentAtMs, text = '' } = item;
  if (item.from !== 'user' || messageId === undefined || fromId === undefined || sentAtMs === undefined)
    return undefined;
  const [name, ...otherNames] = namesOf(item);
  const attachment = { type: name.replace('user_send_', ''), payload: payloadOf(item, now) };
  const parsed = parseEvent({
    event_name: name,
    sender: { id: fromId },
    recipient: { id: oaId },
    message: {
      msg_id: messageId,
      ...(name === 'user_send_text' ? { text } : { ...(text === '' ? {} : { text }), attachments: [attachment] }),
    },
    timestamp: String(sentAtMs),
  });
  return parsed.kind === 'event' ? { event: parsed.event, otherNames } : undefined;
}
