import { api } from '../api.js';
import { button, el, switchRow } from '../dom.js';
import { attempt, toast } from '../toast.js';

/** Names or prefixes of events, as the console groups them. */
const kinds = [
  { label: 'Tin người dân gửi', keys: ['user_send_'] },
  { label: 'Quan tâm, bỏ quan tâm', keys: ['follow', 'unfollow'] },
  { label: 'Bấm «Nhắn tin»', keys: ['user_click_chatnow'] },
  { label: 'Trả lời phiếu xin thông tin', keys: ['user_submit_info'] },
  { label: 'Rút lại dữ liệu', keys: ['user_withdraw'] },
  { label: 'Gọi điện', keys: ['user_call_oa', 'oa_call_user'] },
  { label: 'Bản sao tin OA gửi', keys: ['oa_send_'] },
  { label: 'Đã nhận, đã xem', keys: ['user_received_message', 'user_seen_message'] },
  { label: 'Thả cảm xúc', keys: ['user_reacted_message', 'oa_reacted_message'] },
  { label: 'Tin trong nhóm', keys: ['user_send_group_', 'oa_send_group_'] },
  {
    label: 'Người vào, ra, quản lý nhóm',
    keys: [
      'create_group',
      'update_group_info',
      'delete_group',
      'user_join_group',
      'user_out_group',
      'user_request_join_group',
    ].concat(['accept_request_join_group', 'reject_request_join_group', 'add_group_admin', 'remove_group_admin']),
  },
  { label: 'Nhãn của người dùng', keys: ['add_user_to_tag', 'remove_user_from_tag', 'remove_tag'] },
  { label: 'Khách ẩn danh', keys: ['anonymous_send_', 'oa_send_anonymous_'] },
];

/** Whether an event is posted: the longest key that fits decides, `*` stands for all; as in event-switches.ts. */
function isOn(switches, name) {
  const fitting = Object.keys(switches).filter((key) => key !== '*' && name.startsWith(key));
  const longest = fitting.sort((a, b) => b.length - a.length)[0] ?? '*';
  return switches[longest] ?? true;
}

/** Which events are posted, as switches by kind. */
export function createEventSwitchList() {
  let switches = {};
  const rows = kinds.map((kind) => ({
    kind,
    node: switchRow(kind.label, true, (checked) =>
      attempt(() => change({ ...switches, ...Object.fromEntries(kind.keys.map((key) => [key, checked])) })),
    ),
  }));

  async function change(next) {
    switches = await api.setEventSwitches(next);
    draw();
  }

  function draw() {
    for (const { kind, node } of rows) node.control.checked = kind.keys.every((key) => isOn(switches, key));
  }

  async function changeAll(next, done) {
    const before = switches;
    await change(next);
    toast(done, () => change(before));
  }

  return {
    node: el(
      'div',
      { class: 'stack' },
      el(
        'div',
        { class: 'button-row' },
        button('Bật hết', () => attempt(() => changeAll({}, 'Mọi sự kiện được gửi.'))),
        button('Tắt hết, như ứng dụng mới', () => attempt(() => changeAll({ '*': false }, 'Không gửi sự kiện nào.'))),
      ),
      ...rows.map(({ node }) => node),
    ),
    load: () =>
      void attempt(async () => {
        switches = await api.eventSwitches();
        draw();
      }),
  };
}
