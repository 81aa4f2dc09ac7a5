import { checkedText, nonEmpty } from './checks.ts';
import { MESSAGE_LIMITS } from './limits.ts';

/** `{"text":"...","quote_message_id":"..."}`: a text, quoting an earlier message when the id is there. */
export interface TextMessage {
  readonly text: string;
  readonly quote_message_id?: string;
  readonly attachment?: never;
}

/**
 * A plain text of at most 2000 UTF-16 units, optionally quoting a message. `{"text":"...","quote_message_id":"..."}`.
 * Throws `ZaloMessageError` (`text`, `quote_message_id`) when the text is empty or too long, or the id is empty.
 *
 * Source: pages "Gửi tin Tư vấn dạng văn bản", "Gửi tin Tư vấn trích dẫn", 2026-11.
 */
export function textMessage(text: string, options: { readonly quoteMessageId?: string } = {}): TextMessage {
  const { quoteMessageId } = options;
  return quoteMessageId === undefined
    ? { text: checkedText('text', text, MESSAGE_LIMITS.textLength) }
    : quoteMessage(text, quoteMessageId);
}

/**
 * A text that quotes a message of the same conversation, by the `message_id` of a send or the `msg_id` of an event.
 * Zalo is reported to answer -201 to an id it does not know: send the text again without the quote then.
 * Throws `ZaloMessageError` (`text`, `quote_message_id`) when the text is empty or too long, or the id is empty.
 *
 * Source: page "Gửi tin Tư vấn trích dẫn", 2026-11.
 */
export function quoteMessage(text: string, quoteMessageId: string): TextMessage {
  return {
    text: checkedText('text', text, MESSAGE_LIMITS.textLength),
    quote_message_id: nonEmpty('quote_message_id', quoteMessageId),
  };
}
