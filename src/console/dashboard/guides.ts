import * as z from 'zod';
import type { Catalogue } from '../../catalog/catalogue.ts';
import { vietnamDay } from '../../shared/clock.ts';
import { monthOf } from '../../shared/periods.ts';
import type { GuideTotal } from '../../storage/dashboard-ports.ts';
import { defineAction, Refusal } from '../action.ts';
import type { ConsoleDeps } from '../deps.ts';
import { shown, shownUnit } from './figures.ts';
import { filterInput } from './filters.ts';
import { type Unit, unitOf } from './unit.ts';

/** Fewer people than this at a step say nothing about it. */
export const ENOUGH_AT_STEP = 5;

/** One step of a guide: how many reached it, and how many pressed "Chưa làm được" there. */
const step = z.object({
  step: z.string(),
  text: z.string(),
  reached: z.number(),
  stuck: z.number(),
  done: z.number(),
});
type Step = z.output<typeof step>;

const guide = z.object({
  id: z.string(),
  kind: z.enum(['card', 'flow']),
  title: z.string(),
  topic: z.string(),
  started: z.number(),
  finished: z.number(),
  handovers: z.number(),
  steps: z.array(step),
});
export type GuideWay = z.output<typeof guide>;

const KINDS = ['started', 'step', 'stuck', 'finished', 'handover'] as const;

/** One guide's way in figures. Pure. */
export function wayOf(
  catalogue: Pick<Catalogue, 'card' | 'flow'>,
  id: string,
  totals: readonly Pick<GuideTotal, 'step' | 'kind' | 'count'>[],
): GuideWay | undefined {
  const count = (kind: GuideTotal['kind'], at?: string): number =>
    totals.reduce(
      (sum, one) => (one.kind === kind && (at === undefined || one.step === at) ? sum + one.count : sum),
      0,
    );
  const whole = { id, started: count('started'), finished: count('finished'), handovers: count('handover') };
  const card = catalogue.card(id);
  if (card) {
    return {
      ...{ ...whole, kind: 'card', title: card.title, topic: card.topic },
      steps: card.steps.map(({ text }, index): Step => {
        const name = String(index + 1);
        // Whoever did a step stands before the next; the first is where everybody begins.
        const reached = index === 0 ? whole.started : count('step', String(index));
        return { step: name, text, reached, stuck: Math.min(count('stuck', name), reached), done: count('step', name) };
      }),
    };
  }
  const flow = catalogue.flow(id);
  if (!flow) return undefined;
  return {
    ...{ ...whole, kind: 'flow', title: flow.title, topic: flow.topic },
    steps: Object.entries(flow.steps).flatMap(([name, one]): Step[] => {
      const done = count('step', name);
      const text = 'text' in one && typeof one.text === 'string' ? one.text : name;
      return done === 0 ? [] : [{ step: name, text, reached: done, stuck: 0, done }];
    }),
  };
}

/** Totals of some months, of the whole OA or of a commune. */
async function totalsOf(
  { storage, oaId }: Pick<ConsoleDeps, 'storage' | 'oaId'>,
  of: Unit,
  stretch: { readonly from: string; readonly to: string; readonly today: string },
  flows?: readonly string[],
) {
  return storage.guideTotals({
    ...{ oaId, span: 'm', ...stretch, kinds: KINDS },
    ...(flows === undefined ? {} : { flows }),
    ...(of.communeCodes === undefined ? {} : { communeCodes: of.communeCodes }),
  });
}

const stepFilters = filterInput.pick({ commune: true, topic: true, month: true });

export const readSteps = defineAction({
  name: 'dashboard.steps',
  permission: 'dashboard.view',
  route: { method: 'GET', path: '/dashboard/steps' },
  summary: 'Every card and flow of a month: started, each step, finished; those where most people get stuck first',
  input: stepFilters,
  output: z.object({ unit: shownUnit, month: z.string(), isComplete: z.boolean(), guides: z.array(guide) }),
  async run({ actor, at, deps }, { commune, topic, month }) {
    const of = await unitOf({ actor, deps }, { commune });
    const today = vietnamDay(at);
    const period = month ?? monthOf(today);
    const { rows, isComplete } = await totalsOf(deps, of, { from: period, to: period, today });
    const catalogue = deps.catalogue();
    const guides = [...Map.groupBy(rows, ({ flow }) => flow)]
      .flatMap(([id, totals]) => wayOf(catalogue, id, totals) ?? [])
      .filter((one) => one.started > 0 && (topic === '' || one.topic === topic));
    const stuckIn = ({ steps }: GuideWay): number => steps.reduce((sum, { stuck }) => sum + stuck, 0);
    return {
      ...{ unit: shown(of), month: period, isComplete },
      guides: guides.toSorted(
        (a, b) => stuckIn(b) - stuckIn(a) || b.started - a.started || a.title.localeCompare(b.title, 'vi'),
      ),
    };
  },
});

export const readFunnel = defineAction({
  name: 'dashboard.funnel',
  permission: 'dashboard.view',
  route: { method: 'GET', path: '/dashboard/funnels/:id' },
  summary: 'One card or flow in a month: how many began, passed each step and came to the end',
  input: stepFilters.extend({ id: z.string().max(100) }),
  output: z.object({ unit: shownUnit, month: z.string(), isComplete: z.boolean(), guide }),
  async run({ actor, at, deps }, { id, commune, month }) {
    const of = await unitOf({ actor, deps }, { commune });
    const today = vietnamDay(at);
    const period = month ?? monthOf(today);
    const { rows, isComplete } = await totalsOf(deps, of, { from: period, to: period, today }, [id]);
    const found = wayOf(deps.catalogue(), id, rows);
    if (!found) throw new Refusal(`Không có hướng dẫn "${id}".`, { id: 'Không có hướng dẫn này.' });
    return { unit: shown(of), month: period, isComplete, guide: found };
  },
});
