import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';

/** What the console signs and seals with; each made from the one kept key, so that none of them tells of another. */
export interface ConsoleKeys {
  /** Signs cookies. */
  readonly cookieSecret: string;
  /** Binds a form to its session. */
  readonly csrf: Buffer;
  /** Seals keys of second factors (AES-256-GCM). */
  readonly seal: Buffer;
  /** Hashes short codes, which could be guessed from a plain hash. */
  readonly codes: Buffer;
}

const KEY_BYTES = 32;
const FILE = 'console.key';

/** The keys that follow from 32 random bytes, by HKDF-SHA-256. */
export function deriveConsoleKeys(key: Uint8Array): ConsoleKeys {
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `tro-ly-so console ${purpose}`, KEY_BYTES));
  return {
    cookieSecret: derive('cookies').toString('base64url'),
    csrf: derive('csrf'),
    seal: derive('second factor'),
    codes: derive('codes'),
  };
}

/** Where the key of the console comes from. */
export interface ConsoleKeyPlace {
  /** Folder of this server. */
  readonly dataDir: string;
  /** Set where several servers may share a database: each of them must come to the same key. */
  readonly databaseUrl?: string;
  readonly pseudonymKey?: string;
}

/**
 * The key in `console.key` of the data folder, where there is one. Without one it follows from PSEUDONYM_KEY on PostgreSQL,
 * so that whoever signed in at one server is known at the other; elsewhere it is made and kept, readable by the owner alone.
 * Throws CONFIG_INVALID for a file that holds no key: a new one is never made over it, because nobody's second factor
 * could be read any more.
 */
export function loadConsoleKeys({ dataDir, databaseUrl, pseudonymKey }: ConsoleKeyPlace): ConsoleKeys {
  const file = join(dataDir, FILE);
  if (!existsSync(file)) {
    return deriveConsoleKeys(
      databaseUrl !== undefined && pseudonymKey !== undefined ? keyFrom(pseudonymKey) : makeKey(dataDir, file),
    );
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  if (key.length === KEY_BYTES) return deriveConsoleKeys(key);
  throw new AppError(
    'CONFIG_INVALID',
    `The console key in "${file}" has ${key.length} bytes; expected ${KEY_BYTES}. Restore the file from a backup, or delete it to start with a new key: everybody then signs in anew and sets up the second factor again ("bot staff reset-second-factor").`,
  );
}

/** Tells nothing of the pseudonyms, nor they of it. */
const keyFrom = (pseudonymKey: string): Buffer =>
  Buffer.from(hkdfSync('sha256', pseudonymKey, Buffer.alloc(0), 'tro-ly-so console key', KEY_BYTES));

/** On disk under its name only when whole. */
function makeKey(dataDir: string, file: string): Buffer {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const key = randomBytes(KEY_BYTES);
  const draft = `${file}.new`;
  const descriptor = openSync(draft, 'w', 0o600);
  writeSync(descriptor, `${key.toString('base64url')}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(draft, file);
  return key;
}

/** Tells whether the keys of two servers are equal, and nothing about them. */
export const consoleKeyCheck = ({ codes }: ConsoleKeys): string =>
  createHmac('sha256', codes).update('installation check').digest('hex').slice(0, 16);

/** Hash of a short code (recovery, link in the chat) as the store keeps it: worthless without the key. */
export function hashCode(keys: ConsoleKeys, purpose: 'recovery' | 'link', owner: string, code: string): string {
  return createHmac('sha256', keys.codes)
    .update(JSON.stringify([purpose, owner, code]))
    .digest('hex');
}
