import { monthOf, weekOf } from '../../shared/periods.ts';
import type { Campaign, Scope, Tally } from '../indicator-ports.ts';
import { takesPart } from './contacts.ts';

/** A campaign as folding sees it. */
export type CampaignDays = Pick<Campaign, 'oaId' | 'id' | 'fromDay' | 'toDay' | 'communeCodes'>;

/** A row of the totals. */
export interface TotalRow {
  readonly oaId: string;
  readonly scope: Scope;
  readonly span: string;
  readonly period: string;
  readonly topic: string;
  readonly unit: string;
  readonly indicator: string;
  value: number;
}

/** Sums by row of the totals. */
export type Totals = Map<string, TotalRow>;

/** The name of a row of the totals in `Totals`. */
export const keyOf = ({ oaId, scope, span, period, topic, unit, indicator }: Omit<TotalRow, 'value'>): string =>
  `${scope}\t${unit}\t${topic}\t${indicator}\t${span}\t${period}\t${oaId}`;

function add(totals: Totals, row: TotalRow): void {
  const key = keyOf(row);
  const known = totals.get(key);
  if (known) known.value += row.value;
  else totals.set(key, row);
}

/** Adds one tally to the totals of its team, its commune and the OA in one period, for its subject and for all together. */
export function foldInto(totals: Totals, tally: Omit<Tally, 'day'>, span: string, period: string): void {
  const { oaId, teamCode, communeCode, indicator, topic, value } = tally;
  const addUnit = (scope: Scope, unit: string): void => {
    add(totals, { oaId, scope, span, period, topic: '', unit, indicator, value });
    if (topic !== '') add(totals, { oaId, scope, span, period, topic, unit, indicator, value });
  };
  addUnit('p', '');
  if (communeCode !== '') addUnit('c', communeCode);
  if (teamCode !== '') addUnit('t', teamCode);
}

/**
 * What tallies add to the totals: each in day, week and month of its day and in every campaign around it, or in the one
 * span it names. Days first, weeks and months from their days: there are fewer of those than of tallies. The order of
 * tallies makes no difference. Pure.
 */
export function foldTallies(tallies: Iterable<Tally>, campaigns: readonly CampaignDays[]): Iterable<TotalRow> {
  const days: Totals = new Map();
  const others: Totals = new Map();
  const chosen = campaigns.filter(({ communeCodes }) => communeCodes.length > 0);
  for (const tally of tallies) {
    if (tally.span !== undefined) {
      foldInto(others, tally, tally.span, periodOf(tally.span, tally.day));
      continue;
    }
    foldInto(days, tally, 'd', tally.day);
    for (const campaign of chosen) {
      const counts = isAround(campaign, tally.oaId, tally.day) && takesPart(campaign.communeCodes, tally.communeCode);
      if (counts) foldInto(others, tally, campaign.id, '');
    }
  }
  const everywhere = campaigns.filter(({ communeCodes }) => communeCodes.length === 0);
  const weeks = new Map<string, string>();
  for (const row of days.values()) {
    const day = row.period;
    const week = weeks.get(day) ?? weekOf(day);
    weeks.set(day, week);
    add(others, { ...row, span: 'w', period: week });
    add(others, { ...row, span: 'm', period: monthOf(day) });
    for (const campaign of everywhere) {
      if (isAround(campaign, row.oaId, day)) add(others, { ...row, span: campaign.id, period: '' });
    }
  }
  // A tally may name the span of a day: such a row and one of `days` add up in the store.
  return [...days.values(), ...others.values()];
}

const isAround = (campaign: CampaignDays, oaId: string, day: string): boolean =>
  campaign.oaId === oaId && campaign.fromDay <= day && day <= campaign.toDay;

function periodOf(span: string, day: string): string {
  if (span === 'd') return day;
  if (span === 'w') return weekOf(day);
  return span === 'm' ? monthOf(day) : '';
}
