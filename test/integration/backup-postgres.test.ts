import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type CommandResult, productionEnv, runBot } from '../support/bot-command.ts';
import { eventually } from '../support/eventually.ts';
import { emptyServerDatabase, rowsOf, tablesContaining, whyNoPostgres } from '../support/postgres.ts';
import { filesContaining, makeTempDir } from '../support/temp-dir.ts';

const LAN = '3691412345678901234';
const HOA = '3691498765432109876';
const PASSPHRASE = 'một mật khẩu đủ dài';
const SLOW_MS = 120_000;

let folder: ReturnType<typeof makeTempDir>;
let url: string;
let app: TestApp;
const below = (name: string): string => path.join(folder.dir, name);

const at = (database: string): string => Object.assign(new URL(url), { pathname: `/${database}` }).href;
const bot = (dataDir: string, args: readonly string[], env: Record<string, string> = {}): Promise<CommandResult> =>
  runBot(args, { dataDir, env: { ...productionEnv, DATABASE_URL: url, ...env } });

const talk = async (userId: string, ...texts: string[]): Promise<void> => {
  for (const text of texts) {
    const before = app.zalo.calls.length;
    expect((await app.say(userId, text)).status).toBe(200);
    await eventually(async () => {
      expect(app.zalo.calls.length).toBeGreaterThan(before);
      expect(await app.app.storage.counts()).toMatchObject({ inboxPending: 0, outboxPending: 0, outboxSending: 0 });
    });
  }
};

const peopleIn = async (database: string): Promise<unknown[]> =>
  (await rowsOf(database, 'select user_id from resident order by user_id')).map((row) => row['user_id']);

/** What tables, columns, indexes and partitions there are. */
const shapeOf = (database: string) =>
  rowsOf(
    database,
    `select c.relname, c.relkind, pg_get_expr(c.relpartbound, c.oid) as bounds, pg_get_indexdef(c.oid) as index,
       (select string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || coalesce(pg_get_expr(d.adbin, d.adrelid), ''), ', ' order by a.attnum)
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and c.relkind <> 'i') as columns
     from pg_class c where c.relnamespace = 'public'::regnamespace order by 1`,
  );

