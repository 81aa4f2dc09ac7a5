import * as z from 'zod';
import { vietnamTime } from '../../shared/clock.ts';
import { html, type Html } from '../../shared/html.ts';
import type { StaffRole } from '../../storage/staff-ports.ts';
import { MIN_PASSWORD_LENGTH } from '../access/password-rules.ts';
import { recoveryCodesPage } from '../access/sign-in-pages.ts';
import { submit, textField } from '../form-parts.ts';
import { defineForm, definePage, type PageBody, type PageContext } from '../page.ts';
import { dataTable, facts, tag } from '../table-parts.ts';
import {
  changePassword,
  endOtherSessions,
  endOwnSession,
  listOwnSessions,
  newLinkCode,
  readSelf,
  renameSelf,
  renewRecoveryCodes,
  resetOwnSecondFactor,
  unlinkZalo,
} from './self-actions.ts';
import { roleName } from './words.ts';

const passwordField = (
  context: PageContext,
  path: `/${string}`,
  field: { readonly name: string; readonly label: string; readonly hint?: string; readonly isNew?: boolean },
): Html =>
  textField({
    ...{ state: context.stateOf(path), type: 'password', required: true, ...field },
    autocomplete: field.isNew === true ? 'new-password' : 'current-password',
  });

export const selfPage = definePage({
  path: '/tai-khoan',
  permission: 'self',
  input: z.object({}),
  async render(context) {
    const me = await context.read(readSelf, {});
    const { sessions } = await context.read(listOwnSessions, {});
    const commune = me.communeCode === undefined ? undefined : context.deps.places.commune(me.communeCode)?.name;
    const state = context.stateOf('/tai-khoan/ten');
    return {
      title: 'Tài khoản của tôi',
      body: html`${facts(
        ['Tên đăng nhập', me.login],
        [
          'Vai trò',
          commune === undefined ? roleName(me.role as StaffRole) : `${roleName(me.role as StaffRole)}, ${commune}`,
        ],
      )}
      ${context.form('/tai-khoan/ten', html`${textField({ state, name: 'name', label: 'Họ và tên', value: me.name, maxLength: 80 })}${submit('Lưu tên', { kind: 'plain' })}`)}
      <h2>Đổi mật khẩu</h2>
      ${context.form(
        '/tai-khoan/mat-khau',
        html`${passwordField(context, '/tai-khoan/mat-khau', { name: 'current', label: 'Mật khẩu đang dùng' })}
        ${passwordField(context, '/tai-khoan/mat-khau', { name: 'password', label: 'Mật khẩu mới', isNew: true, hint: `Ít nhất ${MIN_PASSWORD_LENGTH} ký tự. Một câu ngắn dễ nhớ là tốt nhất.` })}
        ${passwordField(context, '/tai-khoan/mat-khau', { name: 'again', label: 'Nhập lại mật khẩu mới', isNew: true })}
        ${submit('Đổi mật khẩu')}`,
      )}
      <h2>Xác thực hai bước</h2>
      ${me.hasSecondFactor ? secondFactor(context, me.recoveryCodesLeft) : html`<p>Chưa bật. Bạn đăng xuất rồi đăng nhập lại để thiết lập.</p>`}
      <h2>Zalo của tôi</h2>
      ${zaloLink(context, me.isLinkedToZalo)}
      <h2>Máy đang đăng nhập</h2>
      ${dataTable({
        caption: 'Các máy và trình duyệt đang dùng tài khoản này',
        isCaptionShown: false,
        columns: [{ label: 'Đăng nhập lúc' }, { label: 'Dùng gần nhất' }, { label: '', kind: 'actions' }],
        rows: sessions.map((one) => [
          vietnamTime(one.createdAt),
          vietnamTime(one.lastSeenAt),
          one.isThis
            ? tag('Máy này', 'good')
            : context.form(`/tai-khoan/phien/${one.id}/ket-thuc`, submit('Đăng xuất máy này', { kind: 'plain' })),
        ]),
        empty: html`<p>Không có máy nào khác.</p>`,
      })}
      ${sessions.length > 1 && context.form('/tai-khoan/phien/ket-thuc', submit('Đăng xuất mọi máy khác', { kind: 'plain' }))}`,
    };
  },
});

