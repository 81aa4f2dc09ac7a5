import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DATABASE_FILE, openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { NOT_OUTCOMES } from '../../src/teams/indicators.ts';
import { startTestApp } from '../support/app.ts';
import { type CommandResult, productionEnv, runBot, shiftedClock } from '../support/bot-command.ts';
import { eventually } from '../support/eventually.ts';
import { residentId } from '../support/load/webhook-body.ts';
import { MORNING } from '../support/manual-clock.ts';
import { anEngagement, commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { storedRows } from '../support/stored-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const DAY_MS = 24 * 3_600_000;

describe('bot indicators', { timeout: 60_000 }, () => {
  let folder: ReturnType<typeof makeTempDir>;
  let dataDir: string;
  beforeEach(() => {
    folder = makeTempDir();
    dataDir = path.join(folder.dir, 'data');
  });
  afterEach(() => folder[Symbol.dispose]());

  const bot = (...args: string[]): Promise<CommandResult> => runBot(args, { dataDir, env: productionEnv });

  /** Lan with two guides this month and one in October, Hoa with a visit as a member, and five things the team logged. */
  async function withWork(): Promise<void> {
    const storage = await openSqliteStorage(dataDir);
    await storage.saveTeams({
      oaId: OA,
      teams: [
        { ...TEAM, households: 40 },
        { ...TEAM, code: 'LN04' },
      ],
      at: 1,
    });
    const talk = (userId: string, at: number, engagement: ReturnType<typeof anEngagement>[]) =>
      commitTurn(storage, {
        userId,
        at,
        resident: { lastInteractionAt: at, teamCode: TEAM.code, teamAt: at },
        engagement,
      });
    const guide = [
      anEngagement(),
      anEngagement({ kind: 'step' }),
      anEngagement({ kind: 'step' }),
      anEngagement({ kind: 'finished' }),
    ];
    await talk(LAN, MORNING - 30 * DAY_MS, guide);
    await talk(LAN, MORNING - DAY_MS, [...guide, anEngagement({ kind: 'stuck' })]);
    await talk(LAN, MORNING, [...guide, anEngagement({ kind: 'outcome', outcome: 'qr-accepted', quantity: 2 })]);
    await talk(HOA, MORNING, [anEngagement({ kind: 'finished', visit: 'v' })]);
    await storage.saveFieldLog({
      ...{ oaId: OA, id: 'log', teamCode: TEAM.code, communeCode: TEAM.communeCode, userId: HOA, kind: 'qr-accepted' },
      ...{ topic: 'e-payments', quantity: 5, day: '2026-11-20', place: '', note: '', group: '', flag: '' },
      ...{ at: MORNING, knownTwins: [] },
    });
    await storage.close();
  }

  test('shows a team its month beside the one before, each source apart', async () => {
    await withWork();
    await bot('targets', 'set', 'reached', '20', '--team', '*');
    const { exitCode, out, err } = await bot('indicators', '--team', 'ln03');
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out.split('\n')).toEqual([
      'Tổ công nghệ số ấp 3 (LN03), tháng 11/2026',
      '',
      'Trợ lý đếm được trong trò chuyện',
      '- Tài khoản đã trò chuyện: 2 tài khoản (kỳ trước 1, chỉ tiêu 20)',
      '- Tài khoản mới theo tổ: 1 tài khoản (kỳ trước 1)',
      '- Lượt bắt đầu hướng dẫn: 2 lượt (kỳ trước 1)',
      '- Lượt đi hết hướng dẫn: 2 lượt (kỳ trước 1)',
      '- Bước đã xem: 4 bước (kỳ trước 2)',
      '- Lượt báo bị vướng: 1 lượt (kỳ trước 0)',
      '- Tỷ lệ bước bị vướng: 25 % (kỳ trước 0)',
      '- Lượt bà con báo làm được việc: 1 lượt (kỳ trước 0)',
      '- Điểm bán được hỗ trợ nhận tiền bằng mã QR: 2 điểm bán (kỳ trước 0)',
      '',
      'Thành viên hỗ trợ tại nhà, trợ lý đếm được (không cộng vào phần trên)',
      '- Lượt hỗ trợ tại nhà: 1 lượt (kỳ trước 0)',
      '- Hướng dẫn đi hết khi hỗ trợ tại nhà: 1 lượt (kỳ trước 0)',
      '',
      'Tổ ghi nhận (tổ tự ghi nhận, không cộng vào số đo được)',
      '- Điểm bán được hỗ trợ nhận tiền bằng mã QR: 5 điểm bán (kỳ trước 0)',
      '',
      NOT_OUTCOMES,
      '',
    ]);
  });

  test('finds figures that are wrong, says so with the exit code, and puts them right', async () => {
    await withWork();
    expect(await bot('indicators', 'recount', '--check')).toMatchObject({ exitCode: 0, err: '' });
    const database = new DatabaseSync(path.join(dataDir, DATABASE_FILE));
    database.exec(
      `update indicator_total set value = value + 7 where scope = 't' and span = 'm' and topic = '' and indicator = 'finished'
       and period = '2026-11'`,
    );
    database.close();
    const wrong = await bot('indicators', 'recount', '--check');
    expect(wrong.exitCode).toBe(1);
    expect(wrong.out).toContain('m 2026-11 t LN03  finished: đang là 9, đếm lại được 2');
    expect(wrong.err).toContain('INDICATORS_DIFFER: 1 figures differ');
    expect((await bot('indicators', 'recount', '--repair')).out).toContain('1 sai khác, đã sửa');
    const right = await bot('indicators', 'recount', '--check', '--json');
    expect(JSON.parse(right.out)).toMatchObject({ fromDay: '2026-10-23', toDay: '2026-11-22', differing: 0 });
  });
});

test('the server folds what a resident does within seconds, without being asked', async () => {
  const app = await startTestApp({ clock: shiftedClock });
  try {
    await app.app.storage.saveTeams({ oaId: OA, teams: [TEAM], at: 1 });
    await app.say(residentId(1), `TO ${TEAM.code}`);
    await eventually(() => {
      expect(
        storedRows(
          app.dataDir,
          `select unit, indicator, value from indicator_total where scope = 't' and span = 'm' order by indicator`,
        ),
      ).toEqual([
        { unit: 'LN03', indicator: 'credited', value: 1 },
        { unit: 'LN03', indicator: 'reached', value: 1 },
      ]);
    });
    expect(storedRows(app.dataDir, 'select * from tally')).toEqual([]);
  } finally {
    await app.close();
  }
});
