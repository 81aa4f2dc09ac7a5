/** Keys of chats: a resident's with the OA, a group's, or that of a visitor of the web chat. */
export const residentKey = (id) => `r:${id}`;
export const groupKey = (id) => `g:${id}`;
export const visitorKey = (id) => `v:${id}`;

const PREVIEW_LENGTH = 60;

/**
 * Residents, groups and visitors the page knows, and what happened in chats that are not open: counters and one line each, never
 * more, because there may be a thousand of them.
 */
export function createPeople(onChange) {
  const residents = new Map();
  const groups = new Map();
  const visitors = new Map();
  const activity = new Map();
  const tables = { r: residents, g: groups, v: visitors };
  const get = (key) => tables[key?.[0]]?.get(key.slice(2));

  return {
    residents,
    groups,
    visitors,
    /** The resident, group or visitor whose chat has this key. */
    get,
    activityOf: (key) => activity.get(key),
    nameOf: (id) => (residents.get(id) ?? groups.get(id) ?? visitors.get(id))?.name ?? id,
    unreadCount() {
      let count = 0;
      for (const { unread } of activity.values()) count += unread;
      return count;
    },
    putResident(resident) {
      residents.set(resident.id, resident);
      onChange();
    },
    putVisitor(visitor) {
      visitors.set(visitor.anonymousId, visitor);
      onChange();
    },
    /** A dissolved group is gone. */
    putGroup(group) {
      if (group.status === 'dissolved') {
        groups.delete(group.id);
        activity.delete(groupKey(group.id));
      } else groups.set(group.id, group);
      onChange();
    },
    replaceAll(nextResidents, nextGroups, nextVisitors) {
      for (const table of Object.values(tables)) table.clear();
      for (const resident of nextResidents) residents.set(resident.id, resident);
      for (const group of nextGroups) groups.set(group.id, group);
      for (const visitor of nextVisitors) visitors.set(visitor.anonymousId, visitor);
      for (const key of activity.keys()) if (get(key) === undefined) activity.delete(key);
      onChange();
    },
    /** Counts a message of a chat nobody looks at; later states of the same message are not counted again. */
    note(key, message) {
      if (message.state !== 'received' && message.state !== 'sending') return;
      const before = activity.get(key) ?? { unread: 0, lastId: undefined };
      if (before.lastId === message.id || message.hidden) return;
      activity.set(key, {
        unread: before.unread + (message.from === 'oa' ? 1 : 0),
        lastId: message.id,
        atMs: message.sentAtMs,
        text: (message.text ?? '').slice(0, PREVIEW_LENGTH),
      });
      onChange();
    },
    markRead(key) {
      const before = activity.get(key);
      if (before === undefined || before.unread === 0) return;
      activity.set(key, { ...before, unread: 0 });
      onChange();
    },
  };
}
