import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, codeFor, type ConsoleDoor, openConsoleDoor, PASSWORD } from '../../support/console-door.ts';
import { OA } from '../../support/storage-rows.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let door: ConsoleDoor;
let browser: Browser;

beforeEach(async () => {
  door = await openConsoleDoor();
  browser = door.browser();
});
afterEach(() => door[Symbol.asyncDispose]());

const title = (page: { readonly body: string }): string => /<h1>([^<]*)<\/h1>/u.exec(page.body)?.[1] ?? '';
const enter = (password = PASSWORD, login = 'hanh', by = browser) =>
  by.fill('/dang-nhap', '/dang-nhap', { login, password });

/** Signs in for the first time and sets up the second factor. Returns the key and the recovery codes. */
async function setUp(by = browser) {
  const { body } = await enter(PASSWORD, 'hanh', by);
  const found = (pattern: RegExp): string => pattern.exec(body)?.[1] ?? '';
  const key = found(/class="secret">([A-Z2-7 ]+)</u).replaceAll(' ', '');
  const page = await by.post('/thiet-lap-xac-thuc', {
    khoa: found(/name="khoa" value="([^"]+)"/u),
    _csrf: found(/name="_csrf" value="([^"]+)"/u),
    code: codeFor(key, door.clock.now()),
  });
  const codes = [...page.body.matchAll(/<li><code>([A-Z2-9-]{11})<\/code>/gu)].map(([, code]) => code ?? '');
  return { page, key, codes };
}

async function signOut(by = browser) {
  return by.fill('/tai-khoan', '/dang-xuat', {});
}

describe('the whole way in', () => {
  test('password, second factor set up with recovery codes shown once, then the console', async () => {
    await door.addAccount();
    const { page, codes } = await setUp();
    expect(title(page)).toBe('Ghi lại 8 mã dự phòng');
    expect(codes).toHaveLength(8);
    expect(new Set(codes).size).toBe(8);
    expect(title(await browser.open('/tai-khoan'))).toBe('Tài khoản của tôi');
    expect(title(await browser.open('/thiet-lap-xac-thuc'))).not.toBe('Ghi lại 8 mã dự phòng');

    const account = await door.deps.storage.findStaff({ oaId: OA, login: 'hanh' });
    expect(account).toMatchObject({ failures: 0, lastSignInAt: door.clock.now() });
    expect(account?.recoveryHashes).toHaveLength(8);
    expect(JSON.stringify(account)).not.toContain(codes[0]);
  });

  test('from the second time on, a code of the app is asked for, and no code opens twice', async () => {
    await door.addAccount();
    const { key } = await setUp();
    await signOut();
    expect(title(await enter())).toBe('Nhập mã xác thực');
    expect(title(await browser.open('/tai-khoan'))).toBe('Nhập mã xác thực');
    const used = await browser.fill('/xac-thuc', '/xac-thuc', { code: codeFor(key, door.clock.now()) });
    expect(used.statusCode).toBe(400);
    expect(used.body).toContain('Mã chưa đúng hoặc đã dùng rồi');
    await door.clock.advance(30_000);
    await browser.fill('/xac-thuc', '/xac-thuc', { code: codeFor(key, door.clock.now()) });
    expect(title(await browser.open('/tai-khoan'))).toBe('Tài khoản của tôi');
  });

  test('a recovery code opens once', async () => {
    await door.addAccount();
    const { codes } = await setUp();
    const [code = ''] = codes;
    await signOut();
    await enter();
    await browser.fill('/xac-thuc', '/xac-thuc', { code: code.toLowerCase().replace('-', ' ') });
    expect((await browser.open('/tai-khoan')).body).toContain('Còn 7 mã dự phòng');
    await signOut();
    await enter();
    expect((await browser.fill('/xac-thuc', '/xac-thuc', { code })).statusCode).toBe(400);
  });

  test('a one-time password has to be replaced by a good one', async () => {
    await door.addAccount({ mustChangePassword: true });
    await setUp();
    expect(title(await browser.open('/tai-khoan'))).toBe('Đặt mật khẩu mới');
    const change = (password: string, again = password) =>
      browser.fill('/doi-mat-khau', '/doi-mat-khau', { password, again });
    expect((await change('ngắn')).body).toContain('Mật khẩu cần ít nhất 12 ký tự');
    expect((await change(PASSWORD)).body).toContain('Đây là mật khẩu đang dùng');
    expect((await change('mưa rơi trên mái lá', 'khác')).body).toContain('Hai lần nhập chưa giống nhau');
    await change('mưa rơi trên mái lá');
    expect(title(await browser.open('/tai-khoan'))).toBe('Tài khoản của tôi');
    await signOut();
    expect((await enter()).statusCode).toBe(401);
    expect(title(await enter('mưa rơi trên mái lá'))).toBe('Nhập mã xác thực');
  });

  test('leads back to the page that was asked for, and never out of the console', async () => {
    await door.addAccount();
    await setUp();
    await signOut();
    await browser.open('/nhat-ky?action=sign-in');
    const page = await browser.open('/nhat-ky?action=sign-in');
    expect(page.body).toContain('name="den" value="/console/nhat-ky?action=sign-in"');
    for (const evil of [
      'https://evil.example/',
      '//evil.example',
      '/console/../x y',
      '/consolex',
      '/console//e"x',
      'javascript:1',
    ]) {
      const { body } = await browser.open(`/dang-nhap?den=${encodeURIComponent(evil)}`);
      expect(body).toContain('name="den" value="/console"');
    }
  });

  test('nobody without a session sees more than the sign-in page', async () => {
    await door.addAccount();
    for (const path of [
      '/tai-khoan',
      '/can-bo',
      '/xac-thuc',
      '/thiet-lap-xac-thuc',
      '/doi-mat-khau',
      '/api',
      '/unknown',
    ]) {
      expect(title(await browser.open(path)), path).toBe('Đăng nhập');
    }
  });

  test('without any account the page says how the first one is made', async () => {
    const page = await browser.open('/dang-nhap');
    expect(title(page)).toBe('Chưa có tài khoản nào');
    expect(page.body).toContain('CONSOLE_ADMIN_PASSWORD');
    expect(page.body).not.toContain('<form');
    expect((await browser.post('/dang-nhap', { login: 'admin', password: 'x' })).statusCode).toBe(401);
  });
});

