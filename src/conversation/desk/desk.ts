import type { Command } from '../../understanding/commands.ts';
import type { Order } from '../payloads.ts';
import { type Plan, reply } from '../plan.ts';
import {
  answerByGuide,
  askAnswer,
  dropAnswer,
  forwardQuestion,
  offerGuides,
  sendAnswer,
  takeAnswer,
} from './answer.ts';
import { sayHowToAsk, takeQuestion } from './ask.ts';
import { checkCertificate, sayOwnCertificate } from './certificate.ts';
import { sayWhoLearnt } from './learnt.ts';
import { sayLessons, sayPath } from './lessons.ts';
import { sayPractice } from './practice.ts';
import { rateAnswer, shareAnswer } from './rate.ts';
import { type Worker, workerOf } from './standing.ts';
import { pressTip, sayTips, setTips } from './tips.ts';
import type { DeskWords } from './words.ts';

/**
 * Does what was said about lessons, questions and tips. False where the words are meant otherwise: residents ask about
 * lessons and experience too, and only those of a team have these.
 */
export async function obeyDeskWords(plan: Plan, words: DeskWords): Promise<boolean> {
  if (words.type === 'check') {
    await checkCertificate(plan, words.code);
    return true;
  }
  const worker = await workerOf(plan);
  if (!worker) {
    if (words.type !== 'ask' || !plan.deps.teams) return false;
    reply(plan, plan.messages.askNeedsMember, { numbered: false });
    return true;
  }
  await obey(plan, worker, words);
  return true;
}

async function obey(plan: Plan, worker: Worker, words: Exclude<DeskWords, { type: 'check' }>): Promise<void> {
  switch (words.type) {
    case 'lessons':
      return sayLessons(plan, worker);
    case 'learnt':
      return sayWhoLearnt(plan, worker);
    case 'ask':
      return words.text === '' ? sayHowToAsk(plan, worker) : takeQuestion(plan, worker, words.text);
    case 'practice':
      return sayPractice(plan, worker, words.text);
    case 'tips':
      return sayTips(plan, worker);
    case 'tips-on':
      return setTips(plan, true);
    case 'tips-off':
      return setTips(plan, false);
  }
}

/** Does what a button about lessons, questions or tips orders. What it names may have changed since it was shown. */
export async function obeyDeskOrder(plan: Plan, { act, ref }: Order & { type: 'desk' }): Promise<void> {
  const worker = await workerOf(plan);
  if (!worker) return reply(plan, plan.messages.teamNone, { numbered: false });
  switch (act) {
    case 'lessons':
      return sayLessons(plan, worker);
    case 'path':
      return sayPath(plan, worker, ref);
    case 'paper':
      return (await sayOwnCertificate(plan, worker, ref)) ? undefined : sayPath(plan, worker, ref);
    case 'answer':
      return askAnswer(plan, ref);
    case 'send':
      return sendAnswer(plan, ref);
    case 'drop':
      return dropAnswer(plan);
    case 'guides':
      return offerGuides(plan, ref);
    case 'guide':
      return answerByGuide(plan, ref);
    case 'forward':
      return forwardQuestion(plan, ref);
    case 'useful':
      return rateAnswer(plan, ref, 'yes');
    case 'unclear':
      return rateAnswer(plan, ref, 'no');
    case 'share':
      return shareAnswer(plan, ref);
    case 'tip-read':
    case 'tip-try':
      return pressTip(plan, ref, act);
  }
}

/**
 * What was typed while a question of ours about it stood. `command`, `isOrder`: it is an order of another kind, which
 * comes first. False where no draft is open.
 */
export async function takeDeskTyped(
  plan: Plan,
  text: string,
  command: Command | undefined,
  isOrder: boolean,
): Promise<boolean> {
  const draft = plan.deskDraft;
  if (!draft || command || isOrder) return false;
  if (draft.kind === 'answer') {
    await takeAnswer(plan, draft.id, text);
    return true;
  }
  const worker = await workerOf(plan);
  if (!worker) return false;
  await takeQuestion(plan, worker, text);
  return true;
}
