import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { EngagementTotal } from '../../../src/storage/ports.ts';
import { formatTeamReport, teamReportCsv } from '../../../src/teams/report-print.ts';
import { buildTeamReport } from '../../../src/teams/report.ts';
import { openMemoryStorage } from '../../support/memory-storage.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { anEngagement, commitTurn, HOA, OA, TEAM } from '../../support/storage-rows.ts';

const CARD = 'vneid-register-level-2';
const catalogue = shippedCatalogue();
const at = (day: string): number => Date.parse(`${day}T09:00:00+07:00`);

const onCard = (kind: EngagementTotal['kind'], changes: object = {}) =>
  anEngagement({ kind, topic: 'public-services', flow: CARD, ...changes });

async function stage() {
  const storage = openMemoryStorage();
  await storage.saveTeams({ oaId: OA, teams: [TEAM, { ...TEAM, code: 'LN01' }], at: 1 });
  return {
    storage,
    report: (month = '2026-11', teamCode = 'LN03') =>
      buildTeamReport({ storage, catalogue, communeName: () => 'Xã Lộc Ninh', oaId: OA, teamCode, month }),
  };
}

describe('the month of a team', () => {
  test('adds up its days and nothing of another team or month', async () => {
    const { storage, report } = await stage();
    const lan = { resident: { teamCode: 'LN03', consent: 'yes' as const }, pseudonym: 'p-lan' };
    await commitTurn(storage, { ...lan, at: at('2026-11-01'), engagement: [onCard('started'), onCard('step')] });
    await commitTurn(storage, {
      ...lan,
      at: at('2026-11-30'),
      engagement: [
        onCard('started'),
        onCard('stuck'),
        onCard('finished'),
        onCard('outcome', { outcome: 'vneid-level-2' }),
      ],
    });
    await commitTurn(storage, { ...lan, at: at('2026-10-31'), engagement: [onCard('started')] });
    await commitTurn(storage, { ...lan, at: at('2026-12-01'), engagement: [onCard('started')] });
    await commitTurn(storage, {
      userId: HOA,
      resident: { teamCode: 'LN01' },
      at: at('2026-11-05'),
      engagement: [onCard('started')],
    });
    expect(await report()).toMatchObject({
      month: '2026-11',
      credited: 1,
      activeWithConsent: 1,
      lines: [{ title: 'Làm tài khoản VNeID mức 2', started: 2, steps: 1, stuck: 1, finished: 1, handovers: 0 }],
      outcomes: [{ code: 'vneid-level-2', quantity: 1, title: catalogue.outcomes['vneid-level-2']?.title }],
    });
    expect((await report('2026-10')).lines).toMatchObject([{ started: 1 }]);
  });

  test('counts the days of Viet Nam: half past midnight on the 1st is the new month', async () => {
    const { storage, report } = await stage();
    const resident = { teamCode: 'LN03' };
    await commitTurn(storage, { resident, at: Date.parse('2026-10-31T17:30:00Z'), engagement: [onCard('started')] });
    expect((await report()).lines).toMatchObject([{ started: 1 }]);
    expect((await report('2026-10')).lines).toEqual([]);
  });

  test('shows versions of one guide as one line, busiest guide first', async () => {
    const { storage, report } = await stage();
    const engagement = [
      onCard('started', { version: 'h1' }),
      onCard('started', { version: 'h2' }),
      anEngagement({ flow: 'scam-first-hour', topic: 'scam-safety' }),
    ];
    await commitTurn(storage, { resident: { teamCode: 'LN03' }, at: at('2026-11-02'), engagement });
    const { lines } = await report();
    expect(lines.map(({ topic, started }) => [topic, started])).toEqual([
      ['public-services', 2],
      ['scam-safety', 1],
    ]);
  });

  test('keeps a guide that has left the catalogue, and demand that nothing answered', async () => {
    const { storage, report } = await stage();
    const engagement = [
      anEngagement({ flow: 'gone', topic: 'e-payments' }),
      anEngagement({ kind: 'unanswered', flow: '', topic: '' }),
      anEngagement({ kind: 'question', flow: CARD }),
    ];
    await commitTurn(storage, { resident: { teamCode: 'LN03' }, at: at('2026-11-02'), engagement });
    const text = formatTeamReport(await report());
    expect(text).toContain('- Thanh toán | (không theo hướng dẫn nào): bắt đầu 1,');
    expect(text).toContain(
      '- Chung | (không theo hướng dẫn nào): bắt đầu 0, qua bước 0, vướng 0, xong 0, cần người 0, chưa trả lời được 1',
    );
  });

  test('counts without consent, but nobody as active', async () => {
    const { storage, report } = await stage();
    await commitTurn(storage, {
      resident: { teamCode: 'LN03' },
      at: at('2026-11-02'),
      engagement: [onCard('started')],
    });
    expect(await report()).toMatchObject({ credited: 1, activeWithConsent: 0, lines: [{ started: 1 }] });
  });

  test('of a team nobody knows, or a month that is none, is an error with its code', async () => {
    const { report } = await stage();
    await expect(report('2026-11', 'XX99')).rejects.toMatchObject({
      code: 'TEAM_UNKNOWN',
      message: expect.stringContaining('XX99'),
    });
    for (const month of ['2026-13', '2026-1', '11-2026', '2026-00', "2026-11' or 1"]) {
      await expect(report(month)).rejects.toMatchObject({ code: 'CLI_USAGE', message: expect.stringContaining(month) });
    }
  });
});

