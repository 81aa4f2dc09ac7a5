import { api } from './api.js';
import { openDialog } from './dialog.js';
import { button, el } from './dom.js';
import { createPersonPicker } from './person-picker.js';
import { toFullTime } from './text.js';
import { attempt, copyText, toast } from './toast.js';

const switchNames = {
  lockSendMsg: 'Chỉ phó nhóm được nhắn',
  joinAppr: 'Vào nhóm phải được duyệt',
  enableMsgHistory: 'Người mới xem được tin cũ',
  enableLinkJoin: 'Vào được bằng đường dẫn',
};

/** Everything about a group: link, members, who waits, who may come. Returns `refresh()` for live changes. */
export function openGroupMembers(groupId, people, { onClose }) {
  const group = () => people.groups.get(groupId);
  const about = el('div', { class: 'stack' });
  const members = el('ul', { class: 'picker-list' });
  const waiting = el('ul', { class: 'picker-list' });
  const picker = createPersonPicker('Ai vào nhóm?', outsiders, [
    { label: 'Vào bằng đường dẫn', run: ({ id }) => enter('join', id) },
    { label: 'Xin vào', run: ({ id }) => enter('request-join', id) },
  ]);
  const dialog = openDialog(
    `Nhóm ${group().name}`,
    [
      about,
      el('h3', {}, 'Thành viên'),
      members,
      el('h3', {}, 'Đang chờ vào'),
      waiting,
      el('h3', {}, 'Thêm người'),
      picker.node,
    ],
    { onClose },
  );

  function outsiders() {
    const inside = new Set(group()?.members.map(({ residentId }) => residentId));
    return [...people.residents.values()].filter(({ id }) => !inside.has(id));
  }

  async function enter(verb, residentId) {
    const after = await attempt(() => api.actInGroup(groupId, verb, residentId));
    if (after === undefined) return;
    people.putGroup(after);
    const isIn = after.members.some((member) => member.residentId === residentId);
    toast(`${people.nameOf(residentId)} ${isIn ? 'đã vào nhóm' : 'đang chờ được duyệt'}.`);
    draw();
  }

  async function leave(residentId) {
    const after = await attempt(() => api.actInGroup(groupId, 'leave', residentId));
    if (after === undefined) return;
    people.putGroup(after);
    toast(`${people.nameOf(residentId)} đã rời nhóm.`, () => enter('join', residentId));
    draw();
  }

  async function decide(verb, residentId) {
    const after = await attempt(() => api.decideInGroup(groupId, verb, [residentId]));
    if (after === undefined) return;
    people.putGroup(after);
    draw();
  }

  function draw() {
    const current = group();
    if (current === undefined) return dialog.close();
    about.replaceChildren(
      el('p', {}, current.description),
      el('p', { class: 'copyable' }, `Đường dẫn: ${current.link}`),
      button('Chép đường dẫn', () => copyText(current.link)),
      el('p', { class: 'hint' }, assetText(current)),
      el(
        'ul',
        { class: 'plain-list' },
        ...Object.entries(switchNames).map(([key, name]) => switchLine(current, key, name)),
      ),
    );
    members.replaceChildren(
      ...current.members.map(({ residentId, name, isAdmin }) =>
        personRow(isAdmin ? `${name} (phó nhóm)` : name, [['Rời nhóm', () => leave(residentId)]]),
      ),
    );
    const rows = current.pending.map(({ residentId, name, how }) =>
      personRow(how === 'invited' ? `${name} (được mời)` : name, [
        ['Duyệt', () => decide('approve', residentId)],
        ['Từ chối', () => decide('decline', residentId)],
      ]),
    );
    waiting.replaceChildren(...(rows.length === 0 ? [el('li', { class: 'hint' }, 'Không có ai.')] : rows));
    picker.draw();
    return undefined;
  }

  draw();
  return { refresh: draw };
}

function assetText({ status, asset, maxMembers, dissolvesAtMs }) {
  const state = status === 'enabled' ? 'Đang hoạt động' : 'Đang bị khóa';
  const until = asset.autoRenew ? 'tự gia hạn' : `hết hạn ${toFullTime(asset.validThroughMs)}`;
  const end = dissolvesAtMs === undefined ? '' : ` Nhóm tự giải tán ${toFullTime(dissolvesAtMs)}.`;
  return `${state}, gói ${asset.type} (tối đa ${maxMembers} người), ${until}.${end}`;
}

function switchLine({ switches }, key, name) {
  return el('li', {}, `${name}: ${switches[key] ? 'có' : 'không'}`);
}

function personRow(name, actions) {
  const row = el('li', { class: 'person-row' }, el('span', { class: 'person-name' }, name));
  for (const [label, run] of actions) {
    const node = button(label, run);
    node.setAttribute('aria-label', `${label}: ${name}`);
    row.append(node);
  }
  return row;
}
