import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnnouncementContent } from '../../../src/storage/announcement-ports.ts';
import type { Member } from '../../../src/storage/team-ports.ts';
import { parseCascadeWord } from '../../../src/conversation/cascade-words.ts';
import { aContent, anAnnouncement } from '../../support/announcements.ts';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { commitTurn, HOA, LAN, OA, TEAM } from '../../support/storage-rows.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MAI = 'user-mai';
const BA = 'user-ba';
const CUC = 'user-cuc';
const FAR = { ...TEAM, code: 'X7', communeCode: '25273', name: 'Tổ xa' } as const;
const AN = { oaId: OA, announcementId: 'a1' } as const;
const DONE = 'Tôi đã chuyển';
const LATER = 'Để sau';
const AGAIN = 'Xem lại tin';

const aMember = (userId: string, over: Partial<Member> = {}): Member => ({
  ...{ oaId: OA, userId, role: 'member', state: 'active', teamCode: TEAM.code, communeCode: TEAM.communeCode },
  ...{ name: `Tên ${userId}`, joinedAt: MORNING },
  ...over,
});

describe('an announcement through the teams', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let stage: ConversationStage;

  beforeEach(async () => {
    folder = makeTempDir();
    stage = await stageConversation(folder.dir, shippedCatalogue());
    const { storage } = stage;
    await storage.saveTeams({ oaId: OA, teams: [TEAM, FAR], at: MORNING });
    for (const userId of [LAN, HOA]) {
      await stage.say('xin chào', userId);
      await storage.saveMember(aMember(userId, userId === LAN ? { role: 'leader' } : {}));
    }
    await commitTurn(storage, { userId: MAI, resident: { lastInteractionAt: MORNING - 8 * DAY_MS, noticeAt: 1 } });
    await storage.saveMember(aMember(MAI, { teamCode: FAR.code, communeCode: FAR.communeCode }));
  });
  afterEach(async () => {
    await stage.close();
    folder[Symbol.dispose]();
  });

  const announce = async (content: Partial<AnnouncementContent> = {}): Promise<void> => {
    const given = aContent({ lanes: ['cascade'], ...content });
    const at = stage.clock.now();
    await stage.storage.saveAnnouncement(anAnnouncement({ content: given, startedAt: at, dueAt: at }));
    await stage.lanes(5);
  };
  const cancel = () => stage.storage.setAnnouncementState({ id: 'a1', state: 'cancelled', at: stage.clock.now() });
  const team = async (code: string) =>
    (await stage.storage.listCascadeTeams({ ...AN, afterTeam: '', limit: 9 })).find((one) => one.teamCode === code);
  const totals = () => stage.storage.cascadeTotals(AN);
  const word = async (): Promise<string> => {
    const job = await stage.storage.findLaneJob({ ...AN, lane: 'cascade' });
    return job?.lane === 'cascade' ? job.detail.word : '';
  };
  const press = (title: string, userId: string) => stage.say(stage.payloadOf(title), userId);
  const about = (userId: string): string[] => stage.sentTo(userId).filter((text) => text.includes('cấp căn cước'));

  test('members get a text to forward, with the page and the word, once each, and buttons beside it', async () => {
    await announce();
    const [ready = ''] = about(LAN);
    expect(ready).toBe(
      [
        'Lịch cấp căn cước',
        'Chào bà con, sáng thứ Bảy cấp căn cước tại nhà văn hóa phường Lộc Ninh.',
        '',
        'Xem đủ: https://example.vn/t/LN03/tb/a1',
        `Cần hỏi thêm: mở Zalo Trợ lý số, nhắn ${await word()} LN03`,
      ].join('\n'),
    );
    expect(stage.sentTo(LAN).at(-1)).toContain('bấm Chuyển tiếp');
    expect(stage.payloadOf(DONE)).toBe('#cascade:passed|a1');
    expect(JSON.stringify(stage.bodies())).toContain('https://example.vn/pictures/topic-public-services.png');
    await stage.lanes(30);
    expect(about(LAN)).toHaveLength(1);
    expect(about(HOA)).toHaveLength(1);
    expect(await team(TEAM.code)).toMatchObject({ members: 2, told: 2 });
  });

  test('whoever Zalo does not let us write to is left for the telephone, and told when they write again', async () => {
    await announce();
    expect(about(MAI)).toEqual([]);
    const toPhone = await stage.storage.listCascadeTeams({ ...AN, toPhone: true, afterTeam: '', limit: 9 });
    expect(toPhone.map(({ teamCode }) => teamCode)).toEqual([FAR.code]);
    await stage.say('chào em', MAI);
    await stage.lanes(45);
    await stage.wait(11 * 60_000);
    await stage.lanes(3);
    expect(about(MAI)).toHaveLength(1);
    expect(await totals()).toMatchObject({ teamsTold: 2, teamsToPhone: 0 });
  });

  test('a member who refuses messages is not written to', async () => {
    await stage.say('dừng nhận tin', HOA);
    await announce();
    expect(about(HOA)).toEqual([]);
    expect(about(LAN)).toHaveLength(1);
  });

  test('at night members are not woken, except by an emergency', async () => {
    await stage.clock.advance(13 * HOUR_MS);
    await announce();
    expect(about(LAN)).toEqual([]);
    await stage.clock.advance(9 * HOUR_MS);
    await stage.lanes(3);
    expect(about(LAN)).toHaveLength(1);
  });

  test('an emergency is passed on at night', async () => {
    await stage.clock.advance(13 * HOUR_MS);
    await announce({ emergency: { reason: 'lũ về' } });
    expect(about(LAN)).toHaveLength(1);
  });

  test('what a member pressed is kept with the team, and thanked for', async () => {
    await announce();
    expect(await press(LATER, HOA)).toEqual([expect.stringContaining('mai em nhắc một lần')]);
    expect(await team(TEAM.code)).not.toHaveProperty('passedAt');
    const [thanks] = await press(DONE, LAN);
    expect(thanks).toBe('Dạ, em ghi Tổ công nghệ số ấp 3 đã chuyển thông báo này. Em cảm ơn bác.');
    expect(await team(TEAM.code)).toMatchObject({ passedAt: stage.clock.now() });
    expect(await totals()).toMatchObject({ teamsPassed: 1, passed: 1 });
    const members = await stage.storage.listCascadeMembers({ ...AN, teamCode: TEAM.code, afterUserId: '', limit: 9 });
    expect(members.map(({ userId, passedAt }) => [userId, passedAt !== undefined])).toEqual([
      [LAN, true],
      [HOA, false],
    ]);
    const said = await press(DONE, BA);
    expect(said.at(-1)).toBe('Thông báo này không còn cần chuyển nữa ạ. Em cảm ơn bác.');
  });

  test('a team that has not passed it on is reminded once, a day later and not at night', async () => {
    await announce();
    await stage.lanes(40);
    const reminders = () => stage.sentTo(LAN).filter((text) => text.includes('chưa có ai trong'));
    await stage.clock.advance(22 * HOUR_MS);
    await stage.lanes(2);
    expect(reminders()).toEqual([]);
    await stage.clock.advance(3 * HOUR_MS);
    await stage.lanes(3);
    expect(reminders()).toHaveLength(1);
    const [again = ''] = await press(AGAIN, LAN);
    expect(again).toContain(`nhắn ${await word()} LN03`);
    await stage.clock.advance(DAY_MS);
    await stage.lanes(3);
    expect(reminders()).toHaveLength(1);
    expect(stage.sentTo(HOA).filter((text) => text.includes('chưa có ai trong'))).toHaveLength(1);
  });

  test('a team that has passed it on is not reminded', async () => {
    await announce();
    await stage.lanes(40);
    await press(DONE, HOA);
    await stage.clock.advance(2 * DAY_MS + HOUR_MS);
    await stage.lanes(3);
    expect(stage.sentTo(LAN).join()).not.toContain('chưa có ai trong');
  });

  test('a resident who types the word gets it, is credited to the team, and is counted once they agreed to be counted', async () => {
    await announce();
    const said = (await stage.say(`${(await word()).toLowerCase()} ln03`, BA)).join('\n');
    expect(said).toContain('Chào bác, sáng thứ Bảy cấp căn cước');
    expect(said).toContain('Tổ công nghệ số ấp 3');
    const { resident } = await stage.storage.loadTurn({ oaId: OA, userId: BA });
    expect(resident?.teamCode).toBe(TEAM.code);
    expect(await team(TEAM.code)).toMatchObject({ typed: 1, returned: 0 });
    await stage.say('đồng ý', BA);
    expect(await team(TEAM.code)).toMatchObject({ typed: 1, returned: 1 });
    await stage.say(`${await word()} LN03`, BA);
    expect(await team(TEAM.code)).toMatchObject({ typed: 2, returned: 1 });
  });

  test('whoever does not agree is in no count of persons, and neither is a member of the team', async () => {
    await announce();
    await stage.say(`${await word()} LN03`, BA);
    await stage.say('không đồng ý', BA);
    await stage.say(`${await word()} LN03`, LAN);
    expect(await team(TEAM.code)).toMatchObject({ typed: 1, returned: 0 });
  });

  test('a word without a team counts for the team the resident has; one that nobody knows says so', async () => {
    await stage.say('TO X7', CUC);
    await stage.say('đồng ý', CUC);
    await announce();
    await stage.say(await word(), CUC);
    expect(await team(FAR.code)).toMatchObject({ returned: 1, typed: 1 });
    expect(await stage.say('TB9ZZZ', CUC)).toEqual([expect.stringContaining('Em chưa thấy thông báo nào có mã')]);
  });

  test('after a week it still answers, and counts no more', async () => {
    await stage.say('đồng ý', BA);
    await announce();
    await stage.lanes(40);
    await stage.clock.advance(7 * DAY_MS);
    await stage.lanes(3);
    expect((await stage.storage.findLaneJob({ ...AN, lane: 'cascade' }))?.state).toBe('done');
    expect((await stage.say(`${await word()} LN03`, BA)).join()).toContain('cấp căn cước');
    expect(await totals()).toMatchObject({ returned: 0, typed: 0 });
  });

  test('cancelled, it is passed on by nobody further', async () => {
    const at = stage.clock.now();
    await stage.storage.saveAnnouncement(anAnnouncement({ content: aContent({ lanes: ['cascade'] }), startedAt: at }));
    await stage.lanes(1);
    await cancel();
    await stage.lanes(5);
    expect(about(LAN)).toEqual([]);
    expect(await stage.storage.findLaneJob({ ...AN, lane: 'cascade' })).toMatchObject({ state: 'cancelled' });
    expect(JSON.stringify(stage.bodies())).not.toContain('#cascade:');
  });

  test('a process killed in between tells nobody twice and forgets nobody', async () => {
    await announce();
    await stage.restart({ killed: true });
    await stage.lanes(20);
    expect(about(LAN)).toHaveLength(1);
    expect(about(HOA)).toHaveLength(1);
  });

  test('residents of the lane are sent where their team has it, and failed where nobody could be told', async () => {
    await stage.say('TO LN03', BA);
    await stage.say('TO X7', CUC);
    const at = stage.clock.now();
    await stage.storage.saveAnnouncement(anAnnouncement({ content: aContent({ lanes: ['cascade'] }), startedAt: at }));
    const recipients = [BA, CUC].map((userId) => ({ userId, lane: 'cascade', state: 'pending', code: '' }) as const);
    await stage.storage.addRecipients({ ...AN, dueAt: at, at, recipients });
    await stage.lanes(45);
    expect(await stage.storage.announcementTally({ id: 'a1' })).toEqual(
      expect.arrayContaining([
        { lane: 'cascade', state: 'sent', code: '', count: 1 },
        { lane: 'cascade', state: 'failed', code: 'TEAM_UNREACHED', count: 1 },
      ]),
    );
  });

  test('an erased member is asked no more, and what the team did stays', async () => {
    await announce();
    await press(DONE, LAN);
    await stage.say('xóa dữ liệu', LAN);
    await press('Xóa ngay', LAN);
    expect(await stage.storage.findCascadeMember({ ...AN, userId: LAN })).toBeUndefined();
    expect(await totals()).toMatchObject({ teamsPassed: 1, teamsTold: 1 });
  });

  test('a text too long for one message is cut at a word and leads to the page', async () => {
    await announce({ text: `Căn cước ${'bà con nhớ mang giấy tờ '.repeat(90)}` });
    const ready = stage.sentTo(LAN).find((text) => text.startsWith('Lịch cấp căn cước')) ?? '';
    expect(ready.length).toBeLessThanOrEqual(2_000);
    expect(ready).toMatch(/\S…\n\nXem đủ: https:\/\/example\.vn\/t\/LN03\/tb\/a1\n/u);
  });
});

describe('the word of an announcement', () => {
  // A code of four characters whose last one is its check.
  const WORD = '07E0';
  test.each([
    [`TB${WORD} LN03`, `TB${WORD}`, 'LN03'],
    [`tb${WORD.toLowerCase()}-ln 03`, `TB${WORD}`, 'LN03'],
    [`Nhắn tb ${WORD} tổ LN03`, `TB${WORD}`, 'LN03'],
    ['TBO7EO', `TB${WORD}`, ''],
    ['tb9zzz', 'TB9ZZZ', ''],
  ])('"%s" is %s of team "%s"', (typed, word, team) => {
    expect(parseCascadeWord(typed)).toEqual({ word, team });
  });

  test.each(['tb', 'tb nghi le', 'tb 2026 la gi', 'tb 9zzz', 'thong bao', 'tbabcd', 'tb12345', `tb${WORD} khong em`])(
    '"%s" is none',
    (typed) => {
      expect(parseCascadeWord(typed)).toBeUndefined();
    },
  );
});
