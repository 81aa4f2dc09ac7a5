import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import type { Campaign, UnitFigures } from '../../storage/indicator-ports.ts';
import { campaignStand } from '../../teams/campaigns.ts';
import { sumFigures, withRates } from '../../teams/indicators.ts';
import { praiseList } from '../../teams/praise.ts';
import { type ActionContext, communeFor, defineAction } from '../action.ts';
import { communeName } from '../teams/communes.ts';
import { indicatorName } from '../targets/indicators.ts';

const summary = z.object({
  id: z.string(),
  name: z.string(),
  fromDay: z.string(),
  toDay: z.string(),
  state: z.enum(['planned', 'running', 'over']),
  /** Communes that take part; empty = the whole province. */
  communes: z.array(z.object({ code: z.string(), name: z.string() })),
  isEndedEarly: z.boolean(),
});

/** Whether officers of a commune see a campaign: it is for all, or for them. */
async function concerns({ actor, deps }: ActionContext, { communeCodes }: Campaign): Promise<boolean> {
  const own = communeFor(actor);
  if (own === undefined || communeCodes.length === 0) return true;
  const line = await deps.storage.listCommuneLine({ oaId: deps.oaId, communeCode: own });
  return communeCodes.some((code) => line.includes(code));
}

function toSummary({ deps, at }: ActionContext, campaign: Campaign): z.output<typeof summary> {
  const { id: key, name: called, fromDay, toDay, communeCodes, endedAt } = campaign;
  return {
    ...{ id: key, name: called, fromDay, toDay },
    state: campaignStand(campaign, {}, vietnamDay(at)).state,
    communes: communeCodes.map((code) => ({ code, name: communeName(deps, code) })),
    isEndedEarly: endedAt !== undefined,
  };
}

/** Campaigns, the latest first. */
export const listCampaigns = defineAction({
  name: 'campaigns.list',
  permission: 'teams.view',
  route: { method: 'GET', path: '/campaigns' },
  summary: 'Campaigns, the latest first.',
  input: z.object({}),
  output: z.object({ campaigns: z.array(summary) }),
  async run(context) {
    const all = await context.deps.storage.listCampaigns({ oaId: context.deps.oaId });
    const seen = await Promise.all(all.map((one) => concerns(context, one)));
    return { campaigns: all.filter((_one, index) => seen[index]).map((one) => toSummary(context, one)) };
  },
});

const unitRow = z.object({ code: z.string(), name: z.string(), values: z.record(z.string(), z.number()) });

/** One campaign with how far it has come. */
export const getCampaign = defineAction({
  name: 'campaigns.get',
  permission: 'teams.view',
  route: { method: 'GET', path: '/campaigns/:id' },
  summary: 'One campaign: goals, how far it has come, communes and teams. An officer gets the own commune alone.',
  input: z.object({ id: z.string().max(60) }),
  output: summary.extend({
    days: z.number(),
    daysBegun: z.number(),
    goals: z.array(
      z.object({
        indicator: z.string(),
        name: z.string(),
        unit: z.string(),
        value: z.number(),
        /** Of all who take part; for an officer, of the own commune. */
        reached: z.number(),
        percent: z.number(),
        onTrack: z.boolean(),
      }),
    ),
    /** Figures are of one commune, not of the campaign. */
    isOwnCommuneAlone: z.boolean(),
    communeRows: z.array(unitRow),
    teamRows: z.array(unitRow),
    praised: z.array(
      z.object({ rank: z.number(), code: z.string(), name: z.string(), per100: z.number(), value: z.number() }),
    ),
  }),
  async run(context, { id: key }) {
    const { actor, deps, at } = context;
    const { storage, oaId } = deps;
    const [ofTeams, ofCommunes] = await Promise.all([
      storage.campaignProgress({ oaId, id: key, scope: 't' }),
      storage.campaignProgress({ oaId, id: key, scope: 'c' }),
    ]);
    if (!ofTeams || !ofCommunes || !(await concerns(context, ofTeams.campaign))) throw unknown(key);
    const { campaign } = ofTeams;
    const own = communeFor(actor);
    const line = own === undefined ? [] : await storage.listCommuneLine({ oaId, communeCode: own });
    const teams = new Map((await storage.listTeams({ oaId })).map((team) => [team.code, team]));
    const communes = ofCommunes.units.filter(({ unit }) => own === undefined || line.includes(unit));
    const inTeams = ofTeams.units.filter(({ unit }) => own === undefined || teams.get(unit)?.communeCode === own);
    const total = own === undefined ? ofTeams.total : sumFigures(communes);
    const stand = campaignStand(campaign, withRates(total), vietnamDay(at));
    const [first] = campaign.goals;
    const named = (rows: readonly UnitFigures[], nameOf: (code: string) => string) =>
      rows
        .map(({ unit: code, values }) => ({ code, name: nameOf(code), values: { ...withRates(values) } }))
        .toSorted((a, b) => (b.values[first?.indicator ?? ''] ?? 0) - (a.values[first?.indicator ?? ''] ?? 0));
    const teamName = (code: string): string => teams.get(code)?.name ?? code;
    const praised = praiseList(
      inTeams.map(({ unit, values }) => {
        const households = teams.get(unit)?.households;
        return {
          unit,
          value: values[first?.indicator ?? ''] ?? 0,
          ...(households === undefined ? {} : { households }),
        };
      }),
      10,
    );
    return {
      ...toSummary(context, campaign),
      ...{ days: stand.days, daysBegun: stand.daysBegun, isOwnCommuneAlone: own !== undefined },
      goals: stand.goals.map(({ indicator, value, reached, percent, onTrack }) => ({
        ...{ indicator, value, reached, percent, onTrack },
        ...indicatorName(deps, indicator),
      })),
      communeRows: named(communes, (code) => communeName(deps, code)),
      teamRows: named(inTeams, teamName),
      praised: praised.map(({ rank, unit: code, per100, value }) => ({
        rank,
        code,
        name: teamName(code),
        per100,
        value,
      })),
    };
  },
});

/** A campaign nobody made, or one that is not for this officer. */
export const unknown = (key: string): AppError => new AppError('CAMPAIGN_UNKNOWN', `There is no campaign "${key}".`);
