import { api } from '../api.js';
import { el, field, switchRow } from '../dom.js';
import { attempt, toast } from '../toast.js';
import { createSettingsList } from './settings-list.js';

/** Tab «Tài khoản OA»: type, verification, package, money; and every setting behind a fold. */
export function createAccountTab() {
  const type = el(
    'select',
    {},
    el('option', { value: '2' }, '2: doanh nghiệp (gửi qua v3)'),
    el('option', { value: '4' }, '4: cơ quan nhà nước (gửi qua v2)'),
  );
  const name = el('input', { type: 'text', required: true, maxlength: '100' });
  const verified = switchRow('Đã xác thực', true, () => undefined, 'Chưa xác thực thì nhiều lệnh trả về -221.');
  const packageName = el('input', { type: 'text', maxlength: '100' });
  const groups = switchRow('Gói có nhóm chat', true, () => undefined, 'Không có thì lệnh về nhóm trả về -224.');
  const linked = switchRow('Có tài khoản ZCA', true, draw, 'Không có thì lệnh tính tiền trả về -320.');
  const money = el('input', { type: 'number', min: '0', step: '1' });
  const settings = createSettingsList();

  function draw() {
    money.disabled = !linked.control.checked;
  }

  function fill(account) {
    type.value = String(account.type);
    name.value = account.name;
    verified.control.checked = account.isVerified;
    packageName.value = account.packageName ?? '';
    groups.control.checked = account.packageAllowsGroups;
    linked.control.checked = account.zcaBalanceVnd !== null;
    money.value = String(account.zcaBalanceVnd ?? 0);
    draw();
  }

  const load = () => void attempt(async () => fill(await api.account()));

  async function save() {
    const before = await api.account();
    const undo = async () => fill(await api.changeAccount(before));
    fill(
      await api.changeAccount({
        type: Number(type.value),
        name: name.value.trim(),
        isVerified: verified.control.checked,
        packageName: packageName.value.trim() === '' ? null : packageName.value.trim(),
        packageAllowsGroups: groups.control.checked,
        zcaBalanceVnd: linked.control.checked ? Number(money.value) : null,
      }),
    );
    toast('Đã lưu tài khoản OA.', undo);
  }

  const form = el(
    'form',
    { class: 'stack' },
    field('Loại OA', type),
    field('Tên OA', name),
    verified,
    field('Gói dịch vụ', packageName, 'Như lệnh getoa in ra; để trống là không có.'),
    groups,
    linked,
    field('Tiền trong ZCA (đồng)', money, '0 đồng thì lệnh tính tiền trả về -321.'),
    el('div', { class: 'button-row' }, el('button', { type: 'submit', class: 'main-button' }, 'Lưu tài khoản')),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void attempt(save);
  });
  return {
    node: el('div', { class: 'stack' }, form, settings.node),
    show: load,
    changed(what) {
      // Somebody's half-typed form is left alone.
      if ((what === 'account' || what === 'snapshot') && !form.contains(document.activeElement)) load();
      if (what === 'settings' || what === 'snapshot') settings.reload();
    },
  };
}
