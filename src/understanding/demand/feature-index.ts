/** Weights by the number of a feature. */
export type Weights = ReadonlyMap<number, number>;

/** Which things have a feature, and how much of it, in two lists side by side: many times as fast as a map of maps. */
interface Holders {
  things: number[];
  weights: number[];
  /** How many of them are gone and not cleared away yet. */
  gone: number;
}

/** Things by their features. A thing is a number below `capacity`; one that was removed never comes back. */
export interface FeatureIndex {
  add(thing: number, weights: Weights): void;
  remove(thing: number, weights: Weights): void;
  /** Gives `take` the product of `weights` with those of each thing that shares a feature. */
  eachProduct(weights: Weights, take: (thing: number, product: number) => void): void;
}

/** An empty index for things `0` to `capacity - 1`. Weights have to be above 0. */
export function createFeatureIndex(capacity: number): FeatureIndex {
  const byFeature = new Map<number, Holders>();
  const isGone = new Uint8Array(capacity);
  const products = new Float64Array(capacity);
  const touched = new Uint32Array(capacity);

  const clearAway = (holders: Holders): void => {
    const kept = [...holders.things.keys()].filter((at) => isGone[holders.things[at] ?? 0] === 0);
    holders.things = kept.map((at) => holders.things[at] ?? 0);
    holders.weights = kept.map((at) => holders.weights[at] ?? 0);
    holders.gone = 0;
  };

  return {
    add(thing, weights) {
      for (const [feature, weight] of weights) {
        const holders = byFeature.get(feature);
        if (holders) {
          holders.things.push(thing);
          holders.weights.push(weight);
        } else byFeature.set(feature, { things: [thing], weights: [weight], gone: 0 });
      }
    },

    remove(thing, weights) {
      isGone[thing] = 1;
      for (const feature of weights.keys()) {
        const holders = byFeature.get(feature);
        if (!holders) continue;
        holders.gone += 1;
        if (holders.gone * 2 > holders.things.length) clearAway(holders);
      }
    },

    eachProduct(weights, take) {
      let found = 0;
      for (const [feature, weight] of weights) {
        const holders = byFeature.get(feature);
        if (!holders) continue;
        const { things, weights: there } = holders;
        for (let at = 0; at < things.length; at += 1) {
          const thing = things[at] ?? 0;
          if (isGone[thing] === 1) continue;
          const product = products[thing] ?? 0;
          if (product === 0) touched[found++] = thing;
          products[thing] = product + weight * (there[at] ?? 0);
        }
      }
      for (let at = 0; at < found; at += 1) {
        const thing = touched[at] ?? 0;
        const product = products[thing] ?? 0;
        products[thing] = 0;
        take(thing, product);
      }
    },
  };
}
