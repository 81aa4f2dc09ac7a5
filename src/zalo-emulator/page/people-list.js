import { button, el, throttle } from './dom.js';
import { groupKey, residentKey, visitorKey } from './people.js';
import { toClock, toSearchable } from './text.js';

const MAX_ROWS = 100;
const REDRAW_MS = 300;
const MAX_COUNT = 99;

/**
 * The list of everybody: search, counters of unread messages, one press opens a chat. It draws at most 100 rows and, while
 * it is closed, nothing.
 */
export function createPeopleList(people, { openChat, isOpen, newGroup, newVisitor }) {
  const root = document.querySelector('#people');
  const toggle = document.querySelector('#toggle-people');
  const search = document.querySelector('#people-search');
  const rows = document.querySelector('#people-rows');
  const summary = document.querySelector('#people-summary');
  const badge = toggle.querySelector('.badge');
  const close = button('Đóng', () => {
    setOpen(false);
    toggle.focus();
  });
  const refresh = throttle(draw, REDRAW_MS);

  function entriesOf() {
    const wanted = toSearchable(search.value.trim());
    const groups = [...people.groups.values()].map((group) => ({
      key: groupKey(group.id),
      name: group.name,
      id: group.id,
      about: `Nhóm ${group.members.length} người`,
    }));
    const residents = [...people.residents.values()].map((resident) => ({
      key: residentKey(resident.id),
      name: resident.name,
      id: resident.id,
      about: describe(resident),
    }));
    const visitors = [...people.visitors.values()].map(({ anonymousId, name }) => ({
      key: visitorKey(anonymousId),
      name,
      id: anonymousId,
      about: 'Khách trên trang web',
    }));
    return [...groups, ...visitors, ...residents].filter(
      ({ name, id }) => wanted === '' || toSearchable(name).includes(wanted) || id.includes(wanted),
    );
  }

  /** Open chats and those with news come first. */
  function rank({ key }) {
    return (isOpen(key) ? 2e15 : 0) + (people.activityOf(key)?.atMs ?? 0);
  }

  function draw() {
    const unread = people.unreadCount();
    const shown = unread > MAX_COUNT ? `${MAX_COUNT}+` : String(unread);
    badge.replaceChildren(shown, el('span', { class: 'visually-hidden' }, ' tin mới'));
    badge.hidden = unread === 0;
    if (root.hidden) return;
    // A row that goes while the finger is on it takes the press with it.
    if (rows.querySelector(':active') !== null) {
      refresh();
      return;
    }
    const found = entriesOf().sort((a, b) => rank(b) - rank(a));
    const focusedKey = document.activeElement?.dataset?.key;
    rows.replaceChildren(...found.slice(0, MAX_ROWS).map(drawRow));
    if (focusedKey !== undefined) rows.querySelector(`[data-key="${CSS.escape(focusedKey)}"]`)?.focus();
    const left = found.length - MAX_ROWS;
    summary.textContent =
      found.length === 0
        ? 'Không thấy ai. Thử gõ tên khác.'
        : left > 0
          ? `Còn ${left} cuộc trò chuyện nữa: gõ tên để tìm.`
          : '';
  }

  function drawRow({ key, name, about }) {
    const { unread = 0, text, atMs } = people.activityOf(key) ?? {};
    const words = el('span', { class: 'conversation-text' }, el('strong', {}, name));
    words.append(el('span', { class: 'preview' }, text === undefined ? about : `${toClock(atMs)} ${text}`));
    const node = el('button', { type: 'button', class: 'conversation', 'data-key': key }, words);
    if (isOpen(key)) node.append(el('span', { class: 'open-mark' }, 'đang mở'));
    if (unread > 0) node.append(el('span', { class: 'badge' }, `${unread} mới`));
    node.addEventListener('click', () => {
      if (!matchMedia('(min-width: 1180px)').matches) setOpen(false);
      void openChat(key);
    });
    return el('li', {}, node);
  }

  function setOpen(open) {
    root.hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
    document.body.classList.toggle('people-open', open);
    draw();
  }

  toggle.addEventListener('click', () => {
    setOpen(root.hidden);
    // On a phone the search would bring up the keyboard over the very list.
    if (!root.hidden) (matchMedia('(min-width: 800px)').matches ? search : close).focus();
  });
  search.addEventListener('input', draw);
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    setOpen(false);
    toggle.focus();
  });
  const tools = root.querySelector('.list-tools');
  tools.append(button('Tạo nhóm', newGroup), close, button('Thêm khách trên trang web', newVisitor));

  return { refresh, setOpen };
}

function describe({ follows, refusalCode, lastInteractionAtMs }) {
  if (refusalCode !== undefined) return `Chặn OA (mã ${refusalCode})`;
  if (follows) return 'Đang quan tâm OA';
  return lastInteractionAtMs === undefined ? 'Chưa nhắn lần nào' : 'Chưa quan tâm OA';
}
