import { createHash } from 'node:crypto';
import * as z from 'zod';
import { accept, refuse, refuseField } from '../api-answers.ts';
import type { ApiAnswer } from '../api-answers.ts';
import type { Resident } from '../chat-model.ts';
import type { Feature } from '../oa-route.ts';
import type { EmulatorParts } from '../parts.ts';
import { echoEvent } from '../webhook-events.ts';
import type { WebhookEvent } from '../webhook-events.ts';
import { looseText, readFields, zaloId } from './field-reading.ts';
import type { Allowances } from './quotas.ts';
import { refuseByPhone, refuseByUserId, refuseTemplateAccess } from './template-answers.ts';
import { createTemplateDesk } from './template-desk.ts';

/** Most characters of a `tracking_id`. Source: Zalo docs, "Gửi ZNS". */
export const TRACKING_ID_LENGTH = 48;

const content = { template_id: zaloId, template_data: z.record(z.string(), looseText) };
const userShape = z.object({ ...content, user_id: zaloId });
const phoneShape = z.object({
  ...content,
  phone: looseText,
  tracking_id: looseText.optional(),
  mode: z.string().optional(),
  sending_mode: looseText.default('1'),
});

const sentShape = z.object({
  messageId: z.string(),
  residentId: z.string(),
  templateId: z.string(),
  text: z.string(),
  /** Only of messages by phone number. */
  phone: z.string().optional(),
  trackingId: z.string().optional(),
  deliverAtMs: z.number(),
  isDelivered: z.boolean(),
});
const stateShape = z.object({ sent: z.array(sentShape), desk: z.unknown() });

type SentTemplate = z.infer<typeof sentShape>;

/**
 * ZBS templates: `POST /v3.0/oa/message/template` by user id, `POST /message/template` by phone number (with the codes of
 * the business host) and `GET /message/status`.
 *
 * Source: Zalo docs, "Gửi ZNS"; by user id from docs.zaloplatforms.com (one write-up of 2026).
 */
