import { button, el, field, switchRow, throttle } from '../dom.js';
import { toSearchable } from '../text.js';

const MAX_ROWS = 100;
const REDRAW_MS = 250;

/**
 * A list of records, newest first, with filters by person and by failures, a pause, and each record in full on demand.
 *
 * `items()` lists all records oldest first; `toRow(item)` gives the cells; `view(item)` the full record; `isBad(item)`
 * marks failures; `searchOf(item)` is what the filter looks into.
 */
export function createLogList({ bodyId, caption, columns, items, toRow, view, isBad, searchOf }) {
  const search = el('input', { type: 'search', autocomplete: 'off', placeholder: 'Tên, mã người, sự kiện…' });
  const failures = switchRow('Chỉ lỗi', false, () => draw());
  const pause = button('Tạm dừng', togglePause);
  const count = el('p', { class: 'hint', role: 'status' });
  const body = el('tbody', { id: bodyId, role: 'rowgroup' });
  const head = el(
    'tr',
    { role: 'row' },
    ...columns.map((column) => el('th', { scope: 'col', role: 'columnheader' }, column)),
  );
  head.append(el('th', { scope: 'col', role: 'columnheader' }, el('span', { class: 'visually-hidden' }, 'Nội dung')));
  const table = el('table', { role: 'table', 'aria-label': caption }, el('thead', { role: 'rowgroup' }, head), body);
  const drawn = new Map();
  const expanded = new Set();
  let isShown = false;
  let isPaused = false;

  function togglePause() {
    isPaused = !isPaused;
    pause.textContent = isPaused ? 'Chạy tiếp' : 'Tạm dừng';
    pause.setAttribute('aria-pressed', String(isPaused));
    if (!isPaused) draw();
  }

  function fits(item) {
    if (failures.control.checked && !isBad(item)) return false;
    const wanted = toSearchable(search.value.trim());
    return wanted === '' || toSearchable(searchOf(item)).includes(wanted);
  }

  /** The newest that fit, newest first: looks no further back than it must. */
  function newest() {
    const found = [];
    const all = items();
    for (let i = all.length - 1; i >= 0 && found.length < MAX_ROWS; i--) if (fits(all[i])) found.push(all[i]);
    return found;
  }

  function draw() {
    if (!isShown) return;
    const found = newest();
    const ids = new Set(found.map(({ id }) => id));
    for (const [id, nodes] of drawn) {
      if (ids.has(id)) continue;
      for (const node of nodes) node.remove();
      drawn.delete(id);
      expanded.delete(id);
    }
    let place = body.firstChild;
    for (const item of found) {
      const known = drawn.get(item.id);
      if (known === undefined) {
        const row = drawRow(item);
        drawn.set(item.id, [row]);
        body.insertBefore(row, place);
      } else place = known.at(-1).nextSibling;
    }
    count.textContent = found.length === 0 ? 'Không có gì để hiện.' : `${found.length} dòng mới nhất.`;
  }

  function drawRow(item) {
    const cells = toRow(item).map((cell, i) => el('td', { role: 'cell', class: `cell-${i}` }, cell));
    const open = button('Xem', () => toggle(item, row, open));
    open.setAttribute('aria-expanded', 'false');
    const row = el('tr', { role: 'row', class: isBad(item) ? 'bad' : '' }, ...cells);
    row.append(el('td', { role: 'cell', class: 'cell-open' }, open));
    return row;
  }

  function toggle(item, row, open) {
    const isOpen = !expanded.has(item.id);
    open.textContent = isOpen ? 'Thu lại' : 'Xem';
    open.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) {
      expanded.add(item.id);
      const full = el(
        'tr',
        { role: 'row', class: 'full' },
        el('td', { role: 'cell', colspan: columns.length + 1 }, view(item)),
      );
      row.after(full);
      drawn.set(item.id, [row, full]);
    } else {
      expanded.delete(item.id);
      drawn.get(item.id)[1].remove();
      drawn.set(item.id, [row]);
    }
  }

  search.addEventListener('input', draw);

  return {
    node: el(
      'div',
      { class: 'log-list' },
      el('div', { class: 'log-tools' }, field('Lọc', search), failures, pause),
      count,
      table,
    ),
    refresh: throttle(() => (isPaused ? undefined : draw()), REDRAW_MS),
    show() {
      isShown = true;
      draw();
    },
    hide() {
      isShown = false;
    },
  };
}
