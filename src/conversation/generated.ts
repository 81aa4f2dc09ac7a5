import type { Plan } from './plan.ts';

/** What a language model gave; undefined as well when it failed: what is written goes out then. */
export async function generated(ask: () => Promise<string | undefined> | undefined): Promise<string | undefined> {
  try {
    const text = (await ask())?.trim();
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}

/** A generated text under its mark. Braces in it are letters, never a place for a value. */
export const marked = (plan: Plan, text: string): string => `${plan.messages.machineMade}:\n${text}`;
