import { erasureMark } from '../erasure-ports.ts';
import type { Resident, Segment, StorageOperations } from '../ports.ts';
import type { Sql, Row, Operation, Queried } from './query.ts';
import { eraseFromAudience } from './audience.ts';
import { eraseFromCascades } from './cascades.ts';
import { forgetDemand } from './demand.ts';
import { eraseFromAnnouncements } from './announcement-upkeep.ts';
import { eraseFromDesk } from './desk-upkeep.ts';
import { keepErasure } from './erasures.ts';
import { eraseFromFieldLog } from './field-log.ts';
import { eraseFromHelp } from './help.ts';
import { eraseFromLanes } from './lanes.ts';
import { eraseFromLearning } from './learning.ts';
import { eraseFromQuestions } from './questions.ts';
import { eraseFromPrivacy } from './privacy-upkeep.ts';
import { eraseFromStaff } from './staff.ts';
import { eraseFromRegistry } from './registry.ts';
import { eraseFromTips } from './tips.ts';

type Residents = Pick<StorageOperations, 'findResidentsByAppId' | 'eraseResident' | 'listHandovers'>;

function optional<K extends string, V>(key: K, value: V | null | undefined): { [P in K]?: V } {
  return value === null || value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}

const number = (value: Row[string] | undefined): number | undefined => (typeof value === 'number' ? value : undefined);
const text = (value: Row[string] | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

export function toResident(row: Row): Resident {
  const following = number(row['following']);
  const largeSteps = number(row['large_steps']);
  return {
    oaId: String(row['oa_id']),
    userId: String(row['user_id']),
    createdAt: Number(row['created_at']),
    lastInteractionAt: Number(row['last_interaction_at']),
    ...optional('userIdByApp', text(row['user_id_by_app'])),
    ...optional('following', following === undefined ? undefined : following === 1),
    ...optional('consent', text(row['consent']) as 'yes' | 'no' | undefined),
    ...optional('noticeAt', number(row['notice_at'])),
    ...optional('optOutAt', number(row['opt_out_at'])),
    ...optional('silencedUntil', number(row['silenced_until'])),
    ...optional('teamCode', text(row['team_code'])),
    ...optional('teamAt', number(row['team_at'])),
    ...optional('communeCode', text(row['commune_code'])),
    ...optional('handoverAt', number(row['handover_at'])),
    ...optional('address', text(row['address'])),
    ...optional('segment', text(row['segment']) as Segment | undefined),
    ...optional('largeSteps', largeSteps === undefined ? undefined : largeSteps === 1),
    ...optional('addressAskedAt', number(row['address_asked_at'])),
    ...optional('people', text(row['people'])),
  };
}

/** Removes everything that names the resident. Day totals stay: they are counts without a person. */
export function* erase(
  db: Sql,
  args: { oaId: string; userId: string; pseudonym: string; at: number; via: string },
): Operation<void> {
  const { oaId, userId, pseudonym, at, via } = args;
  // First, and in the order in which turns lock them, or an erasure and a turn under way wait for each other.
  yield* db.write('delete from inbox where oa_id = ? and user_id = ?', oaId, userId);
  yield* db.write('delete from session where oa_id = ? and user_id = ?', oaId, userId);
  yield* eraseFromRegistry(db, oaId, userId);
  yield* eraseFromFieldLog(db, oaId, userId);
  yield* eraseFromLearning(db, oaId, userId);
  yield* eraseFromQuestions(db, oaId, userId);
  yield* eraseFromTips(db, oaId, userId);
  yield* eraseFromAnnouncements(db, oaId, userId);
  yield* eraseFromAudience(db, oaId, userId);
  yield* eraseFromDesk(db, oaId, userId);
  yield* eraseFromHelp(db, oaId, userId, at);
  yield* eraseFromStaff(db, oaId, userId);
  yield* eraseFromPrivacy(db, oaId, userId);
  yield* eraseFromCascades(db, oaId, userId, pseudonym);
  yield* eraseFromLanes(db, oaId, userId);
  for (const table of ['resident', 'consent', 'team_member']) {
    yield* db.write(`delete from ${table} where oa_id = ? and user_id = ?`, oaId, userId);
  }
  yield* db.write('delete from engagement_event where oa_id = ? and pseudonym = ?', oaId, pseudonym);
  yield* forgetDemand(db, oaId, pseudonym);
  yield* db.write(
    `delete from outbox where oa_id = ? and user_id = ? and state in ('pending', 'sending', 'unknown', 'failed')`,
    oaId,
    userId,
  );
  yield* db.write('insert into erasure (oa_id, via, at) values (?, ?, ?)', oaId, via, at);
  yield* keepErasure(db, { oaId, mark: erasureMark(oaId, pseudonym), at });
}

export const residentOperations = (db: Sql): Queried<Residents> => ({
  *findResidentsByAppId({ userIdByApp }) {
    return (yield* db.all('select oa_id, user_id from resident where user_id_by_app = ?', userIdByApp)).map((row) => ({
      oaId: String(row['oa_id']),
      userId: String(row['user_id']),
    }));
  },

  *listHandovers({ oaId, limit }) {
    return (yield* db.all(
      `select user_id, handover_at, team_code from resident
         where oa_id = ? and handover_at is not null order by handover_at limit ?`,
      oaId,
      limit,
    )).map((row) => ({
      userId: String(row['user_id']),
      handoverAt: Number(row['handover_at']),
      ...optional('teamCode', text(row['team_code'])),
    }));
  },

  *eraseResident(args) {
    yield* erase(db, args);
    return null;
  },
});
