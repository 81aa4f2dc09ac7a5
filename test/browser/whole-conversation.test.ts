import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type ChatPage, laptopScreen, openChatPage, phoneScreen, type ScreenSize } from '../support/chat-page.ts';
import { describeWithChromium, launchChromium } from '../support/chromium.ts';
import { shippedCatalogue } from '../support/shipped-content.ts';
import { filesContaining } from '../support/temp-dir.ts';
import { type Demo, startDemo } from './demo.ts';
import { type Dialogue, startDialogue } from './dialogue.ts';
import { readabilityProblems } from './readability.ts';

const { messages } = shippedCatalogue();
const SUBJECTS = ['Dịch vụ công', 'Thanh toán', 'Mua bán trên mạng', 'Chống lừa đảo', messages.topicOtherPlatforms];
const STEP_ANSWERS = ['Xong', 'Chưa làm được', 'Xem lại', 'Gặp người hỗ trợ'];
const NOTICE = 'trợ lý tự động (máy trả lời, không phải người thật)';
const ONE_PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

describeWithChromium('a whole conversation in the demo', () => {
  let browser: Browser;
  let shots: string;
  let demo: Demo;
  let chat: ChatPage;

  beforeAll(async () => {
    browser = await launchChromium();
    shots = mkdtempSync(join(tmpdir(), 'chat-shots-'));
  });
  afterAll(async () => {
    await browser.close();
    rmSync(shots, { recursive: true });
  });
  beforeEach(async () => {
    demo = await startDemo();
  });
  afterEach(async () => {
    await chat.close();
    await demo.close();
  });

  async function open(resident: string, screen: ScreenSize = phoneScreen): Promise<Dialogue> {
    chat = await openChatPage(browser, demo.url, screen);
    return startDialogue(chat.phone(resident));
  }

  /** Everything a person must be able to see and press at this moment, and a picture of it. */
  async function stage(name: string, { phone }: Dialogue): Promise<void> {
    expect(await readabilityProblems(chat, phone), name).toEqual([]);
    for (const folder of [shots, process.env['CHAT_PAGE_SHOTS']]) {
      if (folder !== undefined) await chat.page.screenshot({ path: join(folder, `whole-${name}.png`) });
    }
  }

  /** Whether the end of the newest answer is on the screen, without scrolling. */
  async function newestAnswerIsInView({ phone }: Dialogue): Promise<boolean> {
    const [answer, log] = await Promise.all([
      phone.answers.last().boundingBox(),
      phone.root.getByRole('log').boundingBox(),
    ]);
    return answer !== null && log !== null && answer.y + answer.height <= log.y + log.height + 1;
  }

  it('goes from the greeting by consent, a subject and a question without marks to the last step of a card', async () => {
    const ba = await open('Bác Ba');
    await stage('00-empty', ba);

    const [notice = '', menu = ''] = await ba.say('xin chao', 'Bác cần em giúp việc gì ạ?');
    expect(notice).toContain(NOTICE);
    expect(notice).toContain('đồng ý để em đếm');
    expect(await ba.buttons()).toEqual(SUBJECTS);
    for (const [index, subject] of SUBJECTS.entries()) expect(menu).toContain(`\n${index + 1}. ${subject}`);
    await stage('01-notice-and-menu', ba);

    await ba.press(messages.consentYes, 'NGỪNG ĐẾM');
    expect(await newestAnswerIsInView(ba)).toBe(true);
    await stage('02-consent', ba);

    await ba.say('1', 'Về dịch vụ công');
    expect(await ba.buttons()).toHaveLength(5);
    await stage('03-subject', ba);

    const [card = ''] = await ba.say('lam vneid muc 2 o dau', 'Bước 1/7');
    expect(card).toMatch(/^Muốn có VNeID mức 2, bác đến Công an xã, phường/u);
    expect(await ba.buttons()).toEqual(STEP_ANSWERS);
    await stage('04-card', ba);

    await ba.press('Xong', 'Bước 2/7');
    await ba.press('Chưa làm được', 'Không sao bác ạ.');
    expect(await ba.buttons()).toContain('Vẫn chưa được');
    await stage('05-stuck', ba);
    await ba.press('Xem lại', 'Bước 2/7');
    await stage('06-again', ba);
    for (let step = 3; step <= 7; step++) await ba.press('Xong', `Bước ${step}/7`);
    await stage('07-last-step', ba);
    await ba.press('Xong', 'bác đã làm xong rồi ạ!');
    expect(await ba.buttons()).toContain(messages.backToMenu);
    await stage('08-finished', ba);
    expect(await ba.phone.root.locator('.message').count()).toBeGreaterThan(12);
  });

  it('puts the bank first for somebody who lost money, and keeps formalities out of that hour', async () => {
    const tu = await open('Bác Ba');
    const [first = ''] = await tu.say('toi bi lua mat 5 trieu roi', 'chuyện gì vừa xảy ra');
    expect(first.split('\n')[0]).toMatch(/^Gọi ngay ngân hàng để khóa/u);
    expect(first).toContain('113');
    await stage('10-emergency', tu);
    const step = await tu.press('Vừa chuyển tiền', 'Bước 1/7');
    expect(step).toHaveLength(1);
    await stage('11-first-hour', tu);
    await tu.press('Chưa làm được', 'Không sao bác ạ.');
    const handover = await tu.press('Gặp người hỗ trợ', 'Trong lúc chờ: gọi ngân hàng để khóa');
    expect(handover).toHaveLength(1);
    expect(handover[0]).toContain('Cán bộ trực sẽ nhắn cho bác ngay tại đây');
    await stage('12-person', tu);
    await tu.press('Xem tiếp', 'Không sao bác ạ.');
    await tu.press('Thử lại xong rồi', 'Bước 2/7');
    await stage('13-goes-on-meanwhile', tu);
    expect((await tu.phone.answers.allInnerTexts()).join('\n')).not.toContain('đồng ý để em đếm');
  });

  it('warns about a code, answers stickers and pictures, resumes from the menu, calls a person and forgets everything', async () => {
    const ba = await open('Bác Ba');
    await ba.say('chào em', 'giúp việc gì');
    await ba.press(messages.consentNo, 'không đếm riêng');

    const [warning = ''] = await ba.say('ma otp la 482913', 'đã lỡ đưa thông tin này cho ai');
    expect(warning).toContain('đừng gửi thông tin này cho ai');
    expect(filesContaining(demo.dataDir, '482913')).toEqual([]);
    await stage('20-secret', ba);

    const attach = ba.phone.root.getByRole('button', { name: 'Đính kèm' });
    await ba.act(async () => {
      await attach.click();
      await ba.phone.root.getByRole('button', { name: 'Nhãn dán' }).click();
      await stage('21-stickers', ba);
      await ba.phone.root.getByRole('button', { name: 'Nhãn dán Cảm ơn' }).click();
    }, 'Bác cần giúp việc gì');
    await ba.act(async () => {
      await attach.click();
      const chooser = chat.page.waitForEvent('filechooser');
      await ba.phone.root.getByRole('button', { name: 'Ảnh', exact: true }).click();
      const picture = { name: 'anh.png', mimeType: 'image/png', buffer: Buffer.from(ONE_PIXEL, 'base64') };
      await (await chooser).setFiles(picture);
    }, 'Cán bộ trực sẽ xem ảnh');
    await stage('22-picture', ba);

    await ba.say('dang ky tam tru', 'Bước 1/');
    await ba.press('Xong', 'Bước 2/');
    await ba.say('MENU', 'Xem tiếp: Đăng ký tạm trú');
    await stage('23-menu-in-a-walk', ba);
    await ba.press('Xem tiếp', 'Bước 2/');
    await stage('24-resumed', ba);

    await ba.say('GẶP NGƯỜI', 'vẫn đang chờ cán bộ trực');
    await stage('25-person', ba);
    await ba.say('XÓA DỮ LIỆU', 'Xóa rồi không lấy lại được');
    await stage('26-erase', ba);
    await ba.press(messages.eraseConfirm, 'đã xóa hết dữ liệu');
    const [notice = ''] = await ba.say('xin chào', 'Bác cần em giúp việc gì ạ?');
    expect(notice).toContain(NOTICE);
    await stage('27-greeted-as-new', ba);
  });

  it('leaves a resident beside undisturbed by what another does', async () => {
    const ba = await open('Bác Ba', laptopScreen);
    const tu = startDialogue(chat.phone('Cô Tư'));
    await ba.say('xin chào', 'giúp việc gì');
    await tu.say('lam vneid muc 2 o dau', 'Bước 1/7');
    await ba.say('2', 'Về thanh toán');
    await tu.say('xong', 'Bước 2/7');
    await ba.say('xóa dữ liệu', 'Xóa rồi không lấy lại được');
    await ba.say('1', 'đã xóa hết dữ liệu');
    const tuHeard = await tu.phone.answers.count();
    await ba.say('toi bi lua mat 5 trieu roi', 'chuyện gì vừa xảy ra');
    expect(await tu.phone.answers.count()).toBe(tuHeard);
    await stage('30-side-by-side', ba);
    const [next] = await tu.say('1', 'Bước 3/7');
    expect(next).not.toContain('ngân hàng để khóa');
    await stage('31-side-by-side', tu);
  });

  it('works by numbers where no buttons show, as on a computer', async () => {
    const ba = await open('Bác Ba');
    await ba.phone.root.getByRole('button', { name: 'Mở bảng chọn' }).click();
    await chat.page.getByRole('switch', { name: 'Như trên máy tính' }).check();
    await stage('40-switch', ba);
    await chat.page.locator('#close-bar').click();

    const [notice = ''] = await ba.say('xin chào', '5. ');
    expect(await ba.phone.root.locator('.buttons').first().isVisible()).toBe(false);
    expect(notice).toContain('nhắn ĐỒNG Ý, KHÔNG ĐỒNG Ý');
    await ba.say('đồng ý', 'NGỪNG ĐẾM');
    await ba.say('1', 'Về dịch vụ công');
    await stage('41-subject', ba);
    await ba.say('1', 'VNeID, căn cước, SIM');
    await ba.say('1', 'tài khoản VNeID nào');
    await ba.say('3', 'Bước 1/7');
    await ba.say('1', 'Bước 2/7');
    await ba.say('2', '1 Thử lại xong rồi, 2 Vẫn chưa được');
    await ba.say('số ba', '1 Xong, 2 Chưa làm được\n3 Xem lại, 4 Gặp người hỗ trợ');
    await stage('42-card', ba);
    await ba.say('4', 'Cán bộ trực sẽ nhắn');
    await ba.say('9', 'Số này không có trong danh sách');
    await ba.say('menu', '6. Xem tiếp');
    await ba.say('6', 'Bước 2/7');
    await stage('43-resumed', ba);
  });
});
