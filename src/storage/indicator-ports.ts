/**
 * What indicators, targets and campaigns ask of the truth store. Part of `StorageOperations` (`ports.ts`), in a file of
 * its own by size. Days are Vietnamese calendar days (`2026-11-22`), weeks ISO weeks from Monday (`2026-W47`), months
 * `2026-11`. The decision and its reasons: docs/adr/0017-indicators-by-rollup.md.
 */
import type { Span } from '../shared/periods.ts';

/** Whose figures: of a team (`t`, unit = its code), a commune (`c`, unit = its code) or the whole OA (`p`, unit = ''). */
export type Scope = 't' | 'c' | 'p';

/**
 * One change of one indicator, appended in the transaction of the change itself and folded into the totals soon after.
 * Names nobody. A correction is a tally of the day it corrects, with a negative value.
 */
export interface Tally {
  readonly oaId: string;
  /** The day to which it belongs, which may be long past. */
  readonly day: string;
  /** '' where no team is known; then it counts for the commune and the OA alone. */
  readonly teamCode: string;
  /** '' where no commune is known; then it counts for the OA (and the team) alone. */
  readonly communeCode: string;
  /** Code of `src/teams/indicators.ts`, such as `finished` or `log:guided`. */
  readonly indicator: string;
  /** One of the five subjects, or '' for none. What has a subject counts for it and for all together. */
  readonly topic: string;
  /** Whole number; negative takes back. Zero is not written. */
  readonly value: number;
  /**
   * For counts of distinct people, which cannot be added up from days: the one span in which this counts, `d`, `w`, `m` or
   * the id of a campaign. Absent = it counts in its day, week, month and every campaign around its day.
   */
  readonly span?: Span | (string & {});
}

/** Figures of one unit: indicator code → value. What nobody counted is absent. */
export interface UnitFigures {
  readonly unit: string;
  readonly values: Readonly<Record<string, number>>;
}

/** Figures of one period of one unit. */
export interface PeriodFigures {
  readonly period: string;
  readonly values: Readonly<Record<string, number>>;
}

/** What is to be reached, for one unit or, with unit `*`, for every unit of the scope that has none of its own. */
export interface Target {
  readonly oaId: string;
  readonly scope: Scope;
  readonly unit: string;
  /** `d`, `w`, `m`, or the id of a campaign. */
  readonly span: string;
  readonly indicator: string;
  readonly value: number;
}

/** What a campaign wants to reach altogether. */
export interface CampaignGoal {
  readonly indicator: string;
  readonly value: number;
}

/** A stretch of days with goals of its own, as in "92 ngày đêm". */
export interface Campaign {
  readonly oaId: string;
  /** Begins with `cd-`, so that it is no span of the calendar. */
  readonly id: string;
  readonly name: string;
  readonly fromDay: string;
  readonly toDay: string;
  /** Communes that take part, with those they were made of; empty = all of the OA. */
  readonly communeCodes: readonly string[];
  readonly goals: readonly CampaignGoal[];
  readonly createdAt: number;
  /** Set when it was ended before its time; `toDay` is then the day of the end. */
  readonly endedAt?: number;
}

/** A figure that is not what the truth says. */
export interface RecountDifference {
  readonly scope: Scope;
  readonly unit: string;
  readonly span: string;
  readonly period: string;
  readonly topic: string;
  readonly indicator: string;
  readonly counted: number;
  readonly truth: number;
}

export interface RecountResult {
  /** Figures compared: all that either side has. */
  readonly checked: number;
  readonly differing: number;
  /** The first hundred. */
  readonly differences: readonly RecountDifference[];
}

/** Reads of indicators. None reads history: each costs what it returns. */
export interface IndicatorReads {
  /**
   * A row a unit with figures in this period, units in order. `span` of a campaign = its id, `period` then ''. `units` or
   * `communeCodes` (for teams: those of these communes now; for communes: these) narrow it; `indicators` leaves others
   * out; `topic` = of one subject, default of all together.
   */
  indicatorTable(args: {
    readonly oaId: string;
    readonly scope: Scope;
    readonly span: string;
    readonly period: string;
    readonly units?: readonly string[];
    readonly communeCodes?: readonly string[];
    readonly indicators?: readonly string[];
    readonly topic?: string;
  }): readonly UnitFigures[];
  /** One unit over the periods from one to another (both counted, 400 at most), a row each, empty ones too. */
  indicatorSeries(args: {
    readonly oaId: string;
    readonly scope: Scope;
    readonly unit: string;
    readonly span: Span;
    readonly from: string;
    readonly to: string;
    readonly indicators?: readonly string[];
    readonly topic?: string;
  }): readonly PeriodFigures[];
  /** The campaign, the figures of all who take part, and a row for each team or commune with figures; undefined = none. */
  campaignProgress(args: {
    readonly oaId: string;
    readonly id: string;
    readonly scope?: 't' | 'c';
  }):
    | { readonly campaign: Campaign; readonly total: UnitFigures['values']; readonly units: readonly UnitFigures[] }
    | undefined;
  /** Campaigns, the latest first. */
  listCampaigns(args: { readonly oaId: string }): readonly Campaign[];
  /** Targets, by scope, unit, span and indicator; `span` narrows. */
  listTargets(args: { readonly oaId: string; readonly span?: string }): readonly Target[];
  /** The first and last day with figures or with anything to be counted; undefined while there is none. */
  indicatorDays(args: { readonly oaId: string }): { readonly fromDay: string; readonly toDay: string } | undefined;
}

export interface IndicatorWrites {
  /**
   * Folds the oldest `limit` tallies into the totals and removes them, all or nothing. `more` while others wait. Safe to
   * call from several processes at once: each tally is folded by exactly one.
   */
  rollTallies(args: { readonly limit: number }): { readonly folded: number; readonly more: boolean };
  /** Keeps a target over an earlier one; `value` null removes it. */
  saveTarget(target: Omit<Target, 'value'> & { readonly value: number | null }): null;
  /** Makes a campaign and counts for it what its days have brought so far. False when the id is taken. */
  createCampaign(campaign: Campaign): { readonly created: boolean };
  /**
   * Changes name, goals and last day of a campaign. Both the old and the new last day must not be over, so that nothing has
   * to be counted anew; `over` and `unknown` = nothing was changed.
   */
  editCampaign(args: Pick<Campaign, 'oaId' | 'id' | 'name' | 'toDay' | 'goals'> & { readonly today: string }): {
    readonly result: 'edited' | 'over' | 'unknown';
  };
  /**
   * Ends a campaign with `today`; one that has not begun is removed. `over` = its time had passed, nothing was changed.
   */
  endCampaign(args: { readonly oaId: string; readonly id: string; readonly today: string; readonly at: number }): {
    readonly result: 'ended' | 'removed' | 'over' | 'unknown';
  };
  /**
   * Counts one period (or campaign, `period` '') anew from the truth and compares it with the totals, after folding every
   * tally that waits; `repair` puts the truth in place of what differs.
   */
  recountIndicators(args: {
    readonly oaId: string;
    readonly span: string;
    readonly period: string;
    readonly repair: boolean;
  }): RecountResult;
}
