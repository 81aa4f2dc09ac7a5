import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { startTestApp } from '../support/app.ts';
import { type CommandResult, productionEnv, runBot, shiftedClock } from '../support/bot-command.ts';
import { eventually } from '../support/eventually.ts';
import { residentId } from '../support/load/webhook-body.ts';
import { MORNING } from '../support/manual-clock.ts';
import { anEngagement, commitTurn, HOA, OA, TEAM } from '../support/storage-rows.ts';
import { openTurns, storedRows } from '../support/stored-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const DAY_MS = 24 * 3_600_000;

describe('bot scam-waves', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let dataDir: string;
  beforeEach(() => {
    folder = makeTempDir();
    dataDir = path.join(folder.dir, 'data');
  });
  afterEach(() => folder[Symbol.dispose]());

  const bot = (...args: string[]): Promise<CommandResult> =>
    runBot(['scam-waves', ...args], { dataDir, env: productionEnv });

  /** Six police calls this week and three the week before in Lộc Ninh, one parcel of somebody who lives nowhere. */
  async function withScams(): Promise<void> {
    const storage = await openSqliteStorage(dataDir);
    await storage.saveTeams({ oaId: OA, teams: [TEAM], at: 1 });
    const scam = (outcome: string, count: number) =>
      Array.from({ length: count }, () =>
        anEngagement({ kind: 'question', topic: 'scam-safety', flow: 'scam-check-dangerous', version: '', outcome }),
      );
    const other = [
      anEngagement({ kind: 'question', topic: 'scam-safety', flow: 'scam-check-unknown', version: '' }),
      anEngagement({ kind: 'question', topic: 'scam-safety', flow: 'scam-fake-police-court', version: '' }),
    ];
    const lan = { resident: { teamCode: TEAM.code } };
    await commitTurn(storage, { ...lan, at: MORNING - 7 * DAY_MS, engagement: scam('police', 3) });
    await commitTurn(storage, { ...lan, at: MORNING - 6 * DAY_MS, engagement: scam('police', 5) });
    await commitTurn(storage, { ...lan, at: MORNING, engagement: [...scam('police', 1), ...other] });
    await commitTurn(storage, { userId: HOA, at: MORNING, engagement: scam('delivery', 1) });
    await commitTurn(storage, { userId: HOA, at: MORNING - 14 * DAY_MS, engagement: scam('job', 9) });
    await storage.close();
  }

  test('lists kinds by commune against the week before, and marks what is new', async () => {
    await withScams();
    expect(await bot()).toMatchObject({
      exitCode: 0,
      err: '',
      out: [
        'Tin có dấu hiệu lừa đảo mà bà con hỏi, từ 16/11/2026 đến 22/11/2026 (trong ngoặc: 7 ngày trước đó)',
        '',
        'Phường Lộc Ninh (25270)',
        '- Giả công an, tòa án: 6 lượt (3)  ĐỢT MỚI',
        '',
        'Chưa rõ xã',
        '- Giả giao hàng, bưu kiện: 1 lượt (0)',
        '',
        'Đợt mới: từ 5 lượt trở lên và ít nhất gấp đôi trước đó. Đây là số lượt hỏi, không phải số người bị lừa.',
        '',
      ].join('\n'),
    });
  });

  test('takes other days, one commune, and speaks JSON', async () => {
    await withScams();
    const [day, twoWeeks, elsewhere] = await Promise.all([
      bot('--days', '1', '--json', '--commune', '25270'),
      bot('--days', '14', '--json'),
      bot('--commune', '25210'),
    ]);
    expect(JSON.parse(day.out)).toEqual({
      days: 1,
      fromDay: '2026-11-22',
      toDay: '2026-11-22',
      beforeFromDay: '2026-11-21',
      waves: [
        {
          communeCode: '25270',
          communeName: 'Phường Lộc Ninh (25270)',
          kind: 'police',
          kindName: 'Giả công an, tòa án',
          count: 1,
          before: 0,
          isNew: false,
        },
      ],
    });
    expect((JSON.parse(twoWeeks.out) as { waves: unknown[] }).waves).toMatchObject([
      { kind: 'police', count: 9, before: 0, isNew: true },
      { kind: 'delivery', count: 1, before: 0 },
      { kind: 'job', count: 0, before: 9, isNew: false },
    ]);
    expect(elsewhere.out).toContain('Chưa có ai hỏi về tin có dấu hiệu lừa đảo');
  });

  test('of an installation without any says so', async () => {
    const [lines, json] = await Promise.all([bot(), bot('--json')]);
    expect(lines).toMatchObject({
      exitCode: 0,
      out: 'Chưa có ai hỏi về tin có dấu hiệu lừa đảo, từ 16/11/2026 đến 22/11/2026, và trong 7 ngày trước đó.\n',
    });
    expect(JSON.parse(json.out)).toMatchObject({ waves: [] });
  });

  test('says which days and communes it takes', async () => {
    for (const args of [
      ['--days', '0'],
      ['--days', '91'],
      ['--days', '1.5'],
      ['--days', 'tuần'],
      ['--commune', '99999'],
    ] as const) {
      const { exitCode, err } = await bot(...args);
      expect(exitCode).toBe(2);
      expect(err).toContain(`CLI_USAGE: ${args[0]} "${args[1]}"`);
    }
  });
});

test('a checked message is counted for all as a total of its commune, and under a pseudonym only with consent', async () => {
  const app = await startTestApp({ clock: shiftedClock });
  try {
    await app.app.storage.saveTeams({ oaId: OA, teams: [TEAM], at: 1 });
    const [agreed, refused, helper] = [1, 2, 3].map(residentId) as [string, string, string];
    const say = async (userId: string, ...texts: string[]): Promise<void> => {
      for (const text of texts) {
        const before = app.zalo.calls.length;
        await app.say(userId, text);
        await eventually(() => {
          expect(app.zalo.calls.length).toBeGreaterThan(before);
          expect(openTurns(app.dataDir)).toBe(0);
        });
      }
    };
    const scam = 'Bưu điện: kiện hàng của bạn bị giữ, đóng phí tại http://nhan-hang-nhanh.top';
    await say(agreed, 'xin chào', '#consent-yes', 'TO LN03', scam);
    await say(refused, 'xin chào', '#consent-no', 'TO LN03', scam);
    await say(helper, 'xin chào', '#consent-yes', 'TO LN03', '#ho-tro', scam);
    const of = (table: string) =>
      storedRows(app.dataDir, `select * from ${table} where flow = 'scam-check-dangerous' order by 1`);
    expect(of('engagement_total')).toMatchObject([
      { commune_code: TEAM.communeCode, outcome: 'delivery', assisted: 0, count: 2 },
      { commune_code: TEAM.communeCode, outcome: 'delivery', assisted: 1, count: 1 },
    ]);
    expect(of('engagement_event')).toMatchObject([{ outcome: 'delivery' }]);
    expect(of('visit_event')).toMatchObject([{ outcome: 'delivery' }]);
    expect(JSON.stringify([of('engagement_total'), of('engagement_event')])).not.toMatch(/kiện hàng|nhan-hang/u);
    const { waves } = JSON.parse(
      (await runBot(['scam-waves', '--json'], { dataDir: app.dataDir, env: productionEnv })).out,
    ) as { waves: unknown[] };
    expect(waves).toMatchObject([{ communeCode: TEAM.communeCode, kind: 'delivery', count: 3 }]);
  } finally {
    await app.close();
  }
});
