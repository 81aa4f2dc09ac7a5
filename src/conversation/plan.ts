import type { Catalogue } from '../catalog/catalogue.ts';
import type { Messages } from '../catalog/messages.ts';
import type { Button, FlowContext, PlaceFinder } from '../flow-engine/types.ts';
import type {
  ConsentRecord,
  EngagementEvent,
  Guide,
  Resident,
  ResidentPatch,
  Team,
  TurnContext,
} from '../storage/ports.ts';
import type { Hit } from '../understanding/retrieval.ts';
import type { ScamVerdict } from '../understanding/scam/verdict.ts';
import type { Understanding } from '../understanding/understand.ts';
import { encodeOrder } from './payloads.ts';
import { parsePeople, type People, serializePeople } from './people.ts';
import { audienceOf, DEFAULT_ADDRESS, patchOf, type Person, personOf } from './person.ts';
import type { PictureUrl, Reply } from './render.ts';
import { type Asking, parseSession, type Option, type Session } from './session.ts';

/** What conversations need of the world; everything else is in the turn. */
export interface ConversationDeps {
  readonly catalogue: Catalogue;
  readonly understanding: Understanding;
  /** The team with this code in this OA; codes are compared exactly, so normalise before asking. */
  findTeam(oaId: string, code: string): Promise<Team | undefined>;
  /** A card or flow of an earlier catalogue, for whoever was in the middle of it. Default: none is known. */
  earlierGuide?(id: string): Guide | undefined;
  /** Look-up of provinces and communes for place questions. Without it they can only be given up. */
  readonly places?: PlaceFinder;
  /** Public address of a picture the engine names. Default: there is none, and texts go out alone. */
  readonly pictureUrl?: PictureUrl;
  /** Public address of the souvenir of a passed quiz; `day` is `22/11/2026`. Default: there is none. */
  certificateUrl?(certificate: {
    readonly title: string;
    readonly name?: string;
    readonly day: string;
  }): string | undefined;
  /** Whether a message that was passed on is a scam. Default: nothing is checked. */
  checkScam?(text: string): ScamVerdict;
  /** Cards an unclear message may mean, best first, chosen by a model the operator named. Default: there is none. */
  chooseCards?(text: string): Promise<readonly string[] | undefined>;
  /** A name for a visit that leads to nobody. Default: random. */
  newVisitId?(): string;
}

/** Everything one turn is going to change and say. Filled step by step, then committed as a whole. */
export interface Plan {
  readonly deps: ConversationDeps;
  readonly messages: Messages;
  readonly now: number;
  readonly oaId: string;
  readonly resident: Resident | undefined;
  /** Who has the phone now. While a team member helps, the person visited is in `session.helping` instead. */
  person: Person;
  /** The people of a shared phone; undefined where one person uses the account. */
  people: People | undefined;
  /** Where the resident was when the event came. */
  readonly before: Session;
  session: Session;
  patch: ResidentPatch;
  replies: Reply[];
  engagement: EngagementEvent[];
  /** The question of ours that stood before this message; whatever the message is, it is over. */
  asked?: Asking;
  /** What became of a due moment. */
  wake?: 'said' | 'postponed' | 'dropped' | 'stale';
  /** What is due already waits until then, epoch ms. */
  wakeNotBefore?: number;
  /** A team's code that was typed inside a flow. */
  teamTyped?: string;
  consent?: ConsentRecord;
  forgetCounted?: true;
  erase?: true;
}

export function startPlan(deps: ConversationDeps, oaId: string, context: TurnContext, now: number): Plan {
  const before = parseSession(context.session.state);
  return {
    deps,
    messages: deps.catalogue.messages,
    now,
    oaId,
    resident: context.resident,
    person: personOf(context.resident),
    people: parsePeople(context.resident?.people),
    before,
    session: before,
    patch: {},
    replies: [],
    engagement: [],
  };
}

