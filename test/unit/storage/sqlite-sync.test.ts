import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppError } from '../../../src/shared/errors.ts';
import type { Storage } from '../../../src/storage/ports.ts';
import { openSqliteStorage } from '../../../src/storage/sqlite/open.ts';
import { eventually } from '../../support/eventually.ts';

const OA = '579745863508352884';
const event = (key: string) => ({
  ...{ oaId: OA, key, eventName: 'user_send_text', userId: '1', payload: '{}' },
  ...({ state: 'pending', receivedAt: 1 } as const),
});

let dataDir: string;
let storage: Storage;
/** Syncs the disk has not answered yet. */
let syncs: ((error: Error | null) => void)[];
let failures: AppError[];
/** Names of calls in the order in which they were answered. */
let answered: string[];

const call = (name: string, work: Promise<unknown>): void =>
  void work.then(
    () => answered.push(name),
    () => answered.push(`${name} refused`),
  );
/** What the event loop has to do is done. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tro-ly-so-sync-'));
  [syncs, failures, answered] = [[], [], []];
  storage = await openSqliteStorage(dataDir, {
    sync: (_fd, done) => void syncs.push(done),
    onSyncFailed: (error) => failures.push(error),
  });
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test('a call is answered when the disk has what it wrote, and not before', async () => {
  call('first', storage.acceptEvent(event('first')));
  await eventually(() => expect(syncs).toHaveLength(1));
  await settled();
  expect(answered).toEqual([]);
  syncs[0]?.(null);
  await settled();
  expect(answered).toEqual(['first']);
  await storage.close();
});

test('what comes while the disk is busy forms the next commit', async () => {
  call('first', storage.acceptEvent(event('first')));
  await eventually(() => expect(syncs).toHaveLength(1));
  call('second', storage.acceptEvent(event('second')));
  call('third', storage.acceptEvent(event('third')));
  await settled();
  expect(syncs).toHaveLength(1);
  syncs[0]?.(null);
  await eventually(() => expect(syncs).toHaveLength(2));
  expect(answered).toEqual(['first']);
  syncs[1]?.(null);
  await eventually(() => expect(answered).toEqual(['first', 'second', 'third']));
  await storage.close();
});

test('a read waits for no disk', async () => {
  expect(await storage.readMeta({ key: 'nothing' })).toBeUndefined();
  expect(syncs).toEqual([]);
  await storage.close();
});

test('a store that is closed waits for what the disk still has to take', async () => {
  call('first', storage.acceptEvent(event('first')));
  await eventually(() => expect(syncs).toHaveLength(1));
  call('close', storage.close());
  await settled();
  expect(answered).toEqual([]);
  syncs[0]?.(null);
  await eventually(() => expect(answered).toEqual(['first', 'close']));
});

test('a disk that fails is told once, and nothing is promised any more', async () => {
  call('first', storage.acceptEvent(event('first')));
  await eventually(() => expect(syncs).toHaveLength(1));
  call('second', storage.acceptEvent(event('second')));
  syncs[0]?.(new Error('EIO: i/o error, fdatasync'));
  await eventually(() => expect(answered).toEqual(['first refused', 'second refused']));
  await expect(storage.acceptEvent(event('third'))).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
  expect(failures).toHaveLength(1);
  expect(failures[0]?.message).toContain('EIO');
  await storage.close();
});
