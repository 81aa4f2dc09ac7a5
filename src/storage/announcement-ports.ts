/**
 * What announcements ask of the truth store: drafts and their approval, who is to have one and what became of each of
 * them. Part of `StorageOperations` (`ports.ts`), in a file of its own by size. See docs/adr/0023.
 */
import type { Segment } from './ports.ts';

/** draft → approved → scheduled → sending ⇄ paused → sent | cancelled | failed. A submitted draft stays a draft. */
export const ANNOUNCEMENT_STATES = [
  'draft',
  'approved',
  'scheduled',
  'sending',
  'paused',
  'sent',
  'cancelled',
  'failed',
] as const;
export type AnnouncementState = (typeof ANNOUNCEMENT_STATES)[number];

/** What it is about; residents refuse by category: safety and warnings, public services, classes, other news. */
export const ANNOUNCEMENT_CATEGORIES = ['safety', 'services', 'training', 'news'] as const;
export type AnnouncementCategory = (typeof ANNOUNCEMENT_CATEGORIES)[number];

/** Ways to a person: message of the OA, broadcast article, the team passes it on, ZBS template message. */
export const ANNOUNCEMENT_LANES = ['direct', 'article', 'cascade', 'zbs'] as const;
export type AnnouncementLaneName = (typeof ANNOUNCEMENT_LANES)[number];

/** Whom it is for; every list that is not empty narrows it. Empty = everybody the OA knows. */
export interface AudienceFilter {
  readonly communes: readonly string[];
  readonly teams: readonly string[];
  readonly segments: readonly Segment[];
  /** Topics the resident used, known only of those who agreed. */
  readonly interests: readonly string[];
  /** Wrote or pressed in the last so many days. */
  readonly activeWithinDays?: number;
  readonly onlyFollowers?: boolean;
}

/** Whose audience is read, a page at a time by user id. `communeCode` and `teamCode` narrow as one more list would. */
export interface AudienceQuery {
  readonly oaId: string;
  readonly communeCode?: string;
  readonly teamCode?: string;
}

/** A resident as an announcement sees one. */
export interface AudienceMember {
  readonly userId: string;
  readonly lastInteractionAt: number;
  readonly optOutAt?: number;
  readonly following?: boolean;
  readonly handoverAt?: number;
  /** Categories this resident refuses (table `announcement_refusal`); absent = none. */
  readonly refuses?: readonly AnnouncementCategory[];
}

/** A guide to start: slug of a card or id of a flow. */
export interface GuideReference {
  readonly kind: 'card' | 'flow';
  readonly id: string;
}

/** A button below the text; at most four. */
export type AnnouncementButton =
  | { readonly kind: 'link'; readonly title: string; readonly url: string }
  | { readonly kind: 'guide'; readonly title: string; readonly guide: GuideReference }
  | { readonly kind: 'phone'; readonly title: string; readonly phone: string };

/** A picture kept on disk, jpg or png of at most 1 MB. */
export interface AnnouncementPicture {
  /** Name of the kept file. */
  readonly file: string;
  readonly mime: 'image/jpeg' | 'image/png';
  /** Said to those who cannot see it. */
  readonly alt: string;
  /** Epoch ms after which it is not to be used. */
  readonly expiresAt: number;
  /** Zalo's id after upload, and until when it is good. */
  readonly attachmentId?: string;
  readonly attachmentExpiresAt?: number;
}

/** Everything an editor decides. Kept as JSON under the version of the announcement. */
export interface AnnouncementContent {
  readonly title: string;
  readonly category: AnnouncementCategory;
  /** May hold {bác}, {Bác}, {xã}, {tổ}; at most 2,000 characters once they are filled. */
  readonly text: string;
  readonly picture?: AnnouncementPicture;
  readonly buttons: readonly AnnouncementButton[];
  /** A guide that begins by one press, as the first button. */
  readonly start?: GuideReference;
  readonly audience: AudienceFilter;
  readonly lanes: readonly AnnouncementLaneName[];
  /** Most that messages outside the free 48 hours may cost, VND. Absent = no bound; 0 = free ones only. */
  readonly budgetVnd?: number;
  /** Skips quiet hours; needs two approvals. */
  readonly emergency?: { readonly reason: string };
  /** When sending is to begin, epoch ms; absent = as soon as it is started. */
  readonly startAt?: number;
  /** A finished Zalo `message` as JSON, the same for everybody, in place of text, picture and buttons: tips and the command line. */
  readonly ready?: string;
}

