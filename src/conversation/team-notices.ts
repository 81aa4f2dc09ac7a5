import type { Member } from '../storage/team-ports.ts';
import type { Plan, TeamReads } from './plan.ts';
import { sayAsked } from './team-desk.ts';
import { byRef, placeNameOf, roleName, sayOfTeam, waitingFor } from './team-standing.ts';

/** What happened in a team, for somebody else of it. Carries no name: whoever is erased meanwhile is not named any more. */
export interface TeamNotice {
  readonly kind: 'team';
  readonly what:
    | 'asked'
    | 'approved'
    | 'refused'
    | 'left'
    | 'removed'
    | 'restored'
    | 'back'
    | 'leads'
    | 'leads-no-more'
    | 'role-changed'
    | 'dissolved'
    | 'moved';
  readonly teamCode: string;
  readonly communeCode: string;
  /** Whom it is about: the reader, or the one who asks or left. */
  readonly ref: string;
}

const ABOUT_READER = {
  approved: 'teamWelcome',
  refused: 'teamNotLet',
  removed: 'teamOut',
  restored: 'teamBack',
  back: 'teamTakenBack',
  leads: 'teamNowLeader',
  'leads-no-more': 'teamNoLeaderMore',
} as const;

export async function sayTeamNotice(plan: Plan, notice: TeamNotice): Promise<void> {
  const { teams } = plan.deps;
  if (!teams) return;
  const placeName = await placeNameOf(plan, teams, notice);
  if (notice.what === 'asked') return sayWhoAsked(plan, teams, notice, placeName);
  if (notice.what === 'left') return sayWhoLeft(plan, teams, notice, placeName);
  if (notice.what === 'role-changed') return sayRole(plan, teams, placeName);
  if (notice.what === 'dissolved') return sayDissolved(plan, teams, notice, placeName);
  if (notice.what === 'moved') {
    const commune = plan.deps.places?.unit(notice.communeCode)?.name ?? notice.communeCode;
    return sayOfTeam(plan, plan.messages.teamMovedCommune, { tổ: placeName, xã: commune });
  }
  sayOfTeam(plan, plan.messages[ABOUT_READER[notice.what]], { tổ: placeName });
}

/** Where the reader is now, where another team took them over. */
async function sayDissolved(plan: Plan, teams: TeamReads, { teamCode }: TeamNotice, placeName: string): Promise<void> {
  const me = await teams.findMember({ oaId: plan.oaId, userId: plan.userId });
  if (me?.state !== 'active' || me.teamCode === teamCode) {
    return sayOfTeam(plan, plan.messages.teamOverForYou, { tổ: placeName });
  }
  sayOfTeam(plan, plan.messages.teamGoesOnIn, {
    ...{ tổ: placeName, 'vai trò': roleName(plan, me.role) },
    'tổ mới': await placeNameOf(plan, teams, me),
  });
}

async function sayWhoAsked(plan: Plan, teams: TeamReads, { ref }: TeamNotice, placeName: string): Promise<void> {
  const me = await teams.findMember({ oaId: plan.oaId, userId: plan.userId });
  const asked = me && byRef(await waitingFor(plan, teams, me), ref);
  // Answered by somebody else meanwhile, or gone: nothing is left to be decided.
  if (asked) sayAsked(plan, asked, placeName);
}

/** What the reader is now; nothing for somebody who left meanwhile. */
async function sayRole(plan: Plan, teams: TeamReads, placeName: string): Promise<void> {
  const me = await teams.findMember({ oaId: plan.oaId, userId: plan.userId });
  if (me?.state !== 'active') return;
  sayOfTeam(plan, plan.messages.teamRoleChanged, { tổ: placeName, 'vai trò': roleName(plan, me.role) });
}

async function sayWhoLeft(
  plan: Plan,
  teams: TeamReads,
  { teamCode, ref }: TeamNotice,
  placeName: string,
): Promise<void> {
  const left: readonly Member[] = await teams.listMembers({ oaId: plan.oaId, teamCode, state: 'left' });
  const gone = byRef(left, ref);
  if (gone) sayOfTeam(plan, plan.messages.teamLeftNotice, { tổ: placeName, tên: gone.name });
}
