import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/console/permissions.ts';
import type { RecentMessage } from '../../../src/console/help-desk/doors.ts';
import { answerHelp, lookAtChat } from '../../../src/console/help-desk/answer-actions.ts';
import { claimHelp } from '../../../src/console/help-desk/claim-actions.ts';
import { listInbox } from '../../../src/console/help-desk/inbox-actions.ts';
import { waitingFigures } from '../../../src/console/help-desk/figures-action.ts';
import { helpDeskFeature } from '../../../src/console/help-desk/feature.ts';
import type { QueuedEvent } from '../../../src/conversation/turns.ts';
import type { HelpRequest } from '../../../src/storage/help-ports.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { ADMIN, type ConsoleStage, createConsoleStage, OFFICER } from '../../support/console-stage.ts';
import { commitTurn, HOA, LAN, OA, TEAM } from '../../support/storage-rows.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const HANH: Actor = { id: 'hanh', accountId: 'hanh', name: 'Chị Hạnh', role: 'help-desk' };
const BINH: Actor = { id: 'binh', accountId: 'binh', name: 'Anh Bình', role: 'help-desk' };
const PHONE = '0912345678';
const CHIN = 'user-chin';

let stage: ConsoleStage;
let sent: { readonly userId: string; readonly body: string }[];
let queued: QueuedEvent[];
let recent: readonly RecentMessage[];

const aRequest = (changes: Partial<HelpRequest> = {}): HelpRequest => ({
  ...{
    oaId: OA,
    id: 'h1',
    version: 0,
    userId: LAN,
    topic: 'public-services',
    flow: 'vneid-register-level-2',
    step: '2',
  },
  ...{ teamCode: TEAM.code, communeCode: TEAM.communeCode, at: MORNING - 25 * MINUTE, reminders: 0, offers: [] },
  ...{ state: 'desk', deskAt: MORNING - 10 * MINUTE, dueAt: MORNING + 7 * DAY },
  ...changes,
});

beforeEach(async () => {
  [sent, queued, recent] = [[], [], []];
  stage = await createConsoleStage({
    features: [helpDeskFeature],
    actor: HANH,
    deps: {
      helpDesk: {
        deliver: (userId, { body }) => void sent.push({ userId, body }),
        queue: (event) => void queued.push(event),
        recentMessages: async () => recent,
      },
    },
  });
  await stage.storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
  await commitTurn(stage.storage, { resident: { lastInteractionAt: MORNING, handoverAt: MORNING - 25 * MINUTE } });
});
afterEach(() => stage.close());

const save = (changes: Partial<HelpRequest> = {}) => stage.storage.saveHelp({ request: aRequest(changes) });
const request = (id = 'h1') => stage.storage.findHelp({ oaId: OA, id });
const lines = () => stage.storage.listAudit({ oaId: OA, limit: 20 });
const claim = () => stage.press('/tro-giup/h1', '/tro-giup/h1/nhan');
const answer = (text: string, fields: Record<string, string> = {}) =>
  stage.press('/tro-giup/h1', '/tro-giup/h1/tra-loi', { text, answers: '0', ...fields });
const textOf = (body = '{}'): string => (JSON.parse(body) as { text?: string }).text ?? body;

