/**
 * What the rest of the product asks of the truth store, in the words of the domain. One operation is one atomic
 * effect. SQLite stands behind it today; anything that keeps these promises may stand there.
 *
 * Times are epoch milliseconds, days are Vietnamese calendar days (`2026-11-22`), ids of Zalo are strings.
 */
import type { RegistryReads, RegistryTurnWrite, RegistryWrites } from './registry-ports.ts';
import type { AnnouncementReads, AnnouncementWrites } from './announcement-ports.ts';
import type { AudienceReads, AudienceWrites } from './audience-ports.ts';
import type { DashboardReads, DashboardWrites } from './dashboard-ports.ts';
import type { DeskReads, DeskWrites } from './desk-ports.ts';
import type { ErasureReads, ErasureWrites } from './erasure-ports.ts';
import type { FieldLogReads, FieldLogTurnWrite, FieldLogWrites } from './field-log-ports.ts';
import type { GroupReads, GroupWrites } from './group-ports.ts';
import type { HelpReads, HelpWrites } from './help-ports.ts';
import type { IndicatorReads, IndicatorWrites } from './indicator-ports.ts';
import type { LaneReads, LaneTurnWrite, LaneWrites } from './lane-ports.ts';
import type { LearningReads, LearningWrites } from './learning-ports.ts';
import type { OaReads, OaWrites } from './oa-ports.ts';
import type { OperationsReads } from './operations-ports.ts';
import type { PrivacyReads, PrivacyTurnWrite, PrivacyWrites } from './privacy-ports.ts';
import type { SettingsReads, SettingsWrites } from './settings-ports.ts';
import type { StaffReads, StaffWrites } from './staff-ports.ts';
import type { QuestionReads, QuestionWrites } from './question-ports.ts';
import type { TeamMemberReads, TeamMemberWrites } from './team-ports.ts';
import type { TipReads, TipWrites } from './tip-ports.ts';

export type { Announcement, AnnouncementProgress, AudienceMember, AudienceQuery } from './announcement-ports.ts';

/** One webhook event, parsed and masked, to be made durable before Zalo gets its 200. */
export interface IncomingEvent {
  readonly oaId: string;
  /** Same key within the dedupe time = same event. The store keeps a hash of it alone; never put text into it. */
  readonly key: string;
  readonly eventName: string;
  /** Whose queue it joins; undefined for events that concern nobody. */
  readonly userId?: string;
  /** Normalised, masked event as JSON; absent when nothing has to be done. */
  readonly payload?: string;
  /** `pending` must be handled; `done` needed no handling; `ignored` is not understood by this version. */
  readonly state: 'pending' | 'done' | 'ignored';
  readonly receivedAt: number;
}

/** An accepted event that waits to be handled. Ids grow in the order of acceptance. */
export interface PendingEvent {
  readonly id: number;
  readonly oaId: string;
  readonly userId: string;
  readonly payload: string;
  readonly attempts: number;
  readonly receivedAt: number;
}

export interface Resident {
  readonly oaId: string;
  readonly userId: string;
  readonly userIdByApp?: string;
  readonly createdAt: number;
  /** Last interaction that opens Zalo's 48-hour and 7-day windows; 0 when none is known. */
  readonly lastInteractionAt: number;
  readonly following?: boolean;
  readonly consent?: 'yes' | 'no';
  /** When the first-contact notice was sent; undefined before first contact. */
  readonly noticeAt?: number;
  /** Set while the resident refuses announcements. */
  readonly optOutAt?: number;
  /** The bot is silent until then, because a person of the OA is answering. */
  readonly silencedUntil?: number;
  readonly teamCode?: string;
  readonly teamAt?: number;
  /** Where they live, said by themselves. The commune of their team counts before it. */
  readonly communeCode?: string;
  /** Set while the resident waits for a person. */
  readonly handoverAt?: number;
  readonly address?: string;
  /** What the resident does in life, chosen by themselves; shapes texts. */
  readonly segment?: Segment;
  /** One action at a time, with fewer words. */
  readonly largeSteps?: boolean;
  /** When the form of address was asked for; it is asked once. */
  readonly addressAskedAt?: number;
  /** The other people who use this account, in JSON of the conversation room; undefined where one person does. */
  readonly people?: string;
}

/** Walks of life that texts may be shaped for. */
export type Segment = 'trader' | 'parent' | 'elderly' | 'farmer' | 'student';

