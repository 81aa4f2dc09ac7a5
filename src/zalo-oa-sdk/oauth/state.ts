import { type RandomBytes, randomText, systemRandomBytes } from './randomness.ts';

/** 192 bits: nobody guesses it within the 10 minutes of a code. */
const STATE_BYTES = 24;

/**
 * A `state` for one permission link: 32 characters of base64url. Keep it in the session of the person who asked for the
 * link and give it to `readPermissionCallback` as `expectedState`, so that nobody can slip in the grant of another OA.
 *
 * Throws a `TypeError` (`ZALO_BAD_RANDOMNESS`) when `randomBytes` gives a wrong number of bytes.
 */
export function createState(randomBytes: RandomBytes = systemRandomBytes): string {
  return randomText(randomBytes, STATE_BYTES);
}
