/**
 * What is asked of the truth store about those an announcement is for: pages of residents, what they refuse, and teams
 * that can pass something on. Part of `StorageOperations` (`ports.ts`), in a file of its own by size. See docs/adr/0026.
 */
import type { AnnouncementCategory, AudienceFilter } from './announcement-ports.ts';

/** A resident of an audience, as far as a plan needs to know one. */
export interface AudiencePerson {
  readonly userId: string;
  /** Last interaction that opens Zalo's windows, epoch ms; 0 when none is known. */
  readonly lastInteractionAt: number;
  /** Refuses every announcement. */
  readonly optedOut: boolean;
  /** Refuses announcements of the category that was asked about. */
  readonly refused: boolean;
  /** Undefined where Zalo never told. */
  readonly following?: boolean;
  /** Waits for an answer of a person. */
  readonly waiting: boolean;
  /** Agreed to be counted, under a notice that says what for (`noticeSince`): only of these it can be known what they used. */
  readonly consents: boolean;
  readonly teamCode?: string;
  /** Of the team, else their own word. */
  readonly communeCode?: string;
}

/** A stretch of residents by user id. `interests` of the filter are not looked at: see `listInterested`. */
export interface AudienceStretch {
  readonly oaId: string;
  readonly filter: AudienceFilter;
  /** Against which `activeWithinDays` counts back, epoch ms. */
  readonly at: number;
  /** '' = from the beginning. */
  readonly afterUserId: string;
  /** Residents to look at, of whom some, all or none fit: bounds the time of one call. At least 1. */
  readonly look: number;
}

/** How far a stretch went. */
export interface StretchEnd {
  readonly looked: number;
  /** `afterUserId` of the next stretch. */
  readonly lastUserId: string;
  readonly done: boolean;
}

export interface AudienceReads {
  /** Residents who fit, by user id; `refused` is said for `category`. */
  listAudiencePage(
    args: AudienceStretch & {
      readonly category: AnnouncementCategory;
      /** Version of the notice from which on an agreement holds for this. Default: any. */
      readonly noticeSince?: string;
    },
  ): StretchEnd & { readonly people: readonly AudiencePerson[] };
  /** How many of a stretch fit, without naming them. */
  countAudiencePage(args: AudienceStretch): StretchEnd & { readonly count: number };
  /** Those of these pseudonyms that used one of these topics on or after a day. */
  listInterested(args: {
    readonly oaId: string;
    readonly pseudonyms: readonly string[];
    readonly topics: readonly string[];
    readonly sinceDay: string;
  }): readonly string[];
  /**
   * Teams in the places of a filter that are not dissolved: codes of those of whom at least one active member, not
   * refusing announcements, wrote at or after `windowStart`, and how many members these are; and how many teams have none.
   */
  listPassingTeams(args: {
    readonly oaId: string;
    readonly filter: Pick<AudienceFilter, 'communes' | 'teams'>;
    readonly windowStart: number;
  }): { readonly reachable: readonly string[]; readonly members: number; readonly unreachable: number };
  /** Codes of today's provinces in which teams of the OA (of these places) are, ascending. */
  listAudienceProvinces(args: {
    readonly oaId: string;
    readonly filter: Pick<AudienceFilter, 'communes' | 'teams'>;
  }): readonly string[];
  /** What somebody refuses beside a refusal of everything. */
  listRefusedCategories(args: { readonly oaId: string; readonly userId: string }): readonly AnnouncementCategory[];
}

export interface AudienceWrites {
  /** Exactly these categories are refused from now on; one that was refused before keeps its time. */
  saveRefusedCategories(args: {
    readonly oaId: string;
    readonly userId: string;
    readonly categories: readonly AnnouncementCategory[];
    readonly at: number;
  }): null;
}
