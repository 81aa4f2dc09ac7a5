import { describe, expect, test } from 'vitest';
import { parseTeamWords } from '../../../src/conversation/team-words.ts';
import { makeCode } from '../../../src/teams/codes.ts';

const digits = [7, 19, 3, 10, 24, 9, 23];
const CODE = makeCode(() => digits.shift() ?? 0);
const HALVES = `${CODE.slice(0, 4)} ${CODE.slice(4)}`;

describe('words about a team', () => {
  test.each([
    `VÀO TỔ ${CODE}`,
    `vào tổ ${CODE.toLowerCase()}`,
    `vao to ${HALVES}`,
    `Vào tổ: ${CODE}`,
    `VÀO TỔ "${HALVES}".`,
    `em xin vào tổ mã ${CODE}`,
    `cho tôi gia nhập tổ với mã mời ${CODE}`,
    `tham gia tổ mã số là ${HALVES.replace(' ', '-')}`,
    `VÀO TỔ\n${Array.from(CODE).join(' ')}`,
  ])('"%s" joins with the code', (text) => {
    expect(parseTeamWords(text)).toMatchObject({ type: 'join', read: { code: CODE } });
  });

  test.each([
    ['vào tổ', 'join', ''],
    ['VÀO TỔ LN03', 'join', 'LN03'],
  ])('"%s" is about joining, and what is typed is no code', (text, type, typed) => {
    expect(parseTeamWords(text)).toMatchObject({ type, typed });
  });

  test('the name in an invitation keeps its marks', () => {
    expect(parseTeamWords('mời vào tổ Nguyễn Thị Hoa')).toEqual({ type: 'invite', name: 'Nguyễn Thị Hoa' });
    expect(parseTeamWords('MỜI VÀO TỔ: Lê Chín')).toEqual({ type: 'invite', name: 'Lê Chín' });
    expect(parseTeamWords('mời vào tổ')).toEqual({ type: 'invite', name: '' });
  });

  test.each([
    ['TỔ CỦA TÔI', 'mine'],
    ['to cua toi', 'mine'],
    ['Rời tổ', 'leave'],
    ['xin ra khỏi tổ', 'leave'],
  ])('"%s" is %s', (text, type) => {
    expect(parseTeamWords(text)).toEqual({ type });
  });

  test.each([
    'vào tổ để làm gì',
    'vào tổ như thế nào',
    'làm sao vào tổ công nghệ số',
    'mời bác vào tổ ấp 3',
    'TO LN03',
    'tổ của tôi ở đâu',
    'rời tổ dân phố thì làm giấy gì',
    'vào tổ hợp tác nuôi tôm cần những giấy tờ gì 2026 năm nay thì sao ạ',
  ])('"%s" is ordinary text', (text) => {
    expect(parseTeamWords(text)).toBeUndefined();
  });
});
