/** What authors wrote, as the engine reads it: flows, their steps, cards, conditions. Plain JSON, built by the catalogue. */

import type { Link, Step } from './step-definition.ts';

export type * from './condition.ts';
export type * from './step-definition.ts';

/** One step of a card: a single action for the resident, and what to try when it does not work. */
export interface GuideStep {
  /** What to do, one action, at most 300 characters. */
  readonly text: string;
  /** "Nếu không làm được": shown when the resident answers *Chưa làm được*. */
  readonly ifStuck?: string;
}

/** What the `guide` step needs of a card. The catalogue's card has more. */
export interface GuideCard {
  readonly slug: string;
  /** Content hash (first 12 hex characters of SHA-256): the version named in engagement events. */
  readonly hash: string;
  readonly topic: string;
  readonly title: string;
  /** Two-sentence answer, shown before the first step. */
  readonly answer: string;
  /** Shown with the answer when money or identity is touched. */
  readonly warning?: string;
  readonly steps: readonly GuideStep[];
  /** Who can help in person; said at the end and when the resident is stuck without an `ifStuck`. */
  readonly help?: string;
  /** "Cập nhật: tháng 11/2026", only on cards whose facts change. */
  readonly updated?: string;
  /** Shown as buttons with the answer; full official addresses, at most 5. */
  readonly links?: readonly Link[];
  /** Code of the indicator list, recorded once when the resident confirms the last step. */
  readonly outcome?: string;
}

export interface Flow {
  /** File name without extension; unique over all topics. */
  readonly id: string;
  readonly topic: string;
  readonly title: string;
  /** Content hash, first 12 hex characters of SHA-256. */
  readonly hash: string;
  readonly start: string;
  readonly steps: Readonly<Record<string, Step>>;
}

/** Where the engine looks definitions up. Must be total and immutable during a turn. */
export interface Definitions {
  flow(id: string): Flow | undefined;
  card(slug: string): GuideCard | undefined;
}
