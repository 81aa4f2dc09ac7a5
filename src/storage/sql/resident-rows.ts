import type { ResidentPatch } from '../ports.ts';
import type { Operation, Sql } from './query.ts';

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
