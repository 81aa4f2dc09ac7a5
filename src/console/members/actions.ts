import * as z from 'zod';
import type { StaffWrite } from '../../storage/staff-ports.ts';
import type { Member, ReachableMember } from '../../storage/team-ports.ts';
import { canBeMessaged } from '../../teams/registry.ts';
import { provinceTransfer } from '../../teams/transfer.ts';
import { type ActionContext, communeFor, defineAction, Refusal } from '../action.ts';
import { communeName, isFound } from '../teams/communes.ts';
import { memberRow, toMemberRow } from '../teams/get-action.ts';
import { ALL, memberOf, openTeamOf } from '../teams/read.ts';

const MEMBERS_A_PAGE = 50;

/** People of teams, and officers of communes. */
export const listMembers = defineAction({
  name: 'members.list',
  permission: 'teams.view',
  route: { method: 'GET', path: '/members' },
  summary: 'Lists people of teams and officers of communes, by state and words of their name or team.',
  input: z.object({
    search: z.string().max(80).optional(),
    communeCode: z.string().max(5).optional(),
    /** `unreachable`: active people whom Zalo does not let us write to. */
    state: z.enum(['pending', 'active', 'officers', 'unreachable', 'left']).default('pending'),
    page: z.coerce.number().int().min(1).max(10_000).default(1),
  }),
  output: z.object({ total: z.number(), pages: z.number(), members: z.array(memberRow) }),
  async run({ actor, at, deps }, { search = '', communeCode: asked, state, page }) {
    const communeCode = communeFor(actor, asked);
    const people = await deps.storage.listMembers({
      ...{ oaId: deps.oaId, limit: ALL },
      ...(communeCode === undefined ? {} : { communeCode }),
      ...(state === 'pending' || state === 'left' ? { state } : { state: 'active' }),
    });
    const found = people
      .filter((one) => state !== 'officers' || one.role === 'officer')
      .filter((one) => state !== 'unreachable' || !canBeMessaged(one.lastInteractionAt, at))
      .filter((one) => isFound(search, one.name, one.teamCode, communeName(deps, one.communeCode)))
      .toSorted((a, b) => ORDER[state](a, b) || (a.userId < b.userId ? -1 : 1));
    return {
      total: found.length,
      pages: Math.max(1, Math.ceil(found.length / MEMBERS_A_PAGE)),
      members: found.slice((page - 1) * MEMBERS_A_PAGE, page * MEMBERS_A_PAGE).map((one) => toMemberRow(one, at)),
    };
  },
});

const byTeam = (a: Member, b: Member): number =>
  a.communeCode.localeCompare(b.communeCode) || a.teamCode.localeCompare(b.teamCode) || a.joinedAt - b.joinedAt;

/** Who waits longest stands first; who left last stands first. */
const ORDER = {
  pending: (a: Member, b: Member) => a.joinedAt - b.joinedAt,
  active: byTeam,
  officers: byTeam,
  unreachable: byTeam,
  left: (a: Member, b: Member) => (b.leftAt ?? 0) - (a.leftAt ?? 0),
} as const;

/** One of them. */
export const getMember = defineAction({
  name: 'members.get',
  permission: 'teams.view',
  route: { method: 'GET', path: '/members/:ref' },
  summary: 'One person of a team.',
  input: z.object({ ref: z.string().max(20) }),
  output: memberRow.extend({ communeName: z.string(), teamName: z.string() }),
  async run(context, { ref }) {
    const { deps, at } = context;
    const member = await memberOf(context, ref);
    const { teamCode, communeCode } = member;
    const team = teamCode === '' ? undefined : await deps.storage.findTeam({ oaId: deps.oaId, code: teamCode });
    return {
      ...toMemberRow(member, at),
      communeName: communeName(deps, communeCode),
      teamName: team?.name ?? '',
    };
  },
});

const input = z.object({ ref: z.string().max(20) });

/** What was done, for the page that says so. */
const output = z.object({
  ref: z.string(),
  name: z.string(),
  teamCode: z.string(),
  /** The assistant writes to them about it; false = somebody has to telephone. */
  isTold: z.boolean(),
});

type Change = 'approved' | 'refused' | 'removed' | 'restored';

const FROM: Readonly<Record<Change, Member['state']>> = {
  approved: 'pending',
  refused: 'pending',
  removed: 'active',
  restored: 'left',
};

