import { describe, expect, test } from 'vitest';
import {
  type ArticleSurroundings,
  articleDraft,
  articleTitle,
} from '../../../../src/broadcasts/lanes/article-draft.ts';
import { aContent } from '../../../support/announcements.ts';

const around: ArticleSurroundings = {
  author: 'Trợ lý số',
  publicUrl: 'https://example.vn',
  coverUrl: 'https://example.vn/pictures/a.png',
  guideTitle: ({ id }) => (id === 'gone' ? undefined : 'Làm VNeID mức 2'),
};

describe('an announcement as an article', () => {
  test('speaks to everybody and closes its comments', () => {
    const draft = articleDraft(
      aContent({ title: 'Gửi {bác} ở {xã}', text: '{Bác} hỏi {tổ}.\n\nCảm ơn {bác}.' }),
      around,
    );
    expect(draft.title).toBe('Gửi bà con ở xã, phường');
    expect(draft.body).toEqual([
      { type: 'text', content: 'Bà con hỏi tổ công nghệ số.' },
      { type: 'text', content: 'Cảm ơn bà con.' },
    ]);
    expect(draft).toMatchObject({
      status: 'show',
      comment: 'hide',
      description: 'Bà con hỏi tổ công nghệ số. Cảm ơn bà con.',
    });
  });

  test('names what its buttons lead to, a guide by its page; one that is gone is left out', () => {
    const draft = articleDraft(
      aContent({
        start: { kind: 'card', id: 'vneid' },
        buttons: [
          { kind: 'link', title: 'Cổng dịch vụ', url: 'https://dichvucong.gov.vn/' },
          { kind: 'phone', title: 'Gọi xã', phone: '02513822501' },
          { kind: 'guide', title: 'Xem thẻ', guide: { kind: 'card', id: 'card-2' } },
        ],
      }),
      around,
    );
    expect(draft.body.slice(1).map((block) => ('content' in block ? block.content : ''))).toEqual([
      'Làm VNeID mức 2: https://example.vn/h/vneid',
      'Cổng dịch vụ: https://dichvucong.gov.vn/',
      'Gọi xã: 02513822501',
      'Xem thẻ: https://example.vn/h/card-2',
    ]);
    expect(articleDraft(aContent({ start: { kind: 'flow', id: 'gone' } }), around).body).toHaveLength(1);
  });

  test('keeps to the lengths Zalo takes, cut between words', () => {
    const long = 'bà con nhớ mang giấy tờ '.repeat(40).trim();
    const draft = articleDraft(aContent({ title: long, text: long }), { ...around, author: 'Sở '.repeat(40) });
    expect(draft.title.length).toBeLessThanOrEqual(140);
    expect(draft.title).toMatch(/[a-zờ]…$/u);
    expect(draft.description.length).toBeLessThanOrEqual(300);
    expect(draft.author.length).toBeLessThanOrEqual(50);
    expect(articleTitle(aContent({ title: 'x'.repeat(200) })).length).toBeLessThanOrEqual(140);
  });
});
