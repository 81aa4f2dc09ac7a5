/** Letters in a row that are looked at: three and four carry typing slips and endings, five only made it bigger. */
const SHORTEST_RUN = 3;
const LONGEST_RUN = 4;

/** What single letters count beside whole words (fitted on the development set, 2026-11-22). */
export const RUN_WEIGHT = 0.5;

/** True for a feature of letters, false for one of words. */
export const isRun = (feature: string): boolean => feature.startsWith('c');

/**
 * What the model sees of a message: its words (`w…`), its pairs of neighbouring words (`b…`) and its runs of three and
 * four letters (`c…`), each with how often it occurs.
 */
export function featuresOf(words: readonly string[]): Map<string, number> {
  const features = new Map<string, number>();
  const add = (feature: string): void => void features.set(feature, (features.get(feature) ?? 0) + 1);
  for (const [index, word] of words.entries()) {
    add(`w${word}`);
    const next = words[index + 1];
    if (next !== undefined) add(`b${word} ${next}`);
  }
  const letters = ` ${words.join(' ')} `;
  for (let length = SHORTEST_RUN; length <= LONGEST_RUN; length += 1) {
    for (let at = 0; at + length <= letters.length; at += 1) add(`c${letters.slice(at, at + length)}`);
  }
  return features;
}
