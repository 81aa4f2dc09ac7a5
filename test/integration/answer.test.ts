import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/shared/clock.ts';
import { openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { IDENTITY, startTestApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { anEvent } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';
import { SEND_V2, SEND_V3, TOKEN } from '../support/scripted-zalo.ts';

const LAN = '3691470258369147025';
const HOA = '3691470258369147026';

/** The machine's clock with the five seconds of waiting for an echo shortened, so that no test waits for them. */
const hurriedClock = {
  now: systemClock.now,
  after: (delayMs: number, run: () => void) => systemClock.after(delayMs === 5_000 ? 150 : delayMs, run),
};

describe('a signed webhook', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({ clock: hurriedClock });
  });
  afterEach(() => app.close());

  const counts = () => app.app.storage.counts();
  const textsTo = (userId: string) =>
    app.zalo.calls.filter((call) => call.userId === userId).map(({ text = '' }) => text);
  /** A resident who has seen the notice, with an empty outbox. */
  const greet = async (userId = LAN): Promise<number> => {
    await app.say(userId, 'xin chào');
    await eventually(() => expect(textsTo(userId)).toHaveLength(2));
    await eventually(async () => expect(await counts()).toMatchObject({ outboxPending: 0, inboxPending: 0 }));
    return app.zalo.calls.length;
  };

  test('gets a real answer at Zalo: the notice, then the menu, by v3 with the token', async () => {
    expect(await app.say(LAN, 'xin chào')).toEqual({ status: 200, body: { ok: true } });
    await eventually(() => expect(app.zalo.calls).toHaveLength(2));
    const [notice, menu] = app.zalo.calls;
    expect(notice).toMatchObject({ path: SEND_V3, accessToken: 'access-1', userId: LAN });
    expect(notice?.text).toContain('trợ lý tự động');
    expect(menu?.body).toMatchObject({
      recipient: { user_id: LAN },
      message: { attachment: { payload: { buttons: [{ title: 'Dịch vụ công' }, {}, {}, {}, {}] } } },
    });
    expect(await app.metric('bot_sends_total{lane="answer",result="sent"}')).toBe(2);
  });

  test('of each of many residents is answered, each in order', async () => {
    const residents = Array.from({ length: 20 }, (_, index) => `36914702583691480${String(index).padStart(2, '0')}`);
    await Promise.all(
      residents.map(async (userId) => {
        for (const text of ['menu', '1', 'menu', '2']) await app.say(userId, text);
      }),
    );
    await eventually(() => expect(app.zalo.calls).toHaveLength(20 * 5), 15_000);
    for (const userId of residents) {
      const subjects = textsTo(userId).flatMap((text) => /Về ([\p{L} ]+), bác/u.exec(text)?.[1] ?? []);
      expect(subjects).toEqual(['dịch vụ công', 'thanh toán']);
    }
  });

  test('with a dead access token refreshes it, keeps the new pair before it is used, and answers once', async () => {
    const storedAtSend: (string | undefined)[] = [];
    app.zalo.answer = async (call) => {
      if (call.path === TOKEN) return undefined;
      if (call.accessToken === 'access-1') return { json: { error: -216, message: 'Access token is invalid' } };
      storedAtSend.push((await app.app.storage.loadOa({ oaId: IDENTITY.oaId }))?.refreshToken);
      return undefined;
    };
    await app.say(LAN, 'xin chào');
    await eventually(() => expect(storedAtSend).toHaveLength(2));
    expect(storedAtSend).toEqual(['refresh-2', 'refresh-2']);
    const refreshes = app.zalo.calls.filter(({ path }) => path === TOKEN);
    expect(refreshes.map(({ body }) => body['refresh_token'])).toEqual(['refresh-1']);
    await app.restart();
    await app.say(LAN, 'menu');
    await eventually(() => expect(app.zalo.calls.at(-1)).toMatchObject({ path: SEND_V3, accessToken: 'access-2' }));
    expect(app.zalo.calls.filter(({ path }) => path === TOKEN)).toHaveLength(1);
  });

  test('of a state agency is answered by v2 after -235, and that is remembered over a restart', async () => {
    app.zalo.answer = (call) =>
      call.path === SEND_V3 ? { json: { error: -235, message: 'not supported for this OA type' } } : undefined;
    await app.say(LAN, 'xin chào');
    await eventually(() => expect(app.zalo.calls.filter(({ path }) => path === SEND_V2)).toHaveLength(2));
    expect(app.zalo.calls.filter(({ path }) => path === SEND_V3)).toHaveLength(1);
    await app.restart();
    await app.say(LAN, 'menu');
    await eventually(() => expect(app.zalo.calls.filter(({ path }) => path === SEND_V2)).toHaveLength(3));
    expect(app.zalo.calls.filter(({ path }) => path === SEND_V3)).toHaveLength(1);
  });

  test('whose answer ends in a 502 page is sent once more when no echo comes', async () => {
    const before = await greet();
    app.zalo.answer = (_call, number) => (number === before + 1 ? { html: 502 } : undefined);
    await app.say(LAN, 'menu');
    await eventually(() => expect(app.zalo.calls).toHaveLength(before + 2));
    expect(app.zalo.calls.at(-1)?.text).toBe(app.zalo.calls.at(-2)?.text);
    await eventually(async () => expect(await counts()).toMatchObject({ outboxUnknown: 0, unknownTotal: 1 }));
  });

  test('whose answer ends in a 502 page is not sent again when its echo comes', async () => {
    const before = await greet();
    app.zalo.answer = (_call, number) => (number === before + 1 ? { html: 502 } : undefined);
    await app.say(LAN, 'menu');
    await eventually(() => expect(app.zalo.calls).toHaveLength(before + 1));
    await eventually(async () => expect((await counts()).outboxUnknown).toBe(1));
    await app.echo(LAN, app.zalo.texts().at(-1) ?? '', 'zalo-late');
    await eventually(async () => expect((await counts()).outboxUnknown).toBe(0));
    await app.say(LAN, '1');
    await eventually(() => expect(app.zalo.texts().at(-1)).toContain('Về dịch vụ công'));
    expect(app.zalo.calls).toHaveLength(before + 2);
  });

  test('whose answer stays unknown twice is given to staff, and the next answer goes out', async () => {
    const before = await greet();
    app.zalo.answer = (_call, number) => (number <= before + 2 ? { html: 502 } : undefined);
    await app.say(LAN, 'menu');
    await eventually(() => expect(app.zalo.calls).toHaveLength(before + 2));
    await app.say(LAN, '1');
    await eventually(() => expect(app.zalo.texts().at(-1)).toContain('Về dịch vụ công'));
    expect(await counts()).toMatchObject({ outboxUnknown: 1, unknownTotal: 2 });
    expect(await app.metric('bot_outbox_unknown')).toBe(1);
  });

  test('whose resident cannot be reached is recorded as failed with its code', async () => {
    app.zalo.answer = () => ({ json: { error: -230, message: 'no interaction' } });
    await app.say(LAN, 'menu');
    await eventually(async () => expect(await counts()).toMatchObject({ outboxFailed: 2, outboxPending: 0 }));
    expect(await app.metric('bot_zalo_errors_total{code="-230"}')).toBe(2);
  });

  test('and its repeat, at the same moment, are answered once', async () => {
    const event = {
      event_name: 'user_send_text',
      app_id: IDENTITY.appId,
      sender: { id: LAN },
      recipient: { id: IDENTITY.oaId },
      message: { text: 'xin chào', msg_id: 'same-1' },
      timestamp: '1795305601733',
    };
    const statuses = await Promise.all(Array.from({ length: 10 }, () => app.postEvent(event)));
    expect(statuses.map(({ status }) => status)).toEqual(Array(10).fill(200));
    await eventually(() => expect(app.zalo.calls).toHaveLength(2));
    await app.restart();
    expect((await app.postEvent(event)).status).toBe(200);
    await app.say(HOA, 'menu');
    await eventually(() => expect(textsTo(HOA)).toHaveLength(2));
    expect(textsTo(LAN)).toHaveLength(2);
  });

  test('that was answered 200 is answered at Zalo in spite of a shutdown', async () => {
    const gate = Promise.withResolvers<undefined>();
    app.zalo.answer = () => gate.promise;
    const residents = Array.from({ length: 60 }, (_, index) => `36914702583691490${String(index).padStart(2, '0')}`);
    const posted = await Promise.all(residents.map((userId) => app.say(userId, 'menu')));
    expect(posted.every(({ status }) => status === 200)).toBe(true);
    const restarted = app.restart();
    gate.resolve(undefined);
    await restarted;
    await eventually(() => expect(app.zalo.calls).toHaveLength(2 * residents.length), 15_000);
    for (const userId of residents)
      expect(textsTo(userId).map((text) => text.slice(0, 8))).toEqual(['Chào bác', 'Bác cần ']);
    expect(await counts()).toMatchObject({ inboxPending: 0, outboxUnknown: 0, outboxFailed: 0 });
  });

  test('whose sends break off midway does not hold up what follows', async () => {
    const before = await greet();
    app.zalo.answer = () => 'close';
    await app.say(LAN, 'menu');
    await eventually(() => expect(app.zalo.calls.length).toBeGreaterThan(before));
    app.zalo.answer = () => undefined;
    await app.say(LAN, '1');
    await eventually(() => expect(app.zalo.texts().at(-1)).toContain('Về dịch vụ công'));
  });
});

