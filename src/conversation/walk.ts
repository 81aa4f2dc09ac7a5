import { advance } from '../flow-engine/advance.ts';
import { engineTexts } from '../flow-engine/texts.ts';
import type { Action, FlowEvent } from '../flow-engine/types.ts';
import { count, fillMessage, menuOption, type Plan, reply, toOptions } from './plan.ts';
import { encodeOrder } from './payloads.ts';
import type { Option } from './session.ts';

const MAX_RELATED = 2;

/** Gives the engine one event and does what it says. False when the engine had no use for it; nothing changed then. */
export function walk(plan: Plan, event: FlowEvent): 'walked' | 'unmatched' | 'stale' {
  const { state, actions } = advance(plan.deps.catalogue, plan.session.flow, event, { address: plan.address });
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
  return walk(plan, kind === 'card' ? { type: 'start', card: id } : { type: 'start', flow: id }) === 'walked';
}

function perform(plan: Plan, action: Action): void {
  switch (action.type) {
    case 'say':
      reply(plan, action.text, {
        ...toOptions(plan, action.buttons ?? []),
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

/** Records that somebody waits for a person, and says so once. */
export function askForPerson(plan: Plan, where: { topic: string; flow: string }): void {
  const again = plan.resident?.handoverAt !== undefined;
  plan.patch = { ...plan.patch, handoverAt: plan.resident?.handoverAt ?? plan.now };
  if (!again) count(plan, { kind: 'handover', ...where });
  reply(plan, again ? plan.messages.handoverAgain : plan.messages.handover, {
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
}

/** After the last step: where to go next. */
function finish(plan: Plan, id: string, how: 'finished' | 'gave-up' | 'handover' | 'changed'): void {
  const card = plan.deps.catalogue.card(id);
  const last = plan.replies.at(-1);
  if (!last || (last.options?.length ?? 0) > 0) return;
  const related = (card?.related ?? []).flatMap((slug): Option[] => {
    const other = plan.deps.catalogue.card(slug);
    return other ? [{ title: other.title, payload: encodeOrder({ type: 'card', id: slug }) }] : [];
  });
  plan.replies[plan.replies.length - 1] = {
    ...last,
    options: [...(how === 'finished' ? related.slice(0, MAX_RELATED) : []), ...parkedOption(plan), menuOption(plan)],
  };
}

/** The way back to a walk that was left for something else. */
export function parkedOption(plan: Plan): Option[] {
  const parked = plan.session.parked?.stack[0];
  if (!parked) return [];
  const title = (parked.kind === 'card' ? plan.deps.catalogue.card(parked.id) : plan.deps.catalogue.flow(parked.id))
    ?.title;
  return title === undefined
    ? []
    : [{ title: `${fillMessage(plan, plan.messages.resumeYes)}: ${title}`, payload: encodeOrder({ type: 'resume' }) }];
}

/** Leaves the current walk so that it can be resumed. */
export function park(plan: Plan): void {
  if (!plan.session.flow) return;
  plan.session = { ...plan.session, parked: plan.session.flow, flow: null };
}
