/**
 * What help from a person asks of the truth store. Part of `StorageOperations` (`ports.ts`), in a file of its own by size.
 * Who is asked when is decided in `src/teams/help-chain.ts`; the store keeps what was decided, if nobody else was faster.
 */

/**
 * `open`: the next one is to be asked (now, or at `dueAt`); `offered`: somebody is being asked; `accepted`: somebody has
 * taken it; `desk`: nobody of the teams can, the help desk answers; `done`: closed with help; `cancelled`: not wanted any
 * more; `unanswered`: nobody at the desk took it in time either.
 */
export type HelpState = 'open' | 'offered' | 'accepted' | 'done' | 'unanswered' | 'cancelled' | 'desk';

/** Where somebody stands to the resident: handed to their team by staff, of the resident's team, of one near it, an officer. */
export type HelpStage = 'handed' | 'team' | 'near' | 'commune';

/** Somebody who was asked, once per request. `missed`: they took it and met nobody. */
export interface HelpOffer {
  readonly userId: string;
  readonly stage: HelpStage;
  readonly at: number;
  readonly answer: '' | 'accepted' | 'busy' | 'time-out' | 'missed';
  readonly answeredAt?: number;
}

/** A resident waits for a person. Holds no word of theirs. */
export interface HelpRequest {
  readonly oaId: string;
  /** Random, made by the caller: it goes into buttons and notices before the row is written. */
  readonly id: string;
  /** Grows with every change; a change based on another version is refused. 0 = not kept yet. */
  readonly version: number;
  /** Who asks; undefined once they were erased. */
  readonly userId?: string;
  readonly topic: string;
  /** Card or flow they were in, '' for none. */
  readonly flow: string;
  /** Number of the step of a card, from 1; '' for none. */
  readonly step: string;
  /** Team and commune of the resident when they asked: the request is counted there. '' = unknown. */
  readonly teamCode: string;
  readonly communeCode: string;
  /** The team staff handed it to; its members come first. */
  readonly handedTo?: string;
  readonly at: number;
  readonly state: HelpState;
  /** When it moves on by itself, epoch ms: the time-out of an offer, the morning, a reminder. Undefined = never. */
  readonly dueAt?: number;
  readonly offeredTo?: string;
  readonly acceptedBy?: string;
  readonly acceptedAt?: number;
  /** Minutes from asking to the first acceptance; later ones do not change it. */
  readonly waitedMinutes?: number;
  /** When it first reached the help desk. */
  readonly deskAt?: number;
  /** When the desk last answered, as long as it lies there. */
  readonly deskAnsweredAt?: number;
  /** Reminders of an accepted request that is still open: the member's, then the question to the resident. */
  readonly reminders: number;
  readonly doneAt?: number;
  readonly feedback?: 'good' | 'bad';
  /** Given for this alone, digits; gone when it is done, and after 3 days. */
  readonly phone?: string;
  /** When it was given. */
  readonly phoneAt?: number;
  readonly phoneErasedAt?: number;
  /** Everybody who was asked, in this order. */
  readonly offers: readonly HelpOffer[];
}

/** A member or officer who might be asked. */
export interface Helper {
  readonly userId: string;
  readonly name: string;
  readonly role: 'member' | 'leader' | 'officer';
  readonly teamCode: string;
  readonly communeCode: string;
  /** 0 = unknown. */
  readonly lastInteractionAt: number;
  /** The bot is silent there until then, because a person of the OA is answering. */
  readonly silencedUntil?: number;
  /** Set while they refuse messages of their own accord. */
  readonly optOutAt?: number;
  /** When they were last asked, or answered; 0 = never. */
  readonly lastTurnAt: number;
}

/** A request whose time has come or will come. */
export interface DueHelp {
  readonly oaId: string;
  readonly id: string;
  readonly userId: string;
  readonly dueAt: number;
}

export interface HelpReads {
  findHelp(args: { readonly oaId: string; readonly id: string }): HelpRequest | undefined;
  /** The request of a resident that is not over; at most one. */
  findLiveHelp(args: { readonly oaId: string; readonly userId: string }): HelpRequest | undefined;
  /** Requests, the oldest first. */
  listHelp(args: {
    readonly oaId: string;
    readonly teamCode?: string;
    readonly communeCodes?: readonly string[];
    readonly acceptedBy?: string;
    readonly states?: readonly HelpState[];
    /** Default 200. */
    readonly limit?: number;
  }): readonly HelpRequest[];
  /** Active members of these teams and everybody active in the commune. */
  listHelpers(args: {
    readonly oaId: string;
    readonly teamCodes: readonly string[];
    /** '' = of the teams alone. */
    readonly communeCode: string;
  }): readonly Helper[];
  /** Requests due at or before `at`, earliest first; with `after`, those behind that one in this order. */
  listDueHelp(args: { readonly at: number; readonly limit: number; readonly after?: DueHelp }): readonly DueHelp[];
}

export interface HelpWrites {
  /**
   * Keeps a request as it is given, and counts what is new about it (asked, accepted after so many minutes, at the desk).
   * Throws HELP_CHANGED when the kept version is not `request.version`, or when a request that begins (anew) meets another
   * one of the same resident that is not over.
   */
  saveHelp(args: { readonly request: HelpRequest }): null;
}

/** Requests in these states are not over. */
export const LIVE_HELP: readonly HelpState[] = ['open', 'offered', 'accepted', 'desk'];

/** How long a phone number is kept at most. */
export const HELP_PHONE_MS = 3 * 24 * 3_600_000;
