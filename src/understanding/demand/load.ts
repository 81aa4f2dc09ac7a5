import { loadLanguage } from '../language.ts';
import type { Searchable } from '../retrieval.ts';
import { createMessageWords } from '../text/message-words.ts';
import { createUnderstanding, type Understanding, wordsInUse } from '../understand.ts';
import type { DemandGrouping } from './groups.ts';

/**
 * Grouping for this installation: the words of its language, its cards' own wordings as what is common, and its model,
 * kept in `keepIn`, once something asks for the nearest guides. Throws when a file of the language below `rootDir` is
 * missing.
 */
export function loadDemandGrouping(entries: readonly Searchable[], rootDir: string, keepIn: string): DemandGrouping {
  const language = loadLanguage(rootDir);
  const background = [
    ...entries.flatMap(({ title, asks }) => [title, ...asks]),
    ...language.examples.map(({ text }) => text),
  ];
  let understanding: Understanding | undefined;
  return {
    background,
    wordsOf: createMessageWords({ shortForms: language.shortForms, known: wordsInUse(background) }),
    nearest: (text, limit) =>
      (understanding ??= createUnderstanding(entries, { language, keepIn })).nearest(text, limit),
  };
}
