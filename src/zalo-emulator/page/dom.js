const base = document.documentElement.dataset.base ?? '';

/** URL of a file of this page. */
export const pageUrl = (name) => `${base}/page/${name}`;

/** Creates an element; text children are always text, never HTML. `onclick` and the like take functions. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== undefined));
  return node;
}

export function button(label, onClick, className = 'plain-button') {
  return el('button', { type: 'button', class: className, onclick: onClick }, label);
}

export const icon = (name) => spriteIcon('icons.svg', name);

/** A drawing out of a file that holds several. */
export function spriteIcon(file, name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `${pageUrl(file)}#${name}`);
  svg.append(use);
  return svg;
}

export function iconButton(iconName, label, className, onClick) {
  const node = el('button', { type: 'button', class: `icon-button ${className}`, 'aria-label': label }, icon(iconName));
  node.addEventListener('click', onClick);
  return node;
}

/** A labelled control in a row of its own; `hint` explains it in one sentence. */
export function field(label, control, hint) {
  return el(
    'label',
    { class: 'field' },
    el('span', { class: 'field-label' }, label),
    control,
    hint === undefined ? undefined : el('span', { class: 'hint' }, hint),
  );
}

/** A switch with its label; `onChange(checked)`. The input is the label's own `control`. */
export function switchRow(label, checked, onChange, hint) {
  const input = el('input', { type: 'checkbox', role: 'switch', checked });
  input.addEventListener('change', () => onChange(input.checked));
  const text = el('span', { class: 'switch-text' }, el('span', {}, label));
  if (hint !== undefined) text.append(el('span', { class: 'hint' }, hint));
  const track = el('span', { class: 'switch-track', 'aria-hidden': 'true' });
  return el('label', { class: 'switch' }, input, track, text);
}

export function outsideLink(url, ...children) {
  return el('a', { href: safeUrl(url), target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

/** Links of a message come from anybody: only web addresses may be opened by a click. */
function safeUrl(url) {
  return /^(?:https?:|blob:|\/)/i.test(url ?? '') ? url : undefined;
}

/** Text with its web addresses as links; line breaks are kept by CSS (pre-wrap). */
export function linkify(text) {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"«»]+/g)) {
    const url = match[0].replace(/[.,;:!?)\]”’]+$/, '');
    fragment.append(text.slice(end, match.index), outsideLink(url, url));
    end = match.index + url.length;
  }
  fragment.append(text.slice(end));
  return fragment;
}

/** Runs `run` at most once in `delayMs`, however often it is asked for: a busy OA changes thousands of times a second. */
export function throttle(run, delayMs) {
  let timer;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      run();
    }, delayMs);
  };
}
