/**
 * What group chats of the OA (GMF) ask of the truth store. Part of `StorageOperations` (`ports.ts`), in a file of its own
 * by size. Nothing here names a person, and nothing anybody wrote in a group is kept.
 */

/** A group chat in which the bot answers when it is called. */
export interface TeamGroup {
  readonly oaId: string;
  readonly groupId: string;
  /** The team whose pages are shared there; '' = none, and the plain pages are. */
  readonly teamCode: string;
  /** When the bot last answered there, epoch ms; 0 = never. */
  readonly answeredAt: number;
}

export interface GroupReads {
  findTeamGroup(args: { readonly oaId: string; readonly groupId: string }): TeamGroup | undefined;
  /** Groups linked to a team or answered in, by team code, then id. */
  listTeamGroups(args: { readonly oaId: string }): readonly TeamGroup[];
}

/** One handled call of the bot in a group. */
export interface GroupAnswer {
  readonly inboxId: number;
  readonly oaId: string;
  readonly groupId: string;
  /** Recipient in the outbox, which delivery knows as this group. */
  readonly recipient: string;
  readonly at: number;
  /** No answer when the last one in this group is younger than this, ms. */
  readonly gapMs: number;
  /** Zalo's `message` object as JSON; absent = nothing is to be said. */
  readonly body?: string;
  /** True when delivery has a free slot and nothing waits for this group: the message is born `sending`. */
  readonly claimFirst: boolean;
}

export interface GroupWrites {
  /** Links a group to a team ('' = to none); when the bot last answered there stays known. */
  saveTeamGroup(args: { readonly oaId: string; readonly groupId: string; readonly teamCode: string }): null;
  /** Forgets a group. */
  removeTeamGroup(args: { readonly oaId: string; readonly groupId: string }): { readonly removed: boolean };
  /**
   * Finishes the call and queues its one answer in one transaction. `outboxId` undefined: nothing was said, because the
   * group was answered a moment ago, there was nothing to say, or the call had been handled already.
   */
  commitGroupAnswer(answer: GroupAnswer): { readonly outboxId?: number };
}
