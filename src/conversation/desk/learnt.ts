import { topics, topicTitle } from '../../catalog/catalogue.ts';
import type { MemberProgress } from '../../storage/learning-ports.ts';
import type { ReachableMember } from '../../storage/team-ports.ts';
import { canBeMessaged } from '../../teams/registry.ts';
import { daysSince } from '../../teams/reach.ts';
import { fillMessage, type Plan, reply } from '../plan.ts';
import { placeNameOf } from '../team-standing.ts';
import type { Worker } from './standing.ts';

const MAX_NAMES = 30;

/** "AI ĐÃ HỌC": of a leader the people of the team by subject, of an officer the teams of the commune. */
export async function sayWhoLearnt(plan: Plan, { teams, me }: Worker): Promise<void> {
  const { messages, oaId } = plan;
  if (me.role === 'member') return reply(plan, messages.teamLeadersOnly, { numbered: false });
  const isOfficer = me.role === 'officer';
  const rows = await teams.listMemberProgress({
    oaId,
    ...(isOfficer ? { communeCode: me.communeCode } : { teamCode: me.teamCode }),
  });
  const place = await placeNameOf(plan, teams, me);
  const intro = fillMessage(plan, messages.learnWho, { tổ: place });
  const lines = subjectLines(plan, rows, !isOfficer);
  if (isOfficer) lines.push(...(await teamLines(plan, teams, rows)));
  reply(plan, [intro, ...(rows.length === 0 ? [messages.learnWhoNobody] : lines)].join('\n'), { numbered: false });
}

function subjectLines(plan: Plan, rows: readonly MemberProgress[], withNames: boolean): string[] {
  return topics.flatMap((topic) => {
    const of = rows.filter((row) => row.topic === topic);
    if (of.length === 0) return [];
    const ready = of.filter((row) => row.hasCertificate);
    const line = fillMessage(plan, plan.messages.learnWhoLine, {
      phần: topicTitle(plan.messages, topic),
      'có giấy': String(ready.length),
      'đang học': String(of.length - ready.length),
    });
    const names = ready.slice(0, MAX_NAMES).map(({ name }) => name);
    return withNames && names.length > 0 ? [line, `  ${names.join(', ')}`] : [line];
  });
}

async function teamLines(plan: Plan, teams: Worker['teams'], rows: readonly MemberProgress[]): Promise<string[]> {
  const codes = [
    ...new Set(rows.filter((row) => row.hasCertificate && row.teamCode !== '').map((row) => row.teamCode)),
  ];
  return Promise.all(
    codes.slice(0, MAX_NAMES).map(async (teamCode) => {
      const number = rows.filter((row) => row.teamCode === teamCode && row.hasCertificate).length;
      const tổ = await placeNameOf(plan, teams, { teamCode, communeCode: '' });
      return fillMessage(plan, plan.messages.learnWhoTeam, { tổ, số: String(number) });
    }),
  );
}

/** Lines for a leader's "TỔ CỦA TÔI": who is ready for what, and who has to be phoned. Empty for everybody else. */
export async function leaderLines(
  plan: Plan,
  { teams, me }: Worker,
  people: readonly ReachableMember[],
): Promise<string[]> {
  if (me.role !== 'leader') return [];
  const { messages, now } = plan;
  const rows = await teams.listMemberProgress({ oaId: plan.oaId, teamCode: me.teamCode });
  const ready = topics.flatMap((topic) => {
    const number = rows.filter((row) => row.topic === topic && row.hasCertificate).length;
    return number === 0 ? [] : [`${topicTitle(messages, topic)} ${number}`];
  });
  const silent = people.filter((one) => one.userId !== me.userId && !canBeMessaged(one.lastInteractionAt, now));
  const named = silent.slice(0, MAX_NAMES).map((one) => {
    const days = daysSince(one.lastInteractionAt, now);
    const text = days === undefined ? messages.reachNever : messages.reachDays;
    return fillMessage(plan, text, { tên: one.name, số: String(days ?? 0) });
  });
  return [
    ...(ready.length > 0 ? [fillMessage(plan, messages.learnMine, { 'danh sách': ready.join(', ') })] : []),
    ...(named.length > 0 ? [fillMessage(plan, messages.reachMine, { 'danh sách': named.join(', ') })] : []),
  ];
}
