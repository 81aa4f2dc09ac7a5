import * as z from 'zod';
import { accept, refuse, refuseField } from './api-answers.ts';
import type { ApiAnswer } from './api-answers.ts';
import type { ChatMessage, Resident } from './chat-model.ts';
import type { Allowances } from './features/quotas.ts';
import { checkMessage, messageLimits } from './message-rules.ts';
import type { OutgoingMessage } from './message-rules.ts';
import type { EmulatorParts } from './parts.ts';
import { echoAttachments, echoEvent } from './webhook-events.ts';

/** What the OA does through the API once its token was accepted. */
export interface OaSends {
  /** `POST /v3.0/oa/message/cs`; -235 for a state-agency OA. */
  sendV3(body: unknown): ApiAnswer;
  /** `POST /v2.0/oa/message`: -240 for consultations of a business OA; reactions work for both types. */
  sendV2(body: unknown): ApiAnswer;
}

/** Old clients send user ids as JSON numbers; long ones arrive here as strings already (see lenient-json.ts). */
const userId = z.union([z.string(), z.int().transform(String)]);

const requestShape = z.object({
  recipient: z.object({ user_id: userId.optional(), message_id: z.string().optional() }),
  message: z.unknown().optional(),
  sender_action: z.object({ react_icon: z.string().min(1), react_message_id: z.string().min(1) }).optional(),
});

/**
 * User and text of a body that is nothing but a plain text within its limits: most of what a busy bot sends, and not
 * worth a schema. Undefined for everything else, right or wrong.
 */
