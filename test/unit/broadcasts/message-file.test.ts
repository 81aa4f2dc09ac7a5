import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { announcementId } from '../../../src/broadcasts/announcement-id.ts';
import { readAnnouncementFile } from '../../../src/broadcasts/message-file.ts';
import { parseOrder } from '../../../src/conversation/payloads.ts';
import { parseCommand } from '../../../src/understanding/commands.ts';
import { rootDir, shippedCatalogue } from '../../support/shipped-content.ts';

const catalogue = shippedCatalogue();
const read = (yaml: string) => readAnnouncementFile(yaml, catalogue);
const BASE = 'title: Lịch cấp căn cước\ntext: Sáng thứ Bảy, tại nhà văn hóa ấp 3.\n';

/** Text and buttons of the message as Zalo gets it. */
function sent(yaml: string) {
  const message = read(yaml).message as {
    text: string;
    attachment?: { payload: { buttons: { title: string; type: string; payload: unknown }[] } };
  };
  return { text: message.text, buttons: message.attachment?.payload.buttons ?? [] };
}

describe('an announcement file', () => {
  test('becomes title, text and the way to refuse, in this order', () => {
    expect(read(BASE).title).toBe('Lịch cấp căn cước');
    expect(sent(BASE)).toEqual({
      text: 'Lịch cấp căn cước\n\nSáng thứ Bảy, tại nhà văn hóa ấp 3.\n\nKhông muốn nhận thông báo nữa, bác nhắn DỪNG TIN.',
      buttons: [],
    });
  });

  test('names a word for refusing that refuses also in the middle of a guide', () => {
    const word = /nhắn ([\p{Lu} ]+)\.$/u.exec(sent(BASE).text)?.[1] ?? '';
    expect(parseCommand(word)).toEqual({ type: 'unsubscribe' });
  });

  test('speaks to the resident: {bác} and {Bác} are filled in', () => {
    const { text } = sent('title: Mời {bác} đến\ntext: "{Bác} mang theo căn cước."\n');
    expect(text).toContain('Mời bác đến\n\nBác mang theo căn cước.');
    expect(text).not.toMatch(/[{}]/u);
  });

  test('with a card or flow gets a button that starts it, and a link opens its address', () => {
    const card = sent(
      `${BASE}card: vneid-register-level-2\nlink: { title: Xem lịch, url: https://dongnai.gov.vn/lich }\n`,
    );
    expect(card.buttons.map(({ title }) => title)).toEqual(['Làm tài khoản VNeID mức 2', 'Xem lịch']);
    expect(parseOrder(String(card.buttons[0]?.payload))).toEqual({ type: 'card', id: 'vneid-register-level-2' });
    expect(card.buttons[1]).toMatchObject({ type: 'oa.open.url', payload: { url: 'https://dongnai.gov.vn/lich' } });
    const flow = sent(`${BASE}flow: open-farm-shop\n`);
    expect(parseOrder(String(flow.buttons[0]?.payload))).toEqual({ type: 'flow', id: 'open-farm-shop' });
  });

  test('as long as allowed still fits into one message of Zalo', () => {
    const yaml = `title: ${'t'.repeat(100)}\ntext: ${'x'.repeat(1_700)}\ncard: vneid-register-level-2\n`;
    expect(sent(yaml).text.length).toBeLessThanOrEqual(2_000);
  });

  test('of the documentation can be sent', () => {
    const file = readFileSync(path.join(rootDir, 'docs/examples/announcement.yaml'), 'utf8');
    expect(sent(file).buttons).toHaveLength(1);
  });

  test.each([
    ['that is not YAML', 'title: "open', /not YAML/u],
    ['that is empty', '', /file: /u],
    ['without a text', 'title: Lịch cấp\n', /text: /u],
    ['with a text too short', 'title: Lịch cấp\ntext: Ngắn\n', /text: /u],
    ['with a text too long', `title: Lịch cấp\ntext: ${'x'.repeat(1_701)}\n`, /text: /u],
    ['with a field nobody knows', `${BASE}audience: all\n`, /audience/u],
    ['with a card and a flow', `${BASE}card: a\nflow: b\n`, /flow: card and flow exclude each other/u],
    ['with a card that does not exist', `${BASE}card: nope\n`, /card: "nope" is not in the catalogue/u],
    ['with a flow that does not exist', `${BASE}flow: nope\n`, /flow: "nope" is not in the catalogue/u],
    ['with a flow named as card', `${BASE}card: open-farm-shop\n`, /card: "open-farm-shop"/u],
    ['with a link that is not https', `${BASE}link: { title: Xem, url: http://dongnai.gov.vn }\n`, /link\.url: /u],
    ['with a link without a title', `${BASE}link: { url: https://dongnai.gov.vn }\n`, /link\.title: /u],
  ])('%s is refused with the field', (_what, yaml, message) => {
    expect(() => read(yaml)).toThrow(
      expect.objectContaining({ code: 'ANNOUNCEMENT_INVALID', message: expect.stringMatching(message) }),
    );
  });
});

describe('the id of an announcement', () => {
  const { message } = read(BASE);
  const audience = { oaId: '1', communeCode: '25270' };

  test('is the same for the same message to the same audience', () => {
    expect(announcementId('1', message, audience)).toMatch(/^[0-9a-f]{10}$/u);
    expect(announcementId('1', read(BASE).message, { ...audience })).toBe(announcementId('1', message, audience));
  });

  test('is another one for another text, audience or OA', () => {
    const ids = [
      announcementId('1', message, audience),
      announcementId('2', message, audience),
      announcementId('1', read(BASE.replace('Bảy', 'Sáu')).message, audience),
      announcementId('1', message, { ...audience, communeCode: '25273' }),
    ];
    expect(new Set(ids).size).toBe(4);
  });
});
