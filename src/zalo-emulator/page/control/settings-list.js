import { api } from '../api.js';
import { el, field } from '../dom.js';
import { attempt, toast } from '../toast.js';

/** Every answer on which Zalo's documentation is silent; the names are those of settings.ts. */
export function createSettingsList() {
  const search = el('input', { type: 'search', autocomplete: 'off', placeholder: 'Ví dụ: window, Code, Ms' });
  const rows = el('div', { class: 'stack' });
  const fold = el('details', { class: 'fold' }, el('summary', {}, 'Mọi thiết lập (cho người viết máy khách)'));
  fold.append(
    el('p', { class: 'hint' }, 'Những điều tài liệu Zalo không nói rõ. Giải thích từng mục có trong settings.ts.'),
    field('Tìm thiết lập', search),
    rows,
  );
  let settings = {};

  async function load() {
    settings = await api.settings();
    draw();
  }

  async function change(key, value) {
    const before = settings[key];
    settings = await api.changeSettings({ [key]: value });
    toast(`Đã đặt ${key} = ${value}.`, async () => {
      settings = await api.changeSettings({ [key]: before });
      draw();
    });
  }

  function draw() {
    const wanted = search.value.trim().toLowerCase();
    const fitting = Object.entries(settings).filter(([key]) => key.toLowerCase().includes(wanted));
    rows.replaceChildren(...fitting.map(([key, value]) => field(key, controlFor(key, value))));
  }

  function controlFor(key, value) {
    if (typeof value === 'boolean') {
      const choice = el('select', {}, el('option', { value: 'true' }, 'có'), el('option', { value: 'false' }, 'không'));
      choice.value = String(value);
      choice.addEventListener('change', () => attempt(() => change(key, choice.value === 'true')));
      return choice;
    }
    const isNumber = typeof value === 'number';
    const input = el('input', { type: isNumber ? 'number' : 'text', step: 'any', value: String(value) });
    input.addEventListener('change', () => attempt(() => change(key, isNumber ? Number(input.value) : input.value)));
    return input;
  }

  search.addEventListener('input', draw);
  fold.addEventListener('toggle', () => (fold.open ? void attempt(load) : undefined));
  return {
    node: fold,
    reload: () => (fold.open && !fold.contains(document.activeElement) ? void attempt(load) : undefined),
  };
}
