/**
 * Takes the pictures of the documents, docs/images/chat-360.png and docs/images/chat-wide.png, from the running demo:
 *
 *     node test/browser/take-pictures.ts
 *
 * Run it with Node 24 (`npx node …` takes the right one) and Debian's chromium after a change that residents see, look
 * at both, and commit them. Another folder can be named as the argument. A picture over its size limit is an error.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { laptopScreen, openChatPage, phoneScreen, type ChatPage } from '../support/chat-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { startDemo } from './demo.ts';
import { startDialogue } from './dialogue.ts';

/** Sharp on the screens people read READMEs on. */
const PHONE_SCALE = 2;
const MAX_PHONE_BYTES = 200_000;
const MAX_WIDE_BYTES = 350_000;

const folder = process.argv[2] ?? join(import.meta.dirname, '../../docs/images');

/** `scale` = pixels of the picture for each CSS pixel. Drawn anew at that scale, not blown up. */
async function shoot({ page }: ChatPage, name: string, scale: number, maxBytes: number): Promise<void> {
  // Neither a focus ring nor a hovered button belongs in the picture.
  await page.evaluate('document.activeElement?.blur()');
  await page.mouse.move(1, 1);
  const { width, height } = page.viewportSize() ?? phoneScreen;
  const session = await page.context().newCDPSession(page);
  const clip = { x: 0, y: 0, width, height, scale };
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', clip });
  const picture = Buffer.from(data, 'base64');
  if (picture.length > maxBytes) {
    throw new Error(`${name} would have ${picture.length} bytes; at most ${maxBytes} are wanted in a README.`);
  }
  writeFileSync(join(folder, name), picture);
  process.stdout.write(`${join(folder, name)}: ${Math.round(picture.length / 1000)} kB\n`);
}

const demo = await startDemo();
const browser = await launchChromium();
try {
  const narrow = await openChatPage(browser, demo.url, phoneScreen);
  const ba = startDialogue(narrow.phone('Bác Ba'));
  await ba.say('xin chao', 'giúp việc gì');
  await ba.press('Đồng ý cho đếm', 'NGỪNG ĐẾM');
  await ba.say('lam vneid muc 2 o dau', 'Bước 1/7');
  await ba.say('xong roi em', 'Bước 2/7');
  await shoot(narrow, 'chat-360.png', PHONE_SCALE, MAX_PHONE_BYTES);
  await ba.say('xóa dữ liệu', 'không lấy lại được');
  await ba.press('Xóa ngay', 'đã xóa hết');
  await narrow.close();

  const wide = await openChatPage(browser, demo.url, laptopScreen);
  const tu = startDialogue(wide.phone('Cô Tư'));
  await startDialogue(wide.phone('Bác Ba')).say('xin chào', 'giúp việc gì');
  await tu.say('Quét mã QR để trả tiền và nhận tiền', 'Bước 1/7');
  await tu.say('xong', 'Bước 2/7');
  await tu.say('chua duoc', 'Không sao bác ạ.');
  await startDialogue(wide.phone('Anh Năm')).say('toi bi lua mat 5 trieu roi', 'chuyện gì vừa xảy ra');
  await shoot(wide, 'chat-wide.png', 1, MAX_WIDE_BYTES);
  await wide.close();
} finally {
  await browser.close();
  await demo.close();
}
