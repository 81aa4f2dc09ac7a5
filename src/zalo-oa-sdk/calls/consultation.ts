import * as z from 'zod';
import { createApiChoice } from '../api-choice.ts';
import { ZaloApiError } from '../errors.ts';
import type { OutgoingMessage } from '../messages.ts';
import type { OaCall } from '../oa-call.ts';
import type { MessageApi, OaSettingsStore, SdkClock } from '../ports.ts';
import { amount, defined, idText, withoutResult } from '../reply-shapes.ts';
import type { ZaloReply } from '../transport.ts';
import type { OneOf } from './list-arguments.ts';
import { looseText } from './loose-fields.ts';
import { requireText } from './request-checks.ts';

/** What Zalo says about allowances: `reply`, `sub_quota`, `purchase_quota`, `reward_quota`; absent when billed. */
export interface SendQuota {
  readonly type: string;
  readonly remain?: number;
  readonly total?: number;
  /** Of a `sub_quota`: when it ends, as Zalo's date text. */
  readonly expiredDate?: string;
  /** Of a `purchase_quota` or `reward_quota`: whose it is, `OA` or `App`, and that one's id. */
  readonly ownerType?: OneOf<'OA' | 'App'>;
  readonly ownerId?: string;
}

/** Receipt of a consultation message. `messageId` comes back in the echo and in `user_received_message`. */
export interface SentMessage {
  readonly messageId: string;
  readonly userId: string;
  /** Zalo's send time in epoch ms where given (v3 since 2026), else our clock. */
  readonly sentAtMs: number;
  readonly quota?: SendQuota;
}

/** Receipt of a reply; `userId` is who got it, where Zalo says so. */
export interface SentReply extends Omit<SentMessage, 'userId'> {
  readonly userId?: string;
}

/** Receipt of a message that was to quote another: `quoted` is false when it had to go without. */
export interface SentQuote extends SentMessage {
  readonly quoted: boolean;
}

/** Consultation ("tư vấn") messages to one resident. */
export interface ConsultationCalls {
  /**
   * Sends one consultation message: allowed for 7 days after the resident's last interaction (else -230, -232), free
   * within 48 hours. `POST /v3.0/oa/message/cs`, or `POST /v2.0/oa/message` for a state agency.
   *
   * Not idempotent: on an error with `mayHaveBeenDelivered`, wait for the echo before repeating.
   */
  sendConsultation(oaId: string, userId: string, message: OutgoingMessage): Promise<SentMessage>;
  /**
   * As {@link ConsultationCalls.sendConsultation}, for an answer that matters more than its quote: a message with
   * `quote_message_id` that Zalo refuses with -201 is sent once more without it. -201 is a documented refusal, so the
   * first one was not delivered; no other error leads to a second send. One public office found that -201 is the answer
   * to an unknown quoted id; another cause of -201 refuses the second one too, and that error is thrown.
   */
  sendConsultationQuoting(oaId: string, userId: string, message: OutgoingMessage): Promise<SentQuote>;
  /**
   * Answers one message of a resident by its id instead of by the resident. `POST /v2.0/oa/message` with
   * `recipient.message_id`, documented on v2 alone: state agencies; a business OA answers -240. Throws
   * `ZaloMessageError` on an empty id. Not idempotent.
   */
  replyConsultation(oaId: string, messageId: string, message: OutgoingMessage): Promise<SentReply>;
}

const MESSAGE_PATHS: Record<MessageApi, string> = { v3: '/v3.0/oa/message/cs', v2: '/v2.0/oa/message' };

/** "<field> is invalid!": refused, not delivered. */
const FIELD_INVALID = -201;

const sendReply = z.object({
  message_id: idText,
  user_id: idText.optional().catch(undefined),
  sent_time: amount.optional().catch(undefined),
  quota: z
    .object({
      quota_type: z.string().optional(),
      type: z.string().optional(),
      remain: amount.optional(),
      total: amount.optional(),
      expired_date: looseText,
      owner_type: looseText,
      owner_id: looseText,
    })
    .optional()
    .catch(undefined),
});

/** {@link ConsultationCalls} that start with v3 and learn from -235. Source: pages "Gửi tin Tư vấn", "Mã lỗi". */
export function createConsultationCalls(call: OaCall, oa: OaSettingsStore, clock: SdkClock): ConsultationCalls {
  const choice = createApiChoice({
    load: (oaId) => oa.messageApi(oaId),
    remember: (oaId, api) => oa.rememberMessageApi(oaId, api),
  });
  function send(oaId: string, userId: string, message: OutgoingMessage): Promise<SentMessage> {
    return choice.run(oaId, async (api) => {
      const path = MESSAGE_PATHS[api];
      const json = { recipient: { user_id: userId }, message };
      const body = await call(oaId, { host: 'api', method: 'POST', path, json });
      return { ...sentMessage(body, path, clock.now()), userId };
    });
  }
  return {
    sendConsultation: send,
    async sendConsultationQuoting(oaId, userId, message) {
      const { quote_message_id: quoted, ...plain } = message;
      try {
        return { ...(await send(oaId, userId, message)), quoted: quoted !== undefined };
      } catch (error) {
        const isQuoteRefused = error instanceof ZaloApiError && error.code === FIELD_INVALID;
        if (quoted === undefined || !isQuoteRefused) throw error;
        return { ...(await send(oaId, userId, plain as OutgoingMessage)), quoted: false };
      }
    },
    async replyConsultation(oaId, messageId, message) {
      const path = MESSAGE_PATHS.v2;
      const json = { recipient: { message_id: requireText('messageId', messageId) }, message };
      const body = await call(oaId, { host: 'api', method: 'POST', path, json });
      return sentMessage(body, path, clock.now());
    },
  };
}

function sentMessage(body: ZaloReply['body'], path: string, nowMs: number): SentReply {
  const { data } = sendReply.safeParse(body['data']);
  if (!data) throw withoutResult(`POST ${path}`, 'a message_id');
  const user = data.user_id === undefined ? {} : { userId: data.user_id };
  const sent = { messageId: data.message_id, ...user, sentAtMs: data.sent_time ?? nowMs };
  const type = data.quota?.quota_type ?? data.quota?.type;
  if (data.quota === undefined || type === undefined) return sent;
  const { remain, total, expired_date: expiredDate, owner_type: ownerType, owner_id: ownerId } = data.quota;
  return { ...sent, quota: { type, ...defined({ remain, total, expiredDate, ownerType, ownerId }) } as SendQuota };
}
