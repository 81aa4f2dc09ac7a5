import type { ChatMedia, ChatMessage, Resident } from './chat-model.ts';
import { EmulatorError } from './errors.ts';
import type { StoredMedia } from './media-shelf.ts';
import type { EmulatorParts } from './parts.ts';
import { accountEvent, echoEvent, filePayload, followEvent, residentMessageEvent } from './webhook-events.ts';
import type { WebhookEvent } from './webhook-events.ts';

/** What a resident can send. Coordinates are decimal strings, as in Zalo's events. */
export type ResidentInput =
  | { readonly kind: 'text'; readonly text: string; readonly quotedMessageId?: string }
  | { readonly kind: 'image'; readonly bytes: Buffer; readonly name: string; readonly text?: string }
  | { readonly kind: 'voice'; readonly bytes: Buffer; readonly name: string }
  | { readonly kind: 'file'; readonly bytes: Buffer; readonly name: string }
  | { readonly kind: 'sticker'; readonly stickerId: string }
  | { readonly kind: 'location'; readonly latitude: string; readonly longitude: string };

/** What a resident does in the chat; each action emits its webhook event and counts as an interaction. */
export interface ResidentActions {
  /** @throws EmulatorError EMULATOR_RESIDENT_UNKNOWN */
  send(residentId: string, input: ResidentInput): ChatMessage;
  /**
   * Presses an `oa.query.*` button: the webhook gets `user_send_text` with the payload as text.
   *
   * @throws EmulatorError EMULATOR_MESSAGE_UNKNOWN, EMULATOR_BUTTON_UNKNOWN, EMULATOR_BUTTON_NOT_SENDABLE (the other
   * types open something on the phone and never reach the webhook)
   */
  press(residentId: string, messageId: string, buttonIndex: number): ChatMessage;
  follow(residentId: string): Resident;
  unfollow(residentId: string): Resident;
  /** Presses "Nhắn tin" on the OA's profile: the OA may then write first. */
  clickChatNow(residentId: string): void;
  /** Uses the data-subject right: `user_withdraw`, on which the bot must erase what it knows. */
  withdraw(residentId: string): void;
  /** Marks the OA's messages as read; emits `user_seen_message` when echoes are on. */
  markSeen(residentId: string): void;
}

