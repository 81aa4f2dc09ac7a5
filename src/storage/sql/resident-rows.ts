import type { ResidentPatch } from '../ports.ts';
import type { Operation, Query, Sql } from './query.ts';

const COLUMNS: Readonly<Record<keyof ResidentPatch, string>> = {
  userIdByApp: 'user_id_by_app',
  following: 'following',
  consent: 'consent',
  noticeAt: 'notice_at',
  optOutAt: 'opt_out_at',
  silencedUntil: 'silenced_until',
  teamCode: 'team_code',
  teamAt: 'team_at',
  communeCode: 'commune_code',
  handoverAt: 'handover_at',
  address: 'address',
  segment: 'segment',
  largeSteps: 'large_steps',
  addressAskedAt: 'address_asked_at',
  people: 'people',
  lastInteractionAt: 'last_interaction_at',
};

/** Statements by the fields they write: turns write the same few again and again. */
const statements = new Map<string, string>();

function saveSql(keys: readonly (keyof ResidentPatch)[]): string {
  const name = keys.join(' ');
  const known = statements.get(name);
  if (known !== undefined) return known;
  const columns = keys.map((key) => COLUMNS[key]);
  const updates = columns.map((column) =>
    column === 'last_interaction_at'
      ? `${column} = case when excluded.${column} > resident.${column} then excluded.${column} else resident.${column} end`
      : `${column} = excluded.${column}`,
  );
  const sql = `insert into resident (oa_id, user_id, created_at${columns.map((column) => `, ${column}`).join('')})
     values (?, ?, ?${', ?'.repeat(columns.length)})
     on conflict (oa_id, user_id) do ${updates.length === 0 ? 'nothing' : `update set ${updates.join(', ')}`}`;
  statements.set(name, sql);
  return sql;
}

export function* saveResident(
  db: Sql,
  oaId: string,
  userId: string,
  patch: ResidentPatch,
  at: number,
): Operation<void> {
  const keys = (Object.keys(patch) as (keyof ResidentPatch)[]).filter((key) => patch[key] !== undefined);
  const values = keys.map((key) => {
    const value = patch[key];
    return typeof value === 'boolean' ? Number(value) : (value ?? null);
  });
  yield* db.write(saveSql(keys), oaId, userId, at, ...values);
}

/**
 * Makes turns under way be decided anew: whoever writes a resident's row outside of a turn says so first, or another server
 * goes on with the row it has in memory. Before the write, so that rows are locked in the order in which turns lock them.
 */
export const outdateTurns = (db: Sql, oaId: string, userId: string): Query<void> =>
  db.write('update session set version = version + 1 where oa_id = ? and user_id = ?', oaId, userId);

/** As `outdateTurns`, for all residents of a team or a commune. */
export const outdateTurnsOf = (
  db: Sql,
  oaId: string,
  column: 'team_code' | 'commune_code',
  code: string,
): Query<void> =>
  db.write(
    `update session set version = version + 1 where oa_id = ? and user_id in
       (select user_id from resident where oa_id = ? and ${column} = ?)`,
    oaId,
    oaId,
    code,
  );
