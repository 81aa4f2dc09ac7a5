import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { vietnamDay } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';

/** A pseudonym is 16 hex characters: too many to guess, and useless without the key. */
export type PseudonymOf = (oaId: string, userId: string) => string;

/** Keyed pseudonyms (HMAC-SHA-256). The same resident gets the same one as long as the key stays. */
export function createPseudonyms(key: string): PseudonymOf {
  return (oaId, userId) => createHmac('sha256', key).update(`${oaId} ${userId}`).digest('hex').slice(0, 16);
}

/**
 * Pseudonyms for logs and traces, which nobody can erase from: others than those kept in the store, and others each day
 * (Viet Nam). With an erased resident's rows gone, no line of a log leads back to them or from one day to the next.
 */
export function createLogPseudonyms(key: string, now: () => number): PseudonymOf {
  return (oaId, userId) =>
    createHmac('sha256', key)
      .update(`log ${vietnamDay(now())} ${oaId} ${userId}`)
      .digest('hex')
      .slice(0, 16);
}

/** Characters a key must have at least: what PSEUDONYM_KEY of the environment must have too. */
const MIN_KEY_LENGTH = 16;

/**
 * The key kept in the data folder, made at first use; readable by the owner alone. Throws CONFIG_INVALID for a file
 * without a usable key: pseudonyms under an empty key could be computed by anybody.
 */
export function loadPseudonymKey(dataDir: string): string {
  const file = join(dataDir, 'pseudonym.key');
  if (!existsSync(file)) return makeKey(dataDir, file);
  const key = readFileSync(file, 'utf8').trim();
  if (key.length >= MIN_KEY_LENGTH) return key;
  throw new AppError(
    'CONFIG_INVALID',
    `The pseudonym key in "${file}" has ${key.length} characters; expected at least ${MIN_KEY_LENGTH}. Restore the file from a backup, or delete it to start with a new key: residents counted so far then count as new ones.`,
  );
}

/** On disk under its name only when whole: a key lost to a crash would cut residents off from their own records. */
function makeKey(dataDir: string, file: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const key = randomBytes(32).toString('base64url');
  const draft = `${file}.new`;
  const descriptor = openSync(draft, 'w', 0o600);
  writeSync(descriptor, `${key}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(draft, file);
  return key;
}
