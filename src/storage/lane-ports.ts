/**
 * What the lanes of an announcement beside direct messages ask of the truth store: how far the article, the cascade over
 * the teams and the template messages are. Part of `StorageOperations` (`ports.ts`), in a file of its own by size. Rules
 * live in `src/broadcasts/lanes`; the store keeps what was decided if nobody else was faster. See docs/adr/0027.
 */
import type { AnnouncementState } from './announcement-ports.ts';

/** Lanes with a job of their own; direct messages have a list of people instead. */
export const JOB_LANES = ['article', 'cascade', 'zbs'] as const;
export type JobLane = (typeof JOB_LANES)[number];

/**
 * `making`: the article is to be made; `review`: Zalo is working on it; `ready`: published, waits for hour and day;
 * `broadcasting`: the one call is under way; `unknown`: its outcome is not known and staff have to look.
 */
export const ARTICLE_STATES = [
  'making',
  'review',
  'ready',
  'broadcasting',
  'done',
  'failed',
  'unknown',
  'cancelled',
] as const;
export type ArticleState = (typeof ARTICLE_STATES)[number];

/** `spreading`: teams are being listed; `telling`: members are told for the first time; `running`: latecomers, reminders, counting. */
export const CASCADE_STATES = ['spreading', 'telling', 'running', 'done', 'failed', 'cancelled'] as const;
export type CascadeState = (typeof CASCADE_STATES)[number];

/** `off`: no template is set; `waiting`: until an hour or a day at which Zalo takes them again. */
export const ZBS_STATES = ['sending', 'waiting', 'done', 'off', 'failed', 'cancelled'] as const;
export type ZbsState = (typeof ZBS_STATES)[number];

interface LaneJobOf<Lane extends JobLane, State extends string, Detail> {
  readonly oaId: string;
  readonly announcementId: string;
  readonly lane: Lane;
  /** Grows with every change; a change of another version is refused. */
  readonly version: number;
  readonly state: State;
  /** When it has to be looked at next, epoch ms; absent = never again by itself. */
  readonly dueAt?: number;
  /** The last reason why it does not go on: a code of Zalo or of ours; '' = none. */
  readonly code: string;
  /** The same in words for the log and the console, in English; '' = none. */
  readonly meaning: string;
  readonly startedAt: number;
  readonly updatedAt: number;
  /** Kept as JSON. */
  readonly detail: Detail;
}

/** How far the article and its broadcast are. Times are epoch ms. */
export interface ArticleDetail {
  /** Zalo's city codes the broadcast is aimed at; empty = every follower. */
  readonly cities: readonly number[];
  /** Calls of `create` that were begun. */
  readonly makes: number;
  /** Tries of the present step that came to nothing, in a row. */
  readonly tries: number;
  /** A call of `create` or of the broadcast was begun then, and its answer is not recorded. */
  readonly claimedAt?: number;
  readonly token?: string;
  readonly articleId?: string;
  readonly reviewSince?: number;
  readonly readyAt?: number;
  readonly broadcastAt?: number;
  readonly messageId?: string;
  /** The article of a cancelled announcement was taken off the OA's page. */
  readonly removed?: true;
  /** Staff said what became of a broadcast of unknown outcome. */
  readonly settledByStaff?: true;
}

export interface CascadeDetail {
  /** What residents type to come back through it, without a team: `TB7K2M`. */
  readonly word: string;
  /** The last team that was listed; '' = none yet. */
  readonly afterTeam: string;
  /** Where the round over the members is; '' = at its beginning. */
  readonly afterMember: string;
  /** Where settling the residents of the lane is; '' = at its beginning. */
  readonly afterRecipient: string;
  /** When everybody who could be told had been told for the first time. */
  readonly toldAt?: number;
  /** Every resident of the lane is settled. */
  readonly settled?: true;
}

export interface ZbsDetail {
  readonly templateId: string;
  /** VND for one message, as the settings said when it began. */
  readonly priceVnd: number;
  /** Values of the template's parameters by name, with `{tiêu đề}` and the like still in them. */
  readonly fields: Readonly<Record<string, string>>;
  /** Where the round over the recipients is; '' = at its beginning. */
  readonly afterUserId: string;
}

export type ArticleJob = LaneJobOf<'article', ArticleState, ArticleDetail>;
export type CascadeJob = LaneJobOf<'cascade', CascadeState, CascadeDetail>;
export type ZbsJob = LaneJobOf<'zbs', ZbsState, ZbsDetail>;
export type LaneJob = ArticleJob | CascadeJob | ZbsJob;

/** One member asked to pass an announcement on. */
export interface CascadeMember {
  readonly oaId: string;
  readonly announcementId: string;
  readonly userId: string;
  readonly teamCode: string;
  readonly name: string;
  readonly role: 'member' | 'leader' | 'officer';
  /** The event that tells them was accepted. */
  readonly queuedAt?: number;
  /** It was said to them. Absent, with nobody else of the team told: somebody has to phone. */
  readonly toldAt?: number;
  /** They pressed that they have passed it on. */
  readonly passedAt?: number;
  /** They pressed "later". */
  readonly laterAt?: number;
  /** 0 = unknown. */
  readonly lastInteractionAt: number;
  readonly optOutAt?: number;
}

/** How far one team is. */
export interface CascadeTeam {
  readonly teamCode: string;
  readonly name: string;
  readonly communeCode: string;
  /** Active members when it was listed. */
  readonly members: number;
  readonly told: number;
  readonly firstToldAt?: number;
  readonly passedAt?: number;
  readonly remindedAt?: number;
  /** Residents who agreed to be counted and came back through it, each once. */
  readonly returned: number;
  /** How often its word was typed, by whomever, a person perhaps twice. */
  readonly typed: number;
}

