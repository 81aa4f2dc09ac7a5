import { FEATURE_NUMBERS } from '../../src/understanding/emergency-features.ts';
import { lengthOf, logOdds } from '../../src/understanding/emergency-model.ts';

/** Kinds that compete, emergencies first. Kinds of messages that are not told apart stand together. */
export const KINDS: readonly string[] = [
  ...['!lost', '!code', '!remote', '!account', '!threat', '!kidnap', '!child', '!despair'],
  ...['past', 'failed', 'howto', 'everyday', 'shop', 'is-it-scam', 'prevention', 'ordinary', 'guide'],
];
export const EMERGENCY_KINDS = KINDS.filter((kind) => kind.startsWith('!')).length;

/** A message to learn from. `kind` -1: only the side is known. */
export interface Sample {
  readonly features: readonly number[];
  readonly emergency: boolean;
  readonly kind: number;
  readonly weight: number;
}

/** Points by feature and kind, and by kind alone. */
export interface Fitted {
  readonly weights: Float32Array;
  readonly bias: Float64Array;
}

const EPOCHS = 8;
const STEP = 0.3;
const DECAY = 1e-6;
/** Features left out of every look at a message: none of them is leant on alone. */
const LEFT_OUT = 0.4;
/** To miss an emergency is worse than to cry one too many. */
const WEIGHT_OF_EMERGENCY = 2;
/** How much the kind counts beside the side, where it is known. */
const KIND_SHARE = 0.2;
const BIAS_STEP = 0.02;
const LEAST_ERROR = 1e-4;

/** The same numbers on every run. */
export function createRandom(start: number): () => number {
  let seed = start;
  return () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed / 0x80000000;
  };
}

/**
 * Softmax regression over kinds by stochastic gradient descent (AdaGrad). What is fitted is that the right side wins;
 * which of its kinds may follow from the data, where the message does not name one.
 */
export function fitEmergency(samples: readonly Sample[]): Fitted {
  const kinds = KINDS.length;
  const random = createRandom(11);
  const weights = new Float32Array(FEATURE_NUMBERS * kinds);
  const squares = new Float32Array(FEATURE_NUMBERS * kinds).fill(1e-3);
  const bias = new Float64Array(kinds);
  const shares = new Float64Array(kinds);
  const errors = new Float64Array(kinds);
  const order = samples.map((_, index) => index);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (let last = order.length - 1; last > 0; last -= 1) {
      const other = Math.floor(random() * (last + 1));
      [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
    }
    for (const index of order) {
      const sample = samples[index];
      if (!sample) continue;
      const rows = sample.features.filter(() => random() >= LEFT_OUT).map((feature) => feature * kinds);
      const unit = 1 / lengthOf(rows.length);
      shares.set(bias);
      for (const row of rows) {
        for (let kind = 0; kind < kinds; kind += 1)
          shares[kind] = (shares[kind] ?? 0) + (weights[row + kind] ?? 0) * unit;
      }
      const side = toShares(shares, sample.emergency);
      for (let kind = 0; kind < kinds; kind += 1) {
        const share = shares[kind] ?? 0;
        const within = kind < EMERGENCY_KINDS === sample.emergency ? share / Math.max(side, 1e-6) : 0;
        const wanted = sample.kind < 0 ? within : (1 - KIND_SHARE) * within + (kind === sample.kind ? KIND_SHARE : 0);
        errors[kind] = sample.weight * (sample.emergency ? WEIGHT_OF_EMERGENCY : 1) * (wanted - share);
        bias[kind] = (bias[kind] ?? 0) + BIAS_STEP * (errors[kind] ?? 0);
      }
      for (const row of rows) {
        for (let kind = 0; kind < kinds; kind += 1) {
          const error = errors[kind] ?? 0;
          if (Math.abs(error) < LEAST_ERROR) continue;
          const at = row + kind;
          const weight = weights[at] ?? 0;
          const slope = error * unit - DECAY * weight;
          const square = (squares[at] ?? 0) + slope * slope;
          squares[at] = square;
          weights[at] = weight + (STEP * slope) / Math.sqrt(square);
        }
      }
    }
  }
  return { weights, bias };
}

/** Makes points to shares of 1, and says how much of it lies on the right side. */
function toShares(points: Float64Array, emergency: boolean): number {
  const most = points.reduce((one, other) => Math.max(one, other));
  let sum = 0;
  for (const [kind, value] of points.entries()) sum += points[kind] = Math.exp(value - most);
  let side = 0;
  for (const [kind, value] of points.entries()) {
    points[kind] = value / sum;
    if (kind < EMERGENCY_KINDS === emergency) side += value / sum;
  }
  return side;
}

/** Log odds of a message whose features were all fitted. */
export function scoreOf({ weights, bias }: Fitted, features: readonly number[]): number {
  const kinds = KINDS.length;
  const unit = 1 / lengthOf(features.length);
  const points = Float64Array.from(bias);
  for (const feature of features) {
    for (let kind = 0; kind < kinds; kind += 1) {
      points[kind] = (points[kind] ?? 0) + (weights[feature * kinds + kind] ?? 0) * unit;
    }
  }
  return logOdds(points, EMERGENCY_KINDS);
}
