import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEMO_OA_ID } from '../../src/config.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { type CommandResult, productionEnv, runBot, runScript } from '../support/bot-command.ts';
import { LOAD_IDENTITY } from '../support/load/webhook-body.ts';
import { MORNING } from '../support/manual-clock.ts';
import { anEngagement, commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const DAY_MS = 24 * 3_600_000;
const GOOD_ROW = 'LN03,Tổ công nghệ số ấp 3,75,25270,Ấp 3';
const ANNOUNCEMENT =
  'title: Lịch cấp căn cước\ntext: Sáng thứ Bảy, tại nhà văn hóa ấp 3.\ncard: vneid-register-level-2\n';

let folder: ReturnType<typeof makeTempDir>;
let dataDir: string;
beforeEach(() => {
  folder = makeTempDir();
  dataDir = path.join(folder.dir, 'data');
});
afterEach(() => folder[Symbol.dispose]());

const file = (name: string, text: string): string => {
  const target = path.join(folder.dir, name);
  writeFileSync(target, text);
  return target;
};
const bot = (...args: string[]): Promise<CommandResult> => runBot(args, { dataDir, env: productionEnv });
const demoBot = (...args: string[]): Promise<CommandResult> => runBot(args, { dataDir });

/** Works on the data folder as a server does, and closes it again. */
async function onDisk<T>(work: (storage: Storage) => Promise<T>): Promise<T> {
  const storage = await openSqliteStorage(dataDir);
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

test('help shows every command with an example, and an unknown command shows it too, with exit code 2', async () => {
  const [help, unknown] = await Promise.all([bot('help'), bot('anounce')]);
  expect(help).toMatchObject({ exitCode: 0, err: '' });
  for (const command of [
    'teams import',
    'members',
    'communes merge',
    'report',
    'scam-waves',
    'announce --file',
    'announcements',
    'waiting',
    'tokens import',
    'understand',
    'flow-step',
  ]) {
    expect(help.out).toContain(`  ${command}`);
  }
  expect(unknown).toMatchObject({ exitCode: 2, out: help.out });
});

describe('bot teams', () => {
  test('explains each bad row by its line and imports nothing, or the good rows alone if told to, and lists them', async () => {
    const csv = file(
      'teams.csv',
      `code,name,province,commune,hamlet\n${GOOD_ROW}\nLN,Tổ công nghệ số ấp 4,75,25270,Ấp 4\nLN05,Tổ ấp 5,75,99999,Ấp 5\n`,
    );
    const explained = [
      expect.stringMatching(/^dòng 3: code: "LN" không dùng được/u),
      expect.stringMatching(/^dòng 4: commune: "99999" không có/u),
    ];
    const refused = await bot('teams', 'import', '--file', csv);
    expect(refused.exitCode).toBe(1);
    expect(refused.out.split('\n')).toEqual([...explained, expect.stringContaining('Chưa lưu gì'), '']);
    expect(await onDisk((storage) => storage.listTeams({ oaId: LOAD_IDENTITY.oaId }))).toEqual([]);
    const imported = await bot('teams', 'import', '--file', csv, '--skip-bad');
    expect(imported.out.split('\n')).toEqual([
      ...explained,
      'Đã lưu 1 tổ (1 mới, 0 cập nhật). Đã bỏ qua 2 dòng lỗi.',
      '',
    ]);
    const [listed, again] = await Promise.all([
      bot('teams', 'list'),
      bot('teams', 'import', '--file', file('good.csv', `code,name,province,commune,hamlet\n${GOOD_ROW}\n`)),
    ]);
    expect(listed.out).toBe('LN03\tTổ công nghệ số ấp 3\tẤp 3\tPhường Lộc Ninh\n');
    expect(again).toMatchObject({ exitCode: 0, out: 'Đã lưu 1 tổ (0 mới, 1 cập nhật).\n' });
    expect(await onDisk((storage) => storage.listTeams({ oaId: LOAD_IDENTITY.oaId }))).toEqual([TEAM]);
  });

  test('works on an added OA with --oa, and on no other one', async () => {
    const oaId = '5550000000000000001';
    const keys = { appId: '1', name: 'OA xã', appSecret: 'sealed', oaSecret: 'sealed', addedAt: 1 };
    await onDisk((storage) => storage.addOa({ oaId, ...keys }));
    const csv = file('teams.csv', `code,name,province,commune,hamlet\n${GOOD_ROW}\n`);
    const [imported, refused] = [
      await bot('teams', 'import', '--file', csv, '--oa', oaId),
      await bot('teams', 'import', '--file', csv, '--oa', '5550000000000000002'),
    ];
    expect(imported).toMatchObject({ exitCode: 0, out: 'Đã lưu 1 tổ (1 mới, 0 cập nhật).\n' });
    expect(refused).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/^CLI_USAGE: --oa "5550000000000000002"/u),
    });
    expect(await onDisk((storage) => storage.listTeams({ oaId }))).toEqual([TEAM]);
    expect(await onDisk((storage) => storage.listTeams({ oaId: LOAD_IDENTITY.oaId }))).toEqual([]);
  });

  test('with --dry-run changes nothing', async () => {
    const csv = file('teams.csv', `code,name,province,commune,hamlet\n${GOOD_ROW}\n`);
    const result = await bot('teams', 'import', '--file', csv, '--dry-run');
    expect(result).toMatchObject({
      exitCode: 0,
      out: 'Chạy thử: 1 tổ nhập được (1 mới, 0 cập nhật), 0 dòng lỗi. Chưa lưu gì.\n',
    });
    await onDisk(async (storage) => {
      expect(await storage.listTeams({ oaId: OA })).toEqual([]);
      expect(await storage.readMeta({ key: 'installation' })).toBeUndefined();
    });
  });

  test('says what it cannot use, with the code and exit code 2 or 1', async () => {
    const results = await Promise.all([
      bot('teams', 'import'),
      bot('teams', 'import', '--file', path.join(folder.dir, 'none.csv')),
      bot('teams', 'imprt', '--file', 'x.csv'),
      bot('teams', '--colour', 'red'),
      bot('teams', 'import', '--file', file('empty.csv', '')),
    ]);
    expect(results.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2, 2, 1]);
    expect(results.map(({ err }) => err.split(':')[0])).toEqual([
      'CLI_USAGE',
      'CLI_USAGE',
      'CLI_USAGE',
      'CLI_USAGE',
      'TEAM_FILE_INVALID',
    ]);
    expect(results[0]?.err).toContain('--file is missing');
    expect(results[1]?.err).toContain('none.csv');
    expect(results[2]?.err).toContain('imprt');
    expect(results[3]?.err).toContain('--colour');
  });
});

