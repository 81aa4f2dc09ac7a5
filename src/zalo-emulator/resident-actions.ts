import type { ChatMessage, Resident } from './chat-model.ts';
import { EmulatorError } from './errors.ts';
import type { EmulatorParts } from './parts.ts';
import { drawInput } from './resident-drawing.ts';
import type { DrawnInput, ResidentInput } from './resident-drawing.ts';
import { accountEvent, callEvent, echoEvent, followEvent, residentMessageEvent } from './webhook-events.ts';
import type { WebhookEvent } from './webhook-events.ts';

export type { ResidentInput } from './resident-drawing.ts';

/** A call to the OA that has just ended. */
export interface ResidentCall {
  /** Default `AUDIO`. */
  readonly type?: 'AUDIO' | 'VIDEO';
  /** How long it rang and was spoken, together, in ms. Default 13,000. */
  readonly durationMs?: number;
}

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
  /** Blocks the OA: emits `unfollow`, and every send is refused with the setting `blockedByResidentCode`. */
  block(residentId: string): Resident;
  /** Ends a block; the resident does not follow again by it. */
  unblock(residentId: string): Resident;
  /** Calls the OA and hangs up: `user_call_oa`, which counts as an interaction. */
  call(residentId: string, call?: ResidentCall): void;
  /**
   * Puts a reaction under a message (`:>`, `--b`, `:-((`, `/-strong`, `/-heart`, `:-h`, `:o`), or takes it away with
   * `/-remove`: `user_reacted_message`. Not an interaction: Zalo's list of interactions does not name it.
   *
   * @throws EmulatorError EMULATOR_MESSAGE_UNKNOWN
   */
  react(residentId: string, messageId: string, icon: string): void;
  /** Marks the OA's messages as read; emits `user_seen_message` when echoes are on. */
  markSeen(residentId: string): void;
}

/** {@link ResidentActions} over the given parts. */
export function createResidentActions(parts: EmulatorParts): ResidentActions {
  const { options, book, sender, eventContext } = parts;

  function interact(residentId: string): Resident {
    return book.update(residentId, { lastInteractionAtMs: options.now() });
  }

  function deliver(resident: Resident, drawn: DrawnInput, hidden: boolean): ChatMessage {
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
    const event = residentMessageEvent(eventContext(), resident, `user_send_${drawn.eventSuffix}`, {
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
    send: (residentId, input) => deliver(interact(residentId), drawInput(parts, input), false),
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
      const drawn = drawInput(parts, { kind: 'text', text: button.payload });
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
    block(residentId) {
      const refusalCode = options.settings.blockedByResidentCode;
      const resident = book.update(residentId, { follows: false, refusalCode });
      sender.emit(followEvent(eventContext(), resident, 'unfollow'), residentId);
      return resident;
    },
    unblock(residentId) {
      const { refusalCode: _blocked, ...resident } = book.get(residentId);
      book.replace(resident);
      return resident;
    },
    call(residentId, { type = 'AUDIO', durationMs = 13_000 } = {}) {
      const callId = options.newId('call');
      emitAccountEvent(residentId, (resident) => callEvent(eventContext(), resident, { callId, type, durationMs }));
    },
    react(residentId, messageId, icon) {
      const resident = book.get(residentId);
      if (book.findMessage(messageId)?.residentId !== residentId) {
        throw new EmulatorError(
          'EMULATOR_MESSAGE_UNKNOWN',
          `The chat has no message "${messageId}". Expected a message of this resident's history. Reload the history.`,
        );
      }
      book.amend(messageId, { reaction: icon === '/-remove' ? '' : icon });
      const { appId, oaId, nowMs } = eventContext();
      const event: WebhookEvent = {
        app_id: appId,
        event_name: 'user_reacted_message',
        sender: { id: residentId },
        recipient: { id: oaId },
        message: { msg_id: messageId, react_icon: icon },
        timestamp: String(nowMs),
        user_id_by_app: resident.idByApp,
      };
      sender.emit(event, residentId);
    },
    markSeen(residentId) {
      const resident = book.get(residentId);
      const unread = book.markSeen(residentId, 'oa');
      if (unread.length === 0 || !options.echoes) return;
      const seen = { msg_ids: unread.map(({ id }) => id) };
      sender.emit(echoEvent(eventContext(), resident, 'user_seen_message', seen, false), residentId);
    },
  };
}
