/** How much a point of the soft signs counts beside the model's log odds, which know the signs as well. */
const POINT_WORTH = 0.15;
/** Neither many weak signs nor much that calms may outweigh everything else. */
const FEWEST_POINTS = -4;
const MOST_POINTS = 6;

/**
 * From here on a message with a model is suspicious. Chosen on 2026-11-22 on 350 messages that nothing was fitted to, for
 * the fewest scams unknown (2.5 %) while 1 in 10 honest messages at most is suspicious; on the folds of all development
 * messages (`node test/understanding/train-scam.ts`) 0.2 would be that place.
 */
export const SUSPICION_FROM = 0;

/** A message of fewer words gives a model nothing to go by: there the points of the signs count alone as well. */
export const FEW_WORDS = 8;

/** Log odds of the model and points of the signs as one number. */
export function suspicionOf(odds: number, points: number): number {
  return odds + POINT_WORTH * Math.max(FEWEST_POINTS, Math.min(MOST_POINTS, points));
}