/**
 * Messages of Zalo one person gets: a picture cannot have buttons, so with both it comes as a second message behind the
 * text. Each costs what a message costs.
 */
export function messagesPerPerson({
  picture,
  buttons,
  start,
}: Pick<AnnouncementContent, 'picture' | 'buttons' | 'start'>): 1 | 2 {
  return picture && (buttons.length > 0 || start) ? 2 : 1;
}

/** A second person has read this very version and agreed. */
export interface AnnouncementApproval {
  /** Id of the account. */
  readonly by: string;
  readonly at: number;
  readonly note?: string;
}

/** How far the list of recipients is; it grows in the background after the start. */
export interface RecipientListing {
  /** People of the audience put on the list so far, reachable or not. */
  readonly looked: number;
  /** People of the audience when it was started; 0 = not known. */
  readonly total: number;
  /** The last resident looked at; '' = none yet. */
  readonly afterUserId: string;
  readonly done: boolean;
}

export interface Announcement {
  /** Url-safe, unique. */
  readonly id: string;
  readonly oaId: string;
  readonly state: AnnouncementState;
  /** Grows with every change by staff and every change of state; a write that names another version is refused. */
  readonly version: number;
  readonly content: AnnouncementContent;
  /** Commune of the officer who made it; absent = made by the province. */
  readonly communeCode?: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Accounts that wrote its content: none of them may approve it. */
  readonly authors: readonly string[];
  readonly submittedBy?: string;
  readonly submittedAt?: number;
  /** Approvals it needed when it was submitted. */
  readonly approvalsNeeded: number;
  /** Of the content as it is; an edit clears them. */
  readonly approvals: readonly AnnouncementApproval[];
  /** People it was planned for when it was submitted. */
  readonly plannedRecipients?: number;
  readonly startedBy?: string;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  /** Why it is `failed`: a code of `StartRefusal`, or NOBODY_REACHED. */
  readonly failureCode?: string;
  readonly listing: RecipientListing;
  /** Before this no recipient is due, epoch ms. */
  readonly dueAt: number;
  /** Counted at the price of a message outside the free 48 hours, when it was claimed. */
  readonly spentVnd: number;
}

/** Changes of an announcement; `null` clears. What is not named stays. */
export type AnnouncementPatch = {
  readonly [K in
    | 'communeCode'
    | 'submittedBy'
    | 'submittedAt'
    | 'plannedRecipients'
    | 'startedBy'
    | 'startedAt'
    | 'finishedAt'
    | 'failureCode']?: Announcement[K] | null;
} & {
  readonly [K in
    | 'state'
    | 'content'
    | 'authors'
    | 'approvalsNeeded'
    | 'approvals'
    | 'listing'
    | 'dueAt']?: Announcement[K];
};

export const RECIPIENT_STATES = ['pending', 'sending', 'sent', 'failed', 'unknown', 'skipped'] as const;
export type RecipientState = (typeof RECIPIENT_STATES)[number];

/** Recipients by state. */
export type AnnouncementProgress = Readonly<Record<RecipientState, number>>;

/** Recipients by lane, state and code; kept as counts, so that they stay when the people are forgotten. */
export interface RecipientTally {
  readonly lane: AnnouncementLaneName;
  readonly state: RecipientState;
  /** Why, where there is a reason: a code of Zalo, of a skip, or ''. */
  readonly code: string;
  readonly count: number;
}

/** One person on the list, with what became of them. */
export interface AnnouncementRecipient {
  readonly oaId: string;
  readonly announcementId: string;
  readonly userId: string;
  readonly lane: AnnouncementLaneName;
  readonly state: RecipientState;
  readonly code: string;
  /** When the state came about. */
  readonly at: number;
  readonly dueAt: number;
  readonly attempts: number;
  readonly messageId?: string;
}

/** What the text of a person is made from, read when their turn comes. */
export interface MergeData {
  /** Form of address as stored. */
  readonly address?: string;
  /** Where they belong: commune of the team, else their own word. */
  readonly communeCode?: string;
  readonly teamName?: string;
}

