import { describe, expect, it } from 'vitest';
import { INVITE_SIZES } from '../../../src/handouts/index.ts';
import { inviteCard, type InviteSheet } from '../../../src/handouts/invite.ts';
import { readPdf } from '../../support/pdf-text.ts';

const sheet: InviteSheet = {
  team: { code: 'LN03', name: 'Tổ công nghệ số ấp 3' },
  printedOn: '2026-11-22',
  oaName: 'Trợ lý số',
  oaId: '4318657068771012646',
  pageUrl: 'https://example.vn/t/LN03',
};
const LONG: InviteSheet = {
  ...sheet,
  team: {
    code: 'LN0312345678',
    name: 'Tổ công nghệ số cộng đồng và Đề án 06 khu phố Phước Thiện 4, phường Long Bình Tân',
  },
  pageUrl: 'https://trolyso-dongnai.example.gov.vn/t/LN0312345678',
};
const textOf = async (one: InviteSheet, size: 'a4' | 'a6'): Promise<string> => {
  const { pages } = readPdf(await inviteCard(one, size));
  expect(pages).toHaveLength(1);
  return (pages[0]?.text ?? '').replaceAll('\u00a0', ' ');
};

describe.each(INVITE_SIZES)('the invitation of a team on %s', (size) => {
  it('has its name, three steps, what to type, the address and the day', async () => {
    const text = await textOf(sheet, size);
    for (const part of [
      'Tổ công nghệ số ấp 3',
      '1. Mở Zalo hoặc máy ảnh, quét mã trên.',
      '2. Bấm "Mở Zalo hỏi trợ lý".',
      '3. Nhắn đúng mấy chữ này:',
      'TO LN03',
      'Tổ không hỏi mật khẩu, mã OTP.',
      'example.vn/t/LN03',
      'In ngày 22/11/2026',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('stays on one page with the longest name, code and address', async () => {
    expect(await textOf(LONG, size)).toContain('TO LN0312345678');
  });

  it('says whom to look for on Zalo where the server has no public address', async () => {
    const { pageUrl: _pageUrl, ...bare } = sheet;
    const text = await textOf(bare, size);
    expect(text).toContain('Mở Zalo, tìm Trợ lý số');
    expect(text).toContain('zalo.me/4318657068771012646');
    expect(text).not.toContain('quét mã');
  });
});
