import { BaseOutputParser } from '@langchain/core/output_parsers';
import * as z from 'zod';
import { ChainStop } from './chain-stop.ts';
import type { Draft } from './guard/judge.ts';

const answerSchema = z.union([
  z.strictObject({ cards: z.array(z.string()).max(20) }).transform(({ cards }): Draft => ({ cards, text: '' })),
  z
    .strictObject({ card: z.string(), text: z.string() })
    .transform(({ card, text }): Draft => ({ cards: [card], text })),
]);

/** What a model may think aloud in front of its answer. */
const THINKING = /^[\s\S]*<\/think>/u;

/** Reads the one JSON object a model was asked for, also in a code fence or behind its thoughts. Throws `ChainStop`. */
export class DraftParser extends BaseOutputParser<Draft> {
  lc_namespace = ['tro-ly-so', 'parsers'];

  override parse(text: string): Promise<Draft> {
    const answer = text.replace(THINKING, '');
    const json = answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1);
    try {
      return Promise.resolve(answerSchema.parse(JSON.parse(json)));
    } catch {
      // The cause holds the model's words, and they may hold a resident's.
      return Promise.reject(new ChainStop('unreadable'));
    }
  }

  override getFormatInstructions(): string {
    return 'Đáp bằng đúng một đối tượng JSON.';
  }
}
