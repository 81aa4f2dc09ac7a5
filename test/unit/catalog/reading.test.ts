import { describe, expect, it } from 'vitest';
import { jargon, unexplained } from '../../../src/catalog/jargon.ts';
import { limits } from '../../../src/catalog/limits.ts';
import { countSyllables, hardWordsOf, readingLevel, sentencesOf } from '../../../src/catalog/reading.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';

describe('sentencesOf', () => {
  it('ends a sentence where a reader takes breath', () => {
    expect(sentencesOf('Mở VNeID: bấm "Đăng nhập". Xong chưa? Rồi;\nTiếp.')).toEqual([
      'Mở VNeID:',
      'bấm "Đăng nhập".',
      'Xong chưa?',
      'Rồi;',
      'Tiếp.',
    ]);
  });

  it('leaves addresses and amounts whole', () => {
    expect(sentencesOf('Gõ dichvucong.gov.vn, trả 50.000 đồng')).toHaveLength(1);
  });
});

describe('countSyllables', () => {
  it.each([
    ['Mở ứng dụng ngân hàng', 5],
    ['{Bác} bấm "Xong" nhé!', 4],
    ['gõ dichvucong.gov.vn', 2],
    ['50.000 đồng, ngày 22/11/2026', 4],
    ['', 0],
  ])('counts "%s" as %i', (text, count) => expect(countSyllables(text)).toBe(count));
});

describe('readingLevel', () => {
  it('is the mean sentence plus the share of hard words', () => {
    // 8 syllables in 2 sentences, of which "xác thực" is 2.
    expect(readingLevel(['Mở máy ra. Xác thực bằng tay mình.'])).toEqual({
      level: 29,
      syllablesPerSentence: 4,
      hardPercent: 25,
    });
    expect(readingLevel([])).toEqual({ level: 0, syllablesPerSentence: 0, hardPercent: 0 });
  });

  it('does not hold names of offices and buttons against the author', () => {
    expect(hardWordsOf('Ra Trung tâm Phục vụ hành chính công, bấm "Xác thực".')).toEqual([]);
    expect(hardWordsOf('Cán bộ xác thực theo quy định.')).toEqual(['xác thực', 'quy định']);
  });

  it('is far below the limit for what is shipped, and far above it for the language of offices', () => {
    const levels = shippedCatalogue()
      .cards()
      .map(({ answer, warning, steps, help }) =>
        readingLevel([
          answer,
          warning ?? '',
          help ?? '',
          ...steps.flatMap(({ text, ifStuck = '' }) => [text, ifStuck]),
        ]),
      )
      .map(({ level }) => level);
    expect(Math.max(...levels)).toBeLessThan(limits.readingLevel);
    const office =
      'Người dân thực hiện thủ tục hành chính trực tuyến trên hệ thống phải kích hoạt tài khoản định danh điện tử, xác thực thông tin cá nhân theo quy định của pháp luật trước khi tiến hành thanh toán.';
    expect(readingLevel([office]).level).toBeGreaterThan(3 * limits.readingLevel);
  });
});

describe('unexplained', () => {
  const otp = jargon.find(({ term }) => term === 'OTP');
  const find = (...texts: string[]): unknown => (otp ? unexplained(otp, texts) : 'no such term');

  it.each([
    'Mã OTP (dãy số máy nhắn về) không đưa ai.',
    'Mã OTP là dãy số máy nhắn về.',
    'Dãy số máy nhắn về, gọi là OTP, không đưa ai.',
    'Dãy số máy nhắn về (OTP) không đưa ai.',
    'Không có từ lạ nào.',
  ])('is content with "%s"', (text) => expect(find(text)).toBeUndefined());

  it.each(['Không đọc mã OTP cho ai.', 'Ai xin mã OTP, là kẻ lừa đảo.', 'Mã OTP (6)'])(
    'misses a gloss in "%s"',
    (text) => expect(find(text)).toMatchObject({ index: 0 }),
  );

  it('names the first mention, and takes a gloss anywhere in the card', () => {
    expect(find('Mở máy.', 'Gõ mã OTP.', 'Giữ mã OTP.')).toEqual({ index: 1, words: 'mã OTP' });
    expect(find('Gõ mã OTP.', 'Mã OTP (dãy số máy nhắn về) không đưa ai.')).toBeUndefined();
  });
});
