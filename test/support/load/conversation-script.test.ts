import { describe, expect, test } from 'vitest';
import type { Understanding } from '../../../src/understanding/understand.ts';
import { startChat } from '../chat.ts';
import { shippedUnderstanding } from '../shipped-understanding.ts';
import { FREE_TEXT_SCRIPT, IN_FLOW_SCRIPT, messagesOf } from './conversation-script.ts';

/** Which of these messages were left to the model, walked one after the other. */
async function leftToModel(messages: readonly string[]): Promise<readonly string[]> {
  const shipped = shippedUnderstanding();
  const left: string[] = [];
  const understanding: Understanding = {
    ...shipped,
    understandCalm(text) {
      left.push(text);
      return shipped.understandCalm(text);
    },
  };
  const chat = startChat({ understanding });
  for (const message of messages) await chat.say(message);
  return left;
}

describe('the scripts of simulated residents', () => {
  test('the one inside a guide never leaves it, however often its round is walked', async () => {
    expect(await leftToModel(messagesOf(IN_FLOW_SCRIPT, 3))).toEqual(IN_FLOW_SCRIPT.opening);
  });

  test('the one of free words asks the model every time', async () => {
    const messages = messagesOf(FREE_TEXT_SCRIPT, 2);
    expect(await leftToModel(messages)).toEqual(messages);
  });
});
