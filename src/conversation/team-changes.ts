import type { TeamEvent } from '../storage/registry-ports.ts';
import type { ReachableMember } from '../storage/team-ports.ts';
import { mayRemove, memberRef } from '../teams/registry.ts';
import type { Plan, TeamReads } from './plan.ts';
import { byRef, colleagues, sayOfTeam, type Standing, teamOption, tell } from './team-standing.ts';

/** How long a leader may take a removal or hand-over back: long enough to notice, too short to forget. */
const UNDO_MS = 15 * 60_000;
/** Lines of history that are looked through for what is to be undone. */
const UNDO_LINES = 20;

/** The leader gives the team to somebody else of it. */
export async function handOver(plan: Plan, teams: TeamReads, { me, placeName }: Standing, ref: string): Promise<void> {
  const to = byRef(await colleagues(plan, teams, me), ref);
  if (me.role !== 'leader' || to?.role !== 'member') return sayOfTeam(plan, plan.messages.teamAskedGone, {});
  const { oaId, teamCode, communeCode } = me;
  plan.effects.push({
    operation: 'transferTeam',
    args: { oaId, teamCode, fromUserId: me.userId, toUserId: to.userId, at: plan.now, by: me.userId },
  });
  tell(plan, to, { kind: 'team', what: 'leads', teamCode, communeCode, ref });
  sayOfTeam(plan, plan.messages.teamHandedOver, { tổ: placeName, tên: to.name }, [
    teamOption(plan.messages.teamUndo, 'hand-over-undo', ref),
  ]);
}

/** The former leader takes the team back. */
export async function undoHandOver(
  plan: Plan,
  teams: TeamReads,
  { me, placeName }: Standing,
  ref: string,
): Promise<void> {
  const to = byRef(await colleagues(plan, teams, me), ref);
  const undone = to && (await lastDoing(plan, teams, me.teamCode, 'transferred', to));
  if (!to || !undone || to.role !== 'leader' || me.role !== 'member')
    return sayOfTeam(plan, plan.messages.teamUndoLate, {});
  const { oaId, teamCode, communeCode } = me;
  plan.effects.push({
    operation: 'transferTeam',
    args: { oaId, teamCode, fromUserId: to.userId, toUserId: me.userId, at: plan.now, by: me.userId },
  });
  tell(plan, to, { kind: 'team', what: 'leads-no-more', teamCode, communeCode, ref });
  sayOfTeam(plan, plan.messages.teamUndone, { tổ: placeName });
}

/** The leader takes somebody out of the team. */
export async function removeMember(
  plan: Plan,
  teams: TeamReads,
  { me, placeName }: Standing,
  ref: string,
): Promise<void> {
  const out = byRef(await colleagues(plan, teams, me), ref);
  if (!out || !mayRemove(me, out)) return sayOfTeam(plan, plan.messages.teamAskedGone, {});
  const { oaId, userId, teamCode, communeCode } = out;
  plan.effects.push({
    operation: 'changeMember',
    args: { oaId, userId, kind: 'removed', at: plan.now, by: me.userId },
  });
  tell(plan, out, { kind: 'team', what: 'removed', teamCode, communeCode, ref });
  sayOfTeam(plan, plan.messages.teamRemoved, { tổ: placeName, tên: out.name }, [
    teamOption(plan.messages.teamUndo, 'remove-undo', ref),
  ]);
}

/** The leader takes a removal back. */
export async function undoRemoval(
  plan: Plan,
  teams: TeamReads,
  { me, placeName }: Standing,
  ref: string,
): Promise<void> {
  const { oaId, teamCode, communeCode } = me;
  const gone = byRef(await teams.listMembers({ oaId, teamCode, state: 'left' }), ref);
  const undone = gone && (await lastDoing(plan, teams, teamCode, 'removed', gone));
  if (!gone || !undone || me.role !== 'leader') return sayOfTeam(plan, plan.messages.teamUndoLate, {});
  plan.effects.push({
    operation: 'changeMember',
    args: { oaId, userId: gone.userId, kind: 'restored', at: plan.now, by: me.userId },
  });
  tell(plan, gone, { kind: 'team', what: 'restored', teamCode, communeCode, ref: memberRef(oaId, gone.userId) });
  sayOfTeam(plan, plan.messages.teamUndone, { tổ: placeName });
}

/** What this person did to another of late, if nothing has been done about that other since. */
async function lastDoing(
  plan: Plan,
  teams: TeamReads,
  teamCode: string,
  kind: TeamEvent['kind'],
  about: ReachableMember,
): Promise<TeamEvent | undefined> {
  const events = await teams.listTeamEvents({ oaId: plan.oaId, teamCode, limit: UNDO_LINES });
  const last = events.find((event) => event.userId === about.userId);
  return last?.kind === kind && last.by === plan.userId && plan.now - last.at <= UNDO_MS ? last : undefined;
}
