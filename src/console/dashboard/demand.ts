import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { plusDays } from '../../shared/periods.ts';
import type { Demand } from '../../storage/ports.ts';
import { type DemandGroup, findDemandGroup } from '../../understanding/demand/groups.ts';
import { defineAction, Refusal } from '../action.ts';
import type { ConsoleDeps } from '../deps.ts';
import { groupsOf } from './demand-groups.ts';
import { DEMAND_DAYS } from './overview.ts';
import { communeName } from './unit.ts';

/** Grouped in one go; older ones come up when these are settled. */
export const MOST_QUESTIONS = 1_000;

const group = z.object({
  id: z.string(),
  size: z.number(),
  keywords: z.array(z.string()),
  /** Masked words of residents who asked us to keep them. */
  texts: z.array(z.string()),
  /** The guide most of them came nearest to; '' for none. */
  nearest: z.string(),
  nearestTitle: z.string(),
  communes: z.array(z.object({ code: z.string(), name: z.string(), count: z.number() })),
  firstDay: z.string(),
  lastDay: z.string(),
});

const openOf = ({ storage, oaId }: ConsoleDeps, at: number): Promise<readonly Demand[]> =>
  storage.listDemand({
    ...{ oaId, fromDay: plusDays(vietnamDay(at), -DEMAND_DAYS), state: 'open', limit: MOST_QUESTIONS },
  });

const most = (names: readonly string[]): string =>
  [...Map.groupBy(names, (name) => name)].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? '';

function describe(deps: ConsoleDeps, one: DemandGroup, open: readonly Demand[]): z.input<typeof group> {
  const members = new Set(one.ids);
  const questions = open.filter(({ id }) => members.has(id));
  const days = questions.map(({ day }) => day).toSorted();
  const nearest = most(questions.flatMap((question) => (question.nearest === '' ? [] : [question.nearest])));
  const catalogue = deps.catalogue();
  return {
    ...{ id: one.id, size: one.ids.length, keywords: [...one.keywords], texts: [...one.texts], nearest },
    nearestTitle: catalogue.card(nearest)?.title ?? catalogue.flow(nearest)?.title ?? '',
    communes: [...Map.groupBy(questions, ({ communeCode }) => communeCode)]
      .map(([code, some]) => ({ code, name: communeName(deps, code), count: some.length }))
      .toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name, 'vi')),
    firstDay: days[0] ?? '',
    lastDay: days.at(-1) ?? '',
  };
}

/** `bot demand` on a page. */
export const readDemand = defineAction({
  name: 'demand.list',
  permission: 'demand.work',
  route: { method: 'GET', path: '/demand' },
  summary: 'Questions nobody answered, kept by wish of those who asked, in groups, the largest first',
  input: z.object({}),
  output: z.object({
    days: z.number(),
    questions: z.number(),
    /** True when older questions were left out. */
    isFull: z.boolean(),
    groups: z.array(group),
  }),
  async run({ at, deps }) {
    const open = await openOf(deps, at);
    const groups = await groupsOf(deps, open);
    return {
      ...{ days: DEMAND_DAYS, questions: open.length, isFull: open.length === MOST_QUESTIONS },
      groups: groups.map((one) => describe(deps, one, open)),
    };
  },
});

export const dismissDemand = defineAction({
  name: 'demand.dismiss',
  permission: 'demand.work',
  route: { method: 'POST', path: '/demand/:id/dismiss' },
  summary: 'Closes a group that is no matter of the assistant',
  input: z.object({ id: z.string().regex(/^n\d{1,15}$/u, 'Nhóm này không có.') }),
  output: z.object({ settled: z.number() }),
  async run({ at, deps, change }, { id }) {
    const open = await openOf(deps, at);
    const found = findDemandGroup(await groupsOf(deps, open), id);
    if (!found) throw new Refusal('Nhóm này không còn mở: có thể đồng nghiệp vừa xử lý. Bạn tải lại trang.');
    const args = { oaId: deps.oaId, ids: found.ids, state: 'dismissed' as const, settledAs: found.id };
    await change({
      subject: `demand:${found.id}`,
      detail: { questions: found.ids.length },
      writes: [{ operation: 'settleDemand', args }],
    });
    return { settled: found.ids.length };
  },
});
