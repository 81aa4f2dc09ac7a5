import { randomBytes } from 'node:crypto';

/** The kinds of identifier the emulator makes. */
export type IdPrefix =
  | 'user'
  | 'user_by_app'
  | 'message'
  | 'group'
  | 'group_asset'
  | 'group_link'
  | 'article'
  | 'article_token'
  | 'video'
  | 'anonymous'
  | 'conversation'
  | 'media'
  | 'attachment'
  | 'access_token'
  | 'refresh_token'
  | 'code'
  | 'delivery'
  | 'call';

/** Makes one fresh identifier; `prefix` says which kind. Must never return the same value twice. */
export type NewId = (prefix: IdPrefix) => string;

const POOL_BYTES = 8192;
let pool = '';
let used = 0;

/** Slices of one long random text: a random read and an encoding for each of the five ids of a send cost more than zod. */
function randomHex(length: number): string {
  if (used + length > pool.length) {
    pool = randomBytes(POOL_BYTES).toString('hex');
    used = 0;
  }
  used += length;
  return pool.slice(used - length, used);
}

function randomDigits(count: number): string {
  // The first digit is never 0: Zalo ids are decimal numbers, and old clients parse them as such.
  const digits = Array.from(randomBytes(count), (byte) => byte % 10);
  return [((digits[0] ?? 0) % 9) + 1, ...digits.slice(1)].join('');
}

/**
 * Random ids in Zalo's shapes: user ids are 19 decimal digits (beyond 2^53 on purpose), message ids 20 hex characters,
 * tokens are opaque.
 */
export function randomId(prefix: IdPrefix): string {
  switch (prefix) {
    case 'user':
    case 'user_by_app':
      return randomDigits(19);
    case 'article':
    case 'video':
    case 'anonymous':
    case 'conversation':
    case 'message':
    case 'group':
    case 'group_asset':
      return randomHex(20);
    case 'access_token':
    case 'refresh_token':
    case 'code':
      return randomBytes(48).toString('base64url');
    case 'group_link':
      // letters only: a code people may have to type
      return randomHex(10).replaceAll(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));
    default:
      return randomHex(32);
  }
}
