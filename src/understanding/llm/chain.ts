import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { type Runnable, RunnableLambda, RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import { type LlmSearch, type Reader, type RetrievedCard, toRetrievedCard } from './card.ts';
import { ChainStop } from './chain-stop.ts';
import { type Draft, judge } from './guard/judge.ts';
import type { LlmUse } from './guard/material.ts';
import { DraftParser } from './parser.ts';
import { describeCards, describeReader, fenced, instructionsFor } from './prompts.ts';
import { CardRetriever } from './retriever.ts';

/** One thing to be done by the model. */
export type LlmTask =
  /** `text`: the resident's words, fit to leave (`toOutgoing`); `fence`: a mark they cannot know. */
  | { readonly use: 'choose' | 'summarise'; readonly text: string; readonly fence: string }
  | { readonly use: 'rephrase'; readonly card: string; readonly reader: Reader };

type Retrieved = LlmTask & { readonly cards: readonly RetrievedCard[] };
type Drafted = Retrieved & { readonly draft: Draft };

/** How many cards the model may choose from, or find the advice for a message in. */
const CARDS: Readonly<Record<LlmUse, number>> = { choose: 6, rephrase: 1, summarise: 3 };

const prompt = ChatPromptTemplate.fromMessages<{ instructions: string; cards: string; subject: string }>([
  ['system', '{instructions}'],
  ['human', '{cards}\n\n{subject}'],
]);

function toPromptValues(task: Retrieved): { instructions: string; cards: string; subject: string } {
  const subject = task.use === 'rephrase' ? describeReader(task.reader) : fenced(task.text, task.fence);
  return { instructions: instructionsFor(task.use), cards: describeCards(task.cards), subject };
}

/** The last step: lets a draft through or stops the chain. */
function guard({ draft, ...task }: Drafted): Draft {
  const reason = judge(draft, {
    use: task.use,
    cards: task.cards,
    instructions: instructionsFor(task.use),
    ...(task.use === 'rephrase' ? {} : { fence: task.fence }),
  });
  if (reason !== undefined) throw new ChainStop(reason);
  return draft;
}

/**
 * retrieve → prompt → chat model → parser → guard. Resolves to a draft that may be shown. Throws `ChainStop` when there
 * is no card to answer from (the model is not asked then) or the draft is refused, and whatever the model throws.
 */
export function createChain(search: LlmSearch, model: BaseChatModel): Runnable<LlmTask, Draft> {
  const retrieve = RunnableLambda.from(async (task: LlmTask, config): Promise<readonly RetrievedCard[]> => {
    const cards = task.use === 'rephrase' ? cardOf(search, task.card, task.reader) : await found(task, config);
    if (cards.length === 0) throw new ChainStop('no-card');
    return cards;
  });
  const found = async (task: Exclude<LlmTask, { use: 'rephrase' }>, config: object): Promise<RetrievedCard[]> => {
    const documents = await new CardRetriever(search, CARDS[task.use]).invoke(task.text, config);
    return documents.map(({ pageContent, metadata }) => ({ id: metadata.id, text: pageContent }));
  };
  const ask = RunnableSequence.from<Retrieved, Draft>([
    RunnableLambda.from(toPromptValues),
    prompt,
    model,
    new DraftParser(),
  ]);
  return RunnableSequence.from<LlmTask, Draft>([
    RunnablePassthrough.assign({ cards: retrieve }),
    RunnablePassthrough.assign({ draft: ask }),
    RunnableLambda.from(guard),
  ]);
}

function cardOf(search: LlmSearch, id: string, reader: Reader): readonly RetrievedCard[] {
  const card = search.card(id);
  return card ? [toRetrievedCard(id, card, reader)] : [];
}
