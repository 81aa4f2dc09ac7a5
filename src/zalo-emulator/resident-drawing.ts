import type { ChatMedia, ChatMessage } from './chat-model.ts';
import type { StoredMedia } from './media-shelf.ts';
import type { EmulatorParts } from './parts.ts';
import { filePayload } from './webhook-events.ts';

/** What a person can send, to the OA or into a group. Coordinates are decimal strings, as in Zalo's events. */
export type ResidentInput =
  | { readonly kind: 'text'; readonly text: string; readonly quotedMessageId?: string }
  /** A GIF by its first bytes becomes a `gif`, every other picture an `image`. */
  | { readonly kind: 'image'; readonly bytes: Buffer; readonly name: string; readonly text?: string }
  | { readonly kind: 'voice'; readonly bytes: Buffer; readonly name: string }
  | { readonly kind: 'video'; readonly bytes: Buffer; readonly name: string; readonly text?: string }
  | { readonly kind: 'file'; readonly bytes: Buffer; readonly name: string }
  | { readonly kind: 'sticker'; readonly stickerId: string }
  | { readonly kind: 'location'; readonly latitude: string; readonly longitude: string }
  | { readonly kind: 'link'; readonly url: string; readonly description: string; readonly thumbnailUrl?: string }
  | { readonly kind: 'business_card'; readonly phone: string; readonly thumbnailUrl?: string };

/** An input as the chat keeps it and as the webhook carries it. */
export interface DrawnInput {
  readonly kind: ChatMessage['kind'];
  /** The end of the event's name: `user_send_<suffix>`, `user_send_group_<suffix>`, `oa_send_group_<suffix>`. */
  readonly eventSuffix: string;
  readonly message: Partial<ChatMessage>;
  /** The event's `message` without `msg_id`. */
  readonly payload: Readonly<Record<string, unknown>>;
}

function mediaOf(stored: StoredMedia): ChatMedia {
  return { mediaId: stored.id, name: stored.name, mimeType: stored.mimeType, sizeBytes: stored.bytes.length };
}

function attach(type: string, payload: object): DrawnInput['payload'] {
  return { attachments: [{ payload, type }] };
}

/** Turns an input into what the chat keeps and what the webhook carries; bytes go to the media shelf. */
export function drawInput({ shelf, mediaUrl, stickerUrl }: EmulatorParts, input: ResidentInput): DrawnInput {
  switch (input.kind) {
    case 'text': {
      const { text, quotedMessageId } = input;
      return {
        kind: 'text',
        eventSuffix: 'text',
        message: { text, ...(quotedMessageId === undefined ? {} : { quotedMessageId }) },
        payload: { ...(quotedMessageId === undefined ? {} : { quote_msg_id: quotedMessageId }), text },
      };
    }
    case 'image': {
      const stored = shelf.store(input.bytes, input.name);
      const kind = stored.mimeType === 'image/gif' ? 'gif' : 'image';
      const url = mediaUrl(stored.id);
      const caption = input.text === undefined ? {} : { text: input.text };
      return {
        kind,
        eventSuffix: kind,
        message: { ...caption, media: mediaOf(stored) },
        payload: { ...caption, ...attach(kind, { thumbnail: url, url }) },
      };
    }
    case 'voice': {
      const stored = shelf.store(input.bytes, input.name);
      return {
        kind: 'voice',
        eventSuffix: 'audio',
        message: { media: mediaOf(stored) },
        payload: attach('audio', { url: mediaUrl(stored.id) }),
      };
    }
    case 'video': {
      const stored = shelf.store(input.bytes, input.name);
      return {
        kind: 'video',
        eventSuffix: 'video',
        message: { media: mediaOf(stored), ...(input.text === undefined ? {} : { text: input.text }) },
        // The emulator cannot draw a frame of a video: its thumbnail stays empty.
        payload: attach('video', { url: mediaUrl(stored.id), thumbnail: '', description: input.text ?? '' }),
      };
    }
    case 'file': {
      const stored = shelf.store(input.bytes, input.name);
      return {
        kind: 'file',
        eventSuffix: 'file',
        message: { media: mediaOf(stored) },
        payload: attach('file', filePayload(stored, mediaUrl(stored.id))),
      };
    }
    case 'sticker':
      return {
        kind: 'sticker',
        eventSuffix: 'sticker',
        message: { media: { stickerId: input.stickerId } },
        payload: attach('sticker', { url: stickerUrl(input.stickerId), id: input.stickerId }),
      };
    case 'location': {
      const coordinates = { latitude: input.latitude, longitude: input.longitude };
      return {
        kind: 'location',
        eventSuffix: 'location',
        message: { location: coordinates },
        payload: attach('location', { coordinates }),
      };
    }
    case 'link': {
      const { url, description, thumbnailUrl = '' } = input;
      return {
        kind: 'link',
        eventSuffix: 'link',
        message: { link: { url, description, thumbnailUrl } },
        payload: attach('link', { thumbnail: thumbnailUrl, description, url }),
      };
    }
    case 'business_card':
      return {
        kind: 'business_card',
        eventSuffix: 'business_card',
        message: { businessCard: { phone: input.phone } },
        payload: attach('link', businessCardPayload(input.phone, input.thumbnailUrl ?? '')),
      };
  }
}

/** Zalo puts a business card into a link: its description is JSON in a string, slashes escaped as PHP does. */
function businessCardPayload(phone: string, thumbnail: string): object {
  const card = JSON.stringify({ phone, qrCodeUrl: `https://qr.zalo.invalid/${encodeURIComponent(phone)}.jpg` });
  return { thumbnail, description: card.replaceAll('/', String.raw`\/`), url: 'www.zaloapp.com' };
}
