import * as z from 'zod';
import type { ChatMessage } from '../chat-model.ts';
import { EmulatorError } from '../errors.ts';
import type { LiveUpdates } from '../live-updates.ts';

const visitorShape = z.object({
  anonymousId: z.string(),
  conversationId: z.string(),
  idByApp: z.string(),
  name: z.string(),
});

/** Somebody who writes from the OA's web chat without a Zalo account; `name` is for the emulator's page only. */
export type Visitor = Readonly<z.infer<typeof visitorShape>>;

/** Visitors and what was said, per visitor. Every change is published as a live update. */
export interface VisitorBook {
  list(): readonly Visitor[];
  find(anonymousId: string): Visitor | undefined;
  /** @throws EmulatorError EMULATOR_VISITOR_UNKNOWN */
  get(anonymousId: string): Visitor;
  add(visitor: Visitor): void;
  /** Oldest first, the last 500. @throws EmulatorError EMULATOR_VISITOR_UNKNOWN */
  history(anonymousId: string): readonly ChatMessage[];
  append(message: ChatMessage): void;
  /** A message that was seen stays so; one that has left the history is ignored. */
  changeState(message: ChatMessage, change: Pick<ChatMessage, 'state' | 'failure'>): void;
  /** Marks what the visitor wrote since the OA's last message as seen, except what did not get through. */
  markSeen(anonymousId: string): void;
  dump(): unknown;
  /** Replaces everything, without live updates. */
  load(state: unknown): void;
}

const MAX_HISTORY = 500;

const stateShape = z.array(z.tuple([visitorShape, z.array(z.custom<ChatMessage>())]));

/** An empty {@link VisitorBook}. */
export function createVisitorBook(live: LiveUpdates): VisitorBook {
  let chats = new Map<string, { readonly visitor: Visitor; messages: ChatMessage[] }>();

  function chatOf(anonymousId: string) {
    const chat = chats.get(anonymousId);
    if (chat !== undefined) return chat;
    throw new EmulatorError(
      'EMULATOR_VISITOR_UNKNOWN',
      `No visitor has the id "${anonymousId}". Expected one listed by visitors.list(). Create one with visitors.create().`,
    );
  }

  function changeState(sent: ChatMessage, change: Pick<ChatMessage, 'state' | 'failure'>): void {
    // a snapshot loaded since the message was sent has other visitors
    const messages = chats.get(sent.residentId)?.messages ?? [];
    const index = messages.findLastIndex(({ id }) => id === sent.id);
    const message = messages[index];
    if (message === undefined || message.state === 'seen') return;
    const changed: ChatMessage = { ...message, ...change };
    messages[index] = changed;
    live.publish({ type: 'visitor-message', message: changed });
  }

  return {
    list: () => [...chats.values()].map(({ visitor }) => visitor),
    find: (anonymousId) => chats.get(anonymousId)?.visitor,
    get: (anonymousId) => chatOf(anonymousId).visitor,
    add(visitor) {
      chats.set(visitor.anonymousId, { visitor, messages: [] });
      live.publish({ type: 'visitor', visitor });
    },
    history: (anonymousId) => chatOf(anonymousId).messages.slice(-MAX_HISTORY),
    append(message) {
      const chat = chatOf(message.residentId);
      chat.messages.push(message);
      if (chat.messages.length >= 2 * MAX_HISTORY) chat.messages = chat.messages.slice(-MAX_HISTORY);
      live.publish({ type: 'visitor-message', message });
    },
    changeState,
    markSeen(anonymousId) {
      const { messages } = chatOf(anonymousId);
      const lastOfOa = messages.findLastIndex(({ from }) => from === 'oa');
      for (const message of messages.slice(lastOfOa + 1)) {
        if (message.state !== 'failed') changeState(message, { state: 'seen' });
      }
    },
    dump: () => [...chats.values()].map(({ visitor, messages }) => [visitor, messages]),
    load(state) {
      chats = new Map(
        stateShape.parse(state).map(([visitor, messages]) => [visitor.anonymousId, { visitor, messages }]),
      );
    },
  };
}