describe('the inbox', () => {
  it('is kind when nobody waits', async () => {
    await stage.storage.setDeskContact({ oaId: OA, userId: LAN, handoverAt: null });
    const { body } = await stage.open('/tro-giup');
    expect(body).toContain('Không ai đang chờ.');
    expect(body).toContain('Không có yêu cầu nào ở tổ.');
    expect(body).toMatch(/hx-trigger="every 4s"/u);
  });

  it('shows what somebody was stuck at, how long they wait in all and in working hours, where, and in what state', async () => {
    await save();
    const { body } = await stage.open('/tro-giup');
    expect(body).toContain('bước 2');
    expect(body).toContain('25 phút');
    // A Sunday.
    expect(body).toContain('0 phút trong giờ làm việc');
    expect(body).toContain('Tổ công nghệ số ấp 3');
    expect(body).toContain('Chờ cán bộ trực');
    expect(body).not.toContain(LAN);
  });

  it('shows requests that are still with the teams apart, with who is being asked', async () => {
    const place = { teamCode: TEAM.code, communeCode: TEAM.communeCode };
    await stage.storage.saveMember({
      oaId: OA,
      userId: CHIN,
      name: 'Lê Thị Chín',
      role: 'member',
      state: 'active',
      joinedAt: 1,
      ...place,
    });
    await save({
      state: 'offered',
      offeredTo: CHIN,
      offers: [{ userId: CHIN, stage: 'team', at: MORNING, answer: '' }],
    });
    const { body } = await stage.open('/tro-giup');
    expect(body.indexOf('Đang hỏi Lê Thị Chín')).toBeGreaterThan(body.indexOf('Đang ở các tổ</h2>'));
    expect(body).toContain('Không ai đang chờ.');
  });

  it('puts somebody who was robbed first, also without a request, and one press makes it a request in hand', async () => {
    await save();
    const walk = { f: { stack: [{ kind: 'card', id: 'scam-first-hour', step: '0' }] }, o: [] };
    await commitTurn(stage.storage, {
      userId: HOA,
      session: JSON.stringify(walk),
      resident: { lastInteractionAt: MORNING, handoverAt: MORNING - MINUTE, communeCode: '25270' },
    });
    const { body } = await stage.open('/tro-giup');
    expect(body.indexOf('KHẨN')).toBeLessThan(body.indexOf('bước 2'));
    const shown = await stage.press('/tro-giup', `/tro-giup/cho/p-${OA}-${HOA}/nhan`);
    expect(shown.body).toContain('Bạn đang nhận');
    expect(shown.body).toContain('KHẨN');
    expect(await stage.storage.findLiveHelp({ oaId: OA, userId: HOA })).toMatchObject({
      ...{ state: 'desk', at: MORNING - MINUTE, flow: 'scam-first-hour', communeCode: '25270' },
    });
    expect(await stage.storage.listDeskWaiting({ oaId: OA, limit: 9 })).toEqual([]);
  });

  it('is filtered by subject and holder', async () => {
    await save();
    expect((await stage.open('/tro-giup?viec=e-payments')).body).toContain('Không có yêu cầu nào như vậy.');
    expect((await stage.open('/tro-giup?ai=mine')).body).toContain('Không có yêu cầu nào như vậy.');
    await claim();
    expect((await stage.open('/tro-giup?ai=mine&viec=public-services')).body).toContain('/tro-giup/h1');
  });

  it('shows a commune officer their own commune alone, and refuses the requests of others', async () => {
    await save();
    await save({ id: 'h2', userId: HOA, communeCode: '99999', teamCode: '' });
    stage.signIn(OFFICER);
    const { body } = await stage.open('/tro-giup?xa=99999');
    expect(body).toContain('/tro-giup/h1');
    expect(body).not.toContain('/tro-giup/h2');
    expect(body).not.toContain('/console/cau-hoi');
    expect((await stage.open('/tro-giup/h2')).body).toContain('thuộc xã khác');
    await expect(stage.run(claimHelp, { id: 'h2' })).rejects.toThrow('thuộc xã khác');
    expect((await stage.open('/cau-hoi')).statusCode).toBe(403);
  });
});

