import { api } from './api.js';
import { drawCards, drawNotice } from './cards.js';
import { button, el, icon, iconButton, linkify, outsideLink, pageUrl } from './dom.js';
import { drawButtons } from './message-buttons.js';
import { previewText } from './message-text.js';
import { showReaction } from './reactions.js';
import { toClock, toSize } from './text.js';

/**
 * Builds the drawing of one message.
 *
 * - `press(index)` sends an `oa.query.*` button; without it the buttons are shown but dead, as in a group.
 * - `menu()` opens what else can be done with it, `fillInfo()` the form of a card that asks for information; without them
 *   there is no button for it.
 * - `details()` opens what was sent and answered; its button is shown while the developer asks for it.
 * - `senderName` is set in groups, where several people write.
 */
export function drawMessage(message, { oaName, isMine, quoted, senderName, press, menu, fillInfo, details }) {
  const writer = isMine ? 'Bạn' : (senderName ?? oaName);
  const bubble = el('div', { class: message.kind === 'sticker' ? 'bubble bare' : 'bubble' });
  if (senderName !== undefined && !isMine) bubble.append(el('p', { class: 'sender' }, senderName));
  else bubble.append(el('span', { class: 'visually-hidden' }, `${writer}: `));
  if (quoted !== undefined) bubble.append(el('blockquote', {}, previewText(quoted)));
  bubble.append(...drawBody(message, isMine, fillInfo), drawFoot(message, menu));
  const card = el('div', { class: 'card' }, bubble);
  if (message.buttons?.length > 0) card.append(drawButtons(message.buttons, press));
  card.append(button('Chi tiết', details, 'details-button'));

  const row = el('div', { class: `message ${isMine ? 'mine' : 'theirs'}`, 'data-message-id': message.id });
  if (!isMine) row.append(drawAvatar(message, senderName));
  row.append(card);
  showReaction(row, message);
  return row;
}

function drawFoot({ sentAtMs }, menu) {
  const foot = el('div', { class: 'foot' });
  foot.append(el('time', { datetime: new Date(sentAtMs).toISOString() }, toClock(sentAtMs)));
  if (menu !== undefined) foot.append(iconButton('dots', 'Thả cảm xúc hoặc trả lời tin này', 'message-menu', menu));
  return foot;
}

function drawAvatar(message, senderName) {
  if (message.from === 'oa') {
    return el('img', { class: 'oa-avatar', src: pageUrl('oa-avatar.svg'), alt: '', width: '32', height: '32' });
  }
  return el('span', { class: 'initial', 'aria-hidden': 'true' }, (senderName ?? '?').split(' ').at(-1).slice(0, 1));
}

function drawBody(message, isMine, fillInfo) {
  const text = message.text === undefined ? [] : [drawText(message)];
  switch (message.kind) {
    case 'image':
    case 'gif':
      return [drawPicture(message.media, isMine ? 'Ảnh bạn gửi' : 'Ảnh trong tin nhắn'), ...text];
    case 'sticker':
      return [drawSticker(message.media)];
    case 'location':
      return [drawLocation(message.location)];
    case 'voice':
      return [playable('audio', message.media, 'Tin nhắn thoại')];
    case 'video':
      return [playable('video', message.media, 'Video'), ...text];
    case 'file':
      return [drawFile(message.media)];
    case 'link':
      return [drawLink(message.link)];
    case 'business_card':
      return [drawBusinessCard(message.businessCard)];
    case 'template':
      return [drawNotice(...text)];
    default:
      return [...text, ...drawCards(message, fillInfo)];
  }
}

/** The text with links; in groups, whom the OA calls on is marked. */
function drawText({ text, mentions = [] }) {
  const paragraph = el('p', { class: 'text' });
  let end = 0;
  for (const { offset, length } of mentions) {
    paragraph.append(linkify(text.slice(end, offset)));
    paragraph.append(el('strong', { class: 'mention' }, text.slice(offset, offset + length)));
    end = offset + length;
  }
  paragraph.append(linkify(text.slice(end)));
  return paragraph;
}

function drawPicture(media, alt) {
  const url = api.mediaUrl(media);
  const picture = el('img', { class: 'picture', src: url, alt });
  picture.addEventListener('error', () =>
    link.replaceChildren(el('p', { class: 'text' }, `${alt} (không mở được ảnh)`)),
  );
  const link = outsideLink(url, picture);
  return link;
}

function drawSticker({ stickerId = '', url } = {}) {
  const picture = el('img', {
    class: 'sticker',
    src: url ?? pageUrl(encodeURIComponent(`sticker-${stickerId}.svg`)),
    alt: `Nhãn dán ${stickerId}`,
    width: '112',
    height: '112',
  });
  picture.addEventListener('error', () => picture.replaceWith(el('p', { class: 'text' }, '[Nhãn dán]')));
  return picture;
}

function drawLocation({ latitude, longitude }) {
  const url = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  const place = el('p', { class: 'text' }, `Vị trí\n${latitude}, ${longitude}`);
  return el('div', { class: 'place' }, icon('location'), place, outsideLink(url, 'Xem bản đồ'));
}

function playable(tag, media, label) {
  return el(tag, { controls: true, preload: 'metadata', src: api.mediaUrl(media), 'aria-label': label });
}

function drawFile(media) {
  const size = media.sizeBytes === undefined ? '' : toSize(media.sizeBytes);
  const name = el('span', {}, el('strong', {}, media.name ?? 'Tệp'), el('br'), size);
  const link = outsideLink(api.mediaUrl(media), icon('file'), name);
  link.className = 'file';
  return link;
}

function drawLink({ url, description, thumbnailUrl }) {
  const picture = thumbnailUrl === '' ? undefined : el('img', { class: 'picture', src: thumbnailUrl, alt: '' });
  const words = description === '' ? undefined : el('strong', {}, description);
  return el('div', { class: 'shared-link' }, picture, words, outsideLink(url, url));
}

function drawBusinessCard({ phone }) {
  const number = el('p', { class: 'text' }, `Danh thiếp\n${phone}`);
  return el('div', { class: 'place' }, icon('contact'), number, el('a', { href: `tel:${phone}` }, 'Gọi số này'));
}

/** A line of the emulator itself inside a chat, for developers: a send that did not reach the resident. */
export function drawNote(text, details) {
  return el('div', { class: 'note' }, el('p', {}, text), button('Chi tiết', details, 'details-button'));
}
