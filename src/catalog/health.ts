import type { Card, Catalogue, Confidence } from './catalogue.ts';
import { limits } from './limits.ts';

/** Days before its review in which a card is listed as due soon. */
const soonDays = 60;

const dayMs = 86_400_000;

/** Unanswered questions nearest to one subject or guide. */
export interface Demand {
  readonly topic: string;
  /** Slug or id of the guide they came nearest to; '' when none came near. */
  readonly nearest: string;
  readonly count: number;
}

/** What a person who looks after the content has to see, worst first. */
export interface ContentHealth {
  readonly cards: number;
  /** Past `reviewAfter`, longest first. They still answer, with a warning. */
  readonly overdue: readonly Card[];
  /** To be reviewed within 60 days, soonest first. */
  readonly dueSoon: readonly Card[];
  /** Facts that one page, nobody sure, or only general knowledge bears; by confidence, weakest first. */
  readonly unsure: readonly { readonly confidence: Confidence; readonly cards: readonly Card[] }[];
  /** Cards on which something is pressed and no step shows where. */
  readonly withoutPicture: readonly Card[];
  /** Cards with fewer ways to ask than a shipped card has. */
  readonly fewAsks: readonly Card[];
  /** What people asked and no card answered, most first. */
  readonly demand: readonly Demand[];
}

const daysUntil = (day: string, today: string): number => Math.round((Date.parse(day) - Date.parse(today)) / dayMs);

const pressesSomething = ({ steps }: Card): boolean => steps.some(({ text }) => /[Bb]ấm\s+["“]/u.test(text));

const byReview = (a: Card, b: Card): number =>
  a.reviewAfter < b.reviewAfter ? -1 : Number(a.reviewAfter > b.reviewAfter);

/** `today` as `YYYY-MM-DD`; `demand` as counted by the store, in any order. */
export function contentHealth(
  catalogue: Pick<Catalogue, 'cards'>,
  today: string,
  demand: readonly Demand[],
): ContentHealth {
  const cards = catalogue.cards();
  const reviewed = cards.toSorted(byReview);
  const unsure = (['L', 'bg', 'M'] as const).map((confidence) => ({
    confidence,
    cards: cards.filter((card) => card.confidence === confidence),
  }));
  return {
    cards: cards.length,
    overdue: reviewed.filter(({ reviewAfter }) => daysUntil(reviewAfter, today) < 0),
    dueSoon: reviewed.filter(({ reviewAfter }) => {
      const days = daysUntil(reviewAfter, today);
      return days >= 0 && days <= soonDays;
    }),
    unsure: unsure.filter((group) => group.cards.length > 0),
    withoutPicture: cards.filter((card) => pressesSomething(card) && card.steps.every(({ screen }) => !screen)),
    fewAsks: cards.filter(({ asks }) => asks.length < limits.cardAsksWanted),
    demand: demand.toSorted((a, b) => b.count - a.count || (a.nearest < b.nearest ? -1 : 1)),
  };
}

const confidenceWords: Readonly<Record<Confidence, string>> = {
  H: 'chắc',
  M: 'khá chắc (một nguồn)',
  L: 'chưa chắc',
  bg: 'hiểu biết chung, chưa có nguồn riêng',
};

function part(title: string, lines: readonly string[], empty: string): string[] {
  return [
    '',
    `${title}${lines.length > 0 ? ` (${lines.length})` : ''}`,
    ...(lines.length > 0 ? lines : [`  ${empty}`]),
  ];
}

const named = (card: Card, rest: string): string => `  ${card.slug}  ${card.title}  ${rest}`.trimEnd();

/** The health as officers read it in a terminal. `topicName` gives a subject's name as reports do. */
export function formatHealth(health: ContentHealth, today: string, topicName: (topic: string) => string): string {
  const since = (card: Card): string => `quá hạn ${-daysUntil(card.reviewAfter, today)} ngày`;
  const until = (card: Card): string => `hạn ${card.reviewAfter}`;
  return [
    `Nội dung ngày ${today}: ${health.cards} thẻ.`,
    ...part(
      'Quá hạn xem lại, bà con thấy lời báo đang kiểm tra',
      health.overdue.map((c) => named(c, since(c))),
      'Không có.',
    ),
    ...part(
      'Sắp đến hạn xem lại, trong 60 ngày',
      health.dueSoon.map((c) => named(c, until(c))),
      'Không có.',
    ),
    ...health.unsure.flatMap(({ confidence, cards }) =>
      part(
        `Độ chắc ${confidence}: ${confidenceWords[confidence]}`,
        cards.map((card) => named(card, '')),
        '',
      ),
    ),
    ...part(
      'Có bấm nút mà chưa có hình',
      health.withoutPicture.map((card) => named(card, '')),
      'Không có.',
    ),
    ...part(
      `Dưới ${limits.cardAsksWanted} cách hỏi`,
      health.fewAsks.map((card) => named(card, `${card.asks.length} cách hỏi`)),
      'Không có.',
    ),
    ...part(
      'Bà con hỏi mà chưa có thẻ trả lời, 90 ngày qua',
      health.demand.map(
        ({ topic, nearest, count }) =>
          `  ${count} lượt  ${topic === '' ? 'chưa rõ chủ đề' : topicName(topic)}${nearest === '' ? '' : `, gần với ${nearest}`}`,
      ),
      'Chưa có lượt nào.',
    ),
  ].join('\n');
}
