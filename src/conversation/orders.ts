import type { Topic } from '../catalog/catalogue.ts';
import type { Command } from '../understanding/commands.ts';
import { fillMessage, menuOption, type Plan, reply, topicTitle } from './plan.ts';
import { encodeOrder, type Order } from './payloads.ts';
import type { Option } from './session.ts';
import { askForPerson, park, parkedOption, startWalk, walk } from './walk.ts';

/** Cards and flows shown under one subject at most: what fits on a phone without scrolling back. */
const MAX_LISTED = 8;

/** The five subjects, with the way back to a walk that was left. */
export function sayMenu(plan: Plan, intro: string = plan.messages.menu): void {
  park(plan);
  const options: Option[] = plan.deps.catalogue.topics.map((topic) => ({
    title: topicTitle(plan.messages, topic),
    payload: encodeOrder({ type: 'topic', topic }),
  }));
  reply(plan, `${intro}\n${plan.messages.menuHint}`, { options: [...options, ...parkedOption(plan)] });
}

/** As many options as one message has buttons. */
const FULL = 5;

function sayTopic(plan: Plan, topic: Topic): void {
  park(plan);
  const title = topicTitle(plan.messages, topic);
  const walked = cardsWalkedWhole(plan);
  const entries = plan.deps.catalogue.entries().filter((entry) => entry.topic === topic && !walked.has(entry.id));
  const flowsFirst = [
    ...entries.filter(({ kind }) => kind === 'flow'),
    ...entries.filter(({ kind }) => kind === 'card'),
  ];
  const options = flowsFirst
    .slice(0, MAX_LISTED)
    .map((entry): Option => ({ title: entry.title, payload: encodeOrder({ type: entry.kind, id: entry.id }) }));
  reply(plan, fillMessage(plan, plan.messages.topicMenu, { 'chủ đề': title.toLocaleLowerCase('vi') }), {
    // Five guides fill Zalo's five buttons; a message for the way back alone would be one more to read.
    options: options.length === FULL ? options : [...options, menuOption(plan)],
  });
}

/** Cards that a flow of the same subject is about: a list with both would make the resident choose between twins. */
function cardsWalkedWhole(plan: Plan): ReadonlySet<string> {
  const { catalogue } = plan.deps;
  const slugs = catalogue.flows().flatMap((flow) => {
    const guided = new Set(Object.values(flow.steps).flatMap((step) => (step.type === 'guide' ? [step.card] : [])));
    const [only = ''] = guided;
    return guided.size === 1 && catalogue.card(only)?.topic === flow.topic ? [only] : [];
  });
  return new Set(slugs);
}

/** Does what a button of ours orders. */
export function obeyOrder(plan: Plan, order: Order): void {
  switch (order.type) {
    case 'menu':
      return sayMenu(plan);
    case 'person':
      return askForPerson(plan, { topic: '', flow: '' });
    case 'resume':
      return resume(plan);
    case 'topic':
      return sayTopic(plan, order.topic);
    case 'card':
    case 'flow':
      if (!startWalk(plan, order.type, order.id)) sayMenu(plan);
      return;
    case 'choice':
      return press(plan, order);
    case 'erase-confirm':
      return erase(plan);
    case 'erase-cancel':
      return reply(plan, plan.messages.eraseCancelled, { options: [menuOption(plan)] });
    case 'consent-yes':
      return consent(plan, 'yes');
    case 'consent-no':
      return consent(plan, 'no');
  }
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
  plan.erase = true;
  reply(plan, plan.messages.erased);
}

function consent(plan: Plan, choice: 'yes' | 'no'): void {
  plan.consent = { textVersion: plan.messages.noticeVersion, choice, at: plan.now };
  plan.patch = { ...plan.patch, consent: choice };
  if (choice === 'no' && plan.resident?.consent === 'yes') plan.forgetCounted = true;
  // Beside the numbered question: a choice about counting must not shift what "1" means.
  reply(plan, choice === 'yes' ? plan.messages.consentThanksYes : plan.messages.consentThanksNo, { numbered: false });
}

/** Does what a typed command orders. */
export async function obeyCommand(plan: Plan, command: Command): Promise<void> {
  switch (command.type) {
    case 'menu':
      return sayMenu(plan);
    case 'person':
      park(plan);
      return askForPerson(plan, { topic: '', flow: '' });
    case 'stop':
      return stop(plan);
    case 'unsubscribe':
      plan.patch = { ...plan.patch, optOutAt: plan.now };
      return reply(plan, plan.messages.stopped, { numbered: false });
    case 'subscribe':
      plan.patch = { ...plan.patch, optOutAt: null };
      return reply(plan, plan.messages.subscribed, { numbered: false });
    case 'erase':
      return reply(plan, plan.messages.eraseAsk, {
        options: [
          { title: plan.messages.eraseConfirm, payload: encodeOrder({ type: 'erase-confirm' }) },
          { title: plan.messages.eraseCancel, payload: encodeOrder({ type: 'erase-cancel' }) },
        ],
      });
    case 'privacy':
      return reply(plan, plan.messages.privacy, { numbered: false });
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

/** "DỪNG" ends the walk under way; with none under way it refuses announcements. */
function stop(plan: Plan): void {
  if (plan.session.flow) {
    park(plan);
    return reply(plan, plan.messages.flowStopped, { options: [...parkedOption(plan), menuOption(plan)] });
  }
  plan.patch = { ...plan.patch, optOutAt: plan.now };
  reply(plan, plan.messages.stopped, { numbered: false });
}

/** The resident is credited to the team whose code they typed; typing another code changes it. */
export async function joinTeam(plan: Plan, code: string): Promise<void> {
  if (code === '') return reply(plan, plan.messages.teamMissing, { numbered: false });
  const team = await plan.deps.findTeam(plan.oaId, code);
  if (!team) return reply(plan, plan.messages.teamUnknown, { numbered: false });
  if (plan.resident?.teamCode === team.code) {
    return reply(plan, fillMessage(plan, plan.messages.teamAlready, { tổ: team.name }), { numbered: false });
  }
  plan.patch = { ...plan.patch, teamCode: team.code, teamAt: plan.now };
  reply(plan, fillMessage(plan, plan.messages.teamCredited, { tổ: team.name }), { numbered: false });
}
