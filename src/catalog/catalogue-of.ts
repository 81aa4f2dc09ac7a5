import { topics, type Card, type Catalogue, type CatalogueFlow, type Entry } from './catalogue.ts';
import type { Messages } from './messages.ts';

const inMenuOrder = <T extends { readonly topic: string }>(items: readonly T[], idOf: (item: T) => string): T[] => {
  const rank = (item: T): number => (topics as readonly string[]).indexOf(item.topic);
  return items.toSorted((a, b) => rank(a) - rank(b) || (idOf(a) < idOf(b) ? -1 : 1));
};

function cardEntry(card: Card): Entry {
  const { slug: id, topic, title, asks } = card;
  const lines = [
    card.answer,
    ...card.steps.flatMap(({ text, ifStuck }) => (ifStuck === undefined ? [text] : [text, ifStuck])),
  ];
  return { kind: 'card', id, topic, title, asks, stepsText: lines.join('\n') };
}

function flowEntry(flow: CatalogueFlow): Entry {
  const { id, topic, title, asks } = flow;
  const lines = Object.values(flow.steps).flatMap((step) =>
    step.type === 'say' || step.type === 'ask' ? [step.text] : [],
  );
  const card = flow.card === undefined ? {} : { card: flow.card };
  return { kind: 'flow', id, topic, title, asks, ...card, stepsText: lines.join('\n') };
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/** What a catalogue is made of. Plain JSON: it may be kept and read again. */
export interface CatalogueParts {
  readonly cards: readonly Card[];
  readonly flows: readonly CatalogueFlow[];
  readonly messages: Messages;
  readonly outcomes: Catalogue['outcomes'];
  readonly fieldLog: Catalogue['fieldLog'];
  /** Default: no lessons. */
  readonly lessons?: Catalogue['lessons'];
}

/** The parts in the order of the menu, frozen, with look-ups. The parts have been checked before. */
export function catalogueOf(parts: CatalogueParts): Catalogue {
  const { cards: givenCards, flows: givenFlows, messages, outcomes, fieldLog, lessons = {} } = parts;
  const cards = deepFreeze(inMenuOrder(givenCards, ({ slug }) => slug));
  const flows = deepFreeze(inMenuOrder(givenFlows, ({ id }) => id));
  const entries = deepFreeze([...cards.map(cardEntry), ...flows.map(flowEntry)]);
  const cardOf = new Map(cards.map((card) => [card.slug, card]));
  const flowOf = new Map(flows.map((flow) => [flow.id, flow]));
  return Object.freeze({
    flow: (id: string) => flowOf.get(id),
    card: (slug: string) => cardOf.get(slug),
    cards: () => cards,
    flows: () => flows,
    entries: () => entries,
    topics,
    messages: deepFreeze(messages),
    outcomes: deepFreeze(outcomes),
    fieldLog: deepFreeze(fieldLog),
    lessons: deepFreeze(lessons),
  });
}
