import * as z from 'zod';
import { readyAnnouncement } from '../../broadcasts/start.ts';
import { MAX_TIP_TEXT, MAX_TIP_TITLE, MIN_TIP_TEXT, tipMessage, tipText } from '../../broadcasts/tip-message.ts';
import { planTip } from '../../broadcasts/tip-plan.ts';
import { defaultQuietHours, nextAllowed } from '../../delivery/quiet-hours.ts';
import { vietnamDay } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import { daysOfPeriod, monthOf } from '../../shared/periods.ts';
import type { Tip } from '../../storage/tip-ports.ts';
import { type ActionContext, defineAction, Refusal } from '../action.ts';

const id = z.string().max(60);

const tipRow = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  card: z.string(),
  cardTitle: z.string(),
  month: z.string(),
  state: z.enum(['draft', 'sending', 'stopped']),
  /** People it was given to, and who pressed a button of it; absent for officers of a commune: figures of the province. */
  given: z.number().optional(),
  read: z.number().optional(),
});

function toRow({ actor, deps }: ActionContext, tip: Tip & { given: number; read: number }): z.output<typeof tipRow> {
  const { oaId: _oaId, createdAt: _createdAt, given, read, ...rest } = tip;
  const cardTitle = deps.catalogue().card(tip.card)?.title ?? '';
  return { ...rest, cardTitle, ...(actor.role === 'commune-officer' ? {} : { given, read }) };
}

/** Tips, the latest first. */
export const listTips = defineAction({
  name: 'tips.list',
  permission: 'teams.view',
  route: { method: 'GET', path: '/tips' },
  summary: 'Monthly tips for team members, the latest first, with how many have them and how many read them.',
  input: z.object({}),
  output: z.object({ tips: z.array(tipRow) }),
  async run(context) {
    const tips = await context.deps.storage.listTips({ oaId: context.deps.oaId });
    return { tips: tips.map((tip) => toRow(context, tip)) };
  },
});

async function tipOf({ deps }: ActionContext, key: string): Promise<Tip> {
  const tip = await deps.storage.findTip({ oaId: deps.oaId, id: key });
  if (!tip) throw new AppError('TIP_UNKNOWN', `There is no tip "${key}".`);
  return tip;
}

const plan = z.object({
  reachable: z.number(),
  hasIt: z.number(),
  thisWeek: z.number(),
  refuses: z.number(),
  unreachable: z.number(),
  /** When the first would go out: now, or at 7 in the morning. */
  dueAt: z.number(),
});

/** One tip with its words and whom it would reach now. */
export const getTip = defineAction({
  name: 'tips.get',
  permission: 'announcements.run',
  route: { method: 'GET', path: '/tips/:id' },
  summary: 'One tip as members read it, and whom sending it now would reach. Sends nothing.',
  input: z.object({ id }),
  output: tipRow.extend({ message: z.string(), plan }),
  async run(context, { id: key }) {
    const { deps } = context;
    await tipOf(context, key);
    const tip = (await deps.storage.listTips({ oaId: deps.oaId })).find((one) => one.id === key);
    if (!tip) throw new AppError('TIP_UNKNOWN', `There is no tip "${key}".`);
    const { reachable, ...left } = await reach(context, key);
    return {
      ...toRow(context, tip),
      message: tipText(tip, deps.catalogue()),
      plan: { ...left, reachable: reachable.length },
    };
  },
});

async function reach({ deps, at }: ActionContext, tipId: string) {
  const dueAt = nextAllowed(at, defaultQuietHours);
  return { ...planTip(await deps.storage.listTipReaders({ oaId: deps.oaId, tipId }), dueAt), dueAt };
}

const TITLE = `Ghi tiêu đề, 1 đến ${MAX_TIP_TITLE} chữ.`;
const TEXT = `Ghi nội dung, ${MIN_TIP_TEXT} đến ${MAX_TIP_TEXT} chữ.`;
const MONTH = 'Chọn tháng, ví dụ 2026-12.';

