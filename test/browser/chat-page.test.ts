import fastifyFactory from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createEmulator, emulatorPlugin, startEmulator } from 'zalo-emulator';
import type { RunningEmulator } from 'zalo-emulator';
import { laptopScreen, openChatPage, phoneScreen } from '../support/chat-page.ts';
import type { ChatPage, ScreenSize } from '../support/chat-page.ts';
import { describeWithChromium, launchChromium } from '../support/chromium.ts';

const longAnswer = [
  'Bác làm theo từng bước nhé:',
  '1. Mở trang https://dichvucong.gov.vn/p/home/dvc-tthc-thu-tuc-hanh-chinh-chi-tiet.html?ma_thu_tuc=2.001234.000.00.00.H10 bằng điện thoại.',
  '2. Bấm «Đăng nhập», chọn tài khoản định danh điện tử.',
  'Mã tra cứu rất dài: ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
].join('\n');

const menuButtons = [
  { title: 'Dịch vụ công trực tuyến', type: 'oa.query.show', payload: 'Tôi muốn làm dịch vụ công' },
  { title: 'Để sau', type: 'oa.query.hide', payload: '#de-sau' },
  { title: 'Mở Cổng Dịch vụ công quốc gia', type: 'oa.open.url', payload: { url: 'https://dichvucong.gov.vn/' } },
  { title: 'Gọi công an 113', type: 'oa.open.phone', payload: { phone_code: '113' } },
];

