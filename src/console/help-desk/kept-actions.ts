import * as z from 'zod';
import { WINDOW_MS } from '../../broadcasts/reach.ts';
import { type ActionContext, defineAction, Refusal } from '../action.ts';
import { checkedMessage } from './check-text.ts';
import { holding } from './claim-actions.ts';
import { changing, handOf, holderOf, LEASE_MS, refOf } from './guard.ts';
import { findAsker, keptOf, keptQuestions } from './kept-read.ts';
import { communeName, findContact } from './read.ts';
import {
  answersSeen,
  answerText,
  cardInput,
  contactShape,
  historyLine,
  holderShape,
  refInput,
  ticked,
} from './shapes.ts';
import { deedWords } from './words.ts';

const row = z.object({
  id: z.string(),
  askedAt: z.number(),
  /** As kept: masked. */
  text: z.string(),
  communeName: z.string(),
  nearest: z.string(),
  nearestTitle: z.string(),
  /** Asked less than 7 days ago: whoever asked can be written to. Others perhaps. */
  isFresh: z.boolean(),
  holder: z.string(),
});

/** Questions residents gave us to keep that nobody has answered. */
export const listKept = defineAction({
  name: 'questions.kept',
  permission: 'demand.work',
  route: { method: 'GET', path: '/kept-questions' },
  summary: 'Lists questions that residents gave to be kept and nobody has answered.',
  input: z.object({}),
  output: z.object({ rows: z.array(row) }),
  async run(context) {
    const { deps, at } = context;
    const catalogue = deps.catalogue();
    const questions = await keptQuestions(context);
    return {
      rows: questions.map(({ demand, kept }) => ({
        ...{ id: String(demand.id), askedAt: demand.at, text: demand.text, nearest: demand.nearest },
        communeName: communeName(deps, demand.communeCode),
        nearestTitle: (catalogue.card(demand.nearest) ?? catalogue.flow(demand.nearest))?.title ?? '',
        isFresh: at - demand.at < WINDOW_MS,
        holder: holderOf(kept, at)?.name ?? '',
      })),
    };
  },
});

/** One of them, with whether its asker can be written to. Nobody learns who that is. */
export const getKept = defineAction({
  name: 'questions.getKept',
  permission: 'demand.work',
  route: { method: 'GET', path: '/kept-questions/:id' },
  summary: 'Shows one kept question, and whether whoever asked can be written to. Not who that is.',
  input: z.object({ id: refInput }),
  output: z.object({
    ...{ id: z.string(), askedAt: z.number(), text: z.string(), communeName: z.string() },
    ...{ nearest: z.string(), state: z.string(), settledAs: z.string(), answers: z.number() },
    contact: contactShape,
    holder: holderShape.optional(),
    history: z.array(historyLine),
  }),
  async run(context, { id }) {
    const { deps, actor, at } = context;
    const { demand, pseudonym } = await keptOf(context, id);
    const ref = refOf(context, 'demand', id);
    const [kept, events] = await Promise.all([deps.storage.findDeskCase(ref), deps.storage.listDeskEvents(ref)]);
    const asker = demand.state === 'open' ? await findAsker(deps, pseudonym, at) : undefined;
    const holder = holderOf(kept, at);
    return {
      ...{ id, askedAt: demand.at, text: demand.text, communeName: communeName(deps, demand.communeCode) },
      ...{ nearest: demand.nearest, state: demand.state, settledAs: demand.settledAs, answers: kept?.answers ?? 0 },
      contact: await findContact(deps, asker, at),
      history: events.map((event) => ({ at: event.at, name: event.name, deed: event.deed, words: deedWords(event) })),
      ...(holder ? { holder: { ...holder, isMine: holder.id === actor.accountId } } : {}),
    };
  },
});

const needOpen = (state: string): void => {
  if (state !== 'open') throw new Refusal('Câu hỏi này đã được trả lời hoặc đã khép lại.');
};