const secondFactor = (
  context: PageContext,
  codesLeft: number,
): Html => html`<p>Đã bật. Còn ${codesLeft} mã dự phòng.</p>
  <details class="more"${(context.stateOf('/tai-khoan/ma-du-phong') ?? context.stateOf('/tai-khoan/doi-xac-thuc')) && html` open`}><summary>Tạo mã dự phòng mới hoặc đổi điện thoại</summary>
  ${context.form(
    '/tai-khoan/ma-du-phong',
    html`${passwordField(context, '/tai-khoan/ma-du-phong', { name: 'codesPassword', label: 'Mật khẩu', hint: 'Các mã cũ thôi dùng được.' })}${submit('Tạo 8 mã dự phòng mới', { kind: 'plain' })}`,
  )}
  ${context.form(
    '/tai-khoan/doi-xac-thuc',
    html`${passwordField(context, '/tai-khoan/doi-xac-thuc', { name: 'resetPassword', label: 'Mật khẩu', hint: 'Bạn sẽ được đăng xuất ở mọi máy, rồi thiết lập lại khi đăng nhập.' })}${submit('Đổi điện thoại xác thực', { kind: 'plain' })}`,
  )}</details>`;

const zaloLink = (context: PageContext, isLinked: boolean): Html =>
  isLinked
    ? html`<p>Đã liên kết. Tin gửi thử sẽ đến Zalo của bạn.</p>${context.form('/tai-khoan/bo-zalo', submit('Bỏ liên kết', { kind: 'plain' }))}`
    : html`<p>Liên kết để nhận tin gửi thử trước khi gửi cho bà con.</p>${context.form('/tai-khoan/zalo', submit('Lấy mã liên kết', { kind: 'plain' }))}`;

/** What to type, and until when. */
const linkCodePage = ({ code, expiresAt }: { code: string; expiresAt: number }): PageBody => ({
  title: 'Liên kết Zalo của tôi',
  body: html`<p>Mở Zalo của bạn, vào cuộc trò chuyện với Trợ lý số và nhắn:</p>
    <p><code class="secret">NOI ${code}</code></p>
    <p>Mã dùng được đến ${vietnamTime(expiresAt)}. Không đưa mã cho người khác.</p>
    <p><a class="button primary" href="/console/tai-khoan">Tôi đã nhắn</a></p>`,
});

const back = (notice: string) => () => ({ to: '/console/tai-khoan', notice }) as const;

export const selfForms = [
  defineForm({ path: '/tai-khoan/ten', action: renameSelf, on: selfPage, done: back('Đã lưu tên.') }),
  defineForm({
    ...{ path: '/tai-khoan/mat-khau', action: changePassword, on: selfPage },
    done: back('Đã đổi mật khẩu. Các máy khác đã được đăng xuất.'),
  }),
  defineForm({
    ...{ path: '/tai-khoan/ma-du-phong', action: renewRecoveryCodes, on: selfPage },
    done: ({ codes }) => recoveryCodesPage(codes, '/console/tai-khoan'),
  }),
  defineForm({
    ...{ path: '/tai-khoan/doi-xac-thuc', action: resetOwnSecondFactor, on: selfPage },
    done: () => ({ to: '/console/dang-nhap' }),
  }),
  defineForm({ path: '/tai-khoan/zalo', action: newLinkCode, on: selfPage, done: linkCodePage }),
  defineForm({ path: '/tai-khoan/bo-zalo', action: unlinkZalo, on: selfPage, done: back('Đã bỏ liên kết.') }),
  defineForm({
    ...{ path: '/tai-khoan/phien/:id/ket-thuc', action: endOwnSession, on: selfPage },
    done: back('Đã đăng xuất máy đó.'),
  }),
  defineForm({
    ...{ path: '/tai-khoan/phien/ket-thuc', action: endOtherSessions, on: selfPage },
    done: back('Đã đăng xuất mọi máy khác.'),
  }),
];
