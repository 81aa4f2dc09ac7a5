/**
 * What the monthly tips for team members ask of the truth store. Part of `StorageOperations` (`ports.ts`), in a file of
 * its own by size.
 */

/** A tip to team members. It goes out as an announcement whose id is `tip-<id>`. */
export interface Tip {
  readonly oaId: string;
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Slug of the guide to try; '' for none. */
  readonly card: string;
  /** Month whose theme it belongs to, `2026-12`. */
  readonly month: string;
  readonly createdAt: number;
  readonly state: 'draft' | 'sending' | 'stopped';
}

/** A tip with how many were given it, and how many pressed that they have read or tried it. */
export interface TipProgress extends Tip {
  readonly given: number;
  readonly read: number;
}

/** An active member as a tip sees one. */
export interface TipReader {
  readonly userId: string;
  readonly teamCode: string;
  readonly communeCode: string;
  readonly lastInteractionAt: number;
  /** Refuses tips, or all announcements. */
  readonly refuses: boolean;
  /** When the last tip was given to them, epoch ms; 0 = never. */
  readonly lastTipAt: number;
  /** Has this tip already. */
  readonly hasTip: boolean;
}

export interface TipReads {
  findTip(args: { readonly oaId: string; readonly id: string }): Tip | undefined;
  /** Tips, the latest first; of one month, or all. */
  listTips(args: { readonly oaId: string; readonly month?: string }): readonly TipProgress[];
  /** All active members, by user id. */
  listTipReaders(args: { readonly oaId: string; readonly tipId: string }): readonly TipReader[];
}

export interface TipWrites {
  saveTip(tip: Tip): null;
  /**
   * Puts a tip on the list of what is sent to these members; the announcement `tip-<id>` must be there. Nobody gets a tip
   * twice, or two within a week: those are passed over.
   */
  giveTip(args: {
    readonly oaId: string;
    readonly tipId: string;
    readonly dueAt: number;
    readonly at: number;
    readonly userIds: readonly string[];
  }): { readonly given: number };
  /** A stopped tip is not given any more, and who has not got it yet does not get it. */
  stopTip(args: { readonly oaId: string; readonly id: string; readonly at: number }): null;
  /** A member pressed a button of the tip. Nothing for somebody who was not given it. */
  markTipRead(args: {
    readonly oaId: string;
    readonly tipId: string;
    readonly userId: string;
    readonly at: number;
  }): null;
  /** Refuses tips (those waiting are not sent), or takes them again. */
  setTipRefusal(args: {
    readonly oaId: string;
    readonly userId: string;
    readonly at: number;
    readonly on: boolean;
  }): null;
}
