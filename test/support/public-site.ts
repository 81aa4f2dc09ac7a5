import type { Card, Catalogue } from '../../src/catalog/catalogue.ts';
import type { Site } from '../../src/web/pages/site.ts';
import { shippedCatalogue } from './shipped-content.ts';

/** A card with every part, invented; `over` replaces parts of it. */
export function publicCard(over: Partial<Card> = {}): Card {
  return {
    slug: 'make-account',
    hash: '0123456789ab',
    topic: 'public-services',
    title: 'Làm tài khoản',
    asks: ['làm tài khoản thế nào', 'dang ky tai khoan'],
    answer: '{Bác} mang thẻ căn cước ra Công an xã. Không mất tiền.',
    warning: 'Cảnh báo: Ai xin mã OTP là kẻ lừa đảo.',
    steps: [
      { text: 'Mang thẻ căn cước và điện thoại.', ifStuck: 'Chưa có thẻ thì {bác} hỏi Công an xã.' },
      {
        text: 'Mở ứng dụng, bấm "Kích hoạt".',
        screen: { app: 'Ứng dụng mẫu', title: 'Mở lần đầu', press: 'Kích hoạt' },
      },
    ],
    help: 'Công an xã, phường gần nhất. Tổng đài 1900 0368.',
    doorstep: 'Mang theo: sổ tay bí mật của tổ.',
    sources: ['example.gov.vn 1/2026'],
    checkedOn: '2026-11-22',
    reviewAfter: '2027-05-22',
    confidence: 'H',
    changes: true,
    updated: 'Cập nhật: tháng 11/2026',
    related: [],
    ...over,
  };
}

/** A catalogue of exactly these cards, with the shipped sentences. */
export function publicCatalogue(...cards: readonly Card[]): Catalogue {
  const { messages, outcomes, fieldLog, lessons, topics } = shippedCatalogue();
  return {
    card: (slug) => cards.find((card) => card.slug === slug),
    cards: () => cards,
    flow: () => undefined,
    flows: () => [],
    entries: () =>
      cards.map(({ slug: id, topic, title, asks }) => ({ kind: 'card', id, topic, title, asks, stepsText: '' })),
    topics,
    messages,
    outcomes,
    fieldLog,
    lessons,
  };
}

/** The shipped content and, beside it, this card. */
export function shippedWith(card: Card): Catalogue {
  const shipped = shippedCatalogue();
  return {
    ...shipped,
    card: (slug) => (slug === card.slug ? card : shipped.card(slug)),
    cards: () => [...shipped.cards(), card],
  };
}

/** An installation with a public address, a real OA and every picture; `over` replaces parts of it. */
export function publicSite(over: Partial<Site> = {}): Site {
  return {
    catalogue: publicCatalogue(publicCard()),
    today: '2026-11-22',
    publicUrl: 'https://example.vn',
    oaId: '4318657068771012646',
    oaName: 'Trợ lý số',
    picture: (ref) => `${ref.kind}-${'slug' in ref ? ref.slug : ''}.png`,
    ...over,
  };
}