const TOO_LATE: Readonly<Record<Member['state'], string>> = {
  pending: 'Người này đang chờ duyệt.',
  active: 'Người này đang làm ở tổ rồi.',
  left: 'Người này không còn trong tổ.',
};

/** The person, where the actor may decide about them. */
async function decidable(context: ActionContext, ref: string): Promise<ReachableMember> {
  const member = await memberOf(context, ref);
  if (member.role === 'officer' && context.actor.role === 'commune-officer') {
    throw new Refusal('Cán bộ xã do tỉnh duyệt. Bạn đề nghị cán bộ tỉnh.');
  }
  return member;
}

async function save(
  context: ActionContext,
  ref: string,
  member: ReachableMember,
  detail: Readonly<Record<string, string>>,
  writes: readonly StaffWrite[],
): Promise<z.output<typeof output>> {
  const { deps, at } = context;
  const { oaId, userId, name, teamCode, communeCode, lastInteractionAt } = member;
  await context.change({
    subject: `member:${deps.pseudonymOf(oaId, userId)}`,
    detail: { team: teamCode, commune: communeCode, ...detail },
    writes,
  });
  return { ref, name, teamCode, isTold: canBeMessaged(lastInteractionAt, at) };
}

async function change(context: ActionContext, ref: string, kind: Change): Promise<z.output<typeof output>> {
  const member = await decidable(context, ref);
  if (member.state !== FROM[kind]) throw new Refusal(TOO_LATE[member.state]);
  if (kind === 'restored' && member.teamCode !== '') await openTeamOf(context, member.teamCode);
  const { oaId, userId } = member;
  return save(context, ref, member, { role: member.role }, [
    { operation: 'changeMember', args: { oaId, userId, kind, at: context.at } },
  ]);
}

/** Takes somebody in who waits. */
export const approveMember = defineAction({
  name: 'members.approve',
  permission: 'teams.manage',
  route: { method: 'POST', path: '/members/:ref/approve' },
  summary: 'Approves somebody who waits. They are told in the chat where Zalo allows it.',
  input,
  output,
  run: (context, { ref }) => change(context, ref, 'approved'),
});

/** Turns somebody away who waits. */
export const refuseMember = defineAction({
  name: 'members.refuse',
  permission: 'teams.manage',
  route: { method: 'POST', path: '/members/:ref/refuse' },
  summary: 'Refuses somebody who waits. They are told in the chat where Zalo allows it.',
  input,
  output,
  run: (context, { ref }) => change(context, ref, 'refused'),
});

/** Takes somebody out of a team. */
export const removeMember = defineAction({
  name: 'members.remove',
  permission: 'teams.manage',
  route: { method: 'POST', path: '/members/:ref/remove' },
  summary: 'Takes somebody out of a team; `restore` takes them back.',
  input,
  output,
  run: (context, { ref }) => change(context, ref, 'removed'),
});

/** Takes somebody back who was taken out or left. */
export const restoreMember = defineAction({
  name: 'members.restore',
  permission: 'teams.manage',
  route: { method: 'POST', path: '/members/:ref/restore' },
  summary: 'Takes somebody back into the same team.',
  input,
  output,
  run: (context, { ref }) => change(context, ref, 'restored'),
});

/** Makes somebody leader in place of the present one, or a member. */
export const changeRole = defineAction({
  name: 'members.role',
  permission: 'teams.manage',
  route: { method: 'POST', path: '/members/:ref/role' },
  summary: 'Makes somebody the leader of their team (the present leader becomes a member), or a leader a member.',
  input: input.extend({ role: z.enum(['leader', 'member'], { error: 'Chọn vai trò mới.' }) }),
  output,
  async run(context, { ref, role }) {
    const member = await decidable(context, ref);
    if (member.role === 'officer') throw new Refusal('Cán bộ xã không đổi thành người của tổ. Mời vào tổ bằng mã mới.');
    if (member.state !== 'active') throw new Refusal(TOO_LATE[member.state]);
    if (member.role === role) throw new Refusal('Người này đang giữ vai trò đó rồi.', { role: 'Chọn vai trò khác.' });
    const { oaId, userId, teamCode } = member;
    const { at } = context;
    if (role === 'member') {
      return save(context, ref, member, { role }, [
        { operation: 'changeMember', args: { oaId, userId, kind: 'role-changed', role, at } },
      ]);
    }
    const here = await context.deps.storage.listMembers({ oaId, teamCode, state: 'active', limit: ALL });
    return save(context, ref, member, { role }, provinceTransfer(here, member, at));
  },
});
