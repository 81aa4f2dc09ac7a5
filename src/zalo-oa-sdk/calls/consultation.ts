import * as z from 'zod';
import { createApiChoice } from '../api-choice.ts';
import type { OutgoingMessage } from '../messages.ts';
import type { OaCall } from '../oa-call.ts';
import type { MessageApi, OaSettingsStore, SdkClock } from '../ports.ts';
import { amount, idText, withoutResult } from '../reply-shapes.ts';
import type { ZaloReply } from '../transport.ts';

/** What Zalo says about allowances: `reply`, `sub_quota`, `purchase_quota`, `reward_quota`; absent when billed. */
export interface SendQuota {
  readonly type: string;
  readonly remain?: number;
  readonly total?: number;
}

/** Receipt of a consultation message. `messageId` comes back in the echo and in `user_received_message`. */
export interface SentMessage {
  readonly messageId: string;
  readonly userId: string;
  /** Zalo's send time in epoch ms where given (v3 since 2026), else our clock. */
  readonly sentAtMs: number;
  readonly quota?: SendQuota;
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
}

const MESSAGE_PATHS: Record<MessageApi, string> = { v3: '/v3.0/oa/message/cs', v2: '/v2.0/oa/message' };

const sendReply = z.object({
  message_id: idText,
  sent_time: amount.optional().catch(undefined),
  quota: z
    .object({
      quota_type: z.string().optional(),
      type: z.string().optional(),
      remain: amount.optional(),
      total: amount.optional(),
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
  return {
    sendConsultation: (oaId, userId, message) =>
      choice.run(oaId, async (api) => {
        const path = MESSAGE_PATHS[api];
        const json = { recipient: { user_id: userId }, message };
        const body = await call(oaId, { host: 'api', method: 'POST', path, json });
        return sentMessage(body, path, userId, clock.now());
      }),
  };
}

function sentMessage(body: ZaloReply['body'], path: string, userId: string, nowMs: number): SentMessage {
  const { data } = sendReply.safeParse(body['data']);
  if (!data) throw withoutResult(`POST ${path}`, 'a message_id');
  const sent = { messageId: data.message_id, userId, sentAtMs: data.sent_time ?? nowMs };
  const type = data.quota?.quota_type ?? data.quota?.type;
  if (data.quota === undefined || type === undefined) return sent;
  const { remain, total } = data.quota;
  const counts = { ...(remain === undefined ? {} : { remain }), ...(total === undefined ? {} : { total }) };
  return { ...sent, quota: { type, ...counts } };
}
