import type { Tally } from '../indicator-ports.ts';
import type { Sql, Operation } from './query.ts';

/** Rows in one statement at most; a turn has one to three. */
const MAX_ROWS = 8;

const insertOf = new Map<number, string>();

function insertSql(rows: number): string {
  const known = insertOf.get(rows);
  if (known !== undefined) return known;
  const values = Array<string>(rows).fill('(?, ?, ?, ?, ?, ?, ?, ?)').join(', ');
  const sql = `insert into tally (oa_id, day, team_code, commune_code, indicator, topic, value, span) values ${values}`;
  insertOf.set(rows, sql);
  return sql;
}

/**
 * Appends changes of indicators, to be folded into the totals within seconds. Call it in the very transaction of the
 * change. What is counted must be found again by a recount: in a table of its own (`indicator-truth.ts` names it), else
 * use `addKeptTally`.
 */
export function* addTally(db: Sql, tallies: readonly Tally[]): Operation<void> {
  const rows = tallies.filter(({ value }) => value !== 0);
  for (let start = 0; start < rows.length; start += MAX_ROWS) {
    const some = rows.slice(start, start + MAX_ROWS);
    yield* db.write(
      insertSql(some.length),
      ...some.flatMap((row) => [
        row.oaId,
        row.day,
        row.teamCode,
        row.communeCode,
        row.indicator,
        row.topic,
        row.value,
        row.span ?? null,
      ]),
    );
  }
}

/**
 * The same for what no other table counts (first contacts, credits, visits): the day's sum is kept in `day_count` too, as
 * the truth of a recount. Names nobody, so that it stays right when somebody is erased.
 */
export function* addKeptTally(db: Sql, tallies: readonly Tally[]): Operation<void> {
  for (const row of tallies) {
    if (row.value === 0) continue;
    yield* db.add(
      'day_count',
      row.oaId,
      row.day,
      row.teamCode,
      row.communeCode,
      row.indicator,
      row.topic,
      row.span ?? '',
      row.value,
    );
  }
  yield* addTally(db, tallies);
}
