import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createMemoryOaSettingsStore,
  createMemoryTokenStore,
  type OaSettingsStore,
  type TokenStore,
} from 'zalo-oa-sdk';
import type { SqliteTokenStore, SqliteTokenStoreOptions } from '../../../src/zalo-oa-sdk/stores/sqlite.ts';
import { KEY, OA, PAIR, type SqliteStage, stageSqlite } from './sqlite-stage.ts';

const BY_HAND = { accessToken: 'access-A2', expiresAtMs: 1 };

let stage: SqliteStage;
beforeEach(() => {
  stage = stageSqlite();
});
afterEach(() => stage.end());

const sqlite = (options?: Partial<SqliteTokenStoreOptions>): SqliteTokenStore => stage.sqlite(options);

describe.each<[string, () => TokenStore]>([
  ['createMemoryTokenStore', () => createMemoryTokenStore()],
  ['createSqliteTokenStore', () => sqlite()],
  ['createSqliteTokenStore with a key', () => sqlite({ encryptionKey: KEY })],
])('%s', (_name, create) => {
  it('keeps the newest pair of each OA', async () => {
    const store = create();
    expect(await store.load(OA)).toBeUndefined();
    await store.save(OA, PAIR);
    await store.save('2', BY_HAND);
    expect(await store.load(OA)).toEqual(PAIR);
    expect(await store.load('2')).toStrictEqual(BY_HAND);
    await store.save(OA, BY_HAND);
    expect(await store.load(OA)).toStrictEqual(BY_HAND);
    expect(await store.load('3')).toBeUndefined();
  });

  it('runs work on one OA after the other, on two OAs side by side, and hands on its result or error', async () => {
    const store = create();
    const happened: string[] = [];
    let endFirst = (): void => {};
    const first = store.withLock?.(OA, async () => {
      happened.push('first');
      await new Promise<void>((resolve) => {
        endFirst = resolve;
      });
      happened.push('first ends');
      throw new Error('lost');
    });
    const second = store.withLock?.(OA, async () => {
      happened.push('second');
      return 2;
    });
    expect(await store.withLock?.('other', async () => 'beside')).toBe('beside');
    expect(happened).toEqual(['first']);
    endFirst();
    await expect(first).rejects.toThrow('lost');
    expect(await second).toBe(2);
    expect(happened).toEqual(['first', 'first ends', 'second']);
  });
});

it('begins a memory store with the pairs it is given', async () => {
  const store = createMemoryTokenStore({ [OA]: PAIR });
  expect(await store.load(OA)).toEqual(PAIR);
  expect(await createMemoryTokenStore().load(OA)).toBeUndefined();
});

describe.each<[string, () => OaSettingsStore]>([
  ['createMemoryOaSettingsStore', () => createMemoryOaSettingsStore()],
  ['createSqliteTokenStore', () => sqlite()],
])('%s as settings', (_name, create) => {
  it('remembers the message API of each OA', async () => {
    const settings = create();
    expect(await settings.messageApi(OA)).toBeUndefined();
    await settings.rememberMessageApi(OA, 'v2');
    await settings.rememberMessageApi(OA, 'v2');
    expect(await settings.messageApi(OA)).toBe('v2');
    expect(await settings.messageApi('2')).toBeUndefined();
  });
});
