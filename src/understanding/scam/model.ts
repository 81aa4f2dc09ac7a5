import type { Reading } from './reading.ts';
import type { SoftSign } from './soft-signs.ts';

/** A linear model: how much each word, pair of words and sign speaks for a scam. */
export interface ScamModel {
  /** Log odds: above 0 rather a scam. A hint: it may make a message suspicious, never dangerous. */
  score(reading: Reading, signs: readonly SoftSign[]): number;
}

/** What `writeScamModel` keeps: weights by the number of their feature. */
export interface ScamWeights {
  readonly bias: number;
  readonly weights: ReadonlyMap<number, number>;
}

const MAX_WORDS = 250;

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
 * The features of a message, without repeats: words, pairs `a_b`, pairs with one word between `a__c`, tags of the
 * lexicon `@tag` (meant `@tag+`), facts `!fact` and soft signs `$sign`. Runs of letters and pairs of tags were tried
 * and left out: docs/adr/0018-scam-check.md.
 */
export function modelFeatures({ message, found, ...reading }: Reading, signs: readonly SoftSign[]): string[] {
  const read = message.words.slice(0, MAX_WORDS);
  const features = new Set<string>();
  for (const [index, word] of read.entries()) {
    features.add(word);
    const next = read[index + 1];
    if (next !== undefined) features.add(`${word}_${next}`);
    const after = read[index + 2];
    if (after !== undefined) features.add(`${word}__${after}`);
  }
  for (const tag of found.tags()) {
    features.add(`@${tag}`);
    if (found.meant(tag).length > 0) features.add(`@${tag}+`);
  }
  for (const fact of FACTS) if (reading[fact]) features.add(`!${fact}`);
  for (const count of COUNTS) if (reading[count] > 0) features.add(`!${count}`);
  if (message.links.length > 0 && reading.strangeLinks === 0) features.add('!officialLinks');
  if (read.length < 12) features.add('!short');
  if (read.length > 45) features.add('!long');
  for (const { id } of signs) features.add(`$${id}`);
  return [...features];
}

/** The number by which a feature is kept: FNV-1a, 32 bits. */
export function featureNumber(feature: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < feature.length; at += 1) hash = Math.imul(hash ^ feature.charCodeAt(at), 16_777_619);
  return hash >>> 0;
}

const MAGIC = 0x31_53_4c_54;
const HEADER_BYTES = 16;
const HIGHEST = 127;

/** A byte a weight, behind the numbers of the features in order: 5 bytes a feature. */
export function writeScamModel({ bias, weights }: ScamWeights): Uint8Array {
  const largest = Math.max(1e-6, ...[...weights.values()].map(Math.abs));
  const kept = [...weights]
    .map(([feature, weight]) => [feature, Math.round((weight / largest) * HIGHEST)] as const)
    .filter(([, step]) => step !== 0)
    .sort(([a], [b]) => a - b);
  const bytes = new Uint8Array(HEADER_BYTES + kept.length * 5);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, kept.length, true);
  view.setFloat32(8, bias, true);
  view.setFloat32(12, largest / HIGHEST, true);
  for (const [index, [feature, step]] of kept.entries()) {
    view.setUint32(HEADER_BYTES + index * 4, feature, true);
    view.setInt8(HEADER_BYTES + kept.length * 4 + index, step);
  }
  return bytes;
}

/**
 * Reads `content/language/scam-model.bin` as `writeScamModel` wrote it; under 1 ms for 17,000 features (measured on
 * 2026-11-22). Each feature counts once, divided by the root of how many known ones the message has. Throws
 * `RangeError` for any other file.
 */
export function readScamModel(file: Uint8Array): ScamModel {
  // `slice` of a Buffer is no copy.
  const bytes = new Uint8Array(file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.byteLength < HEADER_BYTES ? -1 : view.getUint32(4, true);
  if (count < 0 || view.getUint32(0, true) !== MAGIC || bytes.byteLength !== HEADER_BYTES + count * 5) {
    throw new RangeError(
      `The scam model has ${bytes.byteLength} bytes and is not as written; expected the file of node test/understanding/train-scam.ts --write (code scam-model-unreadable)`,
    );
  }
  const bias = view.getFloat32(8, true);
  const scale = view.getFloat32(12, true);
  // A copy starts at a multiple of four, as typed arrays want it; every machine Node 24 runs on stores low bytes first.
  const features = new Uint32Array(bytes.slice(HEADER_BYTES, HEADER_BYTES + count * 4).buffer);
  const weights = new Int8Array(bytes.slice(HEADER_BYTES + count * 4).buffer);
  const placeOf = (feature: number): number => {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((features[middle] ?? 0) < feature) low = middle + 1;
      else high = middle;
    }
    return features[low] === feature ? low : -1;
  };
  return {
    score(reading, signs) {
      let sum = 0;
      let known = 0;
      for (const feature of modelFeatures(reading, signs)) {
        const place = placeOf(featureNumber(feature));
        if (place === -1) continue;
        sum += weights[place] ?? 0;
        known += 1;
      }
      return known === 0 ? 0 : bias + (sum * scale) / Math.sqrt(known);
    },
  };
}
