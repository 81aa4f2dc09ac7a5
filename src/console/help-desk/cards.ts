import type { Card, Catalogue } from '../../catalog/catalogue.ts';
import { buildIndex, type Index } from '../../understanding/retrieval.ts';
import type { ConsoleDeps } from '../deps.ts';

/** A ready answer. */
export interface CannedAnswer {
  readonly slug: string;
  readonly title: string;
  /** The card's short answer, spoken to "bác" or however the resident wishes. */
  readonly text: string;
}

const indexes = new WeakMap<Catalogue, Index>();

/** Built once for each content: about 20 ms for 150 cards. */
function indexOf(catalogue: Catalogue): Index {
  const known = indexes.get(catalogue);
  if (known) return known;
  const made = buildIndex(catalogue.entries().filter(({ kind }) => kind === 'card'));
  indexes.set(catalogue, made);
  return made;
}

/** How many are offered. */
const MOST = 5;

/** Cards whose title or ways to ask are nearest to the words, with or without diacritics; best first. */
export function findCanned(deps: ConsoleDeps, words: string, address?: string): readonly CannedAnswer[] {
  if (words.trim() === '') return [];
  const catalogue = deps.catalogue();
  return indexOf(catalogue)
    .search(words, MOST)
    .flatMap(({ entry }) => cannedOf(catalogue.card(entry.id), address));
}

/** The ready answer of one card, as a list of one or none. */
export function cannedOf(card: Card | undefined, address = 'bác'): readonly CannedAnswer[] {
  if (!card) return [];
  const capital = address.charAt(0).toLocaleUpperCase('vi') + address.slice(1);
  const warning = card.warning === undefined ? '' : `\n${card.warning}`;
  const text = `${card.answer}${warning}`.replaceAll('{bác}', address).replaceAll('{Bác}', capital);
  return [{ slug: card.slug, title: card.title, text }];
}
