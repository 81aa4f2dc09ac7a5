import { encodeOrder } from '../payloads.ts';
import { fillMessage, type Plan, reply } from '../plan.ts';
import type { Option } from '../session.ts';
import { isOfficerOf, isReachable, sayAskedQuestion } from './answer.ts';
import { deskOption, workerOf } from './standing.ts';

/** What happened to a question, for somebody else. Carries no word of it: it is read when it is said. */
export interface QuestionNotice {
  readonly kind: 'question';
  readonly what: 'asked' | 'answered' | 'useful';
  readonly id: string;
}

/** Says the notice, unless the question has gone on meanwhile. */
export async function sayQuestionNotice(plan: Plan, { what, id }: QuestionNotice): Promise<void> {
  if (what === 'asked') return sayAskedQuestion(plan, id);
  return what === 'answered' ? sayAnswer(plan, id) : offerSharing(plan, id);
}

/** The answer, to whoever asked. They are told once: the store knows it with this turn. */
async function sayAnswer(plan: Plan, id: string): Promise<void> {
  const { messages, oaId, userId, now: at } = plan;
  const question = await plan.deps.teams?.findMemberQuestion({ oaId, id });
  if (question?.state !== 'answered' || question.userId !== userId || question.toldAt !== undefined) return;
  plan.effects.push({ operation: 'markAnswerTold', args: { oaId, id, at } });
  const nơi = question.answeredBy === undefined ? messages.askToProvince : messages.askToCommune;
  const card = plan.deps.catalogue.card(question.card);
  const guide: Option[] = card ? [{ title: card.title, payload: encodeOrder({ type: 'card', id: card.slug }) }] : [];
  const values = { 'câu hỏi': question.text, nơi, 'trả lời': question.answer };
  reply(plan, fillMessage(plan, messages.answerToAsker, values), {
    numbered: false,
    options: [
      ...guide,
      deskOption(messages.answerUseful, 'useful', id),
      deskOption(messages.answerUnclear, 'unclear', id),
    ],
  });
}

/** "Hữu ích", "Chưa rõ": by whoever asked. An answer that is not clear goes up to the province. */
export async function rateAnswer(plan: Plan, id: string, useful: 'yes' | 'no'): Promise<void> {
  const { messages, oaId, userId } = plan;
  const { teams } = plan.deps;
  const question = await teams?.findMemberQuestion({ oaId, id });
  if (!teams || question?.state !== 'answered' || question.userId !== userId) {
    return reply(plan, messages.answerGone, { numbered: false });
  }
  const isNew = question.useful !== useful;
  if (isNew) plan.effects.push({ operation: 'rateAnswer', args: { oaId, id, userId, useful } });
  const { answeredBy, sharedAt } = question;
  if (isNew && useful === 'yes' && sharedAt === undefined && answeredBy !== undefined) {
    if (await isReachable(plan, teams, answeredBy))
      plan.notices.push({ userId: answeredBy, notice: { kind: 'question', what: 'useful', id } });
  }
  reply(plan, useful === 'yes' ? messages.answerThanks : messages.answerReopened, { numbered: false });
}

async function offerSharing(plan: Plan, id: string): Promise<void> {
  const { messages, oaId } = plan;
  const question = await plan.deps.teams?.findMemberQuestion({ oaId, id });
  if (question?.state !== 'answered' || question.useful !== 'yes' || question.sharedAt !== undefined) return;
  reply(plan, fillMessage(plan, messages.answerWasUseful, { 'câu hỏi': question.text, 'trả lời': question.answer }), {
    numbered: false,
    options: [deskOption(messages.answerShare, 'share', id)],
  });
}

/** "Chia sẻ": by an officer of the commune. */
export async function shareAnswer(plan: Plan, id: string): Promise<void> {
  const { messages, oaId, now: at } = plan;
  const worker = await workerOf(plan);
  const question = await worker?.teams.findMemberQuestion({ oaId, id });
  const may = worker && question?.state === 'answered' && (await isOfficerOf(plan, worker, question));
  if (!may) return reply(plan, messages.answerGone, { numbered: false });
  plan.effects.push({ operation: 'shareAnswer', args: { oaId, id, at } });
  reply(plan, messages.answerShared, { numbered: false });
}
