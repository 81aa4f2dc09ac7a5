import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { privacyCodeHash } from '../../../src/teams/privacy-requests.ts';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { HOA, LAN, OA, TEAM } from '../../support/storage-rows.ts';
import { filesContaining, makeTempDir } from '../../support/temp-dir.ts';

const HOUR = 3_600_000;

describe('QUYỀN RIÊNG TƯ in the chat', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let stage: ConversationStage;

  beforeEach(async () => {
    folder = makeTempDir();
    stage = await stageConversation(folder.dir, shippedCatalogue());
    await stage.storage.saveTeams({ oaId: OA, teams: [TEAM], at: stage.clock.now() });
  });
  afterEach(async () => {
    await stage.close();
    folder[Symbol.dispose]();
  });

  const press = async (title: string, userId = LAN): Promise<string> =>
    (await stage.say(stage.payloadOf(title), userId)).join('\n');
  const open = (isOpen = true) => stage.storage.listPrivacyRequests({ oaId: OA, isOpen, limit: 10 });

  test.each(['QUYỀN RIÊNG TƯ', 'quyen rieng tu'])('"%s" says what can be done, with four buttons', async (words) => {
    await stage.say(words);
    for (const title of ['Xem em đang giữ gì', 'Nhờ cán bộ sửa', 'Mã để gặp cán bộ', 'Xóa dữ liệu']) {
      expect(stage.payloadOf(title)).toMatch(/^#/u);
    }
  });

  test('what is kept is said in plain words, also that somebody is not counted', async () => {
    await stage.say('TO LN03');
    await stage.say('QUYỀN RIÊNG TƯ');
    const said = await press('Xem em đang giữ gì');
    expect(said).toContain('em đang giữ về bác');
    expect(said).toContain('Ngày đầu bác nhắn: 22/11/2026');
    expect(said).toContain('Tổ giúp bác: Tổ công nghệ số ấp 3');
    expect(said).toContain('Bác không cho đếm lượt dùng');
    expect(said).toContain('Bác đang nhận thông báo');
    expect(said).not.toContain('Tên trong tổ');
    expect(await open()).toEqual([]);
  });

  test('a member reads their own name and nobody else does', async () => {
    await stage.storage.saveMember({
      ...{ oaId: OA, userId: HOA, name: 'Trần Thị Hoa', role: 'member', state: 'active', teamCode: TEAM.code },
      ...{ communeCode: TEAM.communeCode, joinedAt: stage.clock.now() },
    });
    for (const [userId, isTold] of [
      [HOA, true],
      [LAN, false],
    ] as const) {
      await stage.say('QUYỀN RIÊNG TƯ', userId);
      expect((await press('Xem em đang giữ gì', userId)).includes('Trần Thị Hoa')).toBe(isTold);
    }
  });

  test('who counts and who takes no news is told so', async () => {
    await stage.say('xin chào');
    await press('Đồng ý cho đếm');
    await stage.say('NGỪNG NHẬN TIN');
    await stage.say('QUYỀN RIÊNG TƯ');
    const said = await press('Xem em đang giữ gì');
    expect(said).toContain('Bác đồng ý cho đếm lượt dùng, không kèm tên');
    expect(said).toContain('Bác đã từ chối thông báo');
  });

  test('staff are asked to put something right, with a number and the last day of an answer', async () => {
    await stage.say('QUYỀN RIÊNG TƯ');
    const said = await press('Nhờ cán bộ sửa');
    const [request] = await open();
    expect(request).toMatchObject({ kind: 'correct', via: 'chat', userId: LAN, receivedAt: stage.clock.now() });
    expect(said).toContain(`yêu cầu số ${request?.id}`);
    // A Sunday: the second working day is Tuesday.
    expect(said).toContain('Muộn nhất ngày 24/11/2026');
  });

  test('the code at the counter leads to the account for a day; the store knows its hash alone', async () => {
    await stage.say('QUYỀN RIÊNG TƯ');
    const said = await press('Mã để gặp cán bộ');
    const code = /(\d{4}) (\d{4})/u.exec(said)?.slice(1).join('') ?? '';
    const at = stage.clock.now();
    const find = (time: number) =>
      stage.storage.findPrivacyCode({ oaId: OA, codeHash: privacyCodeHash(OA, code), at: time });
    expect(said).toContain('Đừng đưa mã cho ai khác');
    expect(await find(at)).toEqual({ userId: LAN });
    expect(await find(at + 24 * HOUR)).toBeUndefined();
    await stage.storage.checkpoint();
    expect(filesContaining(folder.dir, `${code.slice(0, 4)} ${code.slice(4)}`)).toEqual([]);
  });

  test('a second code makes the first one worth nothing', async () => {
    const codes: string[] = [];
    for (let times = 0; times < 2; times += 1) {
      await stage.say('QUYỀN RIÊNG TƯ');
      const said = await press('Mã để gặp cán bộ');
      codes.push(/(\d{4}) (\d{4})/u.exec(said)?.slice(1).join('') ?? '');
    }
    const found = await Promise.all(
      codes.map((code) =>
        stage.storage.findPrivacyCode({ oaId: OA, codeHash: privacyCodeHash(OA, code), at: stage.clock.now() }),
      ),
    );
    expect(found).toEqual([undefined, { userId: LAN }]);
  });

  test('erasing asks once more; then the request for correction stays without the person', async () => {
    await stage.say('QUYỀN RIÊNG TƯ');
    await press('Nhờ cán bộ sửa');
    await stage.say('QUYỀN RIÊNG TƯ');
    await press('Xóa dữ liệu');
    expect(await stage.storage.countErasures({ oaId: OA, since: 0 })).toEqual([]);
    expect(await press('Xóa ngay')).toContain('đã xóa hết dữ liệu của bác');
    expect(await stage.storage.countErasures({ oaId: OA, since: 0 })).toEqual([{ via: 'command', count: 1 }]);
    expect((await open()).map(({ userId }) => userId)).toEqual([undefined]);
  });
});
