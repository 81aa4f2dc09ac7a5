import type { Demand, StorageOperations, TurnCommit } from '../ports.ts';
import type { Place } from './contacts.ts';
import { forgetDeskDemand } from './desk-upkeep.ts';
import type { Operation, Queried, Row, Sql } from './query.ts';

/** Keeps the question of a turn. Somebody who presses twice, or asks the same again, is one question. */
export function* saveDemand(db: Sql, { oaId, at, demand }: TurnCommit, place: Place): Operation<void> {
  if (!demand) return;
  yield* db.write(
    `insert into demand (oa_id, at, day, text, pseudonym, commune_code, nearest, state, settled_as)
     select ?1, ?2, ?3, ?4, ?5, ?6, ?7, 'open', ''
     where not exists (select 1 from demand where oa_id = ?1 and pseudonym = ?5 and state = 'open' and text = ?4)`,
    oaId,
    at,
    place.day,
    demand.text,
    demand.pseudonym,
    place.commune,
    demand.nearest,
  );
}

/** Removes what was kept under a pseudonym. */
export function* forgetDemand(db: Sql, oaId: string, pseudonym: string): Operation<void> {
  yield* forgetDeskDemand(db, oaId, pseudonym);
  yield* db.write('delete from demand where oa_id = ? and pseudonym = ?', oaId, pseudonym);
}

const isSettled = (state: string): state is 'answered' | 'dismissed' => state === 'answered' || state === 'dismissed';

export function toDemand(row: Row): Demand {
  const kept = String(row['state']);
  return {
    id: Number(row['id']),
    at: Number(row['at']),
    day: String(row['day']),
    text: String(row['text']),
    communeCode: String(row['commune_code']),
    nearest: String(row['nearest']),
    state: isSettled(kept) ? kept : 'open',
    settledAs: String(row['settled_as']),
  };
}

export const demandOperations = (db: Sql): Queried<Pick<StorageOperations, 'listDemand' | 'settleDemand'>> => ({
  *listDemand({ oaId, fromDay, state, limit }) {
    return (yield* db.all(
      `select id, at, day, text, commune_code, nearest, state, settled_as from demand
         where oa_id = ?1 and day >= ?2 and (?3 is null or state = ?3) order by id desc limit ?4`,
      oaId,
      fromDay,
      state ?? null,
      limit,
    )).map(toDemand);
  },

  *settleDemand({ oaId, ids, state, settledAs }) {
    let settled = 0;
    for (const id of ids) {
      settled += yield* db.run(
        `update demand set state = ?, settled_as = ? where oa_id = ? and state = 'open' and id = ?`,
        state,
        settledAs,
        oaId,
        id,
      );
    }
    return { settled };
  },
});
