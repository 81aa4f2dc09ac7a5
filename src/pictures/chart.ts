/** Bars of a team's month beside the month before, and beside a target where there is one. Plain data. */
export interface ChartPicture {
  /** Whose figures: the name of a team or commune. */
  readonly title: string;
  /** "tháng 11/2026" */
  readonly period: string;
  /** What the two bars of each figure are called: "tháng 11", "tháng 10". */
  readonly now: string;
  readonly before: string;
  /** One to three; more would be too small on a phone. */
  readonly bars: readonly ChartBar[];
}

export interface ChartBar {
  readonly name: string;
  /** Whole numbers from 0. */
  readonly now: number;
  readonly before: number;
  readonly target?: number;
}

export const MOST_BARS = 3;
