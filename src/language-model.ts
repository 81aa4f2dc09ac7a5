import type { Catalogue } from './catalog/catalogue.ts';
import type { ConversationDeps } from './conversation/plan.ts';
import type { LlmAnswererOptions } from './understanding/llm/answerer.ts';
import type { Understanding } from './understanding/understand.ts';

export interface LanguageModelOptions extends Omit<LlmAnswererOptions, 'search'> {
  readonly catalogue: Pick<Catalogue, 'card'>;
  readonly understanding: Pick<Understanding, 'nearest'>;
  /** Given what has to be done at the end: running calls broken off, connections closed. */
  onOpened(close: () => Promise<void>): void;
}

/** What a language model does in a conversation. */
export type ModelDeps = Pick<ConversationDeps, 'chooseCards' | 'summariseMessage' | 'rephraseAnswer'>;

/**
 * What turns get of the operator's model: each answer has passed the guard, or is undefined after 3 seconds, an error or
 * a refusal. Without an endpoint there is nothing: no file of the model is loaded and nobody is asked. Throws
 * CONFIG_INVALID for an address that cannot be used.
 */
export async function openLanguageModel(options: LanguageModelOptions): Promise<ModelDeps> {
  const { catalogue, understanding, onOpened, ...rest } = options;
  if (!rest.endpoint) return {};
  const { createLlmAnswerer } = await import('./understanding/llm/answerer.ts');
  const search = {
    search: (text: string, limit: number) =>
      understanding.nearest(text, limit).map(({ entry, confidence }) => ({ id: entry.card ?? entry.id, confidence })),
    card: (id: string) => catalogue.card(id),
  };
  const answerer = await createLlmAnswerer({ ...rest, search });
  onOpened(() => answerer.close());
  return {
    chooseCards: async (text) => (await answerer.choose(text))?.cards,
    summariseMessage: async (text) => (await answerer.summarise(text))?.text,
    rephraseAnswer: async (card, { address, segment, largeSteps }) =>
      (
        await answerer.rephrase(card, {
          ...(address === undefined ? {} : { address }),
          ...(segment === undefined ? {} : { segment }),
          ...(largeSteps === undefined ? {} : { largeSteps }),
        })
      )?.text,
  };
}
