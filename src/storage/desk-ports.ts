/**
 * What the help desk of the console asks of the truth store: who has what in hand, what was answered, and the figures.
 * Part of `StorageOperations` (`ports.ts`), in a file of its own by size. Holds no word of a resident and none of staff.
 */
import type { HelpRequest } from './help-ports.ts';
import type { Demand } from './ports.ts';

/** A request for help, a question a resident gave us to keep, a question of a team; `ref` is its own id. */
export const DESK_KINDS = ['help', 'demand', 'question'] as const;
export type DeskKind = (typeof DESK_KINDS)[number];

/** Names one case of the desk. */
export interface DeskRef {
  readonly oaId: string;
  readonly kind: DeskKind;
  readonly ref: string;
}

/** Somebody of the staff who does something with a case. */
export interface DeskHand {
  /** Id of the account. */
  readonly by: string;
  /** Name of the account then, shown to colleagues. */
  readonly name: string;
  readonly at: number;
}

/** How a case ended: solved, the resident could not be reached, it belongs elsewhere, it is not wanted any more. */
export const DESK_OUTCOMES = ['solved', 'unreached', 'elsewhere', 'not-needed'] as const;
export type DeskOutcome = (typeof DESK_OUTCOMES)[number];

/** What the desk knows of one case. A case that nobody has touched has none. */
export interface DeskCase extends DeskRef {
  /** Grows with every change. */
  readonly version: number;
  /** Who has it in hand, until `heldUntil`; one whose time is over counts as nobody's. */
  readonly holder?: string;
  readonly holderName?: string;
  readonly heldSince?: number;
  readonly heldUntil?: number;
  readonly firstHeldAt?: number;
  readonly firstAnswerAt?: number;
  readonly lastAnswerAt?: number;
  /** Answers given so far. */
  readonly answers: number;
  readonly closedAt?: number;
  readonly outcome?: DeskOutcome;
  /** What became of the last answer's message; absent for none, and once the row was tidied away. */
  readonly lastSend?: DeskSend;
}

/** What became of a message of the desk. */
export type DeskSend = 'pending' | 'sending' | 'sent' | 'failed' | 'unknown';

export const DESK_DEEDS = [
  'held',
  'taken-over',
  'released',
  'answered',
  'looked',
  'handed',
  'closed',
  'reopened',
  'returned',
] as const;
export type DeskDeed = (typeof DESK_DEEDS)[number];

/** One line of a case's history. */
export interface DeskEvent {
  readonly at: number;
  readonly by: string;
  readonly name: string;
  readonly deed: DeskDeed;
  /** A team's code, an outcome, a card or a number of characters; '' for none. Never anybody's words. */
  readonly detail: string;
  readonly send?: DeskSend;
}

/** Somebody who waits for a person without a request for help: they asked where no team can be asked. */
export interface DeskWaiting {
  readonly userId: string;
  readonly handoverAt: number;
  readonly teamCode: string;
  readonly communeCode: string;
  readonly lastInteractionAt: number;
}

/** What the desk needs to know of a resident it might write to. */
export interface DeskContact {
  readonly userId: string;
  readonly lastInteractionAt: number;
  readonly silencedUntil?: number;
  readonly address?: string;
}

/** Requests of a day and commune that waited equally long; `waitedMinutes` absent = nobody has taken them. */
export interface DeskWaits {
  readonly day: string;
  readonly communeCode: string;
  readonly waitedMinutes?: number;
  readonly count: number;
}

export interface DeskReads {
  findDeskCase(args: DeskRef): DeskCase | undefined;
  /** Of these refs, in no order; at most 1,000. */
  listDeskCases(args: Omit<DeskRef, 'ref'> & { readonly refs: readonly string[] }): readonly DeskCase[];
  /** The history of one case, the oldest first. */
  listDeskEvents(args: DeskRef): readonly DeskEvent[];
  /** Requests that are not over, the oldest first. */
  listDeskHelp(args: {
    readonly oaId: string;
    readonly communeCodes?: readonly string[];
    readonly limit: number;
  }): readonly HelpRequest[];
  /** Requests that ended at or after `since`, the latest first. */
  listDeskEnded(args: {
    readonly oaId: string;
    readonly communeCodes?: readonly string[];
    readonly since: number;
    readonly limit: number;
  }): readonly HelpRequest[];
  /** Who waits for a person and has no request that is not over, longest first. */
  listDeskWaiting(args: {
    readonly oaId: string;
    readonly communeCodes?: readonly string[];
    readonly limit: number;
  }): readonly DeskWaiting[];
  /** Those of these residents who are known; at most 1,000. */
  listDeskContacts(args: { readonly oaId: string; readonly userIds: readonly string[] }): readonly DeskContact[];
  /** A kept question with the pseudonym of whoever asked. */
  findDeskDemand(args: {
    readonly oaId: string;
    readonly id: number;
  }): { readonly demand: Demand; readonly pseudonym: string } | undefined;
  /** Ids of residents who wrote at or after `since`, in their order, behind `afterUserId`. */
  listDeskReachable(args: {
    readonly oaId: string;
    readonly since: number;
    readonly afterUserId: string;
    readonly limit: number;
  }): readonly string[];
  /** How long requests of these days waited. */
  deskWaits(args: {
    readonly oaId: string;
    readonly fromDay: string;
    readonly toDay: string;
    readonly communeCodes?: readonly string[];
  }): readonly DeskWaits[];
}

export interface DeskWrites {
  /**
   * Takes a case in hand until `until`, or longer by whoever has it. Fails with DESK_HELD while somebody else has it,
   * unless `takesOver`.
   */
  holdDesk(args: DeskRef & DeskHand & { readonly until: number; readonly takesOver?: boolean }): {
    readonly version: number;
  };
  /** Gives it out of one's hand. Nothing for whoever does not have it. */
  releaseDesk(args: DeskRef & DeskHand): null;
  /**
   * Notes an answer, and with `message` queues it for the resident (lane of answers), who must be known and inside the
   * 7-day window; with `silencedUntil` the bot is silent meanwhile and the resident waits for nobody any more. Whoever
   * answers has the case in hand until `until`. Fails with DESK_HELD while somebody else has it; with DESK_CHANGED when it
   * has had another number of answers than `answersSeen`, or the message cannot reach the resident.
   */
  answerDesk(
    args: DeskRef &
      DeskHand & {
        readonly until: number;
        readonly answersSeen: number;
        readonly detail: string;
        readonly userId?: string;
        readonly message?: { readonly body: string; readonly windowStart: number; readonly silencedUntil?: number };
      },
  ): { readonly outboxId?: number };
  /**
   * Notes something else that was done. `outcome` closes the case, `reopens` opens it again; both give it out of hand, as
   * `releases` does. Fails with DESK_HELD while somebody else has it, unless `deed` is `looked`.
   */
  noteDesk(
    args: DeskRef &
      DeskHand & {
        readonly deed: DeskDeed;
        readonly detail: string;
        readonly outcome?: DeskOutcome;
        readonly reopens?: boolean;
        readonly releases?: boolean;
      },
  ): null;
  /** Changes a resident who is known; nothing for one who is not. `null` ends the silence, the waiting. */
  setDeskContact(args: {
    readonly oaId: string;
    readonly userId: string;
    readonly silencedUntil?: number | null;
    readonly handoverAt?: number | null;
  }): null;
}