/** Changes to a resident; `null` clears a field. */
export type ResidentPatch = {
  readonly [K in
    | 'userIdByApp'
    | 'following'
    | 'consent'
    | 'noticeAt'
    | 'optOutAt'
    | 'silencedUntil'
    | 'teamCode'
    | 'teamAt'
    | 'communeCode'
    | 'handoverAt'
    | 'address'
    | 'segment'
    | 'largeSteps'
    | 'addressAskedAt'
    | 'people']?: Resident[K] | null;
} & { readonly lastInteractionAt?: number };

export interface SessionRow {
  /** Grows by one at each commit; a commit that names another version fails. 0 = no session yet. */
  readonly version: number;
  readonly state: string | null;
}

export interface TurnContext {
  readonly resident: Resident | undefined;
  readonly session: SessionRow;
  /** An earlier event of the resident waits. Only where `before` asked. */
  readonly hasEarlier?: true;
  /**
   * Kept in memory beside other servers, and nobody looked for an earlier event: the commit must look, see
   * `TurnCommit.before`.
   */
  readonly isRemembered?: true;
}

/** A page of rows with numbers above `afterId`: of residents in `slots` (`slotMask`), or of all where it is undefined. */
export interface PageOfSlots {
  readonly afterId: number;
  readonly limit: number;
  readonly slots?: Uint8Array | undefined;
}

/**
 * Where an event stands among those of its resident: by when it was taken in, then by number. Over several servers the
 * numbers alone do not tell: what one of them kept in its spool file gets its number late.
 */
export interface EventPlace {
  readonly receivedAt: number;
  readonly id: number;
}

export interface OutgoingMessage {
  /** Body of the send call: Zalo's `message` object as JSON. */
  readonly body: string;
}

/** Engagement, counted in day totals; kept one by one, with a pseudonym, only for residents who agreed. */
export interface EngagementEvent {
  readonly kind:
    | 'started'
    | 'step'
    | 'stuck'
    | 'finished'
    | 'outcome'
    | 'handover'
    | 'question'
    | 'unanswered'
    | 'poll'
    /** A ready text to pass on was given out. */
    | 'shared';
  readonly topic: string;
  /** Flow id, card slug, or '' where there is none. */
  readonly flow: string;
  readonly version: string;
  readonly step: string;
  /** Outcome code for `outcome`, chosen value for `poll`, kind of scam for a `question` of the scam check, else ''. */
  readonly outcome: string;
  readonly quantity: number;
  /**
   * Id of the visit in which a team member did this for somebody else. Such an event goes to the visit and to the team's
   * assisted totals; it never counts as the member's own activity, with or without their consent.
   */
  readonly visit?: string;
}

export interface ConsentRecord {
  readonly textVersion: string;
  readonly choice: 'yes' | 'no';
  readonly at: number;
}

/** Operations that a turn may carry with it: they succeed or fail together with the turn. */
export type TurnEffectName =
  | keyof LearningWrites
  | keyof QuestionWrites
  | 'markTipRead'
  | 'setTipRefusal'
  | keyof TeamMemberWrites
  | RegistryTurnWrite
  | FieldLogTurnWrite
  | PrivacyTurnWrite
  | 'linkStaff'
  | LaneTurnWrite
  | keyof AudienceWrites
  | keyof HelpWrites;

/** One write that belongs to a turn, run inside its transaction after the resident and the session were saved. */
export type TurnEffect = {
  readonly [K in TurnEffectName]: { readonly operation: K; readonly args: Parameters<StorageOperations[K]>[0] };
}[TurnEffectName];

/** A question nobody answered, kept because the resident asked us to. */
export interface Demand {
  /** Grows with each question and is never given twice. */
  readonly id: number;
  readonly at: number;
  readonly day: string;
  /** Masked; at most 300 characters. */
  readonly text: string;
  /** Of the resident's team, else their own; '' where neither is known. */
  readonly communeCode: string;
  /** Card or flow that came nearest when it was asked; '' where none did. */
  readonly nearest: string;
  /** `answered` once it has become a way to ask for a card, `dismissed` once nobody is to look at it any more. */
  readonly state: 'open' | 'answered' | 'dismissed';
  /** The card, or the group it was dismissed with; '' while open. */
  readonly settledAs: string;
}

