import { api } from './api.js';
import { openDialog } from './dialog.js';
import { button, el, field } from './dom.js';
import { createPersonPicker } from './person-picker.js';
import { problemText } from './toast.js';

/** Asks for a new group as an admin does in OA Manager; `onCreated(group)` runs when Zalo's rules allow it. */
export function openNewGroup(people, onCreated) {
  const chosen = new Set();
  const name = el('input', { type: 'text', required: true, maxlength: '100', autocomplete: 'off' });
  const description = el('input', { type: 'text', maxlength: '500', autocomplete: 'off' });
  const members = el('ul', { class: 'picker-list' });
  const problem = el('p', { class: 'problem', role: 'alert' });
  const picker = createPersonPicker(
    'Thêm thành viên (cần ít nhất một quản trị viên của OA; mặc định là người đầu tiên trong danh sách)',
    () => [...people.residents.values()].filter(({ id }) => !chosen.has(id)),
    [
      {
        label: 'Chọn',
        run({ id }) {
          chosen.add(id);
          drawMembers();
        },
      },
    ],
  );

  function drawMembers() {
    members.replaceChildren(
      ...[...chosen].map((id) => {
        const drop = button('Bỏ', () => {
          chosen.delete(id);
          drawMembers();
          picker.draw();
        });
        drop.setAttribute('aria-label', `Bỏ: ${people.nameOf(id)}`);
        return el('li', { class: 'person-row' }, el('span', { class: 'person-name' }, people.nameOf(id)), drop);
      }),
    );
  }

  const submit = el('button', { type: 'submit', class: 'main-button' }, 'Tạo nhóm');
  const form = el(
    'form',
    { class: 'stack' },
    field('Tên nhóm', name),
    field('Mô tả', description),
    el('h3', {}, 'Thành viên'),
    members,
    picker.node,
    problem,
    el('div', { class: 'dialog-actions' }, submit),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const group = await api.createGroup({
        name: name.value.trim(),
        description: description.value.trim(),
        memberIds: [...chosen],
      });
      dialog.close();
      onCreated(group);
    } catch (error) {
      problem.textContent = problemText(error);
    }
  });
  const dialog = openDialog('Tạo nhóm chat', [form]);
  name.focus();
}