/** A claimed direct message: stored as `sending`; call Zalo, then record. */
export interface ClaimedRecipient extends MergeData {
  readonly oaId: string;
  readonly announcementId: string;
  /** Version of the content it was claimed under. */
  readonly version: number;
  readonly userId: string;
  /** Tries before this one. */
  readonly attempts: number;
  /** Counted against the budget. */
  readonly isPaid: boolean;
}

/** A round of claims. */
export interface RecipientClaim {
  readonly recipients: readonly ClaimedRecipient[];
  /** Recipients looked at, also those who were skipped: when it is 0, nobody is due. */
  readonly examined: number;
}

/** What became of one direct message. `meaning` of an error is kept as its code alone. */
export interface RecipientResult {
  readonly oaId: string;
  readonly announcementId: string;
  readonly userId: string;
  readonly outcome:
    | { readonly state: 'sent'; readonly messageId: string }
    | { readonly state: 'pending'; readonly dueAt: number; readonly code: string }
    | { readonly state: 'failed' | 'unknown'; readonly code: string };
}

/** One resident put on the list. `state` pending, or skipped with the reason why they cannot be reached. */
export interface NewRecipient {
  readonly userId: string;
  readonly lane: AnnouncementLaneName;
  readonly state: 'pending' | 'skipped';
  /** '' for pending. */
  readonly code: string;
}

/** Reasons for which a recipient is skipped; Zalo's own codes and delivery's codes come beside them. */
export const SKIP_CODES = [
  'OPTED_OUT',
  'OUTSIDE_WINDOW',
  'NEVER_WROTE',
  'REFUSED_CATEGORY',
  'UNFOLLOWED',
  'WAITS_FOR_PERSON',
  'OVER_BUDGET',
  'CANCELLED',
  'ERASED',
  'NO_LANE',
] as const;
export type SkipCode = (typeof SKIP_CODES)[number];

/** Reasons for which an announcement cannot be submitted or started. */
export const START_REFUSALS = [
  'ANNOUNCEMENT_NOBODY',
  'ANNOUNCEMENT_PICTURE_EXPIRED',
  'ANNOUNCEMENT_TEXT_TOO_LONG',
  'ANNOUNCEMENT_NOT_APPROVED',
  'ANNOUNCEMENT_ARTICLE_LATE',
  'ANNOUNCEMENT_STATE',
] as const;
export type StartRefusal = (typeof START_REFUSALS)[number];

/** Key of `readMeta`/`writeMeta`: direct messages per second, a number from 0.1 to 1,000, or `none`. Default 40. */
export const ANNOUNCEMENT_RATE_KEY = 'announcement-per-second';

/** Key of `readMeta`/`writeMeta`: price of a message outside the free 48 hours, VND. Default 55. */
export const ANNOUNCEMENT_PRICE_KEY = 'announcement-paid-message-vnd';

export interface AnnouncementReads {
  /** Members of an audience behind `afterUserId`, by user id: the next page begins at the last of this one. */
  listAudience(
    args: AudienceQuery & { readonly afterUserId: string; readonly limit: number },
  ): readonly AudienceMember[];
  findAnnouncement(args: { readonly id: string }): Announcement | undefined;
  /** Files of the pictures of announcements that are not over, or were touched since `since`, epoch ms. */
  listAnnouncementPictures(args: { readonly since: number }): readonly string[];
  /** The latest first; of these states, of one commune, behind `before` when given. Default: all. */
  listAnnouncements(args: {
    readonly oaId: string;
    readonly states?: readonly AnnouncementState[];
    readonly communeCode?: string;
    readonly before?: { readonly createdAt: number; readonly id: string };
    readonly limit?: number;
  }): readonly (Announcement & { readonly progress: AnnouncementProgress })[];
  /** Over all lanes, or of one. Read from counts: cheap at any size. */
  announcementProgress(args: { readonly id: string; readonly lane?: AnnouncementLaneName }): AnnouncementProgress;
  announcementTally(args: { readonly id: string }): readonly RecipientTally[];
  /** People on the list by user id, behind `afterUserId`; of one state or lane. */
  listRecipients(args: {
    readonly oaId: string;
    readonly announcementId: string;
    readonly state?: RecipientState;
    readonly lane?: AnnouncementLaneName;
    readonly afterUserId: string;
    readonly limit: number;
  }): readonly AnnouncementRecipient[];
  /** Announcements whose list is to be begun or gone on with: `scheduled` and due at `at`, or started and not listed to the end. */
  listUnlisted(args: { readonly at: number; readonly limit: number }): readonly Announcement[];
  /** `sending` announcements, listed to the end, of which nobody is pending or under way in any lane. */
  listFinished(args: {
    readonly limit: number;
  }): readonly (Announcement & { readonly progress: AnnouncementProgress })[];
}