/** Everything one handled event changes, written in one transaction. */
export interface TurnCommit {
  readonly inboxId: number;
  readonly oaId: string;
  readonly userId: string;
  readonly at: number;
  readonly expectedVersion: number;
  /**
   * Where the event of the turn stands: refused as a conflict while an earlier one of the resident waits. For turns decided
   * on a context that `isRemembered`; the others have asked before.
   */
  readonly before?: EventPlace;
  /** New session JSON, null to clear it. */
  readonly session: string | null;
  /** When the session has to be woken, if nothing happens before; absent = never. */
  readonly dueAt?: number;
  readonly resident: ResidentPatch;
  readonly messages: readonly OutgoingMessage[];
  /** True when delivery has a free slot and nothing else waits for this resident: the first message is born `sending`. */
  readonly claimFirst: boolean;
  readonly engagement: readonly EngagementEvent[];
  /** Keyed pseudonym; present only with recorded consent. */
  readonly pseudonym?: string;
  readonly consent?: ConsentRecord;
  /** The team in `resident` is not counted as newly reached: the account is a member's own. */
  readonly uncountedCredit?: boolean;
  /** Writes of other rooms that belong to this turn, in this order. */
  readonly effects?: readonly TurnEffect[];
  /** Events for the queues of other people (a leader is asked, a resident is told), accepted with this turn. */
  readonly notices?: readonly IncomingEvent[];
  /** A question the resident wants kept, with the pseudonym under which it can be erased; once the same words alone. */
  readonly demand?: Pick<Demand, 'text' | 'nearest'> & { readonly pseudonym: string };
  /** Consent was withdrawn: engagement and questions kept under this pseudonym go in the same transaction. */
  readonly forgetPseudonym?: string;
  /** Erase the resident in this transaction; `messages` are then kept only until they are sent. */
  readonly erase?: { readonly pseudonym: string; readonly via: 'command' | 'user_withdraw' };
}

export type TurnResult =
  | {
      readonly ok: true;
      readonly outboxIds: readonly number[];
      /** Ids of the accepted notices, in their order; undefined for one that had been seen before. */
      readonly noticeIds?: readonly (number | undefined)[];
    }
  | { readonly ok: false; readonly reason: 'conflict' | 'already-done' };

export interface OutboxRow {
  readonly id: number;
  readonly oaId: string;
  readonly userId: string;
  readonly body: string;
  readonly state: 'pending' | 'sending' | 'unknown';
  readonly dueAt: number;
  readonly attempts: number;
  /** How often an unknown send was repeated; announcements never. */
  readonly resends: number;
  readonly createdAt: number;
  readonly unknownAt?: number;
}

/** What became of one send. */
export type SendOutcome =
  | { readonly state: 'sent'; readonly messageId: string }
  | { readonly state: 'pending'; readonly dueAt: number; readonly code: string }
  | { readonly state: 'failed'; readonly code: string; readonly meaning: string }
  | { readonly state: 'unknown'; readonly code: string; readonly meaning: string };

export interface OaRow {
  readonly oaId: string;
  readonly messageApi?: 'v3' | 'v2';
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly expiresAt?: number;
  /** Fencing token of the lock under which the pair was last saved; absent = it never was under one. */
  readonly tokenFence?: number;
}

export interface Team {
  readonly code: string;
  readonly name: string;
  readonly provinceCode: string;
  readonly communeCode: string;
  readonly hamlet: string;
  /** Households of the hamlet; undefined = unknown. */
  readonly households?: number;
  /** When the team was dissolved; its code and its past counts stay. */
  readonly dissolvedAt?: number;
  /** The team that took over from a dissolved one. */
  readonly successorCode?: string;
}

/** A session whose time has come or will come. */
export interface DueSession {
  readonly oaId: string;
  readonly userId: string;
  readonly dueAt: number;
}

/** A card or flow as it was last served. */
export interface Guide {
  readonly id: string;
  readonly kind: 'card' | 'flow';
  readonly topic: string;
  readonly title: string;
  readonly hash: string;
}

/** One visit of a team member to somebody else, added up. Says neither who went nor to whom. */
export interface Visit {
  readonly visit: string;
  readonly teamCode: string;
  readonly communeCode: string;
  readonly day: string;
  readonly startedAt: number;
  readonly finished: number;
  readonly outcomes: Readonly<Record<string, number>>;
}

/** One line of a day's totals. */
export interface EngagementTotal {
  readonly day: string;
  readonly teamCode: string;
  readonly communeCode: string;
  readonly topic: string;
  readonly flow: string;
  readonly version: string;
  readonly step: string;
  readonly kind: EngagementEvent['kind'];
  readonly outcome: string;
  /** True for what team members did for others; absent for what residents did themselves. */
  readonly assisted?: true;
  readonly count: number;
  readonly quantity: number;
}

