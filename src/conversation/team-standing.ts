import type { Team } from '../storage/ports.ts';
import type { Member, MemberRole, ReachableMember } from '../storage/team-ports.ts';
import { canBeMessaged, mayApprove, memberRef } from '../teams/registry.ts';
import { encodeOrder, type TeamAct } from './payloads.ts';
import { fillMessage, nameValues, type Plan, reply, type TeamReads } from './plan.ts';
import type { Option } from './session.ts';

/** Somebody who works in a team or commune, with what it is called. */
export interface Standing {
  readonly me: Member;
  readonly placeName: string;
}

/** Where the person of this turn works now; undefined for nobody's member and where there are no teams' tools. */
export async function standingOf(plan: Plan, teams: TeamReads): Promise<Standing | undefined> {
  const me = await teams.findMember({ oaId: plan.oaId, userId: plan.userId });
  if (!me || me.state === 'left') return undefined;
  return { me, placeName: await placeNameOf(plan, teams, me) };
}

/** What the team, or the commune of an officer, is called. */
export async function placeNameOf(
  plan: Plan,
  teams: TeamReads,
  place: { readonly teamCode: string; readonly communeCode: string },
): Promise<string> {
  if (place.teamCode === '') return plan.deps.places?.unit(place.communeCode)?.name ?? place.communeCode;
  const team: Team | undefined = await teams.findTeam({ oaId: plan.oaId, code: place.teamCode });
  return team?.name ?? place.teamCode;
}

export function roleName(plan: Plan, role: MemberRole): string {
  const names = { member: 'teamRoleMember', leader: 'teamRoleLeader', officer: 'teamRoleOfficer' } as const;
  return plan.messages[names[role]];
}

/** Active people of the same team (or officers of the commune), leaders first. */
export const colleagues = (
  plan: Plan,
  teams: TeamReads,
  { teamCode, communeCode }: Pick<Member, 'teamCode' | 'communeCode'>,
): Promise<readonly ReachableMember[]> =>
  teams.listMembers({
    oaId: plan.oaId,
    state: 'active',
    ...(teamCode === '' ? { communeCode } : {}),
    teamCode,
  });

/** Officers of a commune. */
export const officersOf = (plan: Plan, teams: TeamReads, communeCode: string): Promise<readonly ReachableMember[]> =>
  teams.listMembers({ oaId: plan.oaId, state: 'active', communeCode, teamCode: '' });

/** Those who may approve somebody and can be written to now; leaders before officers, and officers where no leader may. */
export async function approversOf(plan: Plan, teams: TeamReads, asked: Member): Promise<readonly ReachableMember[]> {
  const may = (one: ReachableMember): boolean => one.userId !== asked.userId && mayApprove(one, asked);
  const leaders = asked.teamCode === '' ? [] : (await colleagues(plan, teams, asked)).filter(may);
  const officers = (await officersOf(plan, teams, asked.communeCode)).filter(may);
  const reachable = (list: readonly ReachableMember[]): ReachableMember[] =>
    list.filter((one) => canBeMessaged(one.lastInteractionAt, plan.now));
  const first = reachable(leaders);
  return first.length > 0 ? first : reachable(officers);
}

/** Those who wait and whom this person may approve, the longest first. */
export async function waitingFor(plan: Plan, teams: TeamReads, me: Member): Promise<readonly Member[]> {
  if (me.role === 'member' || me.state !== 'active') return [];
  const { teamCode, communeCode } = me;
  const pending = await teams.listMembers({
    oaId: plan.oaId,
    state: 'pending',
    ...(me.role === 'leader' ? { teamCode } : { communeCode }),
  });
  return pending.filter((one) => mayApprove(me, one)).toSorted((a, b) => a.joinedAt - b.joinedAt);
}

/** The one of these that a button names. */
export const byRef = <M extends Member>(list: readonly M[], ref: string): M | undefined =>
  list.find((one) => memberRef(one.oaId, one.userId) === ref);

export const teamOption = (title: string, act: TeamAct, ref = ''): Option => ({
  title,
  payload: encodeOrder({ type: 'team', act, ref }),
});

export const teamOptionAbout = (title: string, act: TeamAct, member: Member): Option =>
  teamOption(title, act, memberRef(member.oaId, member.userId));

/** Says a sentence about a team beside whatever is under way: names in it never become options that are remembered. */
export function sayOfTeam(
  plan: Plan,
  text: string,
  values: { readonly tổ?: string; readonly tên?: string; readonly [name: string]: string | undefined },
  options: readonly Option[] = [],
): void {
  const { tên, ...rest } = values;
  const given = Object.fromEntries(
    Object.entries(rest).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  const filled = fillMessage(plan, text, { ...given, ...(tên === undefined ? {} : nameValues(tên)) });
  reply(plan, filled, { numbered: false, ...(options.length > 0 ? { options: [...options] } : {}) });
}

/** Writes to somebody if Zalo lets us; others see it when they ask. */
export function tell(plan: Plan, to: ReachableMember, notice: Plan['notices'][number]['notice']): void {
  if (canBeMessaged(to.lastInteractionAt, plan.now)) plan.notices.push({ userId: to.userId, notice });
}
