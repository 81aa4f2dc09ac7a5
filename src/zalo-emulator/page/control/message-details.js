import { openDialog } from '../dialog.js';
import { button, el } from '../dom.js';
import { toFullTime } from '../text.js';
import { attempt, copyText } from '../toast.js';
import { callView, deliveryMarks, deliveryResult, deliveryView } from './record-views.js';

/** Everything that went over the wire for one message: the OA's call, and the events about it. */
export async function openMessageDetails(message, records) {
  await attempt(() => records.ensure());
  const { id } = message;
  const call = records.calls().findLast(({ answer }) => answer?.data?.message_id === id);
  const deliveries = records.deliveries().filter(({ rawBody }) => rawBody.includes(`"${id}"`));
  const isOwn = ({ eventName }) => eventName.startsWith('user_send_') || eventName.startsWith('anonymous_send_');
  const own = deliveries.filter(isOwn);
  const others = deliveries.filter((delivery) => !isOwn(delivery));

  const parts = [
    el('p', { class: 'copyable' }, `Mã tin: ${id}`),
    button('Chép mã tin', () => copyText(id)),
    el('p', {}, toFullTime(message.sentAtMs)),
  ];
  if (message.from === 'oa') {
    const missing = 'Không còn trong 500 lệnh gần nhất, hoặc không gửi qua API.';
    parts.push(
      el('h3', {}, 'Lệnh gọi API của OA'),
      call === undefined ? el('p', { class: 'hint' }, missing) : callView(call),
    );
  } else {
    parts.push(el('h3', {}, 'Gửi tới webhook của trợ lý'), ...listOf(own));
  }
  if (others.length > 0) parts.push(el('h3', {}, 'Sự kiện kèm theo'), ...listOf(others));
  openDialog('Chi tiết tin nhắn', parts);
}

/** One call of the OA, from a line in a chat. */
export function openCallDetails(call) {
  openDialog('Lệnh gọi API của OA', [callView(call)]);
}

function listOf(deliveries) {
  if (deliveries.length === 0) return [el('p', { class: 'hint' }, 'Không có trong 500 lần gửi gần nhất.')];
  return deliveries.map((delivery, i) => {
    const part = el('details', { class: 'record-part', open: deliveries.length === 1 && i === 0 });
    part.append(
      el('summary', {}, `${delivery.eventName}${deliveryMarks(delivery)}: ${deliveryResult(delivery)}`),
      deliveryView(delivery),
    );
    return part;
  });
}
