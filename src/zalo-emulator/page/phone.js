import { api } from './api.js';
import { createChatLog } from './chat-log.js';
import { attemptInChat, createComposer } from './composer.js';
import { el } from './dom.js';
import { emulatorNow } from './emulator-time.js';
import { createHeldUpdates } from './held-updates.js';
import { openInfoForm } from './info-form.js';
import { openMessageMenu } from './message-menu.js';
import { previewText } from './message-text.js';
import { drawMessage, drawNote } from './message-view.js';

const ANSWER_WAIT_MS = 10_000;
const suggestions = ['Xin chào', 'Làm sao nộp hồ sơ trực tuyến?', 'Có người gọi đòi mã OTP'];

/**
 * One phone: the chat of one resident with the OA. `isShown()` says whether a person can see it now; `actions` are what
 * leads out of this chat: `openBar`, `switchTo(key)`, `openMenu(residentId)`, `openGroup(groupId, residentId)`,
 * `showDetails(message)`.
 */
export function createPhone(resident, oa, { isShown, actions }) {
  const root = document.querySelector('#phone-template').content.cloneNode(true).firstElementChild;
  const find = (selector) => root.querySelector(selector);
  const notice = find('.notice');
  const unseen = new Set();
  let oaName = oa.name;
  let waitTimer;
  let seenTimer;
  let person = resident;

  root.setAttribute('aria-label', `Trò chuyện của ${resident.name}`);
  find('.log').setAttribute('aria-label', `Tin nhắn của ${resident.name} với ${oaName}`);
  find('.viewer').textContent = `${resident.name} đang xem`;
  find('.resident-menu').setAttribute('aria-label', `Việc khác của ${resident.name}`);

  function complain(text) {
    notice.textContent = text;
    notice.hidden = text === '';
  }

  const attempt = (action) => attemptInChat(complain, action);
  const send = (input) => attempt(() => api.send(resident.id, input));

  const chat = createChatLog(find('.log'), {
    showsState: true,
    isMine: ({ from }) => from === 'resident',
    draw: (message, quoted) =>
      drawMessage(message, {
        oaName,
        isMine: message.from === 'resident',
        quoted,
        menu: message.from === 'oa' ? () => openMenu(message.id) : undefined,
        fillInfo: () => openInfoForm(person, (info) => api.submitInfo(resident.id, info)),
        details: () => actions.showDetails(message),
        press(index) {
          // A hidden button shows nothing of its own: without this the answer to one further up would come unseen.
          chat.scrollToEnd();
          return attempt(() => api.press(resident.id, message.id, index));
        },
      }),
  });
  const composer = createComposer({ send, complain, onOpen: chat.scrollToEnd });
  find('.chat-screen').append(...composer.nodes);

  function openMenu(messageId) {
    const message = chat.get(messageId);
    openMessageMenu(message, {
      react: (icon) => attempt(() => api.react(resident.id, messageId, icon)),
      reply() {
        const wasAtEnd = chat.isAtEnd();
        composer.quote(message);
        if (wasAtEnd) chat.scrollToEnd();
      },
    });
  }

  const held = createHeldUpdates(apply);

  function watchForAnswer() {
    clearTimeout(waitTimer);
    const last = chat.last();
    if (last === undefined || last.from === 'oa') return complain('');
    const waitMs = Math.max(0, last.sentAtMs + ANSWER_WAIT_MS - emulatorNow());
    if (last.state !== 'failed') complain('');
    waitTimer = setTimeout(() => complain('Trợ lý chưa trả lời… Bác chờ thêm một chút, hoặc nhắn lại nhé.'), waitMs);
    return undefined;
  }

  function trackUnseen({ id, from, state }) {
    if (from === 'oa' && state !== 'seen') unseen.add(id);
    else unseen.delete(id);
  }

  function markSeen() {
    clearTimeout(seenTimer);
    if (unseen.size === 0 || document.hidden || !isShown() || find('.chat-screen').hidden) return;
    seenTimer = setTimeout(() => api.seen(resident.id).catch(() => undefined), 300);
  }

  function apply(message) {
    trackUnseen(message);
    if (chat.has(message.id)) chat.amend(message);
    else {
      find('.empty').hidden ||= !message.hidden;
      chat.append(message);
      watchForAnswer();
    }
    markSeen();
  }

  function showResident(next) {
    person = next;
    find('.follow-strip').hidden = person.follows;
    find('.follow-state').textContent = person.follows ? 'Bạn đang quan tâm OA này.' : 'Bạn chưa quan tâm OA này.';
    find('.follow-toggle').textContent = person.follows ? 'Bỏ quan tâm' : 'Quan tâm';
  }

  function showOa({ name }) {
    oaName = name;
    for (const node of root.querySelectorAll('.oa-name')) node.textContent = name;
  }

  function showList(list) {
    find('.chat-screen').hidden = list;
    find('.list-screen').hidden = !list;
    const last = chat.lastShown();
    find('.preview').textContent = last === undefined ? 'Chưa có tin nhắn' : previewText(last);
    find(list ? '.conversation' : '.back').focus();
    if (!list) {
      chat.scrollToEnd();
      markSeen();
    }
  }

  const toggleFollow = () => attempt(() => api.act(resident.id, person.follows ? 'unfollow' : 'follow'));
  find('.follow').addEventListener('click', toggleFollow);
  find('.follow-toggle').addEventListener('click', toggleFollow);
  find('.back').addEventListener('click', () => showList(true));
  find('.conversation').addEventListener('click', () => showList(false));
  find('.more').addEventListener('click', actions.openBar);
  find('.resident-menu').addEventListener('click', () => actions.openMenu(resident.id));
  find('.resident-select').addEventListener('change', ({ target }) => actions.switchTo(target.value));
  for (const text of suggestions) {
    const chip = el('button', { type: 'button', class: 'chip' }, text);
    chip.addEventListener('click', () => send({ kind: 'text', text }));
    find('.chips').append(chip);
  }
  showResident(resident);
  showOa(oa);

  return {
    root,
    showResident,
    showOa,
    markSeen,
    redraw: chat.redraw,
    focus: composer.focus,
    apply: held.take,
    /** A send of the OA that did not reach this resident, for developers. */
    note(id, atMs, text, details) {
      if (!chat.has(id)) chat.addNote(id, atMs, drawNote(text, details));
    },
    load: () =>
      held.whileLoading(async () => {
        const history = await api.history(resident.id);
        unseen.clear();
        for (const message of history) trackUnseen(message);
        find('.empty').hidden = history.some(({ hidden }) => !hidden);
        chat.load(history);
        watchForAnswer();
        markSeen();
      }),
    onShown() {
      chat.scrollToEnd();
      markSeen();
    },
    /** Fills the list of chats in the head of a phone screen; `choices` = [{key, label}]. */
    showChoices(choices, activeKey) {
      const options = choices.map(({ key, label }) => el('option', { value: key, selected: key === activeKey }, label));
      find('.resident-select').replaceChildren(...options);
    },
    /** The groups this resident is in, in the list of conversations. */
    showGroups(groups) {
      const rows = groups.map(({ id, name, members }) => {
        const text = el('span', { class: 'conversation-text' }, el('strong', {}, name));
        text.append(el('span', { class: 'preview' }, `Nhóm ${members.length} người và OA`));
        const initial = el('span', { class: 'initial large', 'aria-hidden': 'true' }, name.slice(0, 1));
        const row = el('button', { type: 'button', class: 'conversation' }, initial, text);
        row.addEventListener('click', () => actions.openGroup(id, resident.id));
        return row;
      });
      find('.group-rows').replaceChildren(...rows);
    },
  };
}
