import { randomInt } from 'node:crypto';
import { vietnamTime } from '../shared/clock.ts';
import type { JoinTries, TeamInvite } from '../storage/registry-ports.ts';
import type { Member } from '../storage/team-ports.ts';
import { lastDayText } from '../teams/code-list.ts';
import { nameProblem } from '../teams/member-import.ts';
import {
  inviteHash,
  memberRef,
  newInvite,
  oneMoreTry,
  pausedUntil,
  printedCode,
  stateOnJoining,
} from '../teams/registry.ts';
import { type Plan, reply, type TeamReads } from './plan.ts';
import {
  approversOf,
  colleagues,
  officersOf,
  placeNameOf,
  roleName,
  sayOfTeam,
  standingOf,
  tell,
} from './team-standing.ts';
import type { TeamWords } from './team-words.ts';

/** "VÀO TỔ <mã>": asks to join, or joins where nobody is there to be asked. */
export async function joinByCode(plan: Plan, teams: TeamReads, words: TeamWords & { type: 'join' }): Promise<void> {
  if (words.typed === '') return sayOfTeam(plan, plan.messages.teamJoinHow, {});
  const tries = await teams.findJoinTries({ oaId: plan.oaId, userId: plan.userId });
  const until = pausedUntil(tries, plan.now);
  if (until !== undefined) return sayOfTeam(plan, plan.messages.teamJoinPaused, { giờ: vietnamTime(until).slice(-5) });
  const code = words.read && 'code' in words.read ? words.read.code : undefined;
  if (code === undefined) return sayMistyped(plan, teams, words, tries);
  const invite = await teams.findInvite({ oaId: plan.oaId, codeHash: inviteHash(plan.oaId, code) });
  if (!invite) return wrong(plan, tries, plan.messages.teamJoinUnknown);
  await takeInvite(plan, teams, invite, tries);
}

function wrong(plan: Plan, tries: JoinTries | undefined, text: string, values: Record<string, string> = {}): void {
  const { oaId, userId } = plan;
  plan.effects.push({ operation: 'saveJoinTries', args: oneMoreTry(tries, { oaId, userId }, plan.now) });
  sayOfTeam(plan, text, values);
}

/** No code: perhaps that of the team itself, which residents type after "TO". */
async function sayMistyped(
  plan: Plan,
  teams: TeamReads,
  { typed, read }: TeamWords & { type: 'join' },
  tries: JoinTries | undefined,
): Promise<void> {
  const teamCode = typed.toUpperCase().replace(/[^A-Z0-9]/gu, '');
  const team = await teams.findTeam({ oaId: plan.oaId, code: teamCode });
  if (team) return sayOfTeam(plan, plan.messages.teamJoinTeamCode, { mã: team.code, tổ: team.name });
  wrong(plan, tries, read ? plan.messages.teamJoinMistyped : plan.messages.teamJoinUnknown);
}

async function takeInvite(
  plan: Plan,
  teams: TeamReads,
  invite: TeamInvite,
  tries: JoinTries | undefined,
): Promise<void> {
  const { oaId, userId } = plan;
  const before = await standingOf(plan, teams);
  if (invite.usedBy === userId && before) return sayStanding(plan, before);
  if (invite.usedAt !== undefined) return wrong(plan, tries, plan.messages.teamJoinUsed);
  if (invite.expiresAt <= plan.now) return wrong(plan, tries, plan.messages.teamJoinExpired);
  const placeName = await placeNameOf(plan, teams, invite);
  const team = invite.teamCode === '' ? undefined : await teams.findTeam({ oaId, code: invite.teamCode });
  if (team?.dissolvedAt !== undefined) return sayOfTeam(plan, plan.messages.teamJoinDissolved, { tổ: placeName });
  const others =
    invite.role === 'officer'
      ? await officersOf(plan, teams, invite.communeCode)
      : await colleagues(plan, teams, invite);
  const state = stateOnJoining(invite.role, others);
  if (before) {
    const isSamePlace = before.me.teamCode === invite.teamCode && before.me.communeCode === invite.communeCode;
    // Whoever is in the team already and is named its leader becomes it; everything else would take a place away.
    const rises = isSamePlace && before.me.role === 'member' && state === 'active';
    if (isSamePlace && !rises) return sayOfTeam(plan, plan.messages.teamJoinAlready, { tổ: placeName });
    if (!rises) return sayOfTeam(plan, plan.messages.teamJoinElsewhere, { tổ: before.placeName });
  }
  plan.effects.push({ operation: 'useInvite', args: { oaId, codeHash: invite.codeHash, userId, state, at: plan.now } });
  if (invite.teamCode !== '' && (plan.patch.teamCode ?? plan.resident?.teamCode) === undefined) {
    // They work in the team they are credited to: what they do at a door is the team's, they themselves are not counted.
    plan.patch = { ...plan.patch, teamCode: invite.teamCode, teamAt: plan.now };
    plan.uncountedCredit = true;
  }
  const me: Member = { ...invite, userId, state, joinedAt: plan.now };
  if (state === 'active') return sayStanding(plan, { me, placeName });
  await askApprovers(plan, teams, me, placeName);
}

async function askApprovers(plan: Plan, teams: TeamReads, me: Member, placeName: string): Promise<void> {
  const approvers = await approversOf(plan, teams, me);
  const { teamCode, communeCode, oaId, userId } = me;
  for (const one of approvers) {
    tell(plan, one, { kind: 'team', what: 'asked', teamCode, communeCode, ref: memberRef(oaId, userId) });
  }
  const text = approvers.length > 0 ? plan.messages.teamJoinAsked : plan.messages.teamJoinAskedNobody;
  sayOfTeam(plan, text, { tổ: placeName, tên: me.name });
}

/** Where somebody stands in one sentence. */
export function sayStanding(plan: Plan, { me, placeName }: { readonly me: Member; readonly placeName: string }): void {
  const text = me.state === 'active' ? plan.messages.teamJoined : plan.messages.teamWaiting;
  sayOfTeam(plan, text, { tổ: placeName, tên: me.name, 'vai trò': roleName(plan, me.role) });
}

/** "MỜI VÀO TỔ <họ tên>" of a leader: a code for that person, seen this once. */
export async function inviteByName(plan: Plan, teams: TeamReads, name: string): Promise<void> {
  const standing = await standingOf(plan, teams);
  if (standing?.me.role !== 'leader' || standing.me.state !== 'active')
    return reply(plan, plan.messages.teamInviteLeaders, { numbered: false });
  const { me, placeName } = standing;
  const clean = name.replace(/\s+/gu, ' ').trim();
  if (nameProblem(clean) !== undefined) return sayOfTeam(plan, plan.messages.teamInviteHow, {});
  const { teamCode, communeCode } = me;
  const random = plan.deps.randomBelow ?? ((below: number) => randomInt(below));
  const { code, invite } = newInvite(
    plan.oaId,
    { role: 'member', teamCode, communeCode, name: clean },
    plan.now,
    random,
  );
  plan.effects.push({
    operation: 'importRegistry',
    args: { oaId: plan.oaId, teams: [], invites: [invite], at: plan.now, by: plan.userId },
  });
  const values = { tổ: placeName, tên: clean, mã: printedCode(code), ngày: lastDayText(invite.expiresAt) };
  sayOfTeam(plan, plan.messages.teamInvited, values);
}
