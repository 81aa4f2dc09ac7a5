import { describe, expect, it } from 'vitest';
import { CERTIFICATE_SIZES, certificateSheet, type CertificateSheet } from '../../../src/handouts/certificate.ts';
import { readPdf } from '../../support/pdf-text.ts';

const SHEET: CertificateSheet = {
  name: 'Nguyễn Thị Bích Ngọc',
  placeName: 'Tổ công nghệ số ấp 3',
  learnt: 'Học kỹ năng số, việc khác',
  day: '2026-11-22',
  code: '7K3A-S9Q2',
  oaName: 'Trợ lý số',
  pageUrl: 'https://example.vn/c/7K3AS9Q2',
};

describe('the paper of a certificate', () => {
  it.each(CERTIFICATE_SIZES)('says on one page of %s who learnt what, and how it is checked', async (size) => {
    const { pages } = readPdf(await certificateSheet(SHEET, size));
    expect(pages).toHaveLength(1);
    const text = pages[0]?.text ?? '';
    for (const words of [
      'Nguyễn Thị Bích Ngọc',
      'Tổ công nghệ số ấp 3',
      'Học kỹ năng số, việc khác',
      'Ngày 22/11/2026',
      'Mã kiểm tra: 7K3A-S9Q2',
      'example.vn/c/7K3AS9Q2',
      'không thay giấy tờ',
    ])
      expect(text).toContain(words);
  });

  it('stays one page with the longest names, and without an address says what to write', async () => {
    const { pageUrl: _pageUrl, ...rest } = SHEET;
    const long = {
      ...rest,
      name: 'Công Tằng Tôn Nữ Huyền Tôn Hoàng Thị Phương Thảo Nguyên',
      placeName: 'Tổ '.repeat(26),
    };
    const { pages } = readPdf(await certificateSheet(long, 'a5'));
    expect(pages).toHaveLength(1);
    expect(pages[0]?.text).toContain('nhắn KIỂM TRA GIẤY và mã này cho Zalo Trợ lý số');
  });
});
