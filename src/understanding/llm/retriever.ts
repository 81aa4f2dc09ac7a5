import { Document } from '@langchain/core/documents';
import { BaseRetriever } from '@langchain/core/retrievers';
import { type LlmSearch, toRetrievedCard } from './card.ts';

/** What a retrieved document carries beside its text. */
export interface CardMetadata extends Record<string, unknown> {
  readonly id: string;
  /** 0–1, of the product's search. */
  readonly confidence: number;
}

/** The product's search as a langchain retriever: one document a card, best first. */
export class CardRetriever extends BaseRetriever<CardMetadata> {
  lc_namespace = ['tro-ly-so', 'retrievers'];
  readonly #search: LlmSearch;
  readonly #limit: number;

  /** `limit`: how many cards at most. */
  constructor(search: LlmSearch, limit: number) {
    super({});
    this.#search = search;
    this.#limit = limit;
  }

  override _getRelevantDocuments(query: string): Promise<Document<CardMetadata>[]> {
    const documents = this.#search.search(query, this.#limit).flatMap(({ id, confidence }) => {
      const card = this.#search.card(id);
      return card ? [new Document({ pageContent: toRetrievedCard(id, card).text, metadata: { id, confidence } })] : [];
    });
    return Promise.resolve(documents);
  }
}
