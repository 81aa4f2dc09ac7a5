import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterVectors } from '../../../../src/understanding/demand/clusters.ts';
import type { Weights } from '../../../../src/understanding/demand/feature-index.ts';

const unit = (weights: readonly (readonly [number, number])[]): Weights => {
  const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1;
  return new Map(weights.map(([feature, weight]) => [feature, weight / length]));
};

const cosine = (a: Weights, b: Weights): number =>
  [...a].reduce((sum, [feature, weight]) => sum + weight * (b.get(feature) ?? 0), 0);

/** Average linkage by the book: the two nearest groups become one while they are near enough. */
function byTheBook(vectors: readonly Weights[], threshold: number): number[][] {
  const groups = vectors.map((_vector, index) => [index]);
  const mean = (a: readonly number[], b: readonly number[]): number =>
    a.reduce(
      (sum, x) => sum + b.reduce((inner, y) => inner + cosine(vectors[x] ?? new Map(), vectors[y] ?? new Map()), 0),
      0,
    ) /
    (a.length * b.length);
  for (;;) {
    let best: readonly [number, number, number] = [0, 0, threshold];
    for (let a = 0; a < groups.length; a += 1) {
      for (let b = a + 1; b < groups.length; b += 1) {
        const similarity = mean(groups[a] ?? [], groups[b] ?? []);
        if (similarity > best[2]) best = [a, b, similarity];
      }
    }
    const [a, b] = best;
    if (a === b) return groups.map((group) => group.toSorted((x, y) => x - y));
    groups[a]?.push(...(groups[b] ?? []));
    groups.splice(b, 1);
  }
}

/** Vectors of few features with odd weights, so that no two similarities are the same, and none so alike as copies. */
const someVectors = fc
  .array(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 997 })), { maxLength: 5 }), {
    maxLength: 14,
  })
  .map((rows) => rows.map((row) => unit([...new Map(row)])))
  .filter((vectors) => vectors.every((a, i) => vectors.every((b, j) => i === j || cosine(a, b) < 0.6)));

const inOrder = (groups: readonly (readonly number[])[]): string => JSON.stringify(groups.toSorted());

describe('average linkage', () => {
  test('by chains of nearest neighbours finds the groups that merging the nearest two again and again finds', () => {
    fc.assert(
      fc.property(someVectors, fc.constantFrom(0.1, 0.2, 0.35, 0.5), (vectors, threshold) => {
        expect(inOrder(clusterVectors(vectors, threshold))).toBe(inOrder(byTheBook(vectors, threshold)));
      }),
      { numRuns: 300 },
    );
  });

  test('puts every vector into one group, groups and members in order', () => {
    fc.assert(
      fc.property(someVectors, (vectors) => {
        const groups = clusterVectors(vectors, 0.2);
        expect(groups.flat().toSorted((a, b) => a - b)).toEqual([...vectors.keys()]);
        expect(groups.map(([first]) => first)).toEqual(groups.map(([first = 0]) => first).toSorted((a, b) => a - b));
      }),
    );
  });

  test('takes copies for one, and leaves what shares nothing alone', () => {
    const [a, b] = [
      unit([
        [1, 2],
        [2, 1],
      ]),
      unit([[7, 1]]),
    ];
    expect(clusterVectors([a, b, a, new Map(), a], 0.2)).toEqual([[0, 2, 4], [1], [3]]);
    expect(clusterVectors([], 0.2)).toEqual([]);
  });
});
