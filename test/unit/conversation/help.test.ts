import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Member } from '../../../src/storage/team-ports.ts';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { commitTurn, LAN, OA, TEAM } from '../../support/storage-rows.ts';
import { filesContaining, makeTempDir } from '../../support/temp-dir.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const [BA, CHIN, MUOI, TU, SAU] = ['user-ba', 'user-chin', 'user-muoi', 'user-tu', 'user-sau'];
const NEAR = { ...TEAM, code: 'LN04', name: 'Tổ công nghệ số ấp 4', hamlet: 'Ấp 4' };
const PHONE = '0912345678';

describe('help from a person', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let stage: ConversationStage;

  const member = (userId: string, name: string, changes: Partial<Member> = {}): Member => ({
    ...{ oaId: OA, userId, name, role: 'member', state: 'active', teamCode: TEAM.code },
    ...{ communeCode: TEAM.communeCode, joinedAt: stage.clock.now() },
    ...changes,
  });
  const last = (texts: readonly string[]): string => texts.at(-1) ?? '';
  const press = (title: string, userId = LAN): Promise<string[]> => stage.say(stage.payloadOf(title), userId);
  const requests = () => stage.storage.listHelp({ oaId: OA });
  const only = async () => (await requests())[0];

  /** Members who wrote a moment ago, and a resident of the team. */
  async function meet(...members: readonly Member[]): Promise<void> {
    await stage.storage.saveTeams({ oaId: OA, teams: [TEAM, NEAR], at: stage.clock.now() });
    for (const one of members) {
      await stage.storage.saveMember(one);
      await stage.say('menu', one.userId);
    }
    await stage.say('TO LN03');
  }

  const begin = async (startMs?: number): Promise<void> => {
    folder = makeTempDir();
    stage = await stageConversation(folder.dir, shippedCatalogue(), startMs);
  };
  beforeEach(() => begin());
  afterEach(async () => {
    await stage.close();
    folder[Symbol.dispose]();
  });

  const twoMembers = () => meet(member(CHIN, 'Lê Thị Chín'), member(MUOI, 'Ông Mười'));

  test('a member is asked at once, takes it, sees what the resident did, and the resident learns who comes', async () => {
    await twoMembers();
    await stage.say('#card:vneid-register-level-2');
    const asked = last(await stage.say('GẶP NGƯỜI'));
    expect(asked).toContain('em đang nhờ Tổ công nghệ số ấp 3 giúp bác');
    expect(asked).toContain('để số điện thoại');
    expect(asked).not.toContain('Cán bộ trực');
    const offer = last(stage.sentTo(CHIN));
    expect(offer).toContain('Có bà con ở Ấp 3');
    expect(offer).toContain('dịch vụ công');
    expect(stage.sentTo(MUOI).join()).not.toContain('bà con ở');
    // The desk is not bothered with it.
    expect(await stage.storage.listHandovers({ oaId: OA, limit: 9 })).toEqual([]);

    const yours = last(await press('Nhận', CHIN));
    expect(yours).toContain('Cảm ơn bác đã nhận giúp bà con ở Ấp 3');
    expect(yours).toMatch(/Bà con đang xem hướng dẫn: .*, bước 1\./u);
    expect(yours).toContain('Bà con chưa để số điện thoại');
    const told = last(stage.sentTo(LAN));
    expect(told).toContain('Lê Thị Chín (Tổ công nghệ số ấp 3) đã nhận giúp bác');
    expect(told).toContain('không hỏi mật khẩu, mã OTP');
    expect(last(await stage.say(stage.payloadOf('Kịch bản tại nhà'), CHIN))).toContain('Kịch bản tại nhà');

    expect(last(await press('Đã giúp xong', CHIN))).toContain('em hỏi lại bà con');
    expect(last(stage.sentTo(LAN))).toContain('Bác đã được giúp chưa');
    expect(last(await press('Đã được giúp'))).toContain('em mừng quá');
    expect(await only()).toMatchObject({ state: 'done', feedback: 'good', acceptedBy: CHIN, waitedMinutes: 0 });
  });

  test('the notice never carries a word the resident wrote', async () => {
    await twoMembers();
    await stage.say('con trai tôi bệnh tim ở nhà một mình');
    await stage.say('GẶP NGƯỜI');
    expect(stage.sentTo(CHIN).join()).not.toContain('bệnh tim');
  });

  test('"Bận" asks the next one at once, and nobody twice', async () => {
    await twoMembers();
    await stage.say('GẶP NGƯỜI');
    expect(last(await press('Bận', CHIN))).toContain('em hỏi người khác');
    expect(last(stage.sentTo(MUOI))).toContain('Có bà con ở Ấp 3');
    await press('Bận', MUOI);
    expect(last(stage.sentTo(LAN))).toContain('em đã chuyển cho cán bộ trực');
    expect(stage.sentTo(CHIN).filter((text) => text.includes('Có bà con'))).toHaveLength(1);
    expect(await only()).toMatchObject({ state: 'desk' });
    expect(await stage.storage.listHandovers({ oaId: OA, limit: 9 })).toHaveLength(1);
  });

  test('who says nothing for 15 minutes is passed over, and may still take it first', async () => {
    await twoMembers();
    await stage.say('GẶP NGƯỜI');
    const offered = stage.payloadOf('Nhận');
    await stage.wait(14 * MINUTE);
    expect(stage.sentTo(MUOI).join()).not.toContain('Có bà con');
    await stage.wait(2 * MINUTE);
    expect(last(stage.sentTo(MUOI))).toContain('Có bà con ở Ấp 3');
    await stage.say(offered, CHIN);
    expect(last(stage.sentTo(LAN))).toContain('Lê Thị Chín');
    expect(last(stage.sentTo(MUOI))).toContain('đã có người khác nhận');
    expect(last(await stage.say(offered, MUOI))).toContain('đã có người khác nhận rồi');
    expect(await only()).toMatchObject({ state: 'accepted', acceptedBy: CHIN, waitedMinutes: 16 });
  });

  test('of two who press in the same moment one has it, and the other is told kindly', async () => {
    await twoMembers();
    await stage.say('GẶP NGƯỜI');
    const offered = stage.payloadOf('Nhận');
    await stage.wait(15 * MINUTE);
    await Promise.all([stage.say(offered, CHIN), stage.say(offered, MUOI)]);
    const both = [last(stage.sentTo(CHIN)), last(stage.sentTo(MUOI))];
    const { acceptedBy } = (await only()) ?? {};
    expect([CHIN, MUOI]).toContain(acceptedBy);
    expect(both.filter((text) => text.includes('đã có người khác nhận'))).toHaveLength(1);
    expect(stage.sentTo(LAN).filter((text) => text.includes('đã nhận giúp bác'))).toHaveLength(1);
  });

  test('after the team come the teams near it, then the officers of the commune, then the desk', async () => {
    await meet(
      member(CHIN, 'Lê Thị Chín'),
      member(TU, 'Bà Tư', { teamCode: NEAR.code }),
      member(SAU, 'Cô Sáu', { role: 'officer', teamCode: '' }),
    );
    await stage.say('GẶP NGƯỜI');
    await press('Bận', CHIN);
    expect(last(stage.sentTo(TU))).toContain('Có bà con ở Ấp 3');
    expect(last(stage.sentTo(LAN))).toContain('em đang nhờ Tổ công nghệ số ấp 4');
    await press('Bận', TU);
    expect(last(stage.sentTo(LAN))).toContain('em đang nhờ cán bộ');
    await press('Bận', SAU);
    expect(last(stage.sentTo(LAN))).toContain('cán bộ trực');
    expect((await only())?.offers.map(({ stage: where }) => where)).toEqual(['team', 'near', 'commune']);
  });

  test('without anybody who can be written to, the desk answers in its own words', async () => {
    await meet(member(CHIN, 'Lê Thị Chín'));
    await stage.wait(8 * DAY);
    const asked = last(await stage.say('GẶP NGƯỜI'));
    expect(asked).toContain('Cán bộ trực sẽ nhắn cho bác ngay tại đây');
    expect(asked).not.toContain('số điện thoại');
    expect(await only()).toMatchObject({ state: 'desk', offers: [] });
  });

  test('a resident without a team goes to the officers of their commune', async () => {
    await stage.storage.saveMember(member(CHIN, 'Lê Thị Chín'));
    await stage.storage.saveMember(member(SAU, 'Cô Sáu', { role: 'officer', teamCode: '' }));
    for (const one of [CHIN, SAU, LAN]) await stage.say('menu', one);
    await commitTurn(stage.storage, { at: stage.clock.now(), resident: { communeCode: TEAM.communeCode } });
    expect(last(await stage.say('GẶP NGƯỜI'))).toMatch(/em đang nhờ cán bộ .+ giúp bác/u);
    expect(last(stage.sentTo(SAU))).toContain('việc chưa rõ');
    expect(await only()).toMatchObject({ teamCode: '', communeCode: TEAM.communeCode, offeredTo: SAU });
  });

  test('a resident of whom neither team nor commune is known goes to the desk', async () => {
    await stage.storage.saveMember(member(SAU, 'Cô Sáu', { role: 'officer', teamCode: '' }));
    await stage.say('menu', SAU);
    await stage.say('menu');
    expect(last(await stage.say('GẶP NGƯỜI'))).toContain('Cán bộ trực');
    expect(await only()).toMatchObject({ state: 'desk', teamCode: '', communeCode: '' });
  });

  test('at night nobody is asked; the resident is told, and the team is asked at seven', async () => {
    await stage.close();
    folder[Symbol.dispose]();
    await begin(Date.parse('2026-11-22T22:30:00+07:00'));
    await twoMembers();
    expect(last(await stage.say('GẶP NGƯỜI'))).toContain('7 giờ sáng em nhờ Tổ công nghệ số ấp 3');
    expect(stage.sentTo(CHIN).join()).not.toContain('Có bà con');
    await stage.wait(8 * HOUR);
    expect(stage.sentTo(CHIN).join()).not.toContain('Có bà con');
    await stage.wait(35 * MINUTE);
    expect(last(stage.sentTo(CHIN))).toContain('Có bà con ở Ấp 3');
    expect(await only()).toMatchObject({ state: 'offered', dueAt: Date.parse('2026-11-23T07:15:00+07:00') });
  });

  test('a number is given to whoever takes it alone, and gone from the disk when it is done', async () => {
    await twoMembers();
    await stage.say('GẶP NGƯỜI');
    expect(last(await press('Để số điện thoại'))).toContain('nhắn số điện thoại');
    expect(last(await stage.say('số của tôi là 0912 345 678 nhé'))).toContain('em đã ghi số');
    expect((await only())?.phone).toBe(PHONE);
    expect(stage.sentTo(CHIN).join()).not.toContain(PHONE);
    expect(last(await press('Nhận', CHIN))).toContain(PHONE);
    await press('Đã giúp xong', CHIN);
    expect(await only()).toMatchObject({ state: 'done', phoneErasedAt: stage.clock.now() });
    expect(await only()).not.toHaveProperty('phone');
    await stage.storage.checkpoint();
    expect(filesContaining(folder.dir, PHONE)).toEqual([]);
  });

  test('a bare number answers the question without the button; one that comes later reaches whoever has it', async () => {
    await twoMembers();
    await stage.say('GẶP NGƯỜI');
    await press('Nhận', CHIN);
    await stage.say(PHONE);
    expect(last(stage.sentTo(CHIN))).toContain(`Số điện thoại: ${PHONE}`);
    expect(stage.sentTo(MUOI).join()).not.toContain(PHONE);
  });

  test('a number in a question about something else is not taken', async () => {
    await twoMembers();
    await stage.say('GẶP NGƯỜI');
    await stage.say(`số ${PHONE} gọi tôi bảo là công an`);
    expect(await only()).not.toHaveProperty('phone');
  });

  test('what is no number is asked for again', async () => {
    await twoMembers();
    await stage.say('GẶP NGƯỜI');
    await press('Để số điện thoại');
    expect(last(await stage.say('0912 345'))).toContain('chưa đọc được số này');
    await stage.say('0912345678');
    expect((await only())?.phone).toBe(PHONE);
  });

  test('a number that nobody used goes after three days', async () => {
    await meet(member(CHIN, 'Lê Thị Chín'));
    await stage.say('GẶP NGƯỜI');
    await stage.say(PHONE);
    await press('Bận', CHIN);
    const purge = () =>
      stage.storage.purge({ at: stage.clock.now(), inboxBefore: 0, historyBefore: stage.clock.now() - 90 * DAY });
    await stage.wait(3 * DAY - HOUR);
    await purge();
    expect((await only())?.phone).toBe(PHONE);
    await stage.wait(2 * HOUR);
    await purge();
    expect(await only()).not.toHaveProperty('phone');
    await stage.storage.checkpoint();
    expect(filesContaining(folder.dir, PHONE)).toEqual([]);
  });

  test('"Chưa được" asks the next one, and "Không gặp được" too', async () => {
    await meet(member(CHIN, 'Lê Thị Chín'), member(MUOI, 'Ông Mười'), member(BA, 'Trần Văn Ba', { role: 'leader' }));
    await stage.say('GẶP NGƯỜI');
    await press('Nhận', CHIN);
    await press('Đã giúp xong', CHIN);
    const said = await press('Chưa được');
    expect(said.join()).toContain('em xin lỗi bác');
    expect(last(stage.sentTo(MUOI))).toContain('Có bà con ở Ấp 3');
    await press('Nhận', MUOI);
    expect(last(await press('Không gặp được', MUOI))).toContain('em nhờ người khác giúp bà con');
    expect(last(stage.sentTo(BA))).toContain('Có bà con ở Ấp 3');
    expect(last(stage.sentTo(LAN))).toContain('Người em nhờ trước chưa giúp được');
    expect(await requests()).toHaveLength(1);
    // Waited for once: the first acceptance counts.
    expect(await only()).toMatchObject({ state: 'offered', feedback: 'bad', waitedMinutes: 0 });
  });

  test('whoever has it is reminded after two hours, the resident is asked after a day, and nobody is reminded at night', async () => {
    await twoMembers();
    await stage.say('GẶP NGƯỜI');
    await press('Nhận', CHIN);
    await stage.wait(HOUR + 50 * MINUTE);
    expect(last(stage.sentTo(CHIN))).not.toContain('đã hơn 2 giờ');
    await stage.wait(20 * MINUTE);
    expect(last(stage.sentTo(CHIN))).toContain('đã hơn 2 giờ');
    await stage.wait(DAY);
    expect(last(stage.sentTo(LAN))).toContain('Hôm trước Lê Thị Chín');
    await stage.wait(3 * DAY);
    expect(stage.sentTo(CHIN).filter((text) => text.includes('đã hơn 2 giờ'))).toHaveLength(1);
    expect(last(await press('Đã được giúp'))).toContain('em mừng quá');
    expect(last(stage.sentTo(CHIN))).toContain('báo đã được giúp');
  });

  test('VIỆC ĐANG NHẬN lists what is open, with its buttons', async () => {
    await twoMembers();
    expect(last(await stage.say('việc đang nhận', CHIN))).toContain('không nhận việc nào');
    await stage.say('GẶP NGƯỜI');
    await stage.say(PHONE);
    await press('Nhận', CHIN);
    const mine = last(await stage.say('viec dang nhan', CHIN));
    expect(mine).toContain('Bác đang nhận giúp bà con ở Ấp 3');
    expect(mine).toContain(PHONE);
    await press('Đã giúp xong', CHIN);
    expect(last(await stage.say('VIỆC ĐANG NHẬN', CHIN))).toContain('không nhận việc nào');
  });

  test('"Thôi không cần nữa" ends it for everybody, typed or pressed', async () => {
    await twoMembers();
    await stage.say('GẶP NGƯỜI');
    const offered = stage.payloadOf('Nhận');
    expect(last(await stage.say('thôi không cần nữa'))).toContain('em thôi không nhờ nữa');
    expect(last(stage.sentTo(CHIN))).toContain('không cần giúp nữa');
    expect(last(await stage.say(offered, CHIN))).toContain('đã khép lại');
    expect(await only()).toMatchObject({ state: 'cancelled' });
    await stage.say('GẶP NGƯỜI');
    expect((await requests()).map(({ state }) => state).toSorted()).toEqual(['cancelled', 'offered']);
  });

  test('"ĐÃ XONG" of somebody who is being helped closes it; without a request the words mean what they did', async () => {
    await twoMembers();
    const before = last(await stage.say('đã xong'));
    expect(before).not.toContain('em mừng quá');
    await stage.say('GẶP NGƯỜI');
    await press('Nhận', CHIN);
    expect(last(await stage.say('ĐÃ XONG'))).toContain('em mừng quá');
    expect(await only()).toMatchObject({ state: 'done', feedback: 'good' });
  });

  test('asking again says how it stands, and counts once', async () => {
    await twoMembers();
    await stage.say('GẶP NGƯỜI');
    expect(last(await stage.say('gặp người'))).toContain('Em vẫn đang nhờ Tổ công nghệ số ấp 3');
    await press('Nhận', CHIN);
    expect(last(await stage.say('gặp người'))).toContain('Lê Thị Chín (Tổ công nghệ số ấp 3) đã nhận giúp bác rồi');
    expect(await requests()).toHaveLength(1);
    const totals = await stage.storage.listTotals({ oaId: OA, fromDay: '2026-11-22', toDay: '2026-11-22' });
    expect(totals.filter(({ kind }) => kind === 'handover').map(({ count }) => count)).toEqual([1]);
  });

  test('somebody who has just been robbed is not made to wait for a team', async () => {
    await twoMembers();
    await stage.say('tôi vừa bị lừa chuyển 50 triệu cho nó rồi');
    await stage.say('GẶP NGƯỜI');
    expect(await requests()).toEqual([]);
    expect(await stage.storage.listHandovers({ oaId: OA, limit: 9 })).toHaveLength(1);
    expect(stage.sentTo(CHIN).join()).not.toContain('Có bà con');
  });

  test('when a person of the OA answers, nobody else need come', async () => {
    await twoMembers();
    await stage.say('GẶP NGƯỜI');
    await stage.send({ type: 'echo', adminId: 'admin-1', messageId: 'e1', text: 'Chào bác' });
    expect(await only()).toMatchObject({ state: 'done' });
    expect(last(stage.sentTo(CHIN))).toContain('đã có người khác nhận');
  });

  test('a member who has left since cannot take it', async () => {
    await twoMembers();
    await stage.say('GẶP NGƯỜI');
    await stage.storage.changeMember({ oaId: OA, userId: CHIN, kind: 'removed', at: stage.clock.now() });
    expect(last(await press('Nhận', CHIN))).toContain('đã khép lại');
    expect(await only()).toMatchObject({ state: 'offered' });
  });

  test.each([{ killed: false }, { killed: true }])(
    'a restart in the middle (killed: $killed) loses nothing',
    async ({ killed }) => {
      await twoMembers();
      await stage.say('GẶP NGƯỜI');
      await stage.restart({ killed });
      await stage.wait(16 * MINUTE);
      expect(last(stage.sentTo(MUOI))).toContain('Có bà con ở Ấp 3');
      await press('Nhận', MUOI);
      await stage.restart({ killed });
      await stage.wait(2 * HOUR + MINUTE);
      expect(stage.sentTo(MUOI).filter((text) => text.includes('đã hơn 2 giờ'))).toHaveLength(1);
      expect(stage.sentTo(LAN).filter((text) => text.includes('đã nhận giúp bác'))).toHaveLength(1);
    },
  );

  test('an erased resident is nowhere, and whoever was asked learns that it is over', async () => {
    await twoMembers();
    await stage.say('GẶP NGƯỜI');
    await stage.say(PHONE);
    await stage.say('xóa dữ liệu');
    await press('Xóa ngay');
    expect(last(await press('Nhận', CHIN))).toContain('đã khép lại');
    await stage.wait(DAY);
    await stage.storage.checkpoint();
    expect(filesContaining(folder.dir, PHONE)).toEqual([]);
    expect(filesContaining(folder.dir, LAN)).toEqual([]);
    expect(await only()).toMatchObject({ state: 'cancelled', teamCode: 'LN03' });
  });

  test('an erased member is nowhere, and the resident is passed on to the next', async () => {
    await twoMembers();
    await stage.say('GẶP NGƯỜI');
    await press('Nhận', CHIN);
    await stage.say('#erase-confirm', CHIN);
    await stage.wait(MINUTE);
    expect(last(stage.sentTo(MUOI))).toContain('Có bà con ở Ấp 3');
    await stage.storage.checkpoint();
    expect(filesContaining(folder.dir, CHIN)).toEqual([]);
  });
});
