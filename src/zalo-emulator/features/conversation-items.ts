import type { ChatKind, ChatMessage, Resident } from '../chat-model.ts';
import type { EmulatorParts } from '../parts.ts';

/**
 * One message as `listrecentchat` and `conversation` give it: `src` 0 = from the OA, 1 = from the user; `time` in ms.
 *
 * Source: Zalo docs, "Lấy danh sách các hội thoại gần nhất", "Lấy danh sách hội thoại với người dùng".
 */
export function toConversationItem(parts: EmulatorParts, message: ChatMessage, resident: Resident): object {
  const { options, account } = parts;
  const user = { id: resident.id, name: resident.name };
  const oa = { id: options.oaId, name: account.get().name };
  const [from, to] = message.from === 'oa' ? [oa, user] : [user, oa];
  return {
    src: message.from === 'oa' ? 0 : 1,
    time: message.sentAtMs,
    type: typeOf(parts, message.kind),
    message: message.text ?? '',
    message_id: message.id,
    from_id: from.id,
    to_id: to.id,
    from_display_name: from.name,
    from_avatar: '',
    to_display_name: to.name,
    to_avatar: '',
    ...contentOf(parts, message),
  };
}

/** Documented: text, voice, photo, GIF, link, links, sticker, location. The rest are settings. */
function typeOf({ options }: EmulatorParts, kind: ChatKind): string {
  const { settings } = options;
  switch (kind) {
    case 'image':
      return 'photo';
    case 'gif':
      return 'GIF';
    case 'business_card':
      return 'link';
    case 'list':
    case 'article':
      return 'links';
    case 'file':
      return settings.fileConversationType;
    case 'video':
      return settings.videoConversationType;
    case 'request_user_info':
    case 'template':
      return settings.cardConversationType;
    default:
      return kind;
  }
}

function contentOf(parts: EmulatorParts, message: ChatMessage): object {
  const { media, location, link, businessCard, elements } = message;
  if (location !== undefined) {
    return { location: parts.options.settings.conversationLocationAsText ? JSON.stringify(location) : location };
  }
  if (link !== undefined) return { url: link.url, thumb: link.thumbnailUrl, description: link.description };
  if (businessCard !== undefined) return { url: 'www.zaloapp.com', thumb: '', description: businessCard.phone };
  if (elements !== undefined) {
    return {
      links: elements.map(({ title, subtitle, imageUrl, url }) => ({
        title,
        url: url ?? '',
        thumb: imageUrl ?? '',
        description: subtitle ?? '',
      })),
    };
  }
  if (media === undefined) return {};
  const url = media.stickerId === undefined ? mediaUrl(parts, media) : parts.stickerUrl(media.stickerId);
  const isPicture = message.kind === 'image' || message.kind === 'gif';
  return {
    url,
    ...(isPicture ? { thumb: url } : {}),
    ...(media.name === undefined ? {} : { description: media.name }),
  };
}

function mediaUrl(parts: EmulatorParts, media: NonNullable<ChatMessage['media']>): string {
  return media.mediaId === undefined ? (media.url ?? '') : parts.mediaUrl(media.mediaId);
}