function readPlainText(body: unknown): { readonly userId: string; readonly text: string } | undefined {
  if (!isRecord(body) || !isRecord(body['recipient']) || !isRecord(body['message'])) return undefined;
  const { recipient, message } = body;
  const { user_id: userId } = recipient;
  const { text, ...others } = message;
  if (typeof userId !== 'string' || 'message_id' in recipient || 'sender_action' in body) return undefined;
  if (typeof text !== 'string' || text === '' || text.length > messageLimits.textLength) return undefined;
  return Object.keys(others).length === 0 ? { userId, text } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** What other areas of the OA do for a send. */
export interface OaSendAreas {
  readonly allowances: Pick<Allowances, 'chargeConsultation'>;
  /** Answers a v2 body that is no consultation (broadcast, anonymous visitor); undefined for every other. */
  trySendV2(body: unknown): ApiAnswer | undefined;
}

/** {@link OaSends} over the given parts. */
export function createOaSends(parts: EmulatorParts, areas: OaSendAreas): OaSends {
  const { options, account, book, shelf, sender, eventContext } = parts;
  const { settings } = options;

  function findRecipient(recipient: z.infer<typeof requestShape>['recipient'], api: 'v2' | 'v3'): Resident | ApiAnswer {
    // Replying to a message id instead of a user id exists on v2 only.
    const userId =
      recipient.user_id ??
      (api === 'v2' && recipient.message_id !== undefined
        ? book.findMessage(recipient.message_id)?.residentId
        : undefined);
    const resident = userId === undefined ? undefined : book.find(userId);
    return (
      resident ?? refuseField(settings.unknownUserCode, recipient.message_id === undefined ? 'user_id' : 'message_id')
    );
  }

  function checkWindow(resident: Resident): ApiAnswer | undefined {
    if (resident.refusalCode !== undefined) return refuse(resident.refusalCode);
    if (resident.lastInteractionAtMs === undefined) return refuse(settings.neverInteractedCode);
    if (options.now() - resident.lastInteractionAtMs > settings.sendWindowMs) return refuse(settings.windowClosedCode);
    return undefined;
  }

  function send(body: unknown, api: 'v2' | 'v3'): ApiAnswer {
    const plain = readPlainText(body);
    const receiver = plain === undefined ? undefined : book.find(plain.userId);
    if (plain === undefined || receiver === undefined) return sendChecked(body, api);
    return checkWindow(receiver) ?? deliver(receiver, { kind: 'text', text: plain.text }, false, api);
  }

  function sendChecked(body: unknown, api: 'v2' | 'v3'): ApiAnswer {
    const request = requestShape.safeParse(body);
    if (!request.success)
      return refuseField(settings.invalidFieldCode, request.error.issues[0]?.path.join('.') || 'body');
    const recipient = findRecipient(request.data.recipient, api);
    if ('error' in recipient) return recipient;
    const checked = checkMessage({ options, oaType: account.get().type, shelf, api }, request.data.message);
    if (!checked.ok) return checked.refusal;
    const { quotedMessageId } = checked.value;
    if (quotedMessageId !== undefined && book.findMessage(quotedMessageId)?.residentId !== recipient.id) {
      return refuseField(settings.invalidFieldCode, 'quote_message_id');
    }
    const closed = checkWindow(recipient);
    if (closed !== undefined) return closed;
    return deliver(recipient, checked.value, request.data.recipient.message_id !== undefined, api);
  }

  function deliver(resident: Resident, outgoing: OutgoingMessage, isReply: boolean, api: 'v2' | 'v3'): ApiAnswer {
    const nowMs = options.now();
    const free = nowMs - (resident.lastInteractionAtMs ?? 0) <= settings.freeReplyWindowMs;
    const charge = free ? undefined : areas.allowances.chargeConsultation();
    if (charge?.ok === false) return charge.refusal;
    const message: ChatMessage = {
      ...outgoing,
      id: options.newId('message'),
      residentId: resident.id,
      from: 'oa',
      sentAtMs: nowMs,
      state: 'received',
    };
    book.markSeen(resident.id, 'resident');
    book.append(message);
    if (options.echoes) emitEchoes(resident, message);

    const ids = { message_id: message.id, user_id: resident.id };
    const withQuota = free && settings.quotaInAnswer;
    if (api === 'v2') {
      return accept({ ...ids, ...(isReply && withQuota ? { quota: { total: 8, remain: 8, type: 'reply' } } : {}) });
    }
    return accept({
      ...ids,
      ...(settings.sentTimeInAnswer ? { sent_time: String(nowMs) } : {}),
      ...(withQuota ? { quota: { quota_type: 'reply', remain: '8', total: '8' } } : {}),
      ...(charge?.quota !== undefined && settings.quotaInAnswer ? { quota: charge.quota } : {}),
    });
  }

  function echoEventName(message: ChatMessage): string {
    if (message.kind === 'request_user_info') return settings.requestInfoEchoEvent;
    if (message.kind === 'text' && message.buttons !== undefined) return settings.buttonsEchoEvent;
    return `oa_send_${message.kind}`;
  }

  function emitEchoes(resident: Resident, message: ChatMessage): void {
    if (sender.wants(echoEventName(message))) emitSendEcho(resident, message);
    if (!sender.wants('user_received_message')) return;
    const received = { msg_id: message.id };
    sender.emit(echoEvent(eventContext(), resident, 'user_received_message', received, false), resident.id);
  }

  function emitSendEcho(resident: Resident, message: ChatMessage): void {
    const attachments = echoAttachments(message, parts.mediaUrl, (mediaId) => shelf.find(mediaId));
    const echoed = {
      ...(message.quotedMessageId === undefined ? {} : { quote_msg_id: message.quotedMessageId }),
      ...(message.text === undefined ? {} : { text: message.text }),
      ...(attachments === undefined ? {} : { attachments }),
      msg_id: message.id,
    };
    sender.emit(echoEvent(eventContext(), resident, echoEventName(message), echoed, true), resident.id);
  }

  function react(body: unknown): ApiAnswer {
    const request = requestShape.safeParse(body);
    const action = request.success ? request.data.sender_action : undefined;
    if (!request.success || action === undefined) return refuseField(settings.invalidFieldCode, 'sender_action');
    const recipient = findRecipient(request.data.recipient, 'v2');
    if ('error' in recipient) return recipient;
    if (book.findMessage(action.react_message_id)?.residentId !== recipient.id) {
      return refuseField(settings.invalidFieldCode, 'react_message_id');
    }
    book.amend(action.react_message_id, { reaction: action.react_icon === '/-remove' ? '' : action.react_icon });
    if (options.echoes) {
      const reacted = { msg_id: action.react_message_id, react_icon: action.react_icon };
      sender.emit(echoEvent(eventContext(), recipient, 'oa_reacted_message', reacted, true), recipient.id);
    }
    return accept();
  }

  return {
    sendV3: (body) => (account.get().type === 4 ? refuse(-235) : send(body, 'v3')),
    sendV2(body) {
      if (typeof body === 'object' && body !== null && 'sender_action' in body) return react(body);
      const answer = areas.trySendV2(body);
      if (answer !== undefined) return answer;
      return account.get().type === 2 ? refuse(-240) : send(body, 'v2');
    },
  };
}
