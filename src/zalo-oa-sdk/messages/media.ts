import { ZaloMessageError } from '../errors.ts';
import { checkedPixels, checkedText, checkedUrl, nonEmpty } from './checks.ts';
import { MESSAGE_LIMITS } from './limits.ts';

/** Where an image or gif comes from: exactly one of a public web address or an upload's attachment id (kept 7 days). */
export type ImageSource =
  | { readonly url: string; readonly attachmentId?: never }
  | { readonly attachmentId: string; readonly url?: never };

/** Size of a gif as it is shown, in whole pixels. Zalo refuses a gif without it. */
export interface GifSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** {@link ImageSource} in Zalo's words. */
export type MediaReference =
  | { readonly url: string; readonly attachment_id?: never }
  | { readonly attachment_id: string; readonly url?: never };

/** The attachment of every media message: one element, never more. */
export interface MediaAttachment<Element> {
  readonly type: 'template';
  readonly payload: { readonly template_type: 'media'; readonly elements: readonly [Element] };
}

/** Element of an image message. */
export type ImageElement = { readonly media_type: 'image' } & MediaReference;

/** Element of a gif message; `width` and `height` in pixels. */
export type GifElement = {
  readonly media_type: 'gif';
  readonly width: number;
  readonly height: number;
} & MediaReference;

/** Element of a sticker message; `attachment_id` is the sticker's id. */
export interface StickerElement {
  readonly media_type: 'sticker';
  readonly attachment_id: string;
}

/** An image with an optional caption. */
export interface ImageMessage {
  readonly text?: string;
  readonly quote_message_id?: never;
  readonly attachment: MediaAttachment<ImageElement>;
}

/** A gif with an optional caption. */
export interface GifMessage {
  readonly text?: string;
  readonly quote_message_id?: never;
  readonly attachment: MediaAttachment<GifElement>;
}

/** A sticker; it has no caption. */
export interface StickerMessage {
  readonly text?: never;
  readonly quote_message_id?: never;
  readonly attachment: MediaAttachment<StickerElement>;
}

/**
 * One image (jpg or png, at most 1 MB, best 16:9), with an optional caption of at most 2000 UTF-16 units.
 * Throws `ZaloMessageError` (`text`, `url`, `attachment_id`) when the source is empty, both, or not an http(s) address,
 * or the caption is empty or too long.
 *
 * Source: page "Gửi tin Tư vấn đính kèm hình ảnh", 2026-11.
 */
export function imageMessage(source: ImageSource, caption?: string): ImageMessage {
  return { ...captionField(caption), attachment: imageAttachment(source) };
}

/**
 * One gif (at most 5 MB) with the size to show it in, and an optional caption of at most 2000 UTF-16 units.
 * Throws `ZaloMessageError` (`text`, `url`, `attachment_id`, `width`, `height`) when the source is empty, both, or not
 * an http(s) address, the size is not in whole pixels, or the caption is empty or too long.
 *
 * Source: page "Gửi tin Tư vấn đính kèm hình ảnh", 2026-11.
 */
export function gifMessage(source: ImageSource, size: GifSize, caption?: string): GifMessage {
  return { ...captionField(caption), attachment: gifAttachment(source, size) };
}

/**
 * One sticker of Zalo's catalogue by its id, as shown on https://stickers.zaloapp.com. Also a group message.
 * Throws `ZaloMessageError` (`attachment_id`) when the id is empty.
 *
 * Source: page "Gửi tin Tư vấn kèm Sticker", 2026-11.
 */
export function stickerMessage(stickerId: string): StickerMessage {
  return {
    attachment: mediaAttachment({ media_type: 'sticker', attachment_id: nonEmpty('attachment_id', stickerId) }),
  };
}

/** The attachment of {@link imageMessage}, with the same errors. */
export function imageAttachment(source: ImageSource): MediaAttachment<ImageElement> {
  return mediaAttachment({ media_type: 'image', ...checkedReference(source) });
}

/** The attachment of {@link gifMessage}, with the same errors. */
export function gifAttachment(source: ImageSource, size: GifSize): MediaAttachment<GifElement> {
  return mediaAttachment({
    media_type: 'gif',
    ...checkedReference(source),
    width: checkedPixels('width', size.widthPx),
    height: checkedPixels('height', size.heightPx),
  });
}

function mediaAttachment<Element>(element: Element): MediaAttachment<Element> {
  return { type: 'template', payload: { template_type: 'media', elements: [element] } };
}

function checkedReference({ url, attachmentId }: ImageSource): MediaReference {
  if (url !== undefined && attachmentId !== undefined) {
    throw new ZaloMessageError('url', 'and attachment_id are both given; expected exactly one of them.');
  }
  return url === undefined
    ? { attachment_id: nonEmpty('attachment_id', attachmentId) }
    : { url: checkedUrl('url', url) };
}

function captionField(caption: string | undefined): { text?: string } {
  return caption === undefined ? {} : { text: checkedText('text', caption, MESSAGE_LIMITS.textLength) };
}
