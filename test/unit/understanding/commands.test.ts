import { describe, expect, test } from 'vitest';
import { type Command, parseCommand } from '../../../src/understanding/commands.ts';

type Plain = Exclude<Command['type'], 'team' | 'consent'>;

const ORDERS: readonly (readonly [text: string, type: Plain])[] = [
  ['MENU', 'menu'],
  ['menu', 'menu'],
  ['cho em xem menu', 'menu'],
  ['Bắt đầu', 'menu'],
  ['về danh mục', 'menu'],
  ['DỪNG', 'stop'],
  ['dừng', 'stop'],
  ['dung', 'stop'],
  ['dừng lại', 'stop'],
  ['DỪNG LẠI đi em', 'stop'],
  ['thôi', 'stop'],
  ['thôi không làm nữa', 'stop'],
  ['hủy', 'stop'],
  ['huỷ', 'stop'],
  ['từ chối nhận tin', 'unsubscribe'],
  ['dừng nhận tin', 'unsubscribe'],
  ['NHẬN TIN', 'subscribe'],
  ['GẶP NGƯỜI', 'person'],
  ['gap nguoi', 'person'],
  ['cho tôi gặp người', 'person'],
  ['Gặp cán bộ ạ', 'person'],
  ['bác muốn gặp người', 'person'],
  ['XÓA DỮ LIỆU', 'erase'],
  ['xoá dữ liệu của tôi', 'erase'],
  ['xoa du lieu', 'erase'],
  ['quyền riêng tư', 'privacy'],
  ['NGỪNG ĐẾM', 'stop-counting'],
];

describe('a command', () => {
  test.each(ORDERS)('%j orders %s', (text, type) => expect(parseCommand(text)).toEqual({ type }));

  test('is found in decomposed text and between invisible characters', () => {
    expect(parseCommand('DỪNG'.normalize('NFD'))).toEqual({ type: 'stop' });
    expect(parseCommand('\u200bXÓA DỮ LIỆU\ufeff')).toEqual({ type: 'erase' });
  });
});

describe('words that only look like a command', () => {
  test.each([
    'đúng',
    'Đúng ạ',
    'đúng rồi',
    'dùng',
    'đứng',
    'dũng',
    'đừng',
    'cho đúng',
    'dạ đúng',
    'thối',
    'thổi',
    'đúng đi',
    'em ơi đúng',
    'xóa dữ liệu trên điện thoại cũ thế nào',
    'dừng dịch vụ internet thế nào',
    'gặp người lạ nhắn tin làm sao',
    'menu quán ăn',
    'người',
    '',
    '   ',
    '🙂',
  ])('%j orders nothing', (text) => expect(parseCommand(text)).toBeUndefined());
});

describe('consent', () => {
  test.each(['đồng ý', 'Đồng ý', 'dong y', 'tôi đồng ý'])('%j agrees', (text) =>
    expect(parseCommand(text)).toEqual({ type: 'consent', choice: 'yes' }),
  );
  test.each(['không đồng ý', 'ko dong y', 'Không đồng ý'])('%j refuses', (text) =>
    expect(parseCommand(text)).toEqual({ type: 'consent', choice: 'no' }),
  );
  test('"đồng" alone says nothing about consent', () => expect(parseCommand('đồng')).toBeUndefined());
});

describe('a team code', () => {
  test.each([
    ['TO LN03', 'LN03'],
    ['to ln03', 'LN03'],
    ['Tổ LN03', 'LN03'],
    ['tổ ln-03', 'LN03'],
    ['#to LN03', 'LN03'],
    ['mã tổ LN03', 'LN03'],
    ['TO LN 03', 'LN03'],
    ['tổ số LN03', 'LN03'],
    ['TO  LN03.', 'LN03'],
  ])('%j is %s', (text, code) => expect(parseCommand(text)).toEqual({ type: 'team', code }));

  test('"TO" alone asks for the code', () => expect(parseCommand('TO')).toEqual({ type: 'team', code: '' }));

  test.each(['to tien dien', 'tổ dân phố', 'to khai', 'tổ công nghệ số', 'to LN03 o dau vay em', 'tới 3 giờ'])(
    '%j is none',
    (text) => expect(parseCommand(text)).toBeUndefined(),
  );
});
