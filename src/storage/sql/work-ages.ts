import { migrations } from '../migrations.ts';
import type { OperationsReads } from '../operations-ports.ts';
import type { Queried, Row, Sql } from './query.ts';

const oldestOf = (row: Row | undefined): number | undefined => {
  const since = row?.['since'];
  return typeof since === 'number' ? since : undefined;
};

export const workAgeOperations = (db: Sql): Queried<OperationsReads> => ({
  *workAges({ at }) {
    const inboxSince = oldestOf(yield* db.get(`select min(received_at) as since from inbox where state = 'pending'`));
    // The first condition is word for word that of the partial index.
    const answersSince = oldestOf(
      yield* db.get(
        `select min(created_at) as since from outbox where state in ('pending', 'sending', 'unknown', 'failed')
         and state in ('pending', 'sending', 'unknown')`,
      ),
    );
    // Each announcement's own oldest is the first entry of an index.
    const announcementsSince = oldestOf(
      yield* db.get(
        `select min((select p.due_at from announcement_recipient p where p.oa_id = a.oa_id and p.announcement_id = a.id
           and p.state = 'pending' and p.lane = 'direct' and p.due_at <= ?1 order by p.due_at limit 1)) as since
       from announcement a where a.state in ('scheduled', 'sending', 'paused', 'cancelled') and a.state = 'sending' and a.due_at <= ?1`,
        at,
      ),
    );
    return {
      ...(inboxSince === undefined ? {} : { inboxSince }),
      ...(answersSince === undefined ? {} : { answersSince }),
      ...(announcementsSince === undefined ? {} : { announcementsSince }),
    };
  },

  // Opening the store brings it to the newest schema; there is no other.
  *schemaVersion() {
    yield* [];
    return migrations.at(-1)?.id ?? 0;
  },
});
