import { api } from '../api.js';
import { button, el, field } from '../dom.js';
import { emulatorNow } from '../emulator-time.js';
import { toFullTime } from '../text.js';
import { attempt, toast } from '../toast.js';

const quotaNames = { sub_quota: 'theo gói', purchase_quota: 'mua thêm', reward_quota: 'được tặng' };

/** Tab «Nhóm chat»: the rights to groups the OA owns, each for one group. */
export function createGroupsTab({ people }) {
  const list = el('ul', { class: 'picker-list' });
  const size = el('select', {}, ...['gmf10', 'gmf50', 'gmf100'].map((type) => el('option', { value: type }, type)));

  async function load() {
    const assets = await api.groupAssets();
    list.replaceChildren(...assets.map(drawAsset));
  }

  async function save(change, done, undo) {
    await api.saveGroupAsset(change);
    await load();
    toast(done, undo === undefined ? undefined : () => save(undo, 'Đã hoàn tác.'));
  }

  function drawAsset({ id: assetId, type, quotaType, validThroughMs, autoRenew, groupId }) {
    const use = groupId === undefined ? 'chưa dùng' : `nhóm ${people.nameOf(groupId)}`;
    const until = autoRenew ? 'tự gia hạn' : `tới ${toFullTime(validThroughMs)}`;
    const before = { assetId, autoRenew, validThroughMs };
    const expire = { assetId, autoRenew: false, validThroughMs: Math.max(0, Math.floor(emulatorNow()) - 1000) };
    return el(
      'li',
      { class: 'asset-row' },
      el('p', {}, el('strong', {}, `${type}, ${quotaNames[quotaType] ?? quotaType}`), `: ${use}, ${until}`),
      el('p', { class: 'copyable hint' }, assetId),
      el(
        'div',
        { class: 'button-row' },
        autoRenew
          ? button('Cho hết hạn ngay', () => attempt(() => save(expire, 'Gói đã hết hạn.', before)))
          : button('Tự gia hạn lại', () =>
              attempt(() => save({ assetId, autoRenew: true }, 'Gói lại tự gia hạn.', before)),
            ),
      ),
    );
  }

  const add = button('Thêm gói', () => attempt(() => save({ type: size.value }, `Đã thêm gói ${size.value}.`)));
  return {
    node: el(
      'div',
      { class: 'stack' },
      el('p', { class: 'hint' }, 'Mỗi nhóm cần một gói. Nhóm và thành viên xem ở «Mọi người và nhóm».'),
      list,
      field('Cỡ gói mới', size),
      el('div', { class: 'button-row' }, add),
    ),
    show: () => void attempt(load),
    changed: (what) => (what === 'snapshot' ? void attempt(load) : undefined),
  };
}
