import { AppError } from './shared/errors.ts';
import { vietnamDay } from './shared/clock.ts';
import type { Team } from './storage/ports.ts';
import type { Member, MemberRole, ReachableMember } from './storage/team-ports.ts';
import { lastDayText, ROLE_NAMES } from './teams/code-list.ts';
import { nameProblem } from './teams/member-import.ts';
import { canBeMessaged, memberRef } from './teams/registry.ts';
import { provinceTransfer } from './teams/transfer.ts';
import { ALL, type FileRequest, inviteByFile, inviteOne, type RegistryPlace } from './team-files.ts';

/** Options of `bot members` as typed. */
export interface MemberOptions {
  readonly team: string | undefined;
  readonly commune: string | undefined;
  readonly name: string | undefined;
  readonly role: string | undefined;
  readonly file: string | undefined;
  readonly out: string | undefined;
  readonly dryRun: boolean;
  readonly skipBad: boolean;
}

const USAGE =
  'Expected members list, members invite, members approve <mã>, members remove <mã> or members transfer <mã>; "members list" shows the codes of people.';

/**
 * `bot members …`: the province's hand in teams. Throws CLI_USAGE for what cannot be asked, TEAM_UNKNOWN, MEMBER_UNKNOWN
 * for a code of nobody, TEAM_CHANGED when the person is not where the order begins.
 */
export async function doMembers(words: readonly string[], options: MemberOptions, place: RegistryPlace): Promise<void> {
  const [action = 'list', ref = ''] = words;
  switch (action) {
    case 'list':
      return listMembers(options, place);
    case 'invite':
      return invite(options, place);
    case 'approve':
      return approve(await findByRef(ref, place), options, place);
    case 'remove':
      return remove(await findByRef(ref, place), options, place);
    case 'transfer':
      return transfer(await findByRef(ref, place), options, place);
    default:
      throw new AppError('CLI_USAGE', `"members ${action}" is unknown. ${USAGE}`);
  }
}

const STATE_NAMES: Readonly<Record<Member['state'], string>> = {
  active: 'đang làm',
  pending: 'CHỜ DUYỆT',
  left: 'đã thôi',
};

const describe = ({ oaId, userId, name, role, teamCode, communeCode }: Member): string =>
  `${memberRef(oaId, userId)}\t${teamCode === '' ? `xã ${communeCode}` : teamCode}\t${name}\t${ROLE_NAMES[role]}`;

async function listMembers({ team, commune }: MemberOptions, place: RegistryPlace): Promise<void> {
  const { storage, oaId, say, now } = place;
  const of = {
    ...(team === undefined ? {} : { teamCode: team.toUpperCase() }),
    ...(commune === undefined ? {} : { communeCode: commune }),
  };
  const people = (await storage.listMembers({ oaId, ...of, limit: ALL })).filter(({ state }) => state !== 'left');
  if (people.length === 0) say('Chưa có thành viên nào. Mời bằng: npm run bot -- members invite --file members.xlsx');
  for (const one of people) say(`${describe(one)}\t${STATE_NAMES[one.state]}\t${reachText(one, now)}`);
  const open = await storage.listInvites({ oaId, at: now, ...of });
  if (open.length > 0) say(`\nMã mời chưa dùng: ${open.length}`);
  for (const { teamCode, communeCode, name, role, expiresAt } of open)
    say(
      `  ${teamCode === '' ? `xã ${communeCode}` : teamCode}\t${name}\t${ROLE_NAMES[role]}\tđến hết ${lastDayText(expiresAt)}`,
    );
}

const reachText = ({ lastInteractionAt }: ReachableMember, now: number): string =>
  canBeMessaged(lastInteractionAt, now)
    ? 'nhắn được'
    : `gọi điện (nhắn lần cuối ${lastInteractionAt === 0 ? 'chưa rõ' : vietnamDay(lastInteractionAt)})`;

