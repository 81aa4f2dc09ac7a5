import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { countDays, daysOfPeriod, plusDays } from '../../shared/periods.ts';
import type { Campaign, UnitFigures } from '../../storage/indicator-ports.ts';
import { campaignStand, MOST_CAMPAIGN_DAYS, planCampaign } from '../../teams/campaigns.ts';
import { sumFigures, thingNames, withRates } from '../../teams/indicators.ts';
import { praiseList } from '../../teams/praise.ts';
import { AppError } from '../../shared/errors.ts';
import { type ActionContext, communeFor, defineAction, Refusal } from '../action.ts';
import { communeName, readCommuneField } from '../teams/communes.ts';
import { dayText } from '../teams/words.ts';
import { demandIndicator, indicatorName } from '../targets/indicators.ts';
import { wholeNumber } from '../targets/actions.ts';

const NAME = 'Ghi tên chiến dịch, 3 đến 80 chữ.';
const DAY = 'Chọn ngày, ví dụ 01/12/2026.';

const name = z.string().trim().min(3, { error: NAME }).max(80, { error: NAME });
const day = z
  .string({ error: DAY })
  .trim()
  .refine((text) => daysOfPeriod('d', text) !== undefined, { error: DAY });
const goals = z
  .array(z.object({ indicator: z.string().max(80), value: wholeNumber }))
  .min(1, { error: 'Cần ít nhất một mục tiêu.' })
  .max(8);
const id = z.string().max(60);

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
  input: z.object({ id }),
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

const unknown = (key: string): AppError => new AppError('CAMPAIGN_UNKNOWN', `There is no campaign "${key}".`);

function demandGoals({ deps }: ActionContext, wanted: z.output<typeof goals>): void {
  for (const [index, { indicator }] of wanted.entries()) {
    const field = `goals.${index}.indicator`;
    demandIndicator(deps, indicator, field);
    if (wanted.findIndex((one) => one.indicator === indicator) !== index) {
      throw new Refusal('Có mục tiêu bị trùng.', {
        [field]: 'Chỉ số này đã có ở trên. Chọn chỉ số khác hoặc để trống.',
      });
    }
  }
}

/** How long a campaign would be, refused where that cannot be. */
function demandDays(fromDay: string, toDay: string, today: string): void {
  const days = countDays(fromDay, toDay);
  if (days < 1) throw new Refusal('Ngày chưa đúng.', { toDay: 'Ngày cuối phải từ ngày đầu trở đi.' });
  if (days > MOST_CAMPAIGN_DAYS) {
    throw new Refusal('Chiến dịch quá dài.', {
      toDay: `Dài nhất ${MOST_CAMPAIGN_DAYS} ngày; từ ${dayText(fromDay)} thì đến ${dayText(plusDays(fromDay, MOST_CAMPAIGN_DAYS - 1))}.`,
    });
  }
  if (toDay < today)
    throw new Refusal('Ngày chưa đúng.', { toDay: `Ngày cuối phải từ hôm nay (${dayText(today)}) trở đi.` });
}

/** Makes a campaign. Days that are over are counted. */
export const createCampaign = defineAction({
  name: 'campaigns.create',
  permission: 'campaigns.manage',
  route: { method: 'POST', path: '/campaigns' },
  summary: 'Makes a campaign of at most 92 days for the province or for some communes.',
  input: z.object({
    name,
    fromDay: day,
    toDay: day,
    /** Codes or names; empty = the whole province. */
    communes: z.array(z.string().max(120)).max(200).default([]),
    goals,
  }),
  output: z.object({ id: z.string() }),
  async run(context, { name: called, fromDay, toDay, communes, goals: wanted }) {
    const { deps, at } = context;
    const { storage, oaId } = deps;
    const today = vietnamDay(at);
    demandDays(fromDay, toDay, today);
    demandGoals(context, wanted);
    const codes = await Promise.all(communes.map(async (one) => (await readCommuneField(deps, one, 'communes')).code));
    const lines = await Promise.all(codes.map((communeCode) => storage.listCommuneLine({ oaId, communeCode })));
    const campaign = planCampaign(
      {
        ...{ oaId, id: `cd-${deps.randomId().slice(0, 12)}`, name: called, fromDay, toDay, goals: wanted, today, at },
        communeCodes: [...new Set(lines.flat())],
      },
      thingNames(deps.catalogue()),
    );
    const { results } = await context.change({
      subject: `campaign:${campaign.id}`,
      detail: { name: called, fromDay, toDay, communes: campaign.communeCodes, goals: wanted },
      writes: [{ operation: 'createCampaign', args: campaign }],
    });
    if (!(results[0] as { readonly created: boolean }).created) {
      throw new AppError('CAMPAIGN_INVALID', `The id ${campaign.id} is taken. Ask again.`);
    }
    return { id: campaign.id };
  },
});

/** Changes name, goals and last day of a campaign that is not over. */
export const editCampaign = defineAction({
  name: 'campaigns.edit',
  permission: 'campaigns.manage',
  route: { method: 'PUT', path: '/campaigns/:id' },
  summary: 'Changes name, goals and last day of a campaign that is not over.',
  input: z.object({ id, name, toDay: day, goals }),
  output: z.object({ id: z.string() }),
  async run(context, { id: key, name: called, toDay, goals: wanted }) {
    const { oaId, storage } = context.deps;
    const today = vietnamDay(context.at);
    const before = (await storage.listCampaigns({ oaId })).find((one) => one.id === key);
    if (!before) throw unknown(key);
    if (before.toDay < today) throw new Refusal('Chiến dịch đã kết thúc, không sửa được nữa.');
    demandDays(before.fromDay, toDay, today);
    demandGoals(context, wanted);
    await context.change({
      subject: `campaign:${key}`,
      detail: {
        before: { name: before.name, toDay: before.toDay, goals: before.goals },
        name: called,
        toDay,
        goals: wanted,
      },
      writes: [{ operation: 'editCampaign', args: { oaId, id: key, name: called, toDay, goals: wanted, today } }],
    });
    return { id: key };
  },
});

/** Ends a campaign today; one that has not begun is removed. */
export const endCampaign = defineAction({
  name: 'campaigns.end',
  permission: 'campaigns.manage',
  route: { method: 'POST', path: '/campaigns/:id/end' },
  summary: 'Ends a campaign today; one that has not begun is removed. Cannot be taken back.',
  input: z.object({
    id,
    confirmed: z.literal('yes', { error: 'Đánh dấu vào ô này: kết thúc rồi thì không mở lại được.' }),
  }),
  output: z.object({ id: z.string(), result: z.enum(['ended', 'removed']) }),
  async run(context, { id: key }) {
    const { oaId, storage } = context.deps;
    const today = vietnamDay(context.at);
    const before = (await storage.listCampaigns({ oaId })).find((one) => one.id === key);
    if (!before) throw unknown(key);
    if (before.toDay < today || before.endedAt !== undefined) throw new Refusal('Chiến dịch này đã kết thúc rồi.');
    const { results } = await context.change({
      subject: `campaign:${key}`,
      detail: { name: before.name, today },
      writes: [{ operation: 'endCampaign', args: { oaId, id: key, today, at: context.at } }],
    });
    return { id: key, result: (results[0] as { result: 'ended' | 'removed' }).result };
  },
});
