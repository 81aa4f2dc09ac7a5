import { el } from '../dom.js';
import { copyText } from '../toast.js';

const OPEN_DEPTH = 3;
const MAX_ITEMS = 200;

/** A value of JSON as a tree whose branches open and close. */
export function jsonTree(value, name, depth = 0) {
  const label = name === undefined ? '' : `${name}: `;
  if (value === null || typeof value !== 'object') {
    return el(
      'div',
      { class: 'json-leaf' },
      el('span', { class: 'json-name' }, label),
      JSON.stringify(value) ?? 'undefined',
    );
  }
  const entries = Object.entries(value);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  if (entries.length === 0) return el('div', { class: 'json-leaf' }, `${label}${size}`);
  const branch = el('details', { class: 'json-branch', open: depth < OPEN_DEPTH });
  branch.append(el('summary', {}, el('span', { class: 'json-name' }, label), size));
  for (const [key, child] of entries.slice(0, MAX_ITEMS)) branch.append(jsonTree(child, key, depth + 1));
  if (entries.length > MAX_ITEMS)
    branch.append(el('div', { class: 'json-leaf' }, `… còn ${entries.length - MAX_ITEMS}`));
  return branch;
}

/** A text that is probably JSON: as a tree, with a button that copies it exactly as it was. */
export function jsonText(title, text) {
  const copy = el('button', { type: 'button', class: 'plain-button', 'aria-label': `Chép ${title}` }, 'Chép');
  copy.addEventListener('click', () => copyText(text));
  let content;
  try {
    content = jsonTree(JSON.parse(text));
  } catch {
    content = el('pre', {}, text);
  }
  return el('section', { class: 'json' }, el('div', { class: 'json-head' }, el('h4', {}, title), copy), content);
}
