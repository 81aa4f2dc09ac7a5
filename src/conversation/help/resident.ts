import { phoneIn } from '../../flow-engine/inputs/phone.ts';
import { fold } from '../../shared/vietnamese.ts';
import { LIVE_HELP, type HelpRequest } from '../../storage/help-ports.ts';
import { cancel, dueStep, givePhone, givenUp, judge, moveOn, reminded } from '../../teams/help-chain.ts';
import { helpersOf, helpFieldOf } from '../../teams/help-place.ts';
import { fillMessage, menuOption, type Plan, reply, type TeamReads, sayBeside } from '../plan.ts';
import type { PhoneQuestion } from '../session.ts';
import { parkedOption, startWalk } from '../walk.ts';
import { callLine } from './contact.ts';
import { keep, nightName, residentOptions, tellHelper } from './route.ts';
import { askedName, helperValues, helpOption } from './texts.ts';

/** A number that comes later than this answers another question. */
const PHONE_QUESTION_MS = 3_600_000;

/** The resident's own request that a button names; undefined, with a kind word, where there is none. */
async function own(plan: Plan, id: string): Promise<HelpRequest | undefined> {
  const request = await plan.deps.teams?.findHelp({ oaId: plan.oaId, id });
  if (request && request.userId === plan.userId) return request;
  sayNothing(plan);
  return undefined;
}

const sayNothing = (plan: Plan): void =>
  reply(plan, plan.messages.helpNothing, { options: [...parkedOption(plan), menuOption(plan)] });

/** "Để số điện thoại": the next message is expected to hold it. */
export async function askPhone(plan: Plan, id: string): Promise<void> {
  const request = await own(plan, id);
  if (!request) return;
  if (!LIVE_HELP.includes(request.state)) return sayNothing(plan);
  plan.session = { ...plan.session, phoneFor: { id, at: plan.now, pressed: true } };
  reply(plan, plan.messages.helpPhoneType, {
    numbered: false,
    options: [helpOption(plan.messages.helpPhoneNo, 'no-phone', id)],
  });
}

/** "Không cần". */
export async function refusePhone(plan: Plan, id: string): Promise<void> {
  const request = await own(plan, id);
  if (!request) return;
  reply(plan, plan.messages.helpPhoneNone, { options: [...parkedOption(plan), menuOption(plan)] });
}

/** With every message the question for a number is over, whatever the message is. */
export function takePhoneQuestion(plan: Plan): PhoneQuestion | undefined {
  const { phoneFor, ...session } = plan.session;
  if (!phoneFor) return undefined;
  plan.session = session;
  return plan.now - phoneFor.at < PHONE_QUESTION_MS ? phoneFor : undefined;
}

/** Nothing but a number, with courtesy: then it answers the question even where the button was not pressed. */
const ONLY_NUMBER =
  /^(?:(?:da|vang|so|cua|toi|bac|em|minh|la|dien|thoai|day|sdt|dt|so dt) )*(?:\d+ ?)+(?: (?:a|nhe|nha|em|day))*$/u;

/** The number in the message, kept in the request and nowhere else. False where the message is about something else. */
export async function takePhone(plan: Plan, question: PhoneQuestion, text: string): Promise<boolean> {
  const { teams, understanding } = plan.deps;
  if (!teams || !/\d{3}|\d[ .-]\d/u.test(text)) return false;
  if (question.pressed !== true && !ONLY_NUMBER.test(fold(text))) return false;
  if (understanding.hearEmergency(text)) return false;
  const phone = phoneIn(text);
  if (phone === undefined) {
    if (text.replace(/\D/gu, '').length < 6) return false;
    plan.session = { ...plan.session, phoneFor: { ...question, at: plan.now } };
    reply(plan, plan.messages.helpPhoneUnfit, {
      numbered: false,
      options: [helpOption(plan.messages.helpPhoneNo, 'no-phone', question.id)],
    });
    return true;
  }
  const request = await own(plan, question.id);
  if (!request) return true;
  const given = givePhone(request, phone, plan.now);
  if (!given) {
    sayNothing(plan);
    return true;
  }
  keep(plan, given);
  if (given.state === 'accepted' && given.acceptedBy !== undefined)
    tellHelper(plan, given.acceptedBy, 'phone', given.id);
  reply(plan, plan.messages.helpPhoneKept, { options: [...parkedOption(plan), menuOption(plan)] });
  return true;
}

/** "Thôi không cần nữa". */
export async function cancelHelp(plan: Plan, id: string): Promise<void> {
  const request = await own(plan, id);
  const cancelled = request && cancel(request, plan.now);
  if (!request) return;
  if (!cancelled) return sayNothing(plan);
  keep(plan, cancelled);
  plan.patch = { ...plan.patch, handoverAt: null };
  const told = request.acceptedBy ?? request.offeredTo;
  if (told !== undefined) tellHelper(plan, told, 'cancelled', id);
  reply(plan, plan.messages.helpCancelled, { options: [...parkedOption(plan), menuOption(plan)] });
}

