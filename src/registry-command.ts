import { writeFileSync } from 'node:fs';
import { AppError } from './shared/errors.ts';
import { vietnamDay, vietnamTime } from './shared/clock.ts';
import { openTeam } from './members-command.ts';
import type { TeamEventKind } from './storage/registry-ports.ts';
import { ALL, type RegistryPlace } from './team-files.ts';
import { teamTemplate } from './teams/template.ts';

/** `bot teams dissolve LN02 --successor LN01`: ends a team; its members go to the successor, or have left. */
export async function dissolveTeam(
  place: RegistryPlace,
  options: { readonly code: string; readonly successor: string | undefined; readonly dryRun: boolean },
): Promise<void> {
  const { storage, oaId, say, now } = place;
  const team = await openTeam(place, options.code);
  const successor = options.successor === undefined ? undefined : await openTeam(place, options.successor);
  if (successor?.code === team.code)
    throw new AppError('CLI_USAGE', `--successor ${successor.code} is the team itself. Name another team, or none.`);
  const members = await storage.listMembers({ oaId, teamCode: team.code });
  const there = members.filter(({ state }) => state !== 'left').length;
  const fate = successor ? `${there} người sang ${successor.code}` : `${there} người thôi làm`;
  const kept = 'Số liệu cũ vẫn ở mã cũ; bà con nhắn mã cũ thì tính cho tổ thay (nếu có).';
  if (options.dryRun) return say(`Chạy thử: giải thể ${team.code} ${team.name}, ${fate}. ${kept} Chưa lưu gì.`);
  await storage.dissolveTeam({
    oaId,
    code: team.code,
    at: now,
    ...(successor ? { successorCode: successor.code } : {}),
  });
  say(`Đã giải thể ${team.code} ${team.name}, ${fate}. ${kept}`);
}

/** `bot teams move LN02 --commune 25280`: the team works in another commune from now on. */
export async function moveTeam(
  place: RegistryPlace,
  options: { readonly code: string; readonly commune: string; readonly dryRun: boolean },
): Promise<void> {
  const { storage, oaId, say, now } = place;
  const team = await openTeam(place, options.code);
  const commune = communeOf(place, '--commune', options.commune);
  if (commune.code === team.communeCode)
    throw new AppError('CLI_USAGE', `Team ${team.code} is in ${commune.name} (${commune.code}) already.`);
  const what = `${team.code} ${team.name} chuyển từ ${team.communeCode} sang ${commune.name} (${commune.code})`;
  if (options.dryRun) return say(`Chạy thử: ${what}. Số liệu cũ vẫn ở xã cũ. Chưa lưu gì.`);
  const { provinceCode } = commune;
  await storage.moveTeam({ oaId, code: team.code, provinceCode, communeCode: commune.code, at: now });
  say(`Đã chuyển: ${what}. Số liệu cũ vẫn ở xã cũ.`);
}

function communeOf({ places }: RegistryPlace, option: string, code: string) {
  const commune = places.commune(code);
  if (commune) return commune;
  throw new AppError('CLI_USAGE', `${option} "${code}" is not one of the 3,321 commune codes (five digits).`);
}

/**
 * `bot communes merge 25270 25280 --day 2026-12-01`: a commune became another, by merger or with a new code. Teams, members
 * and residents of the old code move; counts of the past stay under it and are found through the new one. Throws
 * COMMUNE_CHANGE_INVALID for what cannot be true.
 */
export async function mergeCommunes(
  place: RegistryPlace,
  options: { readonly from: string; readonly to: string; readonly day: string; readonly dryRun: boolean },
): Promise<void> {
  const { storage, oaId, places, say, now } = place;
  const { from, to, day } = options;
  const target = communeOf(place, 'The new commune', to);
  await refuseImpossible(place, options);
  const name = places.commune(from)?.name ?? 'xã cũ';
  const teams = await storage.listTeams({ oaId, communeCode: from });
  const what = `${name} (${from}) thành ${target.name} (${to}) từ ngày ${day.split('-').toReversed().join('/')}`;
  if (options.dryRun) {
    for (const team of teams) say(`${team.code}\t${team.name}`);
    return say(`Chạy thử: ${what}; ${teams.length} tổ chuyển theo. Số liệu cũ giữ nguyên. Chưa lưu gì.`);
  }
  const { provinceCode } = target;
  await place.claim();
  const moved = await storage.applyCommuneChange({
    oaId,
    fromCode: from,
    toCode: to,
    atDay: day,
    provinceCode,
    at: now,
  });
  say(`Đã ghi: ${what}. Chuyển ${moved.teams} tổ, ${moved.members} thành viên, ${moved.residents} người dân.`);
}

