import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LOCKS } from '../../src/storage/postgres/asked.ts';
import { lockDatabase } from '../../src/storage/postgres/server-lock.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { residentId } from '../support/load/webhook-body.ts';
import { databaseFor, type PostgresServer, startPostgres, takeLockFrom, whyNoPostgres } from '../support/postgres.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const LAN = residentId(1);
const PASSWORD = 'geheim-der-tests';

describe.skipIf(whyNoPostgres() !== undefined)('the whole product on PostgreSQL', () => {
  let app: TestApp;

  const textsTo = (userId: string): string[] =>
    app.zalo.calls.filter((call) => call.userId === userId).map(({ text }) => text ?? '');
  const settled = () =>
    eventually(async () => {
      expect(await app.app.storage.counts()).toMatchObject({ inboxPending: 0, inboxFailed: 0, outboxPending: 0 });
    }, 20_000);

  describe('with a server that stays', () => {
    beforeEach(async () => {
      const url = await databaseFor(`app-${process.pid}-${Math.round(performance.now() * 1000)}`);
      app = await startTestApp({ env: { DATABASE_URL: url } });
    });
    afterEach(() => app.close());

    test('answers a resident, counts them, and goes on after a restart', async () => {
      await app.say(LAN, 'xin chào');
      await eventually(() => expect(textsTo(LAN)).toHaveLength(2), 10_000);
      await app.restart();
      await app.say(LAN, '#card:temporary-residence');
      await eventually(() => expect(textsTo(LAN).length).toBeGreaterThan(2), 10_000);
      await settled();
      const { resident, session } = await app.app.storage.loadTurn({ oaId: '2468013579246801357', userId: LAN });
      expect(session.version).toBeGreaterThanOrEqual(2);
      expect(resident?.noticeAt).toBeTypeOf('number');
      expect(await app.metric('bot_sends_total{lane="answer",result="unknown"}')).toBe(0);
      expect(app.log()).not.toContain(PASSWORD);
    }, 60_000);

    test('handles forty residents at once, each message once', async () => {
      const residents = Array.from({ length: 40 }, (_, index) => residentId(100 + index));
      await Promise.all(residents.map((userId) => app.say(userId, 'xin chào')));
      await eventually(() => expect(app.zalo.calls).toHaveLength(80), 20_000);
      await settled();
      for (const userId of residents) expect(textsTo(userId)).toHaveLength(2);
    }, 40_000);

    test('the same event posted again has no second effect', async () => {
      await app.say(LAN, 'xin chào');
      await eventually(() => expect(textsTo(LAN)).toHaveLength(2), 10_000);
      const event = { ...(JSON.parse(EVENT) as Record<string, unknown>), sender: { id: LAN } };
      const posted = await Promise.all([1, 2, 3].map(() => app.postEvent(event)));
      expect(posted.map(({ status }) => status)).toEqual([200, 200, 200]);
      await settled();
      expect(textsTo(LAN)).toHaveLength(3);
    }, 60_000);
  });

  test('a second server on the same database is refused, and may start when the first has gone', async () => {
    const url = await databaseFor(`second-${process.pid}`);
    const unlock = await lockDatabase({ url, onTaken: () => undefined });
    await expect(lockDatabase({ url, patienceMs: 300, onTaken: () => undefined })).rejects.toMatchObject({
      code: 'DATABASE_IN_USE',
      message: expect.not.stringContaining(PASSWORD) as string,
    });
    const waits = lockDatabase({ url, onTaken: () => undefined });
    await unlock();
    await (await waits)();
  });

  test('a server whose line broke stops when another was faster', async () => {
    const url = await databaseFor(`faster-${process.pid}`);
    let isTaken = false;
    const unlock = await lockDatabase({ url, onTaken: () => (isTaken = true) });
    await takeLockFrom(url, 'tro-ly-so-lock', LOCKS.server, async () => {
      await eventually(() => isTaken, 9_000);
    });
    await unlock();
  });

  describe('with a server that goes away', () => {
    let folder: ReturnType<typeof makeTempDir>;
    let server: PostgresServer;

    beforeAll(async () => {
      folder = makeTempDir();
      server = await startPostgres(folder.dir, { isDurable: true });
    }, 60_000);
    afterAll(async () => {
      await server.stop();
      folder[Symbol.dispose]();
    });

    test('takes every event within two seconds, and answers each once when the database is back', async () => {
      app = await startTestApp({ env: { DATABASE_URL: server.url } });
      for (const text of ['xin chào', '#card:temporary-residence', 'menu']) {
        await app.say(LAN, text);
        await settled();
      }
      const reference = textsTo(LAN);
      const residents = Array.from({ length: 12 }, (_, index) => residentId(200 + index));
      await Promise.all(residents.map((userId) => app.say(userId, 'xin chào')));
      await settled();
      // In the middle of commits: some of them are never acknowledged.
      const during = residents.map((userId) => app.say(userId, '#card:temporary-residence'));
      await new Promise((resolve) => setTimeout(resolve, 15));
      await server.crash();
      const startedAt = performance.now();
      const away = await Promise.all(residents.map((userId) => app.say(userId, 'menu')));
      expect(performance.now() - startedAt).toBeLessThan(2_000);
      expect([...(await Promise.all(during)), ...away].map(({ status }) => status)).toEqual(Array(24).fill(200));
      await server.restart();
      const dueTo = (userId: string): string[] => textsTo(userId).filter((text, index, all) => text !== all[index - 1]);
      await eventually(() => {
        for (const userId of residents) expect(dueTo(userId)).toEqual(reference);
      }, 40_000);
      await settled();
      // One that was under way at the crash may have come twice: nobody knew whether it had arrived.
      const { unknownTotal } = await app.app.storage.counts();
      const sent = residents.reduce((sum, userId) => sum + textsTo(userId).length, 0);
      expect(sent - 12 * reference.length).toBeLessThanOrEqual(unknownTotal);
      expect(app.log()).not.toContain(PASSWORD);
      await app.close();
    }, 90_000);
  });

  test('a database that cannot be reached stops the start, without a word of its password', async () => {
    const error: unknown = await startTestApp({
      env: { DATABASE_URL: `postgres://bot:${PASSWORD}@127.0.0.1:9/bot` },
    }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'STORAGE_FAILED' });
    expect(String(error)).toContain('127.0.0.1:9/bot');
    expect(String(error)).toContain('DATABASE_URL');
    expect(`${String(error)} ${(error as Error).stack ?? ''}`).not.toContain(PASSWORD);
  });
});

const EVENT = JSON.stringify({
  app_id: '1357924680135792468',
  event_name: 'user_send_text',
  timestamp: '1795305600000',
  recipient: { id: '2468013579246801357' },
  user_id_by_app: '555000111',
  message: { msg_id: 'the-same', text: 'menu' },
});
