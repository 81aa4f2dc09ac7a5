import { accept, refuse } from '../../api-answers.ts';
import type { ApiAnswer } from '../../api-answers.ts';
import { checkMessage } from '../../message-rules.ts';
import type { EmulatorParts } from '../../parts.ts';
import type { DrawnInput } from '../../resident-drawing.ts';
import { echoAttachments } from '../../webhook-events.ts';
import type { GroupBook, GroupRecord } from './group-book.ts';
import type { GroupCalls } from './group-calls.ts';
import { groupMessageEvent } from './group-events.ts';
import type { GroupMessage } from './group-model.ts';
import { readMentions } from './mentions.ts';

/** What a group message carries besides its id, time and group. */
type MessageParts = Omit<GroupMessage, 'id' | 'groupId' | 'sentAtMs'>;

/** Messages into groups, by the OA and by members, with their events. */
export interface GroupSending {
  /** `POST group/message`. */
  sendFromApi(group: GroupRecord, body: unknown): ApiAnswer;
  /** What a member of the OA's staff sends from OA Manager: the only way to an `oa_send_group_link` and the like. */
  sendAsStaff(group: GroupRecord, drawn: DrawnInput): GroupMessage;
  sendAsMember(group: GroupRecord, residentId: string, drawn: DrawnInput): GroupMessage;
}

const sendableKinds: ReadonlySet<string> = new Set(['text', 'image', 'gif', 'sticker', 'file']);

/** {@link GroupSending} over the given groups. */
export function createGroupSending(parts: EmulatorParts, calls: GroupCalls, groups: GroupBook): GroupSending {
  const { options, account, book, shelf, sender, eventContext } = parts;
  const { settings } = options;

  function append(group: GroupRecord, rest: MessageParts): GroupMessage {
    const message: GroupMessage = {
      ...rest,
      id: options.newId('message'),
      groupId: group.id,
      sentAtMs: options.now(),
    };
    groups.messages.append(message);
    groups.publishMessage(message);
    return message;
  }

  function amend(message: GroupMessage, change: Partial<GroupMessage>): void {
    const amended = groups.messages.amend(message.groupId, message.id, change);
    if (amended !== undefined) groups.publishMessage(amended);
  }

  function echo(message: GroupMessage, suffix: string, payload: Readonly<Record<string, unknown>>): void {
    if (!options.echoes) return;
    const body = { ...payload, msg_id: message.id };
    const event = groupMessageEvent(
      eventContext(),
      `oa_send_group_${suffix}`,
      options.oaId,
      message.groupId,
      body,
      settings.groupEchoHasAppUser ? settings.groupEchoAppUserId : undefined,
    );
    sender.emit(event, message.groupId);
  }

  const fromOa = () => ({ from: 'oa', senderName: account.get().name, state: 'received' }) as const;

  return {
    sendFromApi(group, body) {
      const checked = checkMessage({ options, oaType: account.get().type, shelf, api: 'v3' }, messageOf(body));
      if (!checked.ok) return checked.refusal;
      const { text, quotedMessageId, ...outgoing } = checked.value;
      if (!sendableKinds.has(outgoing.kind)) return refuse(settings.unsupportedKindCode);
      if (outgoing.buttons !== undefined && settings.groupButtonsCode !== 0) return refuse(settings.groupButtonsCode);
      if (quotedMessageId !== undefined && groups.messages.find(group.id, quotedMessageId) === undefined) {
        return calls.invalid('quote_message_id');
      }
      const read = text === undefined ? undefined : readMentions(text, group.id, (id) => memberName(group, id));
      const quote = quotedMessageId === undefined ? {} : { quotedMessageId };
      const message = append(group, {
        ...outgoing,
        ...quote,
        ...(read === undefined ? {} : { text: read.text }),
        ...(read === undefined || read.mentions.length === 0 ? {} : { mentions: read.mentions }),
        ...fromOa(),
      });
      const attachments = echoAttachments({ ...message, residentId: '' }, parts.mediaUrl, (id) => shelf.find(id));
      echo(message, message.kind, {
        ...(quotedMessageId === undefined ? {} : { quote_msg_id: quotedMessageId }),
        ...(read === undefined ? {} : { text: read.text }),
        ...(attachments === undefined ? {} : { attachments }),
      });
      return accept({ message_id: message.id, group_id: group.id });
    },
    sendAsStaff(group, drawn) {
      const message = append(group, { kind: drawn.kind, ...drawn.message, ...fromOa() });
      echo(message, drawn.eventSuffix, drawn.payload);
      return message;
    },
    sendAsMember(group, residentId, drawn) {
      const resident = settings.groupMessageIsInteraction
        ? book.update(residentId, { lastInteractionAtMs: options.now() })
        : book.get(residentId);
      const message = append(group, {
        kind: drawn.kind,
        ...drawn.message,
        from: 'resident',
        residentId,
        senderName: resident.name,
        // Without the OA in the group nobody waits for a webhook.
        state: group.hasOa ? 'sending' : 'received',
      });
      if (!group.hasOa) return message;
      const body = { ...drawn.payload, msg_id: message.id };
      const name = `user_send_group_${drawn.eventSuffix}`;
      const event = groupMessageEvent(eventContext(), name, residentId, group.id, body, resident.idByApp);
      sender.emit(event, group.id, {
        onFirstAttempt: (failure) =>
          amend(message, failure === undefined ? { state: 'received' } : { state: 'failed', failure }),
        onArrived: () => amend(message, { state: 'received' }),
      });
      return message;
    },
  };

  function memberName(group: GroupRecord, residentId: string): string | undefined {
    return group.members.has(residentId) ? book.find(residentId)?.name : undefined;
  }
}

function messageOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'message' in body ? body.message : undefined;
}
