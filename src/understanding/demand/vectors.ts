import type { Weights } from './feature-index.ts';

/** Features of more messages than this share tell how people ask, not what for: "làm sao", "em ơi". */
const COMMON_SHARE = 0.05;

/** What a pair of neighbouring words counts beside single words (see `groups.ts` for how it was chosen). */
const PAIR_WEIGHT = 0.5;

/** Messages as vectors, and the words each feature stands for, by its number. */
export interface MessageVectors {
  readonly vectors: readonly Weights[];
  readonly names: readonly string[];
}

function* featuresIn(words: readonly string[]): Iterable<string> {
  for (const [index, word] of words.entries()) {
    yield word;
    const next = words[index + 1];
    if (next !== undefined) yield `${word} ${next}`;
  }
}

/**
 * Turns messages, given as their words, into vectors of length 1: words and pairs of words by how rare they are among
 * `background`, the messages people send otherwise. A message of common words alone has an empty vector.
 */
export function createMessageVectors(
  background: Iterable<readonly string[]>,
): (messages: readonly (readonly string[])[]) => MessageVectors {
  const uses = new Map<string, number>();
  let count = 0;
  for (const words of background) {
    count += 1;
    for (const feature of new Set(featuresIn(words))) uses.set(feature, (uses.get(feature) ?? 0) + 1);
  }
  const weightOf = (feature: string): number => {
    const used = uses.get(feature) ?? 0;
    if (used > count * COMMON_SHARE) return 0;
    return Math.log((count + 1) / (used + 0.5)) * (feature.includes(' ') ? PAIR_WEIGHT : 1);
  };

  return (messages) => {
    const names: string[] = [];
    const numbers = new Map<string, number>();
    const numberOf = (feature: string): number => {
      const known = numbers.get(feature);
      if (known !== undefined) return known;
      numbers.set(feature, names.length);
      return names.push(feature) - 1;
    };
    const vectors = messages.map((words) => {
      const weights = new Map<number, number>();
      let square = 0;
      for (const feature of new Set(featuresIn(words))) {
        const weight = weightOf(feature);
        if (weight <= 0) continue;
        weights.set(numberOf(feature), weight);
        square += weight * weight;
      }
      const length = Math.sqrt(square) || 1;
      for (const [feature, weight] of weights) weights.set(feature, weight / length);
      return weights;
    });
    return { vectors, names };
  };
}
