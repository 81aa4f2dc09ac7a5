import { nextAllowed, type QuietHours } from '../delivery/quiet-hours.ts';
import { type AnnouncementContent, messagesPerPerson } from '../storage/announcement-ports.ts';
import type { Storage } from '../storage/ports.ts';
import type { ZaloCityCode } from 'zalo-oa-sdk';
import { countAudience, EVERYBODY, readAudience } from './audience.ts';
import type { BudgetCut } from './budget.ts';
import { defaultPlanSettings, type PlanSettings } from './plan-settings.ts';
import { PlanTally, type ReasonCounts } from './plan-tally.ts';
import { ALL_DAY, articleMoment, type ArticleMoment, endOfSending, possibleRate } from './plan-timing.ts';
import { WINDOW_MS } from './reach.ts';
import { zaloCitiesOf } from './zalo-cities.ts';

/** What is planned: whom it is for, by which lanes, for how much, when, and whether a picture makes it two messages. */
export type PlannedContent = Pick<
  AnnouncementContent,
  'category' | 'audience' | 'lanes' | 'budgetVnd' | 'emergency' | 'startAt' | 'picture' | 'buttons' | 'start' | 'ready'
>;

/** Members of teams told a second: the pace of the cascade lane. */
const MEMBERS_PER_SECOND = 5;

export interface PlanRequest {
  readonly storage: Pick<
    Storage,
    'listAudiencePage' | 'countAudiencePage' | 'listInterested' | 'listPassingTeams' | 'listAudienceProvinces'
  >;
  readonly oaId: string;
  readonly content: PlannedContent;
  readonly now: number;
  /** Default `defaultPlanSettings`. */
  readonly settings?: PlanSettings;
  /** Needed for an audience by interests. */
  readonly pseudonymOf?: (oaId: string, userId: string) => string;
  /** Today's province of a commune; without it the provinces are those of the OA's teams. */
  readonly provinceOf?: (communeCode: string) => string | undefined;
  /** Followers as Zalo counts them (`num_follower`). Default: those we know of. */
  readonly followers?: number;
  /** Vietnamese days on which an article of this OA goes out already. Default: none. */
  readonly articleDays?: readonly string[];
  /** People of an earlier list whose data have been erased since, for a plan of one that was started before. */
  readonly erased?: number;
  onProgress?(looked: number): void;
}

/** What sending would mean. Counts, no lists: planned the same for ten people and a million. */
export interface AnnouncementPlan {
  /** Residents who fit, whether or not anything reaches them. */
  readonly audience: number;
  /** Of those who fit in all else, people whose interests nobody knows: they did not agree to be counted. */
  readonly unknownInterest: number;
  readonly direct: {
    readonly total: number;
    readonly free: number;
    readonly paid: number;
    /** 2 with a picture and buttons: Zalo has no message that holds both. */
    readonly messagesEach: number;
    /** Of one message. */
    readonly priceVnd: number;
    readonly costVnd: number;
    readonly budgetVnd?: number;
    /** Who of the paid ones is inside the budget; for whoever makes the list (`BudgetGate`). */
    readonly cut?: BudgetCut;
  };
  /** Why people get no direct message. */
  readonly noDirect: ReasonCounts;
  /** Undefined when the lane is not asked for. */
  readonly article?: {
    readonly total: number;
    readonly cities: readonly ZaloCityCode[];
    readonly provinces: readonly string[];
    /** Followers outside the audience who see it too, at most: Zalo aims no finer than at old provinces. */
    readonly outsiders: number;
    /** Followers of the audience who get it as a message as well. */
    readonly twice: number;
    /** Followers of the audience who refuse and see it all the same: Zalo cannot leave them out. */
    readonly refusing: number;
    /** Undefined when the package has no article left. */
    readonly moment?: ArticleMoment;
  };
  readonly cascade?: {
    readonly teams: number;
    readonly members: number;
    readonly silentTeams: number;
    /** Residents whom only their team can tell. */
    readonly residents: number;
  };
  readonly zbs?: {
    readonly total: number;
    readonly priceVnd?: number;
    readonly costVnd?: number;
  };
  /** Nobody and nothing reaches them, and why. */
  readonly unreached: ReasonCounts;
  readonly startsAt: number;
  /** When the last direct message is out. */
  readonly endsAt: number;
  /** When the last one has it, over all lanes that we time; a team passes on in its own time. */
  readonly lastAt: number;
  /** Hours in which it is sent. */
  readonly hours: QuietHours;
  readonly isEmergency: boolean;
  /** What messages would cost in all, as far as prices are known. */
  readonly costVnd: number;
}

