import { hasMaskedSecret } from '../../shared/secrets.ts';
import type { MemberQuestion } from '../../storage/question-ports.ts';
import { canBeMessaged } from '../../teams/registry.ts';
import { FIRST_HOUR_FLOW } from '../first-hour.ts';
import { encodeOrder } from '../payloads.ts';
import { fillMessage, type Plan, reply, type TeamReads } from '../plan.ts';
import type { Option } from '../session.ts';
import { placeNameOf } from '../team-standing.ts';
import { maskWords } from './ask.ts';
import { dropDesk, keepDesk } from './draft.ts';
import { deskOption, type Worker, workerOf } from './standing.ts';

const MAX_ANSWER = 1_000;
const MAX_GUIDES = 4;
/** Guides less like the question than this only share a common word. */
const POSSIBLE = 0.12;

/** An open question this officer may answer, else undefined: officers of the commune do, of whatever level it is. */
export async function questionFor(
  plan: Plan,
  id: string,
): Promise<(Worker & { question: MemberQuestion }) | undefined> {
  const worker = await workerOf(plan);
  const question = await worker?.teams.findMemberQuestion({ oaId: plan.oaId, id });
  if (!worker || question?.state !== 'open' || question.text === '') return undefined;
  const { me } = worker;
  const may = me.userId !== question.userId && (await isOfficerOf(plan, worker, question));
  return may ? { ...worker, question } : undefined;
}

/** True for an officer of the commune in which it was asked, or of what that commune has become. */
export async function isOfficerOf(plan: Plan, { teams, me }: Worker, question: MemberQuestion): Promise<boolean> {
  if (me.role !== 'officer') return false;
  const line = await teams.listCommuneLine({ oaId: plan.oaId, communeCode: me.communeCode });
  return line.includes(question.communeCode);
}

const sayGone = (plan: Plan): void => {
  dropDesk(plan);
  reply(plan, plan.messages.answerGone, { numbered: false });
};

/** Tells an officer what a member asks. Nothing when it was answered meanwhile. */
export async function sayAskedQuestion(plan: Plan, id: string): Promise<void> {
  const found = await questionFor(plan, id);
  if (!found) return;
  const { teams, question } = found;
  const { messages } = plan;
  const values = {
    tên: await nameOfAsker(plan, teams, question),
    tổ: await placeNameOf(plan, teams, question),
    'câu hỏi': question.text,
  };
  reply(plan, fillMessage(plan, messages.answerAsked, values), {
    numbered: false,
    options: [
      deskOption(messages.answerButton, 'answer', id),
      deskOption(messages.answerForward, 'forward', id),
      deskOption(messages.answerGuide, 'guides', id),
    ],
  });
}

async function nameOfAsker(plan: Plan, teams: TeamReads, { userId }: MemberQuestion): Promise<string> {
  const asker = userId === undefined ? undefined : await teams.findMember({ oaId: plan.oaId, userId });
  return asker?.name ?? plan.messages.logSomebody;
}

/** "Trả lời": what is typed next is the answer. */
export async function askAnswer(plan: Plan, id: string): Promise<void> {
  const found = await questionFor(plan, id);
  if (!found) return sayGone(plan);
  keepDesk(plan, { kind: 'answer', id, open: true });
  reply(plan, fillMessage(plan, plan.messages.answerHow, { 'câu hỏi': found.question.text }), { numbered: false });
}

/** The typed answer: shown once more before it goes out. Advice about a fraud sounds like one, so nothing is assumed. */
export async function takeAnswer(plan: Plan, id: string, text: string): Promise<void> {
  if (!(await questionFor(plan, id))) return sayGone(plan);
  const { messages } = plan;
  const masked = maskWords(text);
  if (masked.length > MAX_ANSWER || hasMaskedSecret(masked)) {
    keepDesk(plan, { kind: 'answer', id, open: true });
    return reply(plan, masked.length > MAX_ANSWER ? messages.answerTooLong : messages.askSecret, { numbered: false });
  }
  keepDesk(plan, { kind: 'answer', id, open: false, text: masked });
  const isEmergency = plan.deps.understanding.hearEmergency(text) !== undefined;
  const own: Option[] = isEmergency
    ? [{ title: messages.answerIsMine, payload: encodeOrder({ type: 'flow', id: FIRST_HOUR_FLOW }) }]
    : [];
  reply(plan, fillMessage(plan, messages.answerSummary, { 'trả lời': masked }), {
    numbered: false,
    options: [
      deskOption(messages.answerSend, 'send', id),
      deskOption(messages.answerEdit, 'answer', id),
      deskOption(messages.answerDrop, 'drop', id),
      ...own,
    ],
  });
}

