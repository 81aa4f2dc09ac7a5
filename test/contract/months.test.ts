import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrations } from '../../src/storage/migrations.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { toPostgresSchema } from '../../src/storage/postgres/dialect.ts';
import { openPostgresStorage } from '../../src/storage/postgres/open.ts';
import { ownSchema } from '../../src/storage/postgres/schema.ts';
import { parseVietnamTime } from '../../src/shared/clock.ts';
import { emptyServerDatabase } from '../support/postgres.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { anEngagement, anEvent, aTurn, commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';

const at = (text: string): number => parseVietnamTime(text) ?? Number.NaN;
const NOW = at('2026-11-22 08:00');
const DAY_MS = 24 * 3_600_000;
const DEDUPE_MS = 72 * 3_600_000;
const hasPostgres = storageAdapters.some(({ isShared }) => isShared);

let url: string;
let client: pg.Client;
const opened: Storage[] = [];

beforeEach(async (context) => {
  if (!hasPostgres) return;
  url = await emptyServerDatabase(context.task.name);
  client = new pg.Client({ connectionString: url });
  await client.connect();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((storage) => storage.close()));
  await client.end();
});

const open = async (now = NOW): Promise<Storage> => {
  const storage = await openPostgresStorage({ url, clock: { now: () => now } });
  opened.push(storage);
  return storage;
};

const purge = async (storage: Storage, now: number, retentionDays: number): Promise<void> => {
  const cutoffs = { at: now, inboxBefore: now - DEDUPE_MS, historyBefore: now - retentionDays * DAY_MS };
  while ((await storage.purge(cutoffs)).more);
};

const partitionsOf = async (table: string): Promise<string[]> =>
  (
    await client.query<{ name: string }>(
      'select inhrelid::regclass::text as name from pg_inherits where inhparent = to_regclass($1) order by 1',
      [table],
    )
  ).rows.map(({ name }) => name);

/** The days of the events that are kept, with the partition in which each lies. */
const eventsOf = async (table: string): Promise<string[]> =>
  (
    await client.query<{ where: string; day: string }>(
      `select tableoid::regclass::text as where, day from ${table} order by day, id`,
    )
  ).rows.map((row) => `${row.day} in ${row.where}`);

/** One event of somebody who agreed to be counted, and one of a visit. */
const turnOf = (storage: Storage, now: number): Promise<unknown> =>
  commitTurn(storage, {
    at: now,
    resident: { teamCode: TEAM.code },
    engagement: [anEngagement(), anEngagement({ visit: `v${now}`, kind: 'finished' })],
    pseudonym: 'p-lan',
  });

