import type { ButtonsMessage } from './buttons.ts';
import type { FileMessage } from './file.ts';
import type { ListMessage } from './list.ts';
import type { GifMessage, ImageMessage, StickerMessage } from './media.ts';
import type { RequestUserInfoMessage } from './request-info.ts';
import type { TextMessage } from './text.ts';

/**
 * The `message` object of a consultation call, the same on v2 and v3: plain JSON, one of the eight documented kinds.
 * Build with the functions beside it, which keep Zalo's limits; the type alone keeps shapes only.
 *
 * Source: pages "Gửi tin Tư vấn ...", 2026-11.
 */
export type OutgoingMessage =
  | TextMessage
  | ButtonsMessage
  | ImageMessage
  | GifMessage
  | StickerMessage
  | FileMessage
  | RequestUserInfoMessage
  | ListMessage;