async function refuseImpossible(
  { storage, oaId, now }: RegistryPlace,
  { from, to, day }: { readonly from: string; readonly to: string; readonly day: string },
): Promise<void> {
  const invalid = (problem: string): AppError => new AppError('COMMUNE_CHANGE_INVALID', problem);
  if (!/^\d{5}$/u.test(from)) throw invalid(`"${from}" is not a commune code. Expected five digits, such as 25270.`);
  if (from === to) throw invalid(`${from} cannot become itself. A new name with the same code needs no command.`);
  if (!/^\d{4}-\d\d-\d\d$/u.test(day) || Number.isNaN(Date.parse(day)))
    throw invalid(`--day "${day}" is not a day. Expected 2026-12-01.`);
  if (day > vietnamDay(now))
    throw invalid(`--day ${day} is in the future. Run the command on that day; teams move at once.`);
  const line = await storage.listCommuneLine({ oaId, communeCode: from });
  if (line.includes(to)) throw invalid(`${to} became ${from} before; the way back would make counts run in a circle.`);
}

/** `bot teams template`: an empty team or member file with the headings and an example row. */
export async function writeTemplate(
  options: { readonly kind: 'teams' | 'members'; readonly out: string },
  say: (text: string) => void,
): Promise<void> {
  const format = options.out.toLowerCase().endsWith('.csv') ? 'csv' : 'xlsx';
  if (format === 'xlsx' && !options.out.toLowerCase().endsWith('.xlsx'))
    throw new AppError('CLI_USAGE', `--out "${options.out}" is neither .xlsx nor .csv.`);
  const bytes = await teamTemplate(options.kind, format);
  try {
    writeFileSync(options.out, bytes, { flag: 'wx' });
  } catch (error) {
    throw new AppError('CLI_USAGE', `"${options.out}" cannot be written. Choose another name.`, { cause: error });
  }
  say(`Đã ghi ${options.out}. Xóa dòng ví dụ trước khi nhập.`);
}

const EVENT_NAMES: Readonly<Record<TeamEventKind, string>> = {
  created: 'lập tổ',
  renamed: 'đổi tên',
  invited: 'làm mã mời',
  asked: 'xin vào',
  joined: 'vào tổ',
  approved: 'được duyệt',
  refused: 'bị từ chối',
  left: 'rời tổ',
  removed: 'bị đưa ra',
  restored: 'được nhận lại',
  transferred: 'thành tổ trưởng',
  'role-changed': 'đổi vai trò',
  dissolved: 'giải thể',
  'moved-commune': 'chuyển xã',
};

/** `bot teams history LN03`: what happened to a team, newest first; erased people stay out of it. */
export async function tellHistory({ storage, oaId, say }: RegistryPlace, code: string): Promise<void> {
  const team = await storage.findTeam({ oaId, code: code.toUpperCase() });
  if (!team) throw new AppError('TEAM_UNKNOWN', `There is no team "${code}". See "bot teams list" for the codes.`);
  const people = new Map((await storage.listMembers({ oaId, limit: ALL })).map(({ userId, name }) => [userId, name]));
  const nameOf = (userId: string | undefined, other: string): string =>
    userId === undefined ? other : (people.get(userId) ?? other);
  for (const { at, kind, userId, by, detail } of await storage.listTeamEvents({ oaId, teamCode: team.code })) {
    const who = userId === undefined ? detail : `${nameOf(userId, '(không còn tên)')} ${detail}`;
    const doer = by === undefined || by === userId ? '' : `\tngười làm: ${nameOf(by, '(không còn tên)')}`;
    say(`${vietnamTime(at)}\t${EVENT_NAMES[kind]}\t${who.trim()}${doer}`);
  }
}

/** `bot communes list`: communes that became others. */
export async function tellCommuneChanges({ storage, oaId, places, say }: RegistryPlace): Promise<void> {
  const changes = await storage.listCommuneChanges({ oaId });
  if (changes.length === 0) return say('Chưa ghi xã nào sáp nhập hay đổi mã.');
  const nameOf = (code: string): string => `${places.commune(code)?.name ?? 'xã cũ'} (${code})`;
  for (const { fromCode, toCode, atDay } of changes) say(`${atDay}\t${nameOf(fromCode)} → ${nameOf(toCode)}`);
}
