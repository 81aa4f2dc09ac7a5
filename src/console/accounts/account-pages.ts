import * as z from 'zod';
import { vietnamTime } from '../../shared/clock.ts';
import { html, type Html } from '../../shared/html.ts';
import { linkButton, radioField, selectField, submit, textField } from '../form-parts.ts';
import { defineForm, definePage, type FormState, type PageBody, type PageContext } from '../page.ts';
import { dataTable, emptyState, facts, noteBox, tag } from '../table-parts.ts';
import { communeChoices } from '../teams/communes.ts';
import {
  addAccount,
  type AccountView,
  disableAccount,
  editAccount,
  enableAccount,
  endAccountSessions,
  listAccounts,
  readAccount,
  resetPassword,
  resetSecondFactor,
  unlockAccount,
} from './account-actions.ts';
import { roleChoices, roleName, STATES } from './words.ts';

const placeName = ({ deps }: PageContext, { communeCode: code, everyOa }: AccountView): string => {
  if (code !== undefined) return deps.places.commune(code)?.name ?? code;
  return everyOa || deps.oas.list().length < 2 ? 'Toàn tỉnh' : 'OA này';
};

const stateTag = (state: AccountView['state']): Html => tag(STATES[state][0], STATES[state][1]);

export const accountsPage = definePage({
  path: '/can-bo',
  permission: 'accounts.manage',
  input: z.object({}),
  async render(context) {
    const { accounts } = await context.read(listAccounts, {});
    return {
      title: 'Tài khoản cán bộ',
      body: html`<p>${linkButton('Thêm tài khoản', '/console/can-bo/them', 'primary')}</p>
      ${dataTable({
        caption: 'Người dùng bảng điều hành',
        columns: [
          ...[{ label: 'Tên đăng nhập' }, { label: 'Họ và tên' }, { label: 'Vai trò' }, { label: 'Phạm vi' }],
          ...[{ label: 'Tình trạng' }, { label: 'Đăng nhập gần nhất' }],
        ],
        rows: accounts.map((one) => [
          html`<a href="/console/can-bo/${one.id}">${one.login}</a>`,
          one.name,
          roleName(one.role),
          placeName(context, one),
          html`${stateTag(one.state)}${!one.hasSecondFactor && html` ${tag('Chưa có xác thực hai bước', 'warn')}`}`,
          one.lastSignInAt === undefined ? 'Chưa lần nào' : vietnamTime(one.lastSignInAt),
        ]),
        empty: emptyState('Chưa có tài khoản.', 'Bấm «Thêm tài khoản» để mời đồng nghiệp.'),
      })}`,
    };
  },
});

const everyOaField = (state: FormState | undefined, now?: AccountView): Html =>
  selectField({
    ...{ state, name: 'everyOa', label: 'Làm việc ở', value: now?.everyOa === true ? 'true' : 'false' },
    choices: [
      { value: 'false', label: 'OA này' },
      { value: 'true', label: 'Mọi OA của tỉnh' },
    ],
  });

/** Name, role and commune. */
async function placeFields(context: PageContext, state: FormState | undefined, now?: AccountView): Promise<Html> {
  const communes = await communeChoices(context.deps);
  const commune = {
    ...{ state, name: 'communeCode', label: 'Xã (chỉ điền cho cán bộ xã)', value: now?.communeCode },
    hint: 'Cán bộ xã chỉ xem được số liệu và tổ của xã này.',
  };
  return html`${textField({ state, name: 'name', label: 'Họ và tên', value: now?.name, maxLength: 80, required: true })}
    ${radioField({ state, name: 'role', label: 'Vai trò', choices: roleChoices, value: now?.role })}
    ${
      communes.length > 0
        ? selectField({ ...commune, choices: [{ value: '', label: 'Không' }, ...communes] })
        : textField({ ...commune, hint: `${commune.hint} Ghi mã xã gồm 5 chữ số.`, inputMode: 'numeric', maxLength: 5 })
    }${context.actor.everyOa === true && context.deps.oas.list().length > 1 && everyOaField(state, now)}`;
}

export const newAccountPage = definePage({
  path: '/can-bo/them',
  permission: 'accounts.manage',
  input: z.object({}),
  async render(context) {
    const state = context.stateOf('/can-bo/them');
    const login = { state, name: 'login', label: 'Tên đăng nhập', maxLength: 40, required: true };
    return {
      title: 'Thêm tài khoản',
      body: html`<p>Hệ thống tạo một mật khẩu dùng một lần. Người mới tự đặt mật khẩu và xác thực hai bước ở lần đăng nhập đầu.</p>
      ${context.form(
        '/can-bo/them',
        html`${textField({ ...login, hint: 'Chữ không dấu và số, ví dụ hanh.nguyen.' })}
        ${await placeFields(context, state)}${submit('Thêm tài khoản')}`,
      )}`,
    };
  },
});

