import type { Catalogue } from '../catalog/catalogue.ts';
import type { Messages } from '../catalog/messages.ts';
import type { Button, FlowContext, PlaceFinder } from '../flow-engine/types.ts';
import type {
  ConsentRecord,
  EngagementEvent,
  Guide,
  Resident,
  ResidentPatch,
  Storage,
  Team,
  TurnContext,
  TurnEffect,
} from '../storage/ports.ts';
import type { Announcement } from '../storage/announcement-ports.ts';
import type { FieldLogReads } from '../storage/field-log-ports.ts';
import type { LearningReads } from '../storage/learning-ports.ts';
import type { QuestionReads } from '../storage/question-ports.ts';
import type { HelpReads } from '../storage/help-ports.ts';
import type { ChartPicture } from '../pictures/index.ts';
import type { IndicatorReads } from '../storage/indicator-ports.ts';
import type { RegistryReads } from '../storage/registry-ports.ts';
import type { TeamMemberReads } from '../storage/team-ports.ts';
import type { Hit } from '../understanding/retrieval.ts';
import type { ScamVerdict } from '../understanding/scam/verdict.ts';
import type { Understanding } from '../understanding/understand.ts';
import type { DeskDraft } from './desk/draft.ts';
import type { LogDraft } from './field-log/draft.ts';
import type { Notice } from './notices.ts';
import { encodeOrder } from './payloads.ts';
import { parsePeople, type People, serializePeople } from './people.ts';
import { audienceOf, DEFAULT_ADDRESS, patchOf, type Person, personOf } from './person.ts';
import type { PictureUrl, Reply } from './render.ts';
import type { StaffLink } from './staff-link.ts';
import { type Asking, parseSession, type Option, type Session, type Unanswered } from './session.ts';

/** What a turn may read of teams; everything it changes of them goes through `Plan.effects`. */
export type TeamReads = Pick<
  Storage,
  | keyof Omit<HelpReads, 'listDueHelp'>
  | keyof Omit<FieldLogReads, 'listFieldPhotos' | 'listDroppedPhotos'>
  | keyof LearningReads
  | keyof Omit<QuestionReads, 'listUntoldAnswers'>
  | 'listRefusedCategories'
  | 'findTip'
  | 'listTips'
  | keyof TeamMemberReads
  | keyof RegistryReads
  | keyof IndicatorReads
  | 'findTeam'
  | 'listTeams'
  | 'readMeta'
>;

/** What a turn may read of announcements that teams pass on. */
export type CascadeReads = Pick<
  Storage,
  'findAnnouncement' | 'findLaneJob' | 'findCascadeByWord' | 'findCascadeMember'
>;

/** Where this installation is found by those who are not in the chat yet. */
export interface PublicPlace {
  /** `https://…` without a slash at the end; undefined while the server has no public address. */
  address(): string | undefined;
  /** Name under which residents find the OA on Zalo. */
  readonly oaName: string;
  /** Id of the real OA, for `zalo.me/<id>`; undefined in the demo. */
  readonly oaId?: string;
}

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
  /** What is passed on names it. Default: texts without address or picture. */
  readonly publicPlace?: PublicPlace;
  /** Public address of the souvenir of a passed quiz; `day` is `22/11/2026`. Default: there is none. */
  certificateUrl?(certificate: {
    readonly title: string;
    readonly name?: string;
    readonly day: string;
    /** Check code of a member's certificate; residents' souvenirs have none. */
    readonly code?: string;
  }): string | undefined;
  /** Public address of a team's month as bars, sealed. Default: there is none, and the text says it all. */
  chartUrl?(chart: ChartPicture): string | undefined;
  /** Announcements that the teams pass on. Default: there are none. */
  readonly cascades?: CascadeReads;
  /** Public address of the picture of an announcement; undefined where it has none. Default: none has. */
  announcementPicture?(announcement: Announcement): string | undefined;
  /** Numbers and places of communes and province for whoever cannot wait. Default: none are told. */
  readonly contacts?: Pick<Storage, 'findCommuneContact' | 'readMeta'>;
  /** Whether a message that was passed on is a scam. Default: nothing is checked. */
  checkScam?(text: string): ScamVerdict;
  /**
   * Words a machine read in the picture at this address of Zalo's, and how sure it is of them (0–100); undefined = it
   * could not be read. Never throws. Default: no picture is read, each goes to the help desk.
   */
  readPicture?(url: string): Promise<{ readonly text: string; readonly confidence: number } | undefined>;
  /** Cards an unclear message may mean, best first, chosen by a model the operator named. Default: there is none. */
  chooseCards?(text: string): Promise<readonly string[] | undefined>;
  /**
   * What a message that was passed on wants, in one sentence of that model; undefined = it has nothing fit to show. It
   * masks the words itself. Default: there is none.
   */
  summariseMessage?(text: string): Promise<string | undefined>;
  /** A card's opening answer in that model's words for this reader; undefined = as written. Default: there is none. */
  rephraseAnswer?(card: string, reader: Person): Promise<string | undefined>;
  /** What team members and their work are read from. Default: there are no teams' tools. */
  readonly teams?: TeamReads;
  /** A whole number from 0 to below `below` that cannot be foreseen, for join codes. Default: `randomInt` of Node. */
  randomBelow?(below: number): number;
  /**
   * Fetches a photo for the field log and keeps it; the name of its file, undefined when it cannot be had. Never throws.
   * Default: no photos are asked for.
   */
  keepPhoto?(url: string): Promise<string | undefined>;
  /** Whose code of the console this is, while it may still be typed. Default: nobody has an account. */
  findStaffLink?(oaId: string, code: string, at: number): Promise<StaffLink | undefined>;
  /** A name for a visit, or an entry of the field log, that leads to nobody. Default: random. */
  newVisitId?(): string;
}

