import { createHash } from 'node:crypto';
import { type RandomBytes, randomText, systemRandomBytes } from './randomness.ts';

/** A PKCE pair. The challenge goes into the permission link, the verifier stays here until the code is exchanged. */
export interface Pkce {
  /** 43 characters of base64url with at least one upper-case letter, one lower-case letter and one digit. Secret. */
  readonly verifier: string;
  /** base64url of SHA-256 over the verifier's ASCII, without padding: 43 characters. */
  readonly challenge: string;
}

/** 32 bytes are 43 characters of base64url without padding. */
const VERIFIER_BYTES = 32;
/** One verifier in 1,500 lacks a digit; with a working source, eight in a row do so once in 10^25. */
const MAX_DRAWS = 8;

/**
 * A new PKCE pair; Zalo asks for one per request, although its console can also store one fixed challenge.
 *
 * Throws a `TypeError` (`ZALO_BAD_RANDOMNESS`) when `randomBytes` gives a wrong number of bytes or keeps giving bytes
 * that make no valid verifier. Source: page "Xác thực và ủy quyền cho Ứng dụng", 2026-11.
 */
export function createPkce(randomBytes: RandomBytes = systemRandomBytes): Pkce {
  for (let draw = 0; draw < MAX_DRAWS; draw += 1) {
    const verifier = randomText(randomBytes, VERIFIER_BYTES);
    if (/[A-Z]/.test(verifier) && /[a-z]/.test(verifier) && /\d/.test(verifier)) {
      return { verifier, challenge: codeChallengeOf(verifier) };
    }
  }
  throw new TypeError(
    `ZALO_BAD_RANDOMNESS: ${MAX_DRAWS} draws gave no verifier with an upper-case letter, a lower-case letter and a ` +
      'digit; expected random bytes. Pass randomBytes of node:crypto.',
  );
}

/** The challenge of a verifier made earlier: base64url of SHA-256 over its ASCII, without padding. */
export function codeChallengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url');
}
