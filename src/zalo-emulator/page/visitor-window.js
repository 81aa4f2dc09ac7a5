import { api } from './api.js';
import { createChatLog } from './chat-log.js';
import { attemptInChat, createComposer } from './composer.js';
import { el } from './dom.js';
import { createHeldUpdates } from './held-updates.js';
import { drawMessage, drawNote } from './message-view.js';

/** What a web chat can carry beside text. */
const ATTACHABLE = ['image', 'file', 'sticker'];

/**
 * The web chat of one visitor, who has no Zalo account. `actions`: `openBar`, `switchTo(key)`, `showDetails(message)`,
 * `close()`.
 */
export function createVisitorWindow(visitor, oa, { actions }) {
  const { anonymousId, name } = visitor;
  const root = document.querySelector('#visitor-template').content.cloneNode(true).firstElementChild;
  const find = (selector) => root.querySelector(selector);
  const notice = find('.notice');
  let oaName = oa.name;

  root.setAttribute('aria-label', `Trò chuyện của ${name}`);
  find('.viewer.wide-only').textContent = `${name} đang xem trang web`;

  function complain(text) {
    notice.textContent = text;
    notice.hidden = text === '';
  }

  const isMine = ({ from }) => from === 'resident';
  const chat = createChatLog(find('.log'), {
    showsState: true,
    isMine,
    draw: (message, quoted) =>
      drawMessage(message, {
        oaName,
        isMine: isMine(message),
        quoted,
        details: () => actions.showDetails(message),
      }),
  });
  const composer = createComposer({
    send: (input) => attemptInChat(complain, () => api.sendAsVisitor(anonymousId, input)),
    complain,
    onOpen: chat.scrollToEnd,
    kinds: ATTACHABLE,
  });
  find('.chat-screen').append(...composer.nodes);

  const held = createHeldUpdates((message) => {
    find('.empty').hidden = true;
    if (chat.has(message.id)) return chat.amend(message);
    complain('');
    return chat.append(message);
  });

  function showOa(next) {
    oaName = next.name;
    find('.oa-name').textContent = oaName;
    find('.log').setAttribute('aria-label', `Tin nhắn của ${name} với ${oaName}`);
    chat.redraw();
  }

  find('.close-visitor').addEventListener('click', actions.close);
  find('.more').addEventListener('click', actions.openBar);
  find('.resident-select').addEventListener('change', ({ target }) => actions.switchTo(target.value));
  showOa(oa);

  return {
    root,
    showOa,
    redraw: chat.redraw,
    focus: composer.focus,
    apply: held.take,
    onShown: chat.scrollToEnd,
    markSeen: () => undefined,
    load: () =>
      held.whileLoading(async () => {
        const history = await api.visitorHistory(anonymousId);
        find('.empty').hidden = history.length > 0;
        chat.load(history);
      }),
    /** A send of the OA that did not reach this visitor, for developers. */
    note(id, atMs, text, details) {
      if (!chat.has(id)) chat.addNote(id, atMs, drawNote(text, details));
    },
    showChoices(choices, activeKey) {
      const options = choices.map(({ key, label }) => el('option', { value: key, selected: key === activeKey }, label));
      find('.resident-select').replaceChildren(...options);
    },
  };
}
