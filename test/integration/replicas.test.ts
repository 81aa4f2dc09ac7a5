import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { residentId } from '../support/load/webhook-body.ts';
import { emptyServerDatabase, whyNoPostgres } from '../support/postgres.ts';
import { type RedisServer, startRedis, whyNoRedis } from '../support/redis.ts';

const skipped = whyNoPostgres() ?? whyNoRedis();
const WAIT_MS = 30_000;

describe.skipIf(skipped !== undefined)('two servers on one database', () => {
  let redis: RedisServer;
  let one: TestApp;
  let other: TestApp;
  let env: Record<string, string>;

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    await redis.command('FLUSHALL');
    env = {
      DATABASE_URL: await emptyServerDatabase(`replicas-${Math.round(performance.now() * 1000)}`),
      REDIS_URL: redis.url,
      PSEUDONYM_KEY: 'one key for both of them',
    };
    one = await startTestApp({ env });
    other = await startTestApp({ env: { ...env, ZALO_API_URL: one.zalo.url, ZALO_OAUTH_URL: one.zalo.url } });
  });
  afterEach(async () => {
    await other.close();
    await one.close();
  });

  const textsTo = (userId: string): string[] =>
    one.zalo.calls.filter((call) => call.userId === userId).map(({ text }) => (text ?? '').slice(0, 30));
  const menusTo = (userId: string): number =>
    textsTo(userId).filter((text) => text.startsWith('Bác cần em giúp việc gì ạ?')).length;
  const settled = () =>
    eventually(async () => {
      const counts = await one.app.storage.counts();
      expect(counts).toMatchObject({ inboxPending: 0, inboxFailed: 0, outboxPending: 0, outboxSending: 0 });
    }, WAIT_MS);
  const shareOf = (app: TestApp): Promise<number> => app.metric('bot_resident_slots');
  const evenly = () =>
    eventually(async () => {
      expect([await shareOf(one), await shareOf(other)]).toEqual([128, 128]);
    }, WAIT_MS);

  test('share the residents evenly, and answer each message once and in order whichever of them it reaches', async () => {
    await evenly();
    const script = ['xin chào', '#card:temporary-residence', 'menu', '#card:temporary-residence'];
    const lone = residentId(1);
    for (const text of script) {
      await one.say(lone, text);
      await settled();
    }
    const reference = textsTo(lone);
    expect(reference.length).toBeGreaterThan(script.length);
    const residents = Array.from({ length: 30 }, (_, index) => residentId(100 + index));
    await Promise.all(
      residents.map(async (userId, index) => {
        // Not waiting for replies: each post may come while the other server is still at the one before.
        for (const [step, text] of script.entries())
          expect((await ((index + step) % 2 === 0 ? one : other).say(userId, text)).status).toBe(200);
      }),
    );
    await settled();
    for (const userId of residents) expect(textsTo(userId)).toEqual(reference);

    expect((await one.metric('bot_sends_total{lane="answer",result="sent"}')) > 0).toBe(true);
    expect((await other.metric('bot_sends_total{lane="answer",result="sent"}')) > 0).toBe(true);
  }, 90_000);

  test('a server that stops leaves its residents to the other, and takes its share back when it comes again', async () => {
    await evenly();
    const residents = Array.from({ length: 12 }, (_, index) => residentId(300 + index));
    const talking = residents.map((userId) => other.say(userId, 'xin chào'));
    await Promise.all(talking);
    const restarted = other.restart();
    await Promise.all(residents.map((userId) => one.say(userId, 'menu')));
    await restarted;
    await evenly();
    await Promise.all(residents.map((userId, index) => (index % 2 === 0 ? one : other).say(userId, 'menu')));
    await settled();
    // The greeting shows the menu too.
    for (const userId of residents) expect(menusTo(userId)).toBe(3);
  }, 90_000);

  test('find what the other took in while Redis is away, and after it is back', async () => {
    await evenly();
    await redis.kill();
    const residents = Array.from({ length: 8 }, (_, index) => residentId(400 + index));
    for (const app of [one, other]) await Promise.all(residents.map((userId) => app.say(userId, 'menu')));
    await settled();
    await redis.start();
    await Promise.all(residents.map((userId) => other.say(userId, 'menu')));
    await settled();
    for (const userId of residents) expect(menusTo(userId)).toBe(3);
  }, 90_000);

  test('work that is done once for all has one of them', async () => {
    const leaders = async (): Promise<number[]> => [await one.metric('bot_leads'), await other.metric('bot_leads')];
    expect(await leaders()).toEqual([1, 0]);
    await one.restart();
    await eventually(async () => expect(await leaders()).toEqual([0, 1]), WAIT_MS);
  }, 60_000);
});
