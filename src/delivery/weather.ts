/**
 * What the last sends say about Zalo: whether unknown outcomes are single accidents or the rule, and whether the limit
 * of calls per minute is used up or a single call was refused.
 */
export interface Weather {
  /** Records the outcome of a send. */
  add(outcome: 'sent' | 'unknown' | 'limited' | 'refused'): void;
  /** True when most of the last sends had a known outcome; false while too few are known. */
  isFair(): boolean;
  /** True when the limit per minute is used up: several refusals in a row and not one success between them. */
  isLimited(): boolean;
}

/** Sends looked back at. */
const WINDOW = 50;
/** Fewer known sends than this say nothing. */
const ENOUGH = 20;
const FAIR_SHARE = 0.5;
const LIMITED_IN_A_ROW = 5;

/** A record of the last 50 sends. */
export function createWeather(): Weather {
  const unknowns: boolean[] = [];
  let limitedInARow = 0;
  return {
    add(outcome) {
      if (outcome === 'sent') limitedInARow = 0;
      if (outcome === 'limited') limitedInARow += 1;
      if (outcome !== 'sent' && outcome !== 'unknown') return;
      unknowns.push(outcome === 'unknown');
      if (unknowns.length > WINDOW) unknowns.shift();
    },
    isFair: () => unknowns.length >= ENOUGH && unknowns.filter(Boolean).length < unknowns.length * FAIR_SHARE,
    isLimited: () => limitedInARow >= LIMITED_IN_A_ROW,
  };
}
