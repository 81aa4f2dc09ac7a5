import { advance } from '../flow-engine/advance.ts';
import { engineTexts } from '../flow-engine/texts.ts';
import { topics, topicTitle } from '../catalog/catalogue.ts';
import type { Action, EndedHow, FlowEvent, FlowState, Frame } from '../flow-engine/types.ts';
import { vietnamTime } from '../shared/clock.ts';
import { contextOf, count, fillMessage, helpOption, menuOption, type Plan, reply, toOptions } from './plan.ts';
import { scriptOptionHere } from './doorstep.ts';
import { encodeOrder } from './payloads.ts';
import type { Option, Session } from './session.ts';
import { keepProfile } from './settings.ts';

const MAX_RELATED = 2;

/** Gives the engine one event and does what it says. False when the engine had no use for it; nothing changed then. */
export function walk(plan: Plan, event: FlowEvent): 'walked' | 'unmatched' | 'stale' {
  const { state, actions } = advance(plan.deps.catalogue, plan.session.flow, event, contextOf(plan));
  if (actions.some((action) => action.type === 'unmatched')) return 'unmatched';
  if (actions.some((action) => action.type === 'stale')) return 'stale';
  const left = actions.some((action) => action.type === 'handover') ? plan.session.flow : null;
  // Whoever waits for a person can go on by themselves meanwhile.
  plan.session = { ...plan.session, flow: state, ...(left ? { parked: left } : {}) };
  for (const action of actions) perform(plan, action);
  return 'walked';
}

/** Starts a card or flow by id. False when the catalogue has none of that name (a button from an old version). */
export function startWalk(plan: Plan, kind: 'card' | 'flow', id: string): boolean {
  const known = kind === 'card' ? plan.deps.catalogue.card(id) : plan.deps.catalogue.flow(id);
  if (!known) return false;
  makeRoom(plan, id);
  return walk(plan, kind === 'card' ? { type: 'start', card: id } : { type: 'start', flow: id }) === 'walked';
}

function perform(plan: Plan, action: Action): void {
  switch (action.type) {
    case 'say':
      reply(plan, action.text, {
        ...withScript(plan, toOptions(plan, action.buttons ?? [])),
        ...(action.picture ? { picture: action.picture.url } : {}),
        ...(plan.session.flow?.stack.at(-1)?.kind === 'card' ? { inPairs: true } : {}),
      });
      break;
    case 'track':
      count(plan, {
        kind: action.kind,
        topic: action.topic,
        flow: action.flow,
        version: action.version,
        step: action.step,
      });
      if (action.kind === 'finished' && !isSubject(action.flow)) plan.session = { ...plan.session, done: action.flow };
      break;
    case 'record':
      count(plan, {
        kind: 'outcome',
        topic: action.topic,
        flow: action.flow,
        version: action.version,
        step: action.step,
        outcome: action.outcome,
        quantity: action.quantity,
      });
      break;
    case 'poll':
      count(plan, {
        kind: 'poll',
        topic: action.topic,
        flow: action.flow,
        version: action.version,
        step: action.step,
        outcome: action.value,
      });
      break;
    case 'profile':
      keepProfile(plan, action);
      break;
    case 'certificate':
      if (!plan.session.helping) plan.passedQuiz = { flow: action.flow, right: action.right };
      certify(plan, action.title, action.name);
      break;
    case 'handover':
      handOver(plan, action.reason);
      break;
    case 'end':
      finish(plan, action.flow, action.how);
      break;
    case 'unmatched':
    case 'stale':
      break;
  }
}

/** The doorstep script beside the answers of a card's first step, while a member helps. */
function withScript(plan: Plan, said: ReturnType<typeof toOptions>): ReturnType<typeof toOptions> {
  const script = said.options ? scriptOptionHere(plan) : [];
  return script.length === 0 ? said : { ...said, options: [...(said.options ?? []), ...script] };
}

/**
 * Records that somebody waits for a person, and says so once. With `words` (how, the first time and while they wait) it is
 * for the help desk alone; otherwise teams may be asked before it, see `help/route.ts`.
 */
export function askForPerson(
  plan: Plan,
  where: { topic: string; flow: string },
  words?: { readonly first: string; readonly again: string },
): void {
  const again = plan.resident?.handoverAt !== undefined;
  plan.patch = { ...plan.patch, handoverAt: plan.resident?.handoverAt ?? plan.now };
  if (!again) count(plan, { kind: 'handover', ...where });
  const { first, again: still } = words ?? { first: plan.messages.handover, again: plan.messages.handoverAgain };
  const promise = fillMessage(plan, again ? still : first);
  if (!words) plan.asksPerson = { promise };
  reply(plan, promise, {
    options: [...parkedOption(plan), menuOption(plan)],
  });
}

/** A walk hands over: our promise and the flow's own advice are one message, not two that say the same. */
function handOver(plan: Plan, reason: string): void {
  const advice = plan.replies.pop();
  askForPerson(plan, { topic: '', flow: reason });
  const promise = plan.replies.at(-1);
  if (!advice || !promise || advice.text === fillMessage(plan, engineTexts.handover)) return;
  const met = plan.resident?.handoverAt === undefined ? fillMessage(plan, plan.messages.handoverMet) : promise.text;
  plan.replies[plan.replies.length - 1] = { ...promise, text: `${met}\n${advice.text}` };
  if (plan.asksPerson) plan.asksPerson = { promise: met };
}