const content = {
  title: z.string().trim().normalize('NFC').min(1, { error: TITLE }).max(MAX_TIP_TITLE, { error: TITLE }),
  text: z.string().trim().normalize('NFC').min(MIN_TIP_TEXT, { error: TEXT }).max(MAX_TIP_TEXT, { error: TEXT }),
  /** Slug of a guide to try; '' for none. */
  card: z.string().max(80).default(''),
  month: z
    .string()
    .optional()
    .refine((month) => month === undefined || daysOfPeriod('m', month) !== undefined, { error: MONTH }),
};

/** Keeps a tip, new or (with `id`) one that was not sent. */
export const saveTip = defineAction({
  name: 'tips.save',
  permission: 'announcements.write',
  route: { method: 'PUT', path: '/tips' },
  summary: 'Keeps a tip as a draft; with an id, changes one that was not sent yet.',
  input: z.object({ id: id.optional(), ...content }),
  output: z.object({ id: z.string() }),
  async run(context, { id: key, title, text, card, month }) {
    const { deps, at } = context;
    if (card !== '' && !deps.catalogue().card(card)) {
      throw new Refusal('Hướng dẫn chưa đúng.', { card: 'Không có hướng dẫn này. Chọn trong danh sách.' });
    }
    const before = key === undefined ? undefined : await tipOf(context, key);
    if (before && before.state !== 'draft') throw new Refusal('Mẹo đã gửi thì không sửa được. Bạn viết mẹo mới.');
    const tip: Tip = {
      ...{ oaId: deps.oaId, id: key ?? deps.randomId().slice(0, 12), title, text, card },
      ...{ month: month ?? monthOf(vietnamDay(at)), createdAt: before?.createdAt ?? at, state: 'draft' },
    };
    await context.change({
      subject: `tip:${tip.id}`,
      detail: { title, text, card, month: tip.month },
      writes: [{ operation: 'saveTip', args: tip }],
    });
    return { id: tip.id };
  },
});

/** Puts a tip on its way to whoever may have it now. */
export const sendTip = defineAction({
  name: 'tips.send',
  permission: 'announcements.run',
  route: { method: 'POST', path: '/tips/:id/send' },
  summary: 'Queues a tip for members who may have it now. Again later, it reaches those who wrote meanwhile.',
  input: z.object({ id }),
  output: z.object({ id: z.string(), given: z.number() }),
  async run(context, { id: key }) {
    const { deps, at } = context;
    const { oaId } = deps;
    const tip = await tipOf(context, key);
    if (tip.state === 'stopped') throw new Refusal('Mẹo này đã dừng và không gửi lại được. Bạn viết mẹo mới.');
    const { reachable: userIds, dueAt } = await reach(context, key);
    if (userIds.length === 0) {
      throw new Refusal(
        'Hiện chưa gửi được cho ai: mọi người đã có mẹo, mới nhận trong tuần, từ chối, hoặc quá 7 ngày chưa nhắn.',
      );
    }
    const announcement = readyAnnouncement({
      ...{ id: `tip-${key}`, oaId, title: `Mẹo: ${tip.title}`, body: tipMessage(tip, deps.catalogue()), dueAt, at },
    });
    const { results } = await context.change({
      subject: `tip:${key}`,
      detail: { people: userIds.length },
      writes: [
        { operation: 'saveAnnouncement', args: announcement },
        { operation: 'giveTip', args: { oaId, tipId: key, dueAt, at, userIds } },
      ],
    });
    return { id: key, given: (results[1] as { readonly given: number }).given };
  },
});

/** Ends a tip: whoever has not got it does not get it. */
export const stopTip = defineAction({
  name: 'tips.stop',
  permission: 'announcements.run',
  route: { method: 'POST', path: '/tips/:id/stop' },
  summary: 'Stops a tip: whoever has not got it yet does not get it. Cannot be taken back.',
  input: z.object({
    id,
    confirmed: z.literal('yes', { error: 'Đánh dấu vào ô này: dừng rồi thì không gửi lại được.' }),
  }),
  output: z.object({ id: z.string() }),
  async run(context, { id: key }) {
    const { oaId } = context.deps;
    const tip = await tipOf(context, key);
    if (tip.state === 'stopped') throw new Refusal('Mẹo này đã dừng rồi.');
    await context.change({
      subject: `tip:${key}`,
      writes: [{ operation: 'stopTip', args: { oaId, id: key, at: context.at } }],
    });
    return { id: key };
  },
});