describe('what members do at the door', () => {
  /** Two visits of a member who also walks a card for herself; one visit goes on after midnight. */
  async function withVisits() {
    const { storage, report } = await stage();
    const member = { resident: { teamCode: 'LN03', consent: 'yes' as const }, pseudonym: 'p-lan' };
    const outcome = onCard('outcome', { outcome: 'vneid-level-2' });
    await commitTurn(storage, { ...member, at: at('2026-11-03'), engagement: [onCard('started'), outcome] });
    const [first, second] = [{ visit: 'visit-1' }, { visit: 'visit-2' }];
    await commitTurn(storage, {
      at: at('2026-11-04'),
      engagement: [onCard('started', first), onCard('stuck', first), onCard('started', second)],
    });
    await commitTurn(storage, {
      at: at('2026-11-05'),
      engagement: [onCard('finished', second), onCard('outcome', { ...second, outcome: 'vneid-level-2', quantity: 2 })],
    });
    return { storage, report };
  }

  test('is added up apart from what residents did themselves', async () => {
    const { report } = await withVisits();
    expect(await report()).toMatchObject({
      activeWithConsent: 1,
      lines: [{ started: 1, stuck: 0, finished: 0 }],
      outcomes: [{ code: 'vneid-level-2', quantity: 1 }],
      helped: {
        visits: 2,
        lines: [{ title: 'Làm tài khoản VNeID mức 2', started: 2, stuck: 1, finished: 1 }],
        outcomes: [{ code: 'vneid-level-2', quantity: 2 }],
      },
    });
    expect((await report('2026-12')).helped).toEqual({ visits: 0, lines: [], outcomes: [] });
  });

  test('is a part of its own on paper, which is not there without visits', async () => {
    const { report } = await withVisits();
    const text = formatTeamReport(await report());
    const [own, helped] = text.split('\n\nHướng dẫn tại nhà (thành viên tổ làm cùng bà con): 2 lượt\n');
    expect(own).toContain('Làm tài khoản VNeID mức 2: bắt đầu 1,');
    expect(own).toMatch(/Kết quả người dân tự báo:\n- .+: 1 /u);
    expect(helped).toContain('Làm tài khoản VNeID mức 2: bắt đầu 2, qua bước 0, vướng 1, xong 1,');
    expect(helped).toMatch(/Kết quả tại nhà:\n- .+: 2 /u);
    expect(formatTeamReport(await report('2026-12'))).not.toContain('tại nhà');
  });

  test('does not hide that nobody wrote by themselves', async () => {
    const { storage, report } = await stage();
    const engagement = [onCard('started', { visit: 'visit-1' })];
    await commitTurn(storage, { resident: { teamCode: 'LN03' }, at: at('2026-11-04'), engagement });
    const text = formatTeamReport(await report());
    expect(text).toContain('Tháng này bà con chưa tự nhắn lượt nào. Mời người dân nhắn mã tổ cho trợ lý: TO LN03');
    expect(text).toContain('làm cùng bà con): 1 lượt\n- Dịch vụ công');
  });

  test('has rows of its own in the CSV, told apart by the last column', async () => {
    const { report } = await withVisits();
    const [head, ...rows] = parse(teamReportCsv(await report()), { bom: true }) as string[][];
    expect(head?.at(-1)).toBe('Cách làm');
    const figure = (way: string, name: string): string[] =>
      rows.filter((row) => row.at(-1) === way && row[6] === name).map((row) => row[7] ?? '');
    expect(figure('Bà con tự làm', 'Bắt đầu')).toEqual(['1']);
    expect(figure('Bà con tự làm', 'Kết quả')).toEqual(['1']);
    expect(figure('Tại nhà, thành viên tổ làm cùng', 'Bắt đầu')).toEqual(['2']);
    expect(figure('Tại nhà, thành viên tổ làm cùng', 'Kết quả')).toEqual(['2']);
    expect(figure('Tại nhà, thành viên tổ làm cùng', 'Lượt hướng dẫn tại nhà')).toEqual(['2']);
    expect(figure('', 'Người dân đang được ghi nhận cho tổ')).toEqual(['1']);
  });
});

