import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/catalog/catalogue.ts';
import { contentHealth, formatHealth } from '../../../src/catalog/health.ts';
import { demandIn } from '../../../src/teams/report.ts';
import type { EngagementTotal } from '../../../src/storage/ports.ts';
import { cardOf } from '../../support/flow-definitions.ts';

const today = '2027-05-22';

const card = (slug: string, overrides: Partial<Card> = {}): Card => ({
  ...cardOf({ slug, title: `Thẻ ${slug}` }),
  topic: 'e-payments',
  asks: Array.from({ length: 20 }, (_, index) => `cách hỏi ${index}`),
  sources: [],
  checkedOn: '2026-11-22',
  reviewAfter: '2028-01-01',
  confidence: 'H',
  changes: false,
  related: [],
  steps: [{ text: 'Mở ứng dụng.' }],
  ...overrides,
});

const health = (...cards: Card[]) => contentHealth({ cards: () => cards }, today, []);
const slugs = (cards: readonly Card[]): string[] => cards.map(({ slug }) => slug);

describe('content health', () => {
  it('lists cards past their review, the longest first; the last day is still in time', () => {
    const result = health(
      card('late', { reviewAfter: '2027-05-21' }),
      card('in-time', { reviewAfter: today }),
      card('latest', { reviewAfter: '2027-01-01' }),
    );
    expect(slugs(result.overdue)).toEqual(['latest', 'late']);
    expect(slugs(result.dueSoon)).toEqual(['in-time']);
  });

  it('lists cards due within sixty days', () => {
    const result = health(card('soon', { reviewAfter: '2027-07-21' }), card('later', { reviewAfter: '2027-07-22' }));
    expect(slugs(result.dueSoon)).toEqual(['soon']);
  });

  it('groups what is not sure, the weakest first', () => {
    const result = health(card('one-page', { confidence: 'M' }), card('weak', { confidence: 'L' }), card('sure'));
    expect(result.unsure.map(({ confidence, cards }) => [confidence, slugs(cards)])).toEqual([
      ['L', ['weak']],
      ['M', ['one-page']],
    ]);
  });

  it('misses a picture only where something is pressed and no step has one', () => {
    const press = { text: 'Bấm "Đăng ký".' };
    const screen = { app: 'VNeID', title: 'Mở đầu', press: 'Đăng ký' };
    const result = health(
      card('bare', { steps: [press] }),
      card('drawn', { steps: [press, { ...press, screen }] }),
      card('talk', { steps: [{ text: 'Cúp máy.' }] }),
    );
    expect(slugs(result.withoutPicture)).toEqual(['bare']);
  });

  it('lists cards with fewer ways to ask than a shipped card', () => {
    expect(slugs(health(card('few', { asks: ['một', 'hai'] }), card('enough')).fewAsks)).toEqual(['few']);
  });

  it('adds up what was asked and not answered, most first, and nothing else', () => {
    const total = (flow: string, count: number, kind: EngagementTotal['kind'] = 'unanswered'): EngagementTotal => ({
      day: today,
      teamCode: 'LN03',
      communeCode: '25270',
      topic: flow === '' ? '' : 'e-payments',
      flow,
      version: '',
      step: '',
      kind,
      outcome: '',
      count,
      quantity: count,
    });
    const demand = demandIn([total('', 2), total('bank-fees', 3), total('bank-fees', 4), total('x', 9, 'finished')]);
    const { demand: sorted } = contentHealth({ cards: () => [] }, today, demand);
    expect(sorted).toEqual([
      { topic: 'e-payments', nearest: 'bank-fees', count: 7 },
      { topic: '', nearest: '', count: 2 },
    ]);
  });

  it('is read in Vietnamese, with a word for every empty part', () => {
    const text = formatHealth(health(card('late', { reviewAfter: '2027-05-12' })), today, () => 'Thanh toán');
    expect(text).toContain('late  Thẻ late  quá hạn 10 ngày');
    expect(text).toContain('Có bấm nút mà chưa có hình\n  Không có.');
    expect(text).toContain('Chưa có lượt nào.');
  });

  it('names the subject and the nearest guide of what was asked', () => {
    const demand = [{ topic: 'e-payments', nearest: 'bank-fees', count: 7 }];
    const text = formatHealth(contentHealth({ cards: () => [] }, today, demand), today, () => 'Thanh toán');
    expect(text).toContain('7 lượt  Thanh toán, gần với bank-fees');
  });
});
