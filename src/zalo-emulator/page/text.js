const clock = new Intl.DateTimeFormat('vi-VN', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Ho_Chi_Minh' });
const clockWithSeconds = new Intl.DateTimeFormat('vi-VN', { timeStyle: 'medium', timeZone: 'Asia/Ho_Chi_Minh' });
const calendar = new Intl.DateTimeFormat('vi-VN', { dateStyle: 'short', timeZone: 'Asia/Ho_Chi_Minh' });
const DAY_MS = 86_400_000;

export const toClock = (ms) => clock.format(ms);
export const toClockWithSeconds = (ms) => clockWithSeconds.format(ms);

/** "Hôm nay", "Hôm qua" or the date, in Vietnam's time zone. */
export function toDay(ms, nowMs = Date.now()) {
  const day = calendar.format(ms);
  if (day === calendar.format(nowMs)) return 'Hôm nay';
  return day === calendar.format(nowMs - DAY_MS) ? 'Hôm qua' : day;
}

export function toSize(bytes) {
  if (bytes < 1024) return `${bytes} byte`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${Math.round(kilobytes)} kB` : `${(kilobytes / 1024).toFixed(1).replace('.', ',')} MB`;
}

/** Creates an element; text children are always text, never HTML. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children);
  return node;
}

const base = document.documentElement.dataset.base ?? '';

/** URL of a file of this page. */
export const pageUrl = (name) => `${base}/page/${name}`;

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `${pageUrl('icons.svg')}#${name}`);
  svg.append(use);
  return svg;
}

export function outsideLink(url, ...children) {
  return el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

/** Text with its web addresses as links; line breaks are kept by CSS (pre-wrap). */
export function linkify(text) {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"«»]+/g)) {
    const url = match[0].replace(/[.,;:!?)\]”’]+$/, '');
    fragment.append(text.slice(end, match.index), outsideLink(url, url));
    end = match.index + url.length;
  }
  fragment.append(text.slice(end));
  return fragment;
}
