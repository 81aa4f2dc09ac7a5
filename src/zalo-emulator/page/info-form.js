import { openDialog } from './dialog.js';
import { button, el, field } from './dom.js';
import { problemText, toast } from './toast.js';

/**
 * The form behind a card that asks for information, filled in as `resident`; `submit(info)` posts it. Only name and phone
 * number are needed.
 */
export function openInfoForm(resident, submit) {
  const text = (attributes) => el('input', { type: 'text', maxlength: '200', autocomplete: 'off', ...attributes });
  const name = text({ required: true, maxlength: '100', value: resident.name });
  const phone = text({
    type: 'tel',
    required: true,
    pattern: '[+0-9 .]{8,20}',
    title: 'Số điện thoại, từ 8 đến 15 chữ số',
    placeholder: '0912 345 678',
    value: resident.phone,
  });
  const birthDate = text({
    inputmode: 'numeric',
    pattern: '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}',
    title: 'Ngày/tháng/năm',
    placeholder: '31/12/1960',
  });
  const gender = el('select', {}, ...['', 'Nam', 'Nữ'].map((value) => el('option', { value }, value || 'Không nói')));
  const street = text({ placeholder: 'Số nhà, ấp hoặc khu phố' });
  const ward = text({ placeholder: 'Phường Bình Phước' });
  const city = text({ placeholder: 'Đồng Nai' });
  const problem = el('p', { class: 'problem', role: 'alert' });
  const form = el(
    'form',
    { class: 'stack' },
    field('Họ và tên', name),
    field('Số điện thoại', phone),
    field('Địa chỉ', street),
    field('Phường, xã', ward),
    field('Tỉnh, thành phố', city),
    field('Ngày sinh', birthDate),
    field('Giới tính', gender),
    problem,
    el(
      'div',
      { class: 'dialog-actions' },
      button('Thôi', () => dialog.close()),
      el('button', { type: 'submit', class: 'main-button' }, 'Gửi thông tin'),
    ),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const given = { street, ward, city, birthDate, gender };
    const filled = Object.entries(given).map(([key, input]) => [key, input.value.trim()]);
    const rest = Object.fromEntries(filled.filter(([, value]) => value !== ''));
    try {
      await submit({ name: name.value.trim(), phone: withCountryCode(phone.value), ...rest });
      dialog.close();
      toast('Đã gửi thông tin cho trợ lý.');
    } catch (error) {
      problem.textContent = problemText(error);
    }
  });
  const dialog = openDialog('Gửi thông tin của bạn', [form]);
  name.focus();
}

/** Zalo's numbers carry the country code: 0912 345 678 is 84912345678. */
function withCountryCode(typed) {
  return typed.replaceAll(/\D/g, '').replace(/^0/, '84');
}
