import { beforeEach, expect, test } from 'vitest';
import { answerOf, type Database, openDatabase, toSql } from '../../../src/storage/sqlite/database.ts';
import { createSeenKeys, type SqliteSeenKeys } from '../../../src/storage/sqlite/seen-keys.ts';
import { createOperations, type QueriedOperations } from '../../../src/storage/sql/operations.ts';
import type { Row } from '../../../src/storage/sql/query.ts';

const OA = '579745863508352884';
const LAN = '7134095551111111111';
const at = 1_763_780_000_000;

let database: Database;
let operations: QueriedOperations;
let seen: SqliteSeenKeys;
const rows = (): Row[] => database.all('select * from outbox order by id');
const place = (state: string, messageId: string | null, text: string | null): number =>
  Number(
    database.get(
      `insert into outbox (oa_id, user_id, lane, body, state, due_at, message_id, created_at)
       values (?, ?, 'answer', ?, ?, ?, ?, ?) returning id`,
      OA,
      text === null ? '' : LAN,
      text === null ? null : JSON.stringify({ text }),
      state,
      at,
      messageId,
      at,
    )?.['id'],
  );

beforeEach(() => {
  database = openDatabase(':memory:');
  seen = createSeenKeys(database);
  operations = createOperations(toSql(database), seen);
  return () => database.close();
});

test('nothing is left of an answer that was sent but a key of its number', () => {
  const id = place('sending', null, 'Chào bác ạ');
  answerOf(operations.recordSend({ id, outcome: { state: 'sent', messageId: 'z1' }, at }));
  seen.write();
  expect(rows()).toEqual([]);
  expect(database.all('select length(key) as length, at from inbox_key')).toMatchObject([{ length: 8, at }]);
});

test('numbers of answers are not given out again', () => {
  const first = place('sending', null, 'một');
  answerOf(operations.recordSend({ id: first, outcome: { state: 'sent', messageId: 'z1' }, at }));
  expect(place('sending', null, 'hai')).toBeGreaterThan(first);
});

test('the echo of an answer whose row an earlier version has kept settles nothing else of the same text', () => {
  place('sent', 'z1', null);
  const id = place('unknown', null, 'như nhau');
  const echo = { oaId: OA, userId: LAN, text: 'như nhau', at };
  expect(answerOf(operations.settleEcho({ ...echo, messageId: 'z1' }))).toEqual({ settledId: undefined });
  expect(answerOf(operations.settleEcho({ ...echo, messageId: 'z2' }))).toEqual({ settledId: id });
  expect(rows()).toMatchObject([{ state: 'sent', message_id: 'z1' }]);
});
