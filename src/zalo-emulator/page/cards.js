import { button, el, icon, linkify, outsideLink } from './dom.js';

/**
 * The rows of a list, of a broadcast with articles, or of a card that asks for information. As in Zalo the first has a
 * large picture, the others a small one beside the title.
 */
export function drawCards({ kind, elements = [] }, fillInfo) {
  const cards = elements.map((element, i) => (i === 0 ? drawLead(element, kind) : drawRow(element)));
  if (kind === 'request_user_info' && fillInfo !== undefined) {
    cards.push(button('Điền thông tin', fillInfo, 'main-button card-button'));
  }
  return cards;
}

/** A formal notice by an approved template. */
export function drawNotice(text) {
  return el('div', { class: 'formal' }, el('p', { class: 'formal-head' }, icon('notice'), 'Thông báo'), text);
}

function drawLead({ imageUrl, title, subtitle, url }, kind) {
  const picture = drawPicture(imageUrl, 'card-picture');
  const heading = el('strong', { class: 'card-title' }, title);
  if (url === undefined) {
    const words = subtitle === undefined ? undefined : el('p', { class: 'text' }, linkify(subtitle));
    return el('div', { class: 'element' }, picture, heading, words);
  }
  const words = subtitle === undefined ? undefined : el('span', { class: 'card-words' }, subtitle);
  const more = kind === 'article' ? el('span', { class: 'card-more' }, 'Đọc bài viết', icon('link')) : undefined;
  return linkTo(url, 'element', picture, heading, words, more);
}

function drawRow({ imageUrl, title, subtitle, url }) {
  const words = el('span', { class: 'card-row-words' }, el('strong', {}, title));
  if (subtitle !== undefined) words.append(el('span', { class: 'card-words' }, subtitle));
  const children = [words, drawPicture(imageUrl, 'card-thumb')];
  if (url === undefined) return el('div', { class: 'element card-row' }, ...children);
  return linkTo(url, 'element card-row', ...children);
}

function linkTo(url, className, ...children) {
  const link = outsideLink(url, ...children, el('span', { class: 'visually-hidden' }, ' (mở trang mới)'));
  link.className = className;
  return link;
}

function drawPicture(url, className) {
  if (url === undefined) return undefined;
  const picture = el('img', { class: className, src: url, alt: '' });
  picture.addEventListener('error', () => picture.remove());
  return picture;
}