describe('the report on paper', () => {
  test('of a month without anything tells the team what to do', async () => {
    const { report } = await stage();
    const text = formatTeamReport(await report());
    expect(text).toContain('Báo cáo tháng 11/2026 – Tổ công nghệ số ấp 3 (LN03), Ấp 3, Xã Lộc Ninh');
    expect(text).toContain('Mời người dân nhắn mã tổ cho trợ lý: TO LN03');
    expect(text).toContain('không phải số người đã tự làm được');
  });

  test('as CSV opens in Excel with its Vietnamese letters, and every row has every column', async () => {
    const { storage, report } = await stage();
    const engagement = [onCard('started'), onCard('outcome', { outcome: 'vneid-level-2', quantity: 3 })];
    await commitTurn(storage, { resident: { teamCode: 'LN03' }, at: at('2026-11-02'), engagement });
    const csv = teamReportCsv(await report());
    expect(csv.startsWith('\uFEFFTháng,Mã tổ,')).toBe(true);
    const rows = parse(csv, { bom: true }) as string[][];
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([10]));
    expect(rows).toContainEqual([
      '2026-11',
      'LN03',
      'Tổ công nghệ số ấp 3',
      'Xã Lộc Ninh',
      'Dịch vụ công',
      'Làm tài khoản VNeID mức 2',
      'Bắt đầu',
      '1',
      'lượt',
      'Bà con tự làm',
    ]);
    expect(rows.filter(([, , , , kind]) => kind === 'Kết quả người dân tự báo')).toMatchObject([{ 7: '3' }]);
    expect(rows.find(([, , , , , , figure]) => figure === 'Người dân đang được ghi nhận cho tổ')).toMatchObject({
      7: '1',
    });
  });

  test.each(['=1+1', '+84', '-1', '@SUM(A1)', '\tx', '\rx'])(
    'never gives a spreadsheet the cell %j as a formula',
    async (name) => {
      const { report } = await stage();
      const csv = teamReportCsv({ ...(await report()), communeName: name });
      const rows = parse(csv, { bom: true }) as string[][];
      expect(rows[1]?.[3]).toBe(`'${name}`);
    },
  );

  test('keeps commas, quotes and line breaks inside a cell', async () => {
    const { report } = await stage();
    const name = 'Xã "A", khu\r\nB; C';
    const rows = parse(teamReportCsv({ ...(await report()), communeName: name }), { bom: true }) as string[][];
    expect(rows[1]?.[3]).toBe(name);
  });
});
