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

function brokenRow(name: string, value: string, kinds: number): Error {
  const { length } = Buffer.from(value, 'base64');
  return new Error(
    `EMERGENCY_MODEL_BROKEN: the row "${name}" of content/language/emergency-model.tsv has ${length} points, expected ${kinds}; fit the model again with test/understanding/fit-emergency-points.ts`,
  );
}

/**
 * Reads `content/language/emergency-model.tsv`: remarks behind `# `; `kinds` with the names, emergencies behind `!`;
 * `scale`; `bias` a kind; then one feature a row, its number in base 36 and a signed byte a kind in base64, in units of
 * the scale. Throws when a row does not fit: a model half read would be deaf without a word.
 */
export function readEmergencyModel(tsv: string): EmergencyModel {
  const lines = tsv.split('\n');
  let emergencies = 0;
  let scale = 1;
  let bias = new Float64Array();
  let points = Buffer.alloc(0);
  let rows = 0;
  const rowOf = new Uint16Array(FEATURE_NUMBERS);
  // 26,000 rows at every start: each is decoded straight into its place.
  for (const line of lines) {
    if (line === '' || line.startsWith('\t') || line.startsWith('#')) continue;
    const tab = line.includes('\t') ? line.indexOf('\t') : line.length;
    const name = line.slice(0, tab);
    const value = line.slice(tab + 1);
    if (name === 'kinds') emergencies = value.split('\t').filter((kind) => kind.startsWith('!')).length;
    else if (name === 'scale') scale = Number(value);
    else if (name === 'bias') {
      bias = Float64Array.from(value.split('\t'), Number);
      points = Buffer.alloc((lines.length + 1) * bias.length + 1);
    } else {
      const feature = Number.parseInt(name, 36);
      const at = (rows + 1) * bias.length;
      // One byte more than fits, so that a longer row is seen.
      const length = bias.length === 0 ? 0 : points.write(value, at, bias.length + 1, 'base64');
      if (length === 0 || length !== bias.length || !(feature < FEATURE_NUMBERS))
        throw brokenRow(name, value, bias.length);
      rows += 1;
      rowOf[feature] = rows;
    }
  }
  const kinds = bias.length;
  const table = new Int8Array(points.subarray(0, (rows + 1) * kinds));
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
