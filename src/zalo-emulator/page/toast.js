import { button, el } from './dom.js';

const SHOWN_MS = 10_000;
const area = el('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });

/** Says something at the foot of the page; with `undo`, offers to take it back while it is shown. */
export function toast(text, undo) {
  // A modal window makes the rest of the page unusable: the message belongs inside it.
  const host = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  if (area.parentNode !== host) host.append(area);
  const node = el('div', { class: 'toast' }, el('span', {}, text));
  let timer = setTimeout(() => node.remove(), SHOWN_MS);
  node.addEventListener('focusin', () => clearTimeout(timer));
  node.addEventListener('focusout', () => {
    timer = setTimeout(() => node.remove(), SHOWN_MS);
  });
  if (undo !== undefined) {
    const takeBack = async () => {
      node.remove();
      await attempt(undo);
    };
    node.append(button('Hoàn tác', takeBack));
  }
  area.replaceChildren(node);
}

/** Runs an action on the emulator; says what went wrong, and resolves to undefined then. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(problemText(error));
    return undefined;
  }
}

export function problemText(error) {
  if (error.code === 'network') return 'Máy giả lập không trả lời. Thử lại sau nhé.';
  return error.code === undefined ? String(error) : `Không làm được (${error.code}). ${error.message}`;
}

/** Puts a text on the clipboard; pages not served from this machine have no clipboard and select it instead. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const holder = el('textarea', { class: 'visually-hidden', 'aria-hidden': 'true' });
    holder.value = text;
    const host = document.querySelector('dialog[open]') ?? document.body;
    host.append(holder);
    holder.select();
    document.execCommand('copy');
    holder.remove();
  }
  toast('Đã chép.');
}

/** Gives the person a file to keep. */
export function saveFile(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  el('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), SHOWN_MS);
}
