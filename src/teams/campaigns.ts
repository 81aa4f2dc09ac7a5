import { AppError } from '../shared/errors.ts';
import { countDays, daysOfPeriod, plusDays } from '../shared/periods.ts';
import type { Campaign, CampaignGoal } from '../storage/indicator-ports.ts';
import { indicatorOf, type ThingName } from './indicators.ts';
import { unknownIndicator } from './score.ts';

/** The longest campaign, as "92 ngày đêm": a quarter of a year. */
export const MOST_CAMPAIGN_DAYS = 92;

export interface CampaignPlan {
  readonly oaId: string;
  readonly id: string;
  readonly name: string;
  readonly fromDay: string;
  readonly toDay: string;
  readonly communeCodes: readonly string[];
  readonly goals: readonly CampaignGoal[];
  readonly today: string;
  readonly at: number;
}

/** The campaign to be made. Throws CAMPAIGN_INVALID or INDICATOR_INVALID with what is wrong. */
export function planCampaign(plan: CampaignPlan, thingName: ThingName): Campaign {
  const { fromDay, toDay, today, goals } = plan;
  const name = plan.name.trim();
  const invalid = (problem: string): AppError => new AppError('CAMPAIGN_INVALID', problem);
  if (name.length < 3 || name.length > 80) {
    throw invalid(`The name "${name}" has ${name.length} letters. Expected 3 to 80.`);
  }
  for (const day of [fromDay, toDay]) {
    if (!daysOfPeriod('d', day)) throw invalid(`"${day}" is not a day. Expected YYYY-MM-DD, such as 2026-12-01.`);
  }
  const days = countDays(fromDay, toDay);
  if (days < 1 || days > MOST_CAMPAIGN_DAYS) {
    throw invalid(
      `From ${fromDay} to ${toDay} are ${days} days. Expected 1 to ${MOST_CAMPAIGN_DAYS}; the first day is counted.`,
    );
  }
  if (toDay < today) {
    throw invalid(
      `The campaign would have ended on ${toDay}, before today (${today}). Ask "bot indicators" for past days.`,
    );
  }
  if (goals.length === 0) throw invalid('The campaign has no goal. Give at least one, such as --goals reached=10000.');
  for (const { indicator, value } of goals) checkTargetable(indicator, value, thingName);
  const { oaId, id, communeCodes, at: createdAt } = plan;
  return { oaId, id, name, fromDay, toDay, communeCodes, goals, createdAt };
}

/** Throws INDICATOR_INVALID unless this may be aimed at: a known indicator and a whole number above 0. */
export function checkTargetable(indicator: string, value: number, thingName: ThingName): void {
  if (!indicatorOf(indicator, thingName)) throw unknownIndicator(indicator);
  if (!Number.isInteger(value) || value < 1 || value > 1_000_000_000) {
    throw new AppError(
      'INDICATOR_INVALID',
      `The value ${value} for "${indicator}" cannot be aimed at. Expected a whole number above 0.`,
    );
  }
}

export interface GoalProgress extends CampaignGoal {
  readonly reached: number;
  /** Of the goal; more than 100 is said as it is. */
  readonly percent: number;
  /** True when the share of the goal is at least the share of the days that are over. */
  readonly onTrack: boolean;
}

export interface CampaignStand {
  readonly days: number;
  /** Days that have begun, 0 before the campaign, `days` at its end. */
  readonly daysBegun: number;
  readonly state: 'planned' | 'running' | 'over';
  readonly goals: readonly GoalProgress[];
}

/** Where a campaign stands on a day. Pure. */
export function campaignStand(
  campaign: Pick<Campaign, 'fromDay' | 'toDay' | 'goals'>,
  total: Readonly<Record<string, number>>,
  today: string,
): CampaignStand {
  const days = countDays(campaign.fromDay, campaign.toDay);
  const daysBegun = Math.min(days, Math.max(0, countDays(campaign.fromDay, today)));
  const daysOver = Math.min(days, Math.max(0, countDays(campaign.fromDay, plusDays(today, -1))));
  return {
    days,
    daysBegun,
    state: daysBegun === 0 ? 'planned' : today > campaign.toDay ? 'over' : 'running',
    goals: campaign.goals.map(({ indicator, value }) => {
      const reached = total[indicator] ?? 0;
      const percent = Math.floor((100 * reached) / value);
      return { indicator, value, reached, percent, onTrack: reached * days >= value * daysOver };
    }),
  };
}