describe.runIf(hasPostgres)('a PostgreSQL database of schema 20 with people in it', () => {
  const row = (id: number, day: string, whose: string): string =>
    `(${id}, '${OA}', ${at(`${day} 09:00`)}, '${day}', '${whose}', 'LN03', '25270', 't', 'f', 'h', '', 'finished', '', 1)`;
  const columns = (whose: string): string =>
    `(id, oa_id, at, day, ${whose}, team_code, commune_code, topic, flow, version, step, kind, outcome, quantity)`;
  const inbox = (id: number, state: string, receivedAt: number): string =>
    `(${id}, '${OA}', 'user_send_text', '${LAN}', '{"n":${id}}', '${state}', ${receivedAt})`;

  const fill = async (): Promise<void> => {
    await client.query(
      'create table schema_version (id bigint primary key, name text not null, at timestamptz not null default now())',
    );
    for (const { id, name, sql } of migrations.filter((migration) => migration.id <= 20)) {
      await client.query(toPostgresSchema(sql));
      for (const own of ownSchema.filter(({ after }) => after === id)) await client.query(own.sql);
      await client.query('insert into schema_version (id, name) values ($1, $2)', [id, name]);
    }
    await client.query(`
      insert into engagement_event ${columns('pseudonym')} values
        ${row(3, '2025-12-31', 'p-lan')}, ${row(7, '2026-10-31', 'p-hoa')}, ${row(9, '2026-11-22', 'p-lan')};
      insert into visit_event ${columns('visit')} values ${row(1, '2026-11-01', 'v1')}, ${row(2, '2026-11-22', 'v2')};
      insert into inbox_key (id, key, at) values (11, '\\x0102030405060708', ${NOW}), (14, '\\x0102030405060709', ${NOW});
      select setval(pg_get_serial_sequence('inbox_key', 'id'), 14);
      insert into inbox (id, oa_id, event_name, user_id, payload, state, received_at) values
        ${inbox(11, 'pending', at('2026-08-01 00:00'))}, ${inbox(12, 'failed', at('2026-10-31 23:59'))},
        ${inbox(13, 'ignored', NOW)}, ${inbox(14, 'pending', NOW)};`);
  };
  const everything = async (): Promise<unknown[]> => [
    (await client.query('select * from engagement_event order by id')).rows,
    (await client.query('select * from visit_event order by id')).rows,
    (await client.query('select * from inbox order by id')).rows,
    (await client.query('select * from inbox_key order by id')).rows,
  ];

  test('loses nothing: every row reads the same, and work goes on where it stood', async () => {
    await fill();
    const before = await everything();
    const storage = await open();
    expect(await storage.schemaVersion()).toBe(migrations.at(-1)?.id);
    expect(await everything()).toEqual(before);
    const pending = await storage.listPendingEvents({ afterId: 0, limit: 10 });
    expect(pending.map(({ id }) => id)).toEqual([11, 14]);
    expect(await storage.counts()).toMatchObject({ inboxPending: 2, inboxFailed: 1 });
    const visits = await storage.listVisits({ oaId: OA, teamCode: 'LN03', fromDay: '2026-11-01', toDay: '2026-11-30' });
    expect(visits.map(({ visit }) => visit)).toEqual(['v2', 'v1']);

    expect((await storage.acceptEvent(anEvent())).id).toBe(15);
    expect(
      await storage.commitTurn(aTurn(11, { at: NOW, engagement: [anEngagement()], pseudonym: 'p-lan' })),
    ).toMatchObject({ ok: true });
    const { rows } = await client.query(`select id from engagement_event where day = '2026-11-22' order by id`);
    expect(rows.map(({ id }: { id: string }) => Number(id))).toEqual([9, 10]);
    expect(await storage.failEvent({ id: 14, code: 'X', maxAttempts: 1, at: NOW })).toEqual({
      state: 'failed',
      attempts: 1,
    });
    expect(await storage.counts()).toMatchObject({ inboxPending: 1, inboxFailed: 2 });
  });

  test('keeps its events in place as one partition, by the row until that is empty, and goes on by month', async () => {
    await fill();
    const storage = await open();
    // Up to the end of the month in which the migration ran, by the clock of the server.
    const before = await partitionsOf('engagement_event');
    expect(before).toContain('engagement_event_before');
    expect(await eventsOf('engagement_event')).toEqual([
      '2025-12-31 in engagement_event_before',
      '2026-10-31 in engagement_event_before',
      '2026-11-22 in engagement_event_before',
    ]);
    expect(await partitionsOf('inbox_settled')).toContain('inbox_settled_2026_10');
    await purge(storage, at('2027-01-01 10:00'), 365);
    expect((await eventsOf('engagement_event')).map((line) => line.slice(0, 10))).toEqual(['2026-10-31', '2026-11-22']);
    await purge(storage, at('2036-01-01 10:00'), 365);
    expect(await partitionsOf('engagement_event')).not.toContain('engagement_event_before');
    expect(await eventsOf('visit_event')).toEqual([]);
    // What nobody has handled is no history.
    expect(await storage.counts()).toMatchObject({ inboxPending: 2, inboxFailed: 0 });
  });

  test('is migrated once, whichever of several servers comes first', async () => {
    await fill();
    const before = await everything();
    await Promise.all([open(), open(), open()]);
    expect(await everything()).toEqual(before);
  });
});

