import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/catalog/catalogue.ts';
import { residentText } from '../../../src/handouts/index.ts';
import { printSheet } from '../../../src/handouts/print-sheet.ts';
import type { HandoutSize, Sheet } from '../../../src/handouts/sheet.ts';
import { type PdfContent, readPdf } from '../../support/pdf-text.ts';
import { publicCard } from '../../support/public-site.ts';
import { rootDir, shippedCatalogue } from '../../support/shipped-content.ts';

const TEAM = { code: 'LN03', name: 'Tổ công nghệ số cộng đồng ấp Thạnh Trung, xã Lộc Ninh' };
const PAGE_URL = 'https://trolyso.example.vn/t/LN03/make-account';

const sheetOf = (over: Partial<Sheet> = {}): Sheet => ({
  card: publicCard(),
  printedOn: '2026-11-22',
  oaName: 'Trợ lý số',
  oaId: '4318657068771012646',
  team: TEAM,
  pageUrl: PAGE_URL,
  pictures: new Map(),
  ...over,
});
const printed = async (size: HandoutSize, over: Partial<Sheet> = {}): Promise<PdfContent> =>
  readPdf(await printSheet(sheetOf(over), size));
const textOf = ({ pages }: PdfContent): string => pages.map(({ text }) => text).join(' ');
/** Line ends and tight spaces do not count: a text may be broken anywhere. */
const tight = (text: string): string => text.normalize('NFC').replaceAll(/[\s\u00a0]+/gu, '');
const smallest = ({ pages }: PdfContent): number =>
  Math.min(...pages.flatMap(({ lines }) => lines.map(({ sizePt }) => sizePt)));

/** The parts of a card that a sheet must carry word for word. */
const partsOf = ({ title, answer, warning, steps, help }: Card): readonly string[] =>
  [
    title,
    answer,
    (warning ?? '').replace(/^Cảnh báo:\s*/u, ''),
    ...steps.flatMap(({ text, ifStuck }) => [text, ifStuck ?? '']),
    help ?? '',
  ]
    .filter((part) => part !== '')
    .map(residentText);

const missingParts = (content: PdfContent, card: Card): readonly string[] => {
  const text = tight(textOf(content));
  return partsOf(card).filter((part) => !text.includes(tight(part)));
};

/** Lines that end beyond the paper, or stand on the very edge of it. */
const cutLines = ({ pages }: PdfContent): readonly string[] =>
  pages.flatMap(({ lines, widthPt, heightPt }) =>
    lines.filter(({ x, y }) => x < 10 || x > widthPt - 10 || y < 10 || y > heightPt - 10).map(({ text }) => text),
  );

