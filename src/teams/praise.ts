/**
 * Who is praised: accounts, guides or visits for every hundred households, so that a small hamlet may stand first and one
 * person in it does not put it there.
 */

/** A hamlet is counted with at least this many households: below it, one person more would weigh more than two in a hundred. */
export const FEWEST_HOUSEHOLDS = 50;

/** Nobody is praised for fewer, and nobody can be recognised in the figure. */
export const FEWEST_PRAISED = 3;

/** Households of a hamlet of which none knows the number, while none is known at all. */
const USUAL_HOUSEHOLDS = 100;

export interface PraiseEntry {
  readonly unit: string;
  readonly value: number;
  /** undefined = unknown; then the median of those known counts. */
  readonly households?: number;
}

export interface Praised extends PraiseEntry {
  /** 1 = first; equal rates share a rank. */
  readonly rank: number;
  /** Value for every hundred households, one digit behind the comma. */
  readonly per100: number;
}

/** The households a unit is counted with. */
export function countedHouseholds(entries: readonly PraiseEntry[]): (entry: PraiseEntry) => number {
  const known = entries
    .flatMap(({ households }) => (households === undefined ? [] : [households]))
    .toSorted((a, b) => a - b);
  const usual = known[Math.floor(known.length / 2)] ?? USUAL_HOUSEHOLDS;
  return ({ households }) => Math.max(households ?? usual, FEWEST_HOUSEHOLDS);
}

/**
 * The `limit` best by `100 × value / max(households, 50)`, those below three left out; equal rates in the order of value,
 * then code. Pure.
 */
export function praiseList(entries: readonly PraiseEntry[], limit: number): Praised[] {
  const householdsOf = countedHouseholds(entries);
  const rated = entries
    .filter(({ value }) => value >= FEWEST_PRAISED)
    .map((entry) => ({ ...entry, per100: Math.round((1000 * entry.value) / householdsOf(entry)) / 10 }))
    .toSorted((a, b) => b.per100 - a.per100 || b.value - a.value || (a.unit < b.unit ? -1 : 1));
  return rated
    .map((entry) => ({ ...entry, rank: rated.findIndex(({ per100 }) => per100 === entry.per100) + 1 }))
    .slice(0, limit);
}
