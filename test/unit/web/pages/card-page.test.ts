import { describe, expect, it } from 'vitest';
import { cardPage } from '../../../../src/web/pages/card-page.ts';
import { layout } from '../../../../src/web/pages/layout.ts';
import type { Site } from '../../../../src/web/pages/site.ts';
import type { Card } from '../../../../src/catalog/catalogue.ts';
import { publicCard, publicCatalogue, publicSite } from '../../../support/public-site.ts';
import { shippedCatalogue } from '../../../support/shipped-content.ts';

const TEAM = { code: 'LN03', name: 'Tổ công nghệ số ấp 3' };
/** What a page may weigh without its pictures. */
const MAX_BYTES = 50_000;

const pageOf = (over: Partial<Card> = {}, site: Partial<Site> = {}): string => {
  const card = publicCard(over);
  const served = publicSite({ catalogue: publicCatalogue(card), ...site });
  return layout(cardPage(card, served), served);
};

/** Positions of the texts in the visible part, where all of them must be. */
const orderOf = (page: string, ...texts: readonly string[]): readonly number[] =>
  texts.map((text) => {
    const at = page.indexOf(text, page.indexOf('<main'));
    expect(at, `"${text}" is on the page`).toBeGreaterThan(-1);
    return at;
  });

describe('a card as a public page', () => {
  it('reads in the order a person needs it', () => {
    const page = pageOf({
      related: ['make-account'],
      links: [{ title: 'Mở Cổng', url: 'https://dichvucong.gov.vn/' }],
    });
    const order = orderOf(
      page,
      '<h1>Làm tài khoản</h1>',
      'Bác mang thẻ căn cước ra Công an xã.',
      '<strong>Cảnh báo:</strong> Ai xin mã OTP',
      'https://dichvucong.gov.vn/',
      '<h2>Các bước</h2>',
      'Mang thẻ căn cước và điện thoại.',
      '<strong>Nếu không làm được:</strong> Chưa có thẻ thì bác hỏi',
      'Mở ứng dụng, bấm',
      '<h2>Ai giúp được</h2>',
      'https://zalo.me/4318657068771012646',
      '<h2>Xem thêm</h2>',
      '<h2>In ra giấy</h2>',
      'Nguồn: example.gov.vn 1/2026.',
      'Cập nhật: tháng 11/2026',
    );
    expect(order).toEqual(order.toSorted((one, other) => one - other));
  });

  it('has one h1, landmarks, the language, and headings that skip no level', () => {
    const page = pageOf({ related: ['make-account'] });
    expect(page.match(/<h1>/gu)).toHaveLength(1);
    expect(page).toContain('<html lang="vi">');
    for (const landmark of ['<header>', '<nav aria-label=', '<main id="noi-dung">', '<footer']) {
      expect(page).toContain(landmark);
    }
    expect([...page.matchAll(/<h([3-6])/gu)]).toEqual([]);
    expect(page.match(/<ol class="steps" role="list">/gu)).toHaveLength(1);
  });

  it('shows a drawn screen with its size, its place in the text, and words for those who hear the page', () => {
    const page = pageOf();
    expect(page).toContain(
      '<img src="/pictures/screen-make-account.png" width="1280" height="720" loading="lazy" decoding="async" alt="Hình minh họa màn hình Ứng dụng mẫu, mục Mở lần đầu: bấm &quot;Kích hoạt&quot;.">',
    );
    expect(page.match(/<img /gu)).toHaveLength(1);
    expect(pageOf({}, { picture: () => undefined })).not.toContain('<img');
  });

  it('says nothing of the doorstep script, which is for team members', () => {
    expect(pageOf()).not.toContain('sổ tay bí mật');
  });

  it('escapes what authors wrote', () => {
    const page = pageOf({ title: '<b>Tài khoản</b>', answer: 'a < b & "c"', help: '<script>alert(1)</script>' });
    expect(page).toContain('<h1>&lt;b&gt;Tài khoản&lt;/b&gt;</h1>');
    expect(page).toContain('a &lt; b &amp; &quot;c&quot;');
    expect(page).not.toContain('<script');
  });

  it('puts the review and the official channel first on a card past its review, and from that day only', () => {
    const links = [{ title: 'Mở Cổng', url: 'https://dichvucong.gov.vn/' }];
    const site = (today: string): Partial<Site> => ({ today });
    expect(pageOf({ links }, site('2027-05-22'))).not.toContain('đang được kiểm tra lại');
    const stale = pageOf({ links }, site('2027-05-23'));
    const order = orderOf(
      stale,
      'Thông tin này đang được kiểm tra lại.',
      'https://dichvucong.gov.vn/',
      'Bác mang thẻ căn cước',
    );
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect(stale.match(/https:\/\/dichvucong\.gov\.vn\//gu)).toHaveLength(1);
  });

  it('names who can help first on a stale card that has no link', () => {
    const stale = pageOf({}, { today: '2027-06-01' });
    const [review = 0, help = 0, answer = 0] = orderOf(
      stale,
      'kiểm tra lại',
      'Công an xã, phường gần nhất',
      'Bác mang',
    );
    expect([review, help, answer]).toEqual([review, help, answer].toSorted((one, other) => one - other));
  });

  it('shows the month only on cards whose facts change', () => {
    const { updated: _updated, ...rest } = publicCard();
    const card: Card = { ...rest, changes: false };
    const site = publicSite({ catalogue: publicCatalogue(card) });
    expect(layout(cardPage(card, site), site)).not.toContain('Cập nhật: tháng');
  });

  it('keeps other words for other people closed, and leaves long ones out', () => {
    const page = pageOf({
      variants: [
        { segment: 'farmer', answer: '{Bác} mang theo sổ hộ nông dân.' },
        { segment: 'student', answer: 'dài '.repeat(200) },
      ],
    });
    expect(page).toContain('<details><summary>Nói cách khác cho bà con làm nông</summary>');
    expect(page).not.toContain('<details open');
    expect(page.match(/<details>/gu)).toHaveLength(1);
  });

  it('looks good when its link is pasted into a group: Open Graph with addresses in full', () => {
    const page = pageOf();
    for (const [property, content] of [
      ['og:title', 'Làm tài khoản'],
      ['og:description', 'Bác mang thẻ căn cước ra Công an xã. Không mất tiền.'],
      ['og:url', 'https://example.vn/h/make-account'],
      ['og:image', 'https://example.vn/pictures/cover-make-account.png'],
      ['og:image:width', '1200'],
      ['og:image:height', '630'],
      ['og:locale', 'vi_VN'],
    ]) {
      expect(page).toContain(`<meta property="${property}" content="${content}">`);
    }
  });

  it('leaves addresses out of Open Graph where the server has no public one', () => {
    const card = publicCard();
    const { publicUrl: _publicUrl, ...site } = publicSite();
    const page = layout(cardPage(card, site), site);
    expect(page).toContain('og:title');
    expect(page).not.toMatch(/og:url|og:image|canonical/u);
  });

  it('leads to Zalo only where a real OA answers', () => {
    const card = publicCard();
    const { oaId: _oaId, ...demo } = publicSite();
    expect(layout(cardPage(card, demo), demo)).not.toContain('zalo.me');
  });

  it('names the team that shares it, and keeps its code in every link to cards and sheets', () => {
    const card = publicCard({ related: ['make-account'] });
    const site = publicSite({ catalogue: publicCatalogue(card) });
    const page = layout(cardPage(card, site, { team: TEAM, isChatOpen: false }), site);
    expect(page).toContain('Tổ công nghệ số ấp 3 gửi bác hướng dẫn này.');
    expect(page).toContain('href="/t/LN03/make-account"');
    expect(page).toContain('href="/h/make-account/a6.pdf?to=LN03"');
    expect(page).toContain('content="https://example.vn/t/LN03/make-account"');
  });
});

describe('every shipped card', () => {
  const catalogue = shippedCatalogue();
  const site = publicSite({ catalogue });
  const pages = catalogue.cards().map((card) => ({ slug: card.slug, page: layout(cardPage(card, site), site) }));
  const wrong = (isWrong: (page: string, slug: string) => boolean): readonly string[] =>
    pages.filter(({ page, slug }) => isWrong(page, slug)).map(({ slug }) => slug);

  it('weighs at most 50 kB without its pictures', () => {
    expect(pages.length).toBeGreaterThan(10);
    expect(wrong((page) => Buffer.byteLength(page) > MAX_BYTES)).toEqual([]);
  });

  it('has no script, no frame, no form, no event handler and loads nothing from elsewhere', () => {
    expect(wrong((page) => /<(?:script|iframe|form|object|embed|base)\b|\son\w+=|javascript:/iu.test(page))).toEqual(
      [],
    );
    expect(
      wrong((page) => /<(?:img|link rel="(?!canonical)|source)[^>]*(?:src|href)="(?!\/pictures\/)/iu.test(page)),
    ).toEqual([]);
    expect(wrong((page) => /url\(|@import/iu.test(page))).toEqual([]);
  });

  it('has every step, and no placeholder and no doorstep line left in it', () => {
    expect(
      wrong((page, slug) => {
        const card = catalogue.card(slug);
        return (page.match(/<li id="buoc-/gu) ?? []).length !== card?.steps.length;
      }),
    ).toEqual([]);
    expect(wrong((page) => /\{\p{L}/u.test(page.replace(/<style>.*<\/style>/u, '')))).toEqual([]);
    expect(
      wrong((page, slug) => {
        const [line = ''] = (catalogue.card(slug)?.doorstep ?? '').split('\n');
        return line !== '' && page.includes(line);
      }),
    ).toEqual([]);
  });
});
