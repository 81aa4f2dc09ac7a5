import { describe, expect, test } from 'vitest';
import { renderAnnouncement } from '../../../src/broadcasts/render.ts';
import { createPictureTaker } from '../../../src/broadcasts/take-picture.ts';
import type { AnnouncementContent } from '../../../src/storage/announcement-ports.ts';
import { aContent, anAnnouncement } from '../../support/announcements.ts';
import { MORNING } from '../../support/manual-clock.ts';

const place = {
  catalogue: {
    card: (id: string) => (id === 'vneid' ? ({ title: 'Đăng ký VNeID' } as never) : undefined),
    flow: () => undefined,
  },
  refuseWords: 'Không muốn nhận nữa, {bác} nhắn DỪNG TIN.',
};
const picture = { file: 'a.png', mime: 'image/png', alt: 'x', expiresAt: MORNING, attachmentId: 'att' } as const;
const render = (content: Partial<AnnouncementContent> = {}) =>
  renderAnnouncement(aContent(content), { address: 'cô', communeName: 'Xã Bến Lức' }, place);

describe('an announcement for one person', () => {
  test('says their words, with its buttons and the way to refuse last', () => {
    const messages = render({
      start: { kind: 'card', id: 'vneid' },
      buttons: [
        { kind: 'link', title: 'Xem thêm', url: 'https://dichvucong.gov.vn' },
        { kind: 'phone', title: 'Gọi 1022', phone: '1022' },
        { kind: 'guide', title: 'Làm thử', guide: { kind: 'flow', id: 'f' } },
      ],
    });
    expect(messages).toHaveLength(1);
    expect(messages[0].text).toBe('Chào cô, sáng thứ Bảy cấp căn cước tại nhà văn hóa xã Bến Lức.');
    const { payload } = messages[0].attachment as unknown as {
      payload: { buttons: { title: string; payload: unknown }[] };
    };
    expect(payload.buttons.map(({ title, payload: does }) => [title, does])).toEqual([
      ['Đăng ký VNeID', '#card:vneid'],
      ['Xem thêm', { url: 'https://dichvucong.gov.vn' }],
      ['Gọi 1022', { phone_code: '1022' }],
      ['Làm thử', '#flow:f'],
      ['Không nhận loại tin này', '#refuse-news:services'],
    ]);
  });

  test('with a picture alone is its caption, with words for refusing', () => {
    const messages = render({ picture });
    expect(messages).toHaveLength(1);
    expect(messages[0].text).toMatch(/^Chào cô, .*cô nhắn DỪNG TIN\.$/su);
    expect(JSON.stringify(messages[0])).toContain('"attachment_id":"att"');
  });

  test('with a picture and buttons is two messages, the text first', () => {
    const messages = render({ picture, start: { kind: 'card', id: 'vneid' } });
    expect(messages.map((message) => JSON.stringify(message).includes('att"'))).toEqual([false, true]);
  });

  test('that is finished already is left as it is', () => {
    expect(render({ ready: '{"text":"{bác}"}' })).toEqual([{ text: '{bác}' }]);
  });

  test('cannot be made without its guide or its picture at Zalo', () => {
    expect(() => render({ start: { kind: 'card', id: 'gone' } })).toThrow(/"gone" is not in the catalogue/u);
    const { attachmentId: _gone, ...unsent } = picture;
    expect(() => render({ picture: unsent })).toThrow(/was not taken to Zalo/u);
  });
});

describe('the picture', () => {
  const { attachmentId: _none, ...kept } = picture;
  const announcement = anAnnouncement({ content: aContent({ picture: kept }) });
  const stage = (bytes: Buffer | undefined = Buffer.from('png')) => {
    let now = MORNING;
    let uploads = 0;
    const take = createPictureTaker({
      pictures: { read: () => bytes },
      upload: async () => ({ attachmentId: `att-${(uploads += 1)}` }),
      now: () => now,
    });
    return { take, uploads: () => uploads, wait: (ms: number) => void (now += ms) };
  };
  const idOf = ({ content }: Awaited<ReturnType<ReturnType<typeof createPictureTaker>>>) =>
    content.picture?.attachmentId;

  test('is taken to Zalo once, and again before Zalo forgets it', async () => {
    const { take, uploads, wait } = stage();
    expect(idOf(await take(announcement))).toBe('att-1');
    expect(idOf(await take(announcement))).toBe('att-1');
    wait(7 * 86_400_000);
    expect(idOf(await take(announcement))).toBe('att-2');
    expect(uploads()).toBe(2);
  });

  test('that is at Zalo already is not taken there again', async () => {
    const { take, uploads } = stage();
    const there = anAnnouncement({ content: aContent({ picture: { ...picture, attachmentExpiresAt: MORNING + 1 } }) });
    expect(idOf(await take(there))).toBe('att');
    expect(uploads()).toBe(0);
  });

  test('that is gone says so', async () => {
    const { take } = stage();
    const gone = createPictureTaker({
      pictures: { read: () => undefined },
      upload: async () => ({ attachmentId: 'x' }),
      now: () => MORNING,
    });
    await expect(gone(announcement)).rejects.toMatchObject({ code: 'ANNOUNCEMENT_INVALID' });
    expect(await take(anAnnouncement())).toEqual(anAnnouncement());
  });
});
