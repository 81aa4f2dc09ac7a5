/**
 * What teams, their members and their work ask of the truth store. Part of `StorageOperations` (`ports.ts`), in a file of
 * its own by size. Times are epoch milliseconds, days are Vietnamese calendar days (`2026-11-22`).
 */

/** What somebody may do: a member guides and logs, a leader also approves, a commune officer sees all teams of a commune. */
export type MemberRole = 'member' | 'leader' | 'officer';

/** Somebody's place in a team, or in a commune for officers. One Zalo account has one at a time. */
export interface Member {
  readonly oaId: string;
  readonly userId: string;
  readonly role: MemberRole;
  /** `pending` until a leader or officer agrees; `left` keeps the history. */
  readonly state: 'pending' | 'active' | 'left';
  /** '' for an officer, who belongs to the commune alone. */
  readonly teamCode: string;
  readonly communeCode: string;
  /** As the invitation names them or they gave it; what others of the team see. */
  readonly name: string;
  readonly joinedAt: number;
  readonly approvedAt?: number;
  readonly leftAt?: number;
}

/** A member as those see one who want to reach them. */
export interface ReachableMember extends Member {
  /** Last interaction that opens Zalo's 7-day window; 0 when none is known. */
  readonly lastInteractionAt: number;
}

export interface TeamMemberReads {
  findMember(args: { readonly oaId: string; readonly userId: string }): Member | undefined;
  /** Members by team or commune (of its teams, and its officers), leaders first, with when they last wrote. */
  listMembers(args: {
    readonly oaId: string;
    readonly teamCode?: string;
    readonly communeCode?: string;
    readonly state?: Member['state'];
    readonly limit?: number;
  }): readonly ReachableMember[];
}

export interface TeamMemberWrites {
  /** Keeps somebody's place over what was known of them. */
  saveMember(member: Member): null;
}
