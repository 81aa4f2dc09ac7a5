import type { Catalogue } from '../../src/catalog/index.ts';
import { CACHE_DIR } from '../../src/config.ts';
import { loadLanguage } from '../../src/understanding/language.ts';
import { loadUnderstanding } from '../../src/understanding/load.ts';
import { createUnderstanding, type Meaning, type Understanding } from '../../src/understanding/understand.ts';
import { rootDir, shippedCatalogue } from './shipped-content.ts';

let shipped: Understanding | undefined;
const others = new WeakMap<Catalogue, Understanding>();

/** The understanding the product ships, fitted once and kept beside the compiled sources. */
export function shippedUnderstanding(): Understanding {
  shipped ??= loadUnderstanding(shippedCatalogue().entries(), rootDir, CACHE_DIR);
  return shipped;
}

/** The understanding of any catalogue: the shipped one, or one fitted to what this catalogue itself says. */
export function understandingOf(catalogue: Catalogue): Understanding {
  if (catalogue === shippedCatalogue()) return shippedUnderstanding();
  const known = others.get(catalogue);
  if (known) return known;
  const asked = catalogue.entries().map((entry) => ({ ...entry, stepsText: '' }));
  const { shortForms, examples } = loadLanguage(rootDir);
  // What belongs to no card keeps a handful of cards from claiming every message.
  const elsewhere = examples.filter(({ label }) => label === 'out-of-scope' || label === 'smalltalk');
  const understanding = createUnderstanding(asked, { language: { shortForms, examples: elsewhere } });
  others.set(catalogue, understanding);
  return understanding;
}

/** An understanding that finds these meanings, whatever is said; the nearest matters are those of the shipped one. */
export function understandingThat(understand: (text: string) => Meaning): Understanding {
  return {
    understand,
    hearEmergency(text) {
      const meaning = understand(text);
      return meaning.decision === 'emergency' ? meaning : undefined;
    },
    understandCalm(text) {
      const meaning = understand(text);
      return meaning.decision === 'emergency' ? { decision: 'unknown', hits: [] } : meaning;
    },
    nearest: (text, limit) => shippedUnderstanding().nearest(text, limit),
  };
}
