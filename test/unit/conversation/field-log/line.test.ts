import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LineParts, readLine, readQuantity } from '../../../../src/conversation/field-log/line.ts';
import { parseFieldWords } from '../../../../src/conversation/field-log/words.ts';
import { shippedCatalogue } from '../../../support/shipped-content.ts';

const { fieldLog } = shippedCatalogue();
/** A Sunday. */
const TODAY = '2026-11-22';

const read = (line: string): LineParts => readLine(line, fieldLog, TODAY);

describe('one line of the field log', () => {
  test.each<[string, LineParts]>([
    ['5 người VNeID hôm qua ở thôn 3', { kind: 'vneid-level-2', quantity: 5, day: '2026-11-21', place: 'thôn 3' }],
    ['5 nguoi vneid hom qua o thon 3', { kind: 'vneid-level-2', quantity: 5, day: '2026-11-21', place: 'thon 3' }],
    ['hôm nay làm VNeID mức 2 cho 12 người', { kind: 'vneid-level-2', quantity: 12, day: TODAY }],
    ['mười hai hồ sơ dịch vụ công ngày 20/11', { kind: 'dossier-submitted', quantity: 12, day: '2026-11-20' }],
    [
      '3 điểm bán nhận QR tại chợ xã Long Nguyên sáng nay',
      { kind: 'qr-accepted', quantity: 3, day: TODAY, place: 'chợ xã Long Nguyên' },
    ],
    ['hướng dẫn 8 người cao tuổi thanh toán', { kind: 'guided-e-payments', quantity: 8, group: 'elderly' }],
    ['mở 2 tài khoản ngân hàng', { kind: 'payment-account-opened', quantity: 2 }],
    [
      'mo 2 tai khoan thanh toan tai nha van hoa',
      { kind: 'payment-account-opened', quantity: 2, place: 'nha van hoa' },
    ],
    [
      'tối qua tập huấn 1 buổi nhà văn hóa ấp 4',
      { kind: 'training-session', quantity: 1, day: '2026-11-21', place: 'nhà văn hóa ấp 4' },
    ],
    ['4 ca lừa đảo 3 ngày trước', { kind: 'scam-case-helped', quantity: 4, day: '2026-11-19' }],
    ['đăng 15 sản phẩm lên sàn, thứ sáu', { kind: 'product-listed', quantity: 15, day: '2026-11-20' }],
    ['10.000 người VNeID', { kind: 'vneid-level-2', quantity: 10_000 }],
    ['ngày mai 3 hồ sơ', { kind: 'dossier-submitted', quantity: 3, day: '2026-11-23' }],
    ['5 người', { quantity: 5 }],
    ['VNeID', { kind: 'vneid-level-2' }],
  ])('"%s"', (line, parts) => expect(read(line)).toEqual(parts));

  test('two kinds in one line are asked about, the number too', () => {
    expect(read('3 VNeID và 2 hồ sơ hôm qua')).toEqual({ day: '2026-11-21' });
  });

  test('a number below zero is none', () => {
    expect(read('-5 hồ sơ')).toEqual({ kind: 'dossier-submitted' });
    expect(readQuantity('-5')).toBeUndefined();
    expect(readQuantity('mười hai hộ ạ')).toBe(12);
    expect(readQuantity('không')).toBeUndefined();
  });

  test('is total: any text has parts, and a day is a day', () => {
    const words = fc.constantFrom(
      '5',
      'hôm',
      'qua',
      'ở',
      'thôn',
      '3',
      'vneid',
      'hồ',
      'sơ',
      '-',
      'ngày',
      '31/02',
      'trước',
      'mười',
      '99999999999999999',
      '🙂',
      'tại',
      'tai',
      'khoan',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words, { maxLength: 12 }).map((list) => list.join(' ')),
        ),
        (line) => {
          const { day, quantity, place, kind } = read(line);
          expect(day ?? TODAY).toMatch(/^\d{4}-\d{2}-\d{2}$/u);
          expect(Number.isFinite(quantity ?? 0)).toBe(true);
          expect(place ?? 'x').not.toBe('');
          expect(kind === undefined || Object.hasOwn(fieldLog.kinds, kind)).toBe(true);
        },
      ),
    );
  });

  test('every kind is understood by each of its own words', () => {
    for (const [code, { words }] of Object.entries(fieldLog.kinds)) {
      for (const word of words) expect([word, read(`5 ${word}`).kind]).toEqual([word, code]);
    }
  });
});

describe('the orders of the field log', () => {
  test.each([
    ['GHI NHẬN', { type: 'log', line: '' }],
    ['ghi nhan 5 người VNeID', { type: 'log', line: '5 người VNeID' }],
    ['Ghi nhận: 5 hồ sơ', { type: 'log', line: '5 hồ sơ' }],
    ['SỔ TỔ', { type: 'book' }],
    ['so to', { type: 'book' }],
    ['Ghi nhận gần đây', { type: 'book' }],
    ['KỊCH BẢN', { type: 'script', name: '' }],
    ['kich ban tai nha', { type: 'script', name: '' }],
    ['Kịch bản VNeID mức 2', { type: 'script', name: 'VNeID mức 2' }],
  ])('"%s"', (text, words) => expect(parseFieldWords(text)).toEqual(words));

  test.each(['số to', 'được ghi nhận', 'ghi nhanh', 'tổ LN03', '#log:new', 'tôi muốn phản ánh'])(
    '"%s" is none of them',
    (text) => expect(parseFieldWords(text)).toBeUndefined(),
  );
});
