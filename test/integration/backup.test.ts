import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPseudonyms } from '../../src/teams/pseudonym.ts';
import { erasureFileIn } from '../../src/storage/erasure-file.ts';
import { erasureMark } from '../../src/storage/erasure-ports.ts';
import { DATABASE_FILE } from '../../src/storage/sqlite/open.ts';
import { IDENTITY, startTestApp, type TestApp } from '../support/app.ts';
import { type CommandResult, productionEnv, runBot } from '../support/bot-command.ts';
import { eventually } from '../support/eventually.ts';
import { filesContaining, makeTempDir } from '../support/temp-dir.ts';

const LAN = '3691412345678901234';
const HOA = '3691498765432109876';
const PASSPHRASE = 'một mật khẩu đủ dài';
const SLOW_MS = 60_000;

let folder: ReturnType<typeof makeTempDir>;
const below = (name: string): string => path.join(folder.dir, name);
const running: TestApp[] = [];
beforeEach(() => {
  folder = makeTempDir();
});
afterEach(async () => {
  for (const app of running.splice(0)) await app.close();
  folder[Symbol.dispose]();
});

const start = async (): Promise<TestApp> => {
  const app = await startTestApp();
  running.push(app);
  return app;
};

const bot = (dataDir: string, args: readonly string[], env: Record<string, string> = {}): Promise<CommandResult> =>
  runBot(args, { dataDir, env: { ...productionEnv, ...env } });

/** Says it and waits until everything is answered. */
const talk = async (app: TestApp, userId: string, ...texts: string[]): Promise<void> => {
  for (const text of texts) {
    const before = app.zalo.calls.length;
    expect((await app.say(userId, text)).status).toBe(200);
    await eventually(async () => {
      expect(app.zalo.calls.length).toBeGreaterThan(before);
      expect(await app.app.storage.counts()).toMatchObject({ inboxPending: 0, outboxPending: 0, outboxSending: 0 });
    });
  }
};

const erase = async (app: TestApp, userId: string): Promise<void> => {
  await talk(app, userId, 'XÓA DỮ LIỆU', '#erase-confirm');
  const { resident } = await app.app.storage.loadTurn({ oaId: IDENTITY.oaId, userId });
  expect(resident).toBeUndefined();
};

const peopleIn = (dataDir: string): string[] => {
  const database = new DatabaseSync(path.join(dataDir, DATABASE_FILE), { readOnly: true });
  const rows = database.prepare('select user_id from resident order by user_id').all();
  database.close();
  return rows.map((row) => String(row['user_id']));
};

