import { describe, expect, test } from 'vitest';
import { groupAnswer } from '../../../src/conversation/group-answer.ts';
import type { Team } from '../../../src/storage/ports.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { understandingOf } from '../../support/shipped-understanding.ts';

const catalogue = shippedCatalogue();
const deps = {
  catalogue,
  understanding: understandingOf(catalogue),
  publicPlace: { address: () => 'https://example.vn', oaName: 'Trợ lý số', oaId: '2468013579246801357' },
};
const TEAM: Team = { code: 'LN03', name: 'Tổ 3', provinceCode: '75', communeCode: '25270', hamlet: 'Ấp 3' };
const TITLE = catalogue.card('vneid-register-level-2')?.title ?? '';
const ask = (text: string, more = {}) => groupAnswer(deps, { text, ...more }, TEAM);

describe('the answer in a group', () => {
  test('is one card: title, a sentence, the address with the team’s code, where to write in private', () => {
    expect(ask(TITLE)).toEqual({
      text: [
        'Làm tài khoản VNeID mức 2',
        expect.stringMatching(/^\S.*[.!]$/u),
        '',
        'Xem từng bước: https://example.vn/t/LN03/vneid-register-level-2',
        'Việc của riêng mình thì nhắn riêng cho Zalo Trợ lý số, nhắn TO LN03 để tổ giúp. https://zalo.me/2468013579246801357',
      ]
        .map((line) => (typeof line === 'string' ? line : '*'))
        .join('\n')
        .replace('*', ask(TITLE)?.text.split('\n')[1] ?? ''),
      picture: 'cover:vneid-register-level-2',
    });
    expect(ask(TITLE)?.text).not.toMatch(/\{|\u00a0/u);
  });

  test('of a group without a team leads to the plain page', () => {
    const text = groupAnswer(deps, { text: TITLE }, undefined)?.text ?? '';
    expect(text).toContain('https://example.vn/h/vneid-register-level-2');
    expect(text).not.toContain('TO ');
  });

  test('to an emergency begins with the bank and 113, and sends to the private chat', () => {
    const text = ask('em oi toi vua bi lua chuyen mat 20 trieu')?.text ?? '';
    expect(text.startsWith('Gọi ngay ngân hàng')).toBe(true);
    expect(text).toContain('113');
    expect(text).toContain('Nhắn riêng cho em');
    expect(text).toContain('https://example.vn/h/khan-cap');
  });

  test.each(['XÓA DỮ LIỆU', 'TO LN04', 'gặp người', 'DỪNG TIN'])('to "%s" is that this is done in private', (text) => {
    expect(ask(text)?.text).toContain('không làm trong nhóm');
  });

  test('to something unclear names at most three pages', () => {
    const text = ask('vneid')?.text ?? '';
    const pages = text.match(/https:\/\/example\.vn\/t\/LN03\/\S+/gu) ?? [];
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.length).toBeLessThanOrEqual(3);
  });

  test('warns first when a secret was written, and repeats nothing of it', () => {
    const text = ask('mã otp là [đã che] đúng không', { secrets: ['otp'] })?.text ?? '';
    expect(text.startsWith('Đừng gửi mã, mật khẩu')).toBe(true);
    expect(text).not.toContain('đã che');
  });

  test('to a hashtag of the group’s own is silence, to one that names a guide the guide', () => {
    expect(ask('hopthon8h', { isTag: true })).toBeUndefined();
    expect(ask(TITLE, { isTag: true })?.picture).toBe('cover:vneid-register-level-2');
  });

  test('never has the words of whoever asked', () => {
    for (const text of ['ông Bảy nhà số 4 hỏi qwertz', 'qwertz', '']) expect(ask(text)?.text).not.toContain('qwertz');
  });
});
