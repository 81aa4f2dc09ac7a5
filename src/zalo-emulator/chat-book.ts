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
}

const MAX_HISTORY = 500;

/** A {@link ChatBook} with the starting residents. */
export function createChatBook(options: ResolvedOptions, live: LiveUpdates): ChatBook {
  const residents = new Map<string, Resident>();
  const histories = new Map<string, string[]>();
  const messages = new Map<string, ChatMessage>();

  function create(name: string, id = options.newId('user')): Resident {
    const resident: Resident = { id, idByApp: options.newId('user_by_app'), name, follows: false };
    residents.set(id, resident);
    histories.set(id, []);
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

  function replace(resident: Resident): void {
    residents.set(resident.id, resident);
    live.publish({ type: 'resident', resident });
  }

  for (const starting of options.residents) create(starting.name, starting.id);

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
      return (histories.get(residentId) ?? []).flatMap((id) => messages.get(id) ?? []);
    },
    findMessage: (messageId) => messages.get(messageId),
    append(message) {
      const history = histories.get(message.residentId) ?? [];
      histories.set(message.residentId, history);
      history.push(message.id);
      messages.set(message.id, message);
      const dropped = history.length > MAX_HISTORY ? history.shift() : undefined;
      if (dropped !== undefined) messages.delete(dropped);
      live.publish({ type: 'message', message });
    },
    amend(messageId, change) {
      const message = messages.get(messageId);
      if (message === undefined) return;
      const amended: ChatMessage = { ...message, ...change };
      messages.set(messageId, amended);
      live.publish({ type: 'message', message: amended });
    },
  };
}