describe('the data folder', () => {
  test('given to a real OA by its first import is refused to the demo, and to another OA', async () => {
    const csv = file('teams.csv', `code,name,province,commune,hamlet\n${GOOD_ROW}\n`);
    await bot('teams', 'import', '--file', csv);
    const [demo, demoServer, other] = await Promise.all([
      demoBot('teams'),
      runScript('src/main.ts', [], { env: { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' } }),
      runBot(['teams'], { dataDir, env: { ...productionEnv, ZALO_OA_ID: '999' } }),
    ]);
    expect(demo).toMatchObject({ exitCode: 1, err: expect.stringMatching(/^CONFIG_DEMO_REFUSED: .*real OA/u) });
    expect(demoServer).toMatchObject({ exitCode: 1, err: expect.stringMatching(/^CONFIG_DEMO_REFUSED: .*real OA/u) });
    expect(other).toMatchObject({ exitCode: 1, err: expect.stringMatching(/^DATA_DIR_OF_ANOTHER_OA: .*999/u) });
    expect(demo.err + other.err + demoServer.err).not.toContain(LOAD_IDENTITY.oaSecret);
  });

  test('of the demo is refused to a real OA', async () => {
    const csv = file('teams.csv', `code,name,province,commune,hamlet\n${GOOD_ROW}\n`);
    expect(await demoBot('teams', 'import', '--file', csv)).toMatchObject({ exitCode: 0 });
    expect((await onDisk((storage) => storage.listTeams({ oaId: DEMO_OA_ID }))).map(({ code }) => code)).toEqual([
      'LN03',
    ]);
    const [command, server] = await Promise.all([
      bot('teams'),
      runScript('src/main.ts', [], {
        env: { ...productionEnv, DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent' },
      }),
    ]);
    for (const { exitCode, err } of [command, server]) {
      expect(exitCode).toBe(1);
      expect(err).toMatch(/^DATA_DIR_OF_ANOTHER_OA: .*belongs to the demo/u);
    }
  });

  test('that only was looked at belongs to nobody yet', async () => {
    expect(await demoBot('teams')).toMatchObject({ exitCode: 0, out: expect.stringContaining('Chưa có tổ nào') });
    expect(await bot('announcements')).toMatchObject({ exitCode: 0, out: 'Chưa có thông báo nào.\n' });
  });

  test('with a half-set group of credentials stops with the name of the variable', async () => {
    const { ZALO_OA_SECRET: _omitted, ...half } = productionEnv;
    const result = await runBot(['teams'], { dataDir, env: half });
    expect(result).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/^CONFIG_MISSING_SECRET: ZALO_OA_SECRET is not set/u),
    });
  });
});

describe('bot report', () => {
  beforeEach(() =>
    onDisk(async (storage) => {
      await storage.saveTeams({ oaId: OA, teams: [{ ...TEAM, name: '=Tổ ấp 3' }], at: MORNING });
      const onCard = { topic: 'public-services', flow: 'vneid-register-level-2' };
      await commitTurn(storage, {
        resident: { teamCode: 'LN03', consent: 'yes' },
        pseudonym: 'p-lan',
        engagement: [
          anEngagement(onCard),
          anEngagement({ ...onCard, kind: 'finished' }),
          anEngagement({ ...onCard, kind: 'outcome', outcome: 'vneid-level-2' }),
        ],
      });
      await commitTurn(storage, { userId: HOA, resident: { teamCode: 'LN03' }, engagement: [anEngagement(onCard)] });
    }),
  );

  test('prints the month in Vietnamese and exports a CSV for Excel that runs no formula', async () => {
    const csvFile = path.join(folder.dir, 'bao-cao.csv');
    const { exitCode, out } = await bot('report', '--team', 'ln03', '--month', '2026-11', '--csv', csvFile);
    expect(exitCode).toBe(0);
    expect(out).toContain('Báo cáo tháng 11/2026 – =Tổ ấp 3 (LN03), Ấp 3, Phường Lộc Ninh');
    expect(out).toContain(
      'Người dân đang được ghi nhận cho tổ: 2. Người đồng ý cho đếm và có hoạt động trong tháng: 1.',
    );
    expect(out).toContain(
      '- Dịch vụ công | Làm tài khoản VNeID mức 2: bắt đầu 2, qua bước 0, vướng 0, xong 1, cần người 0, chưa trả lời được 0',
    );
    expect(out).toMatch(/Kết quả người dân tự báo:\n- .+: 1 /u);
    const bytes = readFileSync(csvFile);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows = parse(bytes, { bom: true }) as string[][];
    expect(rows.slice(1).map((row) => row[2])).toEqual(Array(rows.length - 1).fill("'=Tổ ấp 3"));
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/u.test(cell))).toEqual([]);
  });

  test('of this month is the default, and what it cannot report is an error with its code', async () => {
    const [today, noTeam, unknownTeam, badMonth] = await Promise.all([
      bot('report', '--team', 'LN03'),
      bot('report'),
      bot('report', '--team', 'XX9'),
      bot('report', '--team', 'LN03', '--month', '11/2026'),
    ]);
    expect(today?.out).toContain('Báo cáo tháng 11/2026');
    expect(noTeam).toMatchObject({ exitCode: 2, err: expect.stringMatching(/^CLI_USAGE: --team is missing/u) });
    expect(unknownTeam).toMatchObject({ exitCode: 1, err: expect.stringMatching(/^TEAM_UNKNOWN: .*"XX9"/u) });
    expect(badMonth).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/^CLI_USAGE: "11\/2026" is not a month/u),
    });
  });
});

