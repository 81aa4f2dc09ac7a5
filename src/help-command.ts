import { vietnamTime } from './shared/clock.ts';
import { AppError } from './shared/errors.ts';
import { LIVE_HELP, type Helper, type HelpRequest, type HelpState } from './storage/help-ports.ts';
import { canBeAsked, handTo, nextHelper } from './teams/help-chain.ts';
import { type HelpField, helpersOf, helpFieldOf } from './teams/help-place.ts';
import { openTeam } from './members-command.ts';
import type { RegistryPlace } from './team-files.ts';

/** Options of `bot help` as typed. */
export interface HelpOptions {
  readonly team: string | undefined;
  readonly commune: string | undefined;
}

const STATE_NAMES: Readonly<Record<HelpState, string>> = {
  open: 'chờ hỏi người tiếp',
  offered: 'đang hỏi',
  accepted: 'có người nhận',
  desk: 'CHỜ CÁN BỘ TRỰC',
  done: 'xong',
  cancelled: 'đã thôi',
  unanswered: 'KHÔNG AI NHẬN',
};

/** What staff have to look at: what is under way, and what nobody took. */
const SHOWN: readonly HelpState[] = [...LIVE_HELP, 'unanswered'];
const MAX_PHONED = 10;

/**
 * `bot help list`, `bot help hand <id> --team <code>`. Throws CLI_USAGE, TEAM_UNKNOWN and TEAM_CHANGED (a dissolved team),
 * HELP_UNKNOWN for no request, HELP_CHANGED for one somebody has or that is over, HELP_NOBODY for a team of which nobody
 * is left who can be written to.
 */
export async function doHelp(words: readonly string[], options: HelpOptions, place: RegistryPlace): Promise<void> {
  const [action = 'list', id = ''] = words;
  if (action === 'list') return listHelp(options, place);
  if (action === 'hand' && id !== '' && options.team !== undefined) return handHelp(id, options.team, place);
  throw new AppError(
    'CLI_USAGE',
    `"help ${words.join(' ')}" cannot be done. Expected help list [--commune <code>] [--team <code>] or help hand <id> --team <code>.`,
  );
}

async function listHelp({ team, commune }: HelpOptions, place: RegistryPlace): Promise<void> {
  const { storage, oaId, say } = place;
  const requests = await storage.listHelp({
    oaId,
    states: SHOWN,
    ...(team === undefined ? {} : { teamCode: team.toUpperCase() }),
    ...(commune === undefined ? {} : { communeCodes: await storage.listCommuneLine({ oaId, communeCode: commune }) }),
  });
  if (requests.length === 0) return say('Không có yêu cầu nào đang chờ người giúp.');
  say('Mã\tLúc\tChờ\tTổ\tViệc\tTình trạng');
  for (const request of requests) {
    const field = await helpFieldOf(storage, request);
    const helpers = await helpersOf(storage, request, field);
    say(lineOf(request, helpers, place));
    if (request.state === 'accepted') continue;
    const names = phoned(helpers, field, request, place.now);
    if (names.length > 0) say(`\tCần gọi điện vì chưa nhắn được: ${names.join('; ')}`);
  }
}

/** Without the resident's number: whoever takes the request sees it, and nobody else. */
function lineOf(request: HelpRequest, helpers: readonly Helper[], { now, places }: RegistryPlace): string {
  const { id, at, teamCode, communeCode, topic, flow, state, offeredTo, acceptedBy, waitedMinutes } = request;
  const waited = waitedMinutes ?? Math.round((now - at) / 60_000);
  const where = teamCode === '' ? (places.commune(communeCode)?.name ?? 'chưa rõ') : teamCode;
  const name = helpers.find(({ userId }) => userId === (acceptedBy ?? offeredTo))?.name;
  const what = [topic, flow].filter((part) => part !== '').join(' · ');
  const who = name === undefined || state === 'desk' ? '' : `: ${name}`;
  return [
    ...[id, vietnamTime(at), `${waited} phút`, where, what === '' ? 'chưa rõ' : what, `${STATE_NAMES[state]}${who}`],
  ].join('\t');
}

/** People of the team, and officers, whom Zalo does not let us write to. */
const phoned = (helpers: readonly Helper[], field: HelpField, request: HelpRequest, now: number): string[] =>
  helpers
    .filter(({ role, teamCode }) => role === 'officer' || teamCode === field.teamCode || teamCode === request.handedTo)
    .filter((one) => one.userId !== request.userId && !canBeAsked(one, now))
    .slice(0, MAX_PHONED)
    .map(({ name, teamCode }) => `${name} (${teamCode === '' ? 'cán bộ xã' : teamCode})`);

async function handHelp(id: string, code: string, place: RegistryPlace): Promise<void> {
  const { storage, oaId, now, say } = place;
  const team = await openTeam(place, code);
  const request = await storage.findHelp({ oaId, id });
  if (!request)
    throw new AppError('HELP_UNKNOWN', `There is no request "${id}". "bot help list" shows those that wait.`);
  const handed = handTo(request, team.code, now);
  if (!handed) {
    throw new AppError(
      'HELP_CHANGED',
      `Request ${id} is "${request.state}": somebody has it, or it is over. See "bot help list".`,
    );
  }
  const field = await helpFieldOf(storage, handed);
  const helpers = await helpersOf(storage, handed, field);
  if (nextHelper(handed, helpers, field, now)?.stage !== 'handed') {
    const names = helpers.filter(({ teamCode }) => teamCode === team.code).map(({ name }) => name);
    throw new AppError(
      'HELP_NOBODY',
      `Nobody of ${team.code} is left who can be written to. Nothing was changed. To be phoned: ${names.join(', ') || 'the team has no members'}.`,
    );
  }
  await place.claim();
  await storage.saveHelp({ request: handed });
  say(`Đã chuyển yêu cầu ${id} cho ${team.name}. Máy chủ đang chạy hỏi từng người của tổ, từ 7 giờ đến 21 giờ.`);
}
