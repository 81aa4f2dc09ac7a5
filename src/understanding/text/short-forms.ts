import { fold } from '../../shared/vietnamese.ts';

/**
 * Short forms, slang and regional words with the words they stand for, folded. Written for this project
 * (`content/language/short-forms.tsv`): matching only, never for what people read.
 */
export type ShortForms = ReadonlyMap<string, string>;

/** Reads the table: `form`, `expansion` and notes, tab-separated behind a header. Lines that are no row are left out. */
export function readShortForms(tsv: string): ShortForms {
  const forms = new Map<string, string>();
  for (const line of tsv.split('\n').slice(1)) {
    const [form, expansion] = line.split('\t');
    if (!form || !expansion) continue;
    const folded = fold(form);
    if (folded !== '' && !forms.has(folded)) forms.set(folded, fold(expansion));
  }
  return forms;
}
