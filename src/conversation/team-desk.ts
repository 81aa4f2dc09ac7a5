import { vietnamDay } from '../shared/clock.ts';
import type { Member, ReachableMember } from '../storage/team-ports.ts';
import { mayApprove, mayRemove, memberRef } from '../teams/registry.ts';
import type { Order } from './payloads.ts';
import { type Plan, reply, type TeamReads } from './plan.ts';
import type { Option } from './session.ts';
import { inviteByName, joinByCode, sayStanding } from './team-join.ts';
import {
  byRef,
  colleagues,
  officersOf,
  roleName,
  sayOfTeam,
  type Standing,
  standingOf,
  teamOption,
  teamOptionAbout,
  tell,
  waitingFor,
} from './team-standing.ts';
import { leaderLines } from './desk/learnt.ts';
import { handOver, removeMember, undoHandOver, undoRemoval } from './team-changes.ts';
import { sayResults } from './team-results.ts';
import type { TeamWords } from './team-words.ts';

/** People shown one by one with their buttons; the rest is counted. */
const MAX_SHOWN = 3;
/** Names in one list: a team has 4–9 people, a large one 20. */
const MAX_LISTED = 30;
/** Buttons of a list, in messages of five. */
const MAX_PICKED = 20;

/** Does what was said about one's team. Without teams' tools nothing is known of teams. */
export async function obeyTeamWords(plan: Plan, words: TeamWords): Promise<void> {
  const { teams } = plan.deps;
  if (!teams) return reply(plan, plan.messages.teamNone, { numbered: false });
  switch (words.type) {
    case 'join':
      return joinByCode(plan, teams, words);
    case 'invite':
      return inviteByName(plan, teams, words.name);
    case 'leave':
      return askLeave(plan, teams);
    case 'mine':
      return sayMine(plan, teams);
    case 'results':
      return sayResults(plan, teams, words.of);
  }
}

/** Does what a button about teams orders. What it names may have changed since it was shown. */
export async function obeyTeamOrder(plan: Plan, { act, ref }: Order & { type: 'team' }): Promise<void> {
  const { teams } = plan.deps;
  const standing = teams && (await standingOf(plan, teams));
  if (!teams || !standing) return reply(plan, plan.messages.teamNone, { numbered: false });
  switch (act) {
    case 'mine':
      return sayMine(plan, teams);
    case 'results':
      return sayResults(plan, teams, 'team');
    case 'approve':
    case 'refuse':
      return decide(plan, teams, standing, { act, ref });
    case 'leave':
      return askLeave(plan, teams);
    case 'leave-yes':
      return leave(plan, teams, standing);
    case 'keep':
      return sayOfTeam(plan, plan.messages.teamUnchanged, {});
    case 'how-to-invite':
      return sayOfTeam(plan, plan.messages.teamInviteHow, {});
    case 'hand-over':
    case 'remove':
      return pick(plan, teams, standing, act);
    case 'hand-over-to':
    case 'remove-one':
      return confirm(plan, teams, standing, { act, ref });
    case 'hand-over-yes':
      return handOver(plan, teams, standing, ref);
    case 'hand-over-undo':
      return undoHandOver(plan, teams, standing, ref);
    case 'remove-yes':
      return removeMember(plan, teams, standing, ref);
    case 'remove-undo':
      return undoRemoval(plan, teams, standing, ref);
  }
}

