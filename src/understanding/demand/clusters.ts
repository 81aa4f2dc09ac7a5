import { createFeatureIndex, type Weights } from './feature-index.ts';

/** Wordings so alike are copies of one question: they are one from the start, which keeps a flood of them quick. */
const COPY = 0.6;

/** Two similarities nearer than this are the same: sums in another order differ by less. */
const SAME = 1e-9;

interface Cluster {
  readonly members: number[];
  /** Sum of the members' vectors: with it the mean similarity of two clusters is one product. */
  readonly sum: Map<number, number>;
}

function addTo(sum: Map<number, number>, weights: Weights): void {
  for (const [feature, weight] of weights) sum.set(feature, (sum.get(feature) ?? 0) + weight);
}

/** The two as one; neither is to be used any more. */
function join(a: Cluster, b: Cluster): Cluster {
  const [large, small] = a.sum.size >= b.sum.size ? [a, b] : [b, a];
  large.members.push(...small.members);
  addTo(large.sum, small.sum);
  return large;
}

/** Copies of one question, each with the first of its wording. */
function gatherCopies(vectors: readonly Weights[]): Cluster[] {
  const clusters: Cluster[] = [];
  const index = createFeatureIndex(vectors.length);
  for (const [at, vector] of vectors.entries()) {
    let best = -1;
    let bestSimilarity = 0;
    index.eachProduct(vector, (other, similarity) => {
      if (similarity > bestSimilarity || (similarity === bestSimilarity && other < best)) {
        best = other;
        bestSimilarity = similarity;
      }
    });
    const known = bestSimilarity >= COPY ? clusters[best] : undefined;
    if (known) {
      known.members.push(at);
      addTo(known.sum, vector);
    } else {
      index.add(clusters.length, vector);
      clusters.push({ members: [at], sum: new Map(vector) });
    }
  }
  return clusters;
}

/**
 * Groups vectors of length 1 by average linkage: two groups become one while the mean cosine between their members is at
 * least `threshold` (0 to 1, below that of copies, 0.6). The same for the same order of `vectors`, and in memory that
 * grows with the vectors alone: chains of nearest neighbours are followed through an index of features, and no table of
 * pairs is kept. Every vector is in one group, as its number; groups and members in the order of the vectors.
 */
export function clusterVectors(vectors: readonly Weights[], threshold: number): number[][] {
  const clusters: (Cluster | undefined)[] = gatherCopies(vectors);
  // A group made of two others gets a number of its own, and there are fewer of those than groups to begin with.
  const index = createFeatureIndex(clusters.length * 2);
  for (const [at, cluster] of clusters.entries()) if (cluster) index.add(at, cluster.sum);

  /** The nearest other group, `before` where it is as near as any. */
  const nearestOf = (at: number, { members, sum }: Cluster, before: number | undefined): [number, number] => {
    let best = -1;
    let bestSimilarity = 0;
    let similarityBefore = 0;
    index.eachProduct(sum, (other, product) => {
      if (other === at) return;
      const similarity = product / members.length / (clusters[other]?.members.length ?? 1);
      if (other === before) similarityBefore = similarity;
      if (similarity > bestSimilarity || (similarity === bestSimilarity && other < best)) {
        best = other;
        bestSimilarity = similarity;
      }
    });
    // Otherwise each step of a chain is nearer than the one before by more than `SAME`, so that every chain ends.
    if (before !== undefined && similarityBefore >= bestSimilarity - SAME) return [before, similarityBefore];
    return [best, bestSimilarity];
  };

  const take = (at: number): Cluster | undefined => {
    const cluster = clusters[at];
    if (cluster) index.remove(at, cluster.sum);
    clusters[at] = undefined;
    return cluster;
  };

  const done: number[][] = [];
  const waiting = [...clusters.keys()].toReversed();
  for (let start = waiting.pop(); start !== undefined; start = waiting.pop()) {
    const chain = [start];
    for (let top = chain.at(-1); top !== undefined; top = chain.at(-1)) {
      const cluster = clusters[top];
      if (!cluster) break;
      const before = chain.at(-2);
      const [nearest, similarity] = nearestOf(top, cluster, before);
      if (nearest < 0 || similarity < threshold) {
        // Merging others brings nobody nearer than the nearest of them was: this group is whole.
        done.push(cluster.members.toSorted((x, y) => x - y));
        take(top);
        chain.pop();
      } else if (nearest === before) {
        chain.splice(-2);
        const [one, two] = [take(nearest), take(top)];
        if (!one || !two) break;
        const joined = join(one, two);
        index.add(clusters.length, joined.sum);
        waiting.push(clusters.push(joined) - 1);
      } else chain.push(nearest);
    }
  }
  return done.toSorted((x, y) => (x[0] ?? 0) - (y[0] ?? 0));
}