describe('bot backup and bot restore', { timeout: SLOW_MS }, () => {
  test('a copy made while the server runs comes back whole, and nobody else can read it without the passphrase', async () => {
    const app = await start();
    await talk(app, LAN, 'xin chào', 'TO LN03');
    mkdirSync(path.join(app.dataDir, 'field-photos'));
    writeFileSync(path.join(app.dataDir, 'field-photos/AAAABBBBCCCCDDDD.jpg'), 'a photo');
    const made = await bot(app.dataDir, ['backup', '--to', below('copy')], { BACKUP_PASSPHRASE: PASSPHRASE });
    expect(made).toMatchObject({ exitCode: 0, err: '' });
    expect(made.out).toContain('đã mã hóa');
    expect(filesContaining(below('copy'), LAN)).toEqual([]);
    expect(filesContaining(below('copy'), 'a photo')).toEqual([]);
    expect(readdirSync(app.dataDir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    await talk(app, HOA, 'xin chào');

    for (const wrong of ['', 'mật khẩu khác hẳn']) {
      const refused = await bot(below('new'), ['restore', '--from', below('copy')], { BACKUP_PASSPHRASE: wrong });
      expect(refused).toMatchObject({ exitCode: 1, err: expect.stringMatching(/^BACKUP_PASSPHRASE: /u) });
      expect(existsSync(path.join(below('new'), DATABASE_FILE))).toBe(false);
    }
    const restored = await bot(below('new'), ['restore', '--from', below('copy')], { BACKUP_PASSPHRASE: PASSPHRASE });
    expect(restored).toMatchObject({ exitCode: 0, err: '' });
    expect(restored.out).toContain('Đã xóa lại dữ liệu của 0 người');
    expect(peopleIn(below('new'))).toEqual([LAN]);
    expect(readFileSync(path.join(below('new'), 'field-photos/AAAABBBBCCCCDDDD.jpg'), 'utf8')).toBe('a photo');
    for (const key of ['pseudonym.key', 'console.key'])
      expect(readFileSync(path.join(below('new'), key))).toEqual(readFileSync(path.join(app.dataDir, key)));
    expect(readdirSync(below('new')).filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  test('who was erased after the backup is erased again by the restore, in the database, the spool and every file', async () => {
    const app = await start();
    await talk(app, LAN, 'xin chào', 'đồng ý');
    await talk(app, HOA, 'xin chào', 'đồng ý');
    // An event of hers that waits in the spool of that moment.
    const spooled = { oaId: IDENTITY.oaId, key: 'k', eventName: 'user_send_text', userId: HOA, payload: '{}', state: 'pending', receivedAt: 1 };
    writeFileSync(path.join(app.dataDir, 'inbox.spool'), `\n${JSON.stringify(spooled)}\n`);
    expect((await bot(app.dataDir, ['backup', '--to', below('copy')])).out).toContain('CHƯA MÃ HÓA');
    rmSync(path.join(app.dataDir, 'inbox.spool'));
    expect(filesContaining(below('copy'), HOA).length).toBeGreaterThan(1);
    await erase(app, HOA);
    await app.app.close();

    // The database is lost; the list beside it is not.
    rmSync(path.join(app.dataDir, DATABASE_FILE));
    const restored = await bot(app.dataDir, ['restore', '--from', below('copy')]);
    expect(restored).toMatchObject({ exitCode: 0, err: '' });
    expect(restored.out).toContain('Đã xóa lại dữ liệu của 1 người');
    expect(peopleIn(app.dataDir)).toEqual([LAN]);
    for (const file of filesContaining(app.dataDir, HOA)) expect(file).toContain('before-restore-');
    rmSync(path.join(app.dataDir, readdirSync(app.dataDir).find((name) => name.startsWith('before-restore-')) ?? '-'), {
      recursive: true,
    });
    const pseudonym = createPseudonyms(readFileSync(path.join(app.dataDir, 'pseudonym.key'), 'utf8').trim())(IDENTITY.oaId, HOA);
    expect(filesContaining(app.dataDir, HOA)).toEqual([]);
    expect(filesContaining(app.dataDir, pseudonym)).toEqual([]);
    expect(readFileSync(path.join(app.dataDir, 'inbox.spool'), 'utf8').trim()).toBe('');
  });

  test('a list kept on another machine does the same on a new server, and a second restore of an older copy too', async () => {
    const app = await start();
    await talk(app, LAN, 'xin chào');
    await talk(app, HOA, 'xin chào');
    await bot(app.dataDir, ['backup', '--to', below('copy')]);
    await erase(app, HOA);
    const exported = await bot(app.dataDir, ['erasures', 'export', '--to', below('da-xoa.txt')]);
    expect(exported.out).toMatch(/^Đã ghi 1 lần xóa dữ liệu/u);
    expect(readFileSync(below('da-xoa.txt'), 'utf8')).not.toContain(HOA);

    const without = await bot(below('new'), ['restore', '--from', below('copy')]);
    expect(without.out).toContain('Đã xóa lại dữ liệu của 0 người');
    expect(peopleIn(below('new'))).toEqual([LAN, HOA].toSorted());
    const again = ['restore', '--from', below('copy'), '--replace'];
    expect((await bot(below('new'), [...again, '--erasures', below('da-xoa.txt')])).out).toContain('của 1 người');
    expect(peopleIn(below('new'))).toEqual([LAN]);
    // Now the new server knows by itself.
    expect((await bot(below('new'), again)).out).toContain('của 1 người');
    expect(peopleIn(below('new'))).toEqual([LAN]);
  });

  test('who came back after an erasure that the copy knows is not erased', async () => {
    const app = await start();
    await talk(app, HOA, 'xin chào');
    await erase(app, HOA);
    await talk(app, HOA, 'xin chào');
    await bot(app.dataDir, ['backup', '--to', below('copy')]);
    await app.app.close();
    const restored = await bot(app.dataDir, ['restore', '--from', below('copy'), '--replace']);
    expect(restored.out).toContain('Đã xóa lại dữ liệu của 0 người');
    expect(peopleIn(app.dataDir)).toEqual([HOA]);
  });

  test('a database put back by hand meets the list at the next start', async () => {
    const app = await start();
    await talk(app, HOA, 'xin chào');
    await app.app.close();
    cpSync(path.join(app.dataDir, DATABASE_FILE), below('old.sqlite'));
    await app.restart();
    await erase(app, HOA);
    await app.app.close();
    copyFileSync(below('old.sqlite'), path.join(app.dataDir, DATABASE_FILE));
    expect(peopleIn(app.dataDir)).toEqual([HOA]);
    await app.restart();
    expect(peopleIn(app.dataDir)).toEqual([]);
    expect(app.log()).toContain('the database is older than the list of erasures');
  });

  test('a list that lost a line gets it from the database at the next start', async () => {
    const app = await start();
    await talk(app, HOA, 'xin chào');
    await erase(app, HOA);
    const file = erasureFileIn(app.dataDir);
    const lines = file.read();
    expect(lines).toHaveLength(1);
    const key = readFileSync(path.join(app.dataDir, 'pseudonym.key'), 'utf8').trim();
    expect(lines[0]?.mark).toBe(erasureMark(IDENTITY.oaId, createPseudonyms(key)(IDENTITY.oaId, HOA)));
    rmSync(path.join(app.dataDir, 'erasures.log'));
    await app.restart();
    expect(file.read()).toEqual(lines);
  });

  test('nothing is restored under a running server, over a database, from a damaged copy, or of another OA', async () => {
    const app = await start();
    await talk(app, LAN, 'xin chào');
    await bot(app.dataDir, ['backup', '--to', below('copy')]);
    const restore = ['restore', '--from', below('copy')];
    const refused = async (dataDir: string, args: readonly string[], code: RegExp, env: Record<string, string> = {}) =>
      expect(await bot(dataDir, args, env)).toMatchObject({ exitCode: 1, out: '', err: expect.stringMatching(code) });
    await refused(app.dataDir, [...restore, '--replace'], /^DATA_DIR_IN_USE: /u);
    await app.app.close();
    await refused(app.dataDir, restore, /^BACKUP_TARGET: .*--replace/u);
    await refused(below('new'), restore, /^DATA_DIR_OF_ANOTHER_OA: /u, { ZALO_OA_ID: '999' });
    await refused(below('new'), ['restore', '--from', below('nowhere')], /^BACKUP_INVALID: /u);
    await refused(below('new'), restore, /^BACKUP_INVALID: .*PSEUDONYM_KEY/u, { PSEUDONYM_KEY: 'another key, long enough' });
    await refused(app.dataDir, ['backup', '--to', below('copy')], /^BACKUP_TARGET: .*không trống/u);
    await refused(app.dataDir, ['backup', '--to', path.join(app.dataDir, 'x')], /^BACKUP_TARGET: .*DATA_DIR/u);
    const file = path.join(below('copy'), DATABASE_FILE);
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(file, bytes);
    await refused(below('new'), restore, /^BACKUP_INVALID: .*tro-ly-so\.sqlite/u);
    const manifest = path.join(below('copy'), 'manifest.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"schema": \d+/u, '"schema": 9999'));
    await refused(below('new'), restore, /^BACKUP_INVALID|^DATABASE_TOO_NEW/u);
    expect(existsSync(path.join(below('new'), DATABASE_FILE))).toBe(false);
    expect(peopleIn(app.dataDir)).toEqual([LAN]);
  });

  test('what the copy was about to do is not done a second time: staff decide', async () => {
    const app = await start();
    await talk(app, LAN, 'xin chào');
    await app.app.close();
    const database = new DatabaseSync(path.join(app.dataDir, DATABASE_FILE));
    database.exec(`insert into inbox (id, oa_id, event_name, user_id, payload, state, received_at)
        values (1, '${IDENTITY.oaId}', 'user_send_text', '${LAN}', '{"type":"text"}', 'pending', 1);
      insert into outbox (oa_id, user_id, lane, body, state, due_at, created_at)
        values ('${IDENTITY.oaId}', '${LAN}', 'answer', '{"text":"câu trả lời cũ"}', 'sending', 1, 1);
      insert into lane_job (oa_id, announcement_id, lane, version, state, due_at, code, meaning, started_at, updated_at, detail)
        values ('${IDENTITY.oaId}', 'a1', 'article', 1, 'ready', 1, '', '', 1, 1, '{}')`);
    database.close();
    await bot(app.dataDir, ['backup', '--to', below('copy')]);
    const restored = await bot(app.dataDir, ['restore', '--from', below('copy'), '--replace']);
    expect(restored.out).toContain('1 tin đến và 1 câu trả lời');
    expect(restored.out).toContain('1 bài viết');
    const sent = app.zalo.calls.length;
    await app.restart();
    expect(await app.app.storage.counts()).toMatchObject({ inboxFailed: 1, outboxFailed: 1, inboxPending: 0 });
    expect(app.zalo.calls.length).toBe(sent);
  });
});
