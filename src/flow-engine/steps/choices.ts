import { matchChoice, type Wording } from '../match.ts';

/** A choice as polls and quizzes have it: what all kinds of choices have in common. */
export interface AnyChoice {
  readonly title: string;
  readonly value: string;
  readonly words?: readonly string[];
}

/** Unclear answers to an ask or a quiz question after which `giveUp` is taken, where the author says nothing. */
export const defaultTries = 2;

const wordings = new WeakMap<readonly AnyChoice[], readonly Wording[]>();

/** Definitions never change, so each list is turned into wordings once. */
function wordingsOf(choices: readonly AnyChoice[]): readonly Wording[] {
  const known = wordings.get(choices);
  if (known) return known;
  const fresh = choices.map(({ title, value, words }) => ({ value, wordings: [title, ...(words ?? [])] }));
  wordings.set(choices, fresh);
  return fresh;
}

/** The choice a typed text means: its words, its number, or its words with polite ones around. */
export function choiceFor<T extends AnyChoice>(choices: readonly T[], text: string): T | undefined {
  const value = matchChoice(wordingsOf(choices), text);
  return value === undefined ? undefined : choices.find((choice) => choice.value === value);
}
