import { el, icon, outsideLink } from './dom.js';

/** The buttons under a message of the OA; `press(index)` sends an `oa.query.*` one, undefined where they are dead. */
export function drawButtons(buttons, press) {
  const list = el('div', { class: 'buttons', role: 'group', 'aria-label': 'Lựa chọn' });
  for (const [index, button] of buttons.entries()) list.append(drawButton(button, index, press));
  return list;
}

function drawButton({ type, title, payload }, index, press) {
  const label = el('span', {}, title);
  switch (type) {
    case 'oa.open.url':
      return outsideLink(payload.url, label, icon('link'), el('span', { class: 'visually-hidden' }, ' (mở trang mới)'));
    case 'oa.open.phone':
      return el('a', { href: `tel:${toDialable(payload.phone_code)}` }, label, icon('phone'));
    case 'oa.open.sms': {
      const href = `sms:${toDialable(payload.phone_code)}?body=${encodeURIComponent(payload.content)}`;
      return el('a', { href }, label);
    }
    default: {
      const row = el('button', { type: 'button', disabled: press === undefined }, label);
      row.addEventListener('click', () => press(index));
      return row;
    }
  }
}

/** Zalo writes numbers as 849…; a dialler needs the plus sign. Short numbers such as 113 stay as they are. */
function toDialable(phoneCode) {
  return /^84\d{9,}$/.test(phoneCode) ? `+${phoneCode}` : phoneCode;
}
