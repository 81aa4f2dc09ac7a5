import { api } from './api.js';
import { createAttachSheet } from './attach-sheet.js';
import { drawMessage, previewText, stateText } from './message-view.js';
import { el, toDay } from './text.js';

const ANSWER_WAIT_MS = 10_000;
const suggestions = ['Xin chào', 'Làm sao nộp hồ sơ trực tuyến?', 'Có người gọi đòi mã OTP'];
const stateRank = { sending: 0, failed: 1, received: 2, seen: 3 };

/** One phone: the chat of one resident with the OA. `isShown()` says whether a person can see it now. */
export function createPhone(resident, oa, { isShown, onSwitch, onMenu }) {
  const root = document.querySelector('#phone-template').content.cloneNode(true).firstElementChild;
  const find = (selector) => root.querySelector(selector);
  const log = find('.log');
  const typed = find('.typed');
  const notice = find('.notice');
  const messages = new Map();
  let waitTimer;
  let seenTimer;
  let person = resident;

  root.dataset.residentId = resident.id;
  root.setAttribute('aria-label', `Trò chuyện của ${resident.name}`);
  log.setAttribute('aria-label', `Tin nhắn của ${resident.name} với ${oa.name}`);
  for (const name of root.querySelectorAll('.oa-name')) name.textContent = oa.name;
  find('.viewer').textContent = `${resident.name} đang xem`;
  const stateLine = el('p', { class: 'state' });

  function complain(text) {
    notice.textContent = text;
    notice.hidden = text === '';
  }

  async function attempt(action) {
    try {
      await action();
    } catch (error) {
      complain(
        error.code === 'network' ? 'Máy giả lập không trả lời. Bác thử lại sau.' : `Không gửi được (${error.code}).`,
      );
    }
  }

  const send = (input) => attempt(() => api.send(resident.id, input));
  const sheet = createAttachSheet(find('.sheet'), {
    send,
    complain,
    onClose() {
      find('.attach').setAttribute('aria-expanded', 'false');
      find('.attach').focus();
    },
  });

  function isAtEnd() {
    return log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  }

  function scrollToEnd() {
    log.scrollTop = log.scrollHeight;
  }

  function append(message) {
    const follow = message.from === 'resident' || isAtEnd();
    const last = [...messages.values()].at(-1)?.message;
    const entry = { message, node: undefined };
    messages.set(message.id, entry);
    if (message.hidden) return;
    find('.empty').hidden = true;
    if (last === undefined || toDay(last.sentAtMs) !== toDay(message.sentAtMs)) {
      log.append(el('p', { class: 'day' }, el('span', {}, toDay(message.sentAtMs))));
    }
    const press = (index) => {
      // A hidden button shows nothing of its own: without this the answer to one further up would come unseen.
      scrollToEnd();
      return attempt(() => api.press(resident.id, message.id, index));
    };
    entry.node = drawMessage(message, oa.name, messages.get(message.quotedMessageId)?.message, { press });
    log.append(entry.node);
    for (const picture of entry.node.querySelectorAll('img')) {
      picture.addEventListener('load', () => (follow ? scrollToEnd() : undefined));
    }
    showStates();
    if (follow) scrollToEnd();
  }

  function amend(entry, message) {
    if (stateRank[message.state] < stateRank[entry.message.state]) return;
    entry.message = message;
    if (entry.node === undefined) return;
    entry.node.querySelector('.reaction')?.remove();
    if (message.reaction) {
      const label = `Trợ lý đã thả cảm xúc ${message.reaction}`;
      entry.node
        .querySelector('.card')
        .append(el('span', { class: 'reaction', role: 'img', 'aria-label': label }, '♥'));
    }
    showStates();
  }

  /** Zalo shows the state once, under the last message the resident sent; failures stay at their message. */
  function showStates() {
    const mine = [...messages.values()].filter(
      ({ message, node }) => message.from === 'resident' && node !== undefined,
    );
    for (const { message, node } of mine) {
      node.classList.toggle('failed', message.state === 'failed');
      const failure = node.querySelector('.failure');
      if (message.state !== 'failed') failure?.remove();
      else if (failure === null) node.querySelector('.card').append(el('p', { class: 'failure' }, stateText(message)));
      else failure.textContent = stateText(message);
    }
    const last = mine.at(-1);
    if (last === undefined || last.message.state === 'failed') return stateLine.remove();
    stateLine.textContent = stateText(last.message);
    if (last.node.nextSibling !== stateLine) last.node.after(stateLine);
    return undefined;
  }

  function watchForAnswer() {
    clearTimeout(waitTimer);
    const last = [...messages.values()].at(-1)?.message;
    if (last === undefined || last.from === 'oa') return complain('');
    const waitMs = Math.max(0, last.sentAtMs + ANSWER_WAIT_MS - Date.now());
    if (last.state !== 'failed') complain('');
    waitTimer = setTimeout(() => complain('Trợ lý chưa trả lời… Bác chờ thêm một chút, hoặc nhắn lại nhé.'), waitMs);
    return undefined;
  }

  function markSeen() {
    clearTimeout(seenTimer);
    const unread = [...messages.values()].some(({ message }) => message.from === 'oa' && message.state !== 'seen');
    if (!unread || document.hidden || !isShown(resident.id) || find('.chat-screen').hidden) return;
    seenTimer = setTimeout(() => api.seen(resident.id).catch(() => undefined), 300);
  }

  function apply(message) {
    const entry = messages.get(message.id);
    if (entry === undefined) {
      append(message);
      watchForAnswer();
    } else {
      amend(entry, message);
    }
    markSeen();
  }

  function showResident(next) {
    person = next;
    find('.follow-strip').hidden = person.follows;
    find('.follow-state').textContent = person.follows ? 'Bạn đang quan tâm OA này.' : 'Bạn chưa quan tâm OA này.';
    find('.follow-toggle').textContent = person.follows ? 'Bỏ quan tâm' : 'Quan tâm';
  }

  function showList(list) {
    find('.chat-screen').hidden = list;
    find('.list-screen').hidden = !list;
    const last = [...messages.values()].findLast(({ message }) => !message.hidden)?.message;
    find('.preview').textContent = last === undefined ? 'Chưa có tin nhắn' : previewText(last);
    find(list ? '.conversation' : '.back').focus();
    if (!list) {
      scrollToEnd();
      markSeen();
    }
  }

  function submitTyped() {
    const text = typed.value.trim();
    if (text === '') return;
    typed.value = '';
    typed.style.height = '';
    void send({ kind: 'text', text });
  }

  const toggleFollow = () => attempt(() => (person.follows ? api.unfollow(resident.id) : api.follow(resident.id)));
  find('.follow').addEventListener('click', toggleFollow);
  find('.follow-toggle').addEventListener('click', toggleFollow);
  find('.back').addEventListener('click', () => showList(true));
  find('.conversation').addEventListener('click', () => showList(false));
  find('.more').addEventListener('click', onMenu);
  find('.resident-select').addEventListener('change', (event) => onSwitch(event.target.value));
  find('.attach').addEventListener('click', () => {
    if (sheet.isOpen()) return sheet.close();
    sheet.open();
    find('.attach').setAttribute('aria-expanded', 'true');
    return scrollToEnd();
  });
  find('.composer').addEventListener('submit', (event) => {
    event.preventDefault();
    submitTyped();
  });
  typed.addEventListener('keydown', (event) => {
    // isComposing: Enter that ends a Vietnamese input method's word must not send.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submitTyped();
  });
  typed.addEventListener('input', () => {
    typed.style.height = 'auto';
    typed.style.height = `${typed.scrollHeight}px`;
  });
  for (const text of suggestions) {
    const chip = el('button', { type: 'button', class: 'chip' }, text);
    chip.addEventListener('click', () => send({ kind: 'text', text }));
    find('.chips').append(chip);
  }
  showResident(resident);

  return {
    root,
    apply,
    showResident,
    markSeen,
    scrollToEnd,
    /** Replaces everything shown by this history. */
    load(history) {
      for (const node of log.querySelectorAll(':scope > :not(.empty)')) node.remove();
      messages.clear();
      find('.empty').hidden = false;
      for (const message of history) append(message);
      watchForAnswer();
      scrollToEnd();
      markSeen();
    },
    showResidents(residents) {
      const options = residents.map(({ id, name }) => el('option', { value: id, selected: id === resident.id }, name));
      find('.resident-select').replaceChildren(...options);
    },
  };
}