/** Everything one turn is going to change and say. Filled step by step, then committed as a whole. */
export interface Plan {
  readonly deps: ConversationDeps;
  readonly messages: Messages;
  readonly now: number;
  readonly oaId: string;
  /** Whose turn it is; '' for events that concern nobody. */
  readonly userId: string;
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
  /** The draft of the field log whose question stood before this message. */
  logDraft?: LogDraft;
  /** The question or answer of a team whose turn to be typed it was. */
  deskDraft?: DeskDraft;
  /** A quiz that this person passed in this turn, with its right answers; never one walked for somebody else. */
  passedQuiz?: { readonly flow: string; readonly right: number };
  /** The question we had no answer to in the turn before. */
  unanswered?: Unanswered;
  /** That question, given to us to keep. */
  demand?: Omit<Unanswered, 'at'>;
  /** What became of a due moment. */
  wake?: 'said' | 'postponed' | 'dropped' | 'stale';
  /** What is due already waits until then, epoch ms. */
  wakeNotBefore?: number;
  /** The account works in the team it is credited to now: the credit is kept and not counted. */
  uncountedCredit?: true;
  /** They came back through an announcement; `typed` = by its word, in this very turn. */
  returned?: { readonly announcementId: string; readonly teamCode: string; readonly typed: boolean };
  /** A team's code that was typed inside a flow. */
  teamTyped?: string;
  /** Somebody asked for a person, and was told in these words that the help desk will answer. */
  asksPerson?: { readonly promise: string };
  /** Writes of the team rooms that belong to this turn: they succeed or fail with it. */
  effects: TurnEffect[];
  /** What other people are told because of this turn; each becomes a turn of their own. */
  notices: { readonly userId: string; readonly notice: Notice }[];
  consent?: ConsentRecord;
  forgetCounted?: true;
  erase?: true;
}

export function startPlan(
  deps: ConversationDeps,
  who: { readonly oaId: string; readonly userId?: string },
  context: TurnContext,
  now: number,
): Plan {
  const before = parseSession(context.session.state);
  return {
    deps,
    messages: deps.catalogue.messages,
    now,
    oaId: who.oaId,
    userId: who.userId ?? '',
    resident: context.resident,
    person: personOf(context.resident),
    people: parsePeople(context.resident?.people),
    before,
    session: before,
    patch: {},
    replies: [],
    engagement: [],
    effects: [],
    notices: [],
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

/** One message beside whatever is under way: its buttons work by their payload, numbers keep their meaning. */
export function sayBeside(plan: Plan, text: string, options: readonly Option[] = []): void {
  reply(plan, text, { numbered: false, ...(options.length > 0 ? { options: [...options] } : {}) });
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
