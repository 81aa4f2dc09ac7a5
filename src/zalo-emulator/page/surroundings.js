import { throttle } from './dom.js';
import { groupKey, residentKey, visitorKey } from './people.js';

const MAX_CHOICES = 12;
const REFRESH_MS = 300;

/**
 * What stands around the open chats: the other chats to switch to, each resident's groups, the label of the chat's menu.
 * Drawn anew only when it differs, because a choice somebody is about to make must not vanish under the finger.
 */
export function createSurroundings(people, windows) {
  const menu = document.querySelector('#chat-menu');
  let shownFor;
  let shown = '';

  function choices() {
    const ids = [...people.residents.keys()];
    const isFew = ids.length <= MAX_CHOICES;
    const open = windows.keys().map((key) => key.slice(2));
    const residents = isFew ? ids : open.filter((id) => people.residents.has(id));
    const groups = [...people.groups.values()].slice(0, MAX_CHOICES);
    const visitors = [...people.visitors.values()].slice(-MAX_CHOICES);
    return [
      ...residents.map((id) => ({ key: residentKey(id), label: people.nameOf(id) })),
      ...groups.map(({ id, name }) => ({ key: groupKey(id), label: `Nhóm ${name}` })),
      ...visitors.map(({ anonymousId, name }) => ({ key: visitorKey(anonymousId), label: `${name} (trang web)` })),
      ...(isFew ? [] : [{ key: '', label: 'Tìm người khác…' }]),
    ];
  }

  function draw({ anew = false } = {}) {
    const key = windows.activeKey();
    const list = choices();
    const groups = [...people.groups.values()];
    const members = groups.map(({ id, name, members: inside }) => [
      id,
      name,
      inside.map(({ residentId }) => residentId),
    ]);
    const next = JSON.stringify([key, list, members, windows.keys()]);
    if (!anew && next === shown && windows.get(key) === shownFor) return;
    shown = next;
    shownFor = windows.get(key);
    shownFor?.showChoices(list, key);
    for (const openKey of windows.keys()) {
      const id = openKey.slice(2);
      const own = groups.filter(({ members: inside }) => inside.some(({ residentId }) => residentId === id));
      windows.get(openKey).showGroups?.(own);
    }
    const resident = people.residents.get(key?.slice(2));
    menu.textContent = resident === undefined ? 'Thành viên của nhóm' : `Việc khác của ${resident.name}`;
    menu.hidden = people.visitors.has(key?.slice(2));
  }

  return { draw, refresh: throttle(() => draw(), REFRESH_MS) };
}
