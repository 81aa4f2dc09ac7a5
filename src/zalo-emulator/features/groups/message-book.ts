import type { GroupMessage } from './group-model.ts';

/** The last 500 messages of each group, oldest first. */
export interface MessageBook {
  list(groupId: string): readonly GroupMessage[];
  last(groupId: string): GroupMessage | undefined;
  find(groupId: string, messageId: string): GroupMessage | undefined;
  append(message: GroupMessage): void;
  /** Changes a message and returns it; undefined when it has left the history. */
  amend(groupId: string, messageId: string, change: Partial<GroupMessage>): GroupMessage | undefined;
  forget(groupId: string): void;
  /** All messages of all groups, for snapshots. */
  dump(): readonly GroupMessage[];
  replace(messages: readonly GroupMessage[]): void;
}

const MAX_MESSAGES = 500;
/** How many may pile up before the oldest are cut off in one go: one at a time would be slow for a busy group. */
const SLACK = 50;

/** An empty {@link MessageBook}. */
export function createMessageBook(): MessageBook {
  const byGroup = new Map<string, Map<string, GroupMessage>>();
  const lastByGroup = new Map<string, string>();

  const list = (groupId: string) => [...(byGroup.get(groupId)?.values() ?? [])].slice(-MAX_MESSAGES);

  function trim(messages: Map<string, GroupMessage>): void {
    if (messages.size <= MAX_MESSAGES + SLACK) return;
    for (const id of messages.keys()) {
      if (messages.size <= MAX_MESSAGES) return;
      messages.delete(id);
    }
  }

  function append(message: GroupMessage): void {
    const messages = byGroup.get(message.groupId) ?? new Map<string, GroupMessage>();
    byGroup.set(message.groupId, messages);
    messages.set(message.id, message);
    lastByGroup.set(message.groupId, message.id);
    trim(messages);
  }

  return {
    list,
    last: (groupId) => byGroup.get(groupId)?.get(lastByGroup.get(groupId) ?? ''),
    find: (groupId, messageId) => byGroup.get(groupId)?.get(messageId),
    append,
    amend(groupId, messageId, change) {
      const message = byGroup.get(groupId)?.get(messageId);
      if (message === undefined) return undefined;
      const amended: GroupMessage = { ...message, ...change };
      byGroup.get(groupId)?.set(messageId, amended);
      return amended;
    },
    forget(groupId) {
      byGroup.delete(groupId);
      lastByGroup.delete(groupId);
    },
    dump: () => [...byGroup.keys()].flatMap(list),
    replace(messages) {
      byGroup.clear();
      lastByGroup.clear();
      for (const message of messages) append(message);
    },
  };
}