describe('taking in hand', () => {
  it('is seen by others at once, and refuses a second one with who and since when', async () => {
    await save();
    expect((await claim()).body).toContain('Bạn đang nhận');
    stage.signIn(BINH);
    expect((await stage.open('/tro-giup')).body).toContain('Chị Hạnh đang trả lời từ 9:00');
    expect((await stage.open('/tro-giup/h1')).body).toContain('Chị Hạnh đang trả lời từ 9:00');
    await expect(stage.run(claimHelp, { id: 'h1' })).rejects.toThrow('Chị Hạnh đang trả lời từ 9:00');
    await expect(stage.run(claimHelp, { id: 'h1', takeOver: true })).rejects.toThrow('Chỉ quản trị viên');
  });

  it('ends by itself after 15 minutes, or is taken over by an administrator', async () => {
    await save();
    await claim();
    stage.signIn(ADMIN);
    const shown = await stage.press('/tro-giup/h1', '/tro-giup/h1/nhan', { takeOver: '1' });
    expect(shown.body).toContain('Bạn đang nhận');
    await stage.clock.advance(15 * MINUTE);
    stage.signIn(BINH);
    expect((await stage.open('/tro-giup/h1')).body).toContain('Chưa ai nhận');
    await stage.run(claimHelp, { id: 'h1' });
    expect(await stage.storage.findDeskCase({ oaId: OA, kind: 'help', ref: 'h1' })).toMatchObject({ holder: 'binh' });
  });

  it('gives one of fifty who press at once the case, and sends one of fifty answers', async () => {
    await save();
    const claims = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => {
        stage.signIn({ ...HANH, id: `s${index}`, accountId: `s${index}`, name: `Cán bộ ${index}` });
        return stage.run(claimHelp, { id: 'h1' });
      }),
    );
    const winner = claims.findIndex(({ status }) => status === 'fulfilled');
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    stage.signIn({ ...HANH, id: `s${winner}`, accountId: `s${winner}`, name: 'x' });
    const answers = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        stage.run(answerHelp, { id: 'h1', text: `Chào bác ${index}`, answers: 0 }),
      ),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(sent).toHaveLength(1);
    expect(await stage.storage.listOpenAnswers({ afterId: 0, limit: 99 })).toHaveLength(1);
    expect((await lines()).filter(({ action }) => action === 'help.answer')).toHaveLength(1);
  });

  it('takes a request from the teams, who learn it', async () => {
    await save({
      state: 'offered',
      offeredTo: CHIN,
      offers: [{ userId: CHIN, stage: 'team', at: MORNING, answer: '' }],
    });
    expect((await stage.open('/tro-giup/h1')).body).toContain('Lấy về bàn trợ giúp');
    await claim();
    expect(await request()).toMatchObject({ state: 'desk', offers: [{ answer: 'time-out' }] });
    expect(queued).toMatchObject([{ userId: CHIN, incoming: { notice: { kind: 'help', what: 'taken', id: 'h1' } } }]);
  });

  it('shows the number a resident gave to whoever has the request, and to nobody else', async () => {
    await save({ phone: PHONE, phoneAt: MORNING });
    expect((await stage.open('/tro-giup/h1')).body).not.toContain(PHONE);
    expect((await claim()).body).toContain(PHONE);
    stage.signIn(BINH);
    expect((await stage.open('/tro-giup/h1')).body).not.toContain(PHONE);
  });
});

