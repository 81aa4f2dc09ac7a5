import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readShortForms, type ShortForms } from './text/short-forms.ts';

/** How people write, beside what the cards say: short forms, and messages with what was meant by them. */
export interface Language {
  readonly shortForms: ShortForms;
  /** Messages of `content/language/examples`: the slug of a card, `out-of-scope` or `smalltalk`, and the text. */
  readonly examples: readonly { readonly label: string; readonly text: string }[];
}

/** No examples and no short forms: for catalogues of a test. */
export const noLanguage: Language = { shortForms: new Map(), examples: [] };

/** Reads `content/language` below `rootDir`. Throws when a file is missing: it is part of the product. */
export function loadLanguage(rootDir: string): Language {
  const folder = path.join(rootDir, 'content/language');
  const shortForms = readShortForms(readFileSync(path.join(folder, 'short-forms.tsv'), 'utf8'));
  const files = readdirSync(path.join(folder, 'examples')).filter((name) => name.endsWith('.tsv'));
  return {
    shortForms,
    examples: files.toSorted().flatMap((name) => readExamples(path.join(folder, 'examples', name))),
  };
}

/** Lines of `label`, style and text, tab-separated, without a header. */
function readExamples(file: string): { label: string; text: string }[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [label, , text] = line.split('\t');
      return label && text ? [{ label, text }] : [];
    });
}
