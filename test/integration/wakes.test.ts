import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Clock } from '../../src/shared/clock.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { residentId } from '../support/load/webhook-body.ts';
import { MORNING } from '../support/manual-clock.ts';
import { OA, TEAM } from '../support/storage-rows.ts';
import { openTurns, storedRows } from '../support/stored-rows.ts';

const LAN = residentId(1);
const HOUR_MS = 3_600_000;

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
  await app.app.storage.saveTeams({ oaId: OA, teams: [TEAM], at: 1 });
});
afterEach(() => app.close());

const dueSessions = () => storedRows(app.dataDir, 'select due_at from session where due_at is not null');
const inbox = () => storedRows(app.dataDir, 'select event_name, state from inbox');

async function say(text: string): Promise<string> {
  const before = app.zalo.calls.length;
  await app.say(LAN, text);
  await eventually(() => {
    expect(app.zalo.calls.length).toBeGreaterThan(before);
    expect(openTurns(app.dataDir)).toBe(0);
  });
  return app.zalo.calls
    .slice(before)
    .map((call) => call.text)
    .join('\n');
}

test('the server wakes a session whose time has come, through its own inbox, and leaves nothing behind', async () => {
  await say('TO LN03');
  expect(await say('#ho-tro')).toContain('Đang làm giúp người khác');
  expect(dueSessions()).toHaveLength(1);
  skippedMs = 2 * HOUR_MS;
  await eventually(() => expect(dueSessions()).toEqual([]));
  expect(inbox()).toEqual([]);
  expect(await app.metric('bot_turns_total{result="wake-stale"}')).toBe(1);
  expect(await say('menu')).not.toContain('làm giúp người khác');
});

test('what fell due while the server was down is woken by the next one', async () => {
  await say('TO LN03');
  await say('#ho-tro');
  await app.app.close();
  skippedMs = 3 * HOUR_MS;
  await app.restart();
  await eventually(() => expect(dueSessions()).toEqual([]));
});

test('what is done at a door is counted for the visit and the team, not for the member', async () => {
  for (const text of ['xin chào', '#consent-yes', 'TO LN03', '#ho-tro', '#card:temporary-residence', 'xong'])
    await say(text);
  await eventually(() => expect(inbox()).toEqual([]));
  expect(storedRows(app.dataDir, `select * from engagement_event where flow = 'temporary-residence'`)).toEqual([]);
  const visits = storedRows(app.dataDir, `select kind, team_code, visit from visit_event order by id`);
  expect(visits.map((row) => [row['kind'], row['team_code']])).toEqual([
    ['started', 'LN03'],
    ['step', 'LN03'],
  ]);
  expect(JSON.stringify(storedRows(app.dataDir, 'select * from visit_event'))).not.toContain(LAN);
  expect(storedRows(app.dataDir, `select sum(assisted) as n from engagement_total`)[0]?.['n']).toBe(2);
});
