import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A pseudonym is 16 hex characters: too many to guess, and useless without the key. */
export type PseudonymOf = (oaId: string, userId: string) => string;

/** Keyed pseudonyms (HMAC-SHA-256). The same resident gets the same one as long as the key stays. */
export function createPseudonyms(key: string): PseudonymOf {
  return (oaId, userId) => createHmac('sha256', key).update(`${oaId} ${userId}`).digest('hex').slice(0, 16);
}

/** The key kept in the data folder, made at first use; readable by the owner alone. */
export function loadPseudonymKey(dataDir: string): string {
  const file = join(dataDir, 'pseudonym.key');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const key = randomBytes(32).toString('base64url');
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}
