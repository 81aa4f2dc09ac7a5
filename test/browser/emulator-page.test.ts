import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { laptopScreen, phoneScreen } from '../support/chat-page.ts';
import type { ScreenSize } from '../support/chat-page.ts';
import { describeWithChromium, launchChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { openPageBench } from './emulator-page-bench.ts';
import type { PageBench } from './emulator-page-bench.ts';
import { readabilityProblems } from './readability.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const TABS = ['Sự kiện', 'Lệnh gọi API', 'Đồng hồ', 'Gây lỗi', 'Webhook', 'Tài khoản OA', 'Nhóm chat'];

describeWithChromium('the developer’s side of the emulator’s page', () => {
  let browser: Browser;
  let bench: PageBench;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  afterEach(() => bench.close());

  async function open(screen: ScreenSize): Promise<PageBench> {
    bench = await openPageBench(browser, screen);
    return bench;
  }

  it('keeps everything for developers away until the one button is pressed', async () => {
    const { chat } = await open(laptopScreen);
    await chat.phone('Bác Ba').say('Xin chào');
    await chat.phone('Bác Ba').waitForAnswer('Đã nhận: Xin chào');
    expect(await chat.page.locator('.details-button:visible, [role=tab]:visible, #banner:visible').count()).toBe(0);
    const loaded: number = await chat.page.evaluate(
      'performance.getEntriesByType("resource").filter((r) => r.name.includes("/page/control/") && r.name.endsWith(".js")).length',
    );
    expect(loaded).toBe(0);
  });

  for (const screen of [phoneScreen, laptopScreen]) {
    it(`can be read and pressed in every tab at ${screen.width} px`, async () => {
      const { chat, openTab, shoot } = await open(screen);
      await chat.phone('Bác Ba').say('lỗi');
      await chat.phone('Bác Ba').root.locator('.failure').waitFor();
      for (const [index, label] of TABS.entries()) {
        const tab = await openTab(label);
        await tab.locator('button, input').first().waitFor();
        await eventually(async () => expect(await readabilityProblems(chat, chat.phone('Bác Ba'))).toEqual([]));
        await shoot(`panel-${index}`);
      }
    });
  }

  it('lets the tabs be walked with the arrow keys and the panel be left with Escape', async () => {
    const { chat, openTab } = await open(laptopScreen);
    await openTab('Sự kiện');
    await chat.page.keyboard.press('ArrowRight');
    await chat.page.getByRole('tabpanel', { name: 'Lệnh gọi API' }).waitFor();
    await chat.page.keyboard.press('ArrowLeft');
    await chat.page.keyboard.press('ArrowLeft');
    await chat.page.getByRole('tabpanel', { name: 'Ghi và lưu' }).waitFor();
    await chat.page.keyboard.press('Escape');
    expect(await chat.page.locator('#panel').isVisible()).toBe(false);
    expect(await chat.page.evaluate('document.activeElement.id')).toBe('toggle-panel');
  });

  it('shows under each message what went over the wire, and posts the signed bytes again', async () => {
    const { chat, bodies, openTab, closePanel, shoot } = await open(phoneScreen);
    const phone = chat.phone('Bác Ba');
    await phone.say('Xin chào');
    await phone.waitForAnswer('Đã nhận: Xin chào');
    await openTab('Sự kiện');
    await chat.page.getByRole('switch', { name: 'Hiện nút «Chi tiết»' }).check();
    await closePanel();

    await phone.sent.last().getByRole('button', { name: 'Chi tiết' }).click();
    const dialog = chat.page.getByRole('dialog', { name: 'Chi tiết tin nhắn' });
    await dialog.getByText('user_send_text: HTTP 200').waitFor();
    expect(await dialog.innerText()).toContain('ok: true');
    await shoot('details-resident');
    await dialog.getByRole('button', { name: 'Gửi lại' }).first().click();
    await dialog.getByText('Đã gửi lại: HTTP 200.').waitFor();
    const posts = bodies.filter((body) => body.includes('"user_send_text"'));
    expect(posts).toHaveLength(2);
    expect(posts[1]).toBe(posts[0]);
    await dialog.getByRole('button', { name: 'Đóng' }).click();

    await phone.answers.first().getByRole('button', { name: 'Chi tiết' }).click();
    await dialog.getByText('POST /v3.0/oa/message/cs').waitFor();
    const said = await dialog.innerText();
    expect(said).toContain('text: "Đã nhận: Xin chào"');
    expect(said).toContain('error: 0');
    expect(said).toContain('user_received_message');
    await shoot('details-oa');
    expect(chat.problems).toEqual([]);
  });

  it('says in the chat that a send of the OA was refused, to developers only', async () => {
    const { chat, running, openTab, closePanel, shoot } = await open(phoneScreen);
    const phone = chat.phone('Bác Ba');
    running.emulator.refuseSendsTo(running.emulator.residents()[0]?.id ?? '', -217);
    await phone.say('Xin chào');
    await phone.root.locator('.state', { hasText: 'Đã nhận' }).waitFor();
    const note = phone.root.locator('.note');
    await note.waitFor({ state: 'attached' });
    expect(await note.isVisible()).toBe(false);
    await openTab('Sự kiện');
    await chat.page.getByRole('switch', { name: 'Hiện nút «Chi tiết»' }).check();
    await closePanel();
    expect(await note.innerText()).toContain('/v3.0/oa/message/cs: -217');
    await shoot('refused-note');
    await note.getByRole('button', { name: 'Chi tiết' }).click();
    await chat.page
      .getByRole('dialog', { name: 'Lệnh gọi API của OA' })
      .getByText('User has blocked')
      .first()
      .waitFor();
  });

  it('filters the events by person and by failures, and copies a body exactly as it was signed', async () => {
    const { chat, bodies, openTab } = await open(laptopScreen);
    await chat.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await chat.phone('Bác Ba').say('Xin chào');
    await chat.phone('Bác Ba').waitForAnswer('Đã nhận');
    await chat.phone('Cô Tư').say('lỗi');
    await chat.phone('Cô Tư').root.locator('.failure').waitFor();
    const tab = await openTab('Sự kiện');
    const rows = tab.locator('#deliveries tr');
    await rows.first().waitFor();
    await eventually(async () => expect(await rows.count()).toBeGreaterThan(3));

    await tab.getByRole('searchbox', { name: 'Lọc' }).fill('co tu');
    expect(await rows.count()).toBe(1);
    await tab.getByRole('searchbox', { name: 'Lọc' }).fill('');
    await tab.getByRole('switch', { name: 'Chỉ lỗi' }).check();
    expect(await rows.count()).toBe(1);
    expect(await rows.first().innerText()).toContain('HTTP 401');
    await rows.first().getByRole('button', { name: 'Xem' }).click();
    await tab.getByText('problem: "chữ ký sai"').waitFor();
    await tab.getByRole('button', { name: 'Chép Nội dung đã ký và gửi' }).click();
    await chat.page.getByText('Đã chép.').waitFor();
    const copied: string = await chat.page.evaluate('navigator.clipboard.readText()');
    expect(copied).toBe(bodies.find((body) => body.includes('"lỗi"')));
  });

  it('lists the calls of the OA with their answers, newest first, and holds still while paused', async () => {
    const { chat, openTab } = await open(laptopScreen);
    await chat.phone('Bác Ba').say('một');
    await chat.phone('Bác Ba').waitForAnswer('Đã nhận: một');
    const tab = await openTab('Lệnh gọi API');
    const rows = tab.locator('#calls tr');
    await eventually(async () => expect(await rows.count()).toBe(1));
    await tab.getByRole('button', { name: 'Tạm dừng' }).click();
    await chat.phone('Bác Ba').say('hai');
    await chat.phone('Bác Ba').waitForAnswer('Đã nhận: hai');
    await chat.page.evaluate('new Promise((resolve) => setTimeout(resolve, 400))');
    expect(await rows.count()).toBe(1);
    await tab.getByRole('button', { name: 'Chạy tiếp' }).click();
    expect(await rows.count()).toBe(2);
    await rows.first().getByRole('button', { name: 'Xem' }).click();
    await tab.getByText('text: "Đã nhận: hai"').waitFor();
  });

  it('skips time, says so at the top of the page, and goes back to now', async () => {
    const { chat, running, openTab, shoot } = await open(phoneScreen);
    const { clock } = running.emulator;
    const tab = await openTab('Đồng hồ');
    await tab.getByRole('button', { name: 'Qua 1 giờ' }).click();
    await tab.getByText('Chạy trước giờ thật 1 giờ.').waitFor();
    await tab.getByRole('button', { name: 'Qua 7 ngày 1 phút' }).click();
    await eventually(async () => expect(clock.offsetMs()).toBe(7 * DAY_MS + 61 * MINUTE_MS));
    await tab.getByRole('button', { name: 'Tới 22:00' }).click();
    await eventually(async () => {
      const hour = new Intl.DateTimeFormat('vi', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Ho_Chi_Minh' });
      expect(hour.format(clock.now())).toBe('22:00');
    });
    await shoot('clock-moved');
    await tab.getByRole('button', { name: 'Về giờ thật' }).click();
    await tab.getByText('Đúng giờ thật của máy.').waitFor();
    expect(clock.offsetMs()).toBe(0);
    await tab.getByRole('button', { name: 'Qua 1 ngày' }).click();
    await bench.closePanel();

    const banner = chat.page.locator('#banner');
    await banner.getByText('đồng hồ nhanh 1 ngày').waitFor();
    await shoot('banner');
    expect(await readabilityProblems(chat, chat.phone('Bác Ba'))).toEqual([]);
    await banner.getByRole('button', { name: 'Trở lại bình thường' }).click();
    await banner.waitFor({ state: 'hidden' });
    expect(clock.offsetMs()).toBe(0);
  });

  it('turns each fault on as its sentence says, all off at once, and takes that back', async () => {
    const { chat, running, openTab } = await open(laptopScreen);
    const { emulator } = running;
    const tab = await openTab('Gây lỗi');
    const faults = [
      ['Máy chủ báo 502', { html502: { probability: 1 } }],
      ['Treo, không trả lời', { hang: { probability: 1 } }],
      ['Báo lỗi nhưng đã giao', { errorReply: { probability: 1 } }],
      ['Cắt kết nối', { refused: { probability: 1 } }],
      ['Mất trả lời token', { lostTokenAnswer: { nextCount: 1 } }],
      ['Mạng chậm', { slowNetwork: { delayMs: 1000, jitterMs: 500 } }],
      ['Webhook trùng', { webhook: { duplicateProbability: 1 } }],
      ['Đảo thứ tự webhook', { webhook: { reorderProbability: 0.5, reorderWithinMs: 3000 } }],
    ] as const;
    for (const [name, expected] of faults) {
      const toggle = tab.getByRole('switch', { name });
      await toggle.check();
      await eventually(async () => expect(emulator.faults()).toEqual(expected));
      await chat.page.locator('#banner').getByText(`lỗi: ${name}`).waitFor();
      await toggle.uncheck();
      await eventually(async () => expect(emulator.faults()).toEqual({}));
    }
    await tab.getByLabel('Mức của «Máy chủ báo 502»').selectOption('Một lần tới');
    await tab.getByRole('switch', { name: 'Máy chủ báo 502' }).check();
    await tab.getByRole('switch', { name: 'Bão -32' }).check();
    await eventually(async () => {
      expect(emulator.faults().html502).toEqual({ nextCount: 1 });
      expect(emulator.faults().rateStorm?.forMs).toBeGreaterThan(50_000);
    });
    await tab.getByRole('button', { name: 'Tắt hết' }).click();
    await eventually(async () => expect(emulator.faults()).toEqual({}));
    await chat.page.getByRole('button', { name: 'Hoàn tác' }).click();
    await eventually(async () => expect(emulator.faults().html502).toEqual({ nextCount: 1 }));
    expect(chat.problems).toEqual([]);
  });

  it('takes the banner away by itself when a fault has struck for the last time', async () => {
    const { chat, running } = await open(phoneScreen);
    running.emulator.setFaults({ html502: { nextCount: 1 } });
    const banner = chat.page.locator('#banner');
    await banner.getByText('lỗi: Máy chủ báo 502').waitFor();
    await chat.phone('Bác Ba').say('Xin chào');
    await banner.waitFor({ state: 'hidden' });
  });

  it('changes the account, the events and the webhook, and takes them back', async () => {
    const { chat, running, heard, openTab } = await open(laptopScreen);
    const { emulator } = running;
    const account = await openTab('Tài khoản OA');
    await eventually(async () => expect(await account.getByLabel('Tên OA').inputValue()).toBe('Trợ lý số Đồng Nai'));
    await account.getByLabel('Loại OA').selectOption('4');
    await account.getByRole('switch', { name: 'Đã xác thực' }).uncheck();
    await account.getByRole('switch', { name: 'Có tài khoản ZCA' }).uncheck();
    await account.getByRole('button', { name: 'Lưu tài khoản' }).click();
    await eventually(async () =>
      expect(emulator.account.get()).toMatchObject({ type: 4, isVerified: false, zcaBalanceVnd: undefined }),
    );
    await chat.page.getByRole('button', { name: 'Hoàn tác' }).click();
    await eventually(async () =>
      expect(emulator.account.get()).toMatchObject({ type: 2, isVerified: true, zcaBalanceVnd: 1_000_000 }),
    );

    await account.getByText('Mọi thiết lập').click();
    await account.getByRole('searchbox', { name: 'Tìm thiết lập' }).fill('sendWindow');
    await account.getByLabel('sendWindowMs').fill('1000');
    await account.getByLabel('sendWindowMs').press('Tab');
    await eventually(async () => expect(emulator.settings().sendWindowMs).toBe(1000));

    const webhook = await openTab('Webhook');
    await webhook.getByRole('switch', { name: 'Tin người dân gửi' }).uncheck();
    await eventually(async () => expect(emulator.eventSwitches()).toEqual({ user_send_: false }));
    heard.length = 0;
    await chat.phone('Bác Ba').say('không ai nghe');
    await chat.phone('Bác Ba').sent.filter({ hasText: 'không ai nghe' }).waitFor();
    await emulator.idle();
    expect(heard.filter((line) => line.startsWith('user_send_'))).toEqual([]);

    await webhook.getByRole('button', { name: 'Thử gửi {}' }).click();
    await chat.page.getByText('Webhook trả lời HTTP 200.').waitFor();
    const before = emulator.webhook().url;
    await webhook.getByLabel('Địa chỉ nhận sự kiện').fill('');
    await webhook.getByRole('button', { name: 'Lưu' }).click();
    await webhook.getByText('Chưa có địa chỉ webhook.').waitFor();
    expect(emulator.webhook().url).toBeUndefined();
    await chat.page.getByRole('button', { name: 'Hoàn tác' }).click();
    await eventually(async () => expect(emulator.webhook().url).toBe(before));

    await webhook.getByRole('button', { name: 'Hiện mã và khóa' }).click();
    await webhook.getByText(emulator.tokens().accessToken).waitFor();
    expect(chat.problems).toEqual([]);
  });

  it('saves the whole state as a file, and asks before another takes its place', async () => {
    const { chat, running, openTab } = await open(laptopScreen);
    await chat.phone('Bác Ba').say('giữ lại');
    await chat.phone('Bác Ba').waitForAnswer('Đã nhận: giữ lại');
    const tab = await openTab('Ghi và lưu');
    const download = chat.page.waitForEvent('download');
    await tab.getByRole('button', { name: 'Tải ảnh chụp trạng thái' }).click();
    const saved = await (await download).path();
    await chat.phone('Bác Ba').say('sau đó');
    await chat.phone('Bác Ba').waitForAnswer('Đã nhận: sau đó');

    const load = async () => {
      const chooser = chat.page.waitForEvent('filechooser');
      await tab.getByRole('button', { name: 'Nạp lại từ tệp' }).click();
      await (await chooser).setFiles(saved);
      return chat.page.getByRole('dialog', { name: 'Nạp lại trạng thái?' });
    };
    const asked = await load();
    await asked.getByRole('button', { name: 'Thôi' }).click();
    expect(await chat.phone('Bác Ba').answers.filter({ hasText: 'sau đó' }).count()).toBe(1);
    await (await load()).getByRole('button', { name: 'Nạp lại' }).click();
    await chat.phone('Bác Ba').answers.filter({ hasText: 'sau đó' }).waitFor({ state: 'detached' });
    expect(await chat.phone('Bác Ba').answers.filter({ hasText: 'giữ lại' }).count()).toBe(1);
    await chat.page.getByRole('button', { name: 'Hoàn tác' }).click();
    await chat.phone('Bác Ba').waitForAnswer('Đã nhận: sau đó');
    expect(running.emulator.residents()).toHaveLength(3);
  });

  it('records a session, and asks before a new recording takes the place of one that was not kept', async () => {
    const { chat, openTab } = await open(phoneScreen);
    const posts: string[] = [];
    let session: object = {};
    await chat.page.route('**/api/recording**', async (route) => {
      const action = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
      if (route.request().method() === 'POST') posts.push(action);
      if (action === 'stop') session = { steps: [{ atMs: 0 }] };
      await route.fulfill({ json: session });
    });
    const tab = await openTab('Ghi và lưu');
    await tab.getByText('Chưa ghi gì.').waitFor();
    await tab.getByRole('button', { name: 'Ghi lại' }).click();
    await tab.getByText('Đang ghi…').waitFor();
    await tab.getByRole('button', { name: 'Dừng' }).click();
    const download = chat.page.waitForEvent('download');
    await tab.getByRole('button', { name: 'Tải về' }).click();
    expect((await download).suggestedFilename()).toMatch(/^zalo-session-\d{4}-\d{2}-\d{2}-\d{4}\.json$/u);
    await tab.getByRole('button', { name: 'Ghi lại' }).click();
    await chat.page.getByRole('dialog', { name: 'Ghi bản mới?' }).getByRole('button', { name: 'Thôi' }).click();
    await tab.getByRole('button', { name: 'Ghi lại' }).click();
    await chat.page.getByRole('button', { name: 'Ghi bản mới' }).click();
    await tab.getByText('Đang ghi…').waitFor();
    expect(posts).toEqual(['start', 'stop', 'start']);
    expect(await readabilityProblems(chat, chat.phone('Bác Ba'))).toEqual([]);
  });

  it('sends a link, a business card and a video from the menu', async () => {
    const { chat, shoot } = await open(phoneScreen);
    const phone = chat.phone('Bác Ba');
    const attach = async (kind: string) => {
      await phone.root.getByRole('button', { name: 'Đính kèm' }).click();
      await phone.root.getByRole('button', { name: kind }).click();
    };
    await attach('Liên kết');
    await phone.root.getByLabel('Địa chỉ trang').fill('https://dichvucong.gov.vn/');
    await phone.root.getByLabel('Lời giới thiệu').fill('Cổng Dịch vụ công');
    await phone.root.getByRole('button', { name: 'Gửi đi' }).click();
    await phone.waitForAnswer('Đã nhận: user_send_link');
    expect(await phone.sent.last().getByRole('link').getAttribute('href')).toBe('https://dichvucong.gov.vn/');
    await attach('Danh thiếp');
    await phone.root.getByLabel('Số điện thoại').fill('84912345678');
    await phone.root.getByRole('button', { name: 'Gửi đi' }).click();
    await phone.waitForAnswer('Đã nhận: user_send_business_card');
    const chooser = chat.page.waitForEvent('filechooser');
    await attach('Video');
    await (await chooser).setFiles({
      name: 'clip.mp4',
      mimeType: 'video/mp4',
      buffer: Buffer.from('không phải video'),
    });
    await phone.waitForAnswer('Đã nhận: user_send_video');
    await shoot('attached-more');
    expect(await readabilityProblems(chat, phone)).toEqual([]);
  });

  it('does for a resident what a phone can do beside chatting, and asks before data are withdrawn', async () => {
    const { chat, running, heard, shoot } = await open(laptopScreen);
    const { emulator } = running;
    const isFollowing = () => emulator.residents()[0]?.follows;
    const choose = async (name: string) => {
      await chat.page.getByRole('button', { name: 'Việc khác của Bác Ba' }).click();
      await shoot('resident-menu');
      await chat.page.getByRole('dialog', { name: 'Việc của Bác Ba' }).getByRole('button', { name }).click();
    };
    await choose('Quan tâm OA');
    await eventually(async () => expect(isFollowing()).toBe(true));
    await choose('Bỏ quan tâm OA');
    await eventually(async () => expect(isFollowing()).toBe(false));
    await chat.page.getByRole('button', { name: 'Hoàn tác' }).click();
    await eventually(async () => expect(isFollowing()).toBe(true));
    await choose('Chặn OA');
    await eventually(async () => expect(emulator.residents()[0]?.refusalCode).toBe(-217));
    await choose('Bỏ chặn OA');
    await eventually(async () => expect(emulator.residents()[0]?.refusalCode).toBeUndefined());
    await choose('Bấm «Nhắn tin»');
    await choose('Gọi cho OA');
    await choose('Rút lại dữ liệu');
    await chat.page
      .getByRole('dialog', { name: 'Bác Ba rút lại dữ liệu?' })
      .getByRole('button', { name: 'Thôi' })
      .click();
    await choose('Rút lại dữ liệu');
    await chat.page.getByRole('button', { name: 'Rút dữ liệu' }).click();
    await eventually(async () =>
      expect(heard).toEqual([
        'follow',
        'unfollow',
        'follow',
        'unfollow',
        'user_click_chatnow',
        'user_call_oa',
        'user_withdraw',
      ]),
    );
    expect(chat.problems).toEqual([]);
  });
});
