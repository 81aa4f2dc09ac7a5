// Messages to one resident
export { buttons, buttonsMessage, type ButtonsMessage, type ZaloButton } from './messages/buttons.ts';
export { fileMessage, type FileMessage } from './messages/file.ts';
export {
  type FirstListElement,
  type ListAction,
  listActions,
  type ListElement,
  listMessage,
  type ListMessage,
} from './messages/list.ts';
export {
  gifMessage,
  type GifMessage,
  type GifSize,
  imageMessage,
  type ImageMessage,
  type ImageSource,
  stickerMessage,
  type StickerMessage,
} from './messages/media.ts';
export type { OutgoingMessage } from './messages/outgoing.ts';
export { type InfoRequest, requestUserInfoMessage, type RequestUserInfoMessage } from './messages/request-info.ts';
export { quoteMessage, textMessage, type TextMessage } from './messages/text.ts';

// Messages to a group
export {
  groupGifMessage,
  groupImageMessage,
  type GroupMediaMessage,
  type GroupMessage,
  type GroupText,
  groupTextMessage,
  type GroupTextMessage,
  type GroupTextPart,
} from './messages/group.ts';
export { type Mention, mention, mentionAll, stripMentions } from './messages/mentions.ts';

// Limits
export { MESSAGE_LIMITS } from './messages/limits.ts';