describe.runIf(whyNoPostgres() === undefined)('bot backup and bot restore on PostgreSQL', { timeout: SLOW_MS }, () => {
  beforeEach(async (context) => {
    folder = makeTempDir();
    url = await emptyServerDatabase(`backup ${context.task.name}`);
    app = await startTestApp({ env: { DATABASE_URL: url } });
  }, SLOW_MS);
  afterEach(async () => {
    await app.close();
    folder[Symbol.dispose]();
  });

  test('a copy made while the server runs comes back whole, and who was erased since stays erased', async () => {
    await talk(LAN, 'xin chào', 'TO LN03');
    await talk(HOA, 'xin chào', 'đồng ý');
    mkdirSync(path.join(app.dataDir, 'field-photos'));
    writeFileSync(path.join(app.dataDir, 'field-photos/AAAABBBBCCCCDDDD.jpg'), 'a photo');
    const sealed = { BACKUP_PASSPHRASE: PASSPHRASE };
    const made = await bot(app.dataDir, ['backup', '--to', below('copy')], sealed);
    expect(made).toMatchObject({ exitCode: 0, err: '' });
    expect(made.out).toContain('đã mã hóa');
    expect(existsSync(path.join(below('copy'), 'tro-ly-so.pgdump'))).toBe(true);
    expect(filesContaining(below('copy'), LAN)).toEqual([]);
    expect(readdirSync(app.dataDir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    const shape = await shapeOf(url);

    await talk(HOA, 'XÓA DỮ LIỆU', '#erase-confirm');
    expect(await peopleIn(url)).toEqual([LAN]);
    const restore = ['restore', '--from', below('copy'), '--replace'];
    // The folder is free; the database is what the server still holds.
    expect(await bot(below('elsewhere'), restore, sealed)).toMatchObject({
      ...{ exitCode: 1, out: '' },
      err: expect.stringMatching(/^DATABASE_IN_USE: /u),
    });
    await app.app.close();
    expect(await bot(app.dataDir, restore.slice(0, -1), sealed)).toMatchObject({
      err: expect.stringMatching(/^BACKUP_TARGET: .*--replace/u),
    });
    // The list beside the database is lost: the database that is put aside still knows.
    rmSync(path.join(app.dataDir, 'erasures.log'));
    const restored = await bot(app.dataDir, restore, sealed);
    expect(restored).toMatchObject({ exitCode: 0, err: '' });
    expect(restored.out).toContain('Đã xóa lại dữ liệu của 1 người');
    expect(restored.out).not.toContain('geheim');
    expect(await peopleIn(url)).toEqual([LAN]);
    expect(await tablesContaining(url, HOA)).toEqual([]);
    expect(await shapeOf(url)).toEqual(shape);
    const former = /tên là "([^"]+)"/u.exec(restored.out)?.[1] ?? '';
    expect(await peopleIn(at(former))).toEqual([LAN]);
    expect(readFileSync(path.join(app.dataDir, 'field-photos/AAAABBBBCCCCDDDD.jpg'), 'utf8')).toBe('a photo');
    expect(readFileSync(path.join(app.dataDir, 'erasures.log'), 'utf8')).not.toBe('');

    await app.restart();
    await talk(LAN, 'xin chào');
    await rowsOf(at('postgres'), `drop database "${former}" with (force)`);
  });

  test('a list kept elsewhere does the same on a new server, where there is no database yet', async () => {
    await talk(LAN, 'xin chào');
    await talk(HOA, 'xin chào');
    await bot(app.dataDir, ['backup', '--to', below('copy')]);
    await talk(HOA, 'XÓA DỮ LIỆU', '#erase-confirm');
    await bot(app.dataDir, ['erasures', 'export', '--to', below('da-xoa.txt')]);
    const fresh = at(`${new URL(url).pathname.slice(1)}_new`);
    const restored = await bot(below('new'), ['restore', '--from', below('copy'), '--erasures', below('da-xoa.txt')], {
      DATABASE_URL: fresh,
    });
    expect(restored).toMatchObject({ exitCode: 0, err: '' });
    expect(restored.out).toContain('của 1 người');
    expect(await peopleIn(fresh)).toEqual([LAN]);
    expect(await tablesContaining(fresh, HOA)).toEqual([]);
    await rowsOf(url, `drop database "${new URL(fresh).pathname.slice(1)}" with (force)`);
  });

  test('a dump put back by hand, as the runbook says, meets the list of erasures at the next start', async () => {
    await talk(LAN, 'xin chào');
    await talk(HOA, 'xin chào');
    const dump = below('by-hand.pgdump');
    execFileSync('pg_dump', ['-Fc', `--dbname=${url}`, `--file=${dump}`]);
    await talk(HOA, 'XÓA DỮ LIỆU', '#erase-confirm');
    await app.app.close();
    const name = new URL(url).pathname.slice(1);
    await rowsOf(at('postgres'), `drop database "${name}" with (force)`);
    await rowsOf(at('postgres'), `create database "${name}"`);
    execFileSync('pg_restore', [`--dbname=${url}`, dump]);
    expect(await peopleIn(url)).toEqual([LAN, HOA].toSorted());
    await app.restart();
    expect(await tablesContaining(url, HOA)).toEqual([]);
    expect(app.log()).toContain('the database is older than the list of erasures');
  });

  test('without the programs of PostgreSQL, or from a copy of the other kind, nothing is touched', async () => {
    await talk(LAN, 'xin chào');
    const without = await bot(app.dataDir, ['backup', '--to', below('one')], { PATH: below('empty') });
    expect(without).toMatchObject({ exitCode: 1, out: '', err: expect.stringMatching(/^BACKUP_TOOL: .*pg_dump/u) });
    await bot(app.dataDir, ['backup', '--to', below('copy')]);
    await app.app.close();
    const wrongKind = await runBot(['restore', '--from', below('copy')], {
      ...{ dataDir: below('new'), env: productionEnv },
    });
    expect(wrongKind).toMatchObject({ exitCode: 1, err: expect.stringMatching(/^BACKUP_INVALID: .*DATABASE_URL/u) });
    const broken = path.join(below('copy'), 'manifest.json');
    writeFileSync(broken, readFileSync(broken, 'utf8').replace(/"schema": \d+/u, '"schema": 3'));
    const refused = await bot(app.dataDir, ['restore', '--from', below('copy'), '--replace']);
    expect(refused).toMatchObject({ exitCode: 1, err: expect.stringMatching(/^BACKUP_INVALID: /u) });
    expect(await peopleIn(url)).toEqual([LAN]);
    const left = await rowsOf(at('postgres'), `select datname from pg_database where datname like '%restore%'`);
    expect(left).toEqual([]);
    expect(readdirSync(app.dataDir).filter((name) => /restore|\.tmp$/u.test(name))).toEqual([]);
  });
});