describe('the data folder', () => {
  test('of a process that died holds accepted events: the next one answers them first, in order', async () => {
    const folder = makeTempDir();
    try {
      const storage = await openSqliteStorage(folder.dir);
      for (const [number, text] of ['menu', '1', 'menu', '2'].entries()) {
        const payload = JSON.stringify({
          type: 'text',
          oaId: IDENTITY.oaId,
          userId: LAN,
          at: 0,
          text,
          msgId: `m${number}`,
        });
        await storage.acceptEvent(anEvent({ payload, receivedAt: Date.now() }));
      }
      await storage.close();
      const app = await startTestApp({ env: { DATA_DIR: folder.dir } });
      try {
        await app.say(LAN, '3');
        await eventually(() => expect(app.zalo.calls).toHaveLength(6));
        const subjects = app.zalo.texts().flatMap((text) => /Về ([\p{L} ]+), bác/u.exec(text)?.[1] ?? []);
        expect(subjects).toEqual(['dịch vụ công', 'thanh toán']);
      } finally {
        await app.close();
      }
    } finally {
      folder[Symbol.dispose]();
    }
  });

  test('belongs to one server at a time and to one OA', async () => {
    const app = await startTestApp();
    try {
      const env = { DATA_DIR: app.dataDir };
      await expect(startTestApp({ env })).rejects.toMatchObject({ code: 'DATA_DIR_IN_USE' });
      await app.app.close();
      await expect(startTestApp({ env: { ...env, ZALO_OA_ID: '999' } })).rejects.toMatchObject({
        code: 'DATA_DIR_OF_ANOTHER_OA',
      });
    } finally {
      await app.close();
    }
  });

  test('without any token the server accepts, says why it cannot answer, and answers after a restart with one', async () => {
    const app = await startTestApp({ env: { ZALO_ACCESS_TOKEN: '', ZALO_REFRESH_TOKEN: '' } });
    try {
      expect((await app.say(LAN, 'menu')).status).toBe(200);
      expect(app.log()).toContain('no answer can be sent');
      expect(await app.metric('bot_zalo_token_usable')).toBe(0);
      expect(app.zalo.calls).toEqual([]);
    } finally {
      await app.close();
    }
  });
});
