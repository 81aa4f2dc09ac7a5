import * as z from 'zod';
import { harmfulWords } from '../../catalog/rules/safety.ts';
import { maskIdentifiers } from '../../shared/identifiers.ts';
import { maskSecrets } from '../../shared/secrets.ts';
import { AppError } from '../../shared/errors.ts';
import type { MemberQuestion } from '../../storage/question-ports.ts';
import { type ActionContext, communeFor, defineAction, Refusal, withinCommune } from '../action.ts';
import { communeName } from '../teams/communes.ts';

const MAX_ANSWER = 1_000;
const LISTED = 200;
const ANSWER = `Ghi câu trả lời, 1 đến ${MAX_ANSWER.toLocaleString('vi-VN')} chữ.`;

const questionRow = z.object({
  id: z.string(),
  at: z.number(),
  teamCode: z.string(),
  communeName: z.string(),
  /** '' once whoever asked was erased. */
  text: z.string(),
  level: z.enum(['commune', 'province']),
  state: z.enum(['open', 'answered']),
  answer: z.string(),
  cardTitle: z.string(),
  answeredAt: z.number().optional(),
  toldAt: z.number().optional(),
  useful: z.enum(['', 'yes', 'no']),
  isShared: z.boolean(),
});

function toRow({ deps }: ActionContext, one: MemberQuestion): z.output<typeof questionRow> {
  const { id, at, teamCode, communeCode, text, level, state, answer, card, answeredAt, toldAt, useful, sharedAt } = one;
  return {
    ...{ id, at, teamCode, text, level, state, answer, useful },
    communeName: communeName(deps, communeCode),
    cardTitle: deps.catalogue().card(card)?.title ?? '',
    ...(answeredAt === undefined ? {} : { answeredAt }),
    ...(toldAt === undefined ? {} : { toldAt }),
    isShared: sharedAt !== undefined,
  };
}

/** Questions of members to those above. */
export const listQuestions = defineAction({
  name: 'questions.list',
  permission: 'help.work',
  route: { method: 'GET', path: '/questions' },
  summary: 'Questions of team members to commune and province, the latest first.',
  input: z.object({ communeCode: z.string().max(5).optional(), state: z.enum(['open', 'answered']).default('open') }),
  output: z.object({ questions: z.array(questionRow) }),
  async run(context, { communeCode: asked, state }) {
    const { deps, actor } = context;
    const communeCode = communeFor(actor, asked);
    const questions = await deps.storage.listMemberQuestions({
      ...{ oaId: deps.oaId, state, limit: LISTED },
      ...(communeCode === undefined ? {} : { communeCode }),
    });
    return { questions: questions.map((one) => toRow(context, one)) };
  },
});

async function questionOf({ deps, actor }: ActionContext, id: string): Promise<MemberQuestion> {
  const found = await deps.storage.findMemberQuestion({ oaId: deps.oaId, id });
  if (!found) throw new AppError('QUESTION_UNKNOWN', `There is no question "${id}".`);
  withinCommune(actor, found.communeCode);
  return found;
}

/** One of them. */
export const getQuestion = defineAction({
  name: 'questions.get',
  permission: 'help.work',
  route: { method: 'GET', path: '/questions/:id' },
  summary: 'One question with its answer.',
  input: z.object({ id: z.string().max(60) }),
  output: questionRow,
  run: async (context, { id }) => toRow(context, await questionOf(context, id)),
});

const output = z.object({ id: z.string() });

/** Answers a question that waits for the commune. Those of the province are answered at the help desk, one at a time. */
export const answerQuestion = defineAction({
  name: 'questions.answer',
  permission: 'help.work',
  route: { method: 'POST', path: '/questions/:id/answer' },
  summary:
    'Answers a question that waits for the commune; whoever asked is told within half a minute, or when Zalo allows it again.',
  input: z.object({
    id: z.string().max(60),
    text: z.string().trim().normalize('NFC').min(1, { error: ANSWER }).max(MAX_ANSWER, { error: ANSWER }),
    card: z.string().max(80).default(''),
    /** Useful for every team: found with KINH NGHIỆM once the asker says that it helped. */
    share: z.literal('yes').optional(),
  }),
  output: output.extend({ isMasked: z.boolean() }),
  async run(context, { id, text, card, share }) {
    const { deps, at } = context;
    const question = await questionOf(context, id);
    if (question.state !== 'open') throw new Refusal('Câu này đã có người trả lời.');
    if (question.level === 'province') throw new Refusal('Câu này đang chờ tỉnh, trả lời ở mục Câu hỏi.');
    const [finding] = harmfulWords(text);
    if (finding) throw new Refusal('Chưa lưu.', { text: `${finding.problem}. Cách sửa: ${finding.fix}.` });
    if (card !== '' && !deps.catalogue().card(card)) {
      throw new Refusal('Hướng dẫn chưa đúng.', { card: 'Không có hướng dẫn này. Chọn trong danh sách.' });
    }
    const answer = maskIdentifiers(maskSecrets(text).text);
    await context.change({
      subject: `question:${id}`,
      detail: { card, isShared: share === 'yes' },
      writes: [
        { operation: 'answerMemberQuestion', args: { oaId: deps.oaId, id, answer, card, at, share: share === 'yes' } },
      ],
    });
    return { id, isMasked: answer !== text };
  },
});

/** Hands an open question up to the province. */
export const forwardQuestion = defineAction({
  name: 'questions.forward',
  permission: 'help.work',
  route: { method: 'POST', path: '/questions/:id/forward' },
  summary: 'Hands an open question of a commune up to the province.',
  input: z.object({ id: z.string().max(60) }),
  output,
  async run(context, { id }) {
    const question = await questionOf(context, id);
    if (question.state !== 'open') throw new Refusal('Câu này đã có người trả lời.');
    if (question.level === 'province') throw new Refusal('Câu này đang chờ tỉnh rồi.');
    await context.change({
      subject: `question:${id}`,
      writes: [{ operation: 'forwardMemberQuestion', args: { oaId: context.deps.oaId, id } }],
    });
    return { id };
  },
});

/** Makes an answer common knowledge. */
export const shareQuestion = defineAction({
  name: 'questions.share',
  permission: 'help.work',
  route: { method: 'POST', path: '/questions/:id/share' },
  summary: 'Lets every team find an answer, once the asker says that it helped.',
  input: z.object({ id: z.string().max(60) }),
  output,
  async run(context, { id }) {
    const question = await questionOf(context, id);
    if (question.state !== 'answered') throw new Refusal('Câu này chưa có câu trả lời.');
    if (question.sharedAt !== undefined) throw new Refusal('Câu này đã chia sẻ rồi.');
    await context.change({
      subject: `question:${id}`,
      writes: [{ operation: 'shareAnswer', args: { oaId: context.deps.oaId, id, at: context.at } }],
    });
    return { id };
  },
});
