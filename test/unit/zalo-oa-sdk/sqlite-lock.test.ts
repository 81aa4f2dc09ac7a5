import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createSqliteTokenStore,
  type SqliteTokenStore,
  type SqliteTokenStoreOptions,
  ZaloTokenLockError,
} from '../../../src/zalo-oa-sdk/stores/sqlite.ts';
import { OA, PAIR, type SqliteStage, stageSqlite } from './sqlite-stage.ts';

let stage: SqliteStage;
beforeEach(() => {
  stage = stageSqlite();
});
afterEach(() => stage.end());

const sqlite = (options?: Partial<SqliteTokenStoreOptions>): SqliteTokenStore => stage.sqlite(options);
const fileNamed = (name?: string): string => stage.fileNamed(name);

describe('the lock of createSqliteTokenStore', () => {
  it('is tried every 20 ms for 30 s, then given up with a typed error, without the work', async () => {
    const pauses: number[] = [];
    const [holder, waiter] = [sqlite(), sqlite({ pause: async (ms) => void pauses.push(ms) })];
    await holder.withLock(OA, async () => {
      const worked: string[] = [];
      const failure = await waiter.withLock(OA, async () => worked.push('x')).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ZaloTokenLockError);
      expect(failure).toMatchObject({
        name: 'ZaloTokenLockError',
        code: 'ZALO_TOKEN_LOCK_TIMEOUT',
        oaId: OA,
        waitedMs: 30_000,
        message:
          `ZALO_TOKEN_LOCK_TIMEOUT: the tokens of Official Account ${OA} were locked for 30000 ms; expected a refresh to ` +
          'be over by then. Look for a process that hangs in a refresh, then try again.',
        cause: expect.objectContaining({ errcode: 5 }),
      });
      expect(worked).toEqual([]);
    });
    expect(pauses).toHaveLength(1_500);
    expect(new Set(pauses)).toEqual(new Set([20]));
    expect(await waiter.withLock(OA, async () => 'free again')).toBe('free again');
  });

  it('can be waited for as long and as often as told', async () => {
    const pauses: number[] = [];
    const options = { lockTimeoutMs: 10, lockRetryMs: 5, pause: async (ms: number) => void pauses.push(ms) };
    const [holder, waiter] = [sqlite(), sqlite(options)];
    await holder.withLock(OA, async () => {
      await expect(waiter.withLock(OA, async () => {})).rejects.toMatchObject({ waitedMs: 10 });
    });
    expect(pauses).toEqual([5, 5]);
  });

  it('does not keep others from reading and saving', async () => {
    const [holder, other] = [sqlite({ busyTimeoutMs: 0 }), sqlite({ busyTimeoutMs: 0 })];
    await holder.withLock(OA, async () => {
      await other.save(OA, PAIR);
      expect(await holder.load(OA)).toEqual(PAIR);
      await other.rememberMessageApi(OA, 'v2');
    });
  });

  it('stays held while another store of the process is opened, used and closed', async () => {
    const [holder, waiter] = [sqlite(), sqlite({ lockTimeoutMs: 0 })];
    await holder.withLock(OA, async () => {
      const passing = createSqliteTokenStore({ path: fileNamed(), lockTimeoutMs: 0 });
      await expect(passing.withLock(OA, async () => {})).rejects.toMatchObject({ waitedMs: 0 });
      passing.close();
      await expect(waiter.withLock(OA, async () => {})).rejects.toBeInstanceOf(ZaloTokenLockError);
    });
  });

  it('is free after work that throws at once', async () => {
    const store = sqlite({ lockTimeoutMs: 0 });
    await expect(
      store.withLock(OA, () => {
        throw new Error('at once');
      }),
    ).rejects.toThrow('at once');
    expect(await store.withLock(OA, async () => 1)).toBe(1);
  });

  it('reports a lock file that cannot be used as it is', async () => {
    const store = sqlite();
    writeFileSync(fileNamed(`tokens.db.${OA}.lock`), 'x'.repeat(4096));
    await expect(store.withLock(OA, async () => {})).rejects.toThrow(/file is not a database/);
  });
});
