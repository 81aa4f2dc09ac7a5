/** Letters in a row that are looked at: three and four carry typing slips and endings, five only made it bigger. */
const SHORTEST_RUN = 3;
const LONGEST_RUN = 4;

/** What single letters count beside whole words (fitted on the development set, 2026-11-22). */
export const RUN_WEIGHT = 0.5;

/**
 * Something a message has: a word ("dang"), a pair of neighbouring words ("dang ky"), or a run of letters as a number,
 * seven bits a letter. Numbers are found several times as fast as strings, and most features are runs.
 */
export type Feature = string | number;

/** True for a feature of letters, false for one of words. */
export const isRun = (feature: Feature): boolean => typeof feature === 'number';

/** Letters of other scripts are no part of a run: folded Vietnamese has none. */
const isAscii = (code: number): boolean => code < 128;

/**
 * What the model sees of a message: its words, its pairs of neighbouring words and its runs of three and four letters,
 * each with how often it occurs.
 */
export function featuresOf(words: readonly string[]): Map<Feature, number> {
  const features = new Map<Feature, number>();
  const add = (feature: Feature): void => void features.set(feature, (features.get(feature) ?? 0) + 1);
  for (const [index, word] of words.entries()) {
    add(word);
    const next = words[index + 1];
    if (next !== undefined) add(`${word} ${next}`);
  }
  const letters = ` ${words.join(' ')} `;
  for (let length = SHORTEST_RUN; length <= LONGEST_RUN; length += 1) {
    const all = 2 ** (7 * length) - 1;
    let run = 0;
    let known = 0;
    for (let at = 0; at < letters.length; at += 1) {
      const code = letters.charCodeAt(at);
      run = ((run << 7) | code) & all;
      known = isAscii(code) ? known + 1 : 0;
      if (known >= length) add(run);
    }
  }
  return features;
}