describe('bot announce', () => {
  let message: string;
  beforeEach(async () => {
    message = file('message.yaml', ANNOUNCEMENT);
    await onDisk(async (storage) => {
      await storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
      const join = (userId: string, resident: object) =>
        commitTurn(storage, { userId, resident: { teamCode: 'LN03', ...resident } });
      await join(LAN, { lastInteractionAt: MORNING });
      await join(HOA, { lastInteractionAt: MORNING - 3 * DAY_MS });
      await join('refused', { lastInteractionAt: MORNING, optOutAt: MORNING });
      await join('silent', { lastInteractionAt: MORNING - 8 * DAY_MS });
    });
  });
  const announce = (...args: string[]) => bot('announce', '--file', message, '--commune', '25270', ...args);
  const idIn = (out: string): string => /\(?[mM]ã(?: thông báo:)? ([0-9a-f]{10})/u.exec(out)?.[1] ?? '';
  const progressOf = (id: string) => onDisk((storage) => storage.announcementProgress({ id }));

  test('with --dry-run shows who is reached, who is not and why, and the cost, and keeps nothing', async () => {
    const { exitCode, out } = await announce('--dry-run');
    expect(exitCode).toBe(0);
    expect(out.split('\n')).toEqual([
      'Thông báo: Lịch cấp căn cước',
      expect.stringContaining('Nhắn trực tiếp được: 2 người (miễn phí 1, tính phí 1 tin × 55 đ = 55 đ;'),
      'Không nhắn trực tiếp được: 2 người.',
      '- đã từ chối nhận tin: 1',
      '- quá 7 ngày không nhắn (Zalo không cho gửi): 1',
      expect.stringContaining('Bắt đầu 22/11/2026 09:0'),
      'Chạy thử: chưa gửi gì.',
      '',
    ]);
    expect(await onDisk((storage) => storage.listAnnouncements({ oaId: OA }))).toEqual([]);
  });

  test('twice, once with the team named too, is one announcement and repeats nobody', async () => {
    const first = await announce();
    const id = idIn(first.out);
    expect(first.out).toContain(`Đã xếp hàng 2 người. Mã thông báo: ${id}.`);
    const second = await announce();
    expect(second.out).toContain(`Thông báo này đã có (mã ${id}, gửi từ 22/11/2026 09:0`);
    expect(second.out).toContain('Thêm 0 người mới; ai đã có trong danh sách thì không gửi lại.');
    expect(await progressOf(id)).toMatchObject({ pending: 2, skipped: 0 });
    const [byTeam, byBoth] = [
      await bot('announce', '--file', message, '--team', 'LN03'),
      await announce('--team', 'ln03'),
    ];
    expect(idIn(byBoth.out)).toBe(idIn(byTeam.out));
    expect(byBoth.out).toContain('Thêm 0 người mới');
  });

  test('keeps the hour of --at, moved out of the night', async () => {
    const [later, night] = [
      await announce('--at', '2026-11-23T10:30'),
      await bot('announce', '--file', message, '--team', 'LN03', '--at', '2026-11-22 22:15'),
    ];
    expect(later.out).toContain('Bắt đầu 23/11/2026 10:30, người cuối nhận khoảng 23/11/2026 10:30');
    expect(night.out).toContain('Bắt đầu 23/11/2026 07:00');
    const dueAt = async (out: string) =>
      (await onDisk((storage) => storage.findAnnouncement({ id: idIn(out) })))?.dueAt;
    expect(await dueAt(later.out)).toBe(Date.parse('2026-11-23T10:30+07:00'));
    expect(await dueAt(night.out)).toBe(Date.parse('2026-11-23T07:00+07:00'));
    expect((await bot('announcements')).out).toMatch(
      / {2}chờ đến giờ {2}23\/11\/2026 10:30 {2}Lịch cấp căn cước: chờ 2,/u,
    );
  });

  test('can be paused, resumed and cancelled; cancelled is final', async () => {
    const id = idIn((await announce()).out);
    const state = async (action: string) => (await bot('announcements', action, id)).out;
    expect(await state('pause')).toMatch(new RegExp(`^${id} {2}tạm dừng {2}`, 'u'));
    expect(await state('resume')).toContain('đang gửi');
    expect(await state('cancel')).toContain('đã hủy  22/11/2026 09:0');
    expect(await progressOf(id)).toMatchObject({ pending: 0, skipped: 2 });
    const [resumed, again] = await Promise.all([bot('announcements', 'resume', id), announce()]);
    for (const { exitCode, err } of [resumed, again]) {
      expect(exitCode).toBe(1);
      expect(err).toMatch(/^ANNOUNCEMENT_CANCELLED: /u);
    }
    expect(await progressOf(id)).toMatchObject({ pending: 0, skipped: 2 });
  });

  test('says what it cannot use, with the code and exit code 2 or 1', async () => {
    const cases: [string[], number, RegExp][] = [
      [['announce', '--commune', '25270'], 2, /^CLI_USAGE: --file is missing/u],
      [['announce', '--file', message], 2, /^CLI_USAGE: --commune is missing/u],
      [['announce', '--file', message, '--commune', '2527'], 2, /^CLI_USAGE: --commune "2527" is not one of/u],
      [
        ['announce', '--file', message, '--commune', '00004', '--team', 'LN03'],
        2,
        /^CLI_USAGE: Team LN03 belongs to commune 25270/u,
      ],
      [['announce', '--file', message, '--commune', '25270', '--team', 'XX9'], 1, /^TEAM_UNKNOWN: .*"XX9"/u],
      [
        ['announce', '--file', message, '--commune', '25270', '--at', 'mai'],
        2,
        /^CLI_USAGE: --at "mai" is not a time/u,
      ],
      [
        ['announce', '--file', message, '--commune', '25270', '--at', '2026-02-30T08:00'],
        2,
        /^CLI_USAGE: --at "2026-02-30T08:00"/u,
      ],
      [
        ['announce', '--file', message, '--commune', '25270', '--at', '2026-11-22T08:59'],
        2,
        /^CLI_USAGE: .*08:59 is in the past/u,
      ],
      [
        ['announce', '--file', file('bad.yaml', 'title: Lịch\n'), '--commune', '25270'],
        1,
        /^ANNOUNCEMENT_INVALID: .*text: /u,
      ],
      [['announcements', 'pause', 'none'], 1, /^ANNOUNCEMENT_UNKNOWN: There is no announcement "none"/u],
      [['announcements', 'pause'], 2, /^CLI_USAGE: "announcements pause" cannot be done/u],
      [['announcements', 'stop', 'x'], 2, /^CLI_USAGE: "announcements stop x" cannot be done/u],
    ];
    await Promise.all(
      cases.map(async ([args, exitCode, err]) =>
        expect(await bot(...args)).toMatchObject({ exitCode, err: expect.stringMatching(err) }),
      ),
    );
    expect(await onDisk((storage) => storage.listAnnouncements({ oaId: OA }))).toEqual([]);
  });

  test('to nobody keeps nothing and says so', async () => {
    const { exitCode, out } = await bot('announce', '--file', message, '--commune', '00004');
    expect(exitCode).toBe(0);
    expect(out).toContain('Không có ai để gửi.');
    expect(await onDisk((storage) => storage.listAnnouncements({ oaId: OA }))).toEqual([]);
  });
});

test('bot waiting shows who waits for a person, longest first, without the whole id', async () => {
  await onDisk(async (storage) => {
    await storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
    await commitTurn(storage, { resident: { handoverAt: MORNING, teamCode: 'LN03' } });
    await commitTurn(storage, { userId: HOA, resident: { handoverAt: MORNING - 60_000 } });
  });
  const { out } = await bot('waiting');
  expect(out.split('\n').slice(1, 3)).toEqual([
    `22/11/2026 08:59  người dùng …${HOA.slice(-6)}`,
    `22/11/2026 09:00  người dùng …${LAN.slice(-6)}  tổ LN03`,
  ]);
  expect(out).not.toContain(LAN);
});

test('bot tokens import replaces the stored tokens, and without any in the environment says what is missing', async () => {
  await onDisk((storage) =>
    storage.saveOaTokens({ oaId: OA, accessToken: 'old-a', refreshToken: 'old-r', expiresAt: 1 }),
  );
  const none = await bot('tokens', 'import');
  expect(none).toMatchObject({
    exitCode: 1,
    err: expect.stringMatching(/^CONFIG_MISSING_SECRET: ZALO_REFRESH_TOKEN/u),
  });
  const env = { ...productionEnv, ZALO_REFRESH_TOKEN: 'new-refresh-1', ZALO_ACCESS_TOKEN: 'new-access-1' };
  const { exitCode, out, err } = await runBot(['tokens', 'import'], { dataDir, env });
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(out).not.toContain('new-');
  expect(await onDisk((storage) => storage.loadOa({ oaId: OA }))).toMatchObject({
    accessToken: 'new-access-1',
    refreshToken: 'new-refresh-1',
  });
});

describe('the lines other programs read', () => {
  let understood: {
    text: string;
    decision: string;
    topic: string;
    subtopic: string | null;
    confidence: number;
    alternatives: object[];
  }[];
  let raw: CommandResult;
  const LINES = [
    'làm vneid mức 2 ở đâu',
    'ho vua lua toi chuyen khoan 20 trieu',
    'mã OTP của tôi là 482913',
    'xin chào',
    'qwerty zxcv',
    '',
  ];
  beforeAll(async () => {
    raw = await runScript('src/cli.ts', ['understand'], { env: {}, input: `${LINES.join('\r\n')}\r\n` });
    understood = raw.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as (typeof understood)[number]);
  });

  test('of understand are one for each line of input, with the fields of the contract', () => {
    expect(raw).toMatchObject({ exitCode: 0, err: '' });
    expect(understood).toHaveLength(LINES.length);
    for (const line of understood) {
      expect(Object.keys(line).slice(0, 6)).toEqual([
        'text',
        'topic',
        'subtopic',
        'decision',
        'confidence',
        'alternatives',
      ]);
      expect([
        'public-services',
        'e-payments',
        'e-commerce',
        'scam-safety',
        'other-platforms',
        'smalltalk',
        'out-of-scope',
      ]).toContain(line.topic);
      expect(line.confidence).toBeGreaterThanOrEqual(0);
      expect(line.confidence).toBeLessThanOrEqual(1);
    }
    expect(understood.map(({ decision }) => decision)).toEqual([
      'answer',
      'emergency',
      expect.any(String),
      'answer',
      'decline',
      'decline',
    ]);
    expect(understood[0]).toMatchObject({ topic: 'public-services', subtopic: 'vneid-register-level-2' });
    expect(understood[3]).toMatchObject({ topic: 'smalltalk', subtopic: null });
  });

  test('of understand echo the text with secrets masked', () => {
    expect(understood[0]?.text).toBe(LINES[0]);
    expect(understood[2]?.text).toMatch(/^mã OTP của tôi là /u);
    expect(raw.out).not.toContain('482913');
  });

  test('of flow-step walk a card from outside: the state goes in, the next comes out', async () => {
    const step = async (line: object) => {
      const { out, exitCode } = await runScript('src/cli.ts', ['flow-step'], {
        env: {},
        input: `${JSON.stringify(line)}\n`,
      });
      expect(exitCode).toBe(0);
      return JSON.parse(out) as { state: object | null; actions: { type: string; text?: string }[] };
    };
    const first = await step({ flow: 'vneid-register-level-2', state: null, event: { type: 'start' } });
    expect(first.actions.find(({ type }) => type === 'say')?.text).toContain('VNeID mức 2');
    const second = await step({
      flow: 'vneid-register-level-2',
      state: first.state,
      event: { type: 'text', text: 'xong' },
    });
    expect(second.actions.map(({ type }) => type)).toContain('track');
    expect(second.state).not.toEqual(first.state);
  });

  test('of flow-step answer a bad line with its code and go on', async () => {
    const input =
      'not json\n{"flow":"nope","state":null,"event":{"type":"start"}}\n{"flow":"open-farm-shop","state":null,"event":{"type":"start"}}\n';
    const { out, exitCode } = await runScript('src/cli.ts', ['flow-step'], { env: {}, input });
    const [bad, unknown, good] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { error?: { code: string }; actions?: object[] });
    expect(bad?.error?.code).toBe('FLOW_STEP_INVALID');
    expect(unknown?.error?.code).toBe('FLOW_STEP_INVALID');
    expect(good?.actions?.length).toBeGreaterThan(0);
    expect(exitCode).toBe(0);
  });
});

test('the commands that need no data folder make none', async () => {
  await runBot(['understand'], { dataDir, input: 'xin chào\n' });
  expect(readdirSync(folder.dir)).toEqual([]);
});
