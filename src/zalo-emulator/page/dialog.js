import { button, el } from './dom.js';

let nextId = 1;

/** Opens a modal window and returns its `close`; Escape and «Đóng» close it too, and the focus goes back. */
export function openDialog(title, children, { onClose } = {}) {
  const titleId = `dialog-title-${nextId++}`;
  const dialog = el('dialog', { class: 'dialog', 'aria-labelledby': titleId });
  const close = () => dialog.close();
  dialog.append(
    el('div', { class: 'dialog-head' }, el('h2', { id: titleId }, title), button('Đóng', close)),
    el('div', { class: 'dialog-body' }, ...children),
  );
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return { close, body: dialog.querySelector('.dialog-body') };
}

/** Asks before something is lost; resolves to true when the person agrees. The safe answer has the focus. */
export function confirmLoss(title, text, agree) {
  return new Promise((resolve) => {
    let agreed = false;
    const decide = () => {
      agreed = true;
      dialog.close();
    };
    const actions = el(
      'div',
      { class: 'dialog-actions' },
      button('Thôi', () => dialog.close()),
    );
    const dialog = openDialog(title, [el('p', {}, text), actions], { onClose: () => resolve(agreed) });
    actions.append(button(agree, decide, 'danger-button'));
    actions.firstElementChild.focus();
  });
}
