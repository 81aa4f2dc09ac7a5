import { type Feature, featuresOf, isRun, RUN_WEIGHT } from './features.ts';
import { type LinearModel, vectorOf } from './linear-model.ts';

/** One message somebody might send, with what is meant by it. */
export interface Example {
  readonly label: string;
  readonly words: readonly string[];
}

/** Settings of the fit; the defaults were chosen on the development set on 2026-11-22. */
export interface TrainOptions {
  /** Rounds over all examples; 0 = only the mean of each label, at once. Default 4. */
  readonly rounds?: number;
  /** First step size; it falls from round to round. Default 6. */
  readonly step?: number;
  /** How much the mean of each label counts beside what the rounds found. Default 4. */
  readonly meanWeight?: number;
}

const defaults = { rounds: 4, step: 6, meanWeight: 4 } as const;

/**
 * A feature has to be in this many examples: one that only a single message has teaches nothing about others. Among a
 * few hundred examples every one is needed.
 */
const leastExamples = (examples: number): number => (examples < 500 ? 1 : 2);

/** Below this, a label is as far from a message as the model can tell, and is not moved. */
const LEAST_ERROR = 0.002;

/** The same shuffle every time: the same content always gives the same model. */
function createRandom(): () => number {
  let seed = 7;
  return () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
}

/**
 * Fits a softmax regression over words, word pairs and letter runs by stochastic gradient descent, blended with the mean
 * vector of each label. About 10,000 examples of 180 labels take 2 to 3 s (measured 2026-11-22).
 */
export function trainModel(examples: readonly Example[], options: TrainOptions = {}): LinearModel {
  const { rounds, step, meanWeight } = { ...defaults, ...options };
  const labels = [...new Set(examples.map(({ label }) => label))];
  const labelNumber = new Map(labels.map((label, index) => [label, index]));
  const { vocabulary, idf } = vocabularyOf(examples);
  const numberOf = new Map(vocabulary.map((feature, index) => [feature, index]));
  const samples = examples.map(({ label, words }) => ({
    ...vectorOf(words, numberOf, idf),
    label: labelNumber.get(label) ?? 0,
  }));
  const count = labels.length;
  const weights = new Float32Array(vocabulary.length * count);
  const bias = new Float32Array(count);
  const scores = new Float32Array(count);
  const random = createRandom();
  const order = samples.map((_, index) => index);
  for (let round = 0; round < rounds; round += 1) {
    const rate = step / (1 + round * 0.6);
    shuffle(order, random);
    for (const index of order) {
      const sample = samples[index];
      if (!sample) continue;
      const { features, values, label } = sample;
      scores.set(bias);
      for (let at = 0; at < features.length; at += 1) {
        const row = (features[at] ?? 0) * count;
        const value = values[at] ?? 0;
        for (let other = 0; other < count; other += 1) scores[other]! += weights[row + other]! * value;
      }
      softmax(scores);
      for (let other = 0; other < count; other += 1) {
        const error = (other === label ? 1 : 0) - scores[other]!;
        if (error < LEAST_ERROR && error > -LEAST_ERROR) continue;
        const change = rate * error;
        bias[other]! += change * 0.01;
        for (let at = 0; at < features.length; at += 1) weights[features[at]! * count + other]! += change * values[at]!;
      }
    }
  }
  addMeans(weights, samples, count, meanWeight);
  return { labels, vocabulary, idf, bias, ...quantised(weights, count) };
}

function vocabularyOf(examples: readonly Example[]): { vocabulary: Feature[]; idf: Float32Array } {
  const frequency = new Map<Feature, number>();
  for (const { words } of examples) {
    for (const feature of featuresOf(words).keys()) frequency.set(feature, (frequency.get(feature) ?? 0) + 1);
  }
  const vocabulary = [...frequency]
    .filter(([, count]) => count >= leastExamples(examples.length))
    .map(([feature]) => feature);
  const idf = Float32Array.from(
    vocabulary,
    (feature) => Math.log(examples.length / (frequency.get(feature) ?? 1)) * (isRun(feature) ? RUN_WEIGHT : 1),
  );
  return { vocabulary, idf };
}

function shuffle(order: number[], random: () => number): void {
  for (let index = order.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
  }
}

function softmax(scores: Float32Array): void {
  let most = -Infinity;
  for (const score of scores) if (score > most) most = score;
  let sum = 0;
  for (let at = 0; at < scores.length; at += 1) {
    scores[at] = Math.exp(scores[at]! - most);
    sum += scores[at]!;
  }
  for (let at = 0; at < scores.length; at += 1) scores[at]! /= sum;
}

/** Adds the mean vector of each label, brought to length 1: it generalises where few examples were seen. */
function addMeans(
  weights: Float32Array,
  samples: readonly { features: Int32Array; values: Float32Array; label: number }[],
  count: number,
  meanWeight: number,
): void {
  const means = new Float32Array(weights.length);
  for (const { features, values, label } of samples) {
    for (let at = 0; at < features.length; at += 1) means[features[at]! * count + label]! += values[at]!;
  }
  const squares = new Float64Array(count);
  for (let at = 0; at < means.length; at += 1) squares[at % count]! += means[at]! * means[at]!;
  for (let at = 0; at < means.length; at += 1) {
    if (means[at] !== 0) weights[at]! += (meanWeight * means[at]!) / (Math.sqrt(squares[at % count]!) || 1);
  }
}

/** A byte a weight: a quarter of the memory, and no decision of the development set changed (2026-11-22). */
function quantised(weights: Float32Array, count: number): Pick<LinearModel, 'scale' | 'weights'> {
  const rows = count === 0 ? 0 : weights.length / count;
  const scale = new Float32Array(rows);
  const whole = new Int8Array(weights.length);
  for (let row = 0; row < rows; row += 1) {
    let most = 0;
    for (let at = row * count; at < (row + 1) * count; at += 1) most = Math.max(most, Math.abs(weights[at]!));
    scale[row] = most / 127;
    if (most === 0) continue;
    for (let at = row * count; at < (row + 1) * count; at += 1) whole[at] = Math.round((weights[at]! / most) * 127);
  }
  return { scale, weights: whole };
}