interface Drawn {
  readonly kind: ChatMessage['kind'];
  readonly eventName: string;
  readonly message: Partial<ChatMessage>;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** {@link ResidentActions} over the given parts. */
export function createResidentActions(parts: EmulatorParts): ResidentActions {
  const { options, book, sender, eventContext } = parts;

  function interact(residentId: string): Resident {
    return book.update(residentId, { lastInteractionAtMs: options.now() });
  }

  function deliver(resident: Resident, drawn: Drawn, hidden: boolean): ChatMessage {
    const message: ChatMessage = {
      ...drawn.message,
      id: options.newId('message'),
      residentId: resident.id,
      from: 'resident',
      kind: drawn.kind,
      sentAtMs: options.now(),
      state: 'sending',
      ...(hidden ? { hidden } : {}),
    };
    book.append(message);
    const event = residentMessageEvent(eventContext(), resident, drawn.eventName, {
      ...drawn.payload,
      msg_id: message.id,
    });
    const arrived = () => {
      // The bot may have answered while its webhook was still open: "seen" must not fall back to "received".
      if (book.findMessage(message.id)?.state !== 'seen') book.amend(message.id, { state: 'received' });
    };
    sender.emit(event, resident.id, {
      onFirstAttempt(failure) {
        if (failure === undefined) arrived();
        else if (book.findMessage(message.id)?.state !== 'seen') book.amend(message.id, { state: 'failed', failure });
      },
      onArrived: arrived,
    });
    return message;
  }

  function emitAccountEvent(residentId: string, event: (resident: Resident) => WebhookEvent): void {
    sender.emit(event(interact(residentId)), residentId);
  }

  return {
    send: (residentId, input) => deliver(interact(residentId), draw(parts, input), false),
    press(residentId, messageId, buttonIndex) {
      const pressed = book.findMessage(messageId);
      if (pressed === undefined || pressed.residentId !== residentId) {
        throw new EmulatorError(
          'EMULATOR_MESSAGE_UNKNOWN',
          `The chat has no message "${messageId}". Expected a message of this resident's history. Reload the history.`,
        );
      }
      const button = pressed.buttons?.[buttonIndex];
      if (button === undefined) {
        throw new EmulatorError(
          'EMULATOR_BUTTON_UNKNOWN',
          `Message "${messageId}" has no button ${buttonIndex}. Expected 0 to ${(pressed.buttons?.length ?? 0) - 1}.`,
        );
      }
      if (button.type !== 'oa.query.show' && button.type !== 'oa.query.hide') {
        throw new EmulatorError(
          'EMULATOR_BUTTON_NOT_SENDABLE',
          `A ${button.type} button does not reach the webhook. Expected oa.query.show or oa.query.hide.`,
        );
      }
      const drawn = draw(parts, { kind: 'text', text: button.payload });
      return deliver(interact(residentId), drawn, button.type === 'oa.query.hide');
    },
    follow(residentId) {
      const resident = book.update(residentId, { follows: true, lastInteractionAtMs: options.now() });
      sender.emit(followEvent(eventContext(), resident, 'follow'), residentId);
      return resident;
    },
    unfollow(residentId) {
      const resident = book.update(residentId, { follows: false });
      sender.emit(followEvent(eventContext(), resident, 'unfollow'), residentId);
      return resident;
    },
    clickChatNow(residentId) {
      emitAccountEvent(residentId, (resident) => accountEvent(eventContext(), resident, 'user_click_chatnow'));
    },
    withdraw(residentId) {
      sender.emit(accountEvent(eventContext(), book.get(residentId), 'user_withdraw'), residentId);
    },
    markSeen(residentId) {
      const resident = book.get(residentId);
      const unread = book.history(residentId).filter(({ from, state }) => from === 'oa' && state !== 'seen');
      if (unread.length === 0) return;
      for (const message of unread) book.amend(message.id, { state: 'seen' });
      if (!options.echoes) return;
      const seen = { msg_ids: unread.map(({ id }) => id) };
      sender.emit(echoEvent(eventContext(), resident, 'user_seen_message', seen, false), residentId);
    },
  };
}

function mediaOf(stored: StoredMedia): ChatMedia {
  return { mediaId: stored.id, name: stored.name, mimeType: stored.mimeType, sizeBytes: stored.bytes.length };
}

function draw({ shelf, mediaUrl, stickerUrl }: EmulatorParts, input: ResidentInput): Drawn {
  switch (input.kind) {
    case 'text': {
      const quote = input.quotedMessageId === undefined ? {} : { quote_msg_id: input.quotedMessageId };
      return {
        kind: 'text',
        eventName: 'user_send_text',
        message: {
          text: input.text,
          ...(input.quotedMessageId === undefined ? {} : { quotedMessageId: input.quotedMessageId }),
        },
        payload: { ...quote, text: input.text },
      };
    }
    case 'image': {
      const stored = shelf.store(input.bytes, input.name);
      const type = stored.mimeType === 'image/gif' ? 'gif' : 'image';
      const url = mediaUrl(stored.id);
      const caption = input.text === undefined ? {} : { text: input.text };
      return {
        kind: type,
        eventName: `user_send_${type}`,
        message: { ...caption, media: mediaOf(stored) },
        payload: { ...caption, attachments: [{ payload: { thumbnail: url, url }, type }] },
      };
    }
    case 'voice': {
      const stored = shelf.store(input.bytes, input.name);
      return {
        kind: 'voice',
        eventName: 'user_send_audio',
        message: { media: mediaOf(stored) },
        payload: { attachments: [{ payload: { url: mediaUrl(stored.id) }, type: 'audio' }] },
      };
    }
    case 'file': {
      const stored = shelf.store(input.bytes, input.name);
      return {
        kind: 'file',
        eventName: 'user_send_file',
        message: { media: mediaOf(stored) },
        payload: { attachments: [{ payload: filePayload(stored, mediaUrl(stored.id)), type: 'file' }] },
      };
    }
    case 'sticker':
      return {
        kind: 'sticker',
        eventName: 'user_send_sticker',
        message: { media: { stickerId: input.stickerId } },
        payload: {
          attachments: [{ payload: { url: stickerUrl(input.stickerId), id: input.stickerId }, type: 'sticker' }],
        },
      };
    case 'location': {
      const coordinates = { latitude: input.latitude, longitude: input.longitude };
      return {
        kind: 'location',
        eventName: 'user_send_location',
        message: { location: coordinates },
        payload: { attachments: [{ payload: { coordinates }, type: 'location' }] },
      };
    }
  }
}