/** Works out who can be reached, how, for how much, and when the last one will have it. Sends and keeps nothing. */
export async function makePlan(request: PlanRequest): Promise<AnnouncementPlan> {
  const { storage, oaId, content, settings = defaultPlanSettings } = request;
  const { audience: filter, category, lanes, budgetVnd } = content;
  const isEmergency = content.emergency !== undefined;
  const hours = isEmergency ? ALL_DAY : settings.quietHours;
  const wantedAt = Math.max(request.now, content.startAt ?? 0);
  const startsAt = nextAllowed(wantedAt, hours);
  const windowStart = startsAt - WINDOW_MS;
  const messagesEach = content.ready === undefined ? messagesPerPerson(content) : 1;
  const teams = lanes.includes('cascade')
    ? await storage.listPassingTeams({ oaId, filter, windowStart })
    : { reachable: [], members: 0, unreachable: 0 };
  const tally = new PlanTally(
    { at: startsAt, isEmergency },
    { lanes, reachableTeams: new Set(teams.reachable) },
    affordableOf(budgetVnd, settings.paidMessageVnd * messagesEach),
  );
  let unknownInterest = 0;
  let looked = 0;
  const audience = { storage, oaId, filter, category, at: startsAt };
  for await (const page of readAudience({
    ...audience,
    ...(request.pseudonymOf ? { pseudonymOf: request.pseudonymOf } : {}),
  })) {
    for (const person of page.people) tally.add(person);
    unknownInterest += page.unknownInterest;
    looked += page.looked;
    request.onProgress?.(looked);
  }
  const counts = tally.finish();
  const total = counts.free + counts.paid;
  const endsAt = endOfSending(startsAt, total * messagesEach, possibleRate(settings.perSecond), hours);
  const membersAt = endOfSending(startsAt, teams.members, MEMBERS_PER_SECOND, hours);
  const article = lanes.includes('article') ? await planArticle(request, startsAt, counts, settings) : undefined;
  const zbs = lanes.includes('zbs') ? zbsOf(counts.zbs, settings.zbsMessageVnd) : undefined;
  const costVnd = counts.paid * messagesEach * settings.paidMessageVnd;
  const erased = request.erased ?? 0;
  return {
    audience: counts.audience,
    unknownInterest,
    direct: {
      total,
      free: counts.free,
      paid: counts.paid,
      messagesEach,
      priceVnd: settings.paidMessageVnd,
      costVnd,
      ...(budgetVnd === undefined ? {} : { budgetVnd }),
      ...(counts.cut ? { cut: counts.cut } : {}),
    },
    noDirect: { ...counts.noDirect, erased },
    ...(article ? { article } : {}),
    ...(lanes.includes('cascade')
      ? {
          cascade: {
            teams: teams.reachable.length,
            members: teams.members,
            silentTeams: teams.unreachable,
            residents: counts.cascade,
          },
        }
      : {}),
    ...(zbs ? { zbs } : {}),
    unreached: { ...counts.unreached, erased },
    startsAt,
    endsAt,
    lastAt: Math.max(endsAt, membersAt, article?.moment?.at ?? 0),
    hours,
    isEmergency,
    costVnd: costVnd + (zbs?.costVnd ?? 0),
  };
}

function affordableOf(budgetVnd: number | undefined, priceVnd: number): number {
  return budgetVnd === undefined || priceVnd === 0 ? Number.POSITIVE_INFINITY : Math.floor(budgetVnd / priceVnd);
}

function zbsOf(total: number, priceVnd: number | undefined): NonNullable<AnnouncementPlan['zbs']> {
  return priceVnd === undefined ? { total } : { total, priceVnd, costVnd: total * priceVnd };
}

async function planArticle(
  request: PlanRequest,
  startsAt: number,
  counts: ReturnType<PlanTally['finish']>,
  settings: PlanSettings,
): Promise<NonNullable<AnnouncementPlan['article']>> {
  const { storage, oaId, content } = request;
  const known = await countAudience({ storage, oaId, filter: { ...EVERYBODY, onlyFollowers: true }, at: startsAt });
  const provinces = await provincesOf(request);
  const outsiders = Math.max(request.followers ?? 0, known) - counts.followers;
  // Zalo's hours hold for an emergency too; ours do not.
  const moment = articleMoment(startsAt, content.emergency ? ALL_DAY : settings.quietHours, {
    reviewMs: settings.articleReviewMs,
    perMonth: settings.articlesPerMonth,
    takenDays: request.articleDays ?? [],
  });
  return {
    total: counts.article,
    cities: zaloCitiesOf(provinces),
    provinces,
    outsiders,
    twice: counts.followers - counts.followersRefusing - counts.article,
    refusing: counts.followersRefusing,
    ...(moment ? { moment } : {}),
  };
}

/** Today's provinces of the audience's places, or of everything the OA has. */
export async function provincesOf({
  storage,
  oaId,
  content: { audience },
  provinceOf,
}: Pick<PlanRequest, 'oaId' | 'provinceOf'> & {
  readonly storage: Pick<Storage, 'listAudienceProvinces'>;
  readonly content: Pick<AnnouncementContent, 'audience'>;
}): Promise<string[]> {
  const { communes, teams } = audience;
  const byName = communes.flatMap((code) => provinceOf?.(code) ?? []);
  const byTeams =
    teams.length > 0 || byName.length === 0
      ? await storage.listAudienceProvinces({ oaId, filter: { communes, teams } })
      : [];
  return [...new Set(teams.length > 0 ? byTeams : [...byName, ...byTeams])].toSorted();
}
