import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { startAnnouncement } from '../../src/broadcasts/start.ts';
import { planAnnouncement } from '../../src/broadcasts/plan.ts';
import { IDENTITY, startTestApp, type TestApp } from '../support/app.ts';
import { CLOCK_OFFSET_MS, productionEnv, runBot, shiftedClock, shiftedClockEnv } from '../support/bot-command.ts';
import { eventually } from '../support/eventually.ts';
import { type BotProcess, startBot } from '../support/load/bot-process.ts';
import { findFreePort } from '../support/free-port.ts';
import { echoWebhook, residentId } from '../support/load/webhook-body.ts';
import { startScriptedZalo, TOKEN } from '../support/scripted-zalo.ts';
import { openTurns } from '../support/stored-rows.ts';
import { commitTurn, OA, TEAM } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const [LAN, HOA, MAI, TAM, NGOC] = [1, 2, 3, 4, 5].map(residentId) as [string, string, string, string, string];
const TITLE = 'Lịch cấp căn cước';
const YAML = `title: ${TITLE}\ntext: Sáng thứ Bảy, tại nhà văn hóa ấp 3.\ncard: vneid-register-level-2\n`;

describe('an announcement to a commune', () => {
  let app: TestApp;
  let messageFile: string;
  beforeEach(async () => {
    app = await startTestApp({ clock: shiftedClock });
    messageFile = path.join(app.dataDir, 'message.yaml');
    writeFileSync(messageFile, YAML);
    await app.app.storage.saveTeams({ oaId: OA, teams: [TEAM, { ...TEAM, code: 'X1', communeCode: '25273' }], at: 1 });
  });
  afterEach(() => app.close());

  const bot = (...args: string[]) => runBot(args, { dataDir: app.dataDir, env: productionEnv });
  const announce = (...args: string[]) => bot('announce', '--file', messageFile, '--commune', '25270', ...args);
  const callsTo = (userId: string) => app.zalo.calls.filter((call) => call.userId === userId);
  const announced = () =>
    app.zalo.calls.filter(({ text }) => text?.startsWith(TITLE)).map(({ userId }) => userId ?? '');
  const idIn = (out: string): string => /[0-9a-f]{10}/u.exec(out)?.[0] ?? '';
  const progressOf = (id: string) => app.app.storage.announcementProgress({ id });
  const resident = async (userId: string) => (await app.app.storage.loadTurn({ oaId: OA, userId })).resident;
  /** Says something and waits for the answer to it. */
  const say = async (userId: string, text: string): Promise<string> => {
    const before = callsTo(userId).length;
    expect((await app.say(userId, text)).status).toBe(200);
    await eventually(() => {
      expect(callsTo(userId).length).toBeGreaterThan(before);
      expect(openTurns(app.dataDir)).toBe(0);
    });
    return callsTo(userId)
      .slice(before)
      .map(({ text: said = '' }) => said)
      .join('\n');
  };
  const join = async (userId: string, code = 'LN03'): Promise<void> => {
    await say(userId, 'xin chào');
    await say(userId, `TO ${code}`);
  };
  /** Some rounds of the lane, which a test hurries to 50 ms each. */
  const letRoundsPass = () => new Promise((resolve) => setTimeout(resolve, 300));

  test('reaches those who typed a team code of it exactly once; who cannot be reached is reported with the reason', async () => {
    await join(LAN);
    await join(HOA);
    await join(MAI, 'X1');
    await join(TAM);
    await say(TAM, 'dừng nhận tin');
    await commitTurn(app.app.storage, {
      userId: NGOC,
      resident: { teamCode: 'LN03', lastInteractionAt: shiftedClock.now() - 8 * DAY_MS },
    });
    const { out, exitCode } = await announce();
    expect(exitCode).toBe(0);
    expect(out).toContain('Nhắn trực tiếp được: 2 người (miễn phí 2, tính phí 0 tin');
    expect(out).toContain('- đã từ chối nhận tin: 1\n');
    expect(out).toContain('- quá 7 ngày không nhắn (Zalo không cho gửi): 1\n');
    await eventually(() => expect(announced().toSorted()).toEqual([LAN, HOA]));
    expect(callsTo(LAN).at(-1)?.body).toMatchObject({
      message: {
        attachment: { payload: { buttons: [{ title: 'Làm tài khoản VNeID mức 2', type: 'oa.query.hide' }] } },
      },
    });
    expect((await announce()).out).toContain('Thêm 0 người mới');
    await app.restart();
    await letRoundsPass();
    expect(announced()).toHaveLength(2);
    expect((await bot('announcements')).out).toMatch(
      new RegExp(`^${idIn(out)} {2}đã xong {2}.*: chờ 0, đã gửi 2, bỏ qua 0, lỗi 0, chưa rõ 0\n$`, 'u'),
    );
    expect(await app.metric('bot_sends_total{lane="announcement",result="sent"}')).toBe(0);
  });

  test('starts its guide by one press, and DỪNG TIN refuses further ones even in the middle of that guide', async () => {
    await join(LAN);
    await announce();
    await eventually(() => expect(announced()).toEqual([LAN]));
    const footer = callsTo(LAN).at(-1)?.text?.split('\n').at(-1) ?? '';
    const button = callsTo(LAN).at(-1)?.body as {
      message: { attachment: { payload: { buttons: { payload: string }[] } } };
    };
    expect(await say(LAN, button.message.attachment.payload.buttons[0]?.payload ?? '')).toContain('Công an xã');
    await say(LAN, /nhắn ([\p{Lu} ]+)\.$/u.exec(footer)?.[1] ?? '');
    expect((await resident(LAN))?.optOutAt).toBeGreaterThan(0);
    writeFileSync(messageFile, YAML.replace('Bảy', 'Sáu'));
    expect((await announce()).out).toContain('Không có ai để gửi.');
  });

  test('leaves out who refuses between the plan and the sending', async () => {
    await join(LAN);
    await join(HOA);
    const at = new Date(shiftedClock.now() + 7 * HOUR_MS + HOUR_MS).toISOString().slice(0, 16);
    const id = idIn((await announce('--at', at)).out);
    await say(LAN, 'dừng nhận tin');
    await letRoundsPass();
    expect(announced()).toEqual([]);
    shiftedClock.jump(HOUR_MS);
    try {
      await eventually(() => expect(announced()).toEqual([HOA]));
      await eventually(async () => expect(await progressOf(id)).toMatchObject({ sent: 1, skipped: 1, pending: 0 }));
    } finally {
      shiftedClock.jump(-HOUR_MS);
    }
  });

  test('is held back in the quiet hours, in which answers still go out, and sent in the morning', async () => {
    await join(LAN);
    const toNightMs = 13 * HOUR_MS;
    const { out } = await announce();
    await eventually(() => expect(announced()).toEqual([LAN]));
    shiftedClock.jump(toNightMs);
    try {
      await join(HOA);
      const plan = await planAnnouncement({
        storage: app.app.storage,
        audience: { oaId: OA, communeCode: '25270' },
        at: shiftedClock.now() - HOUR_MS * 2,
      });
      await startAnnouncement({
        storage: app.app.storage,
        title: TITLE,
        message: { text: `${TITLE} đêm` },
        audience: { oaId: OA, communeCode: '25270' },
        plan,
        at: shiftedClock.now(),
      });
      await letRoundsPass();
      expect(announced()).toEqual([LAN]);
      expect(await say(HOA, 'menu')).toContain('Dịch vụ công');
      shiftedClock.jump(9.5 * HOUR_MS);
      await eventually(() => expect(announced().toSorted()).toEqual([LAN, LAN, HOA]));
      shiftedClock.jump(-9.5 * HOUR_MS);
    } finally {
      shiftedClock.jump(-toNightMs);
    }
    expect(idIn(out)).not.toBe('');
  });

  test('whose sends hang never delays an answer', async () => {
    await join(LAN);
    const crowd = Array.from({ length: 60 }, (_, index) => residentId(100 + index));
    for (const userId of crowd) {
      await commitTurn(app.app.storage, {
        userId,
        resident: { teamCode: 'LN03', lastInteractionAt: shiftedClock.now() },
      });
    }
    const gate = Promise.withResolvers<undefined>();
    app.zalo.answer = ({ text }) => (text?.startsWith(TITLE) ? gate.promise : undefined);
    await announce();
    await eventually(() => expect(announced()).toHaveLength(10));
    const before = callsTo(LAN).filter(({ text }) => !text?.startsWith(TITLE)).length;
    await app.say(LAN, 'menu');
    await eventually(() =>
      expect(callsTo(LAN).filter(({ text }) => !text?.startsWith(TITLE))).toHaveLength(before + 1),
    );
    expect(announced()).toHaveLength(10);
    gate.resolve(undefined);
    await eventually(() => expect(new Set(announced()).size).toBe(61));
    expect(announced()).toHaveLength(61);
  });

  test('that Zalo refuses to one resident is recorded and shown, and the others get it', async () => {
    await join(LAN);
    await join(HOA);
    app.zalo.answer = ({ text, userId }) =>
      text?.startsWith(TITLE) && userId === LAN ? { json: { error: -230, message: 'no interaction' } } : undefined;
    const id = idIn((await announce()).out);
    await eventually(async () => expect(await progressOf(id)).toMatchObject({ sent: 1, failed: 1 }));
    expect((await bot('announcements')).out).toContain('đã gửi 1, bỏ qua 0, lỗi 1, chưa rõ 0');
    expect(await app.metric('bot_sends_total{lane="announcement",result="failed"}')).toBe(1);
  });
});

