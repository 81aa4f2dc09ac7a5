import type { CoordinationStatus } from '../../coordination/ports.ts';
import { vietnamTime } from '../../shared/clock.ts';
import { type Html, html } from '../../shared/html.ts';
import { facts, noteBox } from '../table-parts.ts';

/** How the servers of this installation stand together, for whoever runs them. Names no address. */
export function serversPart({ kind, state, since, replicas, lastReason }: CoordinationStatus): Html {
  const count = replicas === 1 ? '1 máy chủ' : `${replicas} máy chủ`;
  if (kind === 'local')
    return html`<h2>Máy chủ</h2>${facts(
      ['Đang chạy', count],
      ['Phối hợp', 'Không cần: một máy chủ tự lo việc của mình.'],
      ['Từ lúc', vietnamTime(since)],
    )}`;
  const reason = lastReason === undefined ? [] : ([['Lý do mất kết nối gần nhất', lastReason]] as const);
  if (state === 'away')
    return html`<h2>Máy chủ</h2>${noteBox(
      'warn',
      html`<p>Redis không trả lời từ ${vietnamTime(since)}. Không tin nhắn nào bị mất: mỗi máy chủ tự gửi trong phần của mình nên thông báo có thể đi chậm hơn. Bạn nhờ người quản trị máy chủ xem Redis.</p>`,
    )}${facts(['Số máy chủ biết được lần cuối', count], ...reason)}`;
  return html`<h2>Máy chủ</h2>${facts(
    ['Đang chạy', count],
    ['Phối hợp', 'Qua Redis, đang bình thường.'],
    ['Từ lúc', vietnamTime(since)],
    ...reason,
  )}`;
}
