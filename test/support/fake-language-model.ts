import { SimpleChatModel } from '@langchain/core/language_models/chat_models';
import type { BaseMessage } from '@langchain/core/messages';
import { type ModelDeps, openLanguageModel } from '../../src/language-model.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { shippedCatalogue } from './shipped-content.ts';
import { shippedUnderstanding } from './shipped-understanding.ts';

/** Nothing listens here; a fake model stands in front of it. */
const endpoint = { baseUrl: 'http://127.0.0.1:9/v1', model: 'none' };

/** What a model says that never says anything. */
export const SILENCE = Symbol('silence');

/** What a fake model does with what it is told: answers, throws, or never ends. */
export type ModelBehaviour = (told: string) => string | Error | typeof SILENCE;

/** A model that behaves as told, and remembers what it was told. */
export class FakeLanguageModel extends SimpleChatModel {
  readonly told: string[] = [];
  readonly #behave: ModelBehaviour;

  constructor(behave: ModelBehaviour) {
    super({});
    this.#behave = behave;
  }

  override _llmType(): string {
    return 'fake';
  }

  override _call(messages: BaseMessage[], { signal }: this['ParsedCallOptions']): Promise<string> {
    const told = messages.map((message) => message.text).join('\n');
    this.told.push(told);
    const answer = this.#behave(told);
    if (answer instanceof Error) return Promise.reject(answer);
    if (answer !== SILENCE) return Promise.resolve(answer);
    return new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('stopped')));
    });
  }
}

/** The product's own wiring of a model, guard and all, over the shipped content, with this model in place of the network. */
export async function stageLanguageModel(behave: ModelBehaviour): Promise<{
  readonly deps: ModelDeps;
  readonly model: FakeLanguageModel;
  readonly clock: ManualClock;
  /** `use outcome reason` of every call so far. */
  readonly outcomes: readonly string[];
}> {
  const model = new FakeLanguageModel(behave);
  const clock = createManualClock();
  const outcomes: string[] = [];
  const deps = await openLanguageModel({
    endpoint,
    model,
    clock,
    catalogue: shippedCatalogue(),
    understanding: shippedUnderstanding(),
    onOutcome: (use, outcome, reason) => outcomes.push(`${use} ${outcome} ${reason}`),
    onOpened: () => undefined,
  });
  return { deps, model, clock, outcomes };
}

/** The id of the first card a model was shown. */
export const firstCard = (told: string): string => /^Mã thẻ: (\S+)$/mu.exec(told)?.[1] ?? '';