/** "TỔ CỦA TÔI": who is in it, who waits, what I am and can do. */
async function sayMine(plan: Plan, teams: TeamReads): Promise<void> {
  const standing = await standingOf(plan, teams);
  if (!standing) return reply(plan, plan.messages.teamNone, { numbered: false });
  const { me, placeName } = standing;
  if (me.state === 'pending') return sayStanding(plan, standing);
  const people =
    me.role === 'officer' ? await officersOf(plan, teams, me.communeCode) : await colleagues(plan, teams, me);
  const waiting = await waitingFor(plan, teams, me);
  const list = people.slice(0, MAX_LISTED).map((one) => lineOf(plan, one, one.userId === me.userId));
  if (people.length > MAX_LISTED) list.push('…');
  const values = { tổ: placeName, 'vai trò': roleName(plan, me.role), tên: me.name, số: String(people.length) };
  const more = me.state === 'active' ? await leaderLines(plan, { teams, me }, people) : [];
  const text = [
    plan.messages.teamMine,
    list.join('\n'),
    ...more,
    ...(waiting.length > 0 ? [plan.messages.teamMineWaiting] : []),
    plan.messages[CAN_DO[me.role]],
  ].join('\n');
  sayOfTeam(plan, text, { ...values, 'người chờ': String(waiting.length) }, thingsToDo(plan, me));
  sayWaiting(plan, waiting);
}

const CAN_DO = { member: 'teamCanMember', leader: 'teamCanLeader', officer: 'teamCanOfficer' } as const;

const lineOf = (plan: Plan, { name, role }: Member, isMe: boolean): string =>
  `- ${name}${role === 'member' ? '' : ` (${roleName(plan, role)})`}${isMe ? ` – ${plan.messages.teamMe}` : ''}`;

function thingsToDo(plan: Plan, me: Member): Option[] {
  const { messages } = plan;
  const leave = teamOption(messages.teamLeaveTitle, 'leave');
  const results = teamOption(messages.teamResultsTitle, 'results');
  if (me.role !== 'leader') return [results, leave];
  return [
    results,
    teamOption(messages.teamInviteTitle, 'how-to-invite'),
    teamOption(messages.teamHandOverTitle, 'hand-over'),
    teamOption(messages.teamRemoveTitle, 'remove'),
    leave,
  ];
}

function sayWaiting(plan: Plan, waiting: readonly Member[]): void {
  for (const one of waiting.slice(0, MAX_SHOWN)) sayAsked(plan, one);
  if (waiting.length <= MAX_SHOWN) return;
  sayOfTeam(plan, plan.messages.teamWaitingMore, { số: String(waiting.length - MAX_SHOWN) }, [
    teamOption(plan.messages.teamMineTitle, 'mine'),
  ]);
}

/** Somebody who asks to join, with the buttons to answer. */
export function sayAsked(plan: Plan, asked: Member, placeName?: string): void {
  const day = vietnamDay(asked.joinedAt).split('-').toReversed().join('/');
  const values = { tên: asked.name, 'vai trò': roleName(plan, asked.role), ngày: day, tổ: placeName ?? asked.teamCode };
  sayOfTeam(plan, placeName === undefined ? plan.messages.teamAskedOne : plan.messages.teamAsked, values, [
    teamOptionAbout(plan.messages.teamApprove, 'approve', asked),
    teamOptionAbout(plan.messages.teamRefuse, 'refuse', asked),
  ]);
}

async function decide(
  plan: Plan,
  teams: TeamReads,
  { me }: Standing,
  { act, ref }: { readonly act: 'approve' | 'refuse'; readonly ref: string },
): Promise<void> {
  const asked = byRef(await waitingFor(plan, teams, me), ref) as ReachableMember | undefined;
  if (!asked || !mayApprove(me, asked)) return sayOfTeam(plan, plan.messages.teamAskedGone, {});
  const { oaId, userId, teamCode, communeCode, name } = asked;
  const kind = act === 'approve' ? 'approved' : 'refused';
  plan.effects.push({ operation: 'changeMember', args: { oaId, userId, kind, at: plan.now, by: plan.userId } });
  tell(plan, asked, { kind: 'team', what: kind, teamCode, communeCode, ref: memberRef(oaId, userId) });
  sayOfTeam(plan, act === 'approve' ? plan.messages.teamApproved : plan.messages.teamRefused, { tên: name });
}

