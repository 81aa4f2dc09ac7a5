import { api } from './api.js';
import { el, toClockWithSeconds } from './text.js';

const MAX_ROWS = 100;

/** Shown before a value where the table's head is hidden, on a phone; the first three speak for themselves. */
const labels = [undefined, undefined, undefined, 'gửi lại lần', undefined, 'ms'];

const outcomes = {
  timeout: 'quá thời gian chờ',
  unreachable: 'không kết nối được',
  broken: 'đứt kết nối',
  disabled: 'webhook đang tắt',
  no_webhook: 'chưa có địa chỉ webhook',
};

/** The developer's panel: each attempt to post an event to the bot's webhook. */
export function createDeliveriesPanel(nameOf) {
  const panel = document.querySelector('#panel');
  const toggle = document.querySelector('#toggle-panel');
  const rows = document.querySelector('#deliveries');
  const enable = document.querySelector('#enable-webhook');

  function setOpen(open) {
    panel.hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
    if (open) document.querySelector('#close-panel').focus();
    else toggle.focus();
  }

  toggle.addEventListener('click', () => setOpen(panel.hidden));
  document.querySelector('#close-panel').addEventListener('click', () => setOpen(false));
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') setOpen(false);
  });
  enable.addEventListener('click', () => api.enableWebhook().catch(() => undefined));

  function add(delivery) {
    const failed = delivery.outcome !== 'answered' || delivery.status !== 200;
    const result = delivery.outcome === 'answered' ? `HTTP ${delivery.status}` : outcomes[delivery.outcome];
    const next =
      delivery.nextAttemptInMs === undefined ? '' : `, gửi lại sau ${Math.round(delivery.nextAttemptInMs / 1000)} giây`;
    const cells = [
      toClockWithSeconds(delivery.atMs),
      nameOf(delivery.userId),
      delivery.eventName + (delivery.duplicate ? ' (lặp)' : ''),
      String(delivery.attempt),
      result + next,
      String(delivery.durationMs),
    ];
    rows.prepend(
      el('tr', failed ? { class: 'bad' } : {}, ...cells.map((cell, i) => el('td', { 'data-label': labels[i] }, cell))),
    );
    while (rows.children.length > MAX_ROWS) rows.lastElementChild.remove();
  }

  return {
    add,
    load(deliveries) {
      rows.replaceChildren();
      for (const delivery of deliveries.slice(-MAX_ROWS)) add(delivery);
    },
    showWebhook({ url, disabled }) {
      const line = document.querySelector('#webhook-line');
      line.textContent =
        url === undefined ? 'Chưa có địa chỉ webhook.' : `Webhook: ${url}${disabled ? ' (đang tắt)' : ''}`;
      enable.hidden = !disabled;
    },
  };
}
