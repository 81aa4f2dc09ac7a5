/**
 * What the lessons of team members ask of the truth store. Part of `StorageOperations` (`ports.ts`), in a file of its own
 * by size. Progress belongs to the member: it is kept for active members alone and erased with them.
 */

/** One thing a member went through. */
export interface LessonMark {
  /** The subject. */
  readonly topic: string;
  /** Slug of a guide, id of a quiz flow, or '' for the moment in which the member joined the path. */
  readonly item: string;
  readonly at: number;
  /** Right answers of a quiz, the best so far. */
  readonly score?: number;
}

/** A path that was gone through to its end. Says what its paper says. */
export interface Certificate {
  readonly oaId: string;
  /** Eight characters with a check character (`teams/codes.ts`). */
  readonly code: string;
  readonly userId: string;
  readonly topic: string;
  /** The member's name and the name of the team (or commune) on that day. */
  readonly name: string;
  readonly placeName: string;
  readonly teamCode: string;
  readonly communeCode: string;
  readonly day: string;
}

/** How far one active member is in one subject. */
export interface MemberProgress {
  readonly userId: string;
  readonly name: string;
  readonly teamCode: string;
  readonly communeCode: string;
  readonly topic: string;
  /** Guides gone through since the path was joined. */
  readonly lessons: number;
  readonly hasCertificate: boolean;
}

export interface LearningReads {
  /** What somebody went through, the oldest first. */
  listLessonMarks(args: { readonly oaId: string; readonly userId: string }): readonly LessonMark[];
  /** Certificates of somebody, the oldest first. */
  listCertificates(args: { readonly oaId: string; readonly userId: string }): readonly Certificate[];
  findCertificate(args: { readonly oaId: string; readonly code: string }): Certificate | undefined;
  /** Active members on any path, by team, name and subject. */
  listMemberProgress(args: {
    readonly oaId: string;
    readonly teamCode?: string;
    readonly communeCode?: string;
  }): readonly MemberProgress[];
}

export interface LearningWrites {
  /**
   * Keeps that a member went through something, once; a better score is taken over. A guide counts as `lessons` of the
   * team the first time. Nothing is kept for somebody who is no active member.
   */
  markLesson(args: { readonly oaId: string; readonly userId: string } & LessonMark): null;
  /** Keeps a certificate, one for each member and subject, and counts it. Nothing for somebody who is no active member. */
  saveCertificate(certificate: Certificate): null;
}
