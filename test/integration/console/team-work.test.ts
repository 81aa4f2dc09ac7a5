import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Action } from '../../../src/console/action.ts';
import { exportFieldLog, judgeEntry, listFieldLog, withdrawEntry } from '../../../src/console/field-log/actions.ts';
import { fieldLogFeature } from '../../../src/console/field-log/feature.ts';
import { linkGroup } from '../../../src/console/groups/actions.ts';
import { groupsFeature } from '../../../src/console/groups/feature.ts';
import { learningFeature } from '../../../src/console/learning/feature.ts';
import { listMastery } from '../../../src/console/learning/mastery-actions.ts';
import {
  answerQuestion,
  forwardQuestion,
  getQuestion,
  listQuestions,
  shareQuestion,
} from '../../../src/console/learning/question-actions.ts';
import { getTip, listTips, saveTip, sendTip } from '../../../src/console/tips/actions.ts';
import { tipsFeature } from '../../../src/console/tips/feature.ts';
import { readGroupSettings } from '../../../src/teams/group-settings.ts';
import { FIELD_PHOTOS_FOLDER } from '../../../src/teams/field-photos.ts';
import { ADMIN, type ConsoleStage, createConsoleStage, OFFICER } from '../../support/console-stage.ts';
import { anEvent, aTurn, HOA, LAN, OA, TEAM } from '../../support/storage-rows.ts';

const OTHER = { ...TEAM, code: 'TB01', name: 'Tổ Tân Bình', communeCode: '25280' };
const PHOTO = 'aaaaaaaaaaaaaaaaaaaaaaaa.jpg';

let stage: ConsoleStage;

const aMember = (userId: string, name: string, changes: object = {}) =>
  stage.storage.saveMember({
    ...{ oaId: OA, userId, name, role: 'member', state: 'active', teamCode: TEAM.code },
    ...{ communeCode: TEAM.communeCode, joinedAt: 1, ...changes },
  });
const logged = (id: string, changes: object = {}) =>
  stage.storage.saveFieldLog({
    ...{ oaId: OA, id, teamCode: TEAM.code, communeCode: TEAM.communeCode, userId: LAN, at: stage.clock.now() },
    ...{
      kind: Object.keys(stage.deps.catalogue().fieldLog.kinds)[0] ?? '',
      topic: '',
      quantity: 40,
      day: '2026-11-21',
    },
    ...{ place: 'Ấp 3', note: 'chợ sáng', group: '', flag: 'too-many', knownTwins: [], ...changes },
  });
const lastAudit = async () => (await stage.storage.listAudit({ oaId: OA, limit: 1 }))[0];

beforeEach(async () => {
  stage = await createConsoleStage({ features: [tipsFeature, fieldLogFeature, groupsFeature, learningFeature] });
  await stage.storage.saveTeams({ oaId: OA, teams: [TEAM, OTHER], at: 1 });
  await aMember(LAN, 'Lê Thị Lan', { role: 'leader' });
});
afterEach(() => stage.close());

