/**
 * What is said about a message somebody wonders about. There is no fourth verdict: nothing a machine can read proves
 * that a message is genuine.
 */
export type Verdict = 'dangerous' | 'suspicious' | 'unknown';

/** One sign, in plain Vietnamese. `id` is stable: it may be counted, it never holds words of the message. */
export interface ScamReason {
  readonly id: string;
  readonly text: string;
}

/** The answer of `ScamCheck.check`. */
export interface ScamVerdict {
  /**
   * `dangerous`: at least one hard sign (look-alike host, blocklisted page, APK, request for a code or password,
   * threat plus transfer, money "to be checked", bail, a fee with a threat, remote control). `suspicious`: soft signs that add up. `unknown`: neither.
   */
  readonly verdict: Verdict;
  /** 1–4 signs, the weightiest first. `unknown` has one: that no sign was found and that this proves nothing. */
  readonly reasons: readonly ScamReason[];
  /** 3–5 sentences in Vietnamese: what to do next. */
  readonly actions: readonly string[];
}

/** Checks pasted messages. */
export interface ScamCheck {
  /**
   * Pure, synchronous and total: any string up to 64 kB (the rest is not read). Opens no link and keeps nothing.
   * Give it the text as it was pasted: masking may hide a link.
   */
  check(text: string): ScamVerdict;
}