describe('a kill in the middle of an announcement', () => {
  test('repeats nobody: whoever was in flight stays unknown until an echo, everybody else gets it once', async () => {
    using folder = makeTempDir();
    const zalo = await startScriptedZalo();
    const recipients = Array.from({ length: 60 }, (_, index) => residentId(200 + index));
    const audience = { oaId: OA, communeCode: '25270' };
    const now = Date.now() + CLOCK_OFFSET_MS;
    const storage = await openSqliteStorage(folder.dir);
    await storage.saveTeams({ oaId: OA, teams: [TEAM], at: now });
    for (const userId of recipients)
      await commitTurn(storage, { userId, resident: { teamCode: 'LN03', lastInteractionAt: now } });
    const plan = await planAnnouncement({ storage, audience, at: now });
    const { id } = await startAnnouncement({
      storage,
      title: TITLE,
      message: { text: TITLE },
      audience,
      plan,
      at: now,
    });
    const port = await findFreePort();
    const start = (): Promise<BotProcess> =>
      startBot({
        entry: 'src/main.ts',
        port,
        dataDir: folder.dir,
        zaloUrl: zalo.url,
        identity: IDENTITY,
        env: { ...shiftedClockEnv, ZALO_ACCESS_TOKEN: 'access-1', ZALO_REFRESH_TOKEN: 'refresh-1' },
      });
    const sends = () => zalo.calls.filter(({ path: called }) => called !== TOKEN).map(({ userId = '' }) => userId);
    try {
      zalo.answer = (_call, number) => (number <= 25 ? undefined : new Promise(() => {}));
      const first = await start();
      await eventually(async () => {
        expect(sends()).toHaveLength(35);
        expect(await storage.announcementProgress({ id })).toMatchObject({ sent: 25, sending: 10, pending: 25 });
      });
      first.kill();
      await first.exited;
      const inFlight = sends().slice(25);
      zalo.answer = () => undefined;
      const second = await start();
      await eventually(async () =>
        expect(await storage.announcementProgress({ id })).toMatchObject({
          sent: 50,
          unknown: 10,
          pending: 0,
          sending: 0,
        }),
      );
      expect(sends().toSorted()).toEqual(recipients);
      const echo = echoWebhook(IDENTITY, inFlight[0] ?? '', TITLE, 'zalo-late', now);
      await fetch(`http://127.0.0.1:${port}/webhook/zalo`, {
        method: 'POST',
        body: echo.body,
        headers: { 'content-type': 'application/json', 'x-zevent-signature': echo.signature },
      });
      await eventually(async () =>
        expect(await storage.announcementProgress({ id })).toMatchObject({ sent: 51, unknown: 9 }),
      );
      await second.stop();
      expect(sends()).toHaveLength(60);
      const { out } = await runBot(['announcements'], { dataDir: folder.dir, env: productionEnv });
      expect(out).toContain('chờ 0, đã gửi 51, bỏ qua 0, lỗi 0, chưa rõ 9');
    } finally {
      await storage.close();
      await zalo.close();
    }
  });
});
