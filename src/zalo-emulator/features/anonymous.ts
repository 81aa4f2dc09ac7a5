import * as z from 'zod';
import { accept, refuse, refuseField } from '../api-answers.ts';
import type { ApiAnswer } from '../api-answers.ts';
import type { ChatMessage } from '../chat-model.ts';
import { EmulatorError } from '../errors.ts';
import { checkMessage } from '../message-rules.ts';
import type { Feature } from '../oa-route.ts';
import type { EmulatorParts } from '../parts.ts';
import { drawInput } from '../resident-drawing.ts';
import type { ResidentInput } from '../resident-drawing.ts';
import { echoAttachments } from '../webhook-events.ts';
import type { WebhookEvent } from '../webhook-events.ts';
import type { EmitOptions } from '../webhook-sender.ts';
import { readFields, zaloId } from './field-reading.ts';
import { createVisitorBook } from './visitor-book.ts';
import type { Visitor } from './visitor-book.ts';

export type { Visitor } from './visitor-book.ts';

/** What a visitor can send. Source: Zalo docs, "Sự kiện người dùng ẩn danh gửi tin nhắn". */
export type VisitorInput = Extract<ResidentInput, { kind: 'text' | 'image' | 'file' | 'sticker' }>;

/**
 * Visitors of the OA's web chat. Their messages carry the `anonymousId` in `residentId`, and get as far as a resident's:
 * `sending`, `received` or `failed`, `seen` once the OA has written back. Every change is published as a live update.
 */
export interface Visitors {
  list(): readonly Visitor[];
  /** A new visitor with a conversation of their own. Default name: `Khách ẩn danh`. */
  create(name?: string): Visitor;
  /** Emits `anonymous_send_*`. @throws EmulatorError EMULATOR_VISITOR_UNKNOWN, EMULATOR_INPUT_INVALID (a GIF) */
  send(anonymousId: string, input: VisitorInput): ChatMessage;
  /** Oldest first, the last 500. @throws EmulatorError EMULATOR_VISITOR_UNKNOWN */
  history(anonymousId: string): readonly ChatMessage[];
}

/** {@link Visitors} and the OA's side of it. */
export interface AnonymousChats extends Feature {
  readonly visitors: Visitors;
  /** Answers a v2 send to an `anonymous_id`; undefined for every other body. */
  trySend(body: unknown): ApiAnswer | undefined;
}

const requestShape = z.object({
  recipient: z.object({ anonymous_id: zaloId, conversation_id: zaloId }),
  message: z.unknown(),
});

const sendableKinds: ReadonlySet<string> = new Set(['text', 'image', 'file', 'sticker']);

/** `POST /v2.0/oa/message` with `recipient: {anonymous_id, conversation_id}`, open to every type of OA, and its events. */
export function createAnonymousChats(parts: EmulatorParts): AnonymousChats {
  const { options, account, shelf, sender, live, eventContext } = parts;
  const { settings, now, newId } = options;
  const book = createVisitorBook(live);

  /** Key order as in Zalo's samples, which is the same both ways. */
  function emit(visitor: Visitor, eventName: string, isFromOa: boolean, message: object, report?: EmitOptions): void {
    const { appId, oaId, nowMs } = eventContext();
    const [from, to] = isFromOa ? [oaId, visitor.anonymousId] : [visitor.anonymousId, oaId];
    const event: WebhookEvent = {
      event_name: eventName,
      app_id: appId,
      sender: { id: from },
      recipient: { id: to },
      message: { conversation_id: visitor.conversationId, ...message },
      timestamp: String(nowMs),
      user_id_by_app: visitor.idByApp,
    };
    sender.emit(event, visitor.anonymousId, report);
  }

  function send(body: unknown): ApiAnswer {
    const read = readFields(settings, requestShape, body);
    if (!read.ok) return read.refusal;
    const { anonymous_id: anonymousId, conversation_id: conversationId } = read.value.recipient;
    const visitor = book.find(anonymousId);
    if (visitor === undefined) return refuseField(settings.unknownUserCode, 'anonymous_id');
    if (visitor.conversationId !== conversationId) return refuseField(settings.invalidFieldCode, 'conversation_id');
    const checked = checkMessage({ options, oaType: account.get().type, shelf, api: 'v2' }, read.value.message);
    if (!checked.ok) return checked.refusal;
    const outgoing = checked.value;
    if (!sendableKinds.has(outgoing.kind) || outgoing.buttons !== undefined) {
      return refuse(settings.unsupportedKindCode);
    }
    const message: ChatMessage = {
      ...outgoing,
      id: newId('message'),
      residentId: anonymousId,
      from: 'oa',
      sentAtMs: now(),
      state: 'received',
    };
    book.markSeen(anonymousId);
    book.append(message);
    if (options.echoes) emitEcho(visitor, message);
    return accept({ message_id: message.id, anonymous_id: anonymousId, conversation_id: conversationId });
  }

  function emitEcho(visitor: Visitor, message: ChatMessage): void {
    const attachments = echoAttachments(message, parts.mediaUrl, (mediaId) => shelf.find(mediaId));
    emit(visitor, `oa_send_anonymous_${message.kind}`, true, {
      ...(message.text === undefined ? {} : { text: message.text }),
      ...(attachments === undefined ? {} : { attachments }),
      msg_id: message.id,
    });
  }

  const visitors: Visitors = {
    list: () => book.list(),
    create(name = 'Khách ẩn danh') {
      const visitor: Visitor = {
        anonymousId: newId('anonymous'),
        conversationId: newId('conversation'),
        idByApp: newId('user_by_app'),
        name,
      };
      book.add(visitor);
      return visitor;
    },
    send(anonymousId, input) {
      const visitor = book.get(anonymousId);
      const drawn = drawInput(parts, input);
      if (!sendableKinds.has(drawn.kind)) {
        throw new EmulatorError(
          'EMULATOR_INPUT_INVALID',
          `A visitor cannot send a ${drawn.kind}. Expected text, a picture that is no GIF, a file or a sticker.`,
        );
      }
      const message: ChatMessage = {
        ...drawn.message,
        id: newId('message'),
        residentId: anonymousId,
        from: 'resident',
        kind: drawn.kind,
        sentAtMs: now(),
        state: 'sending',
      };
      book.append(message);
      const event = { ...drawn.payload, msg_id: message.id };
      emit(visitor, `anonymous_send_${drawn.eventSuffix}`, false, event, {
        onFirstAttempt: (failure) =>
          book.changeState(message, failure === undefined ? { state: 'received' } : { state: 'failed', failure }),
        onArrived: () => book.changeState(message, { state: 'received' }),
      });
      return message;
    },
    history: (anonymousId) => book.history(anonymousId),
  };

  return {
    key: 'anonymous',
    routes: [],
    visitors,
    trySend: (body) => (hasAnonymousRecipient(body) ? send(body) : undefined),
    dump: () => book.dump(),
    load: (state) => book.load(state),
  };
}

function hasAnonymousRecipient(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('recipient' in body)) return false;
  const { recipient } = body;
  return typeof recipient === 'object' && recipient !== null && 'anonymous_id' in recipient;
}
