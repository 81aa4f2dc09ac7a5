import type { Card, Catalogue, CatalogueFlow, Entry } from '../../src/catalog/index.ts';
import { topics } from '../../src/catalog/catalogue.ts';
import type { Flow, GuideCard } from '../../src/flow-engine/types.ts';
import { shippedCatalogue } from './shipped-content.ts';

/** A catalogue of exactly these flows and cards, with the shipped sentences. The first ask of each is its title. */
export function catalogueOf(flows: readonly Flow[], cards: readonly GuideCard[] = []): Catalogue {
  const allFlows = flows.map((flow) => ({ ...flow, asks: [flow.title] }) as CatalogueFlow);
  const allCards = cards.map((card): Card => {
    const topic = card.topic as Card['topic'];
    const rest = { sources: [], checkedOn: '2026-11-22', reviewAfter: '2027-11-22', confidence: 'H' } as const;
    return { ...card, topic, asks: [card.title], ...rest, changes: false, related: [] };
  });
  const entries: readonly Entry[] = [
    ...allCards.map(
      ({ slug: id, topic, title, asks }): Entry => ({ kind: 'card', id, topic, title, asks, stepsText: '' }),
    ),
    ...allFlows.map(({ id, topic, title, asks }): Entry => ({ kind: 'flow', id, topic, title, asks, stepsText: '' })),
  ];
  const { messages, outcomes, fieldLog } = shippedCatalogue();
  return {
    flow: (id) => allFlows.find((flow) => flow.id === id),
    card: (slug) => allCards.find((card) => card.slug === slug),
    cards: () => allCards,
    flows: () => allFlows,
    entries: () => entries,
    topics,
    messages,
    outcomes,
    fieldLog,
    lessons: {},
  };
}
