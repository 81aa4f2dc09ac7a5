import { api } from './api.js';
import { confirmLoss, openDialog } from './dialog.js';
import { el } from './dom.js';
import { attempt, toast } from './toast.js';

/** What a resident can do on the phone beside chatting, each with its event at Zalo. `closeChat` leaves the chat. */
export function openResidentMenu(resident, { closeChat }) {
  const { id, name } = resident;
  const act = (verb, done, undo, body) => async () => {
    menu.close();
    if ((await attempt(() => api.act(id, verb, body))) === undefined) return;
    toast(`${name} ${done}.`, undo === undefined ? undefined : () => api.act(id, undo));
  };

  async function withdraw() {
    const text =
      'Trợ lý nhận sự kiện user_withdraw và phải xóa mọi thứ nó biết về người này. Việc xóa ở phía trợ lý không lấy lại được.';
    menu.close();
    if (!(await confirmLoss(`${name} rút lại dữ liệu?`, text, 'Rút dữ liệu'))) return;
    await act('withdraw', 'đã yêu cầu rút dữ liệu')();
  }

  const follow = resident.follows
    ? item('Bỏ quan tâm OA', 'Sự kiện unfollow', act('unfollow', 'đã bỏ quan tâm', 'follow'))
    : item('Quan tâm OA', 'Sự kiện follow', act('follow', 'đã quan tâm', 'unfollow'));
  const block =
    resident.refusalCode === undefined
      ? item('Chặn OA', 'OA không gửi được cho người này nữa', act('block', 'đã chặn OA', 'unblock'))
      : item('Bỏ chặn OA', `Đang từ chối với mã ${resident.refusalCode}`, act('unblock', 'đã bỏ chặn'));
  const menu = openDialog(`Việc của ${name}`, [
    el(
      'div',
      { class: 'menu' },
      follow,
      block,
      item(
        'Bấm «Nhắn tin» ở trang của OA',
        'Sự kiện user_click_chatnow: OA được nhắn trước',
        act('chatnow', 'đã bấm «Nhắn tin»'),
      ),
      item('Gọi cho OA', 'Một cuộc gọi 13 giây, sự kiện user_call_oa', act('call', 'đã gọi cho OA')),
      item(
        'Gọi video cho OA',
        'Như trên, loại VIDEO',
        act('call', 'đã gọi video cho OA', undefined, { type: 'VIDEO' }),
      ),
      item('Rút lại dữ liệu', 'Sự kiện user_withdraw: quyền của chủ thể dữ liệu', withdraw),
      item('Đóng cuộc trò chuyện này', 'Mở lại từ «Mọi người và nhóm»', () => {
        menu.close();
        closeChat();
      }),
    ),
  ]);
}

function item(label, hint, onClick) {
  const node = el(
    'button',
    { type: 'button', class: 'menu-item' },
    el('span', {}, label),
    el('span', { class: 'hint' }, hint),
  );
  node.addEventListener('click', onClick);
  return node;
}
