import { api } from './api.js';
import { el, icon, linkify, outsideLink, pageUrl, toClock, toSize } from './text.js';

const failures = {
  refused: 'Trợ lý báo lỗi, không nhận tin này.',
  timeout: 'Trợ lý nhận tin quá chậm.',
  unreachable: 'Không kết nối được tới trợ lý. Máy sẽ tự gửi lại.',
  disabled: 'Đường gửi tin tới trợ lý đang tắt. Mở «Bảng điều khiển giả lập» để bật lại.',
  no_webhook: 'Chưa nối với trợ lý nào.',
};

const states = { sending: 'Đang gửi…', received: 'Đã nhận', seen: 'Đã xem' };

/** The line under a resident's message. */
export function stateText(message) {
  return message.state === 'failed' ? (failures[message.failure] ?? failures.refused) : states[message.state];
}

/** One line for the list of conversations. */
export function previewText(message) {
  const names = {
    image: 'Ảnh',
    gif: 'Ảnh động',
    sticker: 'Nhãn dán',
    location: 'Vị trí',
    file: 'Tệp',
    voice: 'Tin nhắn thoại',
  };
  const body = message.text ?? names[message.kind] ?? 'Tin nhắn';
  return message.from === 'resident' ? `Bạn: ${body}` : body;
}

/** Builds the drawing of one message; `actions.press(index)` sends an `oa.query.*` button. */
export function drawMessage(message, oaName, quoted, actions) {
  const mine = message.from === 'resident';
  const bare = message.kind === 'sticker';
  const bubble = el('div', { class: bare ? 'bubble bare' : 'bubble' });
  bubble.append(el('span', { class: 'visually-hidden' }, mine ? 'Bạn: ' : `${oaName}: `));
  if (quoted !== undefined) bubble.append(el('blockquote', {}, previewText(quoted)));
  bubble.append(...drawBody(message));
  bubble.append(el('time', { datetime: new Date(message.sentAtMs).toISOString() }, toClock(message.sentAtMs)));
  const card = el('div', { class: 'card' }, bubble);
  if (message.buttons?.length > 0) card.append(drawButtons(message.buttons, actions));

  const row = el('div', { class: `message ${mine ? 'mine' : 'theirs'}`, 'data-message-id': message.id });
  if (!mine)
    row.append(el('img', { class: 'oa-avatar', src: pageUrl('oa-avatar.svg'), alt: '', width: '32', height: '32' }));
  row.append(card);
  return row;
}

function drawBody(message) {
  const text = message.text === undefined ? [] : [el('p', { class: 'text' }, linkify(message.text))];
  switch (message.kind) {
    case 'image':
    case 'gif':
      return [drawPicture(message), ...text];
    case 'sticker':
      return [drawSticker(message.media?.stickerId ?? '')];
    case 'location':
      return [drawLocation(message.location)];
    case 'voice':
      return [
        el('audio', {
          controls: true,
          preload: 'metadata',
          src: api.mediaUrl(message.media),
          'aria-label': 'Tin nhắn thoại',
        }),
      ];
    case 'file':
      return [drawFile(message.media)];
    case 'list':
    case 'request_user_info':
      return [...text, ...(message.elements ?? []).map(drawElement)];
    default:
      return text;
  }
}

function drawPicture(message) {
  const url = api.mediaUrl(message.media);
  const alt = message.from === 'resident' ? 'Ảnh bạn gửi' : 'Ảnh trợ lý gửi';
  const picture = el('img', { class: 'picture', src: url, alt });
  picture.addEventListener('error', () =>
    link.replaceChildren(el('p', { class: 'text' }, `${alt} (không mở được ảnh)`)),
  );
  const link = outsideLink(url, picture);
  return link;
}

function drawSticker(stickerId) {
  const name = `sticker-${stickerId}.svg`;
  const picture = el('img', {
    class: 'sticker',
    src: pageUrl(encodeURIComponent(name)),
    alt: `Nhãn dán ${stickerId}`,
    width: '112',
    height: '112',
  });
  picture.addEventListener('error', () => picture.replaceWith(el('p', { class: 'text' }, '[Nhãn dán]')));
  return picture;
}

function drawLocation({ latitude, longitude }) {
  const url = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return el(
    'div',
    { class: 'place' },
    icon('location'),
    el('p', { class: 'text' }, `Vị trí\n${latitude}, ${longitude}`),
    outsideLink(url, 'Xem bản đồ'),
  );
}

function drawFile(media) {
  const details = media.sizeBytes === undefined ? '' : toSize(media.sizeBytes);
  const link = outsideLink(
    api.mediaUrl(media),
    icon('file'),
    el('span', {}, el('strong', {}, media.name ?? 'Tệp'), el('br'), details),
  );
  link.className = 'file';
  return link;
}

function drawElement(element) {
  const picture =
    element.imageUrl === undefined ? [] : [el('img', { class: 'picture', src: element.imageUrl, alt: '' })];
  return el(
    'div',
    { class: 'element' },
    ...picture,
    el('strong', {}, element.title),
    el('p', { class: 'text' }, element.subtitle ?? ''),
  );
}

function drawButtons(buttons, actions) {
  const list = el('div', { class: 'buttons', role: 'group', 'aria-label': 'Lựa chọn' });
  for (const [index, button] of buttons.entries()) list.append(drawButton(button, index, actions));
  return list;
}

function drawButton(button, index, actions) {
  if (button.type === 'oa.open.url') {
    const link = outsideLink(button.payload.url, el('span', {}, button.title), icon('link'));
    link.append(el('span', { class: 'visually-hidden' }, ' (mở trang mới)'));
    return link;
  }
  if (button.type === 'oa.open.phone') {
    return el(
      'a',
      { href: `tel:${toDialable(button.payload.phone_code)}` },
      el('span', {}, button.title),
      icon('phone'),
    );
  }
  if (button.type === 'oa.open.sms') {
    const { phone_code: phone, content } = button.payload;
    return el(
      'a',
      { href: `sms:${toDialable(phone)}?body=${encodeURIComponent(content)}` },
      el('span', {}, button.title),
    );
  }
  const row = el('button', { type: 'button' }, el('span', {}, button.title));
  row.addEventListener('click', () => actions.press(index));
  return row;
}

/** Zalo writes numbers as 849…; a dialler needs the plus sign. Short numbers such as 113 stay as they are. */
function toDialable(phoneCode) {
  return /^84\d{9,}$/.test(phoneCode) ? `+${phoneCode}` : phoneCode;
}
