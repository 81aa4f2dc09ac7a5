import type { Catalogue, Topic } from '../catalog/catalogue.ts';
import type { Messages } from '../catalog/messages.ts';
import type { Button } from '../flow-engine/types.ts';
import type { ConsentRecord, EngagementEvent, Resident, ResidentPatch, Team, TurnContext } from '../storage/ports.ts';
import type { Hit } from '../understanding/retrieval.ts';
import type { Understanding } from '../understanding/understand.ts';
import { encodeOrder } from './payloads.ts';
import type { Reply } from './render.ts';
import { parseSession, type Option, type Session } from './session.ts';

/** What conversations need of the world; everything else is in the turn. */
export interface ConversationDeps {
  readonly catalogue: Catalogue;
  readonly understanding: Understanding;
  /** The team with this code in this OA; codes are compared exactly, so normalise before asking. */
  findTeam(oaId: string, code: string): Promise<Team | undefined>;
}

/** Everything one turn is going to change and say. Filled step by step, then committed as a whole. */
export interface Plan {
  readonly deps: ConversationDeps;
  readonly messages: Messages;
  readonly now: number;
  readonly oaId: string;
  readonly resident: Resident | undefined;
  readonly address: string;
  /** Where the resident was when the event came. */
  readonly before: Session;
  session: Session;
  patch: ResidentPatch;
  replies: Reply[];
  engagement: EngagementEvent[];
  consent?: ConsentRecord;
  forgetCounted?: true;
  erase?: true;
}

export const DEFAULT_ADDRESS = 'bác';

export function startPlan(deps: ConversationDeps, oaId: string, context: TurnContext, now: number): Plan {
  const before = parseSession(context.session.state);
  return {
    deps,
    messages: deps.catalogue.messages,
    now,
    oaId,
    resident: context.resident,
    address: context.resident?.address ?? DEFAULT_ADDRESS,
    before,
    session: before,
    patch: {},
    replies: [],
    engagement: [],
  };
}

/** Puts the form of address and named values into a sentence of ours. */
export function fillMessage(plan: Plan, text: string, values: Readonly<Record<string, string>> = {}): string {
  const address = plan.address;
  const capital = address.charAt(0).toLocaleUpperCase('vi') + address.slice(1);
  return text.replace(/\{([^{}]+)\}/gu, (whole, name: string) => {
    if (name === 'bác') return address;
    if (name === 'Bác') return capital;
    return values[name] ?? whole;
  });
}

/** Adds one message. The options of the last message are the ones a number refers to. */
export function reply(plan: Plan, text: string, extra: Omit<Reply, 'text'> = {}): void {
  plan.replies.push({ text: fillMessage(plan, text), ...extra });
}

/** What the next number or typed title will refer to: the options of the last numbered message, if any was said. */
export function rememberOptions(plan: Plan): void {
  const last = plan.replies.findLast((said) => said.numbered !== false);
  if (last) plan.session = { ...plan.session, options: last.options ?? [] };
}

export function count(plan: Plan, event: Partial<EngagementEvent> & Pick<EngagementEvent, 'kind'>): void {
  plan.engagement.push({ topic: '', flow: '', version: '', step: '', outcome: '', quantity: 1, ...event });
}

/** The engine's buttons as options and links. */
export function toOptions(plan: Plan, list: readonly Button[]): Pick<Reply, 'options' | 'links'> {
  const options = list.flatMap((button): Option[] =>
    button.choice ? [{ title: button.title, payload: encodeOrder({ type: 'choice', ...button.choice }) }] : [],
  );
  const links = list.flatMap((button) => (button.url === undefined ? [] : [{ title: button.title, url: button.url }]));
  return { ...(options.length > 0 ? { options } : {}), ...(links.length > 0 ? { links } : {}) };
}

export function menuOption(plan: Plan): Option {
  return { title: plan.messages.backToMenu, payload: encodeOrder({ type: 'menu' }) };
}

export function personOption(plan: Plan): Option {
  return { title: plan.messages.noneOfThese, payload: encodeOrder({ type: 'person' }) };
}

export function hitOption(hit: Hit): Option {
  return { title: hit.entry.title, payload: encodeOrder({ type: hit.entry.kind, id: hit.entry.id }) };
}

/** The subject's name as residents read it. */
export function topicTitle(messages: Messages, topic: Topic): string {
  const titles: Readonly<Record<Topic, string>> = {
    'public-services': messages.topicPublicServices,
    'e-payments': messages.topicEPayments,
    'e-commerce': messages.topicECommerce,
    'scam-safety': messages.topicScamSafety,
    'other-platforms': messages.topicOtherPlatforms,
  };
  return titles[topic];
}
