import type { OperationsReads } from '../operations-ports.ts';
import type { Database } from './database.ts';

export const workAgeOperations = (db: Database): OperationsReads => ({
  workAges({ at }) {
    const oldest = (sql: string, ...params: number[]): number | undefined => {
      const since = db.get(sql, ...params)?.['since'];
      return typeof since === 'number' ? since : undefined;
    };
    const inboxSince = oldest(`select min(received_at) as since from inbox where state = 'pending'`);
    // The first condition is word for word that of the partial index.
    const answersSince = oldest(
      `select min(created_at) as since from outbox where state in ('pending', 'sending', 'unknown', 'failed')
         and state in ('pending', 'sending', 'unknown')`,
    );
    // Each announcement's own oldest is the first entry of an index.
    const announcementsSince = oldest(
      `select min((select p.due_at from announcement_recipient p where p.oa_id = a.oa_id and p.announcement_id = a.id
           and p.state = 'pending' and p.lane = 'direct' and p.due_at <= ?1 order by p.due_at limit 1)) as since
       from announcement a where a.state in ('scheduled', 'sending', 'paused', 'cancelled') and a.state = 'sending' and a.due_at <= ?1`,
      at,
    );
    return {
      ...(inboxSince === undefined ? {} : { inboxSince }),
      ...(answersSince === undefined ? {} : { answersSince }),
      ...(announcementsSince === undefined ? {} : { announcementsSince }),
    };
  },

  schemaVersion: () => Number(db.get('pragma user_version')?.['user_version'] ?? 0),
});
