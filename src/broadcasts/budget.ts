/** Recency is told apart by the minute: seven days are 10,080 counters, however many people there are. */
const BUCKET_MS = 60_000;

/**
 * Where a budget ends among those whose message costs something, the most recently active first: everybody who wrote in a
 * minute after `afterMinute` is inside, of that very minute the first `inThatMinute` in the order of the list.
 */
export interface BudgetCut {
  /** Minutes since the epoch. */
  readonly afterMinute: number;
  readonly inThatMinute: number;
}

/** The minute since the epoch. */
export const minuteOf = (at: number): number => Math.floor(at / BUCKET_MS);

/** Decides person by person, in the order of the list, who is inside a cut. Without a cut everybody is. */
export class BudgetGate {
  readonly #cut: BudgetCut | undefined;
  #left: number;

  constructor(cut: BudgetCut | undefined) {
    this.#cut = cut;
    this.#left = cut?.inThatMinute ?? 0;
  }

  takes(lastInteractionAt: number): boolean {
    if (!this.#cut) return true;
    const minute = minuteOf(lastInteractionAt);
    if (minute !== this.#cut.afterMinute) return minute > this.#cut.afterMinute;
    this.#left -= 1;
    return this.#left >= 0;
  }
}
