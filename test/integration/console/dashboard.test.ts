import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import readExcel from 'read-excel-file/node';
import { dashboardFeature } from '../../../src/console/dashboard/feature.ts';
import { features } from '../../../src/console/features.ts';
import { ADMIN, type ConsoleStage, createConsoleStage, OFFICER } from '../../support/console-stage.ts';
import { foldDashboard, happen } from '../../support/dashboard-rows.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { anEvent, aTurn, OA, TEAM } from '../../support/storage-rows.ts';

const DAY_MS = 86_400_000;
const CARD = 'permanent-residence';
const OTHER = { ...TEAM, code: 'LN04', name: 'Tổ <b>khác</b>', communeCode: '25273' };
/** Every page that can be opened without more. */
const PAGES = [
  ...['/', '/so-lieu', '/so-lieu?range=12m', '/so-lieu?range=90&topic=e-payments', '/so-lieu/nhiet-do'],
  ...[
    `/so-lieu/pheu/${CARD}`,
    '/ban-do',
    '/xa/25270',
    '/to/LN03/so-lieu',
    '/lua-dao',
    '/nhu-cau',
    '/noi-dung',
    '/bao-cao',
  ],
];

describe('the dashboard', () => {
  let stage: ConsoleStage;

  beforeEach(async () => {
    stage = await createConsoleStage({ features: [dashboardFeature] });
  });
  afterEach(() => stage.close());

  const action = (name: string) => {
    const found = dashboardFeature.actions.find((one) => one.name === name);
    if (!found) throw new Error(`no action ${name}`);
    return found;
  };
  const walk = (steps: number, stuckAt?: number) => [
    { kind: 'started' as const, flow: CARD, step: '1' },
    ...(stuckAt === undefined ? [] : [{ kind: 'stuck' as const, flow: CARD, step: String(stuckAt) }]),
    ...Array.from({ length: steps }, (_, index) => ({ kind: 'step' as const, flow: CARD, step: String(index + 1) })),
  ];
  /** Two teams of two communes; six people today, one a week ago. */
  const fill = async (): Promise<void> => {
    const { storage } = stage;
    await storage.saveTeams({ oaId: OA, teams: [TEAM, OTHER], at: 1 });
    for (let person = 0; person < 5; person++)
      await happen(storage, MORNING, 'LN03', ...walk(2, person < 2 ? 2 : undefined));
    await happen(storage, MORNING, 'LN04', ...walk(7), { kind: 'finished', flow: CARD, step: '7' });
    await happen(storage, MORNING - 7 * DAY_MS, 'LN03', ...walk(1), { kind: 'unanswered', flow: CARD });
    const scam = { kind: 'question' as const, flow: 'scam-check-dangerous', topic: 'scam-safety', outcome: 'police' };
    for (let count = 0; count < 5; count++) await happen(storage, MORNING, 'LN04', scam);
    await storage.saveTarget({ oaId: OA, scope: 'c', unit: '25270', span: 'm', indicator: 'reached', value: 8 });
    await storage.addAnswerTimes({ oaId: OA, day: '2026-11-22', within2: 8, within10: 9, total: 10 });
    await foldDashboard(storage, MORNING);
  };
  const ask = async (text: string): Promise<void> => {
    const userId = `asker-${text}`;
    const { id = 0 } = await stage.storage.acceptEvent(anEvent({ key: text, userId }));
    const demand = { text, pseudonym: `p-${text}`, nearest: CARD };
    await stage.storage.commitTurn(aTurn(id, { userId, demand }));
  };

  test.each(PAGES)('%s opens on a fresh installation and says something kind', async (path) => {
    const page = await stage.open(path.startsWith('/to/') ? '/so-lieu' : path);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('<h1>');
  });

  test('a fresh installation says what to do first', async () => {
    expect((await stage.open('/')).body).toContain('Nhập danh sách tổ');
    expect((await stage.open('/ban-do')).body).toContain('Nhập danh sách tổ trước đã');
  });

  test.each(PAGES)('%s has one heading, captions, labels and words for every picture', async (path) => {
    await fill();
    await ask('nuôi chó');
    const { statusCode, body } = await stage.open(path);
    expect(statusCode).toBe(200);
    expect(body.match(/<h1>/gu)).toHaveLength(1);
    expect(body.match(/<table>(?!<caption)/gu)).toBeNull();
    expect(body.match(/<img (?![^>]*alt="[^"]+")/gu)).toBeNull();
    for (const [, id] of body.matchAll(/<(?:select|input) id="([^"]+)"/gu)) expect(body).toContain(`for="${id}"`);
    expect(body).not.toMatch(/ style=| onclick=|<script(?! src)/u);
    expect(body).not.toContain('<b>khác');
  });

  test('today stands beside the same day last week', async () => {
    await fill();
    const view = await stage.run(action('dashboard.overview'), {});
    expect(view).toMatchObject({
      day: '2026-11-22',
      lastWeek: '2026-11-15',
      figures: expect.arrayContaining([
        { code: 'reached', today: 11, lastWeek: 1 },
        { code: 'started', today: 6, lastWeek: 1 },
        { code: 'finished', today: 1, lastWeek: 0 },
        { code: 'unanswered', today: 0, lastWeek: 1 },
      ]),
    });
    const { body } = await stage.open('/');
    expect(body).toContain('15/11 cả ngày: 1');
    expect(body).toContain('80%');
  });

  test('what waits is counted and leads to where it is done', async () => {
    await fill();
    await ask('nuôi chó');
    const { body } = await stage.open('/');
    expect(body).toMatch(
      /href="\/console\/nhu-cau"><span class="figure-label">Câu hỏi chưa có câu trả lời<\/span><span class="figure-value">1</u,
    );
  });

  test('the heat map says at which step of a card people get stuck', async () => {
    await fill();
    const { body } = await stage.open('/so-lieu/nhiet-do');
    expect(body).toMatch(/heat-4" data-label="Bước 2">28,6%<span class="unseen"> \(2 trên 7 người\)/u);
    expect((await stage.open(`/so-lieu/pheu/${CARD}`)).body).toContain('Vướng nhiều nhất ở bước 2');
  });

  test('the map says how far each commune is, in words too', async () => {
    await fill();
    const { body } = await stage.open('/ban-do');
    expect(body).toMatch(/<a href="\/console\/xa\/25270" aria-label="[^"]+: 75% chỉ tiêu, đúng tiến độ">/u);
    expect(body.match(/<a href="\/console\/xa\/\d{5}" aria-label=/gu)).toHaveLength(95);
  });

  test('waves of scams and new ones stand on a page', async () => {
    await fill();
    const { body } = await stage.open('/lua-dao');
    expect(body).toContain('Đợt mới:');
    expect(body).toContain('Giả công an, tòa án');
  });

  test('charts are pictures in two widths, and none without the right', async () => {
    await fill();
    const desk = await stage.open('/bieu-do/xu-huong.svg');
    expect(desk.headers['content-type']).toContain('image/svg+xml');
    expect(desk.body).toContain('width="760"');
    expect((await stage.open('/bieu-do/pheu.svg?size=phone&id=permanent-residence')).body).toContain('width="340"');
    expect((await stage.open('/bieu-do/nothing.svg')).statusCode).toBe(400);
    stage.signIn(undefined);
    expect((await stage.open('/bieu-do/xu-huong.svg')).statusCode).toBe(303);
  });

  test('every table can be saved, and that is recorded without a second line for its rows', async () => {
    await fill();
    await ask('nuôi chó');
    const names = ['hom-nay', 'xu-huong', 'linh-vuc', 'doi-tuong', 'dia-ban', 'chi-so', 'toc-do', 'nhiet-do', 'ban-do'];
    for (const name of [...names, 'lua-dao', 'noi-dung', 'chua-tra-loi', 'nhu-cau']) {
      const csv = await stage.open(`/tai-ve/${name}.csv`);
      expect([name, csv.statusCode, csv.body.startsWith('\uFEFF')]).toEqual([name, 200, true]);
    }
    const xlsx = await stage.open(`/tai-ve/pheu.xlsx?id=${CARD}`);
    const [sheet] = await readExcel(xlsx.rawPayload);
    expect(JSON.stringify(sheet)).toContain('Đăng ký thường trú');
    expect(xlsx.headers['content-disposition']).toContain('pheu-2026-11-22.xlsx');
    const lines = await stage.storage.listAudit({ oaId: OA, action: 'dashboard.export', limit: 50 });
    expect(lines).toHaveLength(14);
    expect(lines[0]).toMatchObject({ actor: ADMIN.id, subject: 'table:pheu' });
    expect((await stage.open('/tai-ve/nothing.csv')).statusCode).toBe(400);
  });

  test('the report of a month is offered as xlsx, csv and pdf', async () => {
    await fill();
    const { body } = await stage.open('/bao-cao?commune=25270&period=2026-Q4');
    expect(body).toContain('/console/bao-cao/2026-Q4/pdf?commune=25270');
    for (const [format, begin] of [
      ['pdf', '%PDF'],
      ['xlsx', 'PK'],
      ['csv', '\uFEFF'],
    ] as const) {
      const file = await stage.open(`/bao-cao/2026-11/${format}?commune=25270`);
      expect(file.statusCode).toBe(200);
      expect(file.rawPayload.subarray(0, 4).toString().startsWith(begin)).toBe(true);
    }
    expect((await stage.open('/bao-cao/2026-12/csv')).statusCode).toBe(400);
  });

  test('a group of questions can be dismissed once', async () => {
    await fill();
    await ask('xin giấy phép nuôi chó ở đâu');
    const { groups } = (await stage.run(action('demand.list'), {})) as { groups: { id: string }[] };
    const path = `/nhu-cau/${groups[0]?.id ?? ''}/bo`;
    const after = await stage.press('/nhu-cau', path);
    expect(after.body).toContain('Đã bỏ nhóm: 1 câu.');
    expect(after.body).toContain('Không còn câu nào đang mở');
    const [line] = await stage.storage.listAudit({ oaId: OA, action: 'demand.dismiss', limit: 5 });
    expect(line?.detail).toBe('{"questions":1}');
    await expect(stage.run(action('demand.dismiss'), { id: groups[0]?.id })).rejects.toThrow('không còn mở');
  });

  test('every link of these pages leads somewhere in the whole console', async () => {
    await stage.close();
    stage = await createConsoleStage({ features });
    await fill();
    await ask('nuôi chó');
    const links = new Set<string>();
    for (const path of PAGES) {
      const { body } = await stage.open(path);
      for (const [, to = ''] of body.matchAll(/ (?:href|src|srcset)="(\/console[^"#]*)"/gu)) links.add(to);
    }
    // One commune of the map stands for all of them, and one file of each table; the own account comes with sign-in.
    const some = [...links]
      .filter((to) => !/\/xa\/(?!25270)|\.csv|\/tai-khoan/u.test(to))
      .map((to) => to.replaceAll('&amp;', '&'));
    expect(some.length).toBeGreaterThan(40);
    const missing: string[] = [];
    for (const to of some) {
      const { statusCode } = await stage.server.inject(to);
      if (statusCode >= 400) missing.push(`${statusCode} ${to}`);
    }
    expect(missing).toEqual([]);
  });

  test('a commune officer sees their own commune, whatever they ask for', async () => {
    await fill();
    stage.signIn(OFFICER);
    expect((await stage.run(action('dashboard.overview'), {})) as object).toMatchObject({
      unit: { scope: 'c', code: '25270' },
      figures: expect.arrayContaining([{ code: 'started', today: 5, lastWeek: 1 }]),
    });
    const refused = ['/xa/25273', '/to/LN04/so-lieu', '/so-lieu?commune=25273', '/so-lieu/nhiet-do?commune=25273'];
    for (const path of [...refused, '/bieu-do/xu-huong.svg?commune=25273', '/tai-ve/dia-ban.csv?commune=25273']) {
      const { statusCode, body } = await stage.open(path);
      expect([path, statusCode]).toEqual([path, 400]);
      expect(body).toContain('thuộc xã khác');
    }
    const map = (await stage.run(action('dashboard.map'), {})) as { communes: { code: string }[] };
    expect(map.communes.map(({ code }) => code)).toEqual(['25270']);
    const waves = (await stage.run(action('dashboard.scam-waves'), {})) as { waves: unknown[] };
    expect(waves.waves).toEqual([]);
    expect((await stage.open('/nhu-cau')).statusCode).toBe(403);
    expect((await stage.open('/noi-dung')).statusCode).toBe(403);
  });
});
