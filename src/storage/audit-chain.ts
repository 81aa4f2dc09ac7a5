import { createHash } from 'node:crypto';
import { AUDIT_BEGINNING, type AuditEntry } from './staff-ports.ts';

/** Seal of a line: SHA-256, hex, over a JSON array of its fields in this order, the seal of the line before it first. */
export function auditHash(line: Omit<AuditEntry, 'hash'>): string {
  const { previousHash, seq, oaId, at, actor, action, subject, detail } = line;
  const canonical = JSON.stringify([previousHash, seq, oaId, at, actor, action, subject, detail]);
  return createHash('sha256').update(canonical).digest('hex');
}

/** The last line that was found whole. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

/** Before the first line. */
export const CHAIN_BEGINNING: ChainEnd = { seq: 0, hash: AUDIT_BEGINNING };

/**
 * Follows the chain over these lines, in order of `seq`. `brokenSeq` is the first line that is missing, was changed, or
 * does not belong behind the one before it; nothing is said about lines cut off at the end.
 */
export function followChain(
  from: ChainEnd,
  lines: readonly AuditEntry[],
): { readonly end: ChainEnd; readonly brokenSeq?: number } {
  let end = from;
  for (const line of lines) {
    if (line.seq !== end.seq + 1) return { end, brokenSeq: end.seq + 1 };
    if (line.previousHash !== end.hash || line.hash !== auditHash(line)) return { end, brokenSeq: line.seq };
    end = { seq: line.seq, hash: line.hash };
  }
  return { end };
}
