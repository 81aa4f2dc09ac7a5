import { fold } from '../shared/vietnamese.ts';
import type { Command } from '../understanding/commands.ts';
import { pressCascade } from './cascade.ts';
import { obeyDeskOrder } from './desk/desk.ts';
import { dropDesk } from './desk/draft.ts';
import { sayScriptById } from './doorstep.ts';
import { dropDraft } from './field-log/draft.ts';
import { obeyLogOrder } from './field-log/orders.ts';
import { obeyHelpOrder } from './help/orders.ts';
import { startHelping, stopHelping } from './helping.ts';
import { CHILDREN_FLOW, keepQuestion } from './keep-question.ts';
import { sayGone, sayMenu, sayTopic } from './menu.ts';
import { pressNews, refuseNews, sayNews, takeNews } from './news.ts';
import type { Order } from './payloads.ts';
import { askCorrection, askErase, givePrivacyCode, sayOwnData, sayPrivacy } from './privacy.ts';
import { askName, askWhomToDrop, dropPerson, sayPeople, takeName, usePerson } from './phone-sharing.ts';
import { menuOption, type Plan, reply } from './plan.ts';
import {
  askAddress,
  askAddressWhenPleased,
  keepAddress,
  keepConsent,
  keepLargeSteps,
  keepSegment,
} from './settings.ts';
import { sayFamilyWarning } from './scam-answer.ts';
import { askForPerson, park, parkedOption, startWalk, walk, withoutDue } from './walk.ts';
import { shareGuide } from './share.ts';
import { joinTeam, sayTeamKept } from './team-credit.ts';
import { obeyTeamOrder } from './team-desk.ts';
import type { Wish } from './wishes.ts';

/** Does what a button of ours orders. */
export function obeyOrder(plan: Plan, order: Order): void | Promise<void> {
  switch (order.type) {
    case 'menu':
      askAddressWhenPleased(plan);
      return sayMenu(plan);
    case 'person':
      return askForPerson(plan, { topic: '', flow: '' });
    case 'resume':
      return resume(plan);
    case 'topic':
      // A subject with many guides has a flow of its own, named as the subject, that asks its way to them.
      if (!startWalk(plan, 'flow', order.topic)) sayTopic(plan, order.topic);
      return;
    case 'card':
    case 'flow':
      if (!startWalk(plan, order.type, order.id)) sayGone(plan, order.id);
      return;
    case 'script':
      return sayScriptById(plan, order.id);
    case 'choice':
      return press(plan, order);
    case 'erase-ask':
      return askErase(plan);
    case 'privacy-see':
      return sayOwnData(plan);
    case 'privacy-correct':
      return askCorrection(plan);
    case 'privacy-code':
      return givePrivacyCode(plan);
    case 'erase-confirm':
      return erase(plan);
    case 'erase-cancel':
      return reply(plan, plan.messages.eraseCancelled, { options: [menuOption(plan)] });
    case 'consent-yes':
      return consent(plan, 'yes');
    case 'consent-no':
      return consent(plan, 'no');
    case 'address':
      return keepAddress(plan, order.address);
    case 'people':
      return sayPeople(plan);
    case 'new-person':
      return askName(plan, 'new-person');
    case 'call':
      // A suggestion of a question that is over: nobody must be added by an old button.
      return plan.asked ? takeName(plan, plan.asked, order.name, false) : sayPeople(plan);
    case 'use':
      return usePerson(plan, order.name);
    case 'drop':
      return dropPerson(plan, order.name);
    case 'ho-tro':
      return help(plan);
    case 'het-ho-tro':
      return stopHelping(plan);
    case 'warn-family':
      return sayFamilyWarning(plan);
    case 'help':
      return obeyHelpOrder(plan, order);
    case 'cascade':
      return pressCascade(plan, order);
    case 'news':
      return pressNews(plan, order.act, order.ref);
    case 'log':
      return obeyLogOrder(plan, order);
    case 'team':
      return obeyTeamOrder(plan, order);
    case 'desk':
      return obeyDeskOrder(plan, order);
    case 'keep-question':
      return keepQuestion(plan);
    case 'credit':
      return joinTeam(plan, order.name, 'chosen');
    case 'share':
      return shareGuide(plan, order.name);
    case 'keep-team':
      return sayTeamKept(plan);
  }
}

