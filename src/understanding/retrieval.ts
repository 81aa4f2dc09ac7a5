import { fold } from '../shared/vietnamese.ts';

/** What can be found: a card or a flow with the ways people ask for it. */
export interface Searchable {
  readonly kind: 'card' | 'flow';
  readonly id: string;
  readonly topic: string;
  readonly title: string;
  readonly asks: readonly string[];
  /** What the entry says, one line a text. */
  readonly stepsText?: string;
  /** Of a flow: the card whose matter it talks about. */
  readonly card?: string;
}

export interface Hit {
  readonly entry: Searchable;
  /** 0–1; 1 = the very words of an ask or title. */
  readonly confidence: number;
}

export interface Index {
  /** The nearest entries, best first; empty when no word is shared. */
  search(text: string, limit: number): readonly Hit[];
}

interface Question {
  readonly entry: Searchable;
  readonly weights: ReadonlyMap<string, number>;
  readonly norm: number;
}

/** Words and word pairs of a folded text: pairs tell "chuyển nhầm" from "nhầm chuyến". */
function terms(folded: string): string[] {
  const words = folded.split(' ').filter((word) => word !== '');
  return [...words, ...words.slice(1).map((word, index) => `${words[index]} ${word}`)];
}

/**
 * An index over asks and titles: cosine of tf-idf over folded words and word pairs against each ask, so diacritics
 * never matter. Built once at start; a search touches only the asks that share a term.
 */
export function buildIndex(entries: readonly Searchable[]): Index {
  const documents = entries.flatMap((entry) =>
    [entry.title, ...entry.asks].map((ask) => ({ entry, folded: fold(ask) })),
  );
  const exact = new Map<string, Searchable>();
  const frequency = new Map<string, number>();
  for (const { entry, folded } of documents) {
    if (!exact.has(folded)) exact.set(folded, entry);
    for (const term of new Set(terms(folded))) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  }
  const idf = (term: string): number => Math.log(1 + documents.length / ((frequency.get(term) ?? 0) + 0.5));
  const weigh = (folded: string): { weights: Map<string, number>; norm: number } => {
    const weights = new Map(terms(folded).map((term): [string, number] => [term, idf(term)]));
    return { weights, norm: Math.sqrt([...weights.values()].reduce((sum, weight) => sum + weight * weight, 0)) || 1 };
  };
  const postings = new Map<string, Question[]>();
  for (const { entry, folded } of documents) {
    const question: Question = { entry, ...weigh(folded) };
    for (const term of question.weights.keys()) postings.set(term, [...(postings.get(term) ?? []), question]);
  }

  return {
    search(text, limit) {
      const folded = fold(text);
      const same = exact.get(folded);
      const query = weigh(folded);
      const scores = new Map<Question, number>();
      for (const [term, weight] of query.weights) {
        for (const question of postings.get(term) ?? []) {
          scores.set(question, (scores.get(question) ?? 0) + weight * (question.weights.get(term) ?? 0));
        }
      }
      const best = new Map<Searchable, number>();
      for (const [question, dot] of scores) {
        const score = dot / (query.norm * question.norm);
        if (score > (best.get(question.entry) ?? 0)) best.set(question.entry, score);
      }
      if (same) best.set(same, 1);
      return [...best]
        .map(([entry, confidence]): Hit => ({ entry, confidence: Math.min(1, confidence) }))
        .toSorted((a, b) => b.confidence - a.confidence || a.entry.id.localeCompare(b.entry.id))
        .slice(0, limit);
    },
  };
}
