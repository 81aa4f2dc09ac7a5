import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { laptopScreen, phoneScreen } from '../support/chat-page.ts';
import type { ScreenSize } from '../support/chat-page.ts';
import { describeWithChromium, launchChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { openPageBench } from './emulator-page-bench.ts';
import type { PageBench } from './emulator-page-bench.ts';
import { readabilityProblems } from './readability.ts';

const HOUR_MS = 3_600_000;
const picture = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 18"><path fill="#0057d9" d="M0 0h32v18H0z"/><circle cx="16" cy="9" r="6" fill="#ffd45e"/></svg>',
);

describeWithChromium('what people do on the emulator’s page beside writing', () => {
  let browser: Browser;
  let bench: PageBench;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  afterEach(() => bench.close());

  async function open(screen: ScreenSize): Promise<PageBench> {
    bench = await openPageBench(browser, screen);
    await bench.chat.page.route('https://anh.example.vn/**', (route) =>
      route.fulfill({ contentType: 'image/svg+xml', body: picture }),
    );
    return bench;
  }

  const userId = () => bench.running.emulator.residents()[0]?.id ?? '';
  const ba = () => bench.chat.phone('Bác Ba');
  const events = (name: string) =>
    bench.bodies.map((body) => JSON.parse(body)).filter((event) => event.event_name === name);

  async function openMenu(message: Locator): Promise<Locator> {
    await message.getByRole('button', { name: 'Thả cảm xúc hoặc trả lời tin này' }).click();
    return bench.chat.page.getByRole('dialog', { name: 'Tin của trợ lý' });
  }

  async function askForInfo(): Promise<void> {
    const elements = [
      {
        title: 'Đăng ký lớp kỹ năng số',
        subtitle: 'Bác cho xin tên và số điện thoại để tổ công nghệ số liên hệ.',
        image_url: 'https://anh.example.vn/lop.svg',
      },
    ];
    const payload = { template_type: 'request_user_info', elements };
    await bench.callOa('/v3.0/oa/message/cs', {
      recipient: { user_id: userId() },
      message: { attachment: { type: 'template', payload } },
    });
  }

  it('fills in a card that asks for information, on a phone', async () => {
    const { chat, shoot, running } = await open(phoneScreen);
    await ba().say('Xin chào');
    await ba().waitForAnswer('Đã nhận: Xin chào');
    await askForInfo();
    const card = await ba().waitForAnswer('Đăng ký lớp kỹ năng số');
    await eventually(async () => expect(await readabilityProblems(chat, ba())).toEqual([]));
    await shoot('info-card');
    await card.getByRole('button', { name: 'Điền thông tin' }).click();
    const form = chat.page.getByRole('dialog', { name: 'Gửi thông tin của bạn' });
    expect(await form.getByLabel('Họ và tên').inputValue()).toBe('Bác Ba');
    await shoot('info-form');
    await form.getByLabel('Số điện thoại').fill('12');
    await form.getByRole('button', { name: 'Gửi thông tin' }).click();
    expect(await form.isVisible()).toBe(true);
    expect(events('user_submit_info')).toEqual([]);

    await form.getByLabel('Họ và tên').fill('Nguyễn Văn Ba');
    await form.getByLabel('Số điện thoại').fill('0912 345 678');
    await form.getByLabel('Địa chỉ').fill('Ấp 3');
    await form.getByLabel('Phường, xã').fill('Phường Bình Phước');
    await form.getByLabel('Tỉnh, thành phố').fill('Đồng Nai');
    await form.getByLabel('Ngày sinh').fill('31/12/1960');
    await form.getByLabel('Giới tính').selectOption('Nam');
    expect(await readabilityProblems(chat, ba())).toEqual([]);
    await form.getByRole('button', { name: 'Gửi thông tin' }).click();
    await chat.page.getByText('Đã gửi thông tin cho trợ lý.').waitFor();
    await form.waitFor({ state: 'detached' });
    await running.emulator.idle();
    expect(events('user_submit_info').map(({ info }) => info)).toEqual([
      {
        name: 'Nguyễn Văn Ba',
        phone: '84912345678',
        user_dob: '31/12/1960',
        gender: '1',
        full_address: { user_city: 'Đồng Nai', user_ward: 'Phường Bình Phước', user_address: 'Ấp 3' },
      },
    ]);
    expect(chat.problems).toEqual([]);
  });

  it('says in the form what the emulator does not take', async () => {
    const { chat, running } = await open(laptopScreen);
    await ba().say('Xin chào');
    await ba().waitForAnswer('Đã nhận: Xin chào');
    await askForInfo();
    const card = await ba().waitForAnswer('Đăng ký lớp kỹ năng số');
    await card.getByRole('button', { name: 'Điền thông tin' }).click();
    const form = chat.page.getByRole('dialog', { name: 'Gửi thông tin của bạn' });
    await form.getByLabel('Số điện thoại').fill('. . . . . .');
    await form.getByRole('button', { name: 'Gửi thông tin' }).click();
    await form.getByRole('alert').getByText('EMULATOR_INPUT_INVALID').waitFor();
    await form.getByRole('button', { name: 'Thôi' }).click();
    await form.waitFor({ state: 'detached' });
    await running.emulator.idle();
    expect(events('user_submit_info')).toEqual([]);
  });

  it('reacts to a message of the OA, changes the reaction, takes it back, and still shows it after a reload', async () => {
    const { chat, shoot, running } = await open(phoneScreen);
    await ba().say('Xin chào');
    const answer = await ba().waitForAnswer('Đã nhận: Xin chào');
    expect(await ba().sent.last().locator('.message-menu').count()).toBe(0);
    const menu = await openMenu(answer);
    expect(await menu.locator('.reaction-choice').allInnerTexts()).toEqual([
      ...['Thích', 'Yêu thích', 'Cười', 'Ngạc nhiên', 'Buồn', 'Khóc', 'Giận'],
    ]);
    expect(await readabilityProblems(chat, ba())).toEqual([]);
    await shoot('message-menu');
    await menu.getByRole('button', { name: 'Yêu thích' }).click();
    await answer.getByRole('img', { name: 'Bạn đã thả cảm xúc Yêu thích' }).waitFor();
    await shoot('reaction');

    await (await openMenu(answer)).getByRole('button', { name: 'Ngạc nhiên' }).click();
    await answer.getByRole('img', { name: 'Bạn đã thả cảm xúc Ngạc nhiên' }).waitFor();
    expect(await answer.locator('.reaction').count()).toBe(1);
    await chat.page.reload();
    await ba().answers.last().getByRole('img', { name: 'Bạn đã thả cảm xúc Ngạc nhiên' }).waitFor();
    await (await openMenu(ba().answers.last())).getByRole('button', { name: 'Bỏ cảm xúc' }).click();
    await ba().answers.last().locator('.reaction').waitFor({ state: 'detached' });
    await running.emulator.idle();
    const icons = events('user_reacted_message').map(({ message }) => message.react_icon);
    expect(icons).toEqual(['/-heart', ':o', '/-remove']);
    expect(await readabilityProblems(chat, ba())).toEqual([]);
  });

  it('shows each of Zalo’s reactions as a drawing, and those of the OA as the OA’s', async () => {
    const { chat, shoot } = await open(phoneScreen);
    const icons = ['/-strong', '/-heart', ':>', ':o', '--b', ':-((', ':-h', '/-lạ'];
    for (const icon of icons) {
      await ba().say(`tin ${icon}`);
      await ba().waitForAnswer(`Đã nhận: tin ${icon}`);
      const sent = bench.running.emulator.history(userId()).findLast(({ from }) => from === 'resident');
      await bench.callOa('/v2.0/oa/message', {
        recipient: { user_id: userId() },
        sender_action: { react_icon: icon, react_message_id: sent?.id },
      });
    }
    const names = ['Thích', 'Yêu thích', 'Cười', 'Ngạc nhiên', 'Buồn', 'Khóc', 'Giận', '/-lạ'];
    const shown = ba().sent.locator('.reaction');
    await eventually(async () => expect(await shown.count()).toBe(names.length));
    expect(
      await shown.evaluateAll((all: { getAttribute(name: string): string }[]) =>
        all.map((node) => node.getAttribute('aria-label')),
      ),
    ).toEqual(names.map((name) => `Trợ lý đã thả cảm xúc ${name}`));
    expect(await readabilityProblems(chat, ba())).toEqual([]);
    await shoot('reactions-of-oa');
  });

  it('answers a message of the OA with a quotation of it, once', async () => {
    const { chat, shoot, running } = await open(phoneScreen);
    await ba().say('một');
    const first = await ba().waitForAnswer('Đã nhận: một');
    await ba().say('hai');
    await ba().waitForAnswer('Đã nhận: hai');
    await (await openMenu(first)).getByRole('button', { name: 'Trả lời tin này' }).click();
    const strip = ba().root.locator('.quote-strip');
    await strip.getByText('Trả lời: Đã nhận: một').waitFor();
    expect(await chat.page.evaluate('document.activeElement.className')).toBe('typed');
    await shoot('quoting');
    expect(await readabilityProblems(chat, ba())).toEqual([]);
    await ba().say('Bước này làm ở đâu?');
    await ba().waitForAnswer('Đã nhận: Bước này làm ở đâu?');
    expect(await strip.isVisible()).toBe(false);
    expect(await ba().sent.last().locator('blockquote').innerText()).toBe('Đã nhận: một');
    await shoot('quoted');

    await (await openMenu(first)).getByRole('button', { name: 'Trả lời tin này' }).click();
    await strip.getByRole('button', { name: 'Bỏ trả lời' }).click();
    await ba().say('không trích');
    await ba().waitForAnswer('Đã nhận: không trích');
    await running.emulator.idle();
    const quoted = events('user_send_text').map(({ message }) => message.quote_msg_id);
    const firstId = await first.getAttribute('data-message-id');
    expect(quoted).toEqual([undefined, undefined, firstId, undefined]);
  });

  it('chats as a visitor of the web page, who has no Zalo account', async () => {
    const { chat, shoot, running, heard } = await open(phoneScreen);
    await chat.page.locator('.phone.active .more').click();
    await chat.page.getByRole('button', { name: 'Mọi người và nhóm' }).click();
    const list = chat.page.getByRole('complementary', { name: 'Mọi người và nhóm' });
    await list.getByRole('button', { name: 'Thêm khách trên trang web' }).click();
    const dialog = chat.page.getByRole('dialog', { name: 'Khách trên trang web' });
    await shoot('new-visitor');
    await dialog.getByLabel('Tên gọi của khách').fill('Khách Lộc Ninh');
    await dialog.getByRole('button', { name: 'Thêm khách' }).click();
    const visitor = chat.phone('Khách Lộc Ninh');
    await visitor.root.waitFor();
    await visitor.root.getByText('không cần tài khoản Zalo').waitFor();
    await eventually(async () => expect(await readabilityProblems(chat, visitor)).toEqual([]));
    await shoot('visitor-empty');

    await visitor.say('Giờ làm việc thế nào?');
    await visitor.waitForAnswer('Chào khách, đã nhận: Giờ làm việc thế nào?');
    await visitor.root.locator('.state', { hasText: 'Đã xem' }).waitFor();
    await visitor.root.getByRole('button', { name: 'Đính kèm' }).click();
    expect(await visitor.root.locator('.sheet .choice').allInnerTexts()).toEqual(['Ảnh', 'Nhãn dán', 'Tệp']);
    await visitor.root.getByRole('button', { name: 'Nhãn dán' }).click();
    await visitor.root.getByRole('button', { name: 'Nhãn dán Cảm ơn' }).click();
    await visitor.waitForAnswer('anonymous_send_sticker');
    await visitor.say('lỗi');
    await visitor.root.locator('.failure', { hasText: 'Trợ lý báo lỗi' }).waitFor();
    await shoot('visitor-chat');
    expect(await readabilityProblems(chat, visitor)).toEqual([]);
    await running.emulator.idle();
    expect(heard.filter((line) => line.startsWith('anonymous_send_'))).toEqual([
      'anonymous_send_text Giờ làm việc thế nào?',
      'anonymous_send_sticker',
      'anonymous_send_text lỗi',
    ]);

    await chat.switchTo('Bác Ba');
    await chat.page.reload();
    await ba().root.waitFor();
    await chat.page.locator('.phone.active .resident-select').selectOption({ label: 'Khách Lộc Ninh (trang web)' });
    await visitor.waitForAnswer('Chào khách, đã nhận: Giờ làm việc thế nào?');
    expect(chat.problems).toEqual([]);
  });

  it('lists a visitor somebody else created, with what is new, and closes the chat again', async () => {
    const { chat, running, callOa } = await open(laptopScreen);
    await chat.page.getByRole('button', { name: 'Mọi người và nhóm' }).click();
    const list = chat.page.getByRole('complementary', { name: 'Mọi người và nhóm' });
    const { visitors } = running.emulator;
    const { anonymousId } = visitors.create('Khách hai');
    await list.getByText('Khách trên trang web', { exact: true }).waitFor();
    visitors.send(anonymousId, { kind: 'text', text: 'có ai không?' });
    await list.getByText('1 mới').waitFor();
    await list.getByRole('button', { name: 'Khách hai' }).click();
    const visitor = chat.phone('Khách hai');
    await visitor.waitForAnswer('Chào khách, đã nhận: có ai không?');
    await list.getByText('1 mới').waitFor({ state: 'detached' });

    const refused = await callOa('/v2.0/oa/message', {
      recipient: { anonymous_id: anonymousId, conversation_id: 'khác' },
      message: { text: 'a' },
    });
    expect(refused.error).toBe(-201);
    await visitor.root.locator('.note', { hasText: '-201' }).waitFor({ state: 'attached' });
    expect(await chat.page.locator('.phone:visible').count()).toBe(4);
    await visitor.root.getByRole('button', { name: 'Đóng cuộc trò chuyện này' }).click();
    expect(await chat.page.locator('.phone:visible').count()).toBe(3);
    expect(chat.problems).toEqual([]);
  });

  it('draws a broadcast of articles, a notice by template and a list as Zalo does', async () => {
    const { chat, running, callOa, shoot } = await open(phoneScreen);
    const { clock, account } = running.emulator;
    // broadcasts go out from 06:00 to 21:59, Vietnam time
    while (new Date(clock.now() + 7 * HOUR_MS).getUTCHours() !== 9) clock.advance(HOUR_MS);
    running.emulator.as.follow(userId());
    running.emulator.updateSettings({ articleProcessingMs: 0, listOnV3: true });

    const articleIds: string[] = [];
    for (const title of [
      'Sáu bước làm VNeID mức 2',
      'Nhận tiền an sinh qua tài khoản',
      'Cảnh giác cuộc gọi giả công an',
    ]) {
      const article = {
        ...{ type: 'normal', title, author: 'Tổ công nghệ số', status: 'show', comment: 'hide' },
        cover: { cover_type: 'photo', photo_url: 'https://anh.example.vn/bia.svg', status: 'show' },
        description: 'Hướng dẫn từng bước, có hình, làm được ngay trên điện thoại của bà con.',
        body: [{ type: 'text', content: 'Mở ứng dụng VNeID.' }],
      };
      const { data: created } = await callOa('/v2.0/article/create', article);
      const { data: verified } = await callOa('/v2.0/article/verify', { token: created.token });
      articleIds.push(verified.id);
    }
    const elements = articleIds.map((id) => ({ media_type: 'article', attachment_id: id }));
    const sent = await callOa('/v2.0/oa/message', {
      recipient: { target: { gender: '0' } },
      message: { attachment: { type: 'template', payload: { template_type: 'media', elements } } },
    });
    expect(sent).toMatchObject({ error: 0 });
    const broadcast = await ba().waitForAnswer('Sáu bước làm VNeID mức 2');
    const links = broadcast.locator('a.element');
    expect(await links.count()).toBe(3);
    expect(await links.first().getAttribute('href')).toContain(`id=${articleIds[0]}`);
    expect(await links.first().innerText()).toContain('Đọc bài viết');
    expect(await broadcast.locator('.card-picture').count()).toBe(1);
    expect(await broadcast.locator('.card-thumb').count()).toBe(2);
    // The page may draw the bubble anew while its receipts come in: a link that has just gone has no height.
    await eventually(async () => {
      const all = await links.all();
      expect(all).toHaveLength(3);
      for (const link of all) expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    });
    await eventually(async () => expect(await readabilityProblems(chat, ba())).toEqual([]));
    await shoot('articles');

    account.update({ zcaBalanceVnd: 1_000_000 });
    const data = { ten: 'Bác Ba', ten_lop: 'VNeID cho người lớn tuổi', thoi_gian: '08:00 25/11/2026' };
    await callOa('/v3.0/oa/message/template', { user_id: userId(), template_id: '100001', template_data: data });
    const notice = await ba().waitForAnswer('VNeID cho người lớn tuổi');
    expect(await notice.locator('.formal-head').innerText()).toBe('Thông báo');

    const rows = [
      { title: 'Dịch vụ công', subtitle: 'Nộp hồ sơ tại nhà', image_url: 'https://anh.example.vn/1.svg' },
      { title: 'Thanh toán', subtitle: 'Quét mã QR', image_url: 'https://anh.example.vn/2.svg' },
    ];
    await callOa('/v3.0/oa/message/cs', {
      recipient: { user_id: userId() },
      message: { attachment: { type: 'template', payload: { template_type: 'list', elements: rows } } },
    });
    const drawnList = await ba().waitForAnswer('Nộp hồ sơ tại nhà');
    expect(await drawnList.locator('.card-picture').count()).toBe(1);
    expect(await drawnList.locator('.card-thumb').count()).toBe(1);
    await eventually(async () => expect(await readabilityProblems(chat, ba())).toEqual([]));
    await shoot('notice-and-list');
    expect(chat.problems).toEqual([]);
  });
});
