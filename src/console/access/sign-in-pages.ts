import { type Html, html, type Piece } from '../../shared/html.ts';
import { CSRF_FIELD } from '../fields.ts';
import { hidden, submit, textField } from '../form-parts.ts';
import type { FormState, PageBody } from '../page.ts';
import { noteBox } from '../table-parts.ts';
import { MIN_PASSWORD_LENGTH } from './password-rules.ts';
import { qrPicture } from './qr.ts';
import type { OfferedKey } from './sign-in-desk.ts';

/** What every page of the way in is given. */
export interface SignInForm {
  /** Where to go afterwards. */
  readonly next: string;
  /** '' before there is a session. */
  readonly csrfToken: string;
  readonly state: FormState | undefined;
}

function postForm(path: string, { next, csrfToken, state }: SignInForm, ...inside: readonly Piece[]): Html {
  return html`<form method="post" action="/console${path}" novalidate>
    ${state !== undefined && state.summary !== '' && noteBox('bad', html`<p role="alert">${state.summary}</p>`)}
    ${csrfToken !== '' && hidden(CSRF_FIELD, csrfToken)}${next !== '' && hidden('den', next)}${inside}</form>`;
}

const signOutForm = (form: SignInForm): Html =>
  postForm(
    '/dang-xuat',
    { ...form, next: '', state: undefined },
    submit('Đăng nhập bằng tài khoản khác', { kind: 'plain' }),
  );

/** Name and password. `hasAccounts` false: says how the first account is made. */
export function signInPage(form: SignInForm, hasAccounts: boolean): PageBody {
  const { state } = form;
  if (!hasAccounts) {
    return {
      title: 'Chưa có tài khoản nào',
      body: html`<p>Máy chủ này chưa có người quản trị nên chưa ai đăng nhập được.</p>
      <p>Người cài đặt máy chủ làm một trong hai cách:</p>
      <ul><li>Đặt biến <code>CONSOLE_ADMIN_PASSWORD</code> rồi khởi động lại; tên đăng nhập là <code>admin</code>.</li>
      <li>Chạy lệnh <code>npm run bot -- staff add admin --name "Họ và tên" --role admin</code>.</li></ul>`,
    };
  }
  return {
    title: 'Đăng nhập',
    body: postForm(
      '/dang-nhap',
      form,
      textField({ state, name: 'login', label: 'Tên đăng nhập', autocomplete: 'username', required: true }),
      textField({
        ...{ state, name: 'password', label: 'Mật khẩu', type: 'password', autocomplete: 'current-password' },
        required: true,
      }),
      submit('Đăng nhập'),
      html`<p class="hint">Quên mật khẩu: bạn nhờ người quản trị của tỉnh cấp lại.</p>`,
    ),
  };
}

/** The code of the app, or a recovery code. */
export const secondFactorPage = (form: SignInForm): PageBody => ({
  title: 'Nhập mã xác thực',
  body: html`${postForm(
    '/xac-thuc',
    form,
    textField({
      ...{ state: form.state, name: 'code', label: 'Mã 6 số trong ứng dụng xác thực', autocomplete: 'one-time-code' },
      ...{ hint: 'Mất điện thoại? Nhập một trong 8 mã dự phòng bạn đã ghi lại.', required: true },
    }),
    submit('Tiếp tục'),
  )}${signOutForm(form)}`,
});

/** Scan, type a code, done. In the demo it may be put off. */
export function setUpPage(form: SignInForm, offered: OfferedKey, canPutOff: boolean): PageBody {
  const inFours = offered.key.replaceAll(/(.{4})(?=.)/gu, '$1 ');
  return {
    title: 'Thiết lập xác thực hai bước',
    body: html`<p>Ngoài mật khẩu, mỗi lần đăng nhập bạn nhập thêm một mã 6 số từ điện thoại. Người khác biết mật khẩu cũng không vào được.</p>
    <ol><li>Cài một ứng dụng xác thực trên điện thoại, ví dụ Google Authenticator hoặc Microsoft Authenticator.</li>
    <li>Trong ứng dụng, chọn thêm tài khoản rồi quét mã này:</li></ol>
    ${qrPicture(offered.uri, 'Mã QR để thêm tài khoản vào ứng dụng xác thực')}
    <p>Không quét được? Nhập tay khóa này: <code class="secret">${inFours}</code></p>
    ${postForm(
      '/thiet-lap-xac-thuc',
      form,
      hidden('khoa', offered.sealed),
      textField({
        ...{ state: form.state, name: 'code', label: 'Mã 6 số ứng dụng đang hiện', inputMode: 'numeric' },
        ...{ autocomplete: 'one-time-code', required: true },
      }),
      submit('Xác nhận'),
      canPutOff && submit('Để sau (bản dùng thử)', { kind: 'plain', name: 'de-sau', value: '1' }),
    )}${signOutForm(form)}`,
  };
}

/** The recovery codes, once. */
export const recoveryCodesPage = (codes: readonly string[], next: string): PageBody => ({
  title: 'Ghi lại 8 mã dự phòng',
  body: html`<p>Xác thực hai bước đã bật. Khi mất điện thoại, bạn đăng nhập bằng một trong các mã này. Mỗi mã dùng được một lần.</p>
    ${noteBox('warn', html`<p>Các mã chỉ hiện lần này. Bạn chép ra giấy hoặc in, cất nơi an toàn, không chụp gửi cho ai.</p>`)}
    <ul class="codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
    <p><a class="button primary" href="${next}">Tôi đã ghi lại, vào bảng điều hành</a></p>`,
});

/** A password of one's own in place of the one-time one. */
export const newPasswordPage = (form: SignInForm): PageBody => ({
  title: 'Đặt mật khẩu mới',
  body: html`<p>Mật khẩu vừa dùng chỉ để vào lần đầu. Bạn đặt một mật khẩu của riêng mình.</p>
    ${postForm(
      '/doi-mat-khau',
      form,
      textField({
        ...{
          state: form.state,
          name: 'password',
          label: 'Mật khẩu mới',
          type: 'password',
          autocomplete: 'new-password',
        },
        hint: `Ít nhất ${MIN_PASSWORD_LENGTH} ký tự. Một câu ngắn dễ nhớ là tốt nhất.`,
        required: true,
      }),
      textField({
        ...{ state: form.state, name: 'again', label: 'Nhập lại mật khẩu mới', type: 'password' },
        ...{ autocomplete: 'new-password', required: true },
      }),
      submit('Lưu mật khẩu'),
    )}${signOutForm(form)}`,
});
