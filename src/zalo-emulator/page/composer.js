import { createAttachSheet } from './attach-sheet.js';
import { el, iconButton } from './dom.js';
import { previewText } from './message-text.js';

/**
 * Where a person types: text field, attachments, send. `send(input)` posts a message, `complain(text)` shows a problem
 * (empty = none), `onOpen()` runs when the sheet of attachments covers part of the chat; `kinds` = what can be attached,
 * default everything.
 */
export function createComposer({ send, complain, onOpen, kinds }) {
  const attach = iconButton('plus', 'Đính kèm', 'attach', toggleSheet);
  const typed = el('textarea', {
    class: 'typed',
    rows: '1',
    'aria-label': 'Tin nhắn',
    placeholder: 'Tin nhắn',
    enterkeyhint: 'send',
  });
  const submit = iconButton('send', 'Gửi', 'send', () => undefined);
  submit.type = 'submit';
  const form = el('form', { class: 'composer' }, attach, typed, submit);
  const sheetNode = el('div', { class: 'sheet', hidden: true });
  const quoteStrip = el('div', { class: 'quote-strip', hidden: true });
  let quoted;
  attach.setAttribute('aria-expanded', 'false');

  const sheet = createAttachSheet(sheetNode, {
    send,
    complain,
    kinds,
    onClose() {
      attach.setAttribute('aria-expanded', 'false');
      attach.focus();
    },
  });

  function toggleSheet() {
    if (sheet.isOpen()) return sheet.close();
    sheet.open();
    attach.setAttribute('aria-expanded', 'true');
    return onOpen();
  }

  function submitTyped() {
    const text = typed.value.trim();
    if (text === '') return;
    typed.value = '';
    typed.style.height = '';
    void send({ kind: 'text', text, quotedMessageId: quoted?.id });
    showQuote(undefined);
  }

  function showQuote(message) {
    quoted = message;
    quoteStrip.hidden = message === undefined;
    if (message === undefined) return quoteStrip.replaceChildren();
    const drop = iconButton('close', 'Bỏ trả lời', 'drop-quote', () => {
      showQuote(undefined);
      typed.focus();
    });
    return quoteStrip.replaceChildren(el('p', {}, el('strong', {}, 'Trả lời: '), previewText(message)), drop);
  }

  form.addEventListener('submit', (event) => {
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

  return {
    nodes: [quoteStrip, form, sheetNode],
    focus: () => typed.focus(),
    /** The next text answers this message. */
    quote(message) {
      showQuote(message);
      typed.focus();
    },
  };
}

/** Posts something of a chat; problems are shown in it. Resolves to whether it worked. */
export async function attemptInChat(complain, action) {
  try {
    await action();
    return true;
  } catch (error) {
    const isDead = error.code === 'network';
    complain(isDead ? 'Máy giả lập không trả lời. Bác thử lại sau.' : `Không gửi được (${error.code}).`);
    return false;
  }
}
