import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Clock } from '../../src/shared/clock.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { residentId } from '../support/load/webhook-body.ts';
import { MORNING } from '../support/manual-clock.ts';
import { OA, TEAM } from '../support/storage-rows.ts';
import { openTurns } from '../support/stored-rows.ts';
import { filesContaining } from '../support/temp-dir.ts';

const [LAN, CHIN, MUOI] = [residentId(1), residentId(2), residentId(3)];
const MINUTE_MS = 60_000;
const PHONE = '0912345678';

let app: TestApp;
let skippedMs = 0;
/** The day of the tests, running at the machine's pace; a test may skip hours. Timers stay real. */
const startedAt = performance.now();
const clock: Clock = {
  now: () => MORNING + skippedMs + Math.round(performance.now() - startedAt),
  after: (delayMs, run) => {
    const timer = setTimeout(run, Math.min(delayMs, 50));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

beforeEach(async () => {
  skippedMs = 0;
  app = await startTestApp({ clock });
  const { storage } = app.app;
  await storage.saveTeams({ oaId: OA, teams: [TEAM], at: 1 });
  for (const [userId, name] of [
    [CHIN, 'Lê Thị Chín'],
    [MUOI, 'Ông Mười'],
  ] as const) {
    const place = { teamCode: TEAM.code, communeCode: TEAM.communeCode };
    await storage.saveMember({ oaId: OA, userId, name, role: 'member', state: 'active', joinedAt: 1, ...place });
    await say('menu', userId);
  }
  await say('TO LN03');
});
afterEach(() => app.close());

const told = (userId: string): string =>
  app.zalo.calls.flatMap((call) => (call.userId === userId ? [call.text ?? ''] : [])).join('\n');

async function say(text: string, userId = LAN): Promise<void> {
  const before = told(userId).length;
  await app.say(userId, text);
  await eventually(() => {
    expect(told(userId).length).toBeGreaterThan(before);
    expect(openTurns(app.dataDir)).toBe(0);
  });
}

const live = () => app.app.storage.findLiveHelp({ oaId: OA, userId: LAN });

test('a number passes the webhook unmasked, reaches whoever takes the request, and is nowhere on the disk afterwards', async () => {
  await say('GẶP NGƯỜI');
  const { id = '' } = (await live()) ?? {};
  await say(`#help:phone|${id}`);
  await say('số của tôi 0912.345.678 nhé');
  expect((await live())?.phone).toBe(PHONE);
  expect(told(LAN)).not.toContain('[đã che]');
  await say(`#help:accept|${id}`, CHIN);
  expect(told(CHIN)).toContain(PHONE);
  expect(told(MUOI)).not.toContain(PHONE);
  await say(`#help:done|${id}`, CHIN);
  await eventually(() => expect(told(LAN)).toContain('Bác đã được giúp chưa'));
  await eventually(() => expect(openTurns(app.dataDir)).toBe(0));
  await app.app.storage.checkpoint();
  for (const digits of [PHONE, '0912.345.678']) expect(filesContaining(app.dataDir, digits)).toEqual([]);
  expect(app.log()).not.toContain(PHONE);
});

test('the running server asks the next one when the time is over, and so does the next server', async () => {
  await say('GẶP NGƯỜI');
  await eventually(() => expect(told(CHIN)).toContain('Có bà con ở Ấp 3'));
  skippedMs = 16 * MINUTE_MS;
  await eventually(() => expect(told(MUOI)).toContain('Có bà con ở Ấp 3'));
  await app.app.close();
  skippedMs = 40 * MINUTE_MS;
  await app.restart();
  await eventually(() => expect(told(LAN)).toContain('em đã chuyển cho cán bộ trực'));
  expect(await app.app.storage.listHandovers({ oaId: OA, limit: 9 })).toHaveLength(1);
  expect(await live()).toMatchObject({ state: 'desk', offers: [{ answer: 'time-out' }, { answer: 'time-out' }] });
});
