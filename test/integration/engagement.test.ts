import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { productionEnv, runBot, shiftedClock } from '../support/bot-command.ts';
import { eventually } from '../support/eventually.ts';
import { residentId } from '../support/load/webhook-body.ts';
import { shippedCatalogue } from '../support/shipped-content.ts';
import { OA, TEAM } from '../support/storage-rows.ts';
import { openTurns, storedRows } from '../support/stored-rows.ts';
import { filesContaining } from '../support/temp-dir.ts';

const [LAN, HOA, MAI] = [1, 2, 3].map(residentId) as [string, string, string];
const CARD = 'vneid-register-level-2';
const card = shippedCatalogue().card(CARD);

let app: TestApp;
beforeEach(async () => {
  app = await startTestApp({ clock: shiftedClock });
  await app.app.storage.saveTeams({ oaId: OA, teams: [TEAM], at: 1 });
});
afterEach(() => app.close());

/** Says one thing after the other, each after the answer to the one before; the last answer comes back. */
async function say(userId: string, ...texts: string[]): Promise<string> {
  const to = () => app.zalo.calls.filter((call) => call.userId === userId);
  let before = 0;
  for (const text of texts) {
    before = to().length;
    await app.say(userId, text);
    await eventually(() => {
      expect(to().length).toBeGreaterThan(before);
      expect(openTurns(app.dataDir)).toBe(0);
    });
  }
  return to()
    .slice(before)
    .map(({ text = '' }) => text)
    .join('\n');
}

/** Rows of a table as the product has stored them. */
function rows(table: 'engagement_event' | 'engagement_total' | 'consent'): Record<string, unknown>[] {
  return storedRows(app.dataDir, `select * from ${table}`);
}

const totalOf = (kind: string): number =>
  rows('engagement_total')
    .filter((row) => row['kind'] === kind && row['flow'] === CARD)
    .reduce((sum, row) => sum + Number(row['count']), 0);

const steps = card?.steps.length ?? 0;
const allDone = Array<string>(steps).fill('xong');

test('a walk with consent is kept with team, commune, guide, version and a pseudonym; one without only as day totals', async () => {
  expect(await say(LAN, 'xin chào', '#consent-yes')).toContain('cảm ơn');
  expect(await say(LAN, 'TO LN03')).toContain(TEAM.name);
  await say(LAN, `#card:${CARD}`, ...allDone);
  await say(HOA, 'xin chào', '#consent-no', 'TO LN03', `#card:${CARD}`, 'xong', 'chưa làm được');
  await say(MAI, 'xin chào', `#card:${CARD}`);

  const events = rows('engagement_event').filter((row) => row['flow'] === CARD);
  expect(new Set(events.map((row) => row['pseudonym'])).size).toBe(1);
  expect(events[0]?.['pseudonym']).toMatch(/^[0-9a-f]{16}$/u);
  expect(events.map((row) => row['kind'])).toEqual(expect.arrayContaining(['started', 'step', 'finished']));
  for (const event of events) {
    expect(event).toMatchObject({
      oa_id: OA,
      team_code: 'LN03',
      commune_code: '25270',
      topic: 'public-services',
      day: '2026-11-22',
    });
    expect(event['version']).toMatch(/^\S+$/u);
  }
  expect(rows('consent').map(({ user_id, choice, text_version }) => [user_id, choice, text_version])).toEqual([
    [LAN, 'yes', shippedCatalogue().messages.noticeVersion],
    [HOA, 'no', shippedCatalogue().messages.noticeVersion],
  ]);

  expect({ started: totalOf('started'), finished: totalOf('finished'), stuck: totalOf('stuck') }).toEqual({
    started: 3,
    finished: 1,
    stuck: 1,
  });
  const kept = JSON.stringify([...rows('engagement_event'), ...rows('engagement_total')]);
  for (const userId of [LAN, HOA, MAI]) expect(kept).not.toContain(userId);
  expect(kept).not.toContain('chưa làm được');
  expect(rows('engagement_total').filter((row) => row['team_code'] === '' && row['flow'] === CARD)).toMatchObject([
    { kind: 'started', count: 1, commune_code: '' },
  ]);
});

test('the report of the team counts both residents and no stranger, and names nobody', async () => {
  await say(LAN, 'xin chào', '#consent-yes', 'TO LN03', `#card:${CARD}`, ...allDone);
  await say(HOA, 'xin chào', 'TO LN03', `#card:${CARD}`, 'chưa làm được', 'gặp người hỗ trợ');
  await say(MAI, 'xin chào', `#card:${CARD}`);
  const csvFile = path.join(app.dataDir, 'bao-cao.csv');
  const { out } = await runBot(['report', '--team', 'LN03', '--month', '2026-11', '--csv', csvFile], {
    dataDir: app.dataDir,
    env: productionEnv,
  });
  expect(out).toContain('Người dân đang được ghi nhận cho tổ: 2. Người đồng ý cho đếm và có hoạt động trong tháng: 1.');
  const line = out.split('\n').find((candidate) => candidate.includes('| Làm tài khoản VNeID mức 2:')) ?? '';
  expect(line).toMatch(/bắt đầu 2, qua bước \d+, vướng 1, xong 1,/u);
  const csv = parse(readFileSync(csvFile), { bom: true }) as string[][];
  expect(csv.find((row) => row[5] === 'Làm tài khoản VNeID mức 2' && row[6] === 'Bắt đầu')?.[7]).toBe('2');
  for (const userId of [LAN, HOA]) expect(out + csv.flat().join()).not.toContain(userId.slice(-6));
});

test('NGỪNG ĐẾM deletes what was kept under the pseudonym and keeps the totals', async () => {
  await say(LAN, 'xin chào', '#consent-yes', 'TO LN03', `#card:${CARD}`, 'xong');
  expect(rows('engagement_event')).not.toEqual([]);
  const totals = rows('engagement_total');
  await say(LAN, 'ngừng đếm');
  expect(rows('engagement_event')).toEqual([]);
  expect(rows('engagement_total')).toEqual(totals);
  await say(LAN, `#card:${CARD}`);
  expect(rows('engagement_event')).toEqual([]);
  expect(rows('engagement_total')).not.toEqual(totals);
});

test('XÓA DỮ LIỆU leaves nothing of the resident on the disk, and the team keeps its totals', async () => {
  await say(LAN, 'xin chào', '#consent-yes', 'TO LN03', `#card:${CARD}`, 'xong');
  const before = totalOf('started');
  expect(filesContaining(app.dataDir, LAN)).not.toEqual([]);
  await say(LAN, 'xóa dữ liệu', '#erase-confirm');
  await eventually(() => expect(rows('engagement_event')).toEqual([]));
  await app.app.close();
  expect(filesContaining(app.dataDir, LAN)).toEqual([]);
  await app.restart();
  expect(totalOf('started')).toBe(before);
  expect(
    await app.app.storage.countResidents({ oaId: OA, teamCode: 'LN03', fromDay: '2026-11-01', toDay: '2026-11-31' }),
  ).toEqual({ credited: 0, activeWithConsent: 0 });
});
