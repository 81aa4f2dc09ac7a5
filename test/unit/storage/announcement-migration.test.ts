import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrations } from '../../../src/storage/migrations.ts';
import { openDatabase } from '../../../src/storage/sqlite/database.ts';
import { DATABASE_FILE, openSqliteStorage } from '../../../src/storage/sqlite/open.ts';
import { claimAll } from '../../support/announcements.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { HOA, LAN, OA } from '../../support/storage-rows.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

test('announcements under way go on as they were, and nobody who had one gets it again', async () => {
  using folder = makeTempDir();
  const dataDir = path.join(folder.dir, 'data');
  mkdirSync(dataDir);
  const database = new DatabaseSync(path.join(dataDir, DATABASE_FILE));
  for (const { id, sql } of migrations.filter(({ id }) => id < 13))
    database.exec(`${sql}; pragma user_version = ${id}`);
  const recipient = (userId: string, state: string, code: string, attempts: number, messageId: string) =>
    `insert into outbox (oa_id, user_id, lane, body, state, due_at, attempts, message_id, code, created_at, announcement_id)
       values ('${OA}', '${userId}', 'announcement', '{"text":"Lịch"}', '${state}', ${MORNING}, ${attempts}, ${messageId}, ${code}, 7, 'a1');`;
  database.exec(`
    insert into resident (oa_id, user_id, created_at, last_interaction_at) values ('${OA}', '${LAN}', 5, ${MORNING});
    insert into announcement values ('a1', '${OA}', 'Lịch', '{"text":"Lịch"}', '{"oaId":"${OA}","communeCode":"25270"}', ${MORNING}, 7, 'sending');
    insert into announcement values ('tip-t1', '${OA}', 'Mẹo', '{"text":"Mẹo"}', '{"tip":"t1"}', ${MORNING}, 7, 'cancelled');
    ${recipient(LAN, 'pending', `'REFUSED'`, 2, 'null')}
    ${recipient(HOA, 'sent', 'null', 1, `'z1'`)}
    ${recipient('u3', 'failed', `'-230'`, 1, 'null')}
    ${recipient('u4', 'unknown', `'PROCESS_ENDED'`, 1, 'null')}
    insert into outbox (oa_id, user_id, lane, body, state, due_at, created_at) values ('${OA}', '${LAN}', 'answer', '{"text":"Dạ"}', 'pending', 1, 1);
  `);
  database.close();
  const storage = await openSqliteStorage(dataDir);
  try {
    expect(await storage.findAnnouncement({ id: 'a1' })).toMatchObject({
      ...{ state: 'sending', version: 1, dueAt: MORNING, createdAt: 7, listing: { done: true } },
      content: { title: 'Lịch', ready: '{"text":"Lịch"}', audience: { communes: ['25270'], teams: [] } },
    });
    expect((await storage.findAnnouncement({ id: 'tip-t1' }))?.state).toBe('cancelled');
    expect(await storage.announcementTally({ id: 'a1' })).toEqual([
      { lane: 'direct', state: 'failed', code: '-230', count: 1 },
      { lane: 'direct', state: 'pending', code: '', count: 1 },
      { lane: 'direct', state: 'sent', code: '', count: 1 },
      { lane: 'direct', state: 'unknown', code: 'PROCESS_ENDED', count: 1 },
    ]);
    expect(await claimAll(storage, MORNING)).toMatchObject([{ userId: LAN, attempts: 2 }]);
    await storage.settleEcho({ oaId: OA, userId: 'u4', messageId: 'z2', text: 'Lịch', at: MORNING });
    expect(await storage.announcementProgress({ id: 'a1' })).toMatchObject({ sent: 2, sending: 1, unknown: 0 });
    expect(await storage.listOpenAnswers({ afterId: 0, limit: 10 })).toMatchObject([{ userId: LAN }]);
    expect(await storage.counts()).toMatchObject({ outboxPending: 1 });
  } finally {
    await storage.close();
  }
});

test('who is due, and who is in doubt, is found without reading a million others', () => {
  const database = openDatabase(':memory:');
  const planOf = (sql: string, ...params: (string | number)[]): string =>
    database
      .all(`explain query plan ${sql}`, ...params)
      .map((row) => String(row['detail']))
      .join('; ');
  expect(
    planOf(
      `select user_id from announcement_recipient p where p.oa_id = ? and p.announcement_id = ? and p.state = 'pending'
         and p.lane = 'direct' and p.due_at <= ? order by p.due_at, p.user_id limit ?`,
      ...['o', 'a', 1, 10],
    ),
  ).toMatch(/^SEARCH p USING (?:COVERING )?INDEX recipient_due[^;]*$/u);
  expect(
    planOf(
      `select * from announcement_recipient where user_id = ? and state in ('sending', 'unknown') and coalesce(oa_id, '') = ?`,
      ...['u', 'o'],
    ),
  ).toContain('INDEX recipient_open');
  expect(
    planOf(
      `select * from announcement_recipient where coalesce(oa_id, '') = ? and state in ('failed', 'unknown')
         and state = 'failed' and announcement_id = ? and user_id > ? order by user_id limit ?`,
      ...['o', 'a', 'u', 10],
    ),
  ).toMatch(/^SEARCH announcement_recipient USING INDEX recipient_trouble[^;]*$/u);
  database.close();
});
