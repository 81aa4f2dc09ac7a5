import type { PhoneDriver } from '../support/chat-page.ts';
import { eventually } from '../support/eventually.ts';

/** A resident's side of a conversation in the browser: each step waits for its answer and returns the new messages. */
export interface Dialogue {
  readonly phone: PhoneDriver;
  /** Types a text; resolves when a new answer contains `expected`. */
  say(text: string, expected: string): Promise<readonly string[]>;
  /** Presses the newest button with this title. */
  press(title: string, expected: string): Promise<readonly string[]>;
  /** Anything else that makes the bot answer. */
  act(action: () => Promise<void>, expected: string): Promise<readonly string[]>;
  /** Titles of the buttons under the newest message that has any. */
  buttons(): Promise<readonly string[]>;
}

/** Wraps a phone of the chat page. An answer that does not come within 8 s fails with what was said instead. */
export function startDialogue(phone: PhoneDriver): Dialogue {
  const texts = phone.answers.locator('.text');
  const act: Dialogue['act'] = async (action, expected) => {
    const before = await texts.count();
    await action();
    return eventually(async () => {
      const fresh = (await texts.allInnerTexts()).slice(before);
      if (fresh.at(-1)?.includes(expected)) return fresh;
      throw new Error(`the last answer should contain "${expected}"; the answers are ${JSON.stringify(fresh)}`);
    }, 8_000);
  };
  return {
    phone,
    act,
    say: (text, expected) => act(() => phone.say(text), expected),
    press: (title, expected) => act(() => phone.press(title), expected),
    buttons: () => phone.root.locator('.buttons').last().locator(':scope > * > span').allInnerTexts(),
  };
}
