import { describe, expect, test } from 'vitest';
import { parseWish } from '../../../src/conversation/wishes.ts';
import { parseCommand } from '../../../src/understanding/commands.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';

describe('a form of address', () => {
  test.each([
    ['gọi tôi là anh', 'anh'],
    ['Goi toi la chi', 'chị'],
    ['gọi tôi là bà nhé', 'bà'],
    ['goi toi la ba', 'bà'],
    ['gọi tôi là dì', 'dì'],
    ['gọi bác là cô', 'cô'],
    ['kêu tui bằng chú nha', 'chú'],
    ['em cứ gọi tôi là chị thôi', 'chị'],
    ['Từ nay gọi tôi là ông ạ', 'ông'],
    ['xưng hô chị', 'chị'],
  ])('"%s" is %s', (text, address) => expect(parseWish(text)).toEqual({ type: 'address', address }));

  test.each([
    'gọi ba',
    'gọi bác sĩ',
    'gọi bác sĩ ở đâu',
    'gọi 113',
    'gọi tôi',
    'gọi tôi là vua',
    'gọi tôi là đi',
    'ai gọi tôi là công an',
    'họ gọi tôi là chị',
    'người lạ gọi tôi',
  ])('"%s" is none', (text) => expect(parseWish(text)).toBeUndefined());

  test('"xưng hô" asks for it', () => expect(parseWish('Xưng hô')).toEqual({ type: 'ask-address' }));
});

describe('other wishes', () => {
  test.each([
    ['chữ to', { type: 'large-steps', on: true }],
    ['làm chậm thôi', { type: 'large-steps', on: true }],
    ['cho tôi chữ to nhé em', { type: 'large-steps', on: true }],
    ['Làm nhanh', { type: 'large-steps', on: false }],
    ['tôi là nông dân', { type: 'segment', segment: 'farmer' }],
    ['toi lam ruong', { type: 'segment', segment: 'farmer' }],
    ['tôi là tiểu thương ạ', { type: 'segment', segment: 'trader' }],
    ['đổi người', { type: 'people' }],
    ['them nguoi', { type: 'new-person' }],
    ['bỏ người', { type: 'fewer-people' }],
    ['đổi tên', { type: 'own-name' }],
    ['#ho-tro', { type: 'start-helping' }],
    ['# hỗ trợ', { type: 'start-helping' }],
    ['#het-ho-tro', { type: 'stop-helping' }],
    ['thôi làm giúp nhé', { type: 'stop-helping' }],
  ])('"%s"', (text, wish) => expect(parseWish(text)).toEqual(wish));

  test.each([
    'hỗ trợ',
    'chữ to quá làm sao cho nhỏ',
    'tôi là',
    'tôi bán hàng trên mạng',
    '#',
    '',
    'đổi người đứng tên',
    'dừng',
  ])('"%s" is none', (text) => expect(parseWish(text)).toBeUndefined());

  test('none is also a command, or a way to ask for a guide', () => {
    const asks = shippedCatalogue()
      .entries()
      .flatMap(({ asks, title }) => [...asks, title]);
    expect(asks.filter((ask) => parseWish(ask) !== undefined)).toEqual([]);
    for (const text of ['xưng hô', 'chữ to', 'làm nhanh', 'đổi người', 'thêm người', 'bỏ người', 'thôi làm giúp'])
      expect(parseCommand(text), text).toBeUndefined();
  });
});