describe('an answer', () => {
  beforeEach(async () => {
    await save();
    await claim();
  });

  it('goes out signed, with the guide as a button, silences the bot, and counts the wait', async () => {
    const shown = await answer('Bác mở VNeID rồi bấm vào hình người nhé.', { card: 'vneid-register-level-2' });
    expect(shown.body).toContain('Đã gửi.');
    expect(sent).toHaveLength(1);
    expect(sent[0]?.body).toContain('— Cán bộ hỗ trợ');
    expect(sent[0]?.body).toContain('#help:guide|vneid-register-level-2');
    expect(await request()).toMatchObject({ state: 'desk', deskAnsweredAt: MORNING, waitedMinutes: 25 });
    const { resident } = await stage.storage.loadTurn({ oaId: OA, userId: LAN });
    expect(resident).toMatchObject({ silencedUntil: MORNING + 30 * MINUTE });
    expect(resident).not.toHaveProperty('handoverAt');
    expect(shown.body).toContain('Trả lại cho trợ lý');
  });

  it("leaves its length in the record and nobody's words", async () => {
    await answer('Bác mở VNeID rồi bấm vào hình người nhé.');
    const [line] = await lines();
    expect(line).toMatchObject({ actor: 'hanh', action: 'help.answer', subject: 'help:h1' });
    expect(line?.detail).toContain('"characters":40');
    expect(JSON.stringify(await lines())).not.toContain('VNeID');
    expect(JSON.stringify(await lines())).not.toContain(LAN);
  });

  it('is sent once however often the same form comes', async () => {
    const send = () =>
      stage.server.inject({
        method: 'POST',
        url: '/console/tro-giup/h1/tra-loi',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ _csrf: 'csrf-token', _once: 'k', text: 'Chào bác ạ', answers: '0' }).toString(),
      });
    const [first, second] = [await send(), await send()];
    expect(first.headers.location).toBe('/console/tro-giup/h1');
    expect(second.headers.location).toBe('/console/tro-giup/h1');
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['Bác gửi mã OTP cho em nhé', 'xin bà con điều phải giữ kín'],
    ['Bác mang sổ hộ khẩu lên xã nhé', 'sổ hộ khẩu giấy hết giá trị'],
    ['Ngân hàng sẽ hoàn tiền cho bác', 'không ai hứa chắc'],
    ['Mã OTP là 482913 bác nhé', 'Bạn bỏ số đó đi'],
    ['dài '.repeat(500), 'Tối đa 1.'],
  ])('that must not be said comes back as typed (%#)', async (text, sentence) => {
    const shown = await answer(text);
    expect(shown.statusCode).toBe(400);
    expect(shown.body).toContain(sentence);
    expect(shown.body).toContain(text.trim().slice(0, 20));
    expect(sent).toEqual([]);
    expect((await request())?.deskAnsweredAt).toBeUndefined();
  });

  it('takes 1,900 characters in one message', async () => {
    await answer('a b c d '.repeat(237));
    expect(sent).toHaveLength(1);
    expect(textOf(sent[0]?.body).length).toBeLessThanOrEqual(2_000);
  });

  it('says before what it costs, and outside the window that it cannot be sent, keeping what was typed', async () => {
    expect((await stage.open('/tro-giup/h1')).body).toContain('miễn phí đến');
    await stage.clock.advance(3 * DAY);
    await stage.run(claimHelp, { id: 'h1' });
    expect((await stage.open('/tro-giup/h1')).body).toContain('mất phí');
    await stage.clock.advance(4 * DAY);
    await stage.run(claimHelp, { id: 'h1' });
    const page = await stage.open('/tro-giup/h1');
    expect(page.body).toContain('quá 7 ngày');
    expect(page.body).not.toContain('Gửi cho người dân');
    await expect(stage.run(answerHelp, { id: 'h1', text: 'Chào bác', answers: 0 })).rejects.toMatchObject({
      fields: { text: expect.stringContaining('Quá 7 ngày') },
    });
    expect(sent).toEqual([]);
  });

  it('says so when a colleague answered meanwhile, and keeps what was typed', async () => {
    await answer('Câu thứ nhất');
    const shown = await answer('Câu thứ hai');
    expect(shown.statusCode).toBe(400);
    expect(shown.body).toContain('vừa được trả lời hoặc vừa thay đổi');
    expect(shown.body).toContain('Câu thứ hai');
    expect(sent).toHaveLength(1);
  });

  it('that Zalo refused brings the request back to the top', async () => {
    await answer('Chào bác ạ');
    const [row] = await stage.storage.listOpenAnswers({ afterId: 0, limit: 9 });
    await stage.storage.claimSend({ id: row?.id ?? 0, resend: false, at: MORNING });
    const outcome = { state: 'failed', code: '-213', meaning: 'x' } as const;
    await stage.storage.recordSend({ id: row?.id ?? 0, outcome, at: MORNING });
    const { counts, desk } = await context(listInbox);
    expect(counts.open).toBe(1);
    expect(desk[0]?.stateWords).toBe('Tin trả lời không gửi được');
    expect((await stage.open('/tro-giup/h1')).body).toContain('GỬI KHÔNG ĐƯỢC');
  });

  it('followed by a message of the resident waits for a person again', async () => {
    await answer('Chào bác ạ');
    expect((await context(listInbox)).counts.open).toBe(0);
    await stage.clock.advance(5 * MINUTE);
    await commitTurn(stage.storage, { resident: { lastInteractionAt: MORNING + 4 * MINUTE } });
    expect((await context(listInbox)).desk[0]?.stateWords).toBe('Người dân nhắn lại lúc 9:04');
  });

  it('shows hostile words as words, in a box and in what is looked for', async () => {
    const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    for (const { body } of [
      await answer(`${hostile} gửi mã OTP cho em`),
      await stage.open(`/tro-giup/h1?tim=${encodeURIComponent(hostile)}`),
    ]) {
      expect(body).not.toContain('<script>alert');
      expect(body).not.toContain('<img src=x');
      expect(body).toContain('&lt;script&gt;');
    }
  });

  it('is found among the cards without diacritics and stands in the box at once', async () => {
    const { body } = await stage.open('/tro-giup/h1?tim=lam%20dinh%20danh%20muc%202');
    expect(body).toContain('the=vneid-register-level-2#tra-loi');
    const chosen = (await stage.open('/tro-giup/h1?tim=x&the=vneid-register-level-2')).body;
    const box = /<textarea[^>]*>([^<]*)</u.exec(chosen)?.[1] ?? '';
    expect(box.trim().length).toBeGreaterThan(30);
    expect(box).not.toContain('{bác}');
    expect(chosen).toMatch(/<option value="vneid-register-level-2" selected/u);
  });
});

