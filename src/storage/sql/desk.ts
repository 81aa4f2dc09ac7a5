import type { DeskContact, DeskReads, DeskWaiting, DeskWaits, DeskWrites } from '../desk-ports.ts';
import type { HelpRequest } from '../help-ports.ts';
import type { Operation, Queried, Row, Sql } from './query.ts';
import { toDemand } from './demand.ts';
import { deskCaseOperations } from './desk-cases.ts';
import { toHelpRequest } from './help.ts';

/** Word for word the condition of the partial index, so that SQLite uses it. */
const LIVE = `state in ('open', 'offered', 'accepted', 'desk')`;

/** `and column in (?, …)`, with its values; nothing where nothing is asked for. */
function within(
  column: string,
  codes: readonly string[] | undefined,
): { readonly sql: string; readonly codes: readonly string[] } {
  return codes === undefined
    ? { sql: '', codes: [] }
    : { sql: ` and ${column} in (${codes.map(() => '?').join(', ')})`, codes };
}

const toContact = (row: Row): DeskContact => ({
  userId: String(row['user_id']),
  lastInteractionAt: Number(row['last_interaction_at']),
  ...(typeof row['silenced_until'] === 'number' ? { silencedUntil: row['silenced_until'] } : {}),
  ...(typeof row['address'] === 'string' ? { address: row['address'] } : {}),
});

function* toRequests(db: Sql, rows: readonly Row[]): Operation<HelpRequest[]> {
  const requests: HelpRequest[] = [];
  for (const row of rows) requests.push(yield* toHelpRequest(db, row));
  return requests;
}

export const deskOperations = (db: Sql): Queried<DeskReads & DeskWrites> => ({
  ...deskCaseOperations(db),

  *listDeskHelp({ oaId, communeCodes, limit }) {
    const commune = within('commune_code', communeCodes);
    const rows = yield* db.all(
      `select * from help_request where oa_id = ? and ${LIVE}${commune.sql} order by at, id limit ?`,
      oaId,
      ...commune.codes,
      limit,
    );
    return yield* toRequests(db, rows);
  },

  *listDeskEnded({ oaId, communeCodes, since, limit }) {
    const commune = within('commune_code', communeCodes);
    const rows = yield* db.all(
      `select * from help_request where oa_id = ? and done_at is not null and done_at >= ? and not (${LIVE})${commune.sql}
         order by done_at desc, id limit ?`,
      oaId,
      since,
      ...commune.codes,
      limit,
    );
    return yield* toRequests(db, rows);
  },

  *listDeskWaiting({ oaId, communeCodes, limit }) {
    const commune = within(`coalesce(t.commune_code, r.commune_code, '')`, communeCodes);
    return (yield* db.all(
      `select r.user_id, r.handover_at, r.last_interaction_at, coalesce(r.team_code, '') as team_code,
           coalesce(t.commune_code, r.commune_code, '') as commune_code
         from resident r left join team t on t.oa_id = r.oa_id and t.code = r.team_code
         where r.oa_id = ? and r.handover_at is not null${commune.sql}
           and not exists (select 1 from help_request h where h.oa_id = r.oa_id and h.user_id = r.user_id and h.${LIVE})
         order by r.handover_at, r.user_id limit ?`,
      oaId,
      ...commune.codes,
      limit,
    )).map(
      (row): DeskWaiting => ({
        userId: String(row['user_id']),
        handoverAt: Number(row['handover_at']),
        teamCode: String(row['team_code']),
        communeCode: String(row['commune_code']),
        lastInteractionAt: Number(row['last_interaction_at']),
      }),
    );
  },

  *listDeskContacts({ oaId, userIds }) {
    if (userIds.length === 0) return [];
    return (yield* db.all(
      `select user_id, last_interaction_at, silenced_until, address from resident
         where oa_id = ? and user_id in (${userIds.map(() => '?').join(', ')})`,
      oaId,
      ...userIds,
    )).map(toContact);
  },

  *findDeskDemand({ oaId, id }) {
    const row = yield* db.get('select * from demand where oa_id = ? and id = ?', oaId, id);
    return row && { demand: toDemand(row), pseudonym: String(row['pseudonym']) };
  },

  *listDeskReachable({ oaId, since, afterUserId, limit }) {
    return (yield* db.all(
      `select user_id from resident where oa_id = ? and user_id > ? and last_interaction_at >= ? order by user_id limit ?`,
      oaId,
      afterUserId,
      since,
      limit,
    )).map((row) => String(row['user_id']));
  },

  *deskWaits({ oaId, fromDay, toDay, communeCodes }) {
    const commune = within('commune_code', communeCodes);
    return (yield* db.all(
      `select day, commune_code, waited_minutes, count(*) as n from help_request
         where oa_id = ? and day >= ? and day <= ?${commune.sql} group by day, commune_code, waited_minutes`,
      oaId,
      fromDay,
      toDay,
      ...commune.codes,
    )).map(
      (row): DeskWaits => ({
        day: String(row['day']),
        communeCode: String(row['commune_code']),
        ...(typeof row['waited_minutes'] === 'number' ? { waitedMinutes: row['waited_minutes'] } : {}),
        count: Number(row['n']),
      }),
    );
  },
});
