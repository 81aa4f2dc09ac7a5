import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** Cost of a hash: OWASP's first choice for argon2id, 19 MiB (35 ms here, measured 2026-11-22). */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const HASH_BYTES = 32;
const SALT_BYTES = 16;
/** As typed, a password may have this many characters at most; a longer one would be work for nothing. */
export const MAX_PASSWORD_LENGTH = 200;

/** Hashes worked on at once: each holds 19 MiB, and the server answers residents beside them. */
const AT_ONCE = 2;

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

const runArgon2 = promisify(argon2);
let free = AT_ONCE;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, cost: Cost, tagLength: number): Promise<Buffer> {
  if (free === 0) await new Promise<void>((resolve) => void waiting.push(resolve));
  else free -= 1;
  try {
    // One person's "ế" may arrive as one character or as two, by keyboard.
    const message = Buffer.from(password.normalize('NFC'), 'utf8');
    return await runArgon2('argon2id', { message, nonce: salt, tagLength, ...cost });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }
}

/** Hashes that wait for their turn. */
export const hashesWaiting = (): number => waiting.length;

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

/** Hash of a password with its cost and salt, in the PHC format `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. */
export async function hashPassword(password: string, salt: Buffer = randomBytes(SALT_BYTES)): Promise<string> {
  const cost = { memory: MEMORY_KIB, passes: PASSES, parallelism: LANES };
  const hash = await derive(password, salt, cost, HASH_BYTES);
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${base64(salt)}$${base64(hash)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/u;

/** Whether the password has this hash. False for a hash that is not in the format, after no work. */
export async function isPassword(password: string, phc: string): Promise<boolean> {
  const parts = PHC.exec(phc);
  if (!parts || password.length > MAX_PASSWORD_LENGTH) return false;
  const [, memory, passes, parallelism, salt = '', hash = ''] = parts;
  const expected = Buffer.from(hash, 'base64');
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const found = await derive(password, Buffer.from(salt, 'base64'), cost, expected.length);
  return timingSafeEqual(found, expected);
}

/** A hash of nothing anybody knows, so that an unknown login costs the same time as a known one. */
export const NOBODYS_HASH: string = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${base64(randomBytes(SALT_BYTES))}$${base64(randomBytes(HASH_BYTES))}`;
