import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tellFieldLog } from '../../src/field-log-command.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { loadPlaces } from '../../src/teams/places.ts';
import { anEntry, saveTeamOfTwo } from '../support/field-log-rows.ts';
import { MORNING } from '../support/manual-clock.ts';
import { rootDir, shippedCatalogue } from '../support/shipped-content.ts';
import { commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

describe('bot field-log', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;

  beforeEach(async () => {
    folder = makeTempDir();
    storage = await openSqliteStorage(folder.dir);
    await saveTeamOfTwo(storage);
  });

  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  const run = async (action: string | undefined, options: object = {}): Promise<string> => {
    const lines: string[] = [];
    await tellFieldLog({
      storage,
      fieldLog: shippedCatalogue().fieldLog,
      places: loadPlaces(rootDir),
      oaId: OA,
      now: MORNING,
      today: '2026-11-22',
      action,
      say: (line) => void lines.push(line),
      ...options,
    });
    return lines.join('\n');
  };

  test('list shows what was done in the month, by whom, as self-reported', async () => {
    expect(await run('list')).toBe('Chưa có mục ghi nhận nào trong tháng 2026-11.');
    await storage.saveFieldLog(anEntry({ photo: 'abc.jpg', group: 'elderly' }));
    await storage.saveFieldLog(anEntry({ day: '2026-10-31', quantity: 77 }));
    const said = await run(undefined, { team: 'ln03' });
    expect(said.split('\n')).toEqual([
      'Tổ tự báo, không trộn với số trợ lý đo được.',
      '- 21/11/2026, LN03, Người được hỗ trợ làm VNeID mức 2: 5 người, Thôn 3, Người cao tuổi, Trần Thị Lan, ảnh abc.jpg',
    ]);
    expect(await run('list', { month: '2026-10', commune: TEAM.communeCode })).toContain('77 người');
  });

  test('flags lists odd figures with whom to phone, and nobody who can be written to', async () => {
    expect(await run('flags')).toBe('Không có mục nào chờ xem lại.');
    await storage.saveFieldLog(anEntry({ id: 'a', quantity: 900, flag: 'too-many' }));
    expect(await run('flags')).toContain('chờ xem lại (gọi điện: Lê Văn Hòa)');
    await commitTurn(storage, { userId: HOA, resident: { lastInteractionAt: MORNING - 1 } });
    expect(await run('flags')).toMatch(/chờ xem lại$/u);
    await storage.confirmFlag({ oaId: OA, id: 'a', verdict: 'to-correct', by: HOA });
    expect(await run('flags')).toContain('tổ trưởng nhờ sửa (gọi điện: Trần Thị Lan)');
  });

  test('export writes every row, corrected ones too, so that Excel reads it and runs no formula', async () => {
    await storage.saveFieldLog(anEntry({ id: 'a', note: '=1+1, "thử"' }));
    const {
      userId: _userId,
      teamCode: _team,
      communeCode: _commune,
      ...rest
    } = anEntry({ id: 'b', quantity: 6, at: MORNING + 1 });
    await storage.correctFieldLog({ ...rest, replacesId: 'a', by: LAN });
    await storage.eraseResident({ oaId: OA, userId: HOA, pseudonym: 'p', at: MORNING, via: 'command' });
    const out = path.join(folder.dir, 'ghi-nhan.csv');
    expect(await run('export', { out })).toContain('Đã ghi 2 mục');
    const csv = readFileSync(out, 'utf8');
    expect(csv.startsWith('\uFEFFNgày,Mã tổ,')).toBe(true);
    const rows = csv.trimEnd().split('\r\n');
    expect(rows).toHaveLength(3);
    expect(rows[0]).toContain('Việc (tổ tự báo)');
    expect(rows[1]).toContain(`"'=1+1, ""thử"""`);
    expect(rows[1]).toContain(',đã sửa,');
    expect(rows[2]).toContain('Trần Thị Lan');
    expect(rows[2]).toMatch(/,6,người,,Thôn 3,.*đang tính,,,b,a$/u);
  });

  test.each([
    ['bogus', {}, 'CLI_USAGE'],
    ['list', { month: '2026-13' }, 'CLI_USAGE'],
    ['list', { commune: '99999' }, 'CLI_USAGE'],
    ['flags', { team: 'XX99' }, 'TEAM_UNKNOWN'],
  ])('%s %o ends with %s', async (action, options, code) => {
    await expect(run(action, options)).rejects.toMatchObject({ code });
  });
});
