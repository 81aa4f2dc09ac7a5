import * as z from 'zod';
import type { Card } from '../../catalog/catalogue.ts';
import { contentHealth } from '../../catalog/health.ts';
import { vietnamDay } from '../../shared/clock.ts';
import { plusDays } from '../../shared/periods.ts';
import { demandIn } from '../../teams/report.ts';
import { defineAction } from '../action.ts';
import { DEMAND_DAYS } from './overview.ts';

const card = z.object({
  id: z.string(),
  title: z.string(),
  topic: z.string(),
  reviewAfter: z.string(),
  confidence: z.enum(['H', 'M', 'L', 'bg']),
  asks: z.number(),
});

const brief = ({ slug, title, topic, reviewAfter, confidence, asks }: Card): z.output<typeof card> => ({
  ...{ id: slug, title, topic, reviewAfter, confidence, asks: asks.length },
});

/** `bot content health` on a page. */
export const readContent = defineAction({
  name: 'dashboard.content',
  permission: 'content.view',
  route: { method: 'GET', path: '/dashboard/content' },
  summary:
    'Content that somebody has to look at: past its review, due soon, unsure, without pictures, and what is missing',
  input: z.object({}),
  output: z.object({
    day: z.string(),
    cards: z.number(),
    overdue: z.array(card),
    dueSoon: z.array(card),
    unsure: z.array(card),
    withoutPicture: z.array(card),
    fewAsks: z.array(card),
    /** Questions nobody could answer in 90 days, by what they came nearest to. */
    demand: z.array(z.object({ topic: z.string(), nearest: z.string(), title: z.string(), count: z.number() })),
  }),
  async run({ at, deps }) {
    const { storage, oaId } = deps;
    const day = vietnamDay(at);
    const { rows } = await storage.guideTotals({
      ...{ oaId, span: 'd', from: plusDays(day, -DEMAND_DAYS), to: day, today: day, kinds: ['unanswered'] },
    });
    const catalogue = deps.catalogue();
    const health = contentHealth(catalogue, day, demandIn(rows));
    // `out-of-scope` and the like name no guide.
    const titleOf = (id: string): string => catalogue.card(id)?.title ?? catalogue.flow(id)?.title ?? '';
    return {
      ...{ day, cards: health.cards, overdue: health.overdue.map(brief), dueSoon: health.dueSoon.map(brief) },
      unsure: health.unsure.flatMap(({ cards }) => cards.map(brief)),
      withoutPicture: health.withoutPicture.map(brief),
      fewAsks: health.fewAsks.map(brief),
      demand: health.demand.map((one) => ({ ...one, title: titleOf(one.nearest) })),
    };
  },
});
