import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SqliteTokenStore, SqliteTokenStoreOptions } from '../../../src/zalo-oa-sdk/stores/sqlite.ts';
import { modeOf, OA, PAIR, type SqliteStage, stageSqlite } from './sqlite-stage.ts';

let stage: SqliteStage;
beforeEach(() => {
  stage = stageSqlite();
});
afterEach(() => stage.end());

const sqlite = (options?: Partial<SqliteTokenStoreOptions>): SqliteTokenStore => stage.sqlite(options);
const fileNamed = (name?: string): string => stage.fileNamed(name);

describe('the file of createSqliteTokenStore', () => {
  it('survives a restart', async () => {
    const before = sqlite();
    await before.save(OA, PAIR);
    await before.rememberMessageApi(OA, 'v2');
    stage.closeAll();
    const after = sqlite();
    expect(await after.load(OA)).toEqual(PAIR);
    expect(await after.messageApi(OA)).toBe('v2');
  });

  it('shows one store at once what another one has saved', async () => {
    const [one, two] = [sqlite(), sqlite()];
    await one.save(OA, PAIR);
    expect(await two.load(OA)).toEqual(PAIR);
  });

  it('is readable by its owner only, and so are its locks and its folder', async () => {
    const store = sqlite({ path: fileNamed('a/b/tokens.db') });
    await store.save(OA, PAIR);
    await store.withLock(OA, async () => {
      expect(modeOf(fileNamed(`a/b/tokens.db.${OA}.lock`))).toBe('600');
    });
    expect(modeOf(fileNamed('a/b/tokens.db'))).toBe('600');
    expect(modeOf(fileNamed('a/b/tokens.db-journal'))).toBe('600');
    expect(modeOf(fileNamed('a'))).toBe('700');
  });

  it('is closed to others when it was open to them before', () => {
    writeFileSync(fileNamed(), '');
    chmodSync(fileNamed(), 0o644);
    sqlite();
    expect(modeOf(fileNamed())).toBe('600');
  });

  it('is a file even where SQLite has another meaning for the name', async () => {
    const before = process.cwd();
    process.chdir(stage.dir);
    try {
      await sqlite({ path: ':memory:' }).save(OA, PAIR);
    } finally {
      process.chdir(before);
    }
    expect(await sqlite({ path: fileNamed(':memory:') }).load(OA)).toEqual(PAIR);
  });

  it('names the lock of an OA so that no id leaves the folder', async () => {
    await sqlite().withLock('../x', async () => {});
    expect(existsSync(fileNamed('tokens.db...%2Fx.lock'))).toBe(true);
  });

  it('reports a file that is no database', () => {
    writeFileSync(fileNamed(), 'x'.repeat(4096));
    expect(() => sqlite()).toThrow(/file is not a database/);
  });

  it('reports a folder that cannot be made', () => {
    writeFileSync(fileNamed('file'), '');
    expect(() => sqlite({ path: fileNamed('file/tokens.db') })).toThrow(/ENOTDIR|EEXIST/);
  });

  it('waits busyTimeoutMs for a writer and no longer', async () => {
    const store = sqlite({ busyTimeoutMs: 0 });
    const writer = new DatabaseSync(fileNamed());
    writer.exec('begin immediate');
    await expect(store.save(OA, PAIR)).rejects.toThrow(/database is locked/);
    writer.exec('rollback');
    writer.close();
    await store.save(OA, PAIR);
  });
});
