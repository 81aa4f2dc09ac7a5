import { beforeEach, expect, test } from 'vitest';
import { createBatchRunner } from '../../../src/storage/sqlite/batch.ts';
import { answerOf, type Database, openDatabase } from '../../../src/storage/sqlite/database.ts';
import { createSeenKeys } from '../../../src/storage/sqlite/seen-keys.ts';
import { eventKey } from '../../../src/storage/sql/seen.ts';

const OA = '579745863508352884';
const at = 1_763_780_000_000;
const HOUR_MS = 3_600_000;

let database: Database;
beforeEach(() => {
  database = openDatabase(':memory:');
  return () => database.close();
});

const accept = (key: string, receivedAt = at) => ({
  operation: 'acceptEvent' as const,
  args: { oaId: OA, key, eventName: 'user_seen_message', state: 'done', receivedAt },
});
const broken = {
  operation: 'acceptEvent' as const,
  args: { ...accept('broken').args, key: 'broken', state: 'pending', userId: {} },
};
const logRows = () => database.all('select length(key) as bytes, at from inbox_key order by id');
const isKnownAfterRestart = (key: string): boolean =>
  answerOf(
    (function* () {
      return yield* createSeenKeys(database).find(eventKey(OA, key));
    })(),
  ) !== undefined;

test('the keys of one transaction are one row of the log, kept for as long as its newest', () => {
  createBatchRunner(database)([accept('one', at + 5), accept('two', at + 9), accept('three', at)]);
  expect(logRows()).toMatchObject([{ bytes: 24, at: at + 9 }]);
});

test('after a restart every key of a transaction is known, and so are the single keys of earlier versions', () => {
  createBatchRunner(database)([accept('one'), accept('two'), accept('three')]);
  database.run('insert into inbox_key (key, at) values (?, ?)', eventKey(OA, 'earlier'), at);
  expect(['one', 'two', 'three', 'earlier', 'new'].map(isKnownAfterRestart)).toEqual([true, true, true, true, false]);
});

test('a transaction in which nothing new was seen writes nothing', () => {
  const run = createBatchRunner(database);
  run([accept('one')]);
  expect(run([accept('one')])).toEqual([{ value: { id: undefined } }]);
  expect(logRows()).toHaveLength(1);
});

test('a call that fails leaves no key behind, and those beside it keep theirs', () => {
  const replies = createBatchRunner(database)([accept('before'), broken, accept('after')]);
  expect(replies).toMatchObject([
    { value: { id: expect.any(Number) } },
    { error: expect.any(Error) },
    { value: { id: expect.any(Number) } },
  ]);
  expect(logRows()).toMatchObject([{ bytes: 16 }]);
  expect(['before', 'broken', 'after'].map(isKnownAfterRestart)).toEqual([true, false, true]);
});

test('a commit that the disk refuses leaves no key behind: the next try is the first', () => {
  const run = createBatchRunner(database);
  database.exec('drop table inbox_key');
  expect(run([accept('one')])).toMatchObject([{ error: expect.any(Error) }]);
  database.exec('create table inbox_key (id integer primary key, key blob not null, at integer not null)');
  expect(run([accept('one')])).toMatchObject([{ value: { id: expect.any(Number) } }]);
  expect(isKnownAfterRestart('one')).toBe(true);
});

test('a row goes whole, and not before its newest key may go', () => {
  createBatchRunner(database)([accept('old'), accept('young', at + HOUR_MS)]);
  const purge = (before: number): number => answerOf(createSeenKeys(database).purge(before));
  expect(purge(at + HOUR_MS)).toBe(0);
  expect(purge(at + HOUR_MS + 1)).toBe(1);
  expect(logRows()).toEqual([]);
});
