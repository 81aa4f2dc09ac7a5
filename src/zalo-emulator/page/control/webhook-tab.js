import { api } from '../api.js';
import { button, el, field } from '../dom.js';
import { attempt, copyText, toast } from '../toast.js';
import { createEventSwitchList } from './event-switch-list.js';

const tokenNames = {
  appId: 'ZALO_APP_ID',
  appSecret: 'Khóa bí mật của ứng dụng',
  oaId: 'Mã OA',
  oaSecret: 'OA secret key (ký webhook)',
  accessToken: 'Access token',
  refreshToken: 'Refresh token',
};

/** Tab «Webhook»: where events go, which of them, and what a bot must be configured with. */
export function createWebhookTab({ webhook }) {
  const line = el('p', { id: 'webhook-line', class: 'copyable' });
  const url = el('input', { type: 'url', placeholder: 'http://127.0.0.1:3000/webhook/zalo', maxlength: '2000' });
  const enable = button('Bật lại webhook', () => attempt(() => api.enableWebhook()));
  const probe = button('Thử gửi {}', () => attempt(tryProbe));
  const switches = createEventSwitchList();
  enable.id = 'enable-webhook';

  async function tryProbe() {
    const { status } = await api.probeWebhook();
    toast(status === null ? 'Webhook không trả lời.' : `Webhook trả lời HTTP ${status}.`);
  }

  async function save() {
    const before = webhook().url ?? null;
    const next = url.value.trim() === '' ? null : url.value.trim();
    await api.setWebhook(next);
    toast(next === null ? 'Đã bỏ địa chỉ webhook.' : 'Đã lưu địa chỉ webhook.', () => api.setWebhook(before));
  }

  function draw() {
    const { url: current, disabled } = webhook();
    line.textContent =
      current === undefined ? 'Chưa có địa chỉ webhook.' : `Webhook: ${current}${disabled ? ' (đang tắt)' : ''}`;
    if (document.activeElement !== url) url.value = current ?? '';
    enable.hidden = !disabled;
    probe.disabled = current === undefined;
  }

  const form = el('form', { class: 'stack' }, field('Địa chỉ nhận sự kiện', url, 'Để trống rồi lưu là bỏ webhook.'));
  form.append(
    el('div', { class: 'button-row' }, el('button', { type: 'submit', class: 'main-button' }, 'Lưu'), probe, enable),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void attempt(save);
  });
  draw();
  return {
    node: el(
      'div',
      { class: 'stack' },
      line,
      form,
      el('h3', {}, 'Sự kiện được gửi'),
      switches.node,
      el('h3', {}, 'Cấu hình cho bot'),
      tokens(),
    ),
    show() {
      draw();
      switches.load();
    },
    changed(what) {
      if (what === 'webhook') draw();
      if (what === 'eventSwitches' || what === 'snapshot') switches.load();
    },
  };
}

/** Ids and secrets of the emulated OA, on demand: they are made up, but look like the real ones. */
function tokens() {
  const list = el('div', { class: 'stack' });
  const showAll = async () => {
    const answer = await api.tokens();
    list.replaceChildren(...Object.entries(answer).map(([key, value]) => copyRow(tokenNames[key] ?? key, value)));
  };
  const makeCode = async () => {
    const { code } = await api.createAuthorizationCode();
    list.replaceChildren(copyRow('Mã ủy quyền, dùng một lần trong 10 phút', code));
  };
  const buttons = [
    button('Hiện mã và khóa', () => attempt(showAll)),
    button('Tạo mã ủy quyền', () => attempt(makeCode)),
  ];
  return el('div', { class: 'stack' }, el('div', { class: 'button-row' }, ...buttons), list);
}

function copyRow(name, value) {
  const copy = button('Chép', () => copyText(value));
  copy.setAttribute('aria-label', `Chép ${name}`);
  return el(
    'div',
    { class: 'copy-row' },
    el('p', { class: 'copyable' }, el('strong', {}, name), el('br'), value),
    copy,
  );
}
