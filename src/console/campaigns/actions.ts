import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { countDays, daysOfPeriod, plusDays } from '../../shared/periods.ts';
import { MOST_CAMPAIGN_DAYS, planCampaign } from '../../teams/campaigns.ts';
import { thingNames } from '../../teams/indicators.ts';
import { AppError } from '../../shared/errors.ts';
import { type ActionContext, defineAction, Refusal } from '../action.ts';
import { readCommuneField } from '../teams/communes.ts';
import { dayText } from '../teams/words.ts';
import { demandIndicator } from '../targets/indicators.ts';
import { wholeNumber } from '../targets/actions.ts';
import { unknown } from './read-actions.ts';

const NAME = 'Ghi tên chiến dịch, 3 đến 80 chữ.';
const DAY = 'Chọn ngày, ví dụ 01/12/2026.';

const name = z.string().trim().min(3, { error: NAME }).max(80, { error: NAME });
const day = z
  .string({ error: DAY })
  .trim()
  .refine((text) => daysOfPeriod('d', text) !== undefined, { error: DAY });
const goals = z
  .array(z.object({ indicator: z.string().max(80), value: wholeNumber }))
  .min(1, { error: 'Cần ít nhất một chỉ tiêu.' })
  .max(8);
const id = z.string().max(60);

function demandGoals({ deps }: ActionContext, wanted: z.output<typeof goals>): void {
  for (const [index, { indicator }] of wanted.entries()) {
    const field = `goals.${index}.indicator`;
    demandIndicator(deps, indicator, field);
    if (wanted.findIndex((one) => one.indicator === indicator) !== index) {
      throw new Refusal('Có chỉ tiêu bị trùng.', {
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
