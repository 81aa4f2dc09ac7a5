import type { Redirect } from './page.ts';

/** Where the first of two equal requests went, so that the second shows the same page. */
export interface Repeats {
  remember(onceKey: string | undefined, to: Redirect): void;
  find(onceKey: string | undefined): Redirect | undefined;
}

/** Enough for everything clicked in the last minutes; what is forgotten shows the form's own page instead. */
const KEPT = 1_000;

/** Keeps the answers of the latest forms in memory. Nothing depends on it: the store refuses the repeat itself. */
export function createRepeats(): Repeats {
  const answers = new Map<string, Redirect>();
  return {
    remember(onceKey, to) {
      if (onceKey === undefined) return;
      answers.set(onceKey, to);
      const oldest = answers.keys().next().value;
      if (answers.size > KEPT && oldest !== undefined) answers.delete(oldest);
    },
    find: (onceKey) => (onceKey === undefined ? undefined : answers.get(onceKey)),
  };
}