/** All teams of an announcement together. */
export interface CascadeTotals {
  readonly teams: number;
  readonly teamsTold: number;
  readonly teamsPassed: number;
  /** Teams of which nobody could be told so far: to be phoned. */
  readonly teamsToPhone: number;
  readonly members: number;
  readonly told: number;
  readonly passed: number;
  /** With those who named no team. */
  readonly returned: number;
  readonly typed: number;
}

/** A resident of the cascade lane, with what became of their team. */
export interface CascadeRecipient {
  readonly userId: string;
  /** Somebody of their team has it. */
  readonly isTold: boolean;
}

export interface LaneReads {
  findLaneJob(args: {
    readonly oaId: string;
    readonly announcementId: string;
    readonly lane: JobLane;
  }): LaneJob | undefined;
  /** Jobs of one announcement, or those due at or before `dueBy`, earliest first. */
  listLaneJobs(args: {
    readonly oaId: string;
    readonly announcementId?: string;
    readonly dueBy?: number;
    readonly limit?: number;
  }): readonly LaneJob[];
  /** Broadcasts of this OA that were begun since then, whatever became of them. */
  listBroadcastsSince(args: { readonly oaId: string; readonly since: number }): readonly ArticleJob[];
  /** The announcement that is passed on under this word, while it is known. */
  findCascadeByWord(args: { readonly oaId: string; readonly word: string }): CascadeJob | undefined;
  findCascadeMember(args: {
    readonly oaId: string;
    readonly announcementId: string;
    readonly userId: string;
  }): CascadeMember | undefined;
  /** Members by user id behind `afterUserId`; `untold`: those of whom no event was accepted; `teamCode`: of one team. */
  listCascadeMembers(args: {
    readonly oaId: string;
    readonly announcementId: string;
    readonly teamCode?: string;
    readonly untold?: boolean;
    readonly afterUserId: string;
    readonly limit: number;
  }): readonly CascadeMember[];
  /** Teams by code behind `afterTeam`; of one commune; `toPhone`: those of which nobody has it. */
  listCascadeTeams(args: {
    readonly oaId: string;
    readonly announcementId: string;
    readonly communeCode?: string;
    readonly toPhone?: boolean;
    readonly passed?: boolean;
    readonly afterTeam: string;
    readonly limit: number;
  }): readonly CascadeTeam[];
  cascadeTotals(args: {
    readonly oaId: string;
    readonly announcementId: string;
    readonly communeCode?: string;
  }): CascadeTotals;
  /** Teams told first at or before `toldBefore`, which neither passed it on nor were reminded. */
  listTeamsToRemind(args: {
    readonly oaId: string;
    readonly announcementId: string;
    readonly toldBefore: number;
    readonly limit: number;
  }): readonly CascadeTeam[];
  /** Residents of the lane who are still pending, by user id. */
  listCascadeRecipients(args: {
    readonly oaId: string;
    readonly announcementId: string;
    readonly afterUserId: string;
    readonly limit: number;
  }): readonly CascadeRecipient[];
}

export interface LaneWrites {
  /** Adds a job at version 1; nothing when there is one, or when the word of a cascade is in use. */
  addLaneJob(args: { readonly job: LaneJob }): { readonly created: boolean };
  /**
   * Keeps a job over `expectedVersion` and adds one to it. With `onlyWhile`, the announcement must be in one of these
   * states at this very moment. Throws LANE_CHANGED otherwise.
   */
  saveLaneJob(args: {
    readonly job: LaneJob;
    readonly expectedVersion: number;
    readonly onlyWhile?: readonly AnnouncementState[];
  }): { readonly version: number };
  /** Lists the next teams of an audience behind `afterTeam` with their active members. Teams without one are to be phoned. */
  spreadCascade(args: {
    readonly oaId: string;
    readonly announcementId: string;
    /** Empty = of every commune. */
    readonly communes: readonly string[];
    /** Empty = every team. */
    readonly teams: readonly string[];
    readonly afterTeam: string;
    readonly limit: number;
  }): { readonly lastTeam: string; readonly listed: number };
  /** The events that tell these members are durable. */
  queueCascade(args: {
    readonly oaId: string;
    readonly announcementId: string;
    readonly userIds: readonly string[];
    readonly at: number;
  }): null;
  /** What a member was told or pressed; the first time of each counts. Nothing for somebody who is not on the list. */
  markCascade(args: {
    readonly oaId: string;
    readonly announcementId: string;
    readonly userId: string;
    readonly act: 'told' | 'passed' | 'later';
    readonly at: number;
  }): null;
  markCascadeReminded(args: {
    readonly oaId: string;
    readonly announcementId: string;
    readonly teamCode: string;
    readonly at: number;
  }): null;
  /**
   * A resident came back through an announcement. `typed`: the word was typed just now. With `pseudonym` (of somebody who
   * agreed to be counted) they count as returned, once an announcement, for the team they named first.
   */
  countReturn(args: {
    readonly oaId: string;
    readonly announcementId: string;
    /** '' = named none. */
    readonly teamCode: string;
    readonly typed: boolean;
    readonly pseudonym?: string;
    readonly at: number;
  }): null;
}

/** What a turn of the conversation may write of it. */
export type LaneTurnWrite = 'markCascade' | 'countReturn';
