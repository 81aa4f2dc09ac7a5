import { vietnamDay } from '../../shared/clock.ts';
import type { StorageOperations } from '../ports.ts';
import { purgeCascades } from './cascades.ts';
import { purgeDesk } from './desk-upkeep.ts';
import { openRecipients, purgeRecipients } from './announcement-upkeep.ts';
import { firstSince } from './first-since.ts';
import { purgeFieldLog } from './field-log.ts';
import { purgeHelp } from './help.ts';
import { purgePrivacy } from './privacy-upkeep.ts';
import type { Operation, Queried, Sql } from './query.ts';
import { purgeQuestions } from './questions.ts';
import type { SeenKeys } from './seen.ts';
import { purgeTips } from './tips.ts';

type Upkeep = Pick<StorageOperations, 'purge' | 'counts' | 'readMeta' | 'writeMeta'>;

const EXPIRED_INVITE_MS = 30 * 24 * 3_600_000;

/** The day lets PostgreSQL look into the months concerned alone; whole ones have gone before (ADR 0033). */
function* forgetEvents(db: Sql, table: 'engagement_event' | 'visit_event', before: number): Operation<number> {
  const first = yield* firstSince(db, table, before);
  return yield* db.run(`delete from ${table} where id < ? and at < ? and day <= ?`, first, before, vietnamDay(before));
}

export const upkeepOperations = (db: Sql, seen: SeenKeys): Queried<Upkeep> => ({
  *purge({ at, inboxBefore, historyBefore }) {
    let deleted = 0;
    deleted += yield* db.run(`delete from inbox where state = 'ignored' and received_at < ?`, inboxBefore);
    deleted += yield* db.run(`delete from inbox where state = 'failed' and received_at < ?`, historyBefore);
    // Settled is later than made, so what is too old lies before the first answer made since.
    deleted += yield* db.run(
      `delete from outbox where id in
         (select id from outbox where id < ? and state = 'sent' and settled_at < ? order by id limit 2000)`,
      yield* firstSince(db, 'outbox', inboxBefore),
      inboxBefore,
    );
    deleted += yield* db.run(
      `delete from outbox where id < ? and state in ('failed', 'unknown', 'sent', 'skipped') and created_at < ?`,
      yield* firstSince(db, 'outbox', historyBefore),
      historyBefore,
    );
    deleted += yield* forgetEvents(db, 'engagement_event', historyBefore);
    deleted += yield* forgetEvents(db, 'visit_event', historyBefore);
    deleted += yield* db.run('delete from demand where at < ?', historyBefore);
    deleted += yield* purgeFieldLog(db, historyBefore);
    deleted += yield* purgeQuestions(db, historyBefore);
    deleted += yield* purgeTips(db, historyBefore);
    deleted += yield* purgeRecipients(db, at, historyBefore);
    deleted += yield* purgeCascades(db, historyBefore);
    deleted += yield* purgeHelp(db, at, historyBefore);
    deleted += yield* purgePrivacy(db, at, historyBefore);
    deleted += yield* purgeDesk(db, historyBefore);
    // An expired code is known as such for a while: "too late" is a kinder answer than "unknown".
    deleted += yield* db.run(
      'delete from team_invite where used_at is null and expires_at < ?',
      at - EXPIRED_INVITE_MS,
    );
    deleted += yield* db.run('delete from team_invite where used_at < ?', historyBefore);
    deleted += yield* db.run('delete from join_try where last_at < ?', inboxBefore);
    deleted += yield* seen.purge(inboxBefore);
    return { deleted, more: deleted > 0 };
  },

  *counts() {
    // The first term is word for word the condition of the partial index, so that SQLite uses it.
    const openStates = {
      inbox: 'true',
      outbox: `state in ('pending', 'sending', 'unknown', 'failed')`,
    };
    function* open(table: 'inbox' | 'outbox', state: string): Operation<number> {
      const row = yield* db.get(`select count(*) as n from ${table} where ${openStates[table]} and state = '${state}'`);
      return Number(row?.['n'] ?? 0);
    }
    const recipients = yield* openRecipients(db);
    return {
      inboxPending: yield* open('inbox', 'pending'),
      inboxFailed: yield* open('inbox', 'failed'),
      outboxPending: (yield* open('outbox', 'pending')) + recipients.pending,
      outboxSending: (yield* open('outbox', 'sending')) + recipients.sending,
      outboxUnknown: (yield* open('outbox', 'unknown')) + recipients.unknown,
      outboxFailed: (yield* open('outbox', 'failed')) + recipients.failed,
      unknownTotal: Number((yield* db.get(`select value from meta where key = 'unknown_sends_total'`))?.['value'] ?? 0),
    };
  },

  *readMeta({ key }) {
    const row = yield* db.get('select value from meta where key = ?', key);
    return row && String(row['value']);
  },

  *writeMeta({ key, value }) {
    yield* db.write(
      'insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
      key,
      value,
    );
    return null;
  },
});
