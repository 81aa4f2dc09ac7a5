import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MemberRole } from '../../../src/storage/team-ports.ts';
import { makeCode } from '../../../src/teams/codes.ts';
import { newInvite, printedCode } from '../../../src/teams/registry.ts';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { filesContaining, makeTempDir } from '../../support/temp-dir.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { OA, TEAM } from '../../support/storage-rows.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const [BA, CHIN, MUOI, SAU] = ['user-ba', 'user-chin', 'user-muoi', 'user-sau'];

describe('members of a team in the chat', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let stage: ConversationStage;
  let draws = 0;
  /** Other numbers at every draw, the same in every run. */
  const random = (below: number): number => (draws = (draws * 31 + 7) % 9973) % below;

  beforeEach(async () => {
    folder = makeTempDir();
    stage = await stageConversation(folder.dir, shippedCatalogue());
    await stage.storage.saveTeams({ oaId: OA, teams: [TEAM], at: stage.clock.now() });
  });

  afterEach(async () => {
    await stage.close();
    folder[Symbol.dispose]();
  });

  async function invite(name: string, role: MemberRole = 'member', teamCode: string = TEAM.code): Promise<string> {
    const { code, invite: row } = newInvite(
      OA,
      { name, role, teamCode: role === 'officer' ? '' : teamCode, communeCode: TEAM.communeCode },
      stage.clock.now(),
      random,
    );
    await stage.storage.importRegistry({ oaId: OA, teams: [], invites: [row], at: stage.clock.now() });
    return code;
  }

  const last = (texts: readonly string[]): string => texts.at(-1) ?? '';
  const press = async (title: string, userId: string): Promise<string[]> => stage.say(stage.payloadOf(title), userId);
  const memberOf = (userId: string) => stage.storage.findMember({ oaId: OA, userId });

  async function joinAsLeader(userId = BA, name = 'Trần Văn Ba'): Promise<void> {
    await stage.say(`VÀO TỔ ${await invite(name, 'leader')}`, userId);
  }

  async function joinAsMember(userId = CHIN, name = 'Lê Thị Chín', leader = BA): Promise<void> {
    await stage.say(`VÀO TỔ ${await invite(name)}`, userId);
    await press('Duyệt', leader);
  }

  test('the first leader is in at once, a member when the leader approves, and both are told', async () => {
    const leaderCode = await invite('Trần Văn Ba', 'leader');
    expect(last(await stage.say(`VÀO TỔ ${leaderCode}`, BA))).toContain('tổ trưởng của Tổ công nghệ số ấp 3');

    const asked = await stage.say(`vao to ${printedCode(await invite('Lê Thị Chín')).toLowerCase()}`, CHIN);
    expect(last(asked)).toContain('em đã gửi lời xin vào Tổ công nghệ số ấp 3 với tên Lê Thị Chín');
    expect(await memberOf(CHIN)).toMatchObject({ state: 'pending', role: 'member', teamCode: 'LN03' });
    expect(last(stage.sentTo(BA))).toContain('Lê Thị Chín xin vào Tổ công nghệ số ấp 3, làm thành viên');

    expect(last(await press('Duyệt', BA))).toBe('Dạ, em đã duyệt Lê Thị Chín.');
    expect(last(stage.sentTo(CHIN))).toContain('đã được duyệt vào Tổ công nghệ số ấp 3');
    expect(await memberOf(CHIN)).toMatchObject({ state: 'active', approvedAt: stage.clock.now() });

    const mine = last(await stage.say('TỔ CỦA TÔI', BA));
    expect(mine).toContain('Có 2 người');
    expect(mine).toContain('- Trần Văn Ba (tổ trưởng) – chính bác\n- Lê Thị Chín');
    const kinds = (await stage.storage.listTeamEvents({ oaId: OA, teamCode: 'LN03' })).map(({ kind }) => kind);
    expect(kinds).toEqual(['approved', 'asked', 'invited', 'joined', 'invited', 'created']);
  });

  test('a button pressed twice, or by two leaders, answers once and says that it was done', async () => {
    await joinAsLeader();
    await joinAsMember();
    const again = await press('Duyệt', BA);
    expect(last(again)).toContain('đã có người làm rồi');
    expect(stage.sentTo(CHIN).filter((text) => text.includes('đã được duyệt'))).toHaveLength(1);
  });

  test('somebody refused is told, and needs another code', async () => {
    await joinAsLeader();
    const code = await invite('Lê Thị Chín');
    await stage.say(`VÀO TỔ ${code}`, CHIN);
    await press('Từ chối', BA);
    expect(last(stage.sentTo(CHIN))).toContain('chưa được duyệt');
    expect(await memberOf(CHIN)).toMatchObject({ state: 'left' });
    expect(last(await stage.say(`VÀO TỔ ${code}`, CHIN))).toContain('đã có người dùng');
  });

  test('without a leader who can be written to, an officer of the commune is asked', async () => {
    await joinAsLeader();
    await stage.wait(8 * DAY, BA);
    await stage.say(`VÀO TỔ ${await invite('Cô Sáu', 'officer')}`, SAU);
    await stage.say(`VÀO TỔ ${await invite('Lê Thị Chín')}`, CHIN);
    expect(last(stage.sentTo(SAU))).toContain('Lê Thị Chín xin vào');
    expect(stage.sentTo(BA).join()).not.toContain('Lê Thị Chín');
    await press('Duyệt', SAU);
    expect(await memberOf(CHIN)).toMatchObject({ state: 'active' });
  });

  test('where nobody can be written to, the person learns whom to call, and the leader finds them later', async () => {
    await joinAsLeader();
    await stage.wait(8 * DAY, BA);
    const asked = await stage.say(`VÀO TỔ ${await invite('Lê Thị Chín')}`, CHIN);
    expect(last(asked)).toContain('gọi tổ trưởng hoặc cán bộ xã');
    const mine = await stage.say('tổ của tôi', BA);
    expect(mine.join('\n')).toContain('Đang chờ bác duyệt: 1 người');
    expect(last(mine)).toBe('Lê Thị Chín xin vào làm thành viên, từ ngày 30/11/2026.');
  });

  test('a second leader waits for an officer, not for the first leader', async () => {
    await joinAsLeader();
    await stage.say(`VÀO TỔ ${await invite('Cô Sáu', 'officer')}`, SAU);
    await stage.say(`VÀO TỔ ${await invite('Ông Mười', 'leader')}`, MUOI);
    expect(last(stage.sentTo(SAU))).toContain('Ông Mười xin vào Tổ công nghệ số ấp 3, làm tổ trưởng');
    expect(stage.sentTo(BA).join()).not.toContain('Ông Mười');
    expect(await memberOf(MUOI)).toMatchObject({ state: 'pending', role: 'leader' });
  });

  test.each([
    ['nothing behind the words', 'VÀO TỔ', 'VÀO TỔ và mã mời'],
    ['one character wrong', 'mistyped', 'sai mất một chữ'],
    ['a code nobody made', 'unknown', 'không thấy mã mời này'],
    ['a code that is over', 'expired', 'đã hết hạn'],
    ['a code somebody used', 'used', 'đã có người dùng'],
    ['the code of the team itself', 'VÀO TỔ LN03', 'TO LN03'],
    ['another code of a card', 'VÀO TỔ AB12', 'không thấy mã mời này'],
  ])('with %s gets a kind sentence and the next thing to try', async (_what, typed, answer) => {
    await joinAsLeader();
    const code = await invite('Lê Thị Chín');
    const texts: Readonly<Record<string, () => Promise<string>>> = {
      mistyped: async () => `VÀO TỔ ${code.slice(0, -1)}${code.endsWith('7') ? '8' : '7'}`,
      unknown: async () => `VÀO TỔ ${makeCode((below) => (below > 9 ? 9 : 3))}`,
      expired: async () => {
        await stage.wait(16 * DAY, CHIN);
        return `VÀO TỔ ${code}`;
      },
      used: async () => {
        await stage.say(`VÀO TỔ ${code}`, MUOI);
        return `VÀO TỔ ${code}`;
      },
    };
    const said = await stage.say((await texts[typed]?.()) ?? typed, CHIN);
    expect(last(said)).toContain(answer);
    expect(await memberOf(CHIN)).toBeUndefined();
  });

  test('five wrong codes bring a pause of an hour, in which even the right one waits', async () => {
    await joinAsLeader();
    const code = await invite('Lê Thị Chín');
    const wrong = makeCode((below) => (below > 9 ? 9 : 3));
    for (let tries = 0; tries < 5; tries++) {
      expect(last(await stage.say(`VÀO TỔ ${wrong}`, CHIN))).toContain('không thấy mã mời này');
    }
    expect(last(await stage.say(`VÀO TỔ ${code}`, CHIN))).toMatch(/nhắn sai mã mấy lần rồi.*nghỉ đến \d\d:\d\d/u);
    await stage.wait(59 * MINUTE, CHIN);
    expect(last(await stage.say(`VÀO TỔ ${code}`, CHIN))).toContain('nghỉ đến');
    await stage.wait(2 * MINUTE, CHIN);
    expect(last(await stage.say(`VÀO TỔ ${code}`, CHIN))).toContain('em đã gửi lời xin');
  });

  test('two people with one code: the first joins, the other is told', async () => {
    await joinAsLeader();
    const code = await invite('Lê Thị Chín');
    const [first, second] = await Promise.all([stage.say(`VÀO TỔ ${code}`, CHIN), stage.say(`VÀO TỔ ${code}`, MUOI)]);
    await stage.wait(5_000);
    const answers = [...first, ...second, ...stage.sentTo(CHIN), ...stage.sentTo(MUOI)].join('\n');
    expect(answers).toContain('em đã gửi lời xin');
    expect(answers).toContain('đã có người dùng');
    expect([await memberOf(CHIN), await memberOf(MUOI)].filter((one) => one !== undefined)).toHaveLength(1);
  });

  test('somebody of another team leaves it first, and the code stays', async () => {
    await joinAsLeader();
    await stage.storage.saveTeams({ oaId: OA, teams: [{ ...TEAM, code: 'LN04', name: 'Tổ ấp 4' }], at: 0 });
    const code = await invite('Trần Văn Ba', 'leader', 'LN04');
    expect(last(await stage.say(`VÀO TỔ ${code}`, BA))).toContain('RỜI TỔ trước');
    await stage.say('RỜI TỔ', BA);
    await press('Rời tổ ngay', BA);
    expect(last(await stage.say(`VÀO TỔ ${code}`, BA))).toContain('tổ trưởng của Tổ ấp 4');
  });

  test('leaving asks first, tells the leader, and can be thought over', async () => {
    await joinAsLeader();
    await joinAsMember();
    expect(last(await stage.say('Rời tổ', CHIN))).toContain('muốn rời Tổ công nghệ số ấp 3 ạ?');
    expect(last(await press('Ở lại', CHIN))).toContain('giữ nguyên');
    expect(await memberOf(CHIN)).toMatchObject({ state: 'active' });
    await stage.say('RỜI TỔ', CHIN);
    expect(last(await press('Rời tổ ngay', CHIN))).toContain('đã rời Tổ công nghệ số ấp 3');
    expect(last(stage.sentTo(BA))).toBe('Lê Thị Chín đã rời Tổ công nghệ số ấp 3.');
    expect(last(await stage.say('TỔ CỦA TÔI', CHIN))).toContain('chưa ở tổ công nghệ số nào');
  });

  test('the last leader is asked to hand over before leaving', async () => {
    await joinAsLeader();
    await joinAsMember();
    expect(last(await stage.say('RỜI TỔ', BA))).toContain('tổ trưởng duy nhất');
    await press('Chuyển tổ trưởng', BA);
    expect(stage.payloadOf('Lê Thị Chín')).toMatch(/^#team:hand-over-to\|[0-9a-f]{10}$/u);
  });

  test('the leader hands the team over, and takes it back while nothing else happened', async () => {
    await joinAsLeader();
    await joinAsMember();
    await stage.say('TỔ CỦA TÔI', BA);
    await press('Chuyển tổ trưởng', BA);
    expect(last(await press('Lê Thị Chín', BA))).toContain('chuyển Tổ công nghệ số ấp 3 cho Lê Thị Chín');
    expect(await memberOf(BA)).toMatchObject({ role: 'leader' });
    await press('Chuyển tổ trưởng ngay', BA);
    expect([(await memberOf(BA))?.role, (await memberOf(CHIN))?.role]).toEqual(['member', 'leader']);
    expect(last(stage.sentTo(CHIN))).toContain('nay là tổ trưởng');

    expect(last(await press('Hoàn tác', BA))).toContain('trả Tổ công nghệ số ấp 3 lại như cũ');
    expect([(await memberOf(BA))?.role, (await memberOf(CHIN))?.role]).toEqual(['leader', 'member']);
    expect(last(stage.sentTo(CHIN))).toContain('lại là thành viên');
    expect(last(await press('Hoàn tác', BA))).toContain('không hoàn tác được');
  });

  test('somebody taken out is told and can be taken back for 15 minutes', async () => {
    await joinAsLeader();
    await joinAsMember();
    await joinAsMember(MUOI, 'Ông Mười');
    const takeOut = async (name: string): Promise<string> => {
      await stage.say('TỔ CỦA TÔI', BA);
      await press('Bớt người', BA);
      await press(name, BA);
      return last(await press('Đưa ra khỏi tổ', BA));
    };
    expect(await takeOut('Lê Thị Chín')).toContain('Lê Thị Chín không còn trong');
    expect(last(stage.sentTo(CHIN))).toContain('không còn trong Tổ công nghệ số ấp 3');
    await press('Hoàn tác', BA);
    expect(await memberOf(CHIN)).toMatchObject({ state: 'active' });
    expect(last(stage.sentTo(CHIN))).toContain('lại ở trong');

    await takeOut('Ông Mười');
    await stage.wait(16 * MINUTE, BA);
    expect(last(await press('Hoàn tác', BA))).toContain('không hoàn tác được');
    expect(await memberOf(MUOI)).toMatchObject({ state: 'left' });
  });

  test("a member's old or forged button does nothing that is a leader's", async () => {
    await joinAsLeader();
    await joinAsMember();
    await stage.say('TỔ CỦA TÔI', BA);
    await press('Bớt người', BA);
    await press('Lê Thị Chín', BA);
    const payload = stage.payloadOf('Đưa ra khỏi tổ');
    const removeChin = payload.replace('remove-yes', 'remove-one');
    expect(last(await stage.say(payload, CHIN))).toContain('không còn nữa');
    expect(last(await stage.say(removeChin, CHIN))).toContain('không còn nữa');
    expect(last(await stage.say('#team:hand-over', CHIN))).toContain('dành cho tổ trưởng');
    expect(last(await stage.say(payload, MUOI))).toContain('chưa ở tổ công nghệ số nào');
    expect(await memberOf(CHIN)).toMatchObject({ state: 'active', role: 'member' });
  });

  test('a leader invites by name, and the code that is shown works', async () => {
    await joinAsLeader();
    await stage.say('TỔ CỦA TÔI', BA);
    expect(last(await press('Mời người mới', BA))).toContain('MỜI VÀO TỔ và họ tên');
    expect(last(await stage.say('Mời vào tổ 0912345678', BA))).toContain('Đừng ghi số điện thoại');
    const invited = last(await stage.say('MỜI VÀO TỔ Nguyễn Thị Hoa', BA));
    const code = /VÀO TỔ (\S+)/u.exec(invited)?.[1] ?? '';
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/u);
    expect(last(await stage.say(`Vào tổ ${code}`, CHIN))).toContain('với tên Nguyễn Thị Hoa');
    expect(last(await stage.say('MỜI VÀO TỔ Ông Mười', CHIN))).toContain('dành cho tổ trưởng');
  });

  test('a question about teams stays a question', async () => {
    const said = await stage.say('vào tổ để làm gì', CHIN);
    expect(said.join()).not.toContain('mã mời');
    expect(await stage.storage.findJoinTries({ oaId: OA, userId: CHIN })).toBeUndefined();
  });

  test('of an erased member no name and no id is left, and the history stays', async () => {
    await joinAsLeader();
    const code = await invite('Lê Thị Chín');
    await invite('Lê Thị Chín');
    await stage.say(`VÀO TỔ ${code}`, CHIN);
    await press('Duyệt', BA);
    await stage.say('TỔ CỦA TÔI', BA);
    await press('Bớt người', BA);
    const before = await stage.storage.listTeamEvents({ oaId: OA, teamCode: 'LN03' });
    await stage.say('XÓA DỮ LIỆU', CHIN);
    await press('Xóa ngay', CHIN);
    await stage.wait(MINUTE, CHIN);
    await stage.storage.checkpoint();
    expect(await memberOf(CHIN)).toBeUndefined();
    expect(filesContaining(folder.dir, 'Lê Thị Chín')).toEqual([]);
    expect(filesContaining(folder.dir, CHIN)).toEqual([]);
    const after = await stage.storage.listTeamEvents({ oaId: OA, teamCode: 'LN03' });
    expect(after.map(({ kind }) => kind)).toEqual(before.map(({ kind }) => kind));
    expect(last(await stage.say('TỔ CỦA TÔI', BA))).toContain('Có 1 người');
  });
});
