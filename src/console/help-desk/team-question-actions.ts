import * as z from 'zod';
import { harmfulWords } from '../../catalog/rules/safety.ts';
import { maskIdentifiers } from '../../shared/identifiers.ts';
import { maskSecrets } from '../../shared/secrets.ts';
import { AppError } from '../../shared/errors.ts';
import type { MemberQuestion } from '../../storage/question-ports.ts';
import { type ActionContext, defineAction, Refusal } from '../action.ts';
import { holding } from './claim-actions.ts';
import { changing, handOf, holderOf, LEASE_MS, refOf } from './guard.ts';
import { communeName } from './read.ts';
import { answersSeen, answerText, cardInput, historyLine, holderShape, refInput, ticked } from './shapes.ts';
import { deedWords } from './words.ts';

/** Longer answers do not fit under the question in one message. */
const MAX_ANSWER = 1_000;
const MOST = 500;

const row = z.object({
  ...{ id: z.string(), askedAt: z.number(), text: z.string(), teamCode: z.string(), communeName: z.string() },
  /** An answer was given before and was not clear. */
  isAgain: z.boolean(),
  holder: z.string(),
});

/** A question of a team that waits for the province. Throws QUESTION_UNKNOWN. */
async function questionOf({ deps }: Pick<ActionContext, 'deps'>, id: string): Promise<MemberQuestion> {
  const found = await deps.storage.findMemberQuestion({ oaId: deps.oaId, id });
  if (found) return found;
  throw new AppError('QUESTION_UNKNOWN', `There is no question "${id}".`);
}

/** Questions of teams that wait for the province. */
export const listTeamQuestions = defineAction({
  name: 'questions.teams',
  permission: 'demand.work',
  route: { method: 'GET', path: '/team-questions' },
  summary: 'Lists questions of teams that wait for the province.',
  input: z.object({}),
  output: z.object({ rows: z.array(row) }),
  async run({ deps, at }) {
    const { storage, oaId } = deps;
    const open = await storage.listMemberQuestions({ oaId, state: 'open', limit: MOST });
    const mine = open.filter(({ level }) => level === 'province').toSorted((a, b) => a.at - b.at);
    const cases = await storage.listDeskCases({ oaId, kind: 'question', refs: mine.map(({ id }) => id) });
    const kept = new Map(cases.map((one) => [one.ref, one]));
    return {
      rows: mine.map(({ id, at: askedAt, text, teamCode, communeCode, useful }) => ({
        ...{ id, askedAt, text, teamCode, communeName: communeName(deps, communeCode), isAgain: useful === 'no' },
        holder: holderOf(kept.get(id), at)?.name ?? '',
      })),
    };
  },
});

/** One of them with its history. */
export const getTeamQuestion = defineAction({
  name: 'questions.getTeam',
  permission: 'demand.work',
  route: { method: 'GET', path: '/team-questions/:id' },
  summary: 'Shows one question of a team with its history.',
  input: z.object({ id: refInput }),
  output: z.object({
    ...{ id: z.string(), askedAt: z.number(), text: z.string(), teamCode: z.string(), communeName: z.string() },
    ...{ level: z.string(), state: z.string(), answer: z.string(), card: z.string(), useful: z.string() },
    answers: z.number(),
    toldAt: z.number().optional(),
    holder: holderShape.optional(),
    history: z.array(historyLine),
  }),
  async run(context, { id }) {
    const { deps, actor, at } = context;
    const question = await questionOf(context, id);
    const ref = refOf(context, 'question', id);
    const [kept, events] = await Promise.all([deps.storage.findDeskCase(ref), deps.storage.listDeskEvents(ref)]);
    const holder = holderOf(kept, at);
    const { text, teamCode, communeCode, level, state, answer, card, useful, toldAt } = question;
    return {
      ...{ id, askedAt: question.at, text, teamCode, communeName: communeName(deps, communeCode) },
      ...{ level, state, answer, card, useful, answers: kept?.answers ?? 0 },
      history: events.map((event) => ({ at: event.at, name: event.name, deed: event.deed, words: deedWords(event) })),
      ...(toldAt === undefined ? {} : { toldAt }),
      ...(holder ? { holder: { ...holder, isMine: holder.id === actor.accountId } } : {}),
    };
  },
});

const needOpen = ({ state, level }: MemberQuestion): void => {
  if (state !== 'open') throw new Refusal('Câu hỏi này đã được trả lời rồi.');
  if (level !== 'province') throw new Refusal('Câu hỏi này đang chờ cán bộ xã trả lời.');
};

/** Takes a question of a team in hand. */
export const claimTeamQuestion = defineAction({
  name: 'questions.claimTeam',
  permission: 'demand.work',
  route: { method: 'POST', path: '/team-questions/:id/claim' },
  summary: 'Takes a question of a team in hand for 15 minutes.',
  input: z.object({ id: refInput }),
  output: z.object({ id: z.string() }),
  async run(context, { id }) {
    needOpen(await questionOf(context, id));
    await changing(context, refOf(context, 'question', id), () =>
      context.change({ subject: `question:${id}`, writes: [holding(context, 'question', id)] }),
    );
    return { id };
  },
});

/** Answers a question of a team. Whoever asked is told within half a minute, in daytime, when Zalo lets us. */
export const answerTeamQuestion = defineAction({
  name: 'questions.answerTeam',
  permission: 'demand.work',
  route: { method: 'POST', path: '/team-questions/:id/answer' },
  summary:
    'Answers a question of a team; whoever asked is told in daytime, and all teams with `share` when it was useful.',
  input: z.object({ id: refInput, text: answerText, card: cardInput, share: ticked, answers: answersSeen }),
  output: z.object({ id: z.string(), wasMasked: z.boolean() }),
  async run(context, { id, text: given, card = '', share, answers }) {
    const { deps, at } = context;
    needOpen(await questionOf(context, id));
    const text = maskIdentifiers(maskSecrets(given).text);
    if (text.length > MAX_ANSWER) {
      throw new Refusal('Chưa lưu.', {
        text: `Câu trả lời dài ${text.length.toLocaleString('vi-VN')} ký tự. Tối đa 1.000.`,
      });
    }
    const [finding] = harmfulWords(text);
    if (finding) throw new Refusal('Chưa lưu.', { text: `${finding.problem}. Cách sửa: ${finding.fix}.` });
    if (card !== '' && !deps.catalogue().card(card)) {
      throw new Refusal('Chưa lưu.', { card: 'Không có thẻ hướng dẫn này.' });
    }
    const ref = refOf(context, 'question', id);
    const hand = handOf(context);
    await changing(context, ref, () =>
      context.change({
        subject: `question:${id}`,
        detail: { characters: text.length, card, share },
        writes: [
          {
            operation: 'answerDesk',
            args: { ...ref, ...hand, until: at + LEASE_MS, answersSeen: answers, detail: String(text.length) },
          },
          { operation: 'answerMemberQuestion', args: { oaId: deps.oaId, id, answer: text, card, at, share } },
          { operation: 'noteDesk', args: { ...ref, ...hand, deed: 'closed', detail: 'solved', outcome: 'solved' } },
        ],
      }),
    );
    return { id, wasMasked: text !== given };
  },
});