/** "Gửi": the answer that was shown last, and no other. */
export async function sendAnswer(plan: Plan, id: string): Promise<void> {
  const draft = plan.session.desk;
  const found = await questionFor(plan, id);
  if (!found || draft?.id !== id || draft.text === undefined) return sayGone(plan);
  dropDesk(plan);
  await answer(plan, found, draft.text, '');
}

/** "Bỏ": the question stays open. */
export function dropAnswer(plan: Plan): void {
  dropDesk(plan);
  reply(plan, plan.messages.answerDropped, { numbered: false });
}

/** "Đã có hướng dẫn": the guides nearest to the question, to choose from. */
export async function offerGuides(plan: Plan, id: string): Promise<void> {
  const found = await questionFor(plan, id);
  if (!found) return sayGone(plan);
  const { messages, deps } = plan;
  const hits = deps.understanding
    .nearest(found.question.text, MAX_GUIDES * 2)
    .filter(({ entry, confidence }) => entry.kind === 'card' && confidence >= POSSIBLE)
    .slice(0, MAX_GUIDES);
  if (hits.length === 0) {
    keepDesk(plan, { kind: 'answer', id, open: true });
    return reply(plan, messages.answerNoGuide, { numbered: false });
  }
  reply(plan, messages.answerPick, {
    numbered: false,
    options: [
      ...hits.map(({ entry }) => deskOption(entry.title, 'guide', `${id}.${entry.id}`)),
      deskOption(messages.answerButton, 'answer', id),
    ],
  });
}

/** A guide was chosen as the answer. */
export async function answerByGuide(plan: Plan, ref: string): Promise<void> {
  const [id = '', slug = ''] = ref.split('.');
  const found = await questionFor(plan, id);
  const card = plan.deps.catalogue.card(slug);
  if (!found || !card) return sayGone(plan);
  await answer(plan, found, fillMessage(plan, plan.messages.answerIsGuide, { bài: card.title }), slug);
}

async function answer(
  plan: Plan,
  { teams, question }: Worker & { question: MemberQuestion },
  text: string,
  card: string,
): Promise<void> {
  const { oaId, userId: by, now: at, messages } = plan;
  const { id, userId } = question;
  plan.effects.push({ operation: 'answerMemberQuestion', args: { oaId, id, answer: text, card, by, at } });
  const isTold = userId !== undefined && (await isReachable(plan, teams, userId));
  if (isTold) plan.notices.push({ userId, notice: { kind: 'question', what: 'answered', id } });
  reply(plan, isTold ? messages.answerSent : messages.answerSentLater, { numbered: false });
}

/** Whether Zalo lets us write to a member or officer now. */
export async function isReachable(plan: Plan, teams: TeamReads, userId: string): Promise<boolean> {
  const member = await teams.findMember({ oaId: plan.oaId, userId });
  if (!member) return false;
  const { teamCode, communeCode } = member;
  const people = await teams.listMembers({ oaId: plan.oaId, teamCode, ...(teamCode === '' ? { communeCode } : {}) });
  const one = people.find((other) => other.userId === userId);
  return one !== undefined && canBeMessaged(one.lastInteractionAt, plan.now);
}

/** "Chuyển tỉnh". */
export async function forwardQuestion(plan: Plan, id: string): Promise<void> {
  if (!(await questionFor(plan, id))) return sayGone(plan);
  plan.effects.push({ operation: 'forwardMemberQuestion', args: { oaId: plan.oaId, id } });
  reply(plan, plan.messages.answerForwarded, { numbered: false });
}