/** What was learnt, to be shown to the family. The name is the resident's own choice and kept nowhere; the picture's address carries it. */
function certify(plan: Plan, title: string, name: string | undefined): void {
  const [day = ''] = vietnamTime(plan.now).split(' ');
  const whose = name ?? fillMessage(plan, '{Bác}');
  const picture = plan.deps.certificateUrl?.({ title, day, ...(name === undefined ? {} : { name }) });
  reply(plan, fillMessage(plan, plan.messages.certificate, { tên: whose, việc: title, ngày: day }), {
    numbered: false,
    ...(picture === undefined ? {} : { pictureAfter: picture }),
  });
}

/** After the last step: where to go next. */
function finish(plan: Plan, id: string, how: EndedHow): void {
  offerNext(plan, id, how);
  const topic = (plan.deps.catalogue.card(id) ?? plan.deps.catalogue.flow(id))?.topic;
  // Not for somebody who has just been robbed.
  if (how === 'finished' && topic !== 'scam-safety') plan.session = { ...plan.session, pleased: true };
}

function offerNext(plan: Plan, id: string, how: EndedHow): void {
  const card = plan.deps.catalogue.card(id);
  const last = plan.replies.at(-1);
  if (!last || (last.options?.length ?? 0) > 0) return;
  const related = (card?.related ?? []).flatMap((slug): Option[] => {
    const other = plan.deps.catalogue.card(slug);
    return other ? [{ title: other.title, payload: encodeOrder({ type: 'card', id: slug }) }] : [];
  });
  plan.replies[plan.replies.length - 1] = {
    ...last,
    options: [
      ...(how === 'finished' ? related.slice(0, MAX_RELATED) : []),
      ...(how === 'changed' ? againOption(plan, id) : []),
      ...parkedOption(plan),
      ...helpOption(plan),
      menuOption(plan),
    ],
  };
}

/** A guide changed under somebody: it from the start, or the subject it belonged to. */
function againOption(plan: Plan, id: string): Option[] {
  const { catalogue, earlierGuide } = plan.deps;
  const kind = catalogue.card(id) ? 'card' : 'flow';
  const title = (catalogue.card(id) ?? catalogue.flow(id))?.title;
  if (title !== undefined) {
    return [
      { title: `${fillMessage(plan, plan.messages.walkAgain)}: ${title}`, payload: encodeOrder({ type: kind, id }) },
    ];
  }
  const topic = catalogue.topics.find((name) => name === earlierGuide?.(id)?.topic);
  return topic === undefined
    ? []
    : [{ title: topicTitle(plan.messages, topic), payload: encodeOrder({ type: 'topic', topic }) }];
}

/** The way back to a walk that was left for something else. */
export function parkedOption(plan: Plan): Option[] {
  const stack = plan.session.parked?.stack ?? [];
  // Below a subject's menu it is the guide that was left, not the menu.
  const parked = stack.find((frame) => !isSubjectMenu(frame)) ?? stack[0];
  if (!parked) return [];
  const title = (parked.kind === 'card' ? plan.deps.catalogue.card(parked.id) : plan.deps.catalogue.flow(parked.id))
    ?.title;
  return title === undefined
    ? []
    : [{ title: `${fillMessage(plan, plan.messages.resumeYes)}: ${title}`, payload: encodeOrder({ type: 'resume' }) }];
}

/** True while a guide or flow is under way; a subject's menu is left by whatever else is sent. */
export function isWalking({ session: { flow } }: Plan): boolean {
  return flow !== null && !flow.stack.every(isSubjectMenu);
}

/** The flow of a subject only asks its way to the guides: leaving it loses nothing. */
export const isSubjectMenu = ({ kind, id }: Frame): boolean => kind === 'flow' && isSubject(id);

const isSubject = (id: string): boolean => topics.some((topic) => topic === id);

/** Leaves the current walk so that it can be resumed. */
export function park(plan: Plan): void {
  const { flow, parked } = plan.session;
  if (!flow) return;
  if (flow.stack.every(isSubjectMenu)) {
    plan.session = { ...plan.session, flow: null };
    return;
  }
  plan.session = { ...keptAsleep(plan, parked), parked: flow, flow: null };
}

/** Reminders that wait aside at most; one more takes the place of the oldest. */
const MAX_ASLEEP = 3;

/**
 * The session with `state`, which is about to be pushed out of it, among those asleep, if it waits for a reminder: what
 * was promised for Thursday must not be forgotten because of a question on Wednesday.
 */
function keptAsleep(plan: Plan, state: FlowState | null | undefined): Session {
  const { session } = plan;
  if (!state || !isReminder(plan, state)) return session;
  const id = state.stack[0]?.id;
  const others = (session.asleep ?? []).filter(({ stack }) => stack[0]?.id !== id);
  return { ...session, asleep: [...others, state].slice(-MAX_ASLEEP) };
}

/** Before a walk begins: the one under way is left, and older reminders of the same guide are out of date. */
function makeRoom(plan: Plan, id: string): void {
  const isSame = ({ stack }: FlowState): boolean => stack[0]?.id === id;
  const { flow } = plan.session;
  const { asleep, parked, done: _done, ...session } = flow && !isSame(flow) ? keptAsleep(plan, flow) : plan.session;
  const others = (asleep ?? []).filter((state) => !isSame(state));
  plan.session = {
    ...session,
    ...(parked ? { parked: isSame(parked) ? withoutDue(parked) : parked } : {}),
    ...(others.length > 0 ? { asleep: others } : {}),
  };
}

function isReminder(plan: Plan, { due, stack }: FlowState): boolean {
  const top = stack.at(-1);
  if (due === undefined || top?.kind !== 'flow') return false;
  const steps = plan.deps.catalogue.flow(top.id)?.steps;
  return steps !== undefined && Object.hasOwn(steps, top.step) && steps[top.step]?.type === 'remind';
}

/** The walk as one that waits for ever. */
export function withoutDue(state: FlowState): FlowState {
  const { due: _due, ...rest } = state;
  return rest;
}
