import type { Reading } from './reading.ts';
import type { SoftSign } from './soft-signs.ts';

/** A linear model: how much each word, pair of words and tag speaks for a scam. */
export interface ScamModel {
  /** Log odds: above 0 rather a scam. A hint: it may make a message suspicious, never dangerous. */
  score(reading: Reading, signs: readonly SoftSign[]): number;
}

const MAX_WORDS = 400;

/** Facts of a reading that are features like words. */
const FACTS = [
  'accountGiven',
  'mobileGiven',
  'foreignPhone',
  'sumNamed',
  'moneyAsked',
  'isWarning',
  'isCodeNotice',
  'isQuestion',
] as const;
const COUNTS = ['strangeLinks', 'oddLinks', 'shortLinks'] as const;

/**
 * The features of a message, without repeats: words, pairs `a_b`, tags of the lexicon `@tag` (meant `@tag+`),
 * pairs of tags `@a&b`, facts `!fact` and soft signs `$sign`.
 */
export function modelFeatures(reading: Reading, signs: readonly SoftSign[]): string[] {
  const { message, found } = reading;
  const read = message.words.slice(0, MAX_WORDS);
  const features = new Set<string>();
  for (const [index, word] of read.entries()) {
    features.add(word);
    const next = read[index + 1];
    if (next !== undefined) features.add(`${word}_${next}`);
  }
  const tags = found.tags();
  for (const [index, tag] of tags.entries()) {
    features.add(`@${tag}`);
    if (found.meant(tag).length > 0) features.add(`@${tag}+`);
    for (const other of tags.slice(index + 1)) features.add(`@${tag}&${other}`);
  }
  for (const fact of FACTS) if (reading[fact]) features.add(`!${fact}`);
  for (const count of COUNTS) if (reading[count] > 0) features.add(`!${count}`);
  if (message.links.length > 0 && reading.strangeLinks === 0) features.add('!officialLinks');
  for (const { id } of signs) features.add(`$${id}`);
  return [...features];
}

/**
 * Reads `content/language/scam-model.tsv`: remarks behind `# `, a line `bias:`, then feature and weight. Each feature
 * counts once, divided by the root of how many known ones the message has.
 */
export function readScamModel(tsv: string): ScamModel {
  const weights = new Map<string, number>();
  for (const line of tsv.split('\n')) {
    const [feature = '', weight = ''] = line.split('\t');
    if (feature === '' || weight === '' || feature.startsWith('# ')) continue;
    weights.set(feature, Number(weight));
  }
  const bias = weights.get('bias:') ?? 0;
  return {
    score(reading, signs) {
      let sum = 0;
      let known = 0;
      for (const feature of modelFeatures(reading, signs)) {
        const weight = weights.get(feature);
        if (weight === undefined) continue;
        sum += weight;
        known += 1;
      }
      return known === 0 ? 0 : bias + sum / Math.sqrt(known);
    },
  };
}
