import { writeFileSync } from 'node:fs';
import type { FieldLog } from './catalog/field-log.ts';
import { AppError } from './shared/errors.ts';
import { daysOfPeriod } from './shared/periods.ts';
import type { FieldEntry } from './storage/field-log-ports.ts';
import type { Storage } from './storage/ports.ts';
import type { ReachableMember } from './storage/team-ports.ts';
import type { Places } from './teams/places.ts';
import { fieldLogCsv, FLAG_WORDS } from './teams/field-log-csv.ts';
import { canBeMessaged } from './teams/registry.ts';

export interface FieldLogCommandOptions {
  readonly storage: Pick<Storage, 'listFieldLogs' | 'listCommuneLine' | 'listMembers' | 'listTeams' | 'findTeam'>;
  readonly fieldLog: FieldLog;
  readonly places: Pick<Places, 'commune'>;
  readonly oaId: string;
  readonly now: number;
  /** Today in Viet Nam, `2026-11-22`. */
  readonly today: string;
  /** `list`, `flags` or `export`. */
  readonly action: string | undefined;
  readonly team?: string | undefined;
  readonly commune?: string | undefined;
  /** Month in which things were done, `2026-11`. Default: the present one; for `flags` all. */
  readonly month?: string | undefined;
  /** File of `export`. */
  readonly out?: string | undefined;
  say(text: string): void;
}

/** Said above every figure of the log. */
const SELF_REPORTED = 'Tổ tự báo, không trộn với số trợ lý đo được.';

const MAX_LISTED = 200;
const MAX_EXPORTED = 100_000;

/**
 * `bot field-log list|flags|export`: what members wrote into the log; odd figures nobody has looked at, with whom to phone;
 * the rows as CSV, corrected and withdrawn ones too. Throws CLI_USAGE and TEAM_UNKNOWN.
 */
export async function tellFieldLog(options: FieldLogCommandOptions): Promise<void> {
  switch (options.action ?? 'list') {
    case 'list':
      return list(options);
    case 'flags':
      return flags(options);
    case 'export':
      return exportCsv(options);
    default:
      throw new AppError(
        'CLI_USAGE',
        `"field-log ${options.action ?? ''}" is unknown. Expected field-log list, field-log flags or field-log export.`,
      );
  }
}

type Where = Omit<Parameters<Storage['listFieldLogs']>[0], 'limit' | 'flagged' | 'state'>;

async function whereOf(options: FieldLogCommandOptions, month: string | undefined): Promise<Where> {
  const { storage, oaId, team, commune, places } = options;
  const days = month === undefined ? undefined : daysOfPeriod('m', month);
  if (month !== undefined && !days)
    throw new AppError('CLI_USAGE', `--month "${month}" is not a month. Expected one such as 2026-11.`);
  const teamCode = team?.toUpperCase();
  if (teamCode !== undefined && !(await storage.findTeam({ oaId, code: teamCode }))) {
    throw new AppError('TEAM_UNKNOWN', `There is no team "${teamCode}". See "bot teams list" for the codes.`);
  }
  if (commune !== undefined && !places.commune(commune)) {
    throw new AppError(
      'CLI_USAGE',
      `--commune "${commune}" is not one of the 3,321 commune codes (five digits, keep leading zeros).`,
    );
  }
  return {
    oaId,
    ...(teamCode === undefined ? {} : { teamCode }),
    ...(commune === undefined ? {} : { communeCodes: await storage.listCommuneLine({ oaId, communeCode: commune }) }),
    ...(days ? { fromDay: days.fromDay, toDay: days.toDay } : {}),
  };
}

const dayText = (day: string): string => day.split('-').toReversed().join('/');

/** Names of members by id, so that one look-up serves all rows. */
async function namesIn({ storage, oaId }: FieldLogCommandOptions, entries: readonly FieldEntry[]) {
  const members = new Map<string, ReachableMember>();
  for (const teamCode of new Set(entries.map((entry) => entry.teamCode))) {
    for (const member of await storage.listMembers({ oaId, teamCode })) members.set(member.userId, member);
  }
  return members;
}

function lineOf({ fieldLog }: FieldLogCommandOptions, entry: FieldEntry, name: string | undefined): string {
  const kind = fieldLog.kinds[entry.kind];
  const parts = [
    dayText(entry.day),
    entry.teamCode,
    `${kind?.title ?? entry.kind}: ${entry.quantity} ${kind?.unit ?? ''}`.trimEnd(),
    entry.place,
    fieldLog.groups[entry.group]?.title ?? '',
    name ?? 'người đã xóa dữ liệu',
    entry.photo === undefined ? '' : `ảnh ${entry.photo}`,
    FLAG_WORDS[entry.flag],
  ];
  return parts.filter((part) => part !== '').join(', ');
}

async function list(options: FieldLogCommandOptions): Promise<void> {
  const month = options.month ?? options.today.slice(0, 7);
  const where = await whereOf(options, month);
  const entries = await options.storage.listFieldLogs({ ...where, limit: MAX_LISTED });
  if (entries.length === 0) return options.say(`Chưa có mục ghi nhận nào trong tháng ${month}.`);
  const members = await namesIn(options, entries);
  options.say(SELF_REPORTED);
  for (const entry of entries) options.say(`- ${lineOf(options, entry, members.get(entry.userId ?? '')?.name)}`);
  if (entries.length === MAX_LISTED) options.say(`Còn nữa: "field-log export --month ${month}" xuất đủ.`);
}

/** Odd figures, and whom to phone about them: the bot may not write to everybody. */
async function flags(options: FieldLogCommandOptions): Promise<void> {
  const { storage, oaId, now, say } = options;
  const where = await whereOf(options, options.month);
  const entries = await storage.listFieldLogs({ ...where, flagged: true, limit: MAX_LISTED });
  if (entries.length === 0) return say('Không có mục nào chờ xem lại.');
  say(SELF_REPORTED);
  for (const entry of entries) {
    const members = await storage.listMembers({ oaId, teamCode: entry.teamCode, state: 'active' });
    const author = members.find(({ userId }) => userId === entry.userId);
    const wanted =
      entry.flag === 'to-correct'
        ? [author].flatMap((one) => one ?? [])
        : members.filter(({ role, userId }) => role === 'leader' && userId !== entry.userId);
    const toPhone = wanted.filter(({ lastInteractionAt }) => !canBeMessaged(lastInteractionAt, now));
    const phone = toPhone.map(({ name }) => name).join(', ');
    say(`- ${lineOf(options, entry, author?.name)}${phone === '' ? '' : ` (gọi điện: ${phone})`}`);
  }
}

async function exportCsv(options: FieldLogCommandOptions): Promise<void> {
  const { storage, oaId, fieldLog, places, out, say } = options;
  const month = options.month ?? options.today.slice(0, 7);
  const where = await whereOf(options, month);
  const entries = await storage.listFieldLogs({ ...where, state: 'all', limit: MAX_EXPORTED });
  const teams = new Map((await storage.listTeams({ oaId })).map((team) => [team.code, team.name]));
  const members = await namesIn(options, entries);
  const file = out ?? `ghi-nhan-${month}.csv`;
  const csv = fieldLogCsv(entries, {
    fieldLog,
    teamName: (code) => teams.get(code) ?? '',
    communeName: (code) => places.commune(code)?.name ?? code,
    authorName: (userId) => members.get(userId ?? '')?.name ?? '',
  });
  writeFileSync(file, csv);
  say(`Đã ghi ${entries.length} mục vào ${file}. ${SELF_REPORTED}`);
}
