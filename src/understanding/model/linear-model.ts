import { deserialize, serialize } from 'node:v8';
import { featuresOf } from './features.ts';

/** A fitted model as plain data. Weights are whole numbers from -127 to 127, times the scale of their feature. */
export interface LinearModel {
  readonly labels: readonly string[];
  /** Features in the order of their numbers. */
  readonly vocabulary: readonly string[];
  /** How much each feature counts: rare ones more. */
  readonly idf: Float32Array;
  readonly scale: Float32Array;
  /** `vocabulary.length` rows of `labels.length`. */
  readonly weights: Int8Array;
  readonly bias: Float32Array;
}

/** A label with the probability that it is meant. */
export interface Guess {
  readonly label: string;
  readonly probability: number;
}

/** Guesses for a message, best first. Total: no word known gives the labels by their bias. */
export type Classifier = (words: readonly string[]) => readonly Guess[];

/** A sparse vector of length 1. */
export interface Vector {
  readonly features: Int32Array;
  readonly values: Float32Array;
}

/** The words of a message as a vector over a vocabulary. Features outside it do not count. */
export function vectorOf(
  words: readonly string[],
  numberOf: ReadonlyMap<string, number>,
  idf: ArrayLike<number>,
): Vector {
  const features: number[] = [];
  const values: number[] = [];
  let square = 0;
  for (const [feature, count] of featuresOf(words)) {
    const number = numberOf.get(feature);
    if (number === undefined) continue;
    const value = (1 + Math.log(count)) * (idf[number] ?? 0);
    features.push(number);
    values.push(value);
    square += value * value;
  }
  const norm = Math.sqrt(square) || 1;
  return { features: Int32Array.from(features), values: Float32Array.from(values, (value) => value / norm) };
}

/** `temperature` makes the probabilities mean what they say (fitted on the development set). */
export function createClassifier(model: LinearModel, temperature: number): Classifier {
  const { labels, idf, scale, weights, bias } = model;
  const numberOf = new Map(model.vocabulary.map((feature, index) => [feature, index]));
  const count = labels.length;
  return (words) => {
    const { features, values } = vectorOf(words, numberOf, idf);
    const scores = Float64Array.from(bias);
    for (let at = 0; at < features.length; at += 1) {
      const feature = features[at] ?? 0;
      const value = (values[at] ?? 0) * (scale[feature] ?? 0);
      const row = feature * count;
      for (let label = 0; label < count; label += 1) {
        scores[label] = (scores[label] ?? 0) + (weights[row + label] ?? 0) * value;
      }
    }
    let most = -Infinity;
    for (const score of scores) if (score > most) most = score;
    let sum = 0;
    for (let label = 0; label < count; label += 1) {
      const share = Math.exp(((scores[label] ?? 0) - most) * temperature);
      scores[label] = share;
      sum += share;
    }
    return labels
      .map((label, index): Guess => ({ label, probability: (scores[index] ?? 0) / sum }))
      .toSorted((a, b) => b.probability - a.probability);
  };
}

/** The model as bytes. */
export const writeModel = (model: LinearModel): Buffer => serialize(model);

/** The model of these bytes; undefined for anything else. */
export function readModel(bytes: Buffer): LinearModel | undefined {
  try {
    const model = deserialize(bytes) as LinearModel;
    const isWhole =
      model.weights.length === model.vocabulary.length * model.labels.length &&
      model.idf.length === model.vocabulary.length &&
      model.bias.length === model.labels.length;
    return isWhole ? model : undefined;
  } catch {
    return undefined;
  }
}