describe('what a wrong password tells', () => {
  test('nothing: an unknown, a disabled and a locked account answer like a wrong password', async () => {
    await door.addAccount();
    await door.addAccount({ id: 'off', login: 'off', disabledAt: 1 });
    await door.addAccount({ id: 'locked', login: 'locked', lockedUntil: door.clock.now() + MINUTE });
    const answers = [
      await enter('sai mật khẩu rồi'),
      await enter(PASSWORD, 'nobody'),
      await enter(PASSWORD, 'off'),
      await enter(PASSWORD, 'locked'),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401, 401]);
    const bodies = answers.map(({ body }) => body.replaceAll(/name="login"[^>]*/gu, ''));
    expect(new Set(bodies).size).toBe(1);
  });

  test('five wrong ones lock for 15 minutes, even against the right one; five more for 30', async () => {
    await door.addAccount();
    const fail = async (times: number) => {
      for (let time = 0; time < times; time += 1) expect((await enter('sai mật khẩu rồi')).statusCode).toBe(401);
    };
    await fail(5);
    expect((await enter()).statusCode).toBe(401);
    await door.clock.advance(15 * MINUTE - 1);
    expect((await enter()).statusCode).toBe(401);
    await door.clock.advance(1);
    await fail(5);
    await door.clock.advance(29 * MINUTE);
    expect((await enter()).statusCode).toBe(401);
    await door.clock.advance(MINUTE);
    expect(title(await enter())).toBe('Thiết lập xác thực hai bước');
  });

  test('guesses at the same moment count each', async () => {
    const account = await door.addAccount();
    await Promise.all(
      Array.from({ length: 7 }, () => browser.post('/dang-nhap', { login: 'hanh', password: 'sai rồi' })),
    );
    expect(await door.deps.storage.findStaff({ oaId: OA, id: account.id })).toMatchObject({
      failures: 5,
      lockedUntil: door.clock.now() + 15 * MINUTE,
    });
  });

  test('guesses at two servers in the same moment count each, and lock at both', async () => {
    const account = await door.addAccount();
    const servers = [door.anotherDesk(), door.anotherDesk()];
    await Promise.all(servers.flatMap((server) => [1, 2].map(() => server.enter('hanh', 'sai rồi'))));
    // The answer comes before the note; the next one waits its turn behind it.
    for (const server of servers) await server.enter('hanh', 'sai rồi');
    const after = await door.deps.storage.findStaff({ oaId: OA, id: account.id });
    expect(after?.failures).toBeGreaterThanOrEqual(5);
    expect(after?.lockedUntil).toBe(door.clock.now() + 15 * MINUTE);
    for (const server of servers) expect(await server.enter('hanh', PASSWORD)).toBeUndefined();
  });

  test('one code opens at one of two servers', async () => {
    const account = await door.addAccount();
    const { key } = await setUp();
    await door.clock.advance(30_000);
    const signedIn = async (name: string) => {
      const sessionHash = `session-${name}`;
      await door.deps.storage.saveStaffSession({
        ...{ idHash: sessionHash, oaId: OA, accountId: account.id, isComplete: false },
        ...{ createdAt: door.clock.now(), lastSeenAt: door.clock.now(), expiresAt: door.clock.now() + HOUR },
      });
      const actor = { id: account.id, accountId: account.id, name: account.name, role: account.role };
      return { actor, sessionHash, stage: 'second-factor' as const };
    };
    const [one, two] = [await signedIn('one'), await signedIn('two')];
    const code = codeFor(key, door.clock.now());
    const opened = await Promise.all([door.anotherDesk().prove(one, code), door.anotherDesk().prove(two, code)]);
    expect(opened.filter((onward) => onward !== undefined)).toHaveLength(1);
    expect(await door.deps.storage.findStaff({ oaId: OA, id: account.id })).toMatchObject({ failures: 1 });
  });

  test('wrong codes lock too, and a right password in between does not start over', async () => {
    await door.addAccount();
    await setUp();
    await signOut();
    for (let round = 0; round < 5; round += 1) {
      await enter();
      await browser.fill('/xac-thuc', '/xac-thuc', { code: '000000' });
      await browser.fill('/xac-thuc', '/dang-xuat', {});
    }
    expect((await enter()).statusCode).toBe(401);
    expect(await door.deps.storage.findStaff({ oaId: OA, login: 'hanh' })).toMatchObject({ failures: 5 });
  });
});

