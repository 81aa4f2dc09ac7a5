import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Storage } from '../../src/storage/ports.ts';
import { openPostgresStorage } from '../../src/storage/postgres/open.ts';
import { MORNING } from '../support/manual-clock.ts';
import { emptyServerDatabase, rowsOf, whyNoPostgres, withClient } from '../support/postgres.ts';
import { aMessage, anEvent, aTurn, OA } from '../support/storage-rows.ts';

const TABLES = ['inbox_pending', 'outbox', 'session', 'resident'];
const USERS = Array.from({ length: 8 }, (_, index) => `resident-${index}`);

describe.skipIf(whyNoPostgres() !== undefined)('statements of a turn on PostgreSQL', () => {
  let url: string;
  let storage: Storage;

  beforeEach(async () => {
    url = await emptyServerDatabase(`plans-${Math.round(performance.now() * 1_000)}`);
    await (await openPostgresStorage({ url })).close();
    // The changes of the schema read tables, and are counted when their connection has ended.
    await expect.poll(async () => (await reads())['inbox_pending']?.whole, { timeout: 5_000 }).toBeGreaterThan(0);
    storage = await openPostgresStorage({ url });
  });
  afterEach(async () => {
    await storage.close();
  });

  /** Rows fetched by index and scans from end to end so far, by table. */
  const reads = async (): Promise<Record<string, { readonly byIndex: number; readonly whole: number }>> => {
    const rows = await rowsOf(
      url,
      `select relname, idx_scan, seq_scan from pg_stat_user_tables where relname in (${TABLES.map((name) => `'${name}'`).join(', ')})`,
    );
    return Object.fromEntries(
      rows.map((row) => [String(row['relname']), { byIndex: Number(row['idx_scan']), whole: Number(row['seq_scan']) }]),
    );
  };

  const turn = async (userId: string, round: number): Promise<void> => {
    const { id = 0 } = await storage.acceptEvent(anEvent({ userId, receivedAt: MORNING + round }));
    const before = { id, receivedAt: MORNING + round };
    const { session } = await storage.loadTurn({ oaId: OA, userId, before });
    const isRemembered = round % 2 === 0 && session.version > 0;
    const result = await storage.commitTurn(
      aTurn(id, {
        ...{ userId, expectedVersion: session.version, messages: [aMessage('chào bác')], claimFirst: false },
        ...(isRemembered ? { before } : {}),
      }),
    );
    const [outboxId = 0] = result.ok ? result.outboxIds : [];
    await storage.claimSend({ id: outboxId, resend: false, at: MORNING });
    await storage.recordSend({
      id: outboxId,
      outcome: { state: 'sent', messageId: `m-${outboxId}` },
      at: MORNING,
    } as never);
  };

  test('never scan a whole table, even where nothing stood in it when they were prepared', async () => {
    // The server then knows that nothing stands there, as after each of its cleanings.
    for (const table of TABLES) await rowsOf(url, `vacuum analyze ${table}`);
    // Enough for plans that are kept: PostgreSQL makes them at the sixth time.
    const before = await reads();
    for (let round = 0; round < 12; round++) await Promise.all(USERS.map((userId) => turn(userId, round)));
    const after = async () => {
      const now = await reads();
      return TABLES.map((table) => ({
        table,
        isRead: (now[table]?.byIndex ?? 0) > (before[table]?.byIndex ?? 0),
        scans: (now[table]?.whole ?? 0) - (before[table]?.whole ?? 0),
      }));
    };
    // Connections tell what they read once a second, and when they end.
    await storage.close();
    await expect.poll(after, { timeout: 5_000 }).toEqual(TABLES.map((table) => ({ table, isRead: true, scans: 0 })));
  });

  test('lock rows in the order in which an erasure does, so that neither waits for the other in a circle', async () => {
    const [userId = ''] = USERS;
    await turn(userId, 1);
    const { id = 0 } = await storage.acceptEvent(anEvent({ userId, receivedAt: MORNING + 2 }));
    let erased: Promise<unknown> = Promise.resolve();
    await withClient(url, async (client) => {
      const step = (sql: string) => client.query(sql, [OA, userId]);
      await client.query('begin');
      // Less than the second after which PostgreSQL breaks a circle itself, and the store goes on as if nothing had been.
      await client.query(`set local lock_timeout = '500ms'`);
      await client.query('delete from inbox where id = $1', [id]);
      erased = storage.eraseResident({ oaId: OA, userId, pseudonym: 'p', at: MORNING + 3, via: 'command' });
      // Not before it waits for the event; whatever it locked until then it keeps.
      await expect.poll(() => rowsOf(url, 'select 1 from pg_locks where not granted')).not.toHaveLength(0);
      await step('update session set version = version + 1 where oa_id = $1 and user_id = $2');
      await step('update resident set following = 1 where oa_id = $1 and user_id = $2');
      await client.query('commit');
    });
    await erased;
    expect(await rowsOf(url, 'select user_id from session union all select user_id from resident')).toEqual([]);
  });
});
