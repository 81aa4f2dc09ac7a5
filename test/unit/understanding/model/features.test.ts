import { describe, expect, test } from 'vitest';
import { featuresOf, isRun } from '../../../../src/understanding/model/features.ts';

const wordsAndPairs = (words: readonly string[]): unknown[] =>
  [...featuresOf(words)].filter(([feature]) => !isRun(feature));
const runs = (words: readonly string[]): unknown[] => [...featuresOf(words)].filter(([feature]) => isRun(feature));

describe('what the model sees of a message', () => {
  test('are its words and pairs of words, counted', () =>
    expect(wordsAndPairs(['mo', 'the', 'mo'])).toEqual([
      ['mo', 2],
      ['mo the', 1],
      ['the', 1],
      ['the mo', 1],
    ]));

  test('are its runs of three and four letters, with the spaces around words', () => {
    // " mo ": two runs of three letters and one of four.
    expect(runs(['mo'])).toHaveLength(3);
    expect(runs(['mo'])).not.toEqual(runs(['om']));
    expect(
      featuresOf(['momomo']).get([...featuresOf(['xmomx']).keys()].find((key) => key === packed('mom')) ?? ''),
    ).toBe(2);
  });

  test('of a slip have most runs in common with what was meant', () => {
    const meant = new Set(featuresOf(['dich', 'vu', 'cong']).keys());
    const typed = [...featuresOf(['dich', 'vu', 'conng']).keys()].filter(isRun);
    expect(typed.filter((run) => meant.has(run)).length / typed.length).toBeGreaterThan(0.7);
  });

  test('of other scripts are whole words without runs', () =>
    expect([...featuresOf(['你好']).keys()]).toEqual(['你好']));

  test('of no words are nothing', () => expect(featuresOf([]).size).toBe(0));
});

/** Seven bits a letter, the first letter first. */
const packed = (letters: string): number =>
  Array.from(letters).reduce((run, letter) => run * 128 + letter.charCodeAt(0), 0);
