import type { FieldEntry } from '../storage/field-log-ports.ts';
import type { Campaign, PeriodFigures, Scope } from '../storage/indicator-ports.ts';
import type { IndicatorView } from './indicator-view.ts';
import type { Indicator, ThingName } from './indicators.ts';
import type { Praised } from './praise.ts';
import type { ReportPeriod } from './report-period.ts';

type Figures = Readonly<Record<string, number>>;

/** Everything a report is made of, already read. */
export interface PeriodReportInput {
  readonly scope: Scope;
  readonly unit: string;
  readonly period: ReportPeriod;
  /** A view of each month of the period, in order. */
  readonly views: readonly Pick<IndicatorView, 'values' | 'rows' | 'targets' | 'weights'>[];
  /** Figures of each month of the period before. */
  readonly before: readonly Figures[];
  /** Of each day of the period. */
  readonly days: readonly PeriodFigures[];
  /** Entries of the field log, for a team or commune; too many for a province. */
  readonly entries: readonly FieldEntry[];
  readonly campaigns: readonly { readonly campaign: Campaign; readonly total: Figures; readonly own: Figures }[];
  /** Monthly target of a part of the unit; undefined = none was set. */
  targetOf(unit: string, indicator: string): number | undefined;
  readonly thingName: ThingName;
  /** Kinds of the field log that count guided people: of one unit and one source, so that they may be added up. */
  readonly guidedKinds: readonly string[];
  nameOf(unit: string): string;
  /** `2026-11-22` */
  readonly printedOn: string;
}

/** One indicator over the period. */
export interface FigureLine {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly better: Indicator['better'];
  /** Each month of a quarter, undefined for one that has not begun; empty for a month. */
  readonly months: readonly (number | undefined)[];
  /** undefined = a rate of nothing. */
  readonly value: number | undefined;
  readonly before: number | undefined;
  readonly target?: number;
  /** True: `value` is the highest month, because accounts of several months cannot be added up. */
  readonly isPeak: boolean;
}

/** A kind of the field log, with the days for which it was written down. */
export interface LogLine extends FigureLine {
  readonly days: readonly string[];
}

export interface UnitLine {
  readonly unit: string;
  readonly name: string;
  readonly values: Figures;
  /** Guided people by the field log. */
  readonly guided: number;
  readonly score: number;
}

export interface CampaignLine {
  readonly name: string;
  readonly fromDay: string;
  readonly toDay: string;
  readonly indicator: string;
  readonly unit: string;
  /** Of the unit of this report. */
  readonly own: number;
  readonly total: number;
  readonly goal: number;
  readonly percent: number;
}

/** A report of a month or quarter. The three parts come from three sources and are never added up. */
export interface PeriodReport {
  readonly scope: Scope;
  readonly unit: string;
  readonly name: string;
  readonly period: ReportPeriod;
  readonly printedOn: string;
  /** True before the last day of the period has passed. */
  readonly isPreliminary: boolean;
  readonly measured: readonly FigureLine[];
  readonly visit: readonly FigureLine[];
  readonly selfReported: readonly LogLine[];
  readonly response: readonly FigureLine[];
  readonly learning: readonly FigureLine[];
  readonly campaigns: readonly CampaignLine[];
  /** Teams of a commune, communes of a province, by score. */
  readonly units: readonly UnitLine[];
  readonly praise: readonly (Praised & { readonly name: string })[];
  readonly days: readonly PeriodFigures[];
  readonly entries: readonly FieldEntry[];
}

/** Who hands a report in, and to whom. */
export interface ReportOffice {
  /** Name of the department of the province, such as "Sở Khoa học và Công nghệ". */
  readonly departmentName: string;
  /** Of the team, or of the commune itself; undefined for the province. */
  readonly communeName?: string;
  /** Where it is signed: the commune, or the province. */
  readonly placeName: string;
  /** What a kind of the field log, a group of people and a team is called. */
  kindName(kind: string): { readonly title: string; readonly unit: string };
  groupName(group: string): string;
  teamName(code: string): string;
}