/** "Đã được giúp", "Chưa được": the latter asks the next one. */
export async function judgeHelp(plan: Plan, id: string, verdict: 'good' | 'bad'): Promise<void> {
  const { teams } = plan.deps;
  const request = await own(plan, id);
  if (!request || !teams) return;
  // "ĐÃ XONG" of somebody who managed before anybody came.
  const isUntouched = request.state !== 'accepted' && request.deskAnsweredAt === undefined;
  if (verdict === 'good' && isUntouched && LIVE_HELP.includes(request.state)) {
    return cancelHelp(plan, id);
  }
  const live = verdict === 'bad' ? await teams.findLiveHelp({ oaId: plan.oaId, userId: plan.userId }) : undefined;
  const judged = live && live.id !== id ? undefined : judge(request, verdict, plan.now);
  if (!judged) return sayNothing(plan);
  if (request.state === 'accepted' && request.acceptedBy !== undefined) {
    tellHelper(plan, request.acceptedBy, verdict === 'good' ? 'helped' : 'passed-on', id);
  }
  if (verdict === 'bad') {
    reply(plan, plan.messages.helpSorry, { numbered: false });
    return askNext(plan, teams, judged, true);
  }
  keep(plan, judged);
  plan.patch = { ...plan.patch, handoverAt: null };
  reply(plan, plan.messages.helpThanks, { options: [...parkedOption(plan), menuOption(plan)] });
}

/** The guide a person of the desk sent: pressing it means that the resident goes on with the bot, which is silent no more. */
export function beginSentGuide(plan: Plan, slug: string): void {
  plan.patch = { ...plan.patch, silencedUntil: null };
  if (!startWalk(plan, 'card', slug)) sayNothing(plan);
}

/** "ĐÃ XONG", "Thôi không cần nữa", typed. False where nothing is under way: then the words mean something else. */
export async function obeyResidentWords(plan: Plan, words: 'helped' | 'cancel'): Promise<boolean> {
  const live = await plan.deps.teams?.findLiveHelp({ oaId: plan.oaId, userId: plan.userId });
  if (!live) return false;
  if (words === 'cancel') await cancelHelp(plan, live.id);
  else await judgeHelp(plan, live.id, 'good');
  return true;
}

/** The time of a request has come, or somebody passed it on: a turn in the resident's own queue. */
export async function whenDue(plan: Plan, id: string): Promise<void> {
  const { teams } = plan.deps;
  const request = await teams?.findHelp({ oaId: plan.oaId, id });
  if (!teams || request?.userId !== plan.userId) return;
  switch (dueStep(request, plan.now)) {
    case 'move':
      return askNext(
        plan,
        teams,
        request,
        request.offers.some(({ answer }) => answer === 'missed'),
      );
    case 'remind':
      keep(plan, reminded(request));
      if (request.acceptedBy !== undefined) tellHelper(plan, request.acceptedBy, 'remind', id);
      return;
    case 'ask': {
      keep(plan, reminded(request));
      const values = await helperValues(plan, teams, request);
      if (values) sayBeside(plan, fillMessage(plan, plan.messages.helpOverdueAsk, values), verdictOptions(plan, id));
      return;
    }
    case 'close':
      return keep(plan, givenUp(request, plan.now));
    case undefined:
      return;
  }
}

export const verdictOptions = (plan: Plan, id: string) => [
  helpOption(plan.messages.helpHelped, 'helped', id),
  helpOption(plan.messages.helpNotHelped, 'not-helped', id),
];

const withCall = (text: string, call: string): string => (call === '' ? text : `${text}\n${call}`);

/** The next one is asked. The resident learns it where somebody else than until now is asked, or `tells` says so. */
async function askNext(plan: Plan, teams: TeamReads, request: HelpRequest, tells: boolean): Promise<void> {
  const field = await helpFieldOf(teams, request);
  const moved = moveOn(request, await helpersOf(teams, request, field), field, plan.now);
  keep(plan, moved);
  if (moved.state === 'desk') {
    plan.patch = { ...plan.patch, handoverAt: plan.resident?.handoverAt ?? request.at };
    return sayBeside(
      plan,
      withCall(plan.messages.helpToDesk, await callLine(plan, field.communeCode)),
      residentOptions(plan, moved, false),
    );
  }
  if (plan.resident?.handoverAt !== undefined) plan.patch = { ...plan.patch, handoverAt: null };
  const asksPhone = moved.phone === undefined && moved.phoneErasedAt !== undefined;
  const options = residentOptions(plan, moved, asksPhone);
  if (moved.offeredTo === undefined) {
    const night = fillMessage(plan, plan.messages.helpNight, { ai: nightName(plan, field) });
    const text = withCall(night, await callLine(plan, field.communeCode));
    if (request.state !== 'open' || request.offers.length > 0) sayBeside(plan, text, options);
    return;
  }
  tellHelper(plan, moved.offeredTo, 'offer', moved.id);
  const [before, now] = [request.offers.at(-1), moved.offers.at(-1)];
  if (!now || !before) return;
  const [was, ai] = [await askedName(plan, teams, before, field), await askedName(plan, teams, now, field)];
  if (tells || was !== ai) sayBeside(plan, fillMessage(plan, plan.messages.helpAskingNext, { ai }), options);
}
