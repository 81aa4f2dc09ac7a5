import type { Card, Catalogue } from '../../catalog/catalogue.ts';
import { fold } from '../../shared/vietnamese.ts';
import { isEmergency } from '../../understanding/emergency.ts';
import { buildIndex, type Index } from '../../understanding/retrieval.ts';
import type { Search } from './list-page.ts';

/** Ways from words, or from a wrong address, to cards. */
export interface CardFinder {
  /** Cards for what somebody typed, best first. Nothing of it is kept. */
  search(query: string): Search;
  /** Cards whose slug or title is nearest to the last part of an address nobody lives at. */
  nearest(slug: string): readonly Card[];
}

/** Longer queries are stories: the first words say enough, and nothing is gained by weighing a book. */
const QUERY_LENGTH = 200;
const RESULTS = 10;
const NEAREST = 5;
/** Results this much weaker than the best one share but a common word with the query. */
const WORTH = 0.3;

/** Pairs of letters of a folded text, for names that were cut or mistyped. */
function letterPairs(text: string): Set<string> {
  const letters = fold(text).replaceAll(' ', '');
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)));
}

/** Share of common pairs, 0-1 (Dice). */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((pair) => other.has(pair)).length;
  return (2 * common) / Math.max(1, one.size + other.size);
}

/** A finder over the cards of one catalogue. The index is built at the first search (about 50 ms for 148 cards). */
export function createCardFinder(catalogue: Catalogue): CardFinder {
  let built: Index | undefined;
  const index = (): Index => (built ??= buildIndex(catalogue.entries().filter(({ kind }) => kind === 'card')));
  const cardsFor = (text: string, limit: number): readonly { readonly card: Card; readonly score: number }[] =>
    index()
      .search(text, limit)
      .flatMap(({ entry, confidence }) => {
        const card = catalogue.card(entry.id);
        return card ? [{ card, score: confidence }] : [];
      });
  return {
    search(query) {
      const text = query.normalize('NFC').trim().slice(0, QUERY_LENGTH);
      const hits = cardsFor(text, RESULTS);
      const best = hits[0]?.score ?? 0;
      const cards = hits.filter(({ score }) => score >= best * WORTH).map(({ card }) => card);
      return { query: text, cards, urgent: isEmergency(text) };
    },
    nearest(slug) {
      const wanted = slug.slice(0, QUERY_LENGTH).replaceAll('-', ' ');
      const pairs = letterPairs(wanted);
      const scores = new Map(catalogue.cards().map((card) => [card, likeness(pairs, letterPairs(card.slug))]));
      for (const { card, score } of cardsFor(wanted, NEAREST)) {
        scores.set(card, Math.max(score, scores.get(card) ?? 0));
      }
      return [...scores]
        .toSorted(([, one], [, other]) => other - one)
        .slice(0, NEAREST)
        .map(([card]) => card);
    },
  };
}
