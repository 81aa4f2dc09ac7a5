import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { periodOf } from '../../../src/shared/periods.ts';
import { migrations } from '../../../src/storage/migrations.ts';
import { DATABASE_FILE, openSqliteStorage } from '../../../src/storage/sqlite/open.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { LAN, OA, TEAM } from '../../support/storage-rows.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

test('what was counted before there were indicators counts too, and a recount agrees', async () => {
  using folder = makeTempDir();
  const dataDir = path.join(folder.dir, 'data');
  mkdirSync(dataDir);
  const database = new DatabaseSync(path.join(dataDir, DATABASE_FILE));
  for (const { id, sql } of migrations.filter(({ id }) => id < 7)) database.exec(`${sql}; pragma user_version = ${id}`);
  const total = (kind: string, outcome: string, assisted: 0 | 1, count: number, quantity: number) =>
    `insert into engagement_total values
       ('${OA}', '2026-11-21', 'LN03', '25270', 'e-payments', 'f', 'h', '${kind}${assisted}', '${kind}', '${outcome}', ${assisted}, ${count}, ${quantity});`;
  database.exec(`
    insert into team (oa_id, code, name, province_code, commune_code, hamlet, created_at)
      values ('${OA}', 'LN03', '${TEAM.name}', '75', '25270', 'Ấp 3', 1);
    insert into resident (oa_id, user_id, created_at, last_interaction_at, team_code, team_at)
      values ('${OA}', '${LAN}', 5, ${MORNING}, 'LN03', ${MORNING - 86_400_000});
    insert into visit_event (oa_id, visit, at, day, team_code, commune_code, topic, flow, version, step, kind, outcome, quantity)
      values ('${OA}', 'v', 1, '2026-11-21', 'LN03', '25270', '', '', '', '', 'finished', '', 1);
    ${total('step', '', 0, 4, 4)} ${total('finished', '', 0, 2, 2)} ${total('finished', '', 1, 1, 1)}
    ${total('outcome', 'qr-accepted', 0, 2, 7)} ${total('outcome', 'qr-accepted', 1, 1, 3)} ${total('question', '', 0, 9, 9)}`);
  database.close();
  const storage = await openSqliteStorage(dataDir);
  try {
    while ((await storage.rollTallies({ limit: 100 })).more);
    const month = { oaId: OA, scope: 't' as const, span: 'm', period: '2026-11' };
    expect(await storage.indicatorTable(month)).toEqual([
      {
        unit: 'LN03',
        values: {
          ...{ steps: 4, finished: 2, outcomes: 2, 'outcome:qr-accepted': 7, reached: 1, credited: 1 },
          ...{ visits: 1, 'visit-finished': 1, 'visit-outcomes': 1, 'visit-outcome:qr-accepted': 3 },
        },
      },
    ]);
    const [row] = await storage.indicatorTable({ ...month, span: 'd', period: '2026-11-22' });
    expect(row?.values).toEqual({ reached: 1 });
    for (const span of ['d', 'w', 'm'] as const) {
      for (const day of ['2026-11-21', '2026-11-22']) {
        const result = await storage.recountIndicators({ oaId: OA, span, period: periodOf(span, day), repair: false });
        expect(result).toMatchObject({ differing: 0 });
      }
    }
  } finally {
    await storage.close();
  }
});
