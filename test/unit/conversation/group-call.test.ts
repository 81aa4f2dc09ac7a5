import { describe, expect, test } from 'vitest';
import { calledText } from '../../../src/conversation/group-call.ts';

const NAMES = ['Trợ lý số', '2468013579246801357'];

describe('a message in a group', () => {
  test.each([
    ['# đăng ký tạm trú', { text: 'đăng ký tạm trú' }],
    ['  #  Căn cước ', { text: 'Căn cước' }],
    ['#tamtru', { text: 'tamtru', isTag: true }],
    ['#', { text: '' }],
    ['@Trợ lý số đăng ký tạm trú', { text: 'đăng ký tạm trú' }],
    ['Cho hỏi @TRỢ LÝ SỐ tạm trú làm sao', { text: 'Cho hỏi tạm trú làm sao' }],
    ['[@2468013579246801357] tạm trú', { text: 'tạm trú' }],
    ['@Trợ lý số'.normalize('NFD'), { text: '' }],
  ])('"%s" calls the bot', (text, expected) => {
    expect(calledText(text, NAMES)).toEqual(expected);
  });

  test.each(['Chiều nay họp thôn', 'nhà số #3 nhé', 'Trợ lý số đâu rồi', '@Trợ lý sống ở đâu', '@Tất cả họp', ''])(
    '"%s" is not for the bot',
    (text) => {
      expect(calledText(text, NAMES)).toBeUndefined();
    },
  );
});