export interface AnnouncementWrites {
  /** Adds one; nothing when the id is taken. */
  saveAnnouncement(announcement: Announcement): { readonly created: boolean };
  /**
   * Changes one that is still at `expectedVersion`; the version grows by one. Rules live in `broadcasts/lifecycle.ts`.
   * Throws ANNOUNCEMENT_UNKNOWN, ANNOUNCEMENT_CHANGED. One that becomes `cancelled` takes its pending recipients with it
   * (some at once, a crowd in steps by `settleCancelled`).
   */
  changeAnnouncement(args: {
    readonly oaId: string;
    readonly id: string;
    readonly expectedVersion: number;
    readonly at: number;
    readonly patch: AnnouncementPatch;
  }): { readonly version: number };
  /**
   * Adds recipients; somebody already on the list is left as they are. One that was over (not cancelled) goes on. With
   * `listing`, says in the same transaction how far the list is, and adds only residents who are still known.
   */
  addRecipients(args: {
    readonly oaId: string;
    readonly announcementId: string;
    readonly dueAt: number;
    readonly at: number;
    readonly recipients: readonly NewRecipient[];
    readonly listing?: RecipientListing;
  }): { readonly added: number };
  /** Pauses what is sending, resumes what is paused, or cancels, whatever the version. Otherwise nothing is changed. */
  setAnnouncementState(args: {
    readonly id: string;
    readonly state: 'sending' | 'paused' | 'cancelled';
    readonly at: number;
  }): { readonly found: boolean };
  /**
   * Claims due direct messages (`pending` → `sending`) of announcements that are `sending`, skipping at this very moment
   * those who refuse them or their category, left the 7-day window (`windowStart`) or are over the budget. `freeSince`:
   * who wrote before it is paid for. `emergencyOnly`: in quiet hours. Announcements under way share the limit.
   */
  claimRecipients(args: {
    readonly at: number;
    readonly windowStart: number;
    readonly freeSince: number;
    /** Price of a message outside the free hours, VND. */
    readonly paidVnd: number;
    readonly limit: number;
    readonly emergencyOnly: boolean;
  }): RecipientClaim;
  /** Back to `pending` as if never claimed: for those of whom no call has begun. */
  releaseRecipients(args: { readonly recipients: readonly ClaimedRecipient[]; readonly at: number }): null;
  /** Records what became of direct messages. `recorded`: how many were still `sending`. */
  recordRecipients(args: { readonly results: readonly RecipientResult[]; readonly at: number }): {
    readonly recorded: number;
  };
  /** Moves recipients of a lane that have a state (all, or these) to another one: lanes that reach many people by one act. */
  moveRecipients(args: {
    readonly oaId: string;
    readonly announcementId: string;
    readonly lane: AnnouncementLaneName;
    readonly from: readonly RecipientState[];
    readonly userIds?: readonly string[];
    readonly to: RecipientState;
    readonly toLane?: AnnouncementLaneName;
    readonly code: string;
    readonly at: number;
    readonly limit?: number;
  }): { readonly moved: number };
  /** Failed recipients with these codes, and unknown ones when asked for, become pending again. */
  retryRecipients(args: {
    readonly oaId: string;
    readonly announcementId: string;
    readonly failedCodes: readonly string[];
    readonly alsoUnknown: boolean;
    readonly at: number;
  }): { readonly retried: number };
  /** Skips some pending recipients of cancelled announcements; again while there is `more`. */
  settleCancelled(args: { readonly at: number; readonly limit: number }): { readonly more: boolean };
}
