import type { ChatMessage, Resident } from './chat-model.ts';
import { EmulatorError } from './errors.ts';
import type { LiveUpdates } from './live-updates.ts';
import type { ResolvedOptions } from './options.ts';

/** Residents and what was said, per resident. Every change is published as a live update. */
export interface ChatBook {
  residents(): readonly Resident[];
  find(residentId: string): Resident | undefined;
  /** @throws EmulatorError EMULATOR_RESIDENT_UNKNOWN */
  get(residentId: string): Resident;
  create(name: string, id?: string): Resident;
  update(residentId: string, change: Partial<Omit<Resident, 'id' | 'idByApp'>>): Resident;
  /** Puts this resident in place of the one with the same id. */
  replace(resident: Resident): void;
  /** Oldest first; the last 500 messages. */
  history(residentId: string): readonly ChatMessage[];
  findMessage(messageId: string): ChatMessage | undefined;
  append(message: ChatMessage): void;
  /** Changes a message; a message that has left the history is ignored. */
  amend(messageId: string, change: Partial<ChatMessage>): void;
  /**
   * Marks all messages of one side of a chat as seen, except those that did not get through; returns those that were not,
   * oldest first.
   */
  markSeen(residentId: string, from: ChatMessage['from']): readonly ChatMessage[];
  /** All residents and messages, for a snapshot. */
  dump(): ChatBookState;
  /** Replaces everything, without live updates. */
  load(state: ChatBookState): void;
}

/** Residents in order of creation, messages by resident, oldest first. */
export interface ChatBookState {
  readonly residents: readonly Resident[];
  readonly messages: readonly ChatMessage[];
}

const MAX_HISTORY = 500;

/** How many messages leave a full history at once: one at a time would move 500 entries for each. */
const CUT_COUNT = 100;

interface Chat {
  messageIds: string[];
  /** Ids of messages that got through and are not seen yet, by who wrote them: a send must not search the history. */
  readonly unseen: Readonly<Record<ChatMessage['from'], Set<string>>>;
}

/** A failed message can still arrive through the ladder; until then nobody can have seen it. */
const mayBecomeSeen = ({ state }: ChatMessage): boolean => state !== 'seen' && state !== 'failed';

function emptyChat(): Chat {
  return { messageIds: [], unseen: { resident: new Set(), oa: new Set() } };
}

/** A {@link ChatBook} with the starting residents. */
export function createChatBook(options: ResolvedOptions, live: LiveUpdates): ChatBook {
  const residents = new Map<string, Resident>();
  const chats = new Map<string, Chat>();
  const messages = new Map<string, ChatMessage>();

  function create(name: string, id = options.newId('user')): Resident {
    const resident: Resident = { id, idByApp: options.newId('user_by_app'), name, follows: false };
    residents.set(id, resident);
    chats.set(id, emptyChat());
    live.publish({ type: 'resident', resident });
    return resident;
  }

  function get(residentId: string): Resident {
    const resident = residents.get(residentId);
    if (resident === undefined) {
      throw new EmulatorError(
        'EMULATOR_RESIDENT_UNKNOWN',
        `No resident has the id "${residentId}". Expected one listed by residents(). Create one with createResident().`,
      );
    }
    return resident;
  }

  function chatOf(residentId: string): Chat {
    const known = chats.get(residentId);
    if (known !== undefined) return known;
    const chat = emptyChat();
    chats.set(residentId, chat);
    return chat;
  }

  function replace(resident: Resident): void {
    residents.set(resident.id, resident);
    live.publish({ type: 'resident', resident });
  }

  function add(message: ChatMessage): void {
    const chat = chatOf(message.residentId);
    chat.messageIds.push(message.id);
    messages.set(message.id, message);
    if (mayBecomeSeen(message)) chat.unseen[message.from].add(message.id);
    if (chat.messageIds.length < MAX_HISTORY + CUT_COUNT) return;
    for (const dropped of chat.messageIds.slice(0, CUT_COUNT)) {
      messages.delete(dropped);
      chat.unseen.resident.delete(dropped);
      chat.unseen.oa.delete(dropped);
    }
    chat.messageIds = chat.messageIds.slice(CUT_COUNT);
  }

  function amend(messageId: string, change: Partial<ChatMessage>): void {
    const message = messages.get(messageId);
    if (message === undefined) return;
    const amended: ChatMessage = { ...message, ...change };
    messages.set(messageId, amended);
    const unseen = chatOf(amended.residentId).unseen[amended.from];
    if (mayBecomeSeen(amended)) unseen.add(messageId);
    else unseen.delete(messageId);
    live.publish({ type: 'message', message: amended });
  }

  for (const { name, id, ...known } of options.residents) replace({ ...create(name, id), ...known });

  return {
    residents: () => [...residents.values()],
    find: (residentId) => residents.get(residentId),
    get,
    create,
    update(residentId, change) {
      const resident: Resident = { ...get(residentId), ...change };
      replace(resident);
      return resident;
    },
    replace,
    history(residentId) {
      get(residentId);
      return chatOf(residentId)
        .messageIds.slice(-MAX_HISTORY)
        .flatMap((id) => messages.get(id) ?? []);
    },
    findMessage: (messageId) => messages.get(messageId),
    append(message) {
      add(message);
      live.publish({ type: 'message', message });
    },
    amend,
    markSeen(residentId, from) {
      const unseen = [...chatOf(residentId).unseen[from]].flatMap((id) => messages.get(id) ?? []);
      for (const { id } of unseen) amend(id, { state: 'seen' });
      return unseen;
    },
    dump: () => ({
      residents: [...residents.values()],
      messages: [...chats.values()].flatMap((chat) => chat.messageIds.flatMap((id) => messages.get(id) ?? [])),
    }),
    load(state) {
      residents.clear();
      chats.clear();
      messages.clear();
      for (const resident of state.residents) residents.set(resident.id, resident);
      for (const { id } of state.residents) chats.set(id, emptyChat());
      for (const message of state.messages) add(message);
    },
  };
}
