import * as z from 'zod';
import { vietnamTime } from '../../shared/clock.ts';
import { type Html, html } from '../../shared/html.ts';
import { linkButton, submit } from '../form-parts.ts';
import { defineForm, definePage } from '../page.ts';
import { dataTable, emptyState, facts, noteBox, tag } from '../table-parts.ts';
import { beginConsent, checkConnection, NEEDED_EVENTS, showConnection } from './connect-actions.ts';

const BASE = '/cai-dat/ket-noi';

/** What came of a consent. */
const OUTCOMES: Readonly<Record<string, Html | undefined>> = {
  xong: noteBox('good', 'Đã nhận quyền từ Zalo. Bạn bấm “Kiểm tra kết nối” ở bước 3.'),
  'sai-duong-dan': noteBox('bad', 'Đường dẫn cấp quyền đã cũ hoặc không đúng. Bạn lấy đường dẫn mới ở bước 2.'),
  'oa-khac': noteBox('bad', 'OA được chọn không phải OA của máy chủ này. Bạn mở lại đường dẫn và chọn đúng OA.'),
  'tu-choi': noteBox('bad', 'Zalo không nhận mã cấp quyền. Bạn lấy đường dẫn mới và làm lại.'),
};

const done = (isDone: boolean, words: string, missing: string): Html =>
  isDone ? tag(words, 'good') : tag(missing, 'warn');

/** From the app's keys to the first message, one step after the other. */
export const connectPage = definePage({
  path: BASE,
  permission: 'settings.manage',
  input: z.object({ 'ket-qua': z.string().catch('') }),
  async render(context, { 'ket-qua': outcome }) {
    const shown = await context.read(showConnection, {});
    const { at } = context;
    const isTokenGood = shown.hasToken && (shown.canRefresh || (shown.tokenExpiresAt ?? 0) > at);
    const seen = (names: readonly string[]): boolean => names.some((name) => (shown.events[name] ?? 0) > 0);
    const hasWebhook = Object.keys(shown.events).length > 0;
    const poll = html` hx-get="/console${BASE}" hx-trigger="every 4s" hx-select="#su-kien" hx-swap="outerHTML"`;
    return {
      title: 'Kết nối Zalo OA',
      body: html`${Object.hasOwn(OUTCOMES, outcome) && OUTCOMES[outcome]}${shown.mode === 'demo' && noteBox('info', 'Đây là bản dùng thử với Zalo giả lập, nên mọi bước đã sẵn. Khi chạy thật, bạn làm lần lượt các bước dưới đây.')}
      <ol class="steps">
      <li><h2>1. Địa chỉ và khóa của ứng dụng ${done(shown.publicUrl !== undefined, 'Xong', 'Thiếu địa chỉ công khai')}</h2>
      ${facts(
        ['Mã ứng dụng', shown.appId],
        ['Mã OA', shown.oaId],
        ['Địa chỉ webhook', shown.webhookUrl ?? 'chưa có: đặt PUBLIC_URL rồi khởi động lại'],
        ['Callback Url', shown.callbackUrl ?? 'chưa có'],
      )}
      <p class="hint">Khóa bí mật nằm trong cấu hình máy chủ và không hiện ở đây. Ghi địa chỉ webhook và Callback Url vào trang ứng dụng ở developers.zalo.me.</p></li>
      <li><h2>2. Cấp quyền cho ứng dụng ${done(isTokenGood, 'Đã cấp', 'Chưa có khóa truy cập')}</h2>
      ${facts(
        [
          'Khóa truy cập',
          shown.hasToken
            ? `dùng đến ${shown.tokenExpiresAt ? vietnamTime(shown.tokenExpiresAt) : 'chưa rõ'}`
            : 'chưa có',
        ],
        ['Tự gia hạn', shown.canRefresh ? 'có' : 'không: cần cấp quyền lại'],
        [
          'Cách gửi tin',
          shown.messageApi === 'v2'
            ? 'v2 (OA cơ quan nhà nước)'
            : shown.messageApi === 'v3'
              ? 'v3'
              : 'sẽ tự biết khi gửi tin đầu tiên',
        ],
      )}
      ${context.form(`${BASE}/cap-quyen`, submit('Lấy đường dẫn cấp quyền', { kind: isTokenGood ? 'plain' : 'primary' }))}</li>
      <li><h2>3. Gọi thử Zalo</h2>
      <p>Máy chủ hỏi Zalo tên và loại của OA, không gửi tin cho ai.</p>
      ${context.form(`${BASE}/kiem-tra`, submit('Kiểm tra kết nối', { kind: 'plain' }))}</li>
      <li id="su-kien"${poll}><h2>4. Nhận tin từ Zalo ${done(hasWebhook, 'Đã nhận', 'Đang chờ tin đầu tiên')}</h2>
      <p>Bạn dùng điện thoại nhắn “Xin chào” cho OA. Trang này tự cập nhật.</p>
      ${dataTable({
        caption: 'Các loại sự kiện cần bật ở trang ứng dụng',
        columns: [{ label: 'Để làm gì' }, { label: 'Tên ở trang ứng dụng' }, { label: 'Từ lúc máy chủ chạy' }],
        rows: NEEDED_EVENTS.map(({ names, why }) => [why, names.join(', '), done(seen(names), 'Đã thấy', 'Chưa thấy')]),
        empty: emptyState('Không có gì.', ''),
      })}
      <p class="hint">“Chưa thấy” có thể chỉ là chưa ai làm việc đó. Giữ “Lọc cú pháp” tắt.</p></li>
      <li><h2>5. Gửi tin thử</h2>
      <p>Nối tài khoản Zalo của bạn ở “Tài khoản của tôi”, rồi soạn một thông báo và bấm “Gửi thử cho tôi”.</p>
      ${linkButton('Tài khoản của tôi', '/console/tai-khoan')}</li>
      </ol>`,
    };
  },
});

export const consentForm = defineForm({
  path: `${BASE}/cap-quyen`,
  action: beginConsent,
  on: connectPage,
  done: ({ link }) => ({
    title: 'Cấp quyền cho ứng dụng',
    body: html`<p>Người quản trị OA mở đường dẫn này trong 30 phút tới, chọn OA rồi bấm đồng ý. Zalo tự đưa về trang kết nối.</p>
    <p><a class="button primary" href="${link}" rel="noreferrer">Mở trang cấp quyền của Zalo</a></p>
    <p class="hint">Quản trị OA dùng máy khác? Gửi cho họ đường dẫn này:</p><p class="secret">${link}</p>
    ${linkButton('Về trang kết nối', `/console${BASE}`)}`,
  }),
});

export const checkForm = defineForm({
  path: `${BASE}/kiem-tra`,
  action: checkConnection,
  on: connectPage,
  done: (output) => ({
    title: 'Zalo đã trả lời',
    body: html`${facts(
      ['Tên OA', output.name || 'chưa đặt'],
      ['Loại', output.kind],
      [
        'Xác thực',
        output.isVerified === undefined
          ? 'chưa rõ'
          : output.isVerified
            ? 'đã xác thực'
            : 'chưa xác thực: nhiều việc bị Zalo chặn',
      ],
      ['Gói', output.packageName ?? 'không nêu'],
      ['Người quan tâm', output.followers?.toLocaleString('vi-VN') ?? 'chưa rõ'],
    )}${linkButton('Về trang kết nối', `/console${BASE}`)}`,
  }),
});
