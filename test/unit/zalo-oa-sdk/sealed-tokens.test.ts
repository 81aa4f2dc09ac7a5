import { existsSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type SqliteTokenStore,
  type SqliteTokenStoreOptions,
  ZaloTokenStoreError,
} from '../../../src/zalo-oa-sdk/stores/sqlite.ts';
import { filesContaining } from '../../support/temp-dir.ts';
import { KEY, OA, PAIR, type SqliteStage, stageSqlite } from './sqlite-stage.ts';

let stage: SqliteStage;
beforeEach(() => {
  stage = stageSqlite();
});
afterEach(() => stage.end());

const sqlite = (options?: Partial<SqliteTokenStoreOptions>): SqliteTokenStore => stage.sqlite(options);
const fileNamed = (name?: string): string => stage.fileNamed(name);

describe('sealed tokens', () => {
  it('are nowhere in the files, and a second seal of the same pair looks different', async () => {
    await sqlite({ encryptionKey: KEY }).save(OA, PAIR);
    const first = readFileSync(fileNamed());
    for (const secret of ['access-A1', 'refresh-R1']) expect(filesContaining(stage.dir, secret)).toEqual([]);
    await sqlite({ encryptionKey: KEY }).save(OA, PAIR);
    expect(readFileSync(fileNamed()).equals(first)).toBe(false);
    expect(await sqlite({ encryptionKey: KEY }).load(OA)).toEqual(PAIR);
  });

  it('without a key are in the file as they are', async () => {
    await sqlite().save(OA, PAIR);
    expect(filesContaining(stage.dir, 'refresh-R1')).toEqual([fileNamed()]);
  });

  it.each([
    [
      'another key',
      Buffer.alloc(32, 8),
      'cannot be opened with this key. Pass the encryptionKey they were saved with; if it is lost, let an admin of the OA consent again.',
    ],
    ['no key', undefined, 'are sealed, but no key was given. Pass the encryptionKey they were saved with.'],
  ])('cannot be read with %s', async (_name, encryptionKey, problem) => {
    await sqlite({ encryptionKey: KEY }).save(OA, PAIR);
    const failure = await sqlite(encryptionKey ? { encryptionKey } : {})
      .load(OA)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ZaloTokenStoreError);
    expect(failure).toMatchObject({ name: 'ZaloTokenStoreError', code: 'ZALO_TOKEN_UNREADABLE', oaId: OA });
    expect((failure as Error).message).toBe(
      `ZALO_TOKEN_UNREADABLE: the stored tokens of Official Account ${OA} ${problem}`,
    );
  });

  const rewrite = (sql: string, ...values: (string | Uint8Array)[]): void => {
    const database = new DatabaseSync(fileNamed());
    database.prepare(sql).run(...values);
    database.close();
  };

  it('cannot be moved to another OA, shortened or changed', async () => {
    const store = sqlite({ encryptionKey: KEY });
    await store.save(OA, PAIR);
    rewrite('insert into zalo_tokens select ?, pair from zalo_tokens where oa_id = ?', 'thief', OA);
    await expect(store.load('thief')).rejects.toMatchObject({ code: 'ZALO_TOKEN_UNREADABLE', oaId: 'thief' });
    for (const bytes of [Buffer.of(1), Buffer.concat([Buffer.of(1), Buffer.alloc(40)])]) {
      rewrite('update zalo_tokens set pair = ? where oa_id = ?', bytes, OA);
      await expect(store.load(OA)).rejects.toThrow(/cannot be opened with this key/);
    }
  });

  it.each([
    '',
    '{"accessToken":"a',
    '{}',
    '[]',
    'null',
    '{"accessToken":"","expiresAtMs":1}',
    '{"accessToken":"secret-T"}',
  ])('that are damaged (%j) are reported without quoting them', async (text) => {
    const store = sqlite();
    await store.save(OA, PAIR);
    rewrite('update zalo_tokens set pair = ? where oa_id = ?', Buffer.from(text), OA);
    await expect(store.load(OA)).rejects.toThrow(
      `ZALO_TOKEN_UNREADABLE: the stored tokens of Official Account ${OA} are damaged. ` +
        'Restore a backup, or let an admin of the OA consent again.',
    );
  });

  it('come about at the next save when a key is given to a store that had none', async () => {
    await sqlite().save(OA, PAIR);
    const store = sqlite({ encryptionKey: KEY });
    expect(await store.load(OA)).toEqual(PAIR);
    await store.save(OA, PAIR);
    expect(filesContaining(stage.dir, 'refresh-R1')).toEqual([]);
  });

  it.each([0, 16, 31, 33])('need a key of 32 bytes, not %i', (length) => {
    expect(() => sqlite({ encryptionKey: Buffer.alloc(length) })).toThrow(
      new TypeError(
        `ZALO_BAD_ENCRYPTION_KEY: encryptionKey has ${length} bytes; expected 32. ` +
          'Make one with "openssl rand -base64 32" and decode it.',
      ),
    );
    expect(existsSync(fileNamed())).toBe(false);
  });
});
