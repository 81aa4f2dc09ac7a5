import { describe, expect, test } from 'vitest';
import { shareWords } from '../../../src/understanding/share-words.ts';

describe('an order to share', () => {
  test.each([
    'CHIA SẺ',
    'chia sẽ',
    'chia se the nay',
    'Chia sẻ hướng dẫn này vào nhóm',
    'gửi vào nhóm',
    'gui the nay vao nhom giup toi',
    'chuyển tiếp vào nhóm nhé',
    'cho tôi chia sẻ vào nhóm zalo',
  ])('"%s" means the guide at hand', (text) => {
    expect(shareWords(text)).toBe('');
  });

  test.each([
    ['CHIA SẺ VNEID', 'vneid'],
    ['chia sẻ thẻ chuyển nhầm tiền', 'chuyen nham tien'],
    ['chia sẻ vào nhóm hướng dẫn đăng ký tạm trú', 'dang ky tam tru'],
    ['Chia sẻ thanh toán không tiền mặt', 'thanh toan khong tien mat'],
  ])('"%s" names a guide', (text, words) => {
    expect(shareWords(text)).toBe(words);
  });

  test.each([
    'chia sẻ màn hình cho người lạ có sao không',
    'chia sẻ vị trí cho con',
    'chia se wifi',
    'chia sẻ mật khẩu wifi thế nào',
    'chia sẻ ảnh căn cước',
    'chia sẻ tài khoản ngân hàng',
    'chia sẻ bài viết facebook thế nào',
    'nó bảo tôi chia sẻ màn hình',
    'gửi tiền',
    'gửi hồ sơ vào đâu',
    'chia tay',
    '',
  ])('"%s" is about something else', (text) => {
    expect(shareWords(text)).toBeUndefined();
  });
});
