import { randomBytes } from 'node:crypto';

/** A source of unpredictable bytes, `size` of them at a call. */
export type RandomBytes = (size: number) => Uint8Array;

/** The operating system's source: the default wherever {@link RandomBytes} can be passed. */
export const systemRandomBytes: RandomBytes = (size) => randomBytes(size);

/**
 * `size` random bytes as base64url without padding. Throws a `TypeError` (`ZALO_BAD_RANDOMNESS`) when the source gave
 * another number of bytes: a secret shorter than it looks is worse than none.
 */
export function randomText(source: RandomBytes, size: number): string {
  const bytes = source(size);
  if (bytes.length !== size) {
    throw new TypeError(
      `ZALO_BAD_RANDOMNESS: randomBytes gave ${bytes.length} bytes; expected ${size}. Pass randomBytes of node:crypto.`,
    );
  }
  return Buffer.from(bytes).toString('base64url');
}
