import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readSheet } from 'read-excel-file/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { NOT_OUTCOMES } from '../../src/teams/indicators.ts';
import { type CommandResult, productionEnv, runBot } from '../support/bot-command.ts';
import { MORNING } from '../support/manual-clock.ts';
import { readPdf } from '../support/pdf-text.ts';
import { anEngagement, commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const DAY_MS = 24 * 3_600_000;

describe('bot report', { timeout: 90_000 }, () => {
  let folder: ReturnType<typeof makeTempDir>;
  let dataDir: string;
  beforeEach(async () => {
    folder = makeTempDir();
    dataDir = path.join(folder.dir, 'data');
    const storage = await openSqliteStorage(dataDir);
    await storage.saveTeams({
      oaId: OA,
      teams: [
        { ...TEAM, households: 40 },
        { ...TEAM, code: 'LN04' },
      ],
      at: 1,
    });
    const talk = (userId: string, at: number, visit?: string) =>
      commitTurn(storage, {
        ...{ userId, at, resident: { lastInteractionAt: at, teamCode: TEAM.code, teamAt: at } },
        engagement: [anEngagement({ kind: 'finished', ...(visit === undefined ? {} : { visit }) })],
      });
    await talk(LAN, MORNING - 30 * DAY_MS);
    await talk(LAN, MORNING);
    await talk('3', MORNING);
    await talk(HOA, MORNING, 'v');
    const entry = { oaId: OA, teamCode: TEAM.code, communeCode: TEAM.communeCode, userId: HOA, topic: '', note: '' };
    const more = { place: 'Nhà văn hóa ấp 3', group: '', flag: '', at: MORNING, knownTwins: [] } as const;
    await storage.saveFieldLog({ ...entry, ...more, id: 'a', kind: 'qr-accepted', quantity: 5, day: '2026-11-20' });
    await storage.saveFieldLog({
      ...entry,
      ...more,
      id: 'b',
      kind: 'training-session',
      quantity: 2,
      day: '2026-11-03',
    });
    await storage.saveFieldLog({ ...entry, ...more, id: 'c', kind: 'qr-accepted', quantity: 1, day: '2026-10-31' });
    await storage.withdrawFieldLog({ oaId: OA, id: 'b', by: HOA, at: MORNING });
    await storage.close();
  });
  afterEach(() => folder[Symbol.dispose]());

  const bot = (...args: string[]): Promise<CommandResult> =>
    runBot(['report', ...args], { dataDir, env: productionEnv });
  const inFolder = (name: string): string => path.join(folder.dir, name);

  test('writes the month of a team as a workbook with what is kept of its log, by date', async () => {
    const out = inFolder('to.xlsx');
    expect(await bot('--team', 'ln03', '--month', '2026-11', '--out', out)).toEqual({
      ...{ exitCode: 0, err: '' },
      out: `Đã ghi ${out}\n`,
    });
    const summary = (await readSheet(out, 'Tổng hợp')) as (string | number | null)[][];
    const rowOf = (first: string) => summary.find((cells) => cells[0] === first);
    expect(rowOf('Tài khoản đã trò chuyện')?.slice(0, 4)).toEqual(['Tài khoản đã trò chuyện', 'tài khoản', 3, 1]);
    expect(rowOf('Lượt đi hết hướng dẫn')?.slice(2, 4)).toEqual([2, 1]);
    expect(rowOf('Lượt hỗ trợ tại nhà')?.slice(2, 4)).toEqual([1, 0]);
    expect(rowOf(NOT_OUTCOMES)).toBeDefined();
    const log = await readSheet(out, 'Tự ghi nhận');
    expect(log.slice(1).map((cells) => cells.slice(0, 4))).toEqual([
      ['20/11/2026', 'Điểm bán được hỗ trợ nhận tiền bằng mã QR', 5, 'điểm bán'],
    ]);
  });

  test('writes the quarter of the province on paper, addressed by the name that is set', async () => {
    const out = inFolder('tinh.pdf');
    const { exitCode, err } = await runBot(['report', '--province', '--quarter', '2026-Q4', '--out', out], {
      dataDir,
      env: { ...productionEnv, DEPARTMENT_NAME: 'Sở Thử nghiệm số' },
    });
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    const text = readPdf(readFileSync(out))
      .pages.map((page) => page.text)
      .join(' ');
    for (const part of ['SỞ THỬ NGHIỆM SỐ', 'BÁO CÁO QUÝ IV/2026', 'Phường Lộc Ninh', '7. Biểu dương', 'Lãnh đạo'])
      expect(text).toContain(part);
    expect(text).toContain('không phải kết quả ngoài đời');
    expect(text).toMatch(/Lượt đi hết hướng dẫn lượt 1 2 3 0/u);
  });

  test('writes the month of a commune as CSV', async () => {
    const out = inFolder('xa.txt');
    expect(await bot('--commune', '25270', '--month', '2026-11', '--format', 'csv', '--out', out)).toMatchObject({
      exitCode: 0,
    });
    const lines = readFileSync(out, 'utf8').split('\r\n');
    expect(lines).toContain(
      'tháng 11/2026,"Xã, phường",25270,Phường Lộc Ninh,1. Đo được qua trò chuyện,,Lượt đi hết hướng dẫn,2,lượt,1,,',
    );
    expect(lines.filter((line) => line.includes(',LN04,')).length).toBeGreaterThan(3);
  });

  test('still tells the month of a team in the terminal', async () => {
    const { exitCode, out } = await bot('--team', 'LN03', '--month', '2026-11');
    expect(exitCode).toBe(0);
    expect(out).toContain('Báo cáo tháng 11/2026 – Tổ công nghệ số ấp 3 (LN03), Ấp 3, Phường Lộc Ninh');
  });

  test.each([
    [['--quarter', '2026-Q4', '--out', 'x.pdf'], 'CLI_USAGE: Whose report?'],
    [
      ['--team', 'LN03', '--quarter', '2026-Q5', '--out', 'x.pdf'],
      'CLI_USAGE: "2026-Q5" is no period. Expected --quarter',
    ],
    [['--team', 'LN03', '--month', '2026-Q4', '--out', 'x.pdf'], 'CLI_USAGE: "2026-Q4" is no period. Expected --month'],
    [['--team', 'LN03', '--month', '2027-01', '--out', 'x.pdf'], 'CLI_USAGE: 2027-01 has not begun yet'],
    [
      ['--team', 'LN03', '--month', '2026-11', '--quarter', '2026-Q4', '--out', 'x.pdf'],
      'CLI_USAGE: --month and --quarter',
    ],
    [['--team', 'LN03', '--out', 'x.doc'], 'CLI_USAGE: --format "doc" is unknown'],
    [['--province'], 'CLI_USAGE: --out is missing'],
    [['--team', 'LN99', '--out', 'x.pdf'], 'TEAM_UNKNOWN: There is no team "LN99"'],
    [['--commune', '1', '--out', 'x.pdf'], 'CLI_USAGE: --commune "1"'],
  ] as const)('refuses %j and says what was expected', async (args, message) => {
    const { err, exitCode } = await bot(...args.map((one) => (one.startsWith('x.') ? inFolder(one) : one)));
    expect(err).toContain(message);
    expect(exitCode).toBeGreaterThan(0);
    expect(readdirSync(folder.dir)).toEqual(['data']);
  });
});
