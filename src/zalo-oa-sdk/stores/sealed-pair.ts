import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { TokenPair } from '../ports.ts';
import { ZaloTokenStoreError } from './store-errors.ts';

/** Turns pairs into the bytes of a row and back. */
export interface PairCodec {
  encode(oaId: string, pair: TokenPair): Buffer;
  /** Throws `ZaloTokenStoreError` when the bytes cannot be opened. */
  decode(oaId: string, stored: Uint8Array): TokenPair;
}

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
/** What NIST SP 800-38D recommends for GCM; a random one may be used 2^32 times with a key, a day's refresh is one. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of a row. JSON begins with `{`, so a plain row can be told from a sealed one. */
const SEALED = 1;

/**
 * Plain JSON without a key; with one, AES-256-GCM bound to the OA id, so that a row cannot be given to another OA. With
 * a key, rows written before there was one can still be read, and are sealed when they are next saved.
 *
 * Row: `01 | nonce (12) | tag (16) | ciphertext`. Throws a `TypeError` (`ZALO_BAD_ENCRYPTION_KEY`) when the key has not
 * 32 bytes.
 */
export function createPairCodec(encryptionKey?: Uint8Array): PairCodec {
  if (encryptionKey !== undefined && encryptionKey.length !== KEY_BYTES) {
    throw new TypeError(
      `ZALO_BAD_ENCRYPTION_KEY: encryptionKey has ${encryptionKey.length} bytes; expected ${KEY_BYTES}. ` +
        'Make one with "openssl rand -base64 32" and decode it.',
    );
  }
  const key = encryptionKey && createSecretKey(encryptionKey);
  return {
    encode(oaId, { accessToken, refreshToken, expiresAtMs }) {
      const plain = Buffer.from(JSON.stringify({ accessToken, refreshToken, expiresAtMs }));
      return key ? seal(key, oaId, plain) : plain;
    },
    decode(oaId, stored) {
      const bytes = Buffer.from(stored);
      return parsePair(oaId, bytes[0] === SEALED ? open(key, oaId, bytes) : bytes);
    },
  };
}

function seal(key: KeyObject, oaId: string, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(oaId));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(SEALED), nonce, cipher.getAuthTag(), sealed]);
}

function open(key: KeyObject | undefined, oaId: string, row: Buffer): Buffer {
  if (!key) {
    throw new ZaloTokenStoreError(
      oaId,
      'are sealed, but no key was given',
      'Pass the encryptionKey they were saved with.',
    );
  }
  const nonce = row.subarray(1, 1 + NONCE_BYTES);
  const tag = row.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(oaId))
      .setAuthTag(tag);
    return Buffer.concat([decipher.update(row.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    throw new ZaloTokenStoreError(
      oaId,
      'cannot be opened with this key',
      'Pass the encryptionKey they were saved with; if it is lost, let an admin of the OA consent again.',
    );
  }
}

const pairShape = z.object({
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1).optional(),
  expiresAtMs: z.number(),
});

function parsePair(oaId: string, plain: Buffer): TokenPair {
  try {
    // the native message would quote the tokens
    return pairShape.parse(JSON.parse(plain.toString())) as TokenPair;
  } catch {
    throw new ZaloTokenStoreError(oaId, 'are damaged', 'Restore a backup, or let an admin of the OA consent again.');
  }
}