describe('the A4 sheet', () => {
  it('carries the whole card, sources and month, the team and the day, in Vietnamese with its fonts inside', async () => {
    const content = await printed('a4');
    expect(missingParts(content, publicCard())).toEqual([]);
    const text = tight(textOf(content));
    for (const part of [
      'Cảnh báo:',
      'Nếu không làm được:',
      'Nguồn: example.gov.vn 1/2026. Cập nhật: tháng 11/2026.',
      TEAM.name,
      'Nhắn "TO LN03" cho Zalo Trợ lý số',
      PAGE_URL,
      'In ngày 22/11/2026',
    ]) {
      expect(text).toContain(tight(part));
    }
    expect(text).not.toContain('\ufffd');
    expect(content.embeddedFonts.every((name) => /^[A-Z]{6}\+BeVietnamPro-/u.test(name))).toBe(true);
    expect(content.embeddedFonts.length).toBeGreaterThanOrEqual(3);
    expect(content.language).toBe('vi-VN');
  });

  it('says nothing of the doorstep script', async () => {
    expect(textOf(await printed('a4'))).not.toContain('sổ tay bí mật');
  });

  it('puts small pictures beside the steps that have one', async () => {
    const png = readFileSync(join(rootDir, 'docs/images/chat-360.png'));
    const { pages } = await printed('a4', { pictures: new Map([[2, png]]) });
    expect(pages.reduce((sum, page) => sum + page.pictures, 0)).toBe(1);
  });

  it('is dated by the day alone, so that the same day gives the same bytes', async () => {
    const [one, other, tomorrow] = await Promise.all([
      printSheet(sheetOf(), 'a4'),
      printSheet(sheetOf(), 'a4'),
      printSheet(sheetOf({ printedOn: '2026-11-23' }), 'a4'),
    ]);
    expect(one.equals(other)).toBe(true);
    expect(one.equals(tomorrow)).toBe(false);
  });

  it('flows a long card onto further pages, numbered, with nothing lost', async () => {
    const steps = Array.from({ length: 7 }, (_, index) => ({
      text: `Bước dài số ${index + 1}. ${'Bấm nút rồi chờ máy báo xong. '.repeat(9)}`.trim(),
      ifStuck: `Lời khuyên ${index + 1}. ${'Nhờ người nhà xem giúp một lần. '.repeat(9)}`.trim(),
    }));
    const card = publicCard({ steps });
    const content = await printed('a4', { card });
    expect(content.pages.length).toBeGreaterThan(1);
    expect(missingParts(content, card)).toEqual([]);
    for (const [index, { text }] of content.pages.entries()) {
      expect(text).toContain(`Trang ${index + 1}/${content.pages.length}`);
    }
  });

  it('has no page number when one page is enough', async () => {
    const content = await printed('a4', { card: publicCard({ steps: [{ text: 'Gọi 113.' }] }) });
    expect(content.pages).toHaveLength(1);
    expect(textOf(content)).not.toContain('Trang 1');
  });

  it('says first that a card past its review is being checked, with the official channel', async () => {
    const card = publicCard({ links: [{ title: 'Cổng Dịch vụ công', url: 'https://dichvucong.gov.vn/' }] });
    const text = textOf(await printed('a4', { card, printedOn: '2027-06-01' }));
    const [review, channel, answer] = ['đang được kiểm tra lại', 'dichvucong.gov.vn', 'Công an xã. Không'].map((part) =>
      text.indexOf(part),
    );
    expect(review).toBeGreaterThan(-1);
    expect(channel).toBeGreaterThan(review ?? 0);
    expect(answer).toBeGreaterThan(channel ?? 0);
  });
});

describe('the A6 card', () => {
  it('is one page with title, code, address, team and dates', async () => {
    const content = await printed('a6');
    expect(content.pages).toHaveLength(1);
    const text = tight(textOf(content));
    for (const part of ['Làm tài khoản', 'quét mã này', 'trolyso.example.vn/t/LN03', 'TO LN03', 'In ngày 22/11/2026']) {
      expect(text).toContain(tight(part));
    }
  });

  it('says what to look for and what to type where there is no address for a code', async () => {
    const { pageUrl: _pageUrl, ...sheet } = sheetOf();
    const content = readPdf(await printSheet(sheet, 'a6'));
    const text = tight(textOf(content));
    for (const part of ['Mở Zalo, tìm: Trợ lý số', 'zalo.me/4318657068771012646', 'rồi nhắn: TO LN03 Làm tài khoản']) {
      expect(text).toContain(tight(part));
    }
    expect(text).not.toContain(tight('quét mã'));
  });
});

describe('shipped cards', () => {
  const cards = shippedCatalogue().cards();
  const weight = (card: Card): number => partsOf(card).join('').length;
  const byLength = cards.toSorted((one, other) => weight(other) - weight(one));
  const byTitle = cards.toSorted((one, other) => other.title.length - one.title.length);
  /** The longest, the longest titles, the shortest, and some of the rest: a sheet takes a tenth of a second. */
  const chosen = new Set([
    ...byLength.slice(0, 6),
    ...byTitle.slice(0, 3),
    ...byLength.slice(-2),
    ...cards.filter((_card, index) => index % 12 === 0),
  ]);
  const long = { pageUrl: `https://tro-ly-so.mot-tinh-co-ten-dai.gov.vn/t/LN03/${'x'.repeat(36)}` };

  it.each([
    ['a4', 13],
    ['a5', 14],
    ['a6', 11],
  ] as const)(
    'fit on %s: nothing lost, nothing cut, nothing under %i pt',
    {
      timeout: 120_000,
    },
    async (size, leastPt) => {
      expect(chosen.size).toBeGreaterThan(8);
      for (const card of chosen) {
        const content = await printed(size, { card, ...long });
        expect({
          slug: card.slug,
          cut: cutLines(content),
          large: smallest(content) >= leastPt,
          missing: size === 'a6' ? [] : missingParts(content, card),
          pages: size === 'a6' ? content.pages.length : 1,
        }).toEqual({ slug: card.slug, cut: [], large: true, missing: [], pages: 1 });
      }
    },
  );
});
