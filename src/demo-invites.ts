import { DEMO_OA_ID } from './config.ts';
import type { Storage } from './storage/ports.ts';
import { newInvite, printedCode } from './teams/registry.ts';

/** A team of `content/demo/teams.csv`. */
const DEMO_TEAM = 'LN03';

/**
 * Codes with which somebody who tries the demo becomes the leader of a team and, as another resident of the chat page, a
 * member of it. Made at every start; the leader's only until there is one. Says nothing when the team is not there.
 */
export async function demoInvites(
  storage: Pick<Storage, 'findTeam' | 'listMembers' | 'importRegistry'>,
  at: number,
  random: (below: number) => number,
): Promise<string> {
  const oaId = DEMO_OA_ID;
  const team = await storage.findTeam({ oaId, code: DEMO_TEAM });
  if (!team) return '';
  const { code: teamCode, communeCode } = team;
  const members = await storage.listMembers({ oaId, teamCode, state: 'active' });
  const hasLeader = members.some(({ role }) => role === 'leader');
  const leader = newInvite(oaId, { role: 'leader', name: 'Trần Văn Ba', teamCode, communeCode }, at, random);
  const member = newInvite(oaId, { role: 'member', name: 'Lê Thị Chín', teamCode, communeCode }, at, random);
  const made = hasLeader ? [member] : [leader, member];
  await storage.importRegistry({ oaId, teams: [], invites: made.map(({ invite }) => invite), at });
  return [
    `Thử làm người của ${team.name}:`,
    ...(hasLeader ? [] : [`  tổ trưởng:  VÀO TỔ ${printedCode(leader.code)}`]),
    `  thành viên: VÀO TỔ ${printedCode(member.code)}   (nhắn từ một người khác trên trang; tổ trưởng duyệt)`,
  ].join('\n');
}
