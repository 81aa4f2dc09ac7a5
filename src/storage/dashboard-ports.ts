/**
 * What the console's dashboard asks of the truth store beside indicators: where people stop on the way through guides,
 * what nobody could answer, and how fast answers went out. Part of `StorageOperations` (`ports.ts`), in a file of its own
 * by size. The decision and its reasons: docs/adr/0025-dashboard-reads-closed-days.md.
 */

/** A step of the way through guides, or a question, as it is counted here. Only what residents did themselves. */
export interface GuideTotal {
  /** Code of the commune with `isByUnit`, where '' = unknown; else ''. */
  readonly unit: string;
  /** Card, flow, or the name under which the scam check counts. */
  readonly flow: string;
  /** Number of the step of a card, name of the step of a flow; '' for none. */
  readonly step: string;
  readonly kind: 'started' | 'step' | 'stuck' | 'finished' | 'handover' | 'question' | 'unanswered';
  readonly topic: string;
  /** Kind of scam of a `question` to the scam check, else ''. */
  readonly outcome: string;
  readonly count: number;
}

export interface GuideTotals {
  readonly rows: readonly GuideTotal[];
  /** False while days of the past wait to be added up: the rows lack them. */
  readonly isComplete: boolean;
}

/** How fast residents were answered on one Vietnamese day. Names nobody. */
export interface AnswerTimes {
  readonly day: string;
  /** Messages whose first answer Zalo took within 2 seconds of their arrival. */
  readonly within2: number;
  /** The same within 10 seconds, those within 2 included. */
  readonly within10: number;
  /** All messages that were answered, late or never. */
  readonly total: number;
}

export interface DashboardReads {
  /**
   * Sums over a stretch of months (`m`: started, step, stuck, finished, handover) or days (`d`: unanswered questions, and
   * `question` of the scam check). Costs what it returns and the days that are not over yet.
   */
  guideTotals(args: {
    readonly oaId: string;
    readonly span: 'm' | 'd';
    readonly from: string;
    readonly to: string;
    /** Today in Viet Nam. */
    readonly today: string;
    /** Of these communes; default of the whole OA. */
    readonly communeCodes?: readonly string[];
    /** True = a row a commune. Days alone: months are kept by commune too, and would be many rows. */
    readonly isByUnit?: boolean;
    readonly flows?: readonly string[];
    readonly kinds?: readonly GuideTotal['kind'][];
  }): GuideTotals;
  /** A row a day with answers, both ends counted, in order. */
  answerTimes(args: { readonly oaId: string; readonly from: string; readonly to: string }): readonly AnswerTimes[];
  /** What members wrote down themselves between two days, both counted, by whom it was done for. */
  fieldLogGroups(args: {
    readonly oaId: string;
    readonly from: string;
    readonly to: string;
    readonly communeCodes?: readonly string[];
  }): readonly { readonly group: string; readonly kind: string; readonly entries: number; readonly quantity: number }[];
}

export interface DashboardWrites {
  /**
   * Adds up what `teams` teams did on the oldest day that is over (before `before`) and was not added up yet. `more` while
   * anything waits. Safe to call from several processes at once.
   */
  rollGuides(args: { readonly oaId: string; readonly before: string; readonly teams: number }): {
    readonly rolled: number;
    readonly more: boolean;
  };
  /** Adds to what is known of the day. */
  addAnswerTimes(args: AnswerTimes & { readonly oaId: string }): null;
}