describe('sessions', () => {
  test('the cookie is shut in: signed, HttpOnly, SameSite=Strict, for /console, Secure behind https', async () => {
    await using safe = await openConsoleDoor({ publicUrl: 'https://tro-ly.example.vn' });
    await safe.addAccount();
    const raw = await safe.server.inject({
      ...{ method: 'POST', url: '/console/dang-nhap', payload: `login=hanh&password=${encodeURIComponent(PASSWORD)}` },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const [cookie] = raw.cookies;
    expect(cookie).toMatchObject({ name: 'phien', path: '/console', httpOnly: true, sameSite: 'Strict', secure: true });
    const forged = { phien: `${cookie?.value.split('.')[0]}.${'A'.repeat(43)}` };
    expect((await safe.server.inject({ url: '/console/xac-thuc', cookies: forged })).headers.location).toContain(
      '/dang-nhap',
    );
  });

  test('every step gives a new id, and the old one is worth nothing', async () => {
    await door.addAccount();
    const { key } = await setUp();
    await signOut();
    await enter();
    const halfWay = browser.cookies.get('phien') ?? '';
    await door.clock.advance(30_000);
    await browser.fill('/xac-thuc', '/xac-thuc', { code: codeFor(key, door.clock.now()) });
    const inside = browser.cookies.get('phien') ?? '';
    expect(inside).not.toBe(halfWay);
    const thief = door.browser();
    thief.cookies.set('phien', halfWay);
    expect(title(await thief.open('/xac-thuc'))).toBe('Đăng nhập');
    await signOut();
    thief.cookies.set('phien', inside);
    expect(title(await thief.open('/tai-khoan'))).toBe('Đăng nhập');
  });

  test('end after 30 minutes without use, and after 12 hours of use', async () => {
    await door.addAccount();
    await setUp();
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      await door.clock.advance(20 * MINUTE);
      expect(title(await browser.open('/tai-khoan'))).toBe('Tài khoản của tôi');
    }
    await door.clock.advance(20 * MINUTE);
    expect(title(await browser.open('/tai-khoan'))).toBe('Đăng nhập');
  });

  test('end when nobody uses them', async () => {
    await door.addAccount();
    await setUp();
    await door.clock.advance(30 * MINUTE);
    expect(title(await browser.open('/tai-khoan'))).toBe('Đăng nhập');
  });

  test('half-way sessions end after ten minutes', async () => {
    await door.addAccount();
    await enter();
    await door.clock.advance(10 * MINUTE);
    expect(title(await browser.open('/thiet-lap-xac-thuc'))).toBe('Đăng nhập');
  });

  test('end at once when the account is disabled', async () => {
    const { id } = await door.addAccount();
    await door.addAccount({ id: 'other', login: 'other' });
    await setUp();
    await door.deps.storage.patchStaff({ oaId: OA, id, patch: { disabledAt: door.clock.now() } });
    expect(title(await browser.open('/tai-khoan'))).toBe('Đăng nhập');
  });

  test('other browsers can be listed and ended from the own page', async () => {
    await door.addAccount();
    const { key } = await setUp();
    await door.clock.advance(HOUR / 6);
    const phone = door.browser();
    await enter(PASSWORD, 'hanh', phone);
    await phone.fill('/xac-thuc', '/xac-thuc', { code: codeFor(key, door.clock.now()) });
    expect((await phone.open('/tai-khoan')).body).toContain('Đăng xuất mọi máy khác');
    await phone.fill('/tai-khoan', '/tai-khoan/phien/ket-thuc', {});
    expect(title(await phone.open('/tai-khoan'))).toBe('Tài khoản của tôi');
    expect(title(await browser.open('/tai-khoan'))).toBe('Đăng nhập');
  });
});

describe('forms from elsewhere', () => {
  const rename = (fields: Record<string, string>, headers: Record<string, string | undefined> = {}) =>
    browser.post('/tai-khoan/ten', { name: 'Kẻ Gian', _once: 'once-0123456789', ...fields }, headers);
  const name = async () => (await door.deps.storage.findStaff({ oaId: OA, login: 'hanh' }))?.name;

  test('change nothing: without the token, with one of another session, from another site', async () => {
    await door.addAccount();
    await setUp();
    const token = async (by: Browser) =>
      /name="_csrf" value="([^"]+)"/u.exec((await by.open('/tai-khoan')).body)?.[1] ?? '';
    const mine = await token(browser);
    const other = door.browser();
    await enter(PASSWORD, 'hanh', other);
    const foreign = /name="_csrf" value="([^"]+)"/u.exec((await other.open('/xac-thuc')).body)?.[1] ?? '';
    for (const answer of [
      await rename({}),
      await rename({ _csrf: foreign }),
      await rename({ _csrf: `${mine}x` }),
      await rename({ _csrf: mine }, { 'sec-fetch-site': 'cross-site' }),
      await rename({ _csrf: mine }, { 'sec-fetch-site': 'same-site' }),
      await rename({ _csrf: mine }, { 'sec-fetch-site': undefined, origin: 'https://evil.example' }),
      await rename({ _csrf: mine }, { 'sec-fetch-site': undefined, origin: 'null' }),
    ]) {
      expect(answer.statusCode).toBe(403);
    }
    expect(await name()).toBe('Chị Hạnh');
    expect((await rename({ _csrf: mine })).statusCode).toBe(200);
    expect(await name()).toBe('Kẻ Gian');
  });

  test('sign nobody in', async () => {
    await door.addAccount();
    const answer = await browser.post(
      '/dang-nhap',
      { login: 'hanh', password: PASSWORD },
      { 'sec-fetch-site': 'cross-site' },
    );
    expect(answer.statusCode).toBe(403);
    expect(browser.cookies.has('phien')).toBe(false);
  });

  test('sign nobody out', async () => {
    await door.addAccount();
    await setUp();
    await browser.post('/dang-xuat', { _csrf: 'wrong' });
    expect(title(await browser.open('/tai-khoan'))).toBe('Tài khoản của tôi');
  });
});

