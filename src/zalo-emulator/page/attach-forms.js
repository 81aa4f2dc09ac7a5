import { button, el, field } from './dom.js';

/** A form that asks for a web address to share; `send(input)` posts it. */
export function linkForm(send, cancel) {
  const url = el('input', {
    type: 'url',
    required: true,
    placeholder: 'https://dichvucong.gov.vn/',
    maxlength: '2000',
  });
  const description = el('input', { type: 'text', maxlength: '500', autocomplete: 'off' });
  return attachForm([field('Địa chỉ trang', url), field('Lời giới thiệu', description)], cancel, () =>
    send({ kind: 'link', url: url.value.trim(), description: description.value.trim() }),
  );
}

/** A form that asks for the phone number of a business card. */
export function businessCardForm(send, cancel) {
  const phone = el('input', {
    type: 'tel',
    required: true,
    pattern: '\\+?[0-9]{8,15}',
    title: 'Từ 8 đến 15 chữ số',
    placeholder: '84912345678',
    autocomplete: 'off',
  });
  return attachForm([field('Số điện thoại của người được giới thiệu', phone)], cancel, () =>
    send({ kind: 'business_card', phone: phone.value }),
  );
}

function attachForm(fields, cancel, onSubmit) {
  const submit = el('button', { type: 'submit', class: 'main-button' }, 'Gửi đi');
  const actions = el('div', { class: 'dialog-actions' }, button('Thôi', cancel), submit);
  const form = el('form', { class: 'attach-form' }, ...fields, actions);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void onSubmit();
  });
  return form;
}