/** A bot in a few lines: answers texts, with buttons when greeted, and keeps silent or fails when told to. */
async function startFakeBot(running: RunningEmulator) {
  const heard: string[] = [];
  const bot: FastifyInstance = fastifyFactory({ forceCloseConnections: true });
  bot.post<{ Body: { event_name: string; sender?: { id: string }; message?: { text?: string } } }>(
    '/webhook',
    async (request, reply) => {
      const { event_name: eventName, sender, message } = request.body;
      const text = message?.text ?? '';
      if (!eventName.startsWith('user_send_')) return {};
      heard.push(`${eventName} ${text}`.trim());
      if (text === 'lỗi') return reply.code(401).send({});
      if (text === 'im lặng') return {};
      const body =
        text === 'Xin chào'
          ? {
              text: 'Chào bác! Bác cần giúp việc gì ạ?',
              attachment: { type: 'template', payload: { buttons: menuButtons } },
            }
          : { text: text === 'dài' ? longAnswer : `Đã nhận: ${text === '' ? eventName : text}` };
      await fetch(`${running.url}/v3.0/oa/message/cs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', access_token: running.emulator.tokens().accessToken },
        body: JSON.stringify({ recipient: { user_id: sender?.id }, message: body }),
      });
      return {};
    },
  );
  const url = await bot.listen({ port: 0, host: '127.0.0.1' });
  running.emulator.setWebhookUrl(`${url}/webhook`);
  return { heard, close: () => bot.close() };
}

describeWithChromium('chat page', () => {
  let browser: Browser;
  let running: RunningEmulator;
  let bot: Awaited<ReturnType<typeof startFakeBot>>;
  let chat: ChatPage;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    running = await startEmulator({ oaName: 'Trợ lý số Đồng Nai' });
    bot = await startFakeBot(running);
  });
  afterEach(async () => {
    await chat.close();
    await bot.close();
    await running.close();
  });

  async function open(screen: ScreenSize): Promise<ChatPage> {
    chat = await openChatPage(browser, running.url, screen);
    return chat;
  }

  /** A picture for a person's eyes, only when asked for: CHAT_PAGE_SHOTS=<folder>. */
  async function shoot(name: string): Promise<void> {
    const folder = process.env['CHAT_PAGE_SHOTS'];
    if (folder !== undefined) await chat.page.screenshot({ path: `${folder}/${name}.png` });
  }

  it('invites a resident who has not written yet, and sends the suggestion that is pressed', async () => {
    const phone = (await open(phoneScreen)).phone('Bác Ba');
    await phone.root.getByText('Bác hãy nhắn «Xin chào» để bắt đầu').waitFor();
    expect(await phone.root.locator('.chip').count()).toBe(3);
    await shoot('empty-360');
    await phone.root.getByRole('button', { name: 'Xin chào' }).click();
    await phone.waitForAnswer('Chào bác!');
    expect(await phone.root.locator('.empty').isVisible()).toBe(false);
    expect(chat.problems).toEqual([]);
  });

  it('shows the payload of a pressed button as the resident’s own message and gets its answer', async () => {
    const phone = (await open(phoneScreen)).phone('Bác Ba');
    await phone.say('Xin chào');
    await phone.waitForAnswer('Chào bác!');
    await shoot('buttons-360');
    await phone.press('Dịch vụ công trực tuyến');
    await phone.waitForAnswer('Đã nhận: Tôi muốn làm dịch vụ công');
    await phone.sent.filter({ hasText: 'Tôi muốn làm dịch vụ công' }).waitFor();
    await phone.root.locator('.state', { hasText: 'Đã xem' }).waitFor();
    expect(bot.heard).toEqual(['user_send_text Xin chào', 'user_send_text Tôi muốn làm dịch vụ công']);
  });

  it('sends a hidden button without showing its payload', async () => {
    const phone = (await open(phoneScreen)).phone('Bác Ba');
    await phone.say('Xin chào');
    await phone.waitForAnswer('Chào bác!');
    await phone.press('Để sau');
    await phone.waitForAnswer('Đã nhận: #de-sau');
    expect(await phone.sent.count()).toBe(1);
  });

  it('opens links in a new tab and phone numbers in the dialler', async () => {
    const phone = (await open(phoneScreen)).phone('Bác Ba');
    await phone.say('Xin chào');
    const answer = await phone.waitForAnswer('Chào bác!');
    const link = answer.getByRole('link', { name: 'Mở Cổng Dịch vụ công quốc gia' });
    expect(await link.getAttribute('href')).toBe('https://dichvucong.gov.vn/');
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('rel')).toContain('noopener');
    expect(await answer.getByRole('link', { name: 'Gọi công an 113' }).getAttribute('href')).toBe('tel:113');
  });

  it('wraps long texts, keeps their line breaks and never scrolls sideways at 360 px', async () => {
    const phone = (await open(phoneScreen)).phone('Bác Ba');
    await phone.say('dài');
    const answer = await phone.waitForAnswer('Bác làm theo từng bước');
    await shoot('long-360');
    expect(await chat.sidewaysOverflow()).toBe(0);
    expect(await phone.stickingOut()).toEqual([]);
    expect(
      await answer.locator('.text').evaluate((node: { innerText: string }) => node.innerText.split('\n').length),
    ).toBe(4);
    const log = phone.root.getByRole('log');
    const hiddenBelowPx = await log.evaluate(
      (node: { scrollHeight: number; scrollTop: number; clientHeight: number }) =>
        node.scrollHeight - node.scrollTop - node.clientHeight,
    );
    expect(hiddenBelowPx).toBeLessThan(2);
  });

  it('fills the phone’s screen with one chat and switches residents in the header', async () => {
    await open(phoneScreen);
    await chat.phone('Bác Ba').say('Xin chào');
    await chat.phone('Bác Ba').waitForAnswer('Chào bác!');
    await chat.switchTo('Cô Tư');
    expect(await chat.page.locator('.phone:visible').count()).toBe(1);
    expect(await chat.phone('Cô Tư').answers.count()).toBe(0);
    const box = await chat.phone('Cô Tư').root.boundingBox();
    expect(box).toEqual({ x: 0, y: 0, ...phoneScreen });
  });

  it('sends every kind of attachment from the menu', async () => {
    const phone = (await open(phoneScreen)).phone('Bác Ba');
    const attach = phone.root.getByRole('button', { name: 'Đính kèm' });
    const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

    await attach.click();
    await shoot('attach-360');
    const pictureChooser = chat.page.waitForEvent('filechooser');
    await phone.root.getByRole('button', { name: 'Ảnh', exact: true }).click();
    await (await pictureChooser).setFiles({
      name: 'anh.png',
      mimeType: 'image/png',
      buffer: Buffer.from(onePixel, 'base64'),
    });
    await phone.waitForAnswer('Đã nhận: user_send_image');

    await attach.click();
    const fileChooser = chat.page.waitForEvent('filechooser');
    await phone.root.getByRole('button', { name: 'Tệp' }).click();
    await (await fileChooser).setFiles({
      name: 'giay-khai-sinh.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4'),
    });
    await phone.waitForAnswer('Đã nhận: user_send_file');

    await attach.click();
    await phone.root.getByRole('button', { name: 'Nhãn dán' }).click();
    await shoot('stickers-360');
    await phone.root.getByRole('button', { name: 'Nhãn dán Cảm ơn' }).click();
    await phone.waitForAnswer('Đã nhận: user_send_sticker');

    await attach.click();
    await phone.root.getByRole('button', { name: 'Vị trí' }).click();
    await phone.root.getByRole('button', { name: 'Đồng Xoài' }).click();
    await phone.waitForAnswer('Đã nhận: user_send_location');

    await attach.click();
    await phone.root.getByRole('button', { name: 'Giọng nói' }).click();
    await phone.root.getByRole('button', { name: 'Gửi đoạn mẫu' }).click();
    await phone.waitForAnswer('Đã nhận: user_send_audio');
    await shoot('attachments-360');
    expect(await chat.sidewaysOverflow()).toBe(0);
    expect(await phone.stickingOut()).toEqual([]);
    expect(chat.problems).toEqual([]);
  });

  it('says that the assistant has not answered after ten seconds, and takes it back when it does', async () => {
    await open(phoneScreen);
    const phone = chat.phone('Bác Ba');
    await chat.page.clock.install();
    await phone.say('im lặng');
    await phone.root.locator('.state', { hasText: 'Đã nhận' }).waitFor();
    await chat.page.clock.fastForward(9000);
    expect(await phone.notice.isVisible()).toBe(false);
    await chat.page.clock.fastForward(2000);
    await phone.notice.getByText('Trợ lý chưa trả lời').waitFor();
    await shoot('silent-360');
    await phone.say('có đó không');
    await phone.waitForAnswer('Đã nhận: có đó không');
    await phone.notice.waitFor({ state: 'hidden' });
  });

  it('marks a message the bot refused and lists the refusal in the developer’s panel', async () => {
    await open(phoneScreen);
    const phone = chat.phone('Bác Ba');
    await phone.say('lỗi');
    await phone.root.locator('.failure', { hasText: 'Trợ lý báo lỗi' }).waitFor();
    await phone.root.getByRole('button', { name: 'Mở bảng chọn' }).click();
    await shoot('menu-360');
    await chat.page.getByRole('button', { name: 'Bảng điều khiển giả lập' }).click();
    const row = chat.page.locator('#deliveries tr.bad').first();
    await row.waitFor();
    expect(await row.innerText()).toContain('user_send_text');
    expect(await row.innerText()).toContain('HTTP 401');
    await shoot('panel-360');
  });

  it('hides the buttons when it looks as on a computer', async () => {
    await open(laptopScreen);
    const phone = chat.phone('Bác Ba');
    await phone.say('Xin chào');
    await phone.waitForAnswer('Chào bác!');
    expect(await phone.root.locator('.buttons').isVisible()).toBe(true);
    await chat.page.getByRole('switch', { name: 'Như trên máy tính' }).check();
    expect(await phone.root.locator('.buttons').isVisible()).toBe(false);
  });

  it('shows several residents side by side on a wide screen and lets one be added', async () => {
    await open(laptopScreen);
    for (const name of ['Bác Ba', 'Cô Tư', 'Anh Năm']) {
      await chat.phone(name).say(name === 'Cô Tư' ? 'dài' : 'Xin chào');
      await chat.phone(name).answers.first().waitFor();
    }
    const tops = new Set<number>();
    for (const name of ['Bác Ba', 'Cô Tư', 'Anh Năm']) {
      tops.add((await chat.phone(name).root.boundingBox())?.y ?? -1);
    }
    expect(tops.size).toBe(1);
    expect(await chat.sidewaysOverflow()).toBe(0);
    await shoot('three-1280');
    await chat.page.getByRole('button', { name: 'Thêm người' }).click();
    await chat.page.getByLabel('Tên gọi trong cuộc trò chuyện').fill('Dì Sáu');
    await chat.page.getByRole('button', { name: 'Thêm', exact: true }).click();
    await chat.phone('Dì Sáu').say('Xin chào');
    await chat.phone('Dì Sáu').waitForAnswer('Chào bác!');
    await chat.page.getByRole('button', { name: 'Bảng điều khiển giả lập' }).click();
    await shoot('four-1280');
    if (process.env['CHAT_PAGE_SHOTS'] !== undefined) {
      await chat.page.screenshot({ path: `${process.env['CHAT_PAGE_SHOTS']}/full-1280.png`, fullPage: true });
    }
    expect(chat.problems).toEqual([]);
  });

  it('can be used with the keyboard alone: attach, choose, go back to the list and return', async () => {
    await open(phoneScreen);
    const phone = chat.phone('Bác Ba');
    await phone.root.getByRole('button', { name: 'Đính kèm' }).focus();
    await chat.page.keyboard.press('Enter');
    await chat.page.keyboard.press('Escape');
    expect(await phone.root.locator('.sheet').isVisible()).toBe(false);
    await phone.root.getByRole('button', { name: 'Về danh sách tin nhắn' }).focus();
    await chat.page.keyboard.press('Enter');
    await phone.root.locator('.conversation').waitFor();
    await shoot('list-360');
    await chat.page.keyboard.press('Enter');
    await phone.root.getByRole('log').waitFor();
  });

  it('keeps every text at 16 px or more', async () => {
    const phone = (await open(phoneScreen)).phone('Bác Ba');
    await phone.say('Xin chào');
    await phone.waitForAnswer('Chào bác!');
    const smallest: number = await chat.page.evaluate(
      'Math.min(...[...document.querySelectorAll("body *")].map((n) => parseFloat(getComputedStyle(n).fontSize)))',
    );
    expect(smallest).toBeGreaterThanOrEqual(16);
  });

  it('says that the connection is lost, and comes back by itself when the emulator has restarted', async () => {
    await open(phoneScreen);
    const connection = chat.page.locator('#connection');
    await chat.phone('Bác Ba').say('Xin chào');
    await chat.phone('Bác Ba').waitForAnswer('Chào bác!');
    await running.close();
    await connection.getByText('Mất kết nối').waitFor();
    await bot.close();
    running = await startEmulator({ port: Number(new URL(running.url).port) });
    bot = await startFakeBot(running);
    await connection.waitFor({ state: 'hidden' });
    expect(await chat.phone('Bác Ba').sent.count()).toBe(0);
    await chat.phone('Bác Ba').say('Xin chào');
    await chat.phone('Bác Ba').waitForAnswer('Chào bác!');
  });

  it('works at / of another server with the API under a prefix, as in demo mode', async () => {
    const host = fastifyFactory({ forceCloseConnections: true });
    const emulator = createEmulator({ webhookUrl: running.emulator.webhook().url ?? '' });
    host.post('/v3.0/oa/message/cs', async () => ({ error: 0 }));
    await host.register(emulatorPlugin, { emulator, prefix: '/emulator' });
    try {
      chat = await openChatPage(browser, await host.listen({ port: 0, host: '127.0.0.1' }), phoneScreen);
      const phone = chat.phone('Bác Ba');
      await phone.say('lỗi');
      await phone.root.locator('.failure', { hasText: 'Trợ lý báo lỗi' }).waitFor();
      expect(chat.problems).toEqual([]);
    } finally {
      await host.close();
    }
  });
});
