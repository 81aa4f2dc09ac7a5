/** What authors wrote, as the engine reads it: flows, their steps, cards, conditions. Plain JSON, built by the catalogue. */

import type { Link, Segment, Step } from './step-definition.ts';

export type * from './condition.ts';
export type * from './step-definition.ts';

/** A schematic phone screen to be drawn for a step: never a screenshot, never anybody's real data. */
export interface Screen {
  /** Name of the app on top, for example "VNeID"; at most 24 characters. */
  readonly app: string;
  /** Title of the screen; at most 32 characters. */
  readonly title: string;
  /** Names of boxes to fill in, drawn empty; at most 4. */
  readonly fields?: readonly string[];
  /** Lines of a menu; at most 6. */
  readonly items?: readonly string[];
  /** What is pressed and therefore marked: one of `items`, or a button of its own below them. */
  readonly press: string;
}

/** Other words of a card for people of one kind; what it does not name stays as it is. */
export interface CardVariant {
  readonly segment: Segment;
  readonly answer?: string;
  /** Texts of steps by their number, from "1". */
  readonly steps?: Readonly<Record<string, string>>;
}

/** One step of a card: a single action for the resident, and what to try when it does not work. */
export interface GuideStep {
  /** What to do, one action, at most 300 characters. */
  readonly text: string;
  /** "Nếu không làm được": shown when the resident answers *Chưa làm được*. */
  readonly ifStuck?: string;
  /** Shown as a picture in front of the step, where the server can publish one. */
  readonly screen?: Screen;
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
  /** Day after which the facts count as unsure, `YYYY-MM-DD`: from then on the answer says so and sends to `help` first. */
  readonly reviewAfter?: string;
  /** Shown as buttons with the answer; full official addresses, at most 5. */
  readonly links?: readonly Link[];
  /** Other words for traders, parents, elderly people, farmers or students. */
  readonly variants?: readonly CardVariant[];
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
