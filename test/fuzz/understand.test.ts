import { describe, expect, it } from 'vitest';
import type { Meaning } from '../../src/understanding/understand.ts';
import { shippedUnderstanding } from '../support/shipped-understanding.ts';
import { fuzzUnderstand } from './understand.ts';

const unknown: Meaning = { decision: 'unknown', hits: [] };

describe('random texts through the shipped understanding', () => {
  it('all get a decision', () => {
    const report = fuzzUnderstand({ count: 200_000, seed: 20_261_122, understanding: shippedUnderstanding() });
    expect(report).toMatchObject({ throws: 0, undecided: 0 });
    expect(report.count).toBeGreaterThanOrEqual(200_000);
    expect(Object.keys(report.decisions)).toEqual(
      expect.arrayContaining(['emergency', 'answer', 'unknown', 'clarify']),
    );
  });

  it('are the same for the same seed', () => {
    const run = (): string[] => {
      const texts: string[] = [];
      fuzzUnderstand({
        count: 5_000,
        seed: 7,
        understanding: { understand: (text) => (texts.push(text), unknown) },
      });
      return texts;
    };
    expect(run()).toEqual(run());
    expect(run().length).toBeGreaterThan(20);
  });

  it('are noticed when they make it throw, answer nothing sensible or take long', () => {
    const report = (understand: (text: string) => Meaning): ReturnType<typeof fuzzUnderstand> =>
      fuzzUnderstand({ count: 3_000, seed: 1, understanding: { understand } });
    let calls = 0;
    const throwing = report(() => {
      calls += 1;
      if (calls > 310) throw new Error('bang');
      return unknown;
    });
    expect(throwing.throws).toBeGreaterThan(0);
    expect(throwing.examples.length).toBeGreaterThan(0);
    expect(report(() => ({ decision: 'nonsense' }) as unknown as Meaning).undecided).toBeGreaterThan(0);
    const slow = report((text) => {
      const until = performance.now() + (text.includes('😭') ? 6 : 0);
      while (performance.now() < until);
      return unknown;
    });
    expect(slow.slow).toBeGreaterThan(0);
    expect(slow.slowestMs).toBeGreaterThan(5);
  });
});
