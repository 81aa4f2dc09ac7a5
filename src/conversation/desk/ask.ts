import { randomBytes } from 'node:crypto';
import { vietnamDay } from '../../shared/clock.ts';
import { maskIdentifiers } from '../../shared/identifiers.ts';
import { hasMaskedSecret, maskSecrets } from '../../shared/secrets.ts';
import { fold, normalize } from '../../shared/vietnamese.ts';
import type { MemberQuestion } from '../../storage/question-ports.ts';
import { sayEmergency } from '../emergency-answer.ts';
import { fillMessage, type Plan, reply } from '../plan.ts';
import { officersOf } from '../team-standing.ts';
import { canBeMessaged } from '../../teams/registry.ts';
import { dropDesk, keepDesk } from './draft.ts';
import type { Worker } from './standing.ts';

/** Questions of one member on one day. */
const MAX_A_DAY = 5;
const MAX_CHARACTERS = 500;
/** Fewer words ask nothing. */
const LEAST_WORDS = 3;
/** Own questions shown again. */
const MAX_SHOWN = 3;

const dayStart = (at: number): number => Date.parse(`${vietnamDay(at)}T00:00:00+07:00`);

/** Words as they may be stored and read by others. */
export const maskWords = (text: string): string => maskIdentifiers(maskSecrets(normalize(text)).text);

/** "HỎI TUYẾN TRÊN" alone: how to ask, and what became of the last questions. */
export async function sayHowToAsk(plan: Plan, { teams }: Worker): Promise<void> {
  const { messages, oaId, userId } = plan;
  const own = await teams.listMemberQuestions({ oaId, userId, limit: MAX_SHOWN });
  const lines = own.map((one) =>
    fillMessage(plan, one.state === 'answered' ? messages.askOwnAnswered : messages.askOwnOpen, {
      'câu hỏi': one.text,
      'trả lời': one.answer,
    }),
  );
  if (lines.length > 0) reply(plan, [messages.askOwn, ...lines].join('\n'), { numbered: false });
  keepDesk(plan, { kind: 'ask', id: '', open: true });
  reply(plan, messages.askHow, { numbered: false });
}

/** The question itself. One that is an emergency is treated as one; what cannot be sent is asked for again. */
export async function takeQuestion(plan: Plan, worker: Worker, text: string): Promise<void> {
  dropDesk(plan);
  if (plan.deps.understanding.hearEmergency(text)) return sayEmergency(plan);
  const { messages, oaId, userId, now: at } = plan;
  const today = await worker.teams.listMemberQuestions({ oaId, userId, since: dayStart(at), limit: MAX_A_DAY });
  if (today.length >= MAX_A_DAY) return reply(plan, messages.askLimit, { numbered: false });
  const masked = maskWords(text);
  const problem = problemOf(plan, masked);
  if (problem !== undefined) {
    keepDesk(plan, { kind: 'ask', id: '', open: true });
    return reply(plan, problem, { numbered: false });
  }
  const officers = await reachableOfficers(plan, worker);
  const id = plan.deps.newVisitId?.() ?? randomBytes(9).toString('base64url');
  const level: MemberQuestion['level'] = officers.length > 0 ? 'commune' : 'province';
  const { teamCode, communeCode } = worker.me;
  plan.effects.push({
    operation: 'saveMemberQuestion',
    args: { oaId, id, userId, teamCode, communeCode, text: masked, at, level },
  });
  for (const officer of officers) {
    plan.notices.push({ userId: officer, notice: { kind: 'question', what: 'asked', id } });
  }
  const nơi = level === 'commune' ? messages.askToCommune : messages.askToProvince;
  reply(plan, fillMessage(plan, messages.askSent, { nơi, 'câu hỏi': masked }), { numbered: false });
}

function problemOf({ messages }: Plan, masked: string): string | undefined {
  if (hasMaskedSecret(masked)) return messages.askSecret;
  if (masked.length > MAX_CHARACTERS) return messages.askTooLong;
  return fold(masked).split(' ').length < LEAST_WORDS ? messages.askHow : undefined;
}

/** Officers of the commune who can be written to, but whoever asks. */
async function reachableOfficers(plan: Plan, { teams, me }: Worker): Promise<readonly string[]> {
  const officers = await officersOf(plan, teams, me.communeCode);
  return officers
    .filter((one) => one.userId !== me.userId && canBeMessaged(one.lastInteractionAt, plan.now))
    .map(({ userId }) => userId);
}
