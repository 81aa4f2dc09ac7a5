import { api } from './api.js';
import { createChatLog } from './chat-log.js';
import { attemptInChat, createComposer } from './composer.js';
import { el } from './dom.js';
import { createHeldUpdates } from './held-updates.js';
import { drawMessage } from './message-view.js';

/** Value of the choice «Nhân viên OA» among the members. */
const OA_STAFF = 'oa';

const problems = {
  disabled: 'Nhóm đang bị khóa: gói của nhóm đã hết hạn.',
  noOa: 'OA không còn trong nhóm này: trợ lý không nhận tin.',
};

/**
 * A group chat with the OA, read and written as one of its members. `actions`: `openBar`, `switchTo(key)`,
 * `showMembers(groupId)`, `showDetails(message)`.
 */
export function createGroupWindow(group, oa, { actions, writer }) {
  const root = document.querySelector('#group-template').content.cloneNode(true).firstElementChild;
  const find = (selector) => root.querySelector(selector);
  const notice = find('.notice');
  const role = find('.role-select');
  let current = group;
  let oaName = oa.name;
  let writerId = writer ?? group.members[0]?.residentId ?? OA_STAFF;

  function complain(text) {
    notice.textContent = text;
    notice.hidden = text === '';
  }

  const isMine = ({ from, residentId }) => (writerId === OA_STAFF ? from === 'oa' : residentId === writerId);
  const chat = createChatLog(find('.log'), {
    showsState: false,
    isMine,
    draw: (message, quoted) =>
      drawMessage(message, {
        oaName,
        isMine: isMine(message),
        quoted,
        senderName: message.from === 'oa' ? oaName : message.senderName,
        details: () => actions.showDetails(message),
      }),
  });
  const send = (input) =>
    attemptInChat(complain, () =>
      writerId === OA_STAFF ? api.sendToGroupAsOa(group.id, input) : api.sendToGroup(group.id, writerId, input),
    );
  const composer = createComposer({ send, complain, onOpen: chat.scrollToEnd });
  find('.chat-screen').append(...composer.nodes);

  const held = createHeldUpdates((message) => {
    find('.empty').hidden = true;
    if (chat.has(message.id)) chat.amend(message);
    else chat.append(message);
  });

  const load = () =>
    held.whileLoading(async () => {
      const history = await api.groupHistory(group.id, writerId === OA_STAFF ? undefined : writerId);
      find('.empty').hidden = history.length > 0;
      chat.load(history);
    });

  function showGroup(next) {
    current = next;
    const people = current.members.map(({ residentId, name, isAdmin }) => [
      residentId,
      isAdmin ? `${name} (phó nhóm)` : name,
    ]);
    const choices = [...people, [OA_STAFF, 'Nhân viên OA']];
    root.setAttribute('aria-label', `Nhóm ${current.name}`);
    find('.log').setAttribute('aria-label', `Tin nhắn của nhóm ${current.name}`);
    find('.group-name').textContent = current.name;
    const waiting = current.pending.length === 0 ? '' : `, ${current.pending.length} người chờ`;
    find('.group-size').textContent = `${current.members.length} người${current.hasOa ? ' và OA' : ''}${waiting}`;
    role.replaceChildren(
      ...choices.map(([id, label]) => el('option', { value: id, selected: id === writerId }, label)),
    );
    complain(current.status === 'disabled' ? problems.disabled : current.hasOa ? '' : problems.noOa);
    // Whoever has left reads and writes no more.
    if (!choices.some(([id]) => id === writerId)) writeAs(choices[0][0]);
  }

  function writeAs(id) {
    writerId = id;
    role.value = id;
    void load();
  }

  role.addEventListener('change', () => writeAs(role.value));
  find('.members').addEventListener('click', () => actions.showMembers(group.id));
  find('.close-group').addEventListener('click', actions.close);
  find('.more').addEventListener('click', actions.openBar);
  find('.resident-select').addEventListener('change', ({ target }) => actions.switchTo(target.value));
  showGroup(group);

  return {
    root,
    load,
    showGroup,
    writeAs,
    redraw: chat.redraw,
    focus: composer.focus,
    apply: held.take,
    onShown: chat.scrollToEnd,
    markSeen: () => undefined,
    showOa({ name }) {
      oaName = name;
      chat.redraw();
    },
    showChoices(choices, activeKey) {
      const options = choices.map(({ key, label }) => el('option', { value: key, selected: key === activeKey }, label));
      find('.resident-select').replaceChildren(...options);
    },
  };
}
