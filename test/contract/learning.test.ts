import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anAnnouncement, claimAll } from '../support/announcements.ts';
import type { Storage } from '../../src/storage/ports.ts';
import type { Member } from '../../src/storage/team-ports.ts';
import { MORNING } from '../support/manual-clock.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const DAY = 24 * 3_600_000;
const WEEK = 7 * DAY;

describe.each(storageAdapters)('lessons, questions and tips in the $name store', (adapter) => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;

  const member = (userId: string, changes: Partial<Member> = {}): Member => ({
    oaId: OA,
    userId,
    role: 'member',
    state: 'active',
    teamCode: TEAM.code,
    communeCode: TEAM.communeCode,
    name: 'Lê Thị Chín',
    joinedAt: MORNING,
    ...changes,
  });
  const writes = (userId: string, at: number) =>
    commitTurn(storage, { userId, at, resident: { lastInteractionAt: at } });
  const figures = async (): Promise<Record<string, number>> => {
    while ((await storage.rollTallies({ limit: 1_000 })).more);
    const rows = await storage.indicatorTable({ oaId: OA, scope: 't', span: 'd', period: '2026-11-22' });
    return Object.assign({}, ...rows.map(({ values }) => values)) as Record<string, number>;
  };

  beforeEach(async () => {
    folder = makeTempDir();
    storage = await adapter.open(folder.dir);
    await storage.saveMember(member(LAN));
  });
  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  describe('lessons', () => {
    const mark = (item: string, more: { score?: number; userId?: string } = {}) =>
      storage.markLesson({ oaId: OA, userId: LAN, topic: 'e-payments', item, at: MORNING, ...more });

    test('keep each guide once, the best score of a quiz, and count guides alone', async () => {
      await mark('');
      await mark('vietqr');
      await mark('vietqr');
      await mark('quiz', { score: 8 });
      await mark('quiz', { score: 10 });
      await mark('quiz', { score: 9 });
      expect(await storage.listLessonMarks({ oaId: OA, userId: LAN })).toEqual([
        { topic: 'e-payments', item: '', at: MORNING },
        { topic: 'e-payments', item: 'quiz', at: MORNING, score: 10 },
        { topic: 'e-payments', item: 'vietqr', at: MORNING },
      ]);
      expect(await storage.listMemberProgress({ oaId: OA, teamCode: TEAM.code })).toEqual([
        expect.objectContaining({ userId: LAN, topic: 'e-payments', lessons: 1, hasCertificate: false }),
      ]);
      expect((await figures())['lessons']).toBe(1);
    });

    test('are kept of active members alone', async () => {
      await storage.saveMember(member(HOA, { state: 'pending' }));
      await mark('vietqr', { userId: HOA });
      await mark('vietqr', { userId: 'nobody' });
      expect(await storage.listLessonMarks({ oaId: OA, userId: HOA })).toEqual([]);
      expect(await storage.listLessonMarks({ oaId: OA, userId: 'nobody' })).toEqual([]);
    });

    test('end in one certificate for each subject, found by its code', async () => {
      const certificate = {
        oaId: OA,
        code: '7K3AS9Q2',
        userId: LAN,
        topic: 'e-payments',
        name: 'Lê Thị Chín',
        placeName: TEAM.name,
        teamCode: TEAM.code,
        communeCode: TEAM.communeCode,
        day: '2026-11-22',
      };
      await mark('');
      await storage.saveCertificate(certificate);
      await storage.saveCertificate({ ...certificate, code: 'OTHERONE' });
      expect(await storage.listCertificates({ oaId: OA, userId: LAN })).toEqual([certificate]);
      expect(await storage.findCertificate({ oaId: OA, code: '7K3AS9Q2' })).toEqual(certificate);
      expect(await storage.findCertificate({ oaId: 'other', code: '7K3AS9Q2' })).toBeUndefined();
      expect((await storage.listMemberProgress({ oaId: OA, communeCode: TEAM.communeCode }))[0]?.hasCertificate).toBe(
        true,
      );
      expect((await figures())['certificates']).toBe(1);
      const recount = await storage.recountIndicators({ oaId: OA, span: 'd', period: '2026-11-22', repair: false });
      expect(recount.differing).toBe(0);
    });

    test('of somebody who left are counted for nobody', async () => {
      await mark('');
      await storage.saveMember(member(LAN, { state: 'left' }));
      expect(await storage.listMemberProgress({ oaId: OA, teamCode: TEAM.code })).toEqual([]);
    });
  });

  describe('questions', () => {
    const ask = (id: string, text = 'Thẻ căn cước mờ thì làm sao', at = MORNING) =>
      storage.saveMemberQuestion({
        ...{ oaId: OA, id, userId: LAN, text, at },
        teamCode: TEAM.code,
        communeCode: TEAM.communeCode,
        level: 'commune',
      });
    const answer = (id: string, more: { by?: string; share?: boolean } = {}) =>
      storage.answerMemberQuestion({ oaId: OA, id, answer: 'Ra Công an xã.', card: '', at: MORNING + 1, ...more });
    const rate = (id: string, useful: 'yes' | 'no', userId = LAN) =>
      storage.rateAnswer({ oaId: OA, id, userId, useful });

    test('are answered once, and told once to an asker who can be written to', async () => {
      await ask('q1');
      await answer('q1', { by: HOA });
      await expect(answer('q1')).rejects.toMatchObject({ code: 'TEAM_CHANGED' });
      const untold = (windowStart: number) => storage.listUntoldAnswers({ windowStart, limit: 10 });
      expect(await untold(0)).toEqual([]);
      await writes(LAN, MORNING);
      expect(await untold(MORNING)).toEqual([expect.objectContaining({ id: 'q1', answeredBy: HOA, useful: '' })]);
      expect(await untold(MORNING + 1)).toEqual([]);
      await storage.markAnswerTold({ oaId: OA, id: 'q1', at: MORNING + 2 });
      expect(await untold(MORNING)).toEqual([]);
    });

    test('become practice when they were useful and are shared, in either order', async () => {
      for (const id of ['q1', 'q2', 'q3']) await ask(id);
      await answer('q1', { share: true });
      await answer('q2');
      await answer('q3');
      await rate('q1', 'yes');
      await rate('q2', 'yes');
      await storage.shareAnswer({ oaId: OA, id: 'q2', at: MORNING + 9 });
      await storage.shareAnswer({ oaId: OA, id: 'q3', at: MORNING + 9 });
      const practice = await storage.listPractice({ oaId: OA, limit: 10 });
      expect(practice.map(({ id }) => id)).toEqual(['q2', 'q1']);
    });

    test('go up to the province when they are forwarded, or the answer was not clear', async () => {
      await ask('q1');
      await storage.forwardMemberQuestion({ oaId: OA, id: 'q1' });
      expect(await storage.findMemberQuestion({ oaId: OA, id: 'q1' })).toMatchObject({ level: 'province' });
      await ask('q2');
      await answer('q2', { share: true });
      await rate('q2', 'no');
      expect(await storage.findMemberQuestion({ oaId: OA, id: 'q2' })).toMatchObject({
        level: 'province',
        state: 'open',
        answer: 'Ra Công an xã.',
      });
      await expect(storage.shareAnswer({ oaId: OA, id: 'q2', at: MORNING })).rejects.toMatchObject({
        code: 'TEAM_CHANGED',
      });
      await expect(rate('q2', 'yes')).rejects.toMatchObject({ code: 'TEAM_CHANGED' });
    });

    test('are judged by whoever asked and nobody else', async () => {
      await ask('q1');
      await answer('q1');
      await expect(rate('q1', 'yes', HOA)).rejects.toMatchObject({ code: 'TEAM_CHANGED' });
    });

    test('are listed by person, day, commune and state, the latest first', async () => {
      await ask('q1');
      await ask('q2', 'Hai hai hai', MORNING + 5);
      await answer('q1');
      const ids = async (more: object) =>
        (await storage.listMemberQuestions({ oaId: OA, ...more })).map(({ id }) => id);
      expect(await ids({})).toEqual(['q2', 'q1']);
      expect(await ids({ userId: LAN, since: MORNING + 1 })).toEqual(['q2']);
      expect(await ids({ state: 'answered' })).toEqual(['q1']);
      expect(await ids({ communeCode: '99999' })).toEqual([]);
      expect(await ids({ userId: HOA })).toEqual([]);
    });

    test('go when they are old, practice stays', async () => {
      await ask('q1');
      await ask('q2');
      await answer('q2', { share: true });
      await rate('q2', 'yes');
      await storage.purge({ at: MORNING + WEEK, inboxBefore: 0, historyBefore: MORNING + 1 });
      expect((await storage.listMemberQuestions({ oaId: OA })).map(({ id }) => id)).toEqual(['q2']);
    });
  });

  describe('tips', () => {
    const tip = (id: string) =>
      storage.saveTip({
        ...{ oaId: OA, id, title: 'Quét mã', text: 'Chỉ từng bước một.', card: '', month: '2026-11' },
        createdAt: MORNING,
        state: 'draft',
      });
    const give = async (tipId: string, dueAt: number, userIds = [LAN]) => {
      await storage.saveAnnouncement(anAnnouncement({ id: `tip-${tipId}`, dueAt, createdAt: dueAt }));
      return storage.giveTip({ oaId: OA, tipId, dueAt, at: dueAt, userIds });
    };
    const claim = (at: number) => claimAll(storage, at);

    beforeEach(async () => {
      await tip('t1');
      await tip('t2');
      await writes(LAN, MORNING);
    });

    test('are given once, and no two of them within a week', async () => {
      expect(await give('t1', MORNING)).toEqual({ given: 1 });
      expect(await give('t1', MORNING + 2 * WEEK)).toEqual({ given: 0 });
      expect(await give('t2', MORNING + WEEK - 1)).toEqual({ given: 0 });
      expect(await give('t2', MORNING + WEEK)).toEqual({ given: 1 });
      expect(await storage.listTips({ oaId: OA, month: '2026-11' })).toMatchObject([
        { id: 't1', state: 'sending', given: 1, read: 0 },
        { id: 't2', given: 1 },
      ]);
      expect(await storage.listTips({ oaId: OA, month: '2026-12' })).toEqual([]);
    });

    test('are sent by the announcement lane, unless refused, stopped or out of the window', async () => {
      await storage.saveMember(member(HOA));
      await writes(HOA, MORNING);
      await give('t1', MORNING, [LAN, HOA]);
      await storage.setTipRefusal({ oaId: OA, userId: HOA, at: MORNING, on: true });
      expect((await claim(MORNING)).map(({ userId }) => userId)).toEqual([LAN]);
      expect(await storage.announcementProgress({ id: 'tip-t1' })).toMatchObject({ sending: 1, skipped: 1 });
      expect(await give('t2', MORNING + WEEK, [HOA])).toEqual({ given: 0 });
      await storage.setTipRefusal({ oaId: OA, userId: HOA, at: MORNING, on: false });
      expect(await give('t2', MORNING + WEEK, [HOA])).toEqual({ given: 1 });
      await storage.stopTip({ oaId: OA, id: 't2', at: MORNING + WEEK });
      expect(await claim(MORNING + WEEK)).toEqual([]);
      expect(await storage.findTip({ oaId: OA, id: 't2' })).toMatchObject({ state: 'stopped' });
    });

    test('know who pressed, and see of every active member what a plan needs', async () => {
      await storage.saveMember(member(HOA, { state: 'left' }));
      await give('t1', MORNING);
      await storage.markTipRead({ oaId: OA, tipId: 't1', userId: LAN, at: MORNING + 1 });
      await storage.markTipRead({ oaId: OA, tipId: 't1', userId: HOA, at: MORNING + 1 });
      expect((await storage.listTips({ oaId: OA }))[0]).toMatchObject({ given: 1, read: 1 });
      const expected = {
        ...{ userId: LAN, teamCode: TEAM.code, communeCode: TEAM.communeCode, lastInteractionAt: MORNING },
        ...{ refuses: false, lastTipAt: MORNING, hasTip: true },
      };
      expect(await storage.listTipReaders({ oaId: OA, tipId: 't1' })).toEqual([expected]);
      expect(await storage.listTipReaders({ oaId: OA, tipId: 't2' })).toEqual([{ ...expected, hasTip: false }]);
    });
  });

  test('erasing a person leaves no word, name or id of theirs; what an officer shared stays without them', async () => {
    const certificate = { code: '7K3AS9Q2', topic: 'e-payments', name: 'Lê Thị Chín', placeName: TEAM.name };
    const place = { teamCode: TEAM.code, communeCode: TEAM.communeCode };
    await storage.markLesson({ oaId: OA, userId: LAN, topic: 'e-payments', item: 'vietqr', at: MORNING });
    await storage.saveCertificate({ oaId: OA, userId: LAN, ...certificate, ...place, day: '2026-11-22' });
    for (const [id, text] of [
      ['q1', 'Câu hỏi mật thứ nhất'],
      ['q2', 'Câu hỏi mật thứ hai'],
    ] as const) {
      await storage.saveMemberQuestion({ oaId: OA, id, userId: LAN, text, at: MORNING, level: 'commune', ...place });
      await storage.answerMemberQuestion({ oaId: OA, id, answer: `Đáp ${id}`, card: '', by: HOA, at: MORNING });
    }
    await storage.rateAnswer({ oaId: OA, id: 'q2', userId: LAN, useful: 'yes' });
    await storage.shareAnswer({ oaId: OA, id: 'q2', at: MORNING });
    await storage.setTipRefusal({ oaId: OA, userId: LAN, at: MORNING, on: true });
    for (const userId of [LAN, HOA])
      await storage.eraseResident({ oaId: OA, userId, pseudonym: 'p', at: MORNING, via: 'command' });
    await storage.checkpoint();
    expect(await storage.findCertificate({ oaId: OA, code: '7K3AS9Q2' })).toBeUndefined();
    expect(await storage.findMemberQuestion({ oaId: OA, id: 'q1' })).toBeUndefined();
    const [shared] = await storage.listPractice({ oaId: OA, limit: 10 });
    expect(shared).toMatchObject({ id: 'q2', text: '', answer: 'Đáp q2' });
    expect([shared?.userId, shared?.answeredBy]).toEqual([undefined, undefined]);
    await storage.close();
    for (const word of [LAN, HOA, 'Câu hỏi mật', 'Lê Thị Chín', '7K3AS9Q2'])
      expect(await adapter.placesOf(folder.dir, word)).toEqual([]);
    storage = await adapter.open(folder.dir);
  });
});
