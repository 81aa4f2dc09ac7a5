import { AppError } from '../shared/errors.ts';
import { countedHouseholds } from './praise.ts';
import { type Indicator, indicatorOf, type ThingName } from './indicators.ts';

/** How much each indicator weighs in the score; only their proportions matter. */
export type Weights = Readonly<Record<string, number>>;

/**
 * The proposal, as long as nothing else is set: no official criteria have been issued. Being stuck weighs nothing, because
 * it says more about the guide than about the team; self-reported figures cannot weigh.
 */
export const PROPOSED_WEIGHTS: Weights = { reached: 30, finished: 25, outcomes: 20, visits: 15, certificates: 10 };

/** Key of the weights in the store's `meta`, JSON. */
export const WEIGHTS_KEY = 'indicator_weights';

/** Weights as kept; the proposal where none are, or where they cannot be read. */
export function parseWeights(json: string | undefined, thingName: ThingName): Weights {
  try {
    return json === undefined ? PROPOSED_WEIGHTS : checkWeights(JSON.parse(json) as Weights, thingName);
  } catch {
    return PROPOSED_WEIGHTS;
  }
}

/** The weights, when they can be used; throws INDICATOR_INVALID naming the one that cannot. */
export function checkWeights(weights: Weights, thingName: ThingName): Weights {
  const entries = Object.entries(weights);
  for (const [code, weight] of entries) {
    const indicator = indicatorOf(code, thingName);
    if (!indicator) throw unknownIndicator(code);
    if (indicator.source === 'self-reported') {
      throw new AppError(
        'INDICATOR_INVALID',
        `"${code}" is written down by the teams themselves and cannot weigh in a score with what was measured. Leave it out.`,
      );
    }
    if (!Number.isFinite(weight) || weight < 0) {
      throw new AppError('INDICATOR_INVALID', `The weight ${weight} of "${code}" cannot be used. Expected 0 or more.`);
    }
  }
  if (!entries.some(([, weight]) => weight > 0)) {
    throw new AppError('INDICATOR_INVALID', 'No indicator weighs anything. Give at least one a weight above 0.');
  }
  return weights;
}

export const unknownIndicator = (code: string): AppError =>
  new AppError('INDICATOR_INVALID', `There is no indicator "${code}". "bot indicators codes" lists them.`);

/** A unit to be compared with others. */
export interface ScoreEntry {
  readonly unit: string;
  /** With rates. */
  readonly values: Readonly<Record<string, number>>;
  readonly households?: number;
}

export interface ScoreRules {
  readonly weights: Weights;
  /** What the unit was to reach; undefined = nothing was set. */
  target(unit: string, indicator: string): number | undefined;
  readonly thingName: ThingName;
}

/**
 * 0–100 for each unit: the weighted mean of how far it came with each indicator, one digit behind the comma. How far: with a
 * target, the share of it (for "less is better" the target's share of the value); without one, the share of the best among
 * the units by households, as praise counts them; for a rate without one, a hundred minus the rate. An indicator nobody has
 * figures for does not weigh. More of what is good never lowers a unit's own score. Pure.
 */
export function scoreUnits(entries: readonly ScoreEntry[], rules: ScoreRules): ReadonlyMap<string, number> {
  const shares = Object.entries(rules.weights).flatMap(([code, weight]) => {
    const indicator = indicatorOf(code, rules.thingName);
    return indicator && weight > 0 ? [{ weight, shareOf: shareOf(entries, indicator, rules) }] : [];
  });
  return new Map(
    entries.map((entry) => {
      const parts = shares.flatMap(({ weight, shareOf }) => {
        const share = shareOf(entry);
        return share === undefined ? [] : [{ weight, share }];
      });
      const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
      const reached = parts.reduce((sum, { weight, share }) => sum + weight * share, 0);
      return [entry.unit, whole === 0 ? 0 : Math.round((1000 * reached) / whole) / 10];
    }),
  );
}

function shareOf(
  entries: readonly ScoreEntry[],
  { code, better, kind }: Indicator,
  { target }: ScoreRules,
): (entry: ScoreEntry) => number | undefined {
  const householdsOf = countedHouseholds(entries.map((entry) => ({ ...entry, value: 0 })));
  const rate = (entry: ScoreEntry): number =>
    Math.max(0, entry.values[code] ?? 0) / householdsOf({ ...entry, value: 0 });
  const best = Math.max(0, ...entries.map(rate));
  return (entry) => {
    const value = entry.values[code];
    const wanted = target(entry.unit, code);
    if (better === 'down') {
      if (value === undefined) return undefined;
      if (wanted !== undefined) return value <= wanted ? 1 : wanted / value;
      return kind === 'rate' && code === 'stuck-rate' ? 1 - value / 100 : undefined;
    }
    if (wanted !== undefined && wanted > 0) return Math.min(1, Math.max(0, value ?? 0) / wanted);
    return best === 0 ? undefined : rate(entry) / best;
  };
}
