import { loadLanguage } from './language.ts';
import type { Searchable } from './retrieval.ts';
import { createUnderstanding, type Understanding } from './understand.ts';

/**
 * The understanding of this installation: entries of its catalogue, the language below `rootDir`, and the fitted model
 * from `keepIn` where it was kept. Throws when a file of the language is missing.
 */
export function loadUnderstanding(entries: readonly Searchable[], rootDir: string, keepIn: string): Understanding {
  return createUnderstanding(entries, { language: loadLanguage(rootDir), keepIn });
}
