import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { features } from '../../src/console/features.ts';
import { describeWithChromium, launchChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import {
  addColleague,
  codeNow,
  DEMO_OA,
  newResident,
  type Officer,
  openConsolePage,
  signIn,
} from './console-driver.ts';
import { type Demo, startDemo } from './demo.ts';

const LAPTOP = { width: 1_280, height: 900 };
const PHONE = { width: 360, height: 740 };
/** Pages that show what a form was about to do. */
const ONLY_AFTER_A_FORM: ReadonlySet<string> = new Set(['/xa/xem-truoc']);
/** Set to a folder to keep a picture of every page at both widths. */
const PICTURES = process.env['PAGE_PICTURES'];

/** The stages build on each other, as a morning in the office does. */
describeWithChromium('the console in a real browser', () => {
  let browser: Browser;
  let demo: Demo;
  let admin: Officer;
  const officers: Officer[] = [];
  const residents: Awaited<ReturnType<typeof newResident>>[] = [];
  let key = '';

  const open = async (size = LAPTOP): Promise<Officer> => {
    const officer = await openConsolePage(browser, demo, size);
    officers.push(officer);
    return officer;
  };

  beforeAll(async () => {
    browser = await launchChromium();
    demo = await startDemo();
    admin = await open();
    for (const name of ['Bác Tư', 'Cô Năm', 'Chú Sáu', 'Anh Bảy', 'Chị Tám', 'Bà Chín']) {
      const resident = await newResident(demo, name);
      await resident.say('TO LN03');
      residents.push(resident);
    }
    await eventually(async () => {
      const { credited } = await demo.app.storage.countResidents({
        ...{ oaId: DEMO_OA, teamCode: 'LN03', fromDay: '2026-01-01', toDay: '2099-01-01' },
      });
      expect(credited).toBe(residents.length);
    });
  }, 120_000);
  afterAll(async () => {
    for (const officer of officers) await officer.close();
    await demo.close();
    await browser.close();
  });

  let usedCode = '';

  it('lets the first administrator in with password and a code of their phone', async () => {
    await admin.open('/');
    await admin.page.getByLabel('Tên đăng nhập').fill(demo.app.firstAdmin?.login ?? '');
    await admin.page.getByLabel('Mật khẩu').fill(demo.app.firstAdmin?.password ?? '');
    await admin.press('Đăng nhập');
    expect(await admin.page.locator('h1').textContent()).toBe('Thiết lập xác thực hai bước');
    key = (await admin.page.locator('code.secret').textContent()) ?? '';
    await admin.page.getByLabel('Mã 6 số ứng dụng đang hiện').fill('000000');
    await admin.press('Xác nhận');
    expect(await admin.page.locator('main').textContent()).toContain('Mã chưa đúng');
    key = (await admin.page.locator('code.secret').textContent()) ?? key;
    usedCode = codeNow(key);
    await admin.page.getByLabel('Mã 6 số ứng dụng đang hiện').fill(usedCode);
    await admin.press('Xác nhận');
    expect(await admin.page.locator('.codes li').count()).toBe(8);
    await admin.page.getByRole('link', { name: /Tôi đã ghi lại/u }).click();
    expect(await admin.page.locator('h1').textContent()).toContain('Hôm nay');
  });

  it('asks for the code again at the next sign-in, and takes no code twice', async () => {
    const again = await open();
    await again.open('/');
    await again.page.getByLabel('Tên đăng nhập').fill('admin');
    await again.page.getByLabel('Mật khẩu').fill(demo.app.firstAdmin?.password ?? '');
    await again.press('Đăng nhập');
    // The very one: at the turn of half a minute the phone shows another.
    await again.page.getByLabel(/Mã 6 số/u).fill(usedCode);
    await again.press('Tiếp tục');
    expect(await again.page.locator('main').textContent()).toContain('đã dùng rồi');
    // The step before was not used and is still good.
    await again.page.getByLabel(/Mã 6 số/u).fill(codeNow(key, Date.now() + 30_000));
    await again.press('Tiếp tục');
    expect(await again.page.locator('h1').textContent()).toContain('Hôm nay');
  });

  it('shows the dashboard with figures and charts', async () => {
    await admin.open('/so-lieu');
    const charts = admin.page.locator('img.chart');
    await eventually(async () => {
      const drawn = await charts.evaluateAll(
        (all) => (all as unknown as { naturalWidth: number }[]).filter(({ naturalWidth }) => naturalWidth > 0).length,
      );
      expect(drawn).toBe(await charts.count());
    });
  });

  it('leads by keyboard alone from the map to a commune', async () => {
    await admin.open('/ban-do');
    await admin.page.locator('#noi-dung').focus();
    for (let presses = 0; presses < 200; presses += 1) {
      await admin.page.keyboard.press('Tab');
      const inMap = await admin.page.evaluate<boolean>("document.activeElement?.closest('svg') != null");
      if (inMap) break;
    }
    const words = await admin.page.evaluate<string>("document.activeElement?.getAttribute('aria-label') ?? ''");
    expect(words).not.toBe('');
    await admin.page.keyboard.press('Enter');
    await admin.page.waitForURL(/\/console\/xa\//u);
    expect(await admin.page.locator('h1').count()).toBe(1);
  });

  it('takes an announcement from draft through approval, pause and resume to sent', async () => {
    await demo.app.storage.writeMeta({ key: 'announcement-per-second', value: '1' });
    await demo.app.storage.writeMeta({ key: 'announcement-approval-above', value: '2' });
    await demo.app.storage.writeMeta({ key: 'announcement-from-minute', value: '0' });
    await demo.app.storage.writeMeta({ key: 'announcement-to-minute', value: '1440' });
    await admin.open('/thong-bao/moi');
    const { page } = admin;
    await page.getByLabel('Tên thông báo').fill('Cảnh báo giả danh điện lực');
    await page.getByLabel(/An toàn, cảnh báo/u).check();
    await page.getByLabel('Lời nhắn', { exact: true }).fill('Kính gửi {bác}, có người giả danh điện lực gọi đòi tiền.');
    // The bubble follows what is typed.
    await page.locator('#xem-thu .bubble').getByText('Kính gửi bác, có người giả danh').waitFor();
    await page.getByLabel('Nhờ tổ công nghệ số').uncheck();
    await admin.press('Lưu bản nháp');
    await page.getByText('Nhắn trực tiếp được: 6 người').first().waitFor();
    await admin.press('Trình duyệt');
    expect(await page.locator('main').textContent()).toContain('Chờ duyệt');
    const path = new URL(page.url()).pathname.replace('/console', '');

    const approver = await open(PHONE);
    await signIn(approver, 'duyet', await addColleague(demo, 'duyet', 'approver'));
    await approver.open(path);
    await approver.press('Duyệt');
    expect(await approver.page.locator('main').textContent()).toContain('Đã duyệt');

    await admin.open(path);
    await admin.press('Gửi');
    await page.getByText('Tiến độ').first().waitFor();
    await eventually(async () => {
      const [one] = await demo.app.storage.listAnnouncements({ oaId: DEMO_OA });
      expect(one?.progress.sent).toBeGreaterThanOrEqual(1);
    });
    await admin.open(path);
    await admin.press('Tạm dừng');
    expect(await page.locator('main').textContent()).toContain('Tạm dừng');
    const [paused] = await demo.app.storage.listAnnouncements({ oaId: DEMO_OA });
    expect(paused?.state).toBe('paused');
    expect(paused?.progress.sent).toBeLessThan(6);
    await demo.app.storage.writeMeta({ key: 'announcement-per-second', value: '40' });
    await admin.press('Gửi tiếp');
    // The page follows by itself: nobody reloads it.
    await page.locator('#tien-do').getByText('Đã xử lý: 6 / 6').waitFor({ timeout: 30_000 });
    for (const resident of residents) {
      const got = (await resident.texts()).filter((text) => text.includes('giả danh điện lực gọi đòi tiền'));
      expect(got).toHaveLength(1);
    }
  }, 90_000);

  it('answers a resident who asked for a person, once', async () => {
    const [resident] = residents;
    await resident?.say('GẶP NGƯỜI');
    await admin.page.goto(`${demo.url}/console/tro-giup`);
    await eventually(async () => {
      await admin.page.goto(`${demo.url}/console/tro-giup`);
      expect(await admin.page.locator('main tbody tr').count()).toBeGreaterThan(0);
    });
    await admin.page.locator('main tbody tr a').first().click();
    await admin.page.waitForLoadState();
    await admin.press('Nhận trả lời');
    await admin.page.locator('main textarea').first().fill('Dạ chào bác, cháu ở Sở đây. Bác đang vướng việc gì ạ?');
    await admin.press('Gửi cho người dân');
    await eventually(async () => {
      const got = ((await resident?.texts()) ?? []).filter((text) => text.includes('cháu ở Sở đây'));
      expect(got).toHaveLength(1);
    });
  }, 60_000);

  it('explains the bad rows of an import and keeps the good ones until somebody says so', async () => {
    const rows = [
      'Mã tổ;Tên tổ;Mã xã;Thôn/ấp;Số hộ',
      'BR01;Tổ ấp 1;25270;Ấp 1;120',
      'BR02;Tổ ấp 2;99999;Ấp 2;-5',
      ';;;;',
    ];
    await admin.open('/nhap-danh-sach');
    await admin.page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: 'to.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(`\uFEFF${rows.join('\n')}\n`, 'utf8'),
      });
    await admin.press('Tải lên để xem trước');
    const text = (await admin.page.locator('main').textContent()) ?? '';
    expect(text).toMatch(/99999|Dòng|dòng/u);
    expect(await demo.app.storage.findTeam({ oaId: DEMO_OA, code: 'BR01' })).toBeUndefined();
  });

  it('saves a report as a spreadsheet that is one', async () => {
    await admin.open('/bao-cao');
    const [download] = await Promise.all([
      admin.page.waitForEvent('download'),
      admin.page
        .locator('main')
        .getByRole('link', { name: /xlsx|Excel/iu })
        .first()
        .click(),
    ]);
    const bytes = await readFile((await download.path()) ?? '');
    expect(bytes.subarray(0, 2).toString('latin1')).toBe('PK');
    const line = await demo.app.storage.listAudit({ oaId: DEMO_OA, limit: 20 });
    expect(line.some(({ action }) => action.includes('report') || action.includes('export'))).toBe(true);
  });

  it('has no serious accessibility finding, fits 360 px and obeys its own policy on every page', async () => {
    const phone = await open(PHONE);
    await signIn(phone, 'xem', await addColleague(demo, 'xem', 'admin'));
    const [announcement] = await demo.app.storage.listAnnouncements({ oaId: DEMO_OA });
    const fillings: Readonly<Record<string, string>> = {
      '/thong-bao/:id': announcement?.id ?? '',
      '/to/:code': 'LN03',
      '/xa/:code': '25270',
    };
    const paths = features
      .flatMap(({ pages }) => pages.map(({ path }) => path))
      .flatMap((path) => {
        if (!path.includes(':')) return ONLY_AFTER_A_FORM.has(path) ? [] : [path];
        const stem = Object.keys(fillings).find((one) => path.startsWith(one));
        const filled = stem === undefined ? undefined : path.replace(/:\w+/u, fillings[stem] ?? '');
        return filled === undefined || filled.includes(':') || ONLY_AFTER_A_FORM.has(path) ? [] : [filled];
      });
    expect(paths.length).toBeGreaterThan(40);
    if (PICTURES !== undefined) mkdirSync(PICTURES, { recursive: true });
    const found: string[] = [];
    for (const path of paths) {
      const response = await phone.page.goto(`${demo.url}/console${path === '/' ? '' : path}`).catch(() => null);
      if (response === null || !(response.headers()['content-type'] ?? '').includes('html')) continue;
      if (response.status() !== 200) found.push(`${path}: ${response.status()}`);
      for (const finding of await phone.seriousFindings()) found.push(`${path}: ${finding.id} ${finding.where}`);
      if ((await phone.overflow()) > 0) found.push(`${path}: ${await phone.overflow()} px too wide at 360`);
      if (PICTURES === undefined) continue;
      const name = path === '/' ? 'home' : path.slice(1).replaceAll('/', '-');
      await phone.page.screenshot({ path: `${PICTURES}/${name}-360.png`, fullPage: true });
      await phone.page.setViewportSize(LAPTOP);
      await phone.page.screenshot({ path: `${PICTURES}/${name}-1280.png`, fullPage: true });
      await phone.page.setViewportSize(PHONE);
    }
    expect(found).toEqual([]);
    expect(officers.flatMap(({ problems }) => problems)).toEqual([]);
  }, 180_000);
});
