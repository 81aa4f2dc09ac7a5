import { randomBytes } from 'node:crypto';

/** The kinds of identifier the emulator makes. */
export type IdPrefix =
  | 'user'
  | 'user_by_app'
  | 'message'
  | 'media'
  | 'attachment'
  | 'access_token'
  | 'refresh_token'
  | 'code'
  | 'delivery';

/** Makes one fresh identifier; `prefix` says which kind. Must never return the same value twice. */
export type NewId = (prefix: IdPrefix) => string;

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
    case 'message':
      return randomBytes(10).toString('hex');
    case 'access_token':
    case 'refresh_token':
    case 'code':
      return randomBytes(48).toString('base64url');
    default:
      return randomBytes(16).toString('hex');
  }
}