/** Takes a kept question in hand. */
export const claimKept = defineAction({
  name: 'questions.claimKept',
  permission: 'demand.work',
  route: { method: 'POST', path: '/kept-questions/:id/claim' },
  summary: 'Takes a kept question in hand for 15 minutes.',
  input: z.object({ id: refInput }),
  output: z.object({ id: z.string() }),
  async run(context, { id }) {
    needOpen((await keptOf(context, id)).demand.state);
    await changing(context, refOf(context, 'demand', id), () =>
      context.change({ subject: `demand:${id}`, writes: [holding(context, 'demand', id)] }),
    );
    return { id };
  },
});

/** Answers a kept question, if whoever asked can still be written to. */
export const answerKept = defineAction({
  name: 'questions.answerKept',
  permission: 'demand.work',
  route: { method: 'POST', path: '/kept-questions/:id/answer' },
  summary: 'Sends an answer to whoever asked, if they wrote in the last 7 days, and marks the question answered.',
  input: z.object({
    id: refInput,
    text: answerText,
    card: cardInput,
    answers: answersSeen,
    /** It stays open for `bot demand`, which makes it a way to ask for a card. */
    keepOpen: ticked,
  }),
  output: z.object({ id: z.string() }),
  async run(context, { id, text, card, answers, keepOpen }) {
    const { deps, at } = context;
    const { demand, pseudonym } = await keptOf(context, id);
    needOpen(demand.state);
    const userId = await findAsker(deps, pseudonym, at);
    const { address } = await findContact(deps, userId, at);
    const said = { text, card, question: demand.text, ...(address === undefined ? {} : { address }) };
    const body = checkedMessage(deps, said);
    if (userId === undefined) {
      throw new Refusal('Chưa gửi được.', {
        text: 'Người hỏi đã quá 7 ngày chưa nhắn, nên Zalo không cho gửi. Bạn có thể đưa câu hỏi vào thẻ hướng dẫn rồi khép lại.',
      });
    }
    const ref = refOf(context, 'demand', id);
    const hand = handOf(context);
    const { results } = await changing(context, ref, () =>
      context.change({
        subject: `demand:${id}`,
        detail: { characters: text.length, card: card ?? '', keepOpen },
        writes: [
          {
            operation: 'answerDesk',
            args: {
              ...{ ...ref, ...hand, until: at + LEASE_MS, answersSeen: answers, detail: String(text.length), userId },
              message: { body, windowStart: at - WINDOW_MS },
            },
          },
          { operation: 'noteDesk', args: { ...ref, ...hand, deed: 'closed', detail: 'solved', outcome: 'solved' } },
          ...(keepOpen ? [] : [settling(context, demand.id, 'answered', card ?? '')]),
        ],
      }),
    );
    const { outboxId } = results[0] as { readonly outboxId?: number };
    if (outboxId !== undefined) deps.helpDesk.deliver(userId, { id: outboxId, body });
    return { id };
  },
});

const settling = ({ deps }: ActionContext, id: number, state: 'answered' | 'dismissed', settledAs: string) =>
  ({ operation: 'settleDemand', args: { oaId: deps.oaId, ids: [id], state, settledAs } }) as const;

/** Closes a kept question without a message. */
export const settleKept = defineAction({
  name: 'questions.settleKept',
  permission: 'demand.work',
  route: { method: 'POST', path: '/kept-questions/:id/settle' },
  summary: 'Closes a kept question without writing to anybody: a card answers it, or nobody is to look at it any more.',
  input: z.object({ id: refInput, settledAs: cardInput }),
  output: z.object({ id: z.string() }),
  async run(context, { id, settledAs: card = '' }) {
    const { demand } = await keptOf(context, id);
    needOpen(demand.state);
    if (card !== '' && !context.deps.catalogue().card(card)) {
      throw new Refusal('Chưa khép lại.', { settledAs: 'Không có thẻ hướng dẫn này.' });
    }
    const ref = refOf(context, 'demand', id);
    const outcome = card === '' ? 'not-needed' : 'solved';
    await changing(context, ref, () =>
      context.change({
        subject: `demand:${id}`,
        detail: { card },
        writes: [
          { operation: 'noteDesk', args: { ...ref, ...handOf(context), deed: 'closed', detail: outcome, outcome } },
          settling(context, demand.id, card === '' ? 'dismissed' : 'answered', card === '' ? 'help-desk' : card),
        ],
      }),
    );
    return { id };
  },
});