export function createTemplates(parts: EmulatorParts, allowances: Allowances): Feature {
  const { options, book, sender, eventContext } = parts;
  const { settings, now, newId } = options;
  const desk = createTemplateDesk(parts, allowances);
  let sent = new Map<string, SentTemplate>();

  function sendToUser(body: unknown): ApiAnswer {
    const read = readFields(settings, userShape, body);
    if (!read.ok) return read.refusal;
    const { user_id: userId, template_id: templateId, template_data: data } = read.value;
    const resident = book.find(userId);
    if (resident === undefined) return refuseField(settings.unknownUserCode, 'user_id');
    if (desk.find(templateId)?.allowsUserId === false) return refuse(-249);
    const prepared = desk.prepare(templateId, data, resident, { isFree: false, isBeyondQuota: false });
    if (!prepared.ok) return refuseByUserId(settings, prepared);
    const message = deliverLater({ residentId: userId, templateId, text: prepared.text });
    return accept({
      message_id: message.messageId,
      user_id: userId,
      sent_time: String(now()),
      ...(prepared.quota === undefined ? {} : { quota: prepared.quota }),
    });
  }

  function sendToPhone(body: unknown): ApiAnswer {
    const parsed = phoneShape.safeParse(body);
    if (!parsed.success) {
      return refuse(settings.templateParameterCode, `${parsed.error.issues[0]?.path.join('.') || 'body'} is invalid`);
    }
    const { phone: rawPhone, template_id: templateId, template_data: data, tracking_id: trackingId } = parsed.data;
    const { mode, sending_mode: sendingMode } = parsed.data;
    const phone = rawPhone.replace(/^\+/, '');
    if (!/^84\d{8,10}$/.test(phone)) return refuse(-108, 'Phone number is invalid');
    const isTracked = trackingId === undefined ? !settings.trackingIdRequired : trackingId !== '';
    if (!isTracked || (trackingId?.length ?? 0) > TRACKING_ID_LENGTH) {
      return refuse(settings.templateParameterCode, 'tracking_id is invalid');
    }
    const resident = findByPhone(phone);
    if (resident === undefined) return refuse(-118, 'Zalo account not existed');
    const modes = { isFree: mode === 'development', isBeyondQuota: sendingMode === '3' };
    const prepared = desk.prepare(templateId, data, resident, modes);
    if (!prepared.ok) return refuseByPhone(settings, prepared);
    const message = deliverLater({
      residentId: resident.id,
      templateId,
      text: prepared.text,
      phone,
      ...(trackingId === undefined ? {} : { trackingId }),
    });
    return accept({
      msg_id: message.messageId,
      sent_time: String(now()),
      sending_mode: sendingMode,
      quota: {
        dailyQuota: String(settings.templateDailyQuota),
        remainingQuota: String(desk.leftToday()),
      },
    });
  }

  function findByPhone(phone: string): Resident | undefined {
    return book.residents().find((resident) => resident.phone === phone);
  }

  function deliverLater(fields: Omit<SentTemplate, 'messageId' | 'deliverAtMs' | 'isDelivered'>): SentTemplate {
    const deliverAtMs = now() + settings.templateDeliveryMs;
    const message: SentTemplate = { ...fields, messageId: newId('message'), deliverAtMs, isDelivered: false };
    sent.set(message.messageId, message);
    schedule(message);
    return message;
  }

  function schedule(message: SentTemplate): void {
    const delayMs = message.deliverAtMs - now();
    if (delayMs > 0) options.schedule(() => deliver(message), delayMs);
    else deliver(message);
  }

  function deliver(message: SentTemplate): void {
    // a snapshot loaded since has other messages
    if (sent.get(message.messageId) !== message) return;
    sent.set(message.messageId, { ...message, isDelivered: true });
    const { messageId: id, residentId, text } = message;
    book.append({ id, residentId, from: 'oa', kind: 'template', sentAtMs: now(), text, state: 'received' });
    if (!options.echoes) return;
    if (message.phone === undefined) emitByUserId(book.get(residentId), message);
    else sender.emit(receivedByPhone(message, message.phone), residentId, { isTemplateEvent: true });
  }

  function emitByUserId(resident: Resident, { messageId, templateId, text }: SentTemplate): void {
    const payload = {
      zinstant_id: `templateId=${templateId}`,
      text,
      link_url: '',
      checksum: createHash('md5').update(text).digest('hex'),
    };
    const echoed = { attachments: [{ payload, type: 'template' }], msg_id: messageId };
    sender.emit(echoEvent(eventContext(), resident, 'oa_send_template', echoed, true), resident.id);
    const received = { msg_id: messageId };
    sender.emit(echoEvent(eventContext(), resident, 'user_received_message', received, false), resident.id);
  }

  /** Source: Zalo docs, "Sự kiện người dùng nhận thông báo ZNS"; the recipient is the phone number. */
  function receivedByPhone({ messageId, trackingId }: SentTemplate, phone: string): WebhookEvent {
    const { appId, oaId, nowMs } = eventContext();
    return {
      sender: { id: oaId },
      recipient: { id: phone },
      event_name: 'user_received_message',
      message: { delivery_time: String(nowMs), msg_id: messageId, tracking_id: trackingId ?? '' },
      app_id: appId,
      timestamp: String(nowMs),
    };
  }

  function readStatus(query: URLSearchParams): ApiAnswer {
    const message = sent.get(query.get('message_id') ?? '');
    const phone = query.get('phone')?.replace(/^\+/, '');
    if (message?.phone === undefined || (phone !== undefined && phone !== message.phone)) {
      return accept({ delivery_time: '', message: 'The message does not exist', status: -1 });
    }
    return accept(
      message.isDelivered
        ? {
            delivery_time: String(message.deliverAtMs),
            message: "The message was delivered to the user's phone",
            status: 1,
          }
        : { delivery_time: '', message: 'The message was pushed to the server, not delivered yet', status: 0 },
    );
  }

  const refuseAccess = (refusal: ApiAnswer) => refuseTemplateAccess(settings, refusal);

  return {
    key: 'templates',
    routes: [
      {
        method: 'POST',
        path: '/v3.0/oa/message/template',
        isSend: true,
        answer: ({ body }) => sendToUser(body),
      },
      {
        method: 'POST',
        path: '/message/template',
        isSend: true,
        refuseAccess,
        answer: ({ body }) => sendToPhone(body),
      },
      { method: 'GET', path: '/message/status', refuseAccess, answer: ({ query }) => readStatus(query) },
    ],
    dump: () => ({ sent: [...sent.values()], desk: desk.dump() }),
    load(state) {
      const saved = stateShape.parse(state);
      sent = new Map(saved.sent.map((message) => [message.messageId, message]));
      desk.load(saved.desk);
      for (const message of sent.values()) if (!message.isDelivered) schedule(message);
    },
  };
}
