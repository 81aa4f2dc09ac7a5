/**
 * What questions between teams, commune and province ask of the truth store. Part of `StorageOperations` (`ports.ts`), in
 * a file of its own by size. Questions and answers are masked before they come here.
 */

/** A question of a team member to those above. */
export interface MemberQuestion {
  readonly oaId: string;
  /** Random, made by the caller. */
  readonly id: string;
  /** Who asked; undefined once they were erased. */
  readonly userId?: string;
  readonly teamCode: string;
  readonly communeCode: string;
  /** Masked, at most 500 characters; '' once whoever asked was erased. */
  readonly text: string;
  readonly at: number;
  /** Who is to answer: the officers of the commune, or the province. */
  readonly level: 'commune' | 'province';
  readonly state: 'open' | 'answered';
  /** Masked; '' while there is none. */
  readonly answer: string;
  /** Slug of a guide that is, or belongs to, the answer; '' for none. */
  readonly card: string;
  /** The officer who answered; undefined for the province, and once they were erased. */
  readonly answeredBy?: string;
  readonly answeredAt?: number;
  /** When whoever asked was told the answer. */
  readonly toldAt?: number;
  /** What whoever asked says of the answer. */
  readonly useful: '' | 'yes' | 'no';
  /** When an officer or the province made it common knowledge. Teams see it when it was useful too. */
  readonly sharedAt?: number;
}

export interface QuestionReads {
  findMemberQuestion(args: { readonly oaId: string; readonly id: string }): MemberQuestion | undefined;
  /** Questions, the latest first. */
  listMemberQuestions(args: {
    readonly oaId: string;
    readonly userId?: string;
    readonly communeCode?: string;
    readonly state?: MemberQuestion['state'];
    /** Asked at or after this moment. */
    readonly since?: number;
    /** Default 100. */
    readonly limit?: number;
  }): readonly MemberQuestion[];
  /** Answers that were useful and are shared, the latest first. */
  listPractice(args: { readonly oaId: string; readonly limit: number }): readonly MemberQuestion[];
  /** Answers whose askers were not told and wrote at or after `windowStart`, of every OA, the oldest answer first. */
  listUntoldAnswers(args: { readonly windowStart: number; readonly limit: number }): readonly MemberQuestion[];
}

export interface QuestionWrites {
  saveMemberQuestion(
    args: Pick<MemberQuestion, 'oaId' | 'id' | 'teamCode' | 'communeCode' | 'text' | 'at' | 'level'> & {
      readonly userId: string;
    },
  ): null;
  /** Answers an open question; `by` undefined = the province. Throws TEAM_CHANGED when it is not open any more. */
  answerMemberQuestion(args: {
    readonly oaId: string;
    readonly id: string;
    readonly answer: string;
    readonly card: string;
    readonly by?: string;
    readonly at: number;
    readonly share?: boolean;
  }): null;
  /** An open question goes up to the province. Throws TEAM_CHANGED when it is not open any more. */
  forwardMemberQuestion(args: { readonly oaId: string; readonly id: string }): null;
  /** Whoever asked was told. Nothing for one that was told or opened again. */
  markAnswerTold(args: { readonly oaId: string; readonly id: string; readonly at: number }): null;
  /**
   * What whoever asked says of the answer. `no` opens the question again, for the province. Throws TEAM_CHANGED when it
   * has no answer of theirs to judge.
   */
  rateAnswer(args: {
    readonly oaId: string;
    readonly id: string;
    readonly userId: string;
    readonly useful: 'yes' | 'no';
  }): null;
  /** Makes an answer common knowledge. Throws TEAM_CHANGED when there is no answer. */
  shareAnswer(args: { readonly oaId: string; readonly id: string; readonly at: number }): null;
}
