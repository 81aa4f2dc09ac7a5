import { nonEmpty } from './checks.ts';

/** `{"attachment":{"type":"file","payload":{"token":"..."}}}`. A file has no caption: send a text before it. */
export interface FileMessage {
  readonly text?: never;
  readonly quote_message_id?: never;
  readonly attachment: { readonly type: 'file'; readonly payload: { readonly token: string } };
}

/**
 * An uploaded file by the token of `uploads.uploadFile`, which Zalo keeps for 7 days (then -100). Also a group message.
 * Throws `ZaloMessageError` (`token`) when the token is empty.
 *
 * Source: page "Gửi tin Tư vấn đính kèm file", 2026-11.
 */
export function fileMessage(token: string): FileMessage {
  return { attachment: { type: 'file', payload: { token: nonEmpty('token', token) } } };
}
