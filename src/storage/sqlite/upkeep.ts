import type { StorageOperations } from '../ports.ts';
import { purgeCascades } from './cascades.ts';
import type { Database } from './database.ts';
import { purgeDesk } from './desk-upkeep.ts';
import { openRecipients, purgeRecipients } from './announcement-upkeep.ts';
import { purgeFieldLog } from './field-log.ts';
import { purgeHelp } from './help.ts';
import { purgePrivacy } from './privacy.ts';
import { purgeQuestions } from './questions.ts';
import type { SeenKeys } from './seen-keys.ts';
import { purgeTips } from './tips.ts';

type Upkeep = Pick<StorageOperations, 'purge' | 'counts' | 'readMeta' | 'writeMeta' | 'checkpoint'>;

const EXPIRED_INVITE_MS = 30 * 24 * 3_600_000;

export const upkeepOperations = (db: Database, seen: SeenKeys): Upkeep => ({
  purge({ at, inboxBefore, historyBefore }) {
    let deleted = 0;
    deleted += db.run(`delete from inbox where state = 'ignored' and received_at < ?`, inboxBefore);
    deleted += db.run(`delete from inbox where state = 'failed' and received_at < ?`, historyBefore);
    deleted += db.run(
      `delete from outbox where id in
         (select id from outbox where state = 'sent' and settled_at < ? order by id limit 2000)`,
      inboxBefore,
    );
    deleted += db.run(
      `delete from outbox where state in ('failed', 'unknown', 'sent', 'skipped') and created_at < ?`,
      historyBefore,
    );
    deleted += db.run('delete from engagement_event where at < ?', historyBefore);
    deleted += db.run('delete from visit_event where at < ?', historyBefore);
    deleted += db.run('delete from demand where at < ?', historyBefore);
    deleted += purgeFieldLog(db, historyBefore);
    deleted += purgeQuestions(db, historyBefore);
    deleted += purgeTips(db, historyBefore);
    deleted += purgeRecipients(db, at, historyBefore);
    deleted += purgeCascades(db, historyBefore);
    deleted += purgeHelp(db, at, historyBefore);
    deleted += purgePrivacy(db, at, historyBefore);
    deleted += purgeDesk(db, historyBefore);
    // An expired code is known as such for a while: "too late" is a kinder answer than "unknown".
    deleted += db.run('delete from team_invite where used_at is null and expires_at < ?', at - EXPIRED_INVITE_MS);
    deleted += db.run('delete from team_invite where used_at < ?', historyBefore);
    deleted += db.run('delete from join_try where last_at < ?', inboxBefore);
    deleted += seen.purge(inboxBefore);
    return { deleted, more: deleted > 0 };
  },

  counts() {
    // The first term is word for word the condition of the partial index, so that SQLite uses it.
    const openStates = {
      inbox: 'true',
      outbox: `state in ('pending', 'sending', 'unknown', 'failed')`,
    };
    const open = (table: 'inbox' | 'outbox', state: string): number =>
      Number(
        db.get(`select count(*) as n from ${table} where ${openStates[table]} and state = '${state}'`)?.['n'] ?? 0,
      );
    const recipients = openRecipients(db);
    return {
      inboxPending: open('inbox', 'pending'),
      inboxFailed: open('inbox', 'failed'),
      outboxPending: open('outbox', 'pending') + recipients.pending,
      outboxSending: open('outbox', 'sending') + recipients.sending,
      outboxUnknown: open('outbox', 'unknown') + recipients.unknown,
      outboxFailed: open('outbox', 'failed') + recipients.failed,
      unknownTotal: Number(db.get(`select value from meta where key = 'unknown_sends_total'`)?.['value'] ?? 0),
    };
  },

  readMeta({ key }) {
    const row = db.get('select value from meta where key = ?', key);
    return row && String(row['value']);
  },

  writeMeta({ key, value }) {
    db.run(
      'insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
      key,
      value,
    );
    return null;
  },

  // Runs after the commit of its batch, see batch.ts: inside a transaction SQLite cannot empty its log.
  checkpoint: () => null,
});
