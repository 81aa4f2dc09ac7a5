/**
 * What the registry of teams asks of the truth store beside `team-ports.ts`: invitations, the history of teams, and
 * communes that became others. Part of `StorageOperations` (`ports.ts`), in a file of its own by size.
 */
import type { Team } from './ports.ts';
import type { MemberRole } from './team-ports.ts';

/** A one-time code by which somebody joins. The store knows its hash alone; who made it hands the code over. */
export interface TeamInvite {
  readonly oaId: string;
  readonly codeHash: string;
  readonly role: MemberRole;
  /** '' for an officer of a commune. */
  readonly teamCode: string;
  readonly communeCode: string;
  /** Whom it is for; becomes the name of the member. */
  readonly name: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly usedAt?: number;
  readonly usedBy?: string;
}

export type TeamEventKind =
  | 'created'
  | 'renamed'
  | 'invited'
  | 'asked'
  | 'joined'
  | 'approved'
  | 'refused'
  | 'left'
  | 'removed'
  | 'restored'
  | 'transferred'
  | 'role-changed'
  | 'dissolved'
  | 'moved-commune';

/** One line of a team's history. Names come from the members' rows; after an erasure the line stays without a person. */
export interface TeamEvent {
  /** '' for what concerns the officers of a commune. */
  readonly teamCode: string;
  readonly communeCode: string;
  readonly kind: TeamEventKind;
  readonly at: number;
  /** Whom it is about; undefined for the team itself, and after their erasure. */
  readonly userId?: string;
  /** Who did it: a member, or undefined for the province's command line and after an erasure. */
  readonly by?: string;
  /** Code or name before → after, or a role. Never the name of a person. */
  readonly detail: string;
}

/** A commune that became another (renamed with a new code, or merged into it). */
export interface CommuneChange {
  readonly fromCode: string;
  readonly toCode: string;
  /** First day under the new code. */
  readonly atDay: string;
}

/** How often somebody typed a wrong join code of late. */
export interface JoinTries {
  readonly oaId: string;
  readonly userId: string;
  /** Wrong codes since `since`. */
  readonly wrong: number;
  readonly since: number;
  readonly lastAt: number;
}

export interface RegistryReads {
  findInvite(args: { readonly oaId: string; readonly codeHash: string }): TeamInvite | undefined;
  /** Invitations nobody has used, that are open at `at`, newest first. */
  listInvites(args: {
    readonly oaId: string;
    readonly at: number;
    readonly teamCode?: string;
    readonly communeCode?: string;
  }): readonly TeamInvite[];
  /** The history of a team or a commune, newest first. `limit` defaults to 100. */
  listTeamEvents(args: {
    readonly oaId: string;
    readonly teamCode?: string;
    readonly communeCode?: string;
    readonly limit?: number;
  }): readonly TeamEvent[];
  listCommuneChanges(args: { readonly oaId: string }): readonly CommuneChange[];
  /** The commune and all that became it, itself first: what its past counts are kept under. */
  listCommuneLine(args: { readonly oaId: string; readonly communeCode: string }): readonly string[];
  findJoinTries(args: { readonly oaId: string; readonly userId: string }): JoinTries | undefined;
  /** What the province did to people of teams, in lines of history behind `afterId`, oldest first: they are to be told. */
  listTeamNews(args: { readonly oaId: string; readonly afterId: number; readonly limit: number }): readonly TeamNews[];
  /** Id of the newest line of any team's history; 0 = there is none. */
  lastTeamEventId(args: { readonly oaId: string }): number;
}

/** A line of history about a person, written by the province. */
export interface TeamNews extends TeamEvent {
  readonly id: number;
  readonly userId: string;
}

/** A change of somebody's place; it fails with TEAM_CHANGED when they are not where the change begins. */
export interface MemberChange {
  readonly oaId: string;
  readonly userId: string;
  readonly kind: 'approved' | 'refused' | 'left' | 'removed' | 'restored' | 'role-changed';
  /** For `role-changed`; ignored otherwise. */
  readonly role?: MemberRole;
  readonly at: number;
  readonly by?: string;
}

export interface RegistryWrites {
  /** Keeps teams and invitations of one file in one transaction. `by` undefined = the province's command line. */
  importRegistry(args: {
    readonly oaId: string;
    readonly teams: readonly Team[];
    readonly invites: readonly Omit<TeamInvite, 'oaId' | 'usedAt' | 'usedBy'>[];
    readonly at: number;
    readonly by?: string;
  }): { readonly added: number; readonly changed: number; readonly invited: number };
  /**
   * Takes an invitation, once: fails with TEAM_CHANGED when it is used, expired or gone meanwhile. The member's row is
   * written as given, and `invite.role`, team, commune and name are those of the invitation.
   */
  useInvite(args: {
    readonly oaId: string;
    readonly codeHash: string;
    readonly userId: string;
    readonly state: 'pending' | 'active';
    readonly at: number;
  }): null;
  /** Ends an invitation nobody has used. Fails with TEAM_CHANGED when it is used or gone. */
  removeInvite(args: { readonly oaId: string; readonly codeHash: string }): null;
  /** pending → active | left, active → left | another role, left → active in the same team. */
  changeMember(change: MemberChange): null;
  /** The leader and an active member of the same team change roles. Fails with TEAM_CHANGED when either is not that. */
  transferTeam(args: {
    readonly oaId: string;
    readonly teamCode: string;
    /** undefined: the team has no leader now, or the province decides over the present ones. */
    readonly fromUserId?: string;
    readonly toUserId: string;
    readonly at: number;
    readonly by?: string;
  }): null;
  /**
   * Ends a team on `at`. With a successor its members go there (leaders stay leaders only where it has none); without
   * one they have left. Open invitations end. Past counts stay under the old code. Fails with TEAM_CHANGED when the team
   * is unknown or dissolved already, or the successor is unknown, dissolved or the team itself.
   */
  dissolveTeam(args: {
    readonly oaId: string;
    readonly code: string;
    readonly successorCode?: string;
    readonly at: number;
    readonly by?: string;
  }): { readonly members: number };
  /** A team, its members and open invitations belong to another commune from now on; past counts stay. */
  moveTeam(args: {
    readonly oaId: string;
    readonly code: string;
    readonly provinceCode: string;
    readonly communeCode: string;
    readonly at: number;
    readonly by?: string;
  }): null;
  /** Moves everything that lives in one commune to the one it became, and keeps that it did. Twice has no second effect. */
  applyCommuneChange(
    change: CommuneChange & {
      readonly oaId: string;
      readonly provinceCode: string;
      readonly at: number;
      readonly by?: string;
    },
  ): { readonly teams: number; readonly members: number; readonly residents: number };
  saveJoinTries(tries: JoinTries): null;
}

/** What of the registry a turn may write. */
export type RegistryTurnWrite = 'importRegistry' | 'useInvite' | 'changeMember' | 'transferTeam' | 'saveJoinTries';
