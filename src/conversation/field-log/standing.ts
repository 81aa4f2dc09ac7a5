import type { FieldEntry } from '../../storage/field-log-ports.ts';
import { isCorrectable } from '../../storage/field-log-rules.ts';
import type { Member, ReachableMember } from '../../storage/team-ports.ts';
import { canBeMessaged } from '../../teams/registry.ts';
import { type Plan, reply, type TeamReads } from '../plan.ts';

/** Somebody who may log: an active member or leader of a team. */
export interface Logger {
  readonly teams: TeamReads;
  readonly me: Member;
}

/** The member this turn is of; undefined for everybody else, officers included. */
export async function loggerOf(plan: Plan): Promise<Logger | undefined> {
  const { teams } = plan.deps;
  const me = await teams?.findMember({ oaId: plan.oaId, userId: plan.userId });
  return teams && me?.state === 'active' && me.role !== 'officer' && me.teamCode !== '' ? { teams, me } : undefined;
}

/** True for members, leaders and officers. */
export async function isActive(plan: Plan): Promise<boolean> {
  const me = await plan.deps.teams?.findMember({ oaId: plan.oaId, userId: plan.userId });
  return me?.state === 'active';
}

/** The same as `loggerOf`; whoever may not is told how to join. */
export async function demandLogger(plan: Plan): Promise<Logger | undefined> {
  const logger = await loggerOf(plan);
  if (logger) return logger;
  const me = await plan.deps.teams?.findMember({ oaId: plan.oaId, userId: plan.userId });
  const { messages } = plan;
  const text =
    me?.state === 'pending'
      ? messages.logPending
      : me?.state === 'active' && me.role === 'officer'
        ? messages.logOfficer
        : messages.logNeedsMember;
  reply(plan, text, { numbered: false });
  return undefined;
}

/** True for whoever wrote it and for the leader of its team. */
export const isMine = (me: Member, entry: FieldEntry): boolean =>
  entry.userId === me.userId || (me.role === 'leader' && me.teamCode === entry.teamCode);

/** Why somebody may not change an entry; undefined when they may. */
export function refusal(plan: Plan, me: Member, entry: FieldEntry | undefined): string | undefined {
  if (entry?.state !== 'kept') return plan.messages.logChanged;
  if (!isMine(me, entry)) return plan.messages.logNotYours;
  return isCorrectable(entry.firstAt, plan.now) ? undefined : plan.messages.logTooLate;
}

/** Those who look at the figures of somebody: the leaders of the team but themselves, else the officers of the commune. */
export async function lookersOn(
  plan: Plan,
  teams: TeamReads,
  entry: Pick<FieldEntry, 'teamCode' | 'communeCode'> & { readonly userId?: string | undefined },
): Promise<readonly ReachableMember[]> {
  const { oaId } = plan;
  const others = (list: readonly ReachableMember[]): ReachableMember[] =>
    list.filter((one) => one.userId !== entry.userId);
  const team = await teams.listMembers({ oaId, teamCode: entry.teamCode, state: 'active' });
  const leaders = others(team).filter(({ role }) => role === 'leader');
  if (leaders.length > 0) return leaders;
  const commune = await teams.listMembers({ oaId, communeCode: entry.communeCode, state: 'active' });
  return others(commune).filter(({ role }) => role === 'officer');
}

/** Those of them Zalo lets us write to. */
export const reachable = (plan: Plan, list: readonly ReachableMember[]): readonly ReachableMember[] =>
  list.filter((one) => canBeMessaged(one.lastInteractionAt, plan.now));