/** The person this conversation is with: whoever has the phone, or the one a team member helps. */
export function spokenTo(plan: Plan): Person {
  return plan.session.helping?.person ?? plan.person;
}

/** Changes how the person of this conversation is spoken to, and nothing about anybody else. */
export function changePerson(plan: Plan, changes: Person): void {
  const { helping } = plan.session;
  if (helping) {
    plan.session = { ...plan.session, helping: { ...helping, person: { ...helping.person, ...changes } } };
    return;
  }
  plan.person = { ...plan.person, ...changes };
  plan.patch = { ...plan.patch, ...changes };
}

/** Gives the phone to `person` among `people`. */
export function changePeople(plan: Plan, people: People | undefined, person: Person = plan.person): void {
  plan.people = people;
  plan.person = person;
  plan.patch = { ...plan.patch, ...patchOf(person), people: people ? serializePeople(people) : null };
}

/** What the engine's texts and dates depend on. */
export function contextOf(plan: Plan): FlowContext {
  const person = spokenTo(plan);
  return {
    address: person.address ?? DEFAULT_ADDRESS,
    now: plan.now,
    // First contact in milliseconds: another for nearly every resident, the same for ever, and it names nobody.
    seed: String(plan.resident?.createdAt ?? plan.now),
    ...audienceOf(person),
    ...(plan.deps.places ? { places: plan.deps.places } : {}),
    ...(plan.session.helping ? { assisted: true } : {}),
  };
}

/** The text with a capital letter in front. */
export function capitalized(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}

/** Puts the form of address and named values into a sentence of ours. */
export function fillMessage(plan: Plan, text: string, values: Readonly<Record<string, string>> = {}): string {
  const address = spokenTo(plan).address ?? DEFAULT_ADDRESS;
  return text.replace(/\{([^{}]+)\}/gu, (whole, name: string) => {
    if (name === 'bác') return address;
    if (name === 'Bác') return capitalized(address);
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

/** Counts an event: for the visit while a team member helps, otherwise for whoever uses the account. */
export function count(plan: Plan, event: Partial<EngagementEvent> & Pick<EngagementEvent, 'kind'>): void {
  const visit = plan.session.helping?.visit;
  plan.engagement.push({
    topic: '',
    flow: '',
    version: '',
    step: '',
    outcome: '',
    quantity: 1,
    ...event,
    ...(visit === undefined ? {} : { visit }),
  });
}

/** The engine's buttons as options and links. */
export function toOptions(plan: Plan, list: readonly Button[]): Pick<Reply, 'options' | 'links'> {
  const options = list.flatMap((button): Option[] =>
    button.choice ? [{ title: button.title, payload: encodeOrder({ type: 'choice', ...button.choice }) }] : [],
  );
  const links = list.flatMap((button) => (button.url === undefined ? [] : [{ title: button.title, url: button.url }]));
  return { ...(options.length > 0 ? { options } : {}), ...(links.length > 0 ? { links } : {}) };
}

/** Values for `{tên}` and, at the start of a sentence, `{Tên}`. */
export function nameValues(name: string): Readonly<Record<string, string>> {
  return { tên: name, Tên: capitalized(name) };
}

export function menuOption(plan: Plan): Option {
  return { title: plan.messages.backToMenu, payload: encodeOrder({ type: 'menu' }) };
}

/** The way out of helping somebody else, while that goes on. */
export function helpOption(plan: Plan): Option[] {
  if (!plan.session.helping) return [];
  return [{ title: plan.messages.helpStop, payload: encodeOrder({ type: 'het-ho-tro' }) }];
}

export function personOption(plan: Plan): Option {
  return { title: plan.messages.noneOfThese, payload: encodeOrder({ type: 'person' }) };
}

export function hitOption(hit: Hit): Option {
  return { title: hit.entry.title, payload: encodeOrder({ type: hit.entry.kind, id: hit.entry.id }) };
}
