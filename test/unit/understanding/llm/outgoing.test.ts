import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toOutgoing } from '../../../../src/understanding/llm/outgoing.ts';

describe('words that leave for a model', () => {
  test.each([
    ['mã OTP là 482913', 'mã OTP là [đã che]'],
    ['gọi 0901.234.567 hoặc +84 901 234 567', 'gọi [dãy số] hoặc [dãy số]'],
    ['vào https://a.top/x?y=1 hoặc vneid-gov.top/b', 'vào [đường link] hoặc [đường link]'],
    ['nộp 500.000đ trước 17h30 ngày 22/11', 'nộp 500.000đ trước 17h30 ngày 22/11'],
    ['  chuyển nhầm tiền thì sao  ', 'chuyển nhầm tiền thì sao'],
    ['', ''],
  ])('%j become %j', (text, expected) => {
    expect(toOutgoing(text)).toBe(expected);
  });

  test('never hold a secret that stood anywhere in the message, torn by the cut or not', () => {
    const filler = fc.integer({ min: 0, max: 3_000 }).map((length) => 'à '.repeat(length / 2));
    fc.assert(
      fc.property(filler, filler, (before, after) => {
        const sent = toOutgoing(`${before}mật khẩu: Hoa@1990, số thẻ 4111 1111 1111 1111${after}`);
        expect(sent).not.toMatch(/Hoa@|4111|1111|\d{3}/u);
        expect(sent.length).toBeLessThanOrEqual(2_100);
      }),
      { numRuns: 200 },
    );
  });

  test('come out of any text without a throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5_000 }), (text) => {
        expect(typeof toOutgoing(text)).toBe('string');
      }),
      { numRuns: 100 },
    );
  });
});
