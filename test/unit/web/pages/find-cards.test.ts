import { describe, expect, it } from 'vitest';
import { createCardFinder } from '../../../../src/web/pages/find-cards.ts';
import { publicCatalogue } from '../../../support/public-site.ts';
import { shippedCatalogue } from '../../../support/shipped-content.ts';

const finder = createCardFinder(shippedCatalogue());
const found = (query: string): readonly string[] => finder.search(query).cards.map(({ slug }) => slug);

describe('the search of the list', () => {
  it('finds a card with and without diacritics', () => {
    expect(found('lỡ chuyển nhầm tiền').slice(0, 2)).toContain('transfer-wrong-account');
    expect(found('lo chuyen nham tien')).toEqual(found('lỡ chuyển nhầm tiền'));
    expect(found('VNEID muc 2')[0]).toBe('vneid-register-level-2');
  });

  it('finds nothing for words that no card has', () => {
    expect(found('xyzzy qwerty')).toEqual([]);
    expect(found('🙂')).toEqual([]);
  });

  it('takes only the beginning of a very long text, and shows only that again', () => {
    const { query, cards } = finder.search(`chuyển nhầm tiền ${'a '.repeat(5_000)}`);
    expect(query.length).toBe(200);
    expect(cards.length).toBeGreaterThan(0);
  });

  it('notices that money is being lost right now', () => {
    expect(finder.search('toi vua bi lua mat 5 trieu').urgent).toBe(true);
    expect(finder.search('cách mở gian hàng').urgent).toBe(false);
  });
});

describe('the cards nearest to a wrong address', () => {
  const nearest = (slug: string): string | undefined => finder.nearest(slug)[0]?.slug;
  const among = (slug: string): readonly string[] => finder.nearest(slug).map((card) => card.slug);

  it('finds a slug that was cut or mistyped', () => {
    expect(nearest('vneid-register-level2')).toBe('vneid-register-level-2');
    expect(nearest('scam-first')).toBe('scam-first-hour');
  });

  it('finds a card by Vietnamese words in the address', () => {
    expect(among('chuyen-nham-tien')).toContain('transfer-wrong-account');
  });

  it('offers five, and none where there is no card', () => {
    expect(finder.nearest('%%%')).toHaveLength(5);
    expect(createCardFinder(publicCatalogue()).nearest('scam')).toEqual([]);
  });
});
