import type { ChatMedia, Resident } from '../chat-model.ts';
import type { Group } from '../features/groups/group-model.ts';

/** Ids on one side, names that are the same in every run on the other. */
export interface StableNames {
  /** The name of a resident or group; a new one gets its own name, with " (2)" behind when that is taken. */
  person(resident: Pick<Resident, 'id' | 'idByApp' | 'name'>): string;
  group(group: Pick<Group, 'id' | 'link' | 'name'>): string;
  /** The name given earlier, or the id itself for somebody unknown. */
  personName(residentId: string): string;
  groupName(groupId: string): string;
  personId(name: string): string | undefined;
  groupId(name: string): string | undefined;
  /** Calls an id by a given name from now on. */
  callPerson(resident: Pick<Resident, 'id' | 'idByApp'>, name: string): void;
  callGroup(group: Pick<Group, 'id' | 'link'>, name: string): void;

  /** Keeps the numbers up to this one free. */
  reserveMessages(upTo: number): void;
  /** Counts a new message. */
  countMessage(messageId: string): number;
  callMessage(messageId: string, message: number): void;
  message(messageId: string): number | undefined;
  messageId(message: number): string | undefined;
  /** Has the id of a file replaced in texts. */
  hideMedia(media: ChatMedia | undefined): void;

  /** Puts `{{...}}` in place of every id inside a text. */
  hideIds(text: string): string;
  /** Puts the ids of this run in place of `{{...}}`. */
  showIds(text: string): string;
}

const idLike = /[A-Za-z0-9_-]{5,}/g;
const idPart = /[A-Za-z0-9]{5,}/g;
const placeholder = /\{\{(\w+):([^{}]+)\}\}|\{\{emulator\}\}/g;

/** Empty {@link StableNames}; `baseUrl` tells where the emulator is reachable, without a trailing slash. */
export function createStableNames(baseUrl: () => string): StableNames {
  const people = createNameTable();
  const groups = createNameTable();
  const numbers = new Map<string, number>();
  const messageIds = new Map<number, string>();
  const hidden = new Map<string, string>();
  const shown = new Map<string, string>();
  let lastNumber = 0;

  function hide(id: string, what: string, name: string): void {
    hidden.set(id, `{{${what}:${name}}}`);
    shown.set(`{{${what}:${name}}}`, id);
  }

  function callPerson({ id, idByApp }: Pick<Resident, 'id' | 'idByApp'>, name: string): void {
    people.set(id, name);
    hide(id, 'person', name);
    hide(idByApp, 'personByApp', name);
  }

  function callGroup({ id, link }: Pick<Group, 'id' | 'link'>, name: string): void {
    groups.set(id, name);
    hide(id, 'group', name);
    hide(link.slice(link.lastIndexOf('/') + 1), 'groupLink', name);
  }

  function callMessage(messageId: string, message: number): void {
    numbers.set(messageId, message);
    messageIds.set(message, messageId);
    hidden.set(messageId, '{{message}}');
    lastNumber = Math.max(lastNumber, message);
  }

  return {
    person(resident) {
      const known = people.nameOf(resident.id);
      if (known === undefined) callPerson(resident, people.freeName(resident.name));
      return known ?? people.nameOf(resident.id) ?? resident.name;
    },
    group(group) {
      const known = groups.nameOf(group.id);
      if (known === undefined) callGroup(group, groups.freeName(group.name));
      return known ?? groups.nameOf(group.id) ?? group.name;
    },
    personName: (residentId) => people.nameOf(residentId) ?? residentId,
    groupName: (groupId) => groups.nameOf(groupId) ?? groupId,
    personId: (name) => people.idOf(name),
    groupId: (name) => groups.idOf(name),
    callPerson,
    callGroup,
    reserveMessages(upTo) {
      lastNumber = Math.max(lastNumber, upTo);
    },
    countMessage(messageId) {
      callMessage(messageId, lastNumber + 1);
      return lastNumber;
    },
    callMessage,
    message: (messageId) => numbers.get(messageId),
    messageId: (message) => messageIds.get(message),
    hideMedia(media) {
      if (media?.mediaId !== undefined) hidden.set(media.mediaId, '{{media}}');
    },
    hideIds(text) {
      // An id may be one part of a word (`#join_3691...`) or contain the signs that part words.
      const hideParts = (word: string) => word.replace(idPart, (part) => hidden.get(part) ?? part);
      return text
        .replaceAll(`${baseUrl()}/media/`, '{{emulator}}/media/')
        .replace(idLike, (word) => hidden.get(word) ?? hideParts(word));
    },
    showIds: (text) =>
      text.replace(placeholder, (token) => (token === '{{emulator}}' ? baseUrl() : (shown.get(token) ?? token))),
  };
}

interface NameTable {
  nameOf(id: string): string | undefined;
  idOf(name: string): string | undefined;
  set(id: string, name: string): void;
  freeName(wanted: string): string;
}

function createNameTable(): NameTable {
  const names = new Map<string, string>();
  const ids = new Map<string, string>();
  return {
    nameOf: (id) => names.get(id),
    idOf: (name) => ids.get(name),
    set(id, name) {
      names.set(id, name);
      ids.set(name, id);
    },
    freeName(wanted) {
      let name = wanted;
      for (let count = 2; ids.has(name); count += 1) name = `${wanted} (${count})`;
      return name;
    },
  };
}