/** Does what was wished for in a whole message. */
export function grantWish(plan: Plan, wish: Wish): void | Promise<void> {
  switch (wish.type) {
    case 'address':
      return keepAddress(plan, wish.address);
    case 'ask-address':
      return askAddress(plan);
    case 'large-steps':
      return keepLargeSteps(plan, wish.on);
    case 'segment':
      return keepSegment(plan, wish.segment);
    case 'people':
      return sayPeople(plan);
    case 'new-person':
    case 'own-name':
      return askName(plan, wish.type);
    case 'fewer-people':
      return askWhomToDrop(plan);
    case 'start-helping':
      return help(plan);
    case 'stop-helping':
      return stopHelping(plan);
    case 'young':
      return meetChild(plan);
  }
}

/** Nothing of a child is counted or kept, whatever was agreed before (law 91/2025/QH15, article 24: a parent decides). */
function meetChild(plan: Plan): void {
  if (!plan.session.helping) {
    keepConsent(plan, 'no');
    plan.forgetCounted = true;
  }
  plan.session = { ...plan.session, young: true };
  if (!startWalk(plan, 'flow', CHILDREN_FLOW))
    reply(plan, plan.messages.countingStopped, { options: [menuOption(plan)] });
}

async function help(plan: Plan): Promise<void> {
  if (await startHelping(plan)) sayMenu(plan, plan.messages.helpStarted);
}

function press(plan: Plan, order: Order & { type: 'choice' }): void {
  if (walk(plan, { type: 'choice', at: order.at, value: order.value }) === 'walked') return;
  if (!plan.session.flow) return sayMenu(plan);
  reply(plan, plan.messages.stale);
  walk(plan, { type: 'resume' });
}

function resume(plan: Plan): void {
  const { parked, ...session } = plan.session;
  if (!parked) return sayMenu(plan);
  plan.session = { ...session, flow: parked };
  walk(plan, { type: 'resume' });
}

function erase(plan: Plan): void {
  dropDraft(plan);
  plan.erase = true;
  reply(plan, plan.messages.erased);
}

function consent(plan: Plan, choice: 'yes' | 'no'): void {
  keepConsent(plan, choice);
  // Beside the numbered question: a choice about counting must not shift what "1" means.
  reply(plan, choice === 'yes' ? plan.messages.consentThanksYes : plan.messages.consentThanksNo, { numbered: false });
}

/** Does what a typed command orders. */
export async function obeyCommand(plan: Plan, command: Command): Promise<void> {
  switch (command.type) {
    case 'menu':
      askAddressWhenPleased(plan);
      return sayMenu(plan);
    case 'person':
      park(plan);
      return askForPerson(plan, { topic: '', flow: '' });
    case 'stop':
      return stop(plan);
    case 'unsubscribe':
      return refuseNews(plan, command.category);
    case 'subscribe':
      return takeNews(plan, command.category);
    case 'news':
      return sayNews(plan);
    case 'erase':
      return askErase(plan);
    case 'privacy':
      return sayPrivacy(plan);
    case 'stop-counting':
      plan.consent = { textVersion: plan.messages.noticeVersion, choice: 'no', at: plan.now };
      plan.patch = { ...plan.patch, consent: 'no' };
      plan.forgetCounted = true;
      return reply(plan, plan.messages.countingStopped, { numbered: false });
    case 'consent':
      return consent(plan, command.choice);
    case 'team':
      return joinTeam(plan, command.code);
  }
}

/** "DỪNG" ends the walk or question under way, then the help at somebody's door; with neither it refuses announcements. */
function stop(plan: Plan): void | Promise<void> {
  const { flow, helping } = plan.session;
  if (plan.logDraft) {
    dropDraft(plan);
    return reply(plan, plan.messages.logDropped, { options: [...parkedOption(plan), menuOption(plan)] });
  }
  if (plan.deskDraft) {
    dropDesk(plan);
    return reply(plan, plan.messages.answerDropped, { options: [...parkedOption(plan), menuOption(plan)] });
  }
  if (flow || plan.asked) {
    // Whoever stops a walk does not want to be reminded of it either.
    if (flow) plan.session = { ...plan.session, flow: withoutDue(flow) };
    park(plan);
    return reply(plan, plan.messages.flowStopped, { options: [...parkedOption(plan), menuOption(plan)] });
  }
  if (helping) return stopHelping(plan);
  return refuseNews(plan);
}

/** A code typed inside a flow: what is said about it comes before the flow's next question. */
export async function joinTypedTeam(plan: Plan): Promise<void> {
  if (plan.teamTyped === undefined) return;
  const question = plan.replies.pop();
  await joinTeam(
    plan,
    fold(plan.teamTyped)
      .replace(/^(?:to|ma to)(?= )/u, '')
      .replaceAll(' ', '')
      .toUpperCase(),
  );
  if (question) plan.replies.push(question);
}
