import { vietnamTime } from './shared/clock.ts';
import { AppError } from './shared/errors.ts';
import type { Storage } from './storage/ports.ts';
import { readGroupSettings, saveGroupSettings } from './teams/group-settings.ts';

export interface GroupOrder {
  readonly storage: Storage;
  readonly oaId: string;
  /** Before the first write. */
  claim(): Promise<void>;
  readonly words: readonly string[];
  /** Another name by which the OA is mentioned in groups. */
  readonly name: string | undefined;
  say(text: string): void;
}

/** Zalo's ids are digits; letters are let through for other servers. */
const GROUP_ID = /^[A-Za-z0-9]{1,40}$/u;
const NAME_LENGTH = 60;

/** `bot groups`: whether and where the bot answers in group chats of the OA (GMF). Off until switched on. */
export async function runGroups(order: GroupOrder): Promise<void> {
  const [action = 'list', groupId = '', teamCode = ''] = order.words;
  switch (action) {
    case 'list':
      return list(order);
    case 'on':
      return switchOn(order);
    case 'off':
      return switchOff(order);
    case 'link':
      return link(order, groupId, teamCode.toUpperCase());
    case 'unlink':
      return unlink(order, groupId);
    default:
      throw new AppError('CLI_USAGE', `"groups ${action}" is unknown. Expected list, on, off, link or unlink.`);
  }
}

async function list({ storage, oaId, say }: GroupOrder): Promise<void> {
  const { on, names } = await readGroupSettings(storage, oaId);
  say(
    on
      ? 'Đang bật: trợ lý trả lời khi được gọi bằng dấu # ở đầu tin, hoặc @tên. Tin khác trong nhóm không được đọc.'
      : 'Đang tắt: không tin nào trong nhóm được đọc.',
  );
  if (names.length > 0) say(`Tên được gọi thêm: ${names.join(', ')}`);
  for (const { groupId, teamCode, answeredAt } of await storage.listTeamGroups({ oaId })) {
    const answered = answeredAt === 0 ? 'chưa trả lời lần nào' : `trả lời gần nhất ${vietnamTime(answeredAt)}`;
    say(`${groupId}\t${teamCode === '' ? '(chưa gắn tổ)' : teamCode}\t${answered}`);
  }
}

async function switchOn({ storage, oaId, claim, name, say }: GroupOrder): Promise<void> {
  const { names } = await readGroupSettings(storage, oaId);
  if (name !== undefined && name.length > NAME_LENGTH)
    throw new AppError('CLI_USAGE', `--name has ${name.length} characters. Expected at most ${NAME_LENGTH}.`);
  await claim();
  await saveGroupSettings(storage, oaId, { on: true, names: name === undefined ? names : [name] });
  say('Đã bật. Máy chủ đang chạy làm theo sau tối đa 10 giây. Nhớ bật sự kiện nhóm trên trang Webhook của ứng dụng.');
}

async function switchOff({ storage, oaId, claim, say }: GroupOrder): Promise<void> {
  const { names } = await readGroupSettings(storage, oaId);
  await claim();
  await saveGroupSettings(storage, oaId, { on: false, names });
  say('Đã tắt. Sau tối đa 10 giây, không tin nào trong nhóm được đọc nữa.');
}

async function link({ storage, oaId, claim, say }: GroupOrder, groupId: string, teamCode: string): Promise<void> {
  if (!GROUP_ID.test(groupId) || teamCode === '') {
    throw new AppError(
      'CLI_USAGE',
      `"groups link ${groupId}" is incomplete. Expected groups link <group id> <team code>.`,
    );
  }
  const team = await storage.findTeam({ oaId, code: teamCode });
  if (!team) throw new AppError('TEAM_UNKNOWN', `There is no team "${teamCode}". See "bot teams list" for the codes.`);
  await claim();
  await storage.saveTeamGroup({ oaId, groupId, teamCode });
  say(`Nhóm ${groupId} nay gắn với ${team.name} (${team.code}).`);
}

async function unlink({ storage, oaId, claim, say }: GroupOrder, groupId: string): Promise<void> {
  await claim();
  const { removed } = await storage.removeTeamGroup({ oaId, groupId });
  say(removed ? `Đã bỏ nhóm ${groupId}.` : `Không có nhóm "${groupId}" trong danh sách.`);
}
