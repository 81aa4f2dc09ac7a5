import type { StorageOperations } from '../ports.ts';
import { auditHash } from '../audit-chain.ts';
import {
  AUDIT_BEGINNING,
  type AuditEntry,
  type StaffChange,
  type StaffReads,
  type StaffWrite,
} from '../staff-ports.ts';
import type { Operation, Queried, Row, Sql } from './query.ts';

type Audit = Pick<StaffReads, 'listAudit' | 'readAudit'> & Pick<StorageOperations, 'staffChange'>;

const toEntry = (row: Row): AuditEntry => ({
  seq: Number(row['seq']),
  oaId: String(row['oa_id']),
  at: Number(row['at']),
  actor: String(row['actor']),
  action: String(row['action']),
  subject: String(row['subject']),
  detail: String(row['detail']),
  previousHash: String(row['previous_hash']),
  hash: String(row['hash']),
});

/** The record of what staff did. `runWrite` runs another operation by its name, in the same transaction. */
export const auditOperations = (db: Sql, runWrite: (write: StaffWrite) => Operation<unknown>): Queried<Audit> => ({
  *staffChange(change) {
    if (change.onceKey !== undefined) {
      const done = yield* db.get(
        'select seq from audit_entry where oa_id = ? and actor = ? and once_key = ?',
        change.oaId,
        change.actor,
        change.onceKey,
      );
      if (done) return { isRepeat: true, results: [] };
    }
    yield* addLine(db, change);
    const results: unknown[] = Array.from({ length: change.writes.length });
    // Events last: a key that was noted in memory must not outlive a write that fails behind it.
    for (const isEvent of [false, true]) {
      for (const [index, write] of change.writes.entries()) {
        if ((write.operation === 'acceptEvent') === isEvent) results[index] = yield* runWrite(write);
      }
    }
    return { isRepeat: false, results };
  },

  *listAudit({ oaId, beforeSeq, fromAt, toAt, actor, action, subject, limit }) {
    return (yield* db.all(
      `select * from audit_entry
         where oa_id = ?1 and (?2 is null or seq < ?2) and (?3 is null or actor = ?3)
           and (?4 is null or action = ?4 or substr(action, 1, length(?4) + 1) = ?4 || '.')
           and (?5 is null or subject = ?5) and (?6 is null or at >= ?6) and (?7 is null or at < ?7)
         order by seq desc limit ?8`,
      oaId,
      beforeSeq ?? null,
      actor ?? null,
      action ?? null,
      subject ?? null,
      fromAt ?? null,
      toAt ?? null,
      limit,
    )).map(toEntry);
  },

  *readAudit({ afterSeq, limit }) {
    return (yield* db.all('select * from audit_entry where seq > ? order by seq limit ?', afterSeq, limit)).map(
      toEntry,
    );
  },
});

function* addLine(db: Sql, change: StaffChange): Operation<void> {
  const last = yield* db.get('select seq, hash from audit_entry order by seq desc limit 1');
  const { oaId, at, actor, action, subject, detail } = change;
  const line = {
    ...{ seq: Number(last?.['seq'] ?? 0) + 1, oaId, at, actor, action, subject, detail },
    previousHash: last ? String(last['hash']) : AUDIT_BEGINNING,
  };
  yield* db.write(
    `insert into audit_entry (seq, oa_id, at, actor, action, subject, detail, once_key, previous_hash, hash)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    line.seq,
    oaId,
    at,
    actor,
    action,
    subject,
    detail,
    change.onceKey ?? null,
    line.previousHash,
    auditHash(line),
  );
}
