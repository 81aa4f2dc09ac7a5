import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadCatalogue, topics } from '../../../src/catalog/index.ts';
import { rootDir, sampleCatalogue, sampleFile, shippedCatalogue } from '../../support/shipped-content.ts';

describe('loadCatalogue', () => {
  it('reads a card into what the guide step, search and the teams need', () => {
    expect(sampleCatalogue().card('make-account')).toMatchObject({
      slug: 'make-account',
      topic: 'public-services',
      title: 'Mở tài khoản trên điện thoại',
      answer: '{Bác} mở tài khoản ngay trên điện thoại. Làm chậm từng bước là được.',
      warning: 'Cảnh báo: Đừng đưa mật khẩu cho ai.',
      steps: [
        { text: 'Mở ứng dụng, bấm "Đăng ký".', ifStuck: 'Chưa có ứng dụng thì vào CH Play tải về.' },
        { text: 'Nhập số điện thoại của mình.', ifStuck: 'Nhờ người nhà đọc giúp số.' },
        { text: 'Đặt mật khẩu, rồi bấm "Xác nhận".' },
      ],
      help: 'Trung tâm Phục vụ hành chính công xã, phường.',
      updated: 'Cập nhật: tháng 11/2026',
      links: [{ title: 'Mở Cổng Dịch vụ công', url: 'https://dichvucong.gov.vn/' }],
      outcome: 'account-made',
      related: ['first-hour'],
      checkedOn: '2026-11-22',
      reviewAfter: '2027-05-22',
      confidence: 'M',
      changes: true,
      doorstep: 'Nói: "{Bác} cứ làm chậm thôi ạ."\n- Mang theo sạc điện thoại.\n- Để bà con tự bấm.',
    });
  });

  it('leaves out what a card does not have', () => {
    const card = sampleCatalogue().card('first-hour');
    expect(Object.keys(card ?? {})).not.toEqual(expect.arrayContaining(['updated']));
    expect(card).not.toHaveProperty('warning');
    expect(card).not.toHaveProperty('outcome');
    expect(card).not.toHaveProperty('help');
  });

  it('names a version by the first 12 hex characters of the SHA-256 of the file', () => {
    const text = sampleFile('flows/public-services/open-account.yaml');
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
    expect(sampleCatalogue().flow('open-account')?.hash).toBe(hash);
  });

  it('lists cards and flows as entries to be offered', () => {
    const entries = sampleCatalogue().entries();
    expect(entries.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'card make-account',
      'card first-hour',
      'flow open-account',
      'flow short-reminder',
    ]);
    expect(entries[0]?.stepsText).toContain('Nhờ người nhà đọc giúp số.');
    expect(entries[2]?.stepsText).toContain('Em gọi {bác} là gì ạ?');
    expect(entries[2]?.asks).toHaveLength(5);
  });

  it('answers undefined for names it does not hold', () => {
    expect(sampleCatalogue().card('open-account')).toBeUndefined();
    expect(sampleCatalogue().flow('constructor')).toBeUndefined();
  });

  it('cannot be changed by whoever uses it', () => {
    const card = sampleCatalogue().card('make-account');
    expect(() => Object.assign(card?.steps[0] ?? {}, { text: 'x' })).toThrow(TypeError);
    expect(() => (sampleCatalogue().cards() as unknown[]).push({})).toThrow(TypeError);
    expect(() => Object.assign(sampleCatalogue().messages, { menu: 'x' })).toThrow(TypeError);
  });

  it('loads the shipped content, with every subject present, the same way twice', async () => {
    const again = await loadCatalogue(rootDir);
    expect(again.entries()).toEqual(shippedCatalogue().entries());
    expect(new Set(again.cards().map(({ topic }) => topic))).toEqual(new Set(topics));
  });
});