export interface RetentionCutoffs {
  /** Keys of seen events and sent answers older than this go; at least 48 h in the past. */
  readonly inboxBefore: number;
  /** Failed and unknown work, engagement by pseudonym, kept questions and consent history older than this go. */
  readonly historyBefore: number;
  /** Same, as a day, for totals that are not needed any more. */
  readonly at: number;
}

/** Rows by state, for `/metrics`. */
export interface StorageCounts {
  readonly inboxPending: number;
  readonly inboxFailed: number;
  readonly outboxPending: number;
  readonly outboxSending: number;
  readonly outboxUnknown: number;
  readonly outboxFailed: number;
  /** Sends that were ever classed unknown, over the life of the data folder. */
  readonly unknownTotal: number;
}

/** Synchronous form, as an adapter implements it inside one transaction. */
export interface StorageOperations
  extends AnnouncementReads,
    AnnouncementWrites,
    GroupReads,
    GroupWrites,
    AudienceReads,
    AudienceWrites,
    HelpReads,
    HelpWrites,
    IndicatorReads,
    IndicatorWrites,
    LaneReads,
    LaneWrites,
    LearningReads,
    LearningWrites,
    OperationsReads,
    QuestionReads,
    QuestionWrites,
    TipReads,
    TipWrites,
    TeamMemberReads,
    TeamMemberWrites,
    RegistryReads,
    RegistryWrites,
    PrivacyReads,
    PrivacyWrites,
    SettingsReads,
    SettingsWrites,
    StaffReads,
    StaffWrites,
    DashboardReads,
    DashboardWrites,
    DeskReads,
    DeskWrites,
    ErasureReads,
    ErasureWrites,
    FieldLogReads,
    FieldLogWrites,
    OaReads,
    OaWrites {
  /** Makes an event durable. `id` undefined = seen before. */
  acceptEvent(event: IncomingEvent): { readonly id: number | undefined };
  /** Pending events with a larger id, oldest first; with `slots` (`slotMask`) those of residents in them. */
  listPendingEvents(args: PageOfSlots): readonly PendingEvent[];
  /** Every pending event of the residents whom these pending events are of, oldest first. */
  listPendingBeside(args: { readonly ids: readonly number[] }): readonly PendingEvent[];
  /**
   * Counts a failed attempt; at `maxAttempts` the event becomes `failed` with the code, stays visible, and the apology
   * is queued in the same transaction: nobody is left without an answer.
   */
  failEvent(args: {
    readonly id: number;
    readonly code: string;
    readonly maxAttempts: number;
    readonly at: number;
    readonly apology?: { readonly oaId: string; readonly userId: string; readonly body: string };
  }): { readonly state: 'pending' | 'failed'; readonly attempts: number; readonly apologyId?: number };
  /** With `before`, also whether an earlier event of the resident waits (`hasEarlier`): another server took it. */
  loadTurn(args: { readonly oaId: string; readonly userId: string; readonly before?: EventPlace }): TurnContext;
  commitTurn(turn: TurnCommit): TurnResult;
  /** Marks an event handled that changed nothing else. */
  finishEvent(args: { readonly id: number; readonly at: number }): null;
  /**
   * Sessions due at or before `at`, earliest first; with `after`, those behind that one in this order. A session is
   * listed until a commit changes its `dueAt`.
   */
  listDueSessions(args: {
    readonly at: number;
    readonly limit: number;
    readonly after?: DueSession;
  }): readonly DueSession[];

  /**
   * Sends that a dead process was in the middle of become `unknown`. Run before anything is sent; with `slots`
   * (`slotMask`) the answers to residents in them, and announcements where the leading slot is among them.
   */
  recoverSending(args: { readonly at: number; readonly slots?: Uint8Array | undefined }): {
    readonly recovered: number;
  };
  /**
   * Answers not settled yet, in order of acceptance: pending ones, unknown ones not repeated yet, and those that this
   * process's own end made unknown, however often (that says nothing against Zalo), up to three repeats.
   */
  listOpenAnswers(args: PageOfSlots): readonly OutboxRow[];
  /** Every answer not settled yet to the residents whom these answers are for, in order. */
  listOpenBeside(args: { readonly ids: readonly number[] }): readonly OutboxRow[];
  /** `pending`/`unknown` → `sending`. False when the row is gone or settled meanwhile (by an echo, an erasure). */
  claimSend(args: { readonly id: number; readonly resend: boolean; readonly at: number }): {
    readonly claimed: boolean;
  };
  /** Records what became of a send and claims the resident's next message in the same transaction. */
  recordSend(args: {
    readonly id: number;
    readonly outcome: SendOutcome;
    readonly at: number;
    readonly claimNextId?: number;
  }): {
    /** False when the row was settled meanwhile. */
    readonly recorded: boolean;
    readonly nextClaimed: boolean;
  };
  /** An `oa_send_*` echo: settles an unknown or running send of the same text; nothing for a send already known. */
  settleEcho(args: {
    readonly oaId: string;
    readonly userId: string;
    readonly messageId: string;
    readonly text: string;
    readonly at: number;
  }): {
    readonly settledId: number | undefined;
  };

  loadOa(args: { readonly oaId: string }): OaRow | undefined;
  /**
   * Keeps the pair of an OA. With `fence`, the fencing token of the lock it was got under, nothing is saved when a pair
   * got under a later one is stored already. Without one (by hand, or a server by itself) it is always saved.
   */
  saveOaTokens(args: {
    readonly oaId: string;
    readonly accessToken: string;
    readonly refreshToken?: string;
    readonly expiresAt: number;
    readonly fence?: number;
  }): { readonly saved: boolean };
  rememberMessageApi(args: { readonly oaId: string; readonly messageApi: 'v3' | 'v2' }): null;

  /** Residents who carry this app-wide id, over all OAs. */
  findResidentsByAppId(args: {
    readonly userIdByApp: string;
  }): readonly { readonly oaId: string; readonly userId: string }[];
  /** Erases one resident outside a turn (`user_withdraw`). */
  eraseResident(args: {
    readonly oaId: string;
    readonly userId: string;
    readonly pseudonym: string;
    readonly at: number;
    readonly via: 'command' | 'user_withdraw' | 'privacy-desk' | 'restore';
  }): null;

  saveTeams(args: { readonly oaId: string; readonly teams: readonly Team[]; readonly at: number }): {
    readonly added: number;
    readonly changed: number;
  };
  findTeam(args: { readonly oaId: string; readonly code: string }): Team | undefined;
  listTeams(args: { readonly oaId: string; readonly communeCode?: string }): readonly Team[];
  listTotals(args: {
    readonly oaId: string;
    readonly teamCode?: string;
    readonly communeCode?: string;
    /** Only lines of these flows, cards or other names. Default: of all. */
    readonly flows?: readonly string[];
    readonly fromDay: string;
    readonly toDay: string;
  }): readonly EngagementTotal[];
  /** Residents credited to a team now, and pseudonyms that were active in the days. */
  countResidents(args: {
    readonly oaId: string;
    readonly teamCode: string;
    readonly fromDay: string;
    readonly toDay: string;
  }): {
    readonly credited: number;
    readonly activeWithConsent: number;
  };

  /** Visits of a team's members in these days, the latest first. */
  listVisits(args: {
    readonly oaId: string;
    readonly teamCode: string;
    readonly fromDay: string;
    readonly toDay: string;
  }): readonly Visit[];

  /** Questions residents gave us to keep, asked on or after `fromDay`, the latest first. */
  listDemand(args: {
    readonly oaId: string;
    readonly fromDay: string;
    readonly state?: Demand['state'];
    readonly limit: number;
  }): readonly Demand[];
  /** Open questions are done with; others stay as they are. */
  settleDemand(args: {
    readonly oaId: string;
    readonly ids: readonly number[];
    readonly state: 'answered' | 'dismissed';
    readonly settledAs: string;
  }): { readonly settled: number };

  /** Keeps what is served now, over what was known of the same ids; other ids stay as they were. */
  saveGuides(args: { readonly guides: readonly Guide[]; readonly at: number }): null;
  /** Every guide ever served, by id. */
  listGuides(): readonly Guide[];

  /** Residents who wait for a person, longest first. */
  listHandovers(args: { readonly oaId: string; readonly limit: number }): readonly {
    readonly userId: string;
    readonly handoverAt: number;
    readonly teamCode?: string;
  }[];

  /** Removes some of what is too old; again while there is `more`. */
  purge(cutoffs: RetentionCutoffs): { readonly deleted: number; readonly more: boolean };
  counts(): StorageCounts;
  readMeta(args: { readonly key: string }): string | undefined;
  writeMeta(args: { readonly key: string; readonly value: string }): null;
  /** Empties the write-ahead log into the database file, so that erased bytes are gone from the disk too. */
  checkpoint(): null;
}

type Promised<T> = { [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<R> : never };

/** The truth store. Every operation resolves after its effect is durable. */
export type Storage = Promised<StorageOperations> & {
  /** Finishes what is queued, then closes. Later calls fail with STORAGE_CLOSED. */
  close(): Promise<void>;
};