async function invite(options: MemberOptions, place: RegistryPlace): Promise<void> {
  const { file, dryRun, skipBad } = options;
  if (file !== undefined) {
    const request: FileRequest = { file, dryRun, skipBad };
    return inviteByFile(place, { ...request, out: options.out ?? `ma-moi-${vietnamDay(place.now)}.csv` });
  }
  const { name } = options;
  if (name === undefined)
    throw new AppError('CLI_USAGE', 'members invite needs --file, or --name with --team or --commune.');
  const problem = nameProblem(name);
  if (problem !== undefined) throw new AppError('CLI_USAGE', `--name: ${problem}.`);
  const role = roleOf(options);
  if (role === 'officer') {
    const commune = place.places.commune(options.commune ?? '');
    if (!commune)
      throw new AppError('CLI_USAGE', `--commune "${options.commune ?? ''}" is not one of the 3,321 commune codes.`);
    return inviteOne(place, { role, name, teamCode: '', communeCode: commune.code }, commune.name);
  }
  const team = await openTeam(place, options.team ?? '');
  await inviteOne(place, { role, name, teamCode: team.code, communeCode: team.communeCode }, team.name);
}

function roleOf({ role, team }: MemberOptions): MemberRole {
  const wanted = role ?? (team === undefined ? 'officer' : 'member');
  if (wanted === 'member' || wanted === 'leader' || wanted === 'officer') return wanted;
  throw new AppError('CLI_USAGE', `--role "${wanted}" is unknown. Expected member, leader or officer.`);
}

/** A team that works; throws TEAM_UNKNOWN for no team, TEAM_CHANGED for a dissolved one. */
export async function openTeam({ storage, oaId }: RegistryPlace, code: string): Promise<Team> {
  const team = await storage.findTeam({ oaId, code: code.toUpperCase() });
  if (!team) throw new AppError('TEAM_UNKNOWN', `There is no team "${code}". See "bot teams list" for the codes.`);
  if (team.dissolvedAt === undefined) return team;
  const next = team.successorCode === undefined ? '' : ` Its successor is ${team.successorCode}.`;
  throw new AppError('TEAM_CHANGED', `Team ${team.code} was dissolved on ${vietnamDay(team.dissolvedAt)}.${next}`);
}

async function findByRef(ref: string, { storage, oaId }: RegistryPlace): Promise<ReachableMember> {
  const people = ref === '' ? [] : await storage.listMembers({ oaId, limit: ALL });
  const found = people.find((one) => memberRef(oaId, one.userId) === ref.toLowerCase());
  if (found) return found;
  throw new AppError('MEMBER_UNKNOWN', `There is no member "${ref}". "bot members list" shows the code of each.`);
}

const doing = (options: MemberOptions, place: RegistryPlace, what: string): boolean => {
  if (options.dryRun) place.say(`Chạy thử: ${what}. Chưa lưu gì.`);
  return !options.dryRun;
};

async function approve(member: Member, options: MemberOptions, place: RegistryPlace): Promise<void> {
  if (member.state !== 'pending')
    throw new AppError(
      'TEAM_CHANGED',
      `${memberRef(member.oaId, member.userId)} is not waiting. See "bot members list".`,
    );
  if (!doing(options, place, `duyệt ${member.name}`)) return;
  const { oaId, userId, name } = member;
  await place.storage.changeMember({ oaId, userId, kind: 'approved', at: place.now });
  place.say(`Đã duyệt ${name}. Máy chủ đang chạy báo cho người đó nếu họ đã nhắn trong 7 ngày.`);
}

async function remove(member: Member, options: MemberOptions, place: RegistryPlace): Promise<void> {
  if (!doing(options, place, `đưa ${member.name} ra khỏi ${member.teamCode || `xã ${member.communeCode}`}`)) return;
  const { oaId, userId, name, state } = member;
  const kind = state === 'pending' ? 'refused' : 'removed';
  await place.storage.changeMember({ oaId, userId, kind, at: place.now });
  place.say(`Đã đưa ${name} ra khỏi danh sách. Muốn nhận lại thì mời bằng mã mới.`);
}

async function transfer(member: Member, options: MemberOptions, place: RegistryPlace): Promise<void> {
  const { oaId, name, teamCode } = member;
  if (!doing(options, place, `${name} thành tổ trưởng của ${teamCode}, tổ trưởng cũ thành thành viên`)) return;
  const here = await place.storage.listMembers({ oaId, teamCode, state: 'active', limit: ALL });
  await place.storage.staffChange({
    ...{ oaId, at: place.now, actor: 'command-line', action: 'members.role', subject: `team:${teamCode}` },
    detail: JSON.stringify({ role: 'leader' }),
    writes: provinceTransfer(here, member, place.now),
  });
  place.say(`${name} nay là tổ trưởng của ${teamCode}.`);
}
