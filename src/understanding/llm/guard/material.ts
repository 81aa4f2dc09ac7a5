import { fold } from '../../../shared/vietnamese.ts';
import type { RetrievedCard } from '../card.ts';
import { type Clause, clausesOf, wordsOf } from './clauses.ts';

/** What the optional model may be used for. */
export type LlmUse = 'choose' | 'rephrase' | 'summarise';

/** What a generated text is held against. */
export interface Material {
  readonly use: LlmUse;
  /** The cards that were given to the model; the named ones among them are the only source of facts. */
  readonly cards: readonly RetrievedCard[];
  /** What the model was told; its sentences must not come back. */
  readonly instructions: string;
  /** The random mark around pasted words; it must not come back either. */
  readonly fence?: string;
}

/** What the model wrote, taken apart once for all checks. */
export interface Said {
  /** NFC. */
  readonly text: string;
  readonly clauses: readonly Clause[];
}

export function toSaid(text: string): Said {
  const composed = text.normalize('NFC');
  return { text: composed, clauses: clausesOf(composed) };
}

/** The named cards, taken apart once for all checks. */
export interface Source {
  readonly use: LlmUse;
  readonly text: string;
  /** Its words, lower case, with spaces between and at both ends: `includes(' miễn phí ')` looks a phrase up. */
  readonly words: string;
  /** The same without marks. */
  readonly folded: string;
  /** Keys of the cards' clauses: what a card says word for word may be said. */
  readonly clauses: ReadonlySet<string>;
}

export function toSource(use: LlmUse, cards: readonly RetrievedCard[]): Source {
  const text = cards.map((card) => card.text).join('\n');
  const clauses = new Set(clausesOf(text).map(({ key }) => key));
  return { use, text, words: ` ${wordsOf(text).join(' ')} `, folded: ` ${fold(text)} `, clauses };
}
