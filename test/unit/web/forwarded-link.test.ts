import { describe, expect, test } from 'vitest';
import type { InboundMedia } from 'zalo-oa-sdk';
import { forwardedLink } from '../../../src/web/forwarded-link.ts';

const media = (changes: Partial<InboundMedia>): InboundMedia => ({
  oaId: '1',
  at: 1,
  type: 'media',
  kind: 'link',
  userId: '2',
  msgId: 'm',
  ...changes,
});

describe('what is kept of a forwarded link', () => {
  test('is its address, title and description, and no thumbnail', () => {
    const link = { url: 'https://vneid-gov.top/nhan', title: 'VNeID', description: 'Cập nhật ngay' };
    expect(forwardedLink(media({ ...link, thumbnailUrl: 'https://photo.invalid/1' }))).toEqual({
      ...link,
      secrets: [],
    });
  });

  test('is masked, and a secret in its words is told', () => {
    const { title, description, secrets } = forwardedLink(
      media({ title: 'Mã OTP 482913', description: 'mật khẩu: Hoa@1990, mã OTP 111222' }),
    );
    expect(`${title} ${description}`).not.toMatch(/482913|Hoa@|111222/u);
    expect(secrets).toEqual(['otp', 'password']);
  });

  test('has a long number of its address masked, which is nobody telling a secret', () => {
    const { url, secrets } = forwardedLink(media({ url: 'https://m.facebook.com/profile.php?id=100012345678901' }));
    expect(url).toBe('https://m.facebook.com/profile.php?id=[đã che]');
    expect(secrets).toEqual([]);
  });

  test('is cut where nobody would read on', () => {
    const { url, description } = forwardedLink(
      media({ url: `https://a.vn/${'a'.repeat(9_000)}`, description: 'tin '.repeat(9_000) }),
    );
    expect(url).toHaveLength(2_048);
    expect(description).toHaveLength(4_000);
  });
});

describe('what is kept of a business card', () => {
  const card = (description: string): InboundMedia =>
    media({ kind: 'business-card', url: 'www.zaloapp.com', title: 'Cô Lan', description });

  test.each([
    ['{"phone":"84900000001","qrCodeUrl":"https://qr.invalid/1.jpg"}', '+84900000001'],
    ['{"phone":84900000001}', '+84900000001'],
    ['{"phone":"+15552345678"}', '+15552345678'],
    ['{"phone":"0900000001"}', '0900000001'],
  ])('of %s: name and number, neither picture nor address', (description, phone) => {
    expect(forwardedLink(card(description))).toEqual({ title: 'Cô Lan', description: phone, secrets: [] });
  });

  test('without a number is the name alone', () => {
    expect(forwardedLink(card('{"qrCodeUrl":"https://qr.invalid/1.jpg"}'))).toEqual({ title: 'Cô Lan', secrets: [] });
    expect(forwardedLink(card('{"phone":"gọi em"}'))).toEqual({ title: 'Cô Lan', secrets: [] });
  });

  test('in another shape is looked at like a link', () => {
    for (const description of ['Nhắn em ở vneid-gov.top', '[1]x', '"a"', 'null']) {
      expect(forwardedLink(card(description))).toMatchObject({ url: 'www.zaloapp.com', description });
    }
  });
});

test.each(['image', 'file', 'location', 'audio', 'video', 'sticker', 'gif'] as const)('of %s nothing is kept', (kind) =>
  expect(forwardedLink(media({ kind, url: 'https://a.invalid/1', title: 'a', description: 'b' }))).toEqual({
    secrets: [],
  }),
);
