import { topics } from './catalog/catalogue.ts';
import { AppError } from './shared/errors.ts';
import type { MemberProgress } from './storage/learning-ports.ts';
import type { Storage } from './storage/ports.ts';
import type { ReachableMember } from './storage/team-ports.ts';
import { daysSince } from './teams/reach.ts';
import { canBeMessaged } from './teams/registry.ts';
import { topicName } from './teams/report.ts';

/** Where members are looked at: one team, or all teams of a commune. */
export interface MasteryOptions {
  readonly team: string | undefined;
  readonly commune: string | undefined;
}

export interface MasteryPlace {
  readonly storage: Pick<Storage, 'listMemberProgress' | 'listMembers'>;
  readonly oaId: string;
  readonly now: number;
  say(text: string): void;
}

const ALL = 100_000;

const placeOf = ({ team, commune }: MasteryOptions) => ({
  ...(team === undefined ? {} : { teamCode: team.toUpperCase() }),
  ...(commune === undefined ? {} : { communeCode: commune }),
});

/** `bot mastery --team|--commune`: who holds which certificate, by team and subject. Throws CLI_USAGE without a place. */
export async function tellMastery(options: MasteryOptions, { storage, oaId, say }: MasteryPlace): Promise<void> {
  if (options.team === undefined && options.commune === undefined)
    throw new AppError('CLI_USAGE', 'mastery needs --team LN03 or --commune 25270.');
  const rows = await storage.listMemberProgress({ oaId, ...placeOf(options) });
  if (rows.length === 0) return say('Chưa ai bắt đầu bài học. Thành viên nhắn BÀI HỌC để học.');
  for (const [teamCode, ofTeam] of Map.groupBy(rows, (row) => row.teamCode)) {
    say(teamCode === '' ? 'Cán bộ xã' : `Tổ ${teamCode}`);
    for (const topic of topics) sayTopic(ofTeam, topic, say);
  }
}

function sayTopic(rows: readonly MemberProgress[], topic: string, say: (text: string) => void): void {
  const of = rows.filter((row) => row.topic === topic);
  if (of.length === 0) return;
  const ready = of.filter((row) => row.hasCertificate).map(({ name }) => name);
  const learning = of.filter((row) => !row.hasCertificate).map(({ name, lessons }) => `${name} ${lessons} bài`);
  say(`  ${topicName(topic)}: có giấy ${ready.length}, đang học ${learning.length}`);
  if (ready.length > 0) say(`    có giấy: ${ready.join(', ')}`);
  if (learning.length > 0) say(`    đang học: ${learning.join(', ')}`);
}

/** `bot members reach`: active members Zalo does not let us write to, for phoning, the longest silent first. */
export async function tellReach(options: MasteryOptions, { storage, oaId, now, say }: MasteryPlace): Promise<void> {
  const people = await storage.listMembers({ oaId, state: 'active', limit: ALL, ...placeOf(options) });
  const silent = people
    .filter(({ lastInteractionAt }) => !canBeMessaged(lastInteractionAt, now))
    .toSorted((a, b) => a.teamCode.localeCompare(b.teamCode) || a.lastInteractionAt - b.lastInteractionAt);
  say(`Nhắn được ${people.length - silent.length} người, cần gọi điện ${silent.length} người.`);
  for (const one of silent) say(lineOf(one, now));
}

function lineOf({ teamCode, communeCode, name, lastInteractionAt }: ReachableMember, now: number): string {
  const days = daysSince(lastInteractionAt, now);
  const when = days === undefined ? 'chưa nhắn lần nào' : `${days} ngày chưa nhắn`;
  return `${teamCode === '' ? `xã ${communeCode}` : teamCode}\t${name}\t${when}`;
}
