import * as z from 'zod';
import { ZaloMessageError } from '../errors.ts';
import { checkedText } from '../messages/checks.ts';
import type { OaCall } from '../oa-call.ts';
import type { SdkClock } from '../ports.ts';
import { amount, defined, idText, readData, withoutResult } from '../reply-shapes.ts';
import { requireText } from './request-checks.ts';
import type { OneOf } from './list-arguments.ts';
import { looseText } from './loose-fields.ts';

/** The values of an approved template's parameters, by name; which ones it takes is told by its approval. */
export type TemplateData = Readonly<Record<string, string | number>>;

/** A template message to somebody whose user id the OA knows. */
export interface UserTemplateMessage {
  readonly userId: string;
  readonly templateId: string;
  readonly templateData: TemplateData;
}

/** A template message to the Zalo account of a phone number. */
export interface PhoneTemplateMessage {
  /** Digits with the country code in front: `84912345678`. */
  readonly phone: string;
  readonly templateId: string;
  readonly templateData: TemplateData;
  /** Your own number of the call, 1 to 48 characters; it comes back in the webhook's delivery event. */
  readonly trackingId: string;
  /** `development` sends to admins of the app or the OA only, and free of charge. Default: to everybody. */
  readonly mode?: 'development';
  /** `1` is Zalo's default; `3` sends beyond the daily allowance, by a reseller's description (one source). */
  readonly sendingMode?: OneOf<'1' | '3'>;
}

/** Receipt of a template message. `sentAtMs` is Zalo's time in epoch ms where given, else our clock. */
export interface SentTemplate {
  readonly messageId: string;
  readonly sentAtMs: number;
  readonly sendingMode?: string;
  /** Template messages of the OA: how many a day, and how many are left today. */
  readonly quota?: { readonly daily?: number; readonly remaining?: number };
}

/**
 * Where a template message is: unknown to Zalo, on its server but not on the phone yet, or on the phone since
 * `deliveredAtMs` (epoch ms). `other` carries a status that is documented nowhere.
 */
export type TemplateStatus =
  | { readonly state: 'not-found' }
  | { readonly state: 'pending' }
  | { readonly state: 'delivered'; readonly deliveredAtMs?: number }
  | { readonly state: 'other'; readonly status: number };

/**
 * ZBS template messages (called ZNS until 2026): formal notices on a template that Zalo approved, billed one by one.
 *
 * The two calls of the business host have error codes of their own, -100 to -162, apart from those of the OA API: -108
 * phone invalid, -109 template invalid, -114 and -119 cannot receive, -115 and -137 no money, -118 no Zalo account,
 * -124 token invalid, -133 night, -144 and -147 allowance used up. Sends are not idempotent.
 */
export interface TemplateCalls {
  /**
   * Sends by user id; -249 when the template does not allow that. `POST /v3.0/oa/message/template`. Source: page of
   * 2026 in one write-up, not seen answered.
   */
  sendToUser(oaId: string, message: UserTemplateMessage): Promise<SentTemplate>;
  /** Sends by phone number. `POST /message/template` on the business host, page "Gửi ZNS", 2026-11. */
  sendToPhone(oaId: string, message: PhoneTemplateMessage): Promise<SentTemplate>;
  /**
   * Asks where a message is. `phone` is asked for by some copies of the page and left out by others.
   * `GET /message/status` on the business host, answer `{"delivery_time":"1600328011517","status":1,"message":"..."}`
   * with -1 unknown, 0 pending, 1 delivered. Source: page "Lấy thông tin trạng thái ZNS" as passed on by the resellers
   * eSMS and Goby, and several clients in production, read 2026-11.
   */
  status(oaId: string, sent: { readonly messageId: string; readonly phone?: string }): Promise<TemplateStatus>;
}

/** Limits of template messages, in UTF-16 code units. */
export const TEMPLATE_LIMITS = { trackingIdLength: 48 } as const;

const optionalAmount = amount.optional().catch(undefined);

const receipt = z.object({
  msg_id: idText.optional(),
  message_id: idText.optional(),
  sent_time: optionalAmount,
  sending_mode: looseText,
  quota: z.object({ dailyQuota: optionalAmount, remainingQuota: optionalAmount }).optional().catch(undefined),
});

const status = z.object({ status: amount, delivery_time: optionalAmount });

/** {@link TemplateCalls} over an authenticated call; `clock` stands in where Zalo gives no time. */
export function createTemplateCalls(call: OaCall, clock: SdkClock): TemplateCalls {
  async function send(oaId: string, host: 'api' | 'business', path: string, json: object): Promise<SentTemplate> {
    const body = await call(oaId, { host, method: 'POST', path, json });
    const data = readData(receipt, body, `POST ${path}`);
    const messageId = data.msg_id ?? data.message_id;
    if (messageId === undefined) throw withoutResult(`POST ${path}`, 'a msg_id');
    return defined({
      messageId,
      sentAtMs: data.sent_time ?? clock.now(),
      sendingMode: data.sending_mode,
      quota: data.quota && defined({ daily: data.quota.dailyQuota, remaining: data.quota.remainingQuota }),
    }) as SentTemplate;
  }

  return {
    async sendToUser(oaId, message) {
      return send(oaId, 'api', '/v3.0/oa/message/template', {
        user_id: requireText('userId', message.userId),
        template_id: requireText('templateId', message.templateId),
        template_data: message.templateData,
      });
    },

    async sendToPhone(oaId, message) {
      const json = defined({
        phone: checkedPhone(message.phone),
        template_id: requireText('templateId', message.templateId),
        template_data: message.templateData,
        tracking_id: checkedText('trackingId', message.trackingId, TEMPLATE_LIMITS.trackingIdLength),
        mode: message.mode,
        sending_mode: message.sendingMode,
      });
      return send(oaId, 'business', '/message/template', json);
    },

    async status(oaId, sent) {
      const path = '/message/status';
      const query = defined({
        message_id: requireText('messageId', sent.messageId),
        phone: sent.phone === undefined ? undefined : checkedPhone(sent.phone),
      }) as Record<string, string>;
      const body = await call(oaId, { host: 'business', method: 'GET', path, query });
      const data = readData(status, body, `GET ${path}`);
      return statusOf(data.status, data.delivery_time);
    },
  };
}

function statusOf(code: number, deliveredAtMs: number | undefined): TemplateStatus {
  if (code === -1) return { state: 'not-found' };
  if (code === 0) return { state: 'pending' };
  if (code !== 1) return { state: 'other', status: code };
  return deliveredAtMs === undefined ? { state: 'delivered' } : { state: 'delivered', deliveredAtMs };
}

function checkedPhone(phone: string): string {
  if (/^84\d{8,10}$/.test(phone)) return phone;
  throw new ZaloMessageError(
    'phone',
    `is not a number with country code (${phone.length} characters); expected digits such as 84912345678.`,
  );
}