const context = async (action: typeof listInbox) =>
  (await stage.run(action, {})) as { counts: { open: number }; desk: { stateWords: string }[] };

describe('the latest messages', () => {
  it('are read live by whoever has the request, kept nowhere, and the look is recorded under a pseudonym', async () => {
    await save();
    recent = [{ from: 'resident', text: 'em ơi bác không vào được <b>', at: MORNING }];
    await claim();
    const shown = await stage.press('/tro-giup/h1', '/tro-giup/h1/xem-tin');
    expect(shown.body).toContain('em ơi bác không vào được &lt;b&gt;');
    expect((await stage.open('/tro-giup/h1')).body).not.toContain('không vào được');
    expect((await lines())[0]).toMatchObject({ action: 'help.look', subject: `resident:p-${OA}-${LAN}` });
    stage.signIn(BINH);
    await expect(stage.run(lookAtChat, { id: 'h1' })).rejects.toThrow('Chị Hạnh đang trả lời');
  });
});

describe('the end of a request', () => {
  it('is closed with its outcome, asks the resident, and is opened again', async () => {
    await save();
    await claim();
    await stage.press('/tro-giup/h1', '/tro-giup/h1/dong', { outcome: 'solved', ask: '1' });
    expect(await request()).toMatchObject({ state: 'done', waitedMinutes: 25 });
    expect(queued).toMatchObject([{ userId: LAN, incoming: { notice: { what: 'closed', id: 'h1' } } }]);
    expect((await stage.open('/tro-giup/da-xong')).body).toContain('Đã giúp được');
    expect((await stage.open('/tro-giup/h1')).body).toContain('khép lại: Đã giúp được');
    const shown = await stage.press('/tro-giup/h1', '/tro-giup/h1/mo-lai');
    expect(shown.body).toContain('Bạn đang nhận');
    expect(await request()).toMatchObject({ state: 'desk' });
  });

  it('asks nobody who was not reached', async () => {
    await save();
    await claim();
    await stage.press('/tro-giup/h1', '/tro-giup/h1/dong', { outcome: 'unreached', ask: '1' });
    expect(queued).toEqual([]);
    expect((await request())?.waitedMinutes).toBeUndefined();
  });

  it('is handed to a team with somebody who can be asked, and to no other', async () => {
    await save();
    await claim();
    const refused = await stage.press('/tro-giup/h1', '/tro-giup/h1/chuyen', { team: 'LN03' });
    expect(refused.body).toContain('không còn ai nhắn được');
    const place = { teamCode: TEAM.code, communeCode: TEAM.communeCode };
    await stage.storage.saveMember({
      oaId: OA,
      userId: CHIN,
      name: 'Chín',
      role: 'member',
      state: 'active',
      joinedAt: 1,
      ...place,
    });
    await commitTurn(stage.storage, { userId: CHIN, resident: { lastInteractionAt: MORNING } });
    const shown = await stage.press('/tro-giup/h1', '/tro-giup/h1/chuyen', { team: 'ln03' });
    expect(shown.body).toContain('Đã chuyển cho tổ LN03');
    expect(await request()).toMatchObject({ state: 'open', handedTo: 'LN03' });
    expect(queued).toMatchObject([{ userId: LAN, incoming: { notice: { what: 'due' } } }]);
  });

  it('shows how long people waited, by week and commune', async () => {
    for (const [index, waitedMinutes] of [2, 4, 10, 20, 100].entries()) {
      await save({ id: `w${index}`, userId: `u${index}`, state: 'done', waitedMinutes });
    }
    await save();
    const { weeks, communes } = (await stage.run(waitingFigures, {})) as {
      weeks: object[];
      communes: object[];
    };
    expect(weeks[0]).toEqual({ monday: '2026-11-16', asked: 6, taken: 5, median: 10, ninetieth: 100 });
    expect(communes).toMatchObject([{ communeCode: '25270', asked: 6, median: 10 }]);
    const { body } = await stage.open('/tro-giup/so-lieu');
    expect(body).toContain('16/11/2026');
    expect(body).toContain('1 giờ 40 phút');
  });
});

