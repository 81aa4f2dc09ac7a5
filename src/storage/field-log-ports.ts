/**
 * What the field log of the teams ("GHI NHẬN") asks of the truth store. Part of `StorageOperations` (`ports.ts`), in a
 * file of its own by size. What members report themselves stands in tables of its own and under indicators `log:<kind>`:
 * it is never added to what the bot measures.
 */

/** One thing a member did, as they report it. */
export interface FieldEntry {
  readonly oaId: string;
  /** Random, made by the caller: it goes into buttons and notices before the row is written. */
  readonly id: string;
  readonly teamCode: string;
  /** The commune of the team when it was first written; later mergers do not change it. */
  readonly communeCode: string;
  /** Who did it; undefined once they were erased. */
  readonly userId?: string;
  /** Code of `content/field-log.yaml`. */
  readonly kind: string;
  /** The subject the kind counts for, '' for none. */
  readonly topic: string;
  readonly quantity: number;
  /** The day on which it was done. */
  readonly day: string;
  /** Short, masked; '' where none was given. */
  readonly place: string;
  /** Masked, at most 200 characters; '' for none. Goes with the member. */
  readonly note: string;
  /** Whom it was done for, a group of `content/field-log.yaml`; '' for everybody. */
  readonly group: string;
  /** Name of a file below `field-photos` of the data folder. Goes with the member, and with the entry. */
  readonly photo?: string;
  readonly createdAt: number;
  /** When the first of a chain of corrections was written: the time for corrections runs from there. */
  readonly firstAt: number;
  /** Only `kept` ones count. */
  readonly state: 'kept' | 'replaced' | 'withdrawn';
  /** The entry this one corrects. */
  readonly replacesId?: string;
  /**
   * `too-many`: more than is plausible, for the leader to look at; `to-correct`: the leader asks for another figure;
   * `confirmed`: the leader says that it is right. '' for the ordinary.
   */
  readonly flag: '' | 'too-many' | 'to-correct' | 'confirmed';
}

/** What a member says; the rest follows from who says it, and when. */
export type FieldEntryContent = Pick<
  FieldEntry,
  'kind' | 'topic' | 'quantity' | 'day' | 'place' | 'note' | 'group' | 'photo'
> & { readonly flag: '' | 'too-many' };

/** What one visit of a member did, added up: by subject how many guides were gone through, and outcomes. */
export interface VisitWork {
  /** The Vietnamese day on which it began; undefined when nothing was done. */
  readonly day?: string;
  /** Subjects with a guide begun or finished, most first. */
  readonly topics: readonly string[];
  /** Outcome code → quantity. */
  readonly outcomes: Readonly<Record<string, number>>;
}

export interface FieldLogReads {
  findFieldLog(args: { readonly oaId: string; readonly id: string }): FieldEntry | undefined;
  /** Entries, the latest written first. `flagged`: those nobody has looked at, or whose figure is to be corrected. */
  listFieldLogs(args: {
    readonly oaId: string;
    readonly teamCode?: string;
    /** Communes, for one with all that became it. */
    readonly communeCodes?: readonly string[];
    readonly userId?: string;
    readonly kind?: string;
    /** Days on which things were done, both counted. */
    readonly fromDay?: string;
    readonly toDay?: string;
    readonly flagged?: boolean;
    /** Default `kept`; `all` = with what was replaced and withdrawn. */
    readonly state?: 'kept' | 'all';
    /** Written before this moment, for the next page. */
    readonly before?: number;
    /** Default 1,000. */
    readonly limit?: number;
  }): readonly FieldEntry[];
  /**
   * Kept entries of the same team, kind, day, place (compared without marks) and quantity that were written in the 7 days
   * before `at`: perhaps the same work, told twice.
   */
  findFieldLogTwins(args: {
    readonly oaId: string;
    readonly teamCode: string;
    readonly kind: string;
    readonly day: string;
    readonly place: string;
    readonly quantity: number;
    readonly at: number;
    /** The entry that is being corrected is no twin of its correction. */
    readonly exceptId?: string;
  }): readonly FieldEntry[];
  /** What a visit did, today or yesterday. Empty for one that is unknown or of another team. */
  visitWork(args: {
    readonly oaId: string;
    readonly teamCode: string;
    readonly visit: string;
    readonly today: string;
  }): VisitWork;
  /** Names of all photos that entries still have. */
  listFieldPhotos(): readonly string[];
  /** Names of photos to be removed from disk. */
  listDroppedPhotos(): readonly string[];
}

export interface FieldLogWrites {
  /**
   * Keeps an entry and counts it. Throws FIELD_LOG_CHANGED when there is a twin beside those in `knownTwins`: somebody of
   * the team was faster, and the member has not been asked about it.
   */
  saveFieldLog(
    args: FieldEntryContent & {
      readonly oaId: string;
      readonly id: string;
      readonly teamCode: string;
      readonly communeCode: string;
      readonly userId: string;
      readonly at: number;
      readonly knownTwins: readonly string[];
    },
  ): null;
  /**
   * Puts a new entry in the place of a kept one; both rows stay, the new one counts. `by`: who wrote the old one, or a
   * leader of its team; within 7 days of the first writing. Throws FIELD_LOG_CHANGED otherwise, and for unknown twins.
   */
  correctFieldLog(
    args: FieldEntryContent & {
      readonly oaId: string;
      readonly id: string;
      readonly replacesId: string;
      readonly by: string;
      readonly at: number;
      readonly knownTwins: readonly string[];
    },
  ): null;
  /**
   * Takes an entry back: it stays and counts no more, its photo goes. Rights and time as for a correction; `by` undefined =
   * the province, at any time.
   */
  withdrawFieldLog(args: {
    readonly oaId: string;
    readonly id: string;
    readonly by?: string;
    readonly at: number;
  }): null;
  /**
   * What a leader of the team (or an officer of its commune) says of a flagged entry that is not their own; `by` undefined =
   * the province. Throws FIELD_LOG_CHANGED when it is not flagged any more, or `by` may not say so.
   */
  confirmFlag(args: {
    readonly oaId: string;
    readonly id: string;
    readonly verdict: 'confirmed' | 'to-correct';
    readonly by?: string;
  }): null;
  /** A photo that was kept for an entry nobody made: it goes. */
  dropFieldPhoto(args: { readonly name: string }): null;
  /** These files are gone from disk. */
  forgetDroppedPhotos(args: { readonly names: readonly string[] }): null;
}

/** What of the field log a turn may write. */
export type FieldLogTurnWrite =
  | 'saveFieldLog'
  | 'correctFieldLog'
  | 'withdrawFieldLog'
  | 'confirmFlag'
  | 'dropFieldPhoto';