async function askLeave(plan: Plan, teams: TeamReads): Promise<void> {
  const standing = await standingOf(plan, teams);
  if (!standing) return reply(plan, plan.messages.teamNone, { numbered: false });
  const { me, placeName } = standing;
  const others = me.role === 'leader' ? await colleagues(plan, teams, me) : [];
  const isLastLeader = me.role === 'leader' && !others.some((one) => one.role === 'leader' && one.userId !== me.userId);
  const canHandOver = isLastLeader && others.length > 1;
  sayOfTeam(plan, isLastLeader ? plan.messages.teamLeaveAskLeader : plan.messages.teamLeaveAsk, { tổ: placeName }, [
    ...(canHandOver ? [teamOption(plan.messages.teamHandOverTitle, 'hand-over')] : []),
    teamOption(plan.messages.teamLeaveYes, 'leave-yes'),
    teamOption(plan.messages.teamLeaveNo, 'keep'),
  ]);
}

async function leave(plan: Plan, teams: TeamReads, { me, placeName }: Standing): Promise<void> {
  const { oaId, userId, teamCode, communeCode } = me;
  plan.effects.push({ operation: 'changeMember', args: { oaId, userId, kind: 'left', at: plan.now, by: userId } });
  sayOfTeam(plan, plan.messages.teamLeft, { tổ: placeName });
  const leaders = teamCode === '' ? [] : (await colleagues(plan, teams, me)).filter(({ role }) => role === 'leader');
  const rest = leaders.filter((one) => one.userId !== userId);
  // Of the last leader the officers have to know: nobody approves anybody there now.
  const told = rest.length > 0 || me.state === 'pending' ? rest : await officersOf(plan, teams, communeCode);
  for (const one of told.filter((other) => other.userId !== userId)) {
    tell(plan, one, { kind: 'team', what: 'left', teamCode, communeCode, ref: memberRef(oaId, userId) });
  }
}

/** The people of the team whom an order of the leader may be about. */
async function choices(
  plan: Plan,
  teams: TeamReads,
  me: Member,
  act: 'hand-over' | 'remove',
): Promise<ReachableMember[]> {
  const people = await colleagues(plan, teams, me);
  if (me.role !== 'leader') return [];
  return people.filter((one) => (act === 'remove' ? mayRemove(me, one) : one.role === 'member'));
}

async function pick(
  plan: Plan,
  teams: TeamReads,
  { me, placeName }: Standing,
  act: 'hand-over' | 'remove',
): Promise<void> {
  if (me.role !== 'leader') return sayOfTeam(plan, plan.messages.teamLeadersOnly, {});
  const people = await choices(plan, teams, me, act);
  if (people.length === 0) return sayOfTeam(plan, plan.messages.teamNobody, { tổ: placeName });
  const next = act === 'remove' ? 'remove-one' : 'hand-over-to';
  const text = act === 'remove' ? plan.messages.teamRemovePick : plan.messages.teamHandOverPick;
  sayOfTeam(
    plan,
    text,
    { tổ: placeName },
    people.slice(0, MAX_PICKED).map((one) => teamOptionAbout(one.name, next, one)),
  );
}

async function confirm(
  plan: Plan,
  teams: TeamReads,
  { me, placeName }: Standing,
  { act, ref }: { readonly act: 'hand-over-to' | 'remove-one'; readonly ref: string },
): Promise<void> {
  const isRemoval = act === 'remove-one';
  const chosen = byRef(await choices(plan, teams, me, isRemoval ? 'remove' : 'hand-over'), ref);
  if (!chosen) return sayOfTeam(plan, plan.messages.teamAskedGone, {});
  const { messages } = plan;
  const yes = isRemoval
    ? teamOption(messages.teamRemoveYes, 'remove-yes', ref)
    : teamOption(messages.teamHandOverYes, 'hand-over-yes', ref);
  sayOfTeam(plan, isRemoval ? messages.teamRemoveAsk : messages.teamHandOverAsk, { tổ: placeName, tên: chosen.name }, [
    yes,
    teamOption(messages.teamLeaveNoChange, 'keep'),
  ]);
}
