import * as z from 'zod';
import { ZaloMessageError } from '../errors.ts';
import { checkedText } from '../messages/checks.ts';
import {
  type FileMessage,
  type ImageMessage,
  MESSAGE_LIMITS,
  type StickerMessage,
  type TextMessage,
} from '../messages.ts';
import type { OaCall } from '../oa-call.ts';
import { idText, readData } from '../reply-shapes.ts';
import { requireText } from './request-checks.ts';

/** A visitor of the OA's web chat without a Zalo account, as the `anonymous_send_*` events name them. */
export interface AnonymousVisitor {
  readonly anonymousId: string;
  readonly conversationId: string;
}

/**
 * What can be sent to such a visitor: the results of `textMessage` (without a quote), `imageMessage`, `fileMessage` and
 * `stickerMessage`. Buttons, lists, gifs and quotes are not documented.
 */
export type AnonymousMessage = TextMessage | ImageMessage | FileMessage | StickerMessage;

/** Receipt of a message to a visitor. */
export interface AnonymousSentMessage extends AnonymousVisitor {
  readonly messageId: string;
}

/** Messages to anonymous visitors. On v2 for every OA type. */
export interface AnonymousCalls {
  /**
   * Sends one message. `POST /v2.0/oa/message` with `recipient.anonymous_id` and `conversation_id`. Not idempotent.
   * Throws `ZaloMessageError` on an empty id, a text of more than 2000 UTF-16 units, a quote, or another kind of message.
   * Source: pages on anonymous users, 2026-09.
   */
  send(oaId: string, visitor: AnonymousVisitor, message: AnonymousMessage): Promise<AnonymousSentMessage>;
}

const receipt = z.object({
  message_id: idText,
  anonymous_id: idText.optional().catch(undefined),
  conversation_id: idText.optional().catch(undefined),
});

/** {@link AnonymousCalls} over an authenticated call. */
export function createAnonymousCalls(call: OaCall): AnonymousCalls {
  return {
    async send(oaId, visitor, message) {
      const path = '/v2.0/oa/message';
      const recipient = {
        anonymous_id: requireText('visitor.anonymousId', visitor.anonymousId),
        conversation_id: requireText('visitor.conversationId', visitor.conversationId),
      };
      const json = { recipient, message: checkedMessage(message) };
      const data = readData(receipt, await call(oaId, { host: 'api', method: 'POST', path, json }), `POST ${path}`);
      return {
        messageId: data.message_id,
        anonymousId: data.anonymous_id ?? visitor.anonymousId,
        conversationId: data.conversation_id ?? visitor.conversationId,
      };
    },
  };
}

/** The type keeps the other kinds out of TypeScript code; this keeps them out of the rest. */
function checkedMessage(message: AnonymousMessage): AnonymousMessage {
  if (message.text !== undefined) checkedText('message.text', message.text, MESSAGE_LIMITS.textLength);
  if (message.quote_message_id !== undefined) {
    throw new ZaloMessageError('message.quote_message_id', 'is set; expected none: visitors get no quotes.');
  }
  if (isKnownAttachment(message.attachment)) return message;
  throw new ZaloMessageError('message.attachment', 'is of another kind; expected a text, image, file or sticker.');
}

function isKnownAttachment(attachment: AnonymousMessage['attachment']): boolean {
  if (attachment === undefined || attachment.type === 'file') return true;
  const { template_type, elements } = attachment.payload;
  return template_type === 'media' && ['image', 'sticker'].includes(elements[0].media_type);
}