export const accountPage = definePage({
  path: '/can-bo/:id',
  permission: 'accounts.manage',
  input: z.object({ id: z.string() }),
  async render(context, { id }) {
    const account = await context.read(readAccount, { id });
    const at = `/can-bo/${id}` as const;
    const isOff = account.state === 'disabled';
    const button = (path: string, label: string, hint: string, kind: 'plain' | 'danger' = 'plain'): Html =>
      context.form(`${at}/${path}`, html`<p class="hint">${hint}</p>${submit(label, { kind })}`);
    return {
      title: account.name,
      body: html`${facts(
        ['Tên đăng nhập', account.login],
        ['Vai trò', roleName(account.role)],
        ['Phạm vi', placeName(context, account)],
        ['Tình trạng', stateTag(account.state)],
        ['Xác thực hai bước', account.hasSecondFactor ? 'Đã bật' : 'Chưa bật'],
        ['Đăng nhập gần nhất', account.lastSignInAt === undefined ? 'Chưa lần nào' : vietnamTime(account.lastSignInAt)],
      )}
      <p><a href="/console/nhat-ky?actor=${id}">Xem việc người này đã làm</a></p>
      <h2>Sửa</h2>
      ${context.form(`${at}/sua`, html`${await placeFields(context, context.stateOf(`${at}/sua`), account)}${submit('Lưu')}`)}
      <h2>Đăng nhập</h2>
      ${account.state === 'locked' && button('mo-khoa', 'Mở khóa', 'Tài khoản tạm khóa vì nhập sai nhiều lần.')}
      ${button('cap-mat-khau', 'Cấp mật khẩu mới', 'Mật khẩu cũ thôi dùng được, người này bị đăng xuất ở mọi máy.')}
      ${account.hasSecondFactor && button('bo-xac-thuc', 'Đặt lại xác thực hai bước', 'Khi mất điện thoại và mã dự phòng: lần sau đăng nhập phải thiết lập lại.')}
      ${button('dang-xuat', 'Đăng xuất ở mọi máy', 'Dùng khi mất máy hoặc quên đăng xuất.')}
      <h2>${isOff ? 'Mở lại' : 'Ngừng tài khoản'}</h2>
      ${
        isOff
          ? button('mo-lai', 'Cho dùng lại', 'Người này đăng nhập lại được bằng mật khẩu cũ.')
          : button(
              'ngung',
              'Ngừng tài khoản',
              'Không đăng nhập được nữa, khóa API của người này thôi chạy. Nhật ký vẫn còn.',
              'danger',
            )
      }`,
    };
  },
});

/** Shown once, as the answer to the button. */
const passwordPage = ({ id, login, password }: { id: string; login: string; password: string }): PageBody => ({
  title: 'Mật khẩu dùng một lần',
  body: html`${noteBox('warn', html`<p>Mật khẩu chỉ hiện lần này. Bạn đưa tận tay hoặc đọc qua điện thoại, không gửi qua nhóm chat.</p>`)}
    ${facts(['Tên đăng nhập', html`<code>${login}</code>`], ['Mật khẩu', html`<code class="secret">${password}</code>`])}
    <p>${linkButton('Xong', `/console/can-bo/${id}`, 'primary')}</p>`,
});

const back = (notice: string) => (output: { readonly id: string }) =>
  ({ to: `/console/can-bo/${output.id}`, notice }) as const;

export const accountForms = [
  defineForm({ path: '/can-bo/them', action: addAccount, on: newAccountPage, done: passwordPage }),
  defineForm({ path: '/can-bo/:id/sua', action: editAccount, on: accountPage, done: back('Đã lưu.') }),
  defineForm({ path: '/can-bo/:id/mo-khoa', action: unlockAccount, on: accountPage, done: back('Đã mở khóa.') }),
  defineForm({ path: '/can-bo/:id/cap-mat-khau', action: resetPassword, on: accountPage, done: passwordPage }),
  defineForm({
    ...{ path: '/can-bo/:id/bo-xac-thuc', action: resetSecondFactor, on: accountPage },
    done: back('Đã đặt lại. Lần sau đăng nhập, người này thiết lập lại xác thực hai bước.'),
  }),
  defineForm({
    ...{ path: '/can-bo/:id/dang-xuat', action: endAccountSessions, on: accountPage },
    done: back('Đã đăng xuất ở mọi máy.'),
  }),
  defineForm({ path: '/can-bo/:id/ngung', action: disableAccount, on: accountPage, done: back('Đã ngừng tài khoản.') }),
  defineForm({ path: '/can-bo/:id/mo-lai', action: enableAccount, on: accountPage, done: back('Đã cho dùng lại.') }),
];
