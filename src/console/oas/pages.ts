import * as z from 'zod';
import { vietnamTime } from '../../shared/clock.ts';
import { html, type Html } from '../../shared/html.ts';
import { linkButton, submit, textField } from '../form-parts.ts';
import { defineForm, definePage, type FormState, type PageBody } from '../page.ts';
import { dataTable, emptyState, facts, noteBox, tag } from '../table-parts.ts';
import { addOa, editOa, listOas, type OaView, pauseOa, readOa, removeOa, resumeOa, switchOa } from './actions.ts';

const stateTags = ({ isPaused, hasToken }: OaView): Html =>
  html`${isPaused ? tag('Tạm dừng', 'warn') : tag('Đang chạy', 'good')}${!hasToken && html` ${tag('Chưa cấp quyền', 'bad')}`}`;

const seen = (at: number): string => (at === 0 ? 'Chưa có' : vietnamTime(at));

export const oasPage = definePage({
  path: '/oa',
  permission: 'oas.manage',
  input: z.object({}),
  async render(context) {
    const { oas } = await context.read(listOas, {});
    return {
      title: 'Các OA',
      body: html`<p>Một máy chủ phục vụ được nhiều OA: của sở và của các xã. Mỗi OA có tổ, người dân, thông báo và cán bộ riêng.</p>
      <p>${linkButton('Thêm OA', '/console/oa/them', 'primary')}</p>
      ${dataTable({
        caption: 'OA trên máy chủ này',
        columns: [{ label: 'Tên' }, { label: 'Mã OA' }, { label: 'Tình trạng' }, { label: 'Tin gần nhất từ Zalo' }],
        rows: oas.map((oa) => [
          html`<a href="/console/oa/${oa.oaId}">${oa.name}</a>${oa.isFirst && html` ${tag('OA đầu tiên')}`}`,
          oa.oaId,
          stateTags(oa),
          seen(oa.lastWebhookAt),
        ]),
        empty: emptyState('Chưa có OA.', 'Bấm «Thêm OA».'),
      })}`,
    };
  },
});

const secretFields = (state: FormState | undefined, hint: string): Html =>
  html`${textField({ state, name: 'appSecret', label: 'Khóa bí mật của ứng dụng', type: 'password', maxLength: 200, hint })}
  ${textField({ state, name: 'oaSecret', label: 'Khóa bí mật OA (trang Webhook)', type: 'password', maxLength: 200, hint })}`;

export const newOaPage = definePage({
  path: '/oa/them',
  permission: 'oas.manage',
  input: z.object({}),
  async render(context) {
    const state = context.stateOf('/oa/them');
    const same = 'Để trống nếu dùng chung ứng dụng với OA đầu tiên.';
    const digits = { state, inputMode: 'numeric', maxLength: 25 } as const;
    return {
      title: 'Thêm OA',
      body: html`<p>OA mới chạy ngay, không cần khởi động lại. Sau bước này, bạn cấp quyền cho ứng dụng.</p>
      ${context.form(
        '/oa/them',
        html`${textField({ state, name: 'name', label: 'Tên để cán bộ phân biệt', hint: 'Ví dụ: OA xã Long Nguyên', maxLength: 80, required: true })}
        ${textField({ ...digits, name: 'oaId', label: 'Mã OA', hint: 'Ở trang quản trị OA, mục Thông tin tài khoản.', required: true })}
        ${textField({ ...digits, name: 'appId', label: 'Mã ứng dụng', hint: same })}
        ${secretFields(state, same)}${submit('Thêm OA')}`,
      )}
      <p class="hint">Khóa được niêm phong trước khi lưu và không hiện lại ở đâu.</p>`,
    };
  },
});

