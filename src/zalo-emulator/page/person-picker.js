import { el } from './dom.js';
import { toSearchable } from './text.js';

const MAX_CHOICES = 8;

/**
 * Finds a person by name: `candidates()` lists who may be chosen, `actions` = [{label, run(resident)}] are offered at each.
 */
export function createPersonPicker(label, candidates, actions) {
  const search = el('input', { type: 'search', autocomplete: 'off', placeholder: 'Gõ tên để tìm' });
  const found = el('ul', { class: 'picker-list' });

  function draw() {
    const wanted = toSearchable(search.value.trim());
    const fitting = candidates().filter(({ name }) => toSearchable(name).includes(wanted));
    const rows = fitting.slice(0, MAX_CHOICES).map((resident) => {
      const row = el('li', { class: 'person-row' }, el('span', { class: 'person-name' }, resident.name));
      for (const { label: text, run } of actions) {
        const node = el('button', { type: 'button', class: 'plain-button' }, text);
        node.setAttribute('aria-label', `${text}: ${resident.name}`);
        node.addEventListener('click', async () => {
          await run(resident);
          draw();
        });
        row.append(node);
      }
      return row;
    });
    const left = fitting.length - rows.length;
    if (left > 0) rows.push(el('li', { class: 'hint' }, `Còn ${left} người nữa.`));
    if (fitting.length === 0) rows.push(el('li', { class: 'hint' }, 'Không còn ai.'));
    found.replaceChildren(...rows);
  }

  search.addEventListener('input', draw);
  draw();
  return { node: el('div', { class: 'picker' }, el('label', { class: 'field' }, label, search), found), draw };
}
