import { FEATURE_NUMBERS } from './emergency-features.ts';

/**
 * Fitted points: for every feature one number a kind. Kinds of emergencies and kinds of harmless messages compete, so
 * that the idioms of one kind ("nóng muốn chết") need not weigh against another ("muốn chết").
 */
export interface EmergencyModel {
  /** Log odds that a message with these features is an emergency; above 0 it is the likelier. */
  score(features: readonly number[]): number;
}

/** Messages with more features than this are not weighed down by their length any further. */
export const LONG_MESSAGE = 100;
const SHORT_MESSAGE = 8;

/** What the sum of a message's points is divided by: a long message says more, but not everything twice. */
export const lengthOf = (features: number): number =>
  Math.sqrt(Math.min(LONG_MESSAGE, Math.max(SHORT_MESSAGE, features)));

/** Log odds of the first `emergencies` kinds against the others, of points by kind. */
export function logOdds(points: Float64Array, emergencies: number): number {
  const most = points.reduce((one, other) => Math.max(one, other));
  let danger = 0;
  let harmless = 0;
  for (const [kind, value] of points.entries()) {
    if (kind < emergencies) danger += Math.exp(value - most);
    else harmless += Math.exp(value - most);
  }
  return Math.log(danger + Number.MIN_VALUE) - Math.log(harmless + Number.MIN_VALUE);
}

/**
 * Reads `content/language/emergency-model.tsv`: remarks behind `# `; `kinds` with the names, emergencies behind `!`;
 * `scale`; `bias` a kind; then one feature a row, its number in base 36 and a signed byte a kind in base64, in units of
 * the scale. Throws when a row does not fit: a model half read would be deaf without a word.
 */
export function readEmergencyModel(tsv: string): EmergencyModel {
  let emergencies = 0;
  let scale = 1;
  let bias = new Float64Array();
  const rows: { readonly feature: number; readonly points: Int8Array }[] = [];
  for (const line of tsv.split('\n')) {
    const [name = '', value = '', ...more] = line.split('\t');
    if (name === '' || name.startsWith('#')) continue;
    if (name === 'kinds') emergencies = [value, ...more].filter((kind) => kind.startsWith('!')).length;
    else if (name === 'scale') scale = Number(value);
    else if (name === 'bias') bias = Float64Array.from([value, ...more], Number);
    else {
      const points = Int8Array.from(Buffer.from(value, 'base64'));
      const feature = Number.parseInt(name, 36);
      if (points.length !== bias.length || !(feature < FEATURE_NUMBERS)) {
        throw new Error(
          `EMERGENCY_MODEL_BROKEN: the row "${name}" of content/language/emergency-model.tsv has ${points.length} points, expected ${bias.length}; fit the model again with test/understanding/fit-emergency-points.ts`,
        );
      }
      rows.push({ feature, points });
    }
  }
  const kinds = bias.length;
  const rowOf = new Uint16Array(FEATURE_NUMBERS);
  const table = new Int8Array((rows.length + 1) * kinds);
  for (const [index, { feature, points }] of rows.entries()) {
    rowOf[feature] = index + 1;
    table.set(points, (index + 1) * kinds);
  }
  const sums = new Float64Array(kinds);
  return {
    score(features) {
      sums.fill(0);
      let known = 0;
      for (const feature of features) {
        const row = rowOf[feature] ?? 0;
        if (row === 0) continue;
        known += 1;
        for (let kind = 0, at = row * kinds; kind < kinds; kind += 1, at += 1) {
          sums[kind] = (sums[kind] ?? 0) + (table[at] ?? 0);
        }
      }
      const unit = scale / lengthOf(known);
      for (let kind = 0; kind < kinds; kind += 1) sums[kind] = (sums[kind] ?? 0) * unit + (bias[kind] ?? 0);
      return logOdds(sums, emergencies);
    },
  };
}