describe('questions', () => {
  const keep = (text: string) =>
    commitTurn(stage.storage, { demand: { text, nearest: 'vneid-register-level-2', pseudonym: `p-${OA}-${LAN}` } });
  const demandPath = async () => {
    const [one] = await stage.storage.listDemand({ oaId: OA, fromDay: '2026-01-01', limit: 1 });
    return `/cau-hoi/giu/${one?.id}` as const;
  };

  it('that were kept are answered to whoever asked, whom nobody is shown, and leave the list', async () => {
    await keep('làm sao đổi tên trên thẻ bảo hiểm');
    const path = await demandPath();
    expect((await stage.open('/cau-hoi')).body).toContain('Còn nhắn được');
    const page = await stage.press(path, `${path}/nhan`);
    expect(page.body).toContain('được giấu tên');
    expect(page.body).not.toContain(LAN);
    expect(page.body).toContain('--card vneid-register-level-2');
    const shown = await stage.press(path, `${path}/tra-loi`, {
      text: 'Bác ra bảo hiểm xã hội cơ sở nhé.',
      answers: '0',
    });
    expect(shown.body).toContain('Đã gửi câu trả lời.');
    expect(sent).toMatchObject([{ userId: LAN }]);
    expect(textOf(sent[0]?.body)).toContain('“làm sao đổi tên trên thẻ bảo hiểm”');
    expect((await stage.open('/cau-hoi')).body).toContain('Không còn câu hỏi nào chờ.');
    expect(await stage.storage.listDemand({ oaId: OA, fromDay: '2026-01-01', limit: 1 })).toMatchObject([
      { state: 'answered' },
    ]);
    expect(JSON.stringify(await lines())).not.toContain('bảo hiểm');
  });

  it('may stay open for the list of asks, and are not sent outside the window', async () => {
    await keep('câu hỏi giữ lại để thêm vào thẻ');
    const path = await demandPath();
    await stage.clock.advance(8 * DAY);
    const shown = await stage.press(path, `${path}/nhan`);
    expect(shown.body).toContain('Không gửi được');
    expect(shown.body).not.toContain('Gửi cho người hỏi');
    await stage.press(path, `${path}/khep`, { settledAs: 'vneid-register-level-2' });
    expect(await stage.storage.listDemand({ oaId: OA, fromDay: '2026-01-01', limit: 1 })).toMatchObject([
      { state: 'answered', settledAs: 'vneid-register-level-2' },
    ]);
    expect(sent).toEqual([]);
  });

  it('of teams to the province are answered once', async () => {
    const question = { oaId: OA, id: 'q1', userId: CHIN, teamCode: 'LN03', communeCode: '25270', at: MORNING };
    await stage.storage.saveMemberQuestion({ ...question, text: 'Bà con mất điện thoại thì sao?', level: 'province' });
    await stage.storage.saveMemberQuestion({ ...question, id: 'q2', text: 'Hỏi xã', level: 'commune' });
    const { body } = await stage.open('/cau-hoi/to');
    expect(body).toContain('mất điện thoại');
    expect(body).not.toContain('Hỏi xã');
    await stage.press('/cau-hoi/to/q1', '/cau-hoi/to/q1/nhan');
    await stage.press('/cau-hoi/to/q1', '/cau-hoi/to/q1/tra-loi', {
      text: 'Khóa VNeID trước, gọi 0912345678.',
      share: '1',
      answers: '0',
    });
    expect(await stage.storage.findMemberQuestion({ oaId: OA, id: 'q1' })).toMatchObject({
      ...{ state: 'answered', answer: 'Khóa VNeID trước, gọi [số điện thoại].' },
    });
    expect((await stage.open('/cau-hoi/to/q1')).body).toContain('Câu hỏi đã được trả lời');
  });
});
