import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerOf, type Database, openDatabase, toSql } from '../../../src/storage/sqlite/database.ts';
import { firstSince } from '../../../src/storage/sql/first-since.ts';

const tableOf = (times: readonly { readonly id: number; readonly at: number }[]): Database => {
  const database = openDatabase(':memory:');
  for (const { id, at } of times) {
    database.run(
      `insert into outbox (id, oa_id, user_id, lane, state, due_at, created_at) values (?, 'o', '', 'answer', 'sent', 0, ?)`,
      id,
      at,
    );
  }
  return database;
};

test('everything before the number found is older, everything from it on is not, whatever gaps erasures left', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ gap: fc.integer({ min: 1, max: 40 }), wait: fc.integer({ min: 0, max: 3 }) }), {
        maxLength: 40,
      }),
      fc.integer({ min: -1, max: 60 }),
      (steps, since) => {
        let [id, at] = [0, 0];
        const rows = steps.map(({ gap, wait }) => ({ id: (id += gap), at: (at += wait) }));
        const database = tableOf(rows);
        const first = answerOf(firstSince(toSql(database), 'outbox', since));
        database.close();
        expect(rows.filter((row) => row.id < first)).toEqual(rows.filter((row) => row.at < since));
      },
    ),
    { numRuns: 60 },
  );
});

test('asks for a few rows, however many there are', () => {
  const database = tableOf(Array.from({ length: 5_000 }, (_, index) => ({ id: index + 1, at: index })));
  let asked = 0;
  const sql = toSql(database);
  const counting = { ...sql, get: ((...args) => ((asked += 1), sql.get(...args))) as typeof sql.get };
  expect(answerOf(firstSince(counting, 'outbox', 4_000))).toBe(4_001);
  expect(asked).toBeLessThan(20);
  database.close();
});

test('reads no table from end to end', () => {
  const database = tableOf([{ id: 1, at: 1 }]);
  const asked: string[] = [];
  const sql = toSql(database);
  const noting = { ...sql, get: ((text, ...args) => (asked.push(text), sql.get(text, ...args))) as typeof sql.get };
  answerOf(firstSince(noting, 'outbox', 1));
  const plans = asked.flatMap((text) => database.all(`explain query plan ${text.replaceAll('?', '1')}`));
  expect(plans.map(({ detail }) => String(detail)).filter((detail) => /^SCAN (?!CONSTANT)/u.test(detail))).toEqual([]);
  database.close();
});
