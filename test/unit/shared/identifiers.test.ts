import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskIdentifiers, withoutMasks } from '../../../src/shared/identifiers.ts';

describe('what leads to one person or one matter', () => {
  test.each([
    ['gọi 0912345678 không được', 'gọi [số điện thoại] không được'],
    ['gọi 0912 345 678', 'gọi [số điện thoại]'],
    ['gọi 091.234.5678 hoặc 0987-654-321', 'gọi [số điện thoại] hoặc [số điện thoại]'],
    ['gọi +84 912 345 678', 'gọi [số điện thoại]'],
    ['máy bàn 0271 3 888 999', 'máy bàn [số điện thoại]'],
    ['thư lan.tran_75@gmail.com nhé', 'thư [thư điện tử] nhé'],
    ['thư lan@gmail.com?', 'thư [thư điện tử]?'],
    ['dichvucong.gov.vn?ma=H12', 'dichvucong.gov.vn/…'],
    ['vào https://dichvucong.gov.vn/ho-so?ma=H12.3#x xem', 'vào https://dichvucong.gov.vn/… xem'],
    ['vào http://an:mk@web.vn:8080/a', 'vào http://web.vn/…'],
    ['facebook.com/nguyen.van.an bán hàng', 'facebook.com/… bán hàng'],
    ['nhắn @nguyenvanan trên Telegram', 'nhắn [tên tài khoản] trên Telegram'],
    ['hồ sơ 2026112200123 tới đâu', 'hồ sơ [số] tới đâu'],
  ])('in %j is masked', (text, masked) => {
    expect(maskIdentifiers(text)).toBe(masked);
  });

  test.each([
    'gọi 113 hay 1900 1234',
    'tổng đài 19001234 và 18001090',
    'nộp 10.000.000 đồng hoặc 2000000đ',
    'ngày 22/11/2026 lúc 8:30',
    'vneid mức 2',
    'trang dichvucong.gov.vn',
    'vào dichvucong.gov.vn? hay vneid.gov.vn/ vậy',
    'Công ty A.B. ở ấp 3',
  ])('is nothing in %j', (text) => {
    expect(maskIdentifiers(text)).toBe(text);
  });

  test('is masked once and for all, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('0', '1', '8', '9', ' ', '.', '-', '/', '@', 'a', 'vn', ':', '?', 'đ', '[', ']', '+'),
          maxLength: 60,
        }),
        (text) => {
          const once = maskIdentifiers(text);
          expect(maskIdentifiers(once)).toBe(once);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

test('a masked text is a way to ask without its masks', () => {
  expect(withoutMasks('số [số điện thoại] , gọi bảo vào etax.gdt.gov.vn/… thì sao ?')).toBe(
    'số, gọi bảo vào etax.gdt.gov.vn thì sao?',
  );
  expect(withoutMasks('[đã che]')).toBe('');
});