describe('a tip', () => {
  const FORM = { title: 'Tháng quét mã', text: 'Xem tên người nhận rồi mới bấm chuyển.', card: '', month: '2026-11' };
  const write = async () => ((await stage.run(saveTip, FORM)) as { id: string }).id;

  it('is written, looked at, sent to whoever may have it, and stopped', async () => {
    const { id: inbox = 0 } = await stage.storage.acceptEvent(anEvent());
    await stage.storage.commitTurn(aTurn(inbox, { resident: { lastInteractionAt: stage.clock.now() } }));
    await aMember(HOA, 'Trần Hoa');
    const draft = await stage.press('/meo', '/meo', FORM);
    expect(draft.body).toContain('Xem tên người nhận rồi mới bấm chuyển.');
    expect(draft.body).toContain('Gửi cho 1 người');
    const [tip] = await stage.storage.listTips({ oaId: OA });
    const sent = await stage.press(`/meo/${tip?.id ?? ''}`, `/meo/${tip?.id ?? ''}/gui`);
    expect(sent.body).toContain('Đã xếp hàng gửi 1 người.');
    await expect(stage.run(sendTip, { id: tip?.id })).rejects.toThrow('chưa gửi được cho ai');
    const stop = `/meo/${tip?.id ?? ''}/dung` as const;
    expect((await stage.press(`/meo/${tip?.id ?? ''}`, stop)).body).toContain('dừng rồi thì không gửi lại được');
    await stage.press(`/meo/${tip?.id ?? ''}`, stop, { confirmed: 'yes' });
    expect(await stage.storage.findTip({ oaId: OA, id: tip?.id ?? '' })).toMatchObject({ state: 'stopped' });
    await expect(stage.run(sendTip, { id: tip?.id })).rejects.toThrow('đã dừng');
  });

  it('that is too short comes back as typed; a draft can be changed, a sent one cannot', async () => {
    const short = await stage.press('/meo', '/meo', { ...FORM, text: 'ngắn' });
    expect(short.body).toContain('10 đến 600 chữ');
    expect(short.body).toContain('value="Tháng quét mã"');
    const id = await write();
    await stage.press(`/meo/${id}`, '/meo', { ...FORM, id, title: 'Tên mới' });
    expect(await stage.storage.findTip({ oaId: OA, id })).toMatchObject({ title: 'Tên mới' });
    await stage.storage.stopTip({ oaId: OA, id, at: 1 });
    await expect(stage.run(saveTip, { ...FORM, id })).rejects.toThrow('không sửa được');
    await expect(stage.run(saveTip, { ...FORM, card: 'no-such' })).rejects.toMatchObject({
      fields: { card: expect.any(String) },
    });
  });

  it('shows an officer no figures of the province, and no way to send', async () => {
    const id = await write();
    stage.signIn(OFFICER);
    expect(((await stage.run(listTips, {})) as { tips: object[] }).tips[0]).not.toHaveProperty('given');
    await expect(stage.run(getTip, { id })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect((await stage.open(`/meo/${id}`)).statusCode).toBe(403);
  });
});

describe('the field log', () => {
  it('shows what waits for a look first; a figure is confirmed or sent back', async () => {
    await logged('e1');
    await logged('e2', { place: 'Ấp 4' });
    await logged('e3', { place: 'Ấp 5', flag: '' });
    const waiting = await stage.open('/so-ghi-nhan');
    expect(waiting.body.match(/so-ghi-nhan\/e\d/gu)).toHaveLength(2);
    await stage.press('/so-ghi-nhan/e1', '/so-ghi-nhan/e1/xem', { verdict: 'confirmed' });
    expect(await stage.storage.findFieldLog({ oaId: OA, id: 'e1' })).toMatchObject({
      flag: 'confirmed',
      state: 'kept',
    });
    await stage.run(judgeEntry, { id: 'e2', verdict: 'to-correct' });
    expect(await stage.storage.findFieldLog({ oaId: OA, id: 'e2' })).toMatchObject({ flag: 'to-correct' });
    await expect(stage.run(judgeEntry, { id: 'e1', verdict: 'confirmed' })).rejects.toThrow('không còn chờ');
    await expect(stage.run(judgeEntry, { id: 'e3', verdict: 'confirmed' })).rejects.toThrow('không còn chờ');
  });

  it('an entry is withdrawn after a tick, also when its members could not any more', async () => {
    await logged('e1');
    await stage.clock.advance(20 * 24 * 3_600_000);
    const unread = await stage.press('/so-ghi-nhan/e1', '/so-ghi-nhan/e1/rut');
    expect(unread.body).toContain('không hoàn tác được');
    await stage.press('/so-ghi-nhan/e1', '/so-ghi-nhan/e1/rut', { confirmed: 'yes' });
    expect(await stage.storage.findFieldLog({ oaId: OA, id: 'e1' })).toMatchObject({ state: 'withdrawn' });
    await expect(stage.run(withdrawEntry, { id: 'e1', confirmed: 'yes' })).rejects.toThrow('đã được sửa hoặc rút');
  });

  it('shows a photo to those who manage teams alone', async () => {
    mkdirSync(path.join(stage.dataDir, FIELD_PHOTOS_FOLDER), { recursive: true });
    writeFileSync(path.join(stage.dataDir, FIELD_PHOTOS_FOLDER, PHOTO), 'a photo');
    await logged('e1', { photo: PHOTO });
    expect((await stage.open('/so-ghi-nhan/e1')).body).toContain('src="/console/so-ghi-nhan/e1/anh"');
    const photo = await stage.open('/so-ghi-nhan/e1/anh');
    expect([photo.headers['content-type'], photo.body]).toEqual(['image/jpeg', 'a photo']);
    stage.signIn({ ...ADMIN, role: 'analyst' });
    expect((await stage.open('/so-ghi-nhan/e1/anh')).statusCode).toBe(403);
    expect((await stage.open('/so-ghi-nhan/e1')).body).not.toContain('e1/anh');
    stage.signIn(ADMIN);
    await logged('e2', { photo: '../../etc/passwd', place: 'Ấp 9' });
    expect((await stage.open('/so-ghi-nhan/e2/anh')).statusCode).toBe(404);
  });

  it('is saved as a file that Excel reads, and the export is on record', async () => {
    await logged('e1', { note: '=1+1' });
    const file = await stage.open('/so-ghi-nhan/tai?month=2026-11');
    expect(file.headers['content-disposition']).toBe('attachment; filename="ghi-nhan-2026-11.csv"');
    expect(file.body).toMatch(/^\uFEFFNgày,/u);
    expect(file.body).toContain("'=1+1");
    expect(await lastAudit()).toMatchObject({ action: 'field-log.export', subject: 'field-log' });
  });

  it('of another commune is closed to an officer: list, entry, photo, verdict, withdrawal, file', async () => {
    await logged('e1', { teamCode: 'TB01', communeCode: '25280', photo: PHOTO });
    stage.signIn(OFFICER);
    const list = (await stage.run(listFieldLog, { view: 'all', communeCode: '25280', month: '2026-11' })) as {
      entries: unknown[];
    };
    expect(list.entries).toEqual([]);
    expect(((await stage.run(exportFieldLog, { communeCode: '25280' })) as { entries: number }).entries).toBe(0);
    for (const page of ['/so-ghi-nhan/e1', '/so-ghi-nhan/e1/anh'])
      expect((await stage.open(page)).statusCode).toBe(404);
    await expect(stage.run(judgeEntry, { id: 'e1', verdict: 'confirmed' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(stage.run(withdrawEntry, { id: 'e1', confirmed: 'yes' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(stage.run(listFieldLog, { team: 'TB01' })).rejects.toThrow('thuộc xã khác');
  });
});

describe('group chats', () => {
  it('are switched on and linked to a team', async () => {
    await stage.storage.saveTeamGroup({ oaId: OA, groupId: 'g1', teamCode: '' });
    expect((await stage.press('/nhom-chat', '/nhom-chat', { state: 'on', name: 'OA Lộc Ninh' })).body).toContain(
      'Đã bật.',
    );
    expect(await readGroupSettings(stage.storage, OA)).toEqual({ on: true, names: ['OA Lộc Ninh'] });
    const wrong = await stage.press('/nhom-chat/g1', '/nhom-chat/g1', { team: 'XX99' });
    expect(wrong.body).toContain('Không có tổ mã');
    expect((await stage.press('/nhom-chat/g1', '/nhom-chat/g1', { team: 'ln03' })).body).toContain(
      'Đã gắn nhóm với tổ LN03.',
    );
    expect((await stage.press('/nhom-chat/g1', '/nhom-chat/g1/bo')).body).toContain('Chưa có nhóm nào.');
    stage.signIn(OFFICER);
    await expect(stage.run(linkGroup, { groupId: 'g1', team: 'LN03' })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });
});

describe('lessons', () => {
  it('are shown by commune, by team and by person; an officer sees the own commune', async () => {
    await aMember(HOA, 'Trần Hoa', { teamCode: 'TB01', communeCode: '25280' });
    for (const userId of [LAN, HOA]) {
      await stage.storage.markLesson({ oaId: OA, userId, topic: 'scam-safety', item: '', at: 1 });
      await stage.storage.markLesson({ oaId: OA, userId, topic: 'scam-safety', item: 'a-card', at: 2 });
    }
    const rows = async (input: object) => {
      const { of, rows: found } = (await stage.run(listMastery, input)) as {
        of: string;
        rows: { name: string; lessons: number }[];
      };
      return [of, ...found.map(({ name, lessons }) => `${name} ${lessons}`)];
    };
    expect((await rows({}))[0]).toBe('communes');
    expect(await rows({})).toHaveLength(3);
    expect(await rows({ team: 'tb01' })).toEqual(['people', 'Trần Hoa 1']);
    stage.signIn(OFFICER);
    expect(await rows({ communeCode: '25280' })).toEqual(['teams', 'Tổ công nghệ số ấp 3 1']);
    await expect(rows({ team: 'TB01' })).rejects.toThrow('thuộc xã khác');
    expect((await stage.open('/bai-hoc?team=LN03')).body).toContain('Lê Thị Lan');
  });
});

describe('a question of a member', () => {
  const ask = (id: string, communeCode: string = TEAM.communeCode) =>
    stage.storage.saveMemberQuestion({
      ...{ oaId: OA, id, userId: LAN, teamCode: TEAM.code, communeCode, text: 'Thẻ hết hạn thì làm sao?' },
      ...{ at: stage.clock.now(), level: 'commune' },
    });

  it('is answered once, masked, and may be shared', async () => {
    await ask('q1');
    expect((await stage.open('/hoi-tuyen-tren')).body).toContain('Thẻ hết hạn thì làm sao?');
    const empty = await stage.press('/hoi-tuyen-tren/q1', '/hoi-tuyen-tren/q1/tra-loi', { text: ' ' });
    expect(empty.body).toContain('Ghi câu trả lời');
    await stage.press('/hoi-tuyen-tren/q1', '/hoi-tuyen-tren/q1/tra-loi', {
      text: 'Gọi 0912345678 rồi ra Công an xã.',
    });
    const answered = await stage.storage.findMemberQuestion({ oaId: OA, id: 'q1' });
    expect(answered?.answer).not.toContain('0912345678');
    expect(answered?.answer).toContain('ra Công an xã');
    expect(JSON.stringify(await lastAudit())).not.toContain('Công an');
    await expect(stage.run(answerQuestion, { id: 'q1', text: 'Lần nữa' })).rejects.toThrow('đã có người trả lời');
    await stage.press('/hoi-tuyen-tren/q1', '/hoi-tuyen-tren/q1/chia-se');
    expect((await stage.storage.findMemberQuestion({ oaId: OA, id: 'q1' }))?.sharedAt).toBeDefined();
  });

  it('goes up to the province', async () => {
    await ask('q1');
    stage.signIn(OFFICER);
    await stage.press('/hoi-tuyen-tren/q1', '/hoi-tuyen-tren/q1/len-tinh');
    expect(await stage.storage.findMemberQuestion({ oaId: OA, id: 'q1' })).toMatchObject({ level: 'province' });
    await expect(stage.run(forwardQuestion, { id: 'q1' })).rejects.toThrow('đang chờ tỉnh');
    await expect(stage.run(answerQuestion, { id: 'q1', text: 'Ra Công an xã.' })).rejects.toThrow('mục Câu hỏi');
  });

  it.each([
    ['get', getQuestion, {}],
    ['answer', answerQuestion, { text: 'Trả lời' }],
    ['forward', forwardQuestion, {}],
    ['share', shareQuestion, {}],
  ] as [string, Action, object][])('of another commune is closed to an officer: %s', async (_name, action, more) => {
    await ask('q2', '25280');
    stage.signIn(OFFICER);
    await expect(stage.run(action, { id: 'q2', ...more })).rejects.toThrow('thuộc xã khác');
    expect(((await stage.run(listQuestions, { communeCode: '25280' })) as { questions: unknown[] }).questions).toEqual(
      [],
    );
  });
});
