import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../../src/storage/postgres/run.ts';
import type { Asked } from '../../src/storage/sql/query.ts';
import { emptyServerDatabase, whyNoPostgres } from '../support/postgres.ts';

const statement = fc
  .record({
    rows: fc.integer({ min: 0, max: 3 }),
    columns: fc.integer({ min: 1, max: 3 }),
    wants: fc.constantFrom('get', 'all', 'run', 'nothing'),
  })
  .map(({ rows, columns, wants }): { readonly asked: Asked; readonly answer: unknown } => {
    const names = Array.from({ length: columns }, (_, column) => `c${columns}_${column}`);
    const found = Array.from({ length: rows }, (_, row) => Object.fromEntries(names.map((name) => [name, row])));
    const sql = `select ${names.map((name) => `n - 1 as ${name}`).join(', ')} from generate_series(1, cast(? as bigint)) as s (n)`;
    const answers = { get: found[0], all: found, run: rows, nothing: undefined };
    return { asked: { sql, params: [rows], wants }, answer: answers[wants] };
  });

describe.skipIf(whyNoPostgres() !== undefined)('several statements in one go', () => {
  let pool: pg.Pool;

  beforeAll(async () => {
    pool = new pg.Pool({ connectionString: await emptyServerDatabase('exchange') });
  });
  afterAll(() => pool.end());

  test('are each given their own answer, whatever those before and behind them found', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 8 }), async (statements) => {
        const client = await pool.connect();
        try {
          const answers = await ask(
            client,
            statements.map(({ asked }) => asked),
          );
          expect(answers).toEqual(statements.map(({ answer }) => answer));
        } finally {
          client.release();
        }
      }),
    );
  });
});
