import { checkedText } from './checks.ts';
import type { FileMessage } from './file.ts';
import { MESSAGE_LIMITS } from './limits.ts';
import {
  gifAttachment,
  type GifElement,
  type GifSize,
  imageAttachment,
  type ImageElement,
  type ImageSource,
  type MediaAttachment,
  type StickerMessage,
} from './media.ts';
import { type Mention, mentionText, stripMentions } from './mentions.ts';

declare const groupText: unique symbol;

/**
 * Text that went through a builder of this file: its only mentions are those the caller asked for. A plain string in
 * the body; the mark exists for the compiler, so that a text with a resident's words is not sent to a group unchecked.
 */
export type GroupText = string & { readonly [groupText]: true };

/** A piece of a group text: words, in which nobody is mentioned whatever they contain, or a mention. */
export type GroupTextPart = string | Mention;

/** A text to a group. */
export interface GroupTextMessage {
  readonly text: GroupText;
  readonly attachment?: never;
}

/** An image or gif to a group, with an optional caption. */
export interface GroupMediaMessage {
  readonly text?: GroupText;
  readonly attachment: MediaAttachment<ImageElement | GifElement>;
}

/**
 * The `message` object of a group call (GMF): text, image, gif, sticker (`stickerMessage`) or file (`fileMessage`).
 * Buttons, lists and quotes are not documented for groups.
 *
 * Source: GMF pages "Gửi tin nhắn vào nhóm", 2026-11.
 */
export type GroupMessage = GroupTextMessage | GroupMediaMessage | StickerMessage | FileMessage;

/**
 * A text to a group of at most 2000 UTF-16 units, mentions included as `[@<id>]`. Every string part loses what would be
 * a mention (`stripMentions`), so words of residents may be passed as they are:
 * `groupTextMessage(['Chào ', mention(userId), ': ', wordsOfSomebody])`.
 * Throws `ZaloMessageError` (`text`, `parts[1].userId`, `parts[1].groupId`) when nothing visible is left, the text is
 * too long, or an id is not one.
 */
export function groupTextMessage(parts: readonly GroupTextPart[]): GroupTextMessage {
  return { text: checkedGroupText(parts) };
}

/**
 * One image (jpg or png, at most 1 MB) to a group, with an optional caption in parts as in {@link groupTextMessage}.
 * Throws `ZaloMessageError` as `imageMessage` and {@link groupTextMessage} do.
 */
export function groupImageMessage(source: ImageSource, caption?: readonly GroupTextPart[]): GroupMediaMessage {
  return { ...captionField(caption), attachment: imageAttachment(source) };
}

/**
 * One gif (at most 5 MB) to a group, with the size to show it in and an optional caption in parts as in
 * {@link groupTextMessage}. Throws `ZaloMessageError` as `gifMessage` and {@link groupTextMessage} do.
 */
export function groupGifMessage(
  source: ImageSource,
  size: GifSize,
  caption?: readonly GroupTextPart[],
): GroupMediaMessage {
  return { ...captionField(caption), attachment: gifAttachment(source, size) };
}

function captionField(caption: readonly GroupTextPart[] | undefined): { text?: GroupText } {
  return caption === undefined ? {} : { text: checkedGroupText(caption) };
}

function checkedGroupText(parts: readonly GroupTextPart[]): GroupText {
  let text = '';
  let words = '';
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'string') {
      // neighbours are stripped together: '[' and '@1]' are harmless alone only
      words += part;
    } else {
      text += stripMentions(words) + mentionText(part, `parts[${index}]`);
      words = '';
    }
  }
  return checkedText('text', text + stripMentions(words), MESSAGE_LIMITS.textLength) as GroupText;
}
