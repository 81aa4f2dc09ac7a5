import type { AnnouncementContent } from '../announcement-ports.ts';
import { toAnnouncement } from './announcement-row.ts';
import { createTallyChanges } from './announcement-tally.ts';
import { keyOf, moveRows, rowsOfPerson } from './announcement-recipients.ts';
import type { Operation, Row, Sql } from './query.ts';

/** People forgotten in one round of retention: bounded, because answers wait for it. */
const FORGET_AT_ONCE = 2_000;

/** Direct messages that a dead process was in the middle of become `unknown`. Returns how many. */
export function* recoverRecipients(db: Sql, at: number): Operation<number> {
  const rows = yield* db.all(
    `select * from announcement_recipient where state in ('sending', 'unknown') and state = 'sending'`,
  );
  return yield* moveRows(db, rows, { state: 'unknown', code: 'PROCESS_ENDED' }, at);
}

/** Whether an echo can be this message: every fixed part of its text is there, in order. The person's own parts may be anything. */
export function isEchoOf(content: AnnouncementContent, echo: string): boolean {
  if (content.ready !== undefined) {
    const { text } = JSON.parse(content.ready) as { text?: unknown };
    return typeof text === 'string' && text.trim() === echo.trim();
  }
  const flat = (words: string): string => words.normalize('NFC').replace(/\s+/gu, ' ').trim();
  const spoken = flat(echo);
  let from = 0;
  for (const part of content.text.split(/\{[^{}]*\}/u).map(flat)) {
    const found = spoken.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return true;
}

/** An echo settles the unknown or running direct message it belongs to. True when there was one. */
export function* settleRecipientEcho(
  db: Sql,
  { oaId, userId, messageId, text, at }: { oaId: string; userId: string; messageId: string; text: string; at: number },
): Operation<boolean> {
  const rows = yield* db.all(
    // The OA as an expression: by its bare name a database may take the key of the table and read every row of the OA.
    `select * from announcement_recipient where user_id = ? and state in ('sending', 'unknown') and coalesce(oa_id, '') = ?
     order by state desc, at`,
    userId,
    oaId,
  );
  let match: Row | undefined;
  for (const row of rows) {
    const announcement = yield* db.get('select * from announcement where id = ?', String(row['announcement_id']));
    if (announcement === undefined || !isEchoOf(toAnnouncement(announcement).content, text)) continue;
    match = row;
    break;
  }
  if (!match) return false;
  // The echo of a message already known to be sent says nothing about another one with the same words.
  const isKnown = (yield* rowsOfPerson(db, oaId, userId)).some((row) => row['message_id'] === messageId);
  if (isKnown) return false;
  // Where several work at once, its result may have been recorded since it was read.
  const key = keyOf(match);
  const changed = yield* db.run(
    `update announcement_recipient set state = 'sent', code = '', at = ?, message_id = ?
     where oa_id = ? and announcement_id = ? and user_id = ? and state = ?`,
    at,
    messageId,
    oaId,
    key.announcementId,
    userId,
    key.state,
  );
  if (changed === 0) return false;
  const tally = createTallyChanges(db);
  tally.move(key, { ...key, state: 'sent', code: '' }, 1);
  yield* tally.write();
  return true;
}

/** Takes a person off every list. The counts stay: who was still to have it counts as skipped. */
export function* eraseFromAnnouncements(db: Sql, oaId: string, userId: string): Operation<void> {
  const tally = createTallyChanges(db);
  for (const row of yield* rowsOfPerson(db, oaId, userId)) {
    const key = keyOf(row);
    if (key.state === 'pending') tally.move(key, { ...key, state: 'skipped', code: 'ERASED' }, 1);
    if (key.state === 'sending') tally.move(key, { ...key, state: 'unknown', code: 'ERASED' }, 1);
    yield* db.write(
      'delete from announcement_recipient where oa_id = ? and announcement_id = ? and user_id = ?',
      oaId,
      key.announcementId,
      userId,
    );
  }
  yield* tally.write();
  // A list in the making goes on behind whoever comes before them.
  yield* db.write(
    `update announcement set after_user_id = coalesce((select max(r.user_id) from resident r where r.oa_id = ? and r.user_id < ?), '')
     where oa_id = ? and after_user_id = ?`,
    oaId,
    userId,
    oaId,
    userId,
  );
}

/** Forgets the people of announcements that ended before this moment; what nobody has touched since is cancelled first. */
export function* purgeRecipients(db: Sql, at: number, before: number): Operation<number> {
  yield* db.write(
    `update announcement set state = 'cancelled', version = version + 1, updated_at = ?
     where state in ('scheduled', 'sending', 'paused', 'cancelled') and state <> 'cancelled' and updated_at < ? and due_at < ?`,
    at,
    before,
    before,
  );
  const [over] = yield* db.all(
    `select a.oa_id, a.id from announcement a
     where a.state in ('sent', 'failed', 'cancelled') and a.updated_at < ?
       and exists (select 1 from announcement_recipient p where p.oa_id = a.oa_id and p.announcement_id = a.id)
       and not exists (select 1 from announcement_tally t where t.oa_id = a.oa_id and t.announcement_id = a.id
         and t.state in ('pending', 'sending') and t.n > 0) limit 1`,
    before,
  );
  if (!over) return 0;
  return yield* db.run(
    `delete from announcement_recipient where oa_id = ?1 and announcement_id = ?2 and user_id in (
       select user_id from announcement_recipient where oa_id = ?1 and announcement_id = ?2 order by user_id limit ?3)`,
    String(over['oa_id']),
    String(over['id']),
    FORGET_AT_ONCE,
  );
}

/** Direct messages by state, of announcements under way, for `/metrics`. */
export function* openRecipients(
  db: Sql,
): Operation<Readonly<Record<'pending' | 'sending' | 'unknown' | 'failed', number>>> {
  const open = { pending: 0, sending: 0, unknown: 0, failed: 0 };
  const rows = yield* db.all(
    `select t.state, sum(t.n) as n from announcement a join announcement_tally t on t.oa_id = a.oa_id and t.announcement_id = a.id
     where a.state in ('scheduled', 'sending', 'paused', 'cancelled') and a.state in ('sending', 'paused')
       and t.state in ('pending', 'sending', 'unknown', 'failed') group by t.state`,
  );
  for (const row of rows) open[row['state'] as keyof typeof open] = Number(row['n']);
  return open;
}