describe.runIf(hasPostgres)('months on PostgreSQL', () => {
  test('are made ahead, once, by however many servers', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    const made = ['2026_11', '2026_12', '2027_01', 'other'].map((name) => `engagement_event_${name}`);
    expect(await partitionsOf('engagement_event')).toEqual(made);
    await Promise.all([one, other].map((storage) => purge(storage, at('2026-12-01 00:00'), 365)));
    expect(await partitionsOf('engagement_event')).toEqual(
      ['2026_11', '2026_12', '2027_01', '2027_02', 'other'].map((name) => `engagement_event_${name}`),
    );
  });

  test('take each event of theirs, from the first to the last moment in Viet Nam', async () => {
    const storage = await open();
    for (const moment of ['2026-11-30 23:59', '2026-12-01 00:00']) await turnOf(storage, at(moment));
    expect(await eventsOf('visit_event')).toEqual([
      '2026-11-30 in visit_event_2026_11',
      '2026-12-01 in visit_event_2026_12',
    ]);
    const { id = 0 } = await storage.acceptEvent(anEvent({ receivedAt: at('2026-12-01 00:00') }));
    await storage.failEvent({ id, code: 'X', maxAttempts: 1, at: NOW });
    const { rows } = await client.query('select tableoid::regclass::text as where from inbox');
    expect(rows).toEqual([{ where: 'inbox_settled_2026_12' }]);
  });

  test('a month without a partition refuses nothing: its rows wait in the net, and move when it is made', async () => {
    const storage = await open(at('2026-01-05 08:00'));
    await turnOf(storage, at('2026-11-21 08:00'));
    expect(await eventsOf('engagement_event')).toEqual(['2026-11-21 in engagement_event_other']);
    await purge(storage, NOW, 365);
    expect(await eventsOf('engagement_event')).toEqual(['2026-11-21 in engagement_event_2026_11']);
    expect(await partitionsOf('engagement_event')).not.toContain('engagement_event_2026_10');
    expect(
      await storage.countResidents({ oaId: OA, teamCode: 'LN03', fromDay: '2026-11-21', toDay: '2026-11-21' }),
    ).toEqual({ credited: 1, activeWithConsent: 1 });
  });

  test('go as a whole when their first day is past keeping, and no day is kept longer than promised', async () => {
    const storage = await open(at('2025-10-01 08:00'));
    for (const day of ['2025-11-01', '2025-11-30', '2025-12-01']) await turnOf(storage, at(`${day} 00:00`));
    await purge(storage, at('2026-11-01 00:00'), 365);
    expect(await eventsOf('engagement_event')).toHaveLength(3);
    await purge(storage, at('2026-11-01 00:01'), 365);
    expect(await eventsOf('engagement_event')).toEqual(['2025-12-01 in engagement_event_2025_12']);
    expect(await eventsOf('visit_event')).toEqual(['2025-12-01 in visit_event_2025_12']);
    expect(await partitionsOf('engagement_event')).not.toContain('engagement_event_2025_11');
    // Totals name nobody, and stay.
    expect(await storage.listTotals({ oaId: OA, fromDay: '2025-11-01', toDay: '2025-12-31' })).not.toEqual([]);
  });

  test('with a short retention lose day by day, and go when they are over and empty', async () => {
    const storage = await open(at('2026-10-01 08:00'));
    for (const day of ['2026-10-20', '2026-10-31', '2026-11-01']) await turnOf(storage, at(`${day} 09:00`));
    await purge(storage, at('2026-11-25 08:00'), 30);
    expect(await eventsOf('engagement_event')).toEqual([
      '2026-10-31 in engagement_event_2026_10',
      '2026-11-01 in engagement_event_2026_11',
    ]);
    await purge(storage, at('2026-11-30 23:59'), 30);
    expect(await partitionsOf('engagement_event')).toContain('engagement_event_2026_10');
    await purge(storage, at('2026-12-01 00:00'), 30);
    expect(await partitionsOf('engagement_event')).not.toContain('engagement_event_2026_10');
    expect(await eventsOf('engagement_event')).toEqual(['2026-11-01 in engagement_event_2026_11']);
  });

  test('that go take no key of the last days with them, no pending event, and nothing of a later month', async () => {
    const storage = await open(at('2025-01-01 08:00'));
    const old = await storage.acceptEvent(anEvent({ receivedAt: at('2025-01-05 08:00'), userId: HOA }));
    const failed = await storage.acceptEvent(anEvent({ receivedAt: at('2025-01-05 08:00') }));
    await storage.failEvent({ id: failed.id ?? 0, code: 'X', maxAttempts: 1, at: NOW });
    const recent = anEvent({ receivedAt: NOW - 48 * 3_600_000 });
    const { id = 0 } = await storage.acceptEvent(recent);
    await storage.finishEvent({ id, at: NOW });
    await purge(storage, NOW, 365);
    expect(await partitionsOf('inbox_settled')).not.toContain('inbox_settled_2025_01');
    expect(await storage.counts()).toMatchObject({ inboxPending: 1, inboxFailed: 0 });
    expect((await storage.listPendingEvents({ afterId: 0, limit: 10 })).map((event) => event.id)).toEqual([old.id]);
    expect((await storage.acceptEvent(recent)).id).toBeUndefined();
  });

  test('whose table somebody holds are emptied by the row, and go the next time', async () => {
    const storage = await open(at('2025-11-01 08:00'));
    await turnOf(storage, at('2025-11-10 08:00'));
    await client.query('begin; select 1 from engagement_event');
    await purge(storage, NOW, 365);
    await client.query('commit');
    expect(await partitionsOf('engagement_event')).toContain('engagement_event_2025_11');
    expect(await eventsOf('engagement_event')).toEqual([]);
    await purge(storage, NOW + 1, 365);
    expect(await partitionsOf('engagement_event')).not.toContain('engagement_event_2025_11');
  });

  test('forget an erased person in all of them', async () => {
    const storage = await open(at('2026-10-01 08:00'));
    for (const day of ['2026-09-20', '2026-10-20', '2026-11-20']) await turnOf(storage, at(`${day} 09:00`));
    const { id = 0 } = await storage.acceptEvent(anEvent({ receivedAt: at('2026-10-20 08:00') }));
    await storage.failEvent({ id, code: 'X', maxAttempts: 1, at: NOW });
    await storage.eraseResident({ oaId: OA, userId: LAN, pseudonym: 'p-lan', at: NOW, via: 'command' });
    expect(await eventsOf('engagement_event')).toEqual([]);
    expect((await client.query('select 1 from inbox')).rowCount).toBe(0);
  });

  test('cost the way of a message nothing: what waits is looked for in one table', async () => {
    await open();
    await client.query('set plan_cache_mode = force_generic_plan');
    const plansOf = async (name: string, sql: string, args: string): Promise<string> => {
      await client.query(`prepare ${name} as ${sql}`);
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (costs off) execute ${name}(${args})`);
      return rows.map((line) => line['QUERY PLAN']).join('\n');
    };
    for (const plan of [
      await plansOf('finish', `delete from inbox where id = $1 and state = 'pending'`, '1'),
      await plansOf('list', `select id from inbox where state = 'pending' and id > $1 order by id limit $2`, '0, 10'),
    ]) {
      expect(plan).toContain('inbox_pending');
      expect(plan).not.toContain('inbox_settled');
    }
  });
});
