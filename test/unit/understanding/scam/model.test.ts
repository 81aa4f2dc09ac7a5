import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadReaderParts } from '../../../../src/understanding/scam/load.ts';
import {
  featureNumber,
  modelFeatures,
  readScamModel,
  writeScamModel,
} from '../../../../src/understanding/scam/model.ts';
import { createScamReader } from '../../../../src/understanding/scam/scam-check.ts';
import { softSigns } from '../../../../src/understanding/scam/soft-signs.ts';
import { suspicionOf } from '../../../../src/understanding/scam/suspicion.ts';
import { ROOT } from '../../../guards/repository.ts';

const read = createScamReader(loadReaderParts(ROOT));
const scoreOf = (bytes: Uint8Array, text: string): number => {
  const reading = read(text);
  return readScamModel(bytes).score(reading, softSigns(reading).signs);
};

describe('the scam model', () => {
  test('adds the weights of what it knows, over the root of how much that is, to its bias', () => {
    const weights = new Map(['xin', 'chao', 'xin_chao', 'khac'].map((feature) => [featureNumber(feature), 1]));
    expect(scoreOf(writeScamModel({ bias: 0.5, weights }), 'xin chào')).toBeCloseTo(0.5 + 3 / Math.sqrt(3), 4);
  });

  test('says nothing about a message of which it knows nothing', () => {
    const bytes = writeScamModel({ bias: 0.5, weights: new Map([[featureNumber('khac'), 1]]) });
    expect(scoreOf(bytes, 'xin chào')).toBe(0);
  });

  test('comes back from its bytes with every weight within half a step', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('mot', 'hai', 'ba', 'bon', 'nam'), fc.double({ min: -8, max: 8, noNaN: true }), {
          minKeys: 1,
        }),
        (byWord) => {
          const entries = Object.entries(byWord);
          const largest = Math.max(1e-6, ...entries.map(([, weight]) => Math.abs(weight)));
          const bytes = writeScamModel({ bias: 0, weights: new Map(entries.map(([w, v]) => [featureNumber(w), v])) });
          for (const [word, weight] of entries) {
            expect(Math.abs(scoreOf(bytes, word) - weight)).toBeLessThanOrEqual(largest / 254 + 1e-4);
          }
        },
      ),
    );
  });

  test.each([
    ['nothing', new Uint8Array(0)],
    ['a text', new TextEncoder().encode('# Weights of a linear model, with words')],
    ['a file cut off', writeScamModel({ bias: 0, weights: new Map([[1, 1]]) }).slice(0, -1)],
  ])('refuses %s and says what to do', (_what, bytes) => {
    expect(() => readScamModel(bytes)).toThrow(/scam-model-unreadable/u);
  });

  test('sees each feature of a message once', () => {
    const reading = read('chuyển tiền chuyển tiền chuyển tiền');
    const features = modelFeatures(reading, softSigns(reading).signs);
    expect(new Set(features).size).toBe(features.length);
    expect(features).toContain('chuyen_tien');
  });
});

test('points of signs move the suspicion a little, however many they are', () => {
  expect(suspicionOf(0, 1)).toBeGreaterThan(0);
  expect(suspicionOf(0, 1_000)).toBe(suspicionOf(0, 6));
  expect(suspicionOf(0, -1_000)).toBe(suspicionOf(0, -4));
  expect(suspicionOf(2, -4)).toBeGreaterThan(suspicionOf(0, 6));
});
