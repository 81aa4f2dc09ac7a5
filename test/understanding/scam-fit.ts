import { featureNumber, modelFeatures, type ScamWeights } from '../../src/understanding/scam/model.ts';
import type { Reading } from '../../src/understanding/scam/reading.ts';
import { softSigns } from '../../src/understanding/scam/soft-signs.ts';

/** A message to fit on or to judge. */
export interface Example {
  readonly kind: string;
  readonly label: string;
  readonly isScam: boolean;
  readonly text: string;
  /** Near-copies of one template and styles of one message. Folds are cut between groups, never between rows. */
  readonly group: string;
  readonly features: Uint32Array;
  readonly points: number;
  readonly weight: number;
}

const EPOCHS = 12;
const LEARNING_RATE = 1.5;
/** Chosen on folds and across sources; stronger forgets what is rare, weaker learns single messages by heart. */
const DECAY = 2e-3;
/** A feature of fewer groups says who sent it, not what it is. */
const MIN_GROUPS = 2;
const MAX_FEATURES = 24_000;

export function numberOf(text: string): number {
  return featureNumber(text);
}

export function exampleOf(
  row: { readonly kind: string; readonly label: string; readonly text: string },
  read: (text: string) => Reading,
  {
    group = row.text,
    weight = 1,
    keep = (): boolean => true,
  }: { group?: string; weight?: number; keep?: (feature: string) => boolean } = {},
): Example {
  const reading = read(row.text);
  const { signs, points } = softSigns(reading);
  const features = Uint32Array.from(new Set(modelFeatures(reading, signs).filter(keep).map(featureNumber)));
  return { ...row, isScam: row.label.startsWith('scam'), group, features, points, weight };
}

function vocabulary(examples: readonly Example[]): Map<number, number> {
  const groups = new Map<number, number>();
  const seen = new Map<string, Set<number>>();
  for (const { features, group } of examples) {
    const own = seen.get(group) ?? new Set<number>();
    seen.set(group, own);
    for (const feature of features) {
      if (own.has(feature)) continue;
      own.add(feature);
      groups.set(feature, (groups.get(feature) ?? 0) + 1);
    }
  }
  const kept = [...groups].filter(([, count]) => count >= MIN_GROUPS).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return new Map(kept.slice(0, MAX_FEATURES).map(([feature], index) => [feature, index]));
}

/** Logistic regression by stochastic gradient descent, the average of the later rounds; always the same order. */
export function fit(examples: readonly Example[], decay = DECAY): ScamWeights {
  const known = vocabulary(examples);
  const copies = new Map<string, number>();
  for (const { group } of examples) copies.set(group, (copies.get(group) ?? 0) + 1);
  const rows = examples.map(({ isScam, group, features, weight, text }) => ({
    isScam,
    order: numberOf(text),
    places: Uint32Array.from([...features].flatMap((feature) => known.get(feature) ?? [])),
    // Near-copies of one template together weigh as the root of their number.
    weight: weight / Math.sqrt(copies.get(group) ?? 1),
  }));
  const weights = new Float64Array(known.size);
  const sums = new Float64Array(known.size);
  let bias = 0;
  let biasSum = 0;
  let rounds = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    const rate = LEARNING_RATE / (1 + epoch / 3);
    const order = rows.toSorted(
      (a, b) =>
        (Math.imul(a.order, 2_654_435_761 + epoch * 2) >>> 0) - (Math.imul(b.order, 2_654_435_761 + epoch * 2) >>> 0),
    );
    for (const { places, isScam, weight } of order) {
      if (places.length === 0) continue;
      const scale = 1 / Math.sqrt(places.length);
      let sum = 0;
      for (const place of places) sum += weights[place] ?? 0;
      const gradient = ((isScam ? 1 : 0) - 1 / (1 + Math.exp(-(bias + sum * scale)))) * weight;
      bias += rate * gradient * 0.1;
      for (const place of places) weights[place] = (weights[place] ?? 0) * (1 - rate * decay) + rate * gradient * scale;
    }
    if (epoch < EPOCHS / 2) continue;
    rounds += 1;
    biasSum += bias;
    for (let place = 0; place < weights.length; place += 1) sums[place] = (sums[place] ?? 0) + (weights[place] ?? 0);
  }
  return {
    bias: biasSum / rounds,
    weights: new Map([...known].map(([feature, place]) => [feature, (sums[place] ?? 0) / rounds])),
  };
}

/** What `ScamModel.score` says, from weights that were not rounded. */
export function oddsOf({ bias, weights }: ScamWeights, { features }: Example): number {
  let sum = 0;
  let known = 0;
  for (const feature of features) {
    const weight = weights.get(feature);
    if (weight === undefined) continue;
    sum += weight;
    known += 1;
  }
  return known === 0 ? 0 : bias + sum / Math.sqrt(known);
}