export const oaPage = definePage({
  path: '/oa/:id',
  permission: 'oas.manage',
  input: z.object({ id: z.string() }),
  async render(context, { id }) {
    const oa = await context.read(readOa, { id });
    const at = `/oa/${id}` as const;
    const state = context.stateOf(`${at}/sua`);
    const isHere = context.deps.oaId === id;
    return {
      title: oa.name,
      body: html`${facts(['Mã OA', oa.oaId], ['Mã ứng dụng', oa.appId], ['Tình trạng', stateTags(oa)], ['Tin gần nhất từ Zalo', seen(oa.lastWebhookAt)])}
      ${
        isHere
          ? linkButton('Kết nối Zalo OA này', '/console/cai-dat/ket-noi', 'primary')
          : context.form(
              '/oa/chuyen',
              html`<input type="hidden" name="oaId" value="${id}">${submit('Chuyển sang OA này')}`,
              { isOther: true },
            )
      }
      ${oa.isFirst ? noteBox('info', 'Khóa của OA đầu tiên nằm trong cấu hình máy chủ (ZALO_APP_ID, ZALO_OA_ID).') : changes(oa, isHere)}`,
    };

    function changes({ isPaused }: OaView, isCurrent: boolean): Html {
      const removal = context.stateOf(`${at}/go`);
      return html`<h2>Sửa</h2>
      ${context.form(`${at}/sua`, html`${textField({ state, name: 'name', label: 'Tên', value: oa.name, maxLength: 80, required: true })}${secretFields(state, 'Để trống nếu không đổi khóa.')}${submit('Lưu')}`)}
      <h2>${isPaused ? 'Chạy lại' : 'Tạm dừng'}</h2>
      ${
        isPaused
          ? context.form(
              `${at}/chay-lai`,
              html`<p class="hint">OA nhận và gửi tin trở lại. Tin bị lỡ trong 24 giờ được đọc lại từ Zalo.</p>${submit('Cho chạy lại', { kind: 'plain' })}`,
            )
          : context.form(
              `${at}/tam-dung`,
              html`<p class="hint">Không nhận và không gửi tin của OA này; mọi thứ vẫn còn.</p>${submit('Tạm dừng', { kind: 'plain' })}`,
            )
      }
      ${
        !isCurrent &&
        html`<h2>Gỡ OA</h2>${context.form(
          `${at}/go`,
          html`<p class="hint">Khóa và quyền gửi bị xóa ngay. Dữ liệu của OA còn đến hết hạn lưu.</p>
          ${textField({ state: removal, name: 'confirm', label: 'Ghi lại mã OA để xác nhận', inputMode: 'numeric', maxLength: 25 })}${submit('Gỡ OA', { kind: 'danger' })}`,
        )}`
      }`;
    }
  },
});

const nextSteps = ({ oaId, name }: { readonly oaId: string; readonly name: string }): PageBody => ({
  title: 'Đã thêm OA',
  body: html`${noteBox('good', `${name} đã chạy trên máy chủ này.`)}
  <ol><li>Ở trang ứng dụng tại developers.zalo.me, thêm OA này và giữ nguyên địa chỉ webhook.</li>
  <li>Chuyển sang OA này rồi cấp quyền cho ứng dụng.</li></ol>
  ${linkButton('Mở OA vừa thêm', `/console/oa/${oaId}`, 'primary')}`,
});

const back = (notice: string) => (output: { readonly oaId: string }) =>
  ({ to: `/console/oa/${output.oaId}`, notice }) as const;

export const oaForms = [
  defineForm({ path: '/oa/them', action: addOa, on: newOaPage, done: nextSteps }),
  defineForm({ path: '/oa/:id/sua', action: editOa, on: oaPage, done: back('Đã lưu.') }),
  defineForm({ path: '/oa/:id/tam-dung', action: pauseOa, on: oaPage, done: back('Đã tạm dừng OA.') }),
  defineForm({ path: '/oa/:id/chay-lai', action: resumeOa, on: oaPage, done: back('OA đã chạy lại.') }),
  defineForm({
    ...{ path: '/oa/:id/go', action: removeOa, on: oaPage },
    done: ({ name }) => ({ to: '/console/oa', notice: `Đã gỡ ${name}.` }),
  }),
  defineForm({
    ...{ path: '/oa/chuyen', action: switchOa, on: oasPage },
    done: ({ name }) => ({ to: '/console', notice: `Bạn đang làm việc ở ${name}.` }),
  }),
];
