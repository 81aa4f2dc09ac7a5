import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Browser, codeFor, type ConsoleDoor, openConsoleDoor, PASSWORD } from '../../support/console-door.ts';
import { OA } from '../../support/storage-rows.ts';

const MINUTE = 60_000;

let door: ConsoleDoor;
let browser: Browser;
let key: string;

beforeEach(async () => {
  door = await openConsoleDoor();
  browser = door.browser();
  await door.addAccount();
  key = await setUp('hanh');
});
afterEach(() => door[Symbol.asyncDispose]());

const title = (page: { readonly body: string }): string => /<h1>([^<]*)<\/h1>/u.exec(page.body)?.[1] ?? '';
const found = (body: string, pattern: RegExp): string => pattern.exec(body)?.[1] ?? '';

async function setUp(login: string): Promise<string> {
  const { body } = await browser.fill('/dang-nhap', '/dang-nhap', { login, password: PASSWORD });
  const made = found(body, /class="secret">([A-Z2-7 ]+)</u).replaceAll(' ', '');
  await browser.post('/thiet-lap-xac-thuc', {
    khoa: found(body, /name="khoa" value="([^"]+)"/u),
    _csrf: found(body, /name="_csrf" value="([^"]+)"/u),
    code: codeFor(made, door.clock.now()),
  });
  return made;
}

/** Opens a page, leaves it for that long, then fills in its form and sends it. */
async function fillInLate(
  action: string,
  fields: Readonly<Record<string, string>>,
  minutes = 31,
  headers: Readonly<Record<string, string>> = {},
  changes: Readonly<Record<string, string>> = {},
) {
  const { body } = await browser.open('/tai-khoan');
  const form = body.slice(body.indexOf(`action="/console${action}"`));
  const hidden = {
    _csrf: found(form, /name="_csrf" value="([^"]+)"/u),
    _once: found(form, /name="_once" value="([^"]+)"/u),
  };
  await door.clock.advance(minutes * MINUTE);
  return browser.post(action, { ...hidden, ...fields, ...changes }, headers);
}

/** Fills in the sign-in page that is shown, and the code of the app. */
async function signInAgain(shown: { readonly body: string }, login = 'hanh', itsKey = key) {
  const next = found(shown.body, /name="den" value="([^"]+)"/u);
  const second = await browser.post('/dang-nhap', { login, password: PASSWORD, den: next });
  return browser.post('/xac-thuc', {
    _csrf: found(second.body, /name="_csrf" value="([^"]+)"/u),
    den: found(second.body, /name="den" value="([^"]+)"/u),
    code: codeFor(itsKey, door.clock.now()),
  });
}

describe('a session that ends while somebody types', () => {
  it('gives back what was typed after the sign-in, and had saved nothing', async () => {
    const shown = await fillInLate('/tai-khoan/ten', { name: 'Nguyễn Thị Hạnh' });
    expect(title(shown)).toBe('Đăng nhập');
    expect(shown.body).toContain('Những gì bạn vừa viết vẫn còn');
    const back = await signInAgain(shown);
    expect(title(back)).toBe('Tài khoản của tôi');
    expect(back.body).toContain('value="Nguyễn Thị Hạnh"');
    expect(back.body).toContain('chưa có gì được lưu');
    expect((await door.deps.storage.findStaff({ oaId: OA, login: 'hanh' }))?.name).toBe('Chị Hạnh');
    const form = back.body.slice(back.body.indexOf('action="/console/tai-khoan/ten"'));
    await browser.post('/tai-khoan/ten', {
      name: 'Nguyễn Thị Hạnh',
      _csrf: found(form, /name="_csrf" value="([^"]+)"/u),
      _once: found(form, /name="_once" value="([^"]+)"/u),
    });
    expect((await door.deps.storage.findStaff({ oaId: OA, login: 'hanh' }))?.name).toBe('Nguyễn Thị Hạnh');
  });

  it('shows it to nobody else who signs in at that browser', async () => {
    await door.addAccount({ id: 'acc-hai', login: 'hai', name: 'Anh Hải' });
    await browser.fill('/tai-khoan', '/dang-xuat', {});
    const hisKey = await setUp('hai');
    await browser.fill('/tai-khoan', '/dang-xuat', {});
    await door.clock.advance(MINUTE);
    await signInAgain(await browser.open('/dang-nhap'));
    const shown = await fillInLate('/tai-khoan/ten', { name: 'Riêng của Hạnh' });
    const back = await signInAgain(shown, 'hai', hisKey);
    expect(back.statusCode).toBe(404); // the front page, which this door does not have
    expect(back.body).not.toContain('Riêng của Hạnh');
  });

  it('never keeps a password', async () => {
    const shown = await fillInLate('/tai-khoan/mat-khau', { password: 'mật khẩu mới dài', again: 'x' });
    const back = await signInAgain(shown);
    expect(back.body).not.toContain('mật khẩu mới dài');
  });

  it('keeps nothing of a form that another site laid into the browser', async () => {
    const shown = await fillInLate('/tai-khoan/ten', { name: 'Kẻ lạ' }, 31, { 'sec-fetch-site': 'cross-site' });
    expect(shown.body).not.toContain('Những gì bạn vừa viết vẫn còn');
    await door.clock.advance(MINUTE);
    const forged = await fillInLate('/tai-khoan/ten', { name: 'Kẻ lạ' }, 31, {}, { _csrf: 'forged' });
    expect(forged.body).not.toContain('Những gì bạn vừa viết vẫn còn');
  });

  it('forgets it half an hour later', async () => {
    const shown = await fillInLate('/tai-khoan/ten', { name: 'Quá lâu' });
    await door.clock.advance(30 * MINUTE);
    expect((await signInAgain(shown)).body).not.toContain('Quá lâu');
  });
});