describe('the demo', () => {
  test('lets the second factor be put off; production never does', async () => {
    await using demo = await openConsoleDoor({ mode: 'demo' });
    await demo.addAccount();
    const easy = demo.browser();
    expect((await enter(PASSWORD, 'hanh', easy)).body).toContain('Để sau (bản dùng thử)');
    await easy.fill('/thiet-lap-xac-thuc', '/thiet-lap-xac-thuc', { 'de-sau': '1', code: '' });
    expect(title(await easy.open('/tai-khoan'))).toBe('Tài khoản của tôi');

    await door.addAccount();
    expect((await enter()).body).not.toContain('Để sau');
    await browser.fill('/thiet-lap-xac-thuc', '/thiet-lap-xac-thuc', { 'de-sau': '1', code: '' });
    expect(title(await browser.open('/tai-khoan'))).toBe('Thiết lập xác thực hai bước');
  });
});

test('the record tells who came in, who was refused and who left, without a password or code', async () => {
  await door.addAccount();
  const { key } = await setUp();
  await signOut();
  await enter('sai mật khẩu rồi');
  await enter();
  await door.clock.advance(30_000);
  await browser.fill('/xac-thuc', '/xac-thuc', { code: codeFor(key, door.clock.now()) });
  const lines = await door.deps.storage.readAudit({ afterSeq: 0, limit: 100 });
  expect(lines.map(({ action }) => action)).toEqual(['second-factor.set-up', 'sign-out', 'sign-in.refused', 'sign-in']);
  expect(JSON.stringify(lines)).not.toMatch(/trâu|sai mật khẩu|argon2/u);
});
