/**
 * That people who were erased stay erased when an older copy of the store comes back. Part of `StorageOperations`
 * (`ports.ts`), in a file of its own by size. See docs/adr/0028.
 */
import { createHash } from 'node:crypto';

/**
 * One erasure, without saying whose: a hash of the OA and the resident's keyed pseudonym. Who has the key and an id can
 * tell whether it was erased; nobody can tell an id from the mark.
 */
export interface ErasureMark {
  readonly oaId: string;
  /** 32 hexadecimal characters. */
  readonly mark: string;
  /** Epoch ms. */
  readonly at: number;
}

/** The mark of a resident, from the pseudonym under which engagement is kept. */
export function erasureMark(oaId: string, pseudonym: string): string {
  return createHash('sha256').update(`erased ${oaId} ${pseudonym}`).digest('hex').slice(0, 32);
}

export interface ErasureReads {
  /** Erasures behind `after` in the order of OA, mark and time. They are kept for ever: a backup may be older than any limit. */
  listErasures(args: { readonly after?: ErasureMark; readonly limit: number }): readonly ErasureMark[];
  /** The last erasure of a resident; undefined = never erased. */
  findErasure(args: { readonly oaId: string; readonly mark: string }): { readonly at: number } | undefined;
  /** Everybody who is named in any table, behind `after` in the order of OA and id. */
  listPeople(args: {
    readonly after?: { readonly oaId: string; readonly userId: string };
    readonly limit: number;
  }): readonly { readonly oaId: string; readonly userId: string }[];
}

export interface ErasureWrites {
  /** Keeps erasures known from elsewhere; those known already stay as they are. */
  keepErasures(args: { readonly erasures: readonly ErasureMark[] }): null;
  /**
   * After a restore: what the copy was about to send, to handle or to broadcast has been done since, as far as anybody
   * knows. Nothing of it happens by itself any more; staff see it (`RESTORED`) and decide.
   */
  settleRestored(args: { readonly at: number }): {
    /** Accepted messages that were waiting to be handled. */
    readonly events: number;
    /** Answers that were waiting to be sent. */
    readonly answers: number;
    /** Announcements that are paused now. */
    readonly announcements: number;
    /** Articles, cascades and template messages that go no further. */
    readonly lanes: number;
  };
}
