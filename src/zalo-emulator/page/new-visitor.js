import { api } from './api.js';
import { openDialog } from './dialog.js';
import { button, el, field } from './dom.js';
import { problemText } from './toast.js';

/** Asks what to call one more visitor of the OA's web chat; `onCreated(visitor)` runs when there is one. */
export function openNewVisitor(people, onCreated) {
  const name = el('input', { type: 'text', required: true, maxlength: '40', autocomplete: 'off' });
  name.value = `Khách ${people.visitors.size + 1}`;
  const problem = el('p', { class: 'problem', role: 'alert' });
  const form = el(
    'form',
    { class: 'stack' },
    field('Tên gọi của khách', name, 'Chỉ trang này dùng: OA thấy khách là người ẩn danh, không thấy tên.'),
    problem,
    el(
      'div',
      { class: 'dialog-actions' },
      button('Thôi', () => dialog.close()),
      el('button', { type: 'submit', class: 'main-button' }, 'Thêm khách'),
    ),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (name.value.trim() === '') return;
    try {
      const visitor = await api.createVisitor(name.value.trim());
      dialog.close();
      await onCreated(visitor);
    } catch (error) {
      problem.textContent = problemText(error);
    }
  });
  const dialog = openDialog('Khách trên trang web', [form]);
  name.select();
}
