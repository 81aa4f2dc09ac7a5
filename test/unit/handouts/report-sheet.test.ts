import { beforeAll, describe, expect, it } from 'vitest';
import { reportSheet } from '../../../src/handouts/report-sheet.ts';
import { numberColumn, type ReportDocument, textColumn } from '../../../src/shared/report-document.ts';
import { type PdfContent, readPdf } from '../../support/pdf-text.ts';

const COMMUNES = 200;
const HEAD = 'Xã, phường';
const LETTERS = 'Đạt ắằẳẵặ êếềểễệ ôốồổỗộ ơớờởỡợ ưứừửữự ỳýỷỹỵ';

const report: ReportDocument = {
  issuer: ['Sở Khoa học và Công nghệ'],
  title: 'Báo cáo quý IV/2026',
  subtitle: 'Hoạt động tổ công nghệ số cộng đồng – Thành phố Đồng Nai, từ 01/10/2026 đến 31/12/2026',
  notes: [LETTERS],
  sections: [
    {
      title: '1. Đo được qua trò chuyện',
      notes: [],
      table: { columns: [textColumn('Chỉ số', 40)], rows: [['Tài khoản']] },
    },
    {
      title: '7. Từng xã, phường',
      notes: [],
      table: {
        columns: [textColumn(HEAD, 40), ...Array.from({ length: 8 }, (_, index) => numberColumn(`Cột ${index}`))],
        rows: Array.from({ length: COMMUNES }, (_, index) => [
          `Xã Đắk Ơ số ${index + 1}`,
          ...Array.from({ length: 7 }, (_unused, column) => 1_000 * column + index),
          null,
        ]),
      },
    },
  ],
  placeAndDate: 'Thành phố Đồng Nai, ngày 22 tháng 11 năm 2026',
  signers: ['Người lập', 'Lãnh đạo'],
  printedOn: '2026-11-22',
  sheets: [],
};

describe('a report on paper', { timeout: 60_000 }, () => {
  let pdf: PdfContent;
  let cpuMs: number;
  beforeAll(async () => {
    const before = process.cpuUsage();
    pdf = readPdf(await reportSheet(report));
    const { user, system } = process.cpuUsage(before);
    cpuMs = (user + system) / 1000;
  }, 60_000);

  it('keeps every Vietnamese letter and writes the heading of an office', () => {
    const [first] = pdf.pages;
    for (const words of [LETTERS, 'SỞ KHOA HỌC VÀ CÔNG NGHỆ', 'Độc lập - Tự do - Hạnh phúc', 'BÁO CÁO QUÝ IV/2026'])
      expect(first?.text).toContain(words);
    expect(pdf.pages.map(({ text }) => text).join('')).not.toContain('\ufffd');
    expect(pdf.language).toBe('vi-VN');
    expect(first?.widthPt).toBeCloseTo(595, 0);
  });

  it('has every commune once, and repeats the head of the table on every page it goes on', () => {
    const text = pdf.pages.map((page) => page.text).join(' ');
    const rows = [...text.matchAll(/Xã Đắk Ơ số (\d+)/gu)].map(([, number]) => Number(number));
    expect(rows).toEqual(Array.from({ length: COMMUNES }, (_, index) => index + 1));
    const withRows = pdf.pages.filter((page) => page.text.includes('Xã Đắk Ơ'));
    expect(withRows.length).toBeGreaterThan(3);
    for (const page of withRows) {
      expect(page.text).toContain(HEAD);
      expect(page.text.indexOf('Cột 7')).toBeLessThan(page.text.indexOf('Xã Đắk Ơ'));
    }
    expect(text).toContain('6.199');
  });

  it('numbers its pages, and nothing stands outside the paper', () => {
    for (const [index, page] of pdf.pages.entries()) {
      expect(page.text).toContain(`Trang ${index + 1}/${pdf.pages.length}`);
      const outside = page.lines.filter(
        ({ x, y }) => x < 40 || x > page.widthPt - 40 || y < 30 || y > page.heightPt - 20,
      );
      expect(outside).toEqual([]);
    }
  });

  it('ends with the places to sign, on one page', () => {
    const last = pdf.pages.at(-1)?.text ?? '';
    for (const words of report.signers) expect(last).toContain(words);
  });

  it('takes less than three seconds of computing for 200 communes', () => {
    expect(cpuMs).toBeLessThan(3_000);
  });
});
