import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  scryptSync,
} from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../shared/errors.ts';

/** How the key of a backup follows from its passphrase: scrypt, about 0.4 s and 128 MB (measured 2026-11-22). */
export interface KeyRecipe {
  readonly kdf: 'scrypt';
  readonly N: number;
  readonly r: number;
  readonly p: number;
  /** 16 bytes, base64url. */
  readonly salt: string;
}

/** Keys of one encrypted backup. */
export interface BackupKeys {
  readonly files: Buffer;
  readonly manifest: Buffer;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export const newKeyRecipe = (): KeyRecipe => ({
  kdf: 'scrypt',
  ...{ N: 131_072, r: 8, p: 1 },
  salt: randomBytes(16).toString('base64url'),
});

export function backupKeys(passphrase: string, { N, r, p, salt }: KeyRecipe): BackupKeys {
  const master = scryptSync(passphrase.normalize('NFC'), Buffer.from(salt, 'base64url'), 32, {
    ...{ N, r, p },
    maxmem: 256 * N * r,
  });
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `tro-ly-so backup ${purpose}`, 32));
  return { files: derive('files'), manifest: derive('manifest') };
}

/** Keyed hash of the manifest: tells a wrong passphrase and a changed manifest from a good one. */
export const macOf = (keys: BackupKeys, text: string): string =>
  createHmac('sha256', keys.manifest).update(text).digest('hex');

/** Size and SHA-256 of a file as it lies there. */
export async function fingerprint(file: string): Promise<{ readonly size: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(file)) {
    size += (chunk as Buffer).length;
    hash.update(chunk as Buffer);
  }
  return { size, sha256: hash.digest('hex') };
}

/** Copies a file, encrypted when there are keys (AES-256-GCM: nonce, bytes, tag; bound to its name), and syncs it. */
export async function sealFile(from: string, to: string, name: string, keys: BackupKeys | undefined): Promise<void> {
  await pipeline(
    createReadStream(from),
    async function* sealed(source: AsyncIterable<Buffer>) {
      if (!keys) return yield* source;
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keys.files, nonce).setAAD(Buffer.from(name));
      yield nonce;
      for await (const chunk of source) yield cipher.update(chunk);
      yield cipher.final();
      yield cipher.getAuthTag();
    },
    createWriteStream(to, { mode: 0o600, flags: 'wx' }),
  );
  await sync(to);
}

/** The way back. Throws BACKUP_INVALID when the bytes were changed. */
export async function openFile(from: string, to: string, name: string, keys: BackupKeys | undefined): Promise<void> {
  try {
    await pipeline(
      createReadStream(from),
      async function* opened(source: AsyncIterable<Buffer>) {
        if (!keys) return yield* source;
        yield* decrypted(source, name, keys);
      },
      createWriteStream(to, { mode: 0o600, flags: 'wx' }),
    );
  } catch (error) {
    throw new AppError(
      'BACKUP_INVALID',
      `"${name}" của bản sao lưu không mở được: tệp đã bị sửa hoặc hỏng. Dùng bản sao lưu khác.`,
      {
        cause: error,
      },
    );
  }
  await sync(to);
}

async function* decrypted(source: AsyncIterable<Buffer>, name: string, keys: BackupKeys): AsyncGenerator<Buffer> {
  let decipher: ReturnType<typeof createDecipheriv> | undefined;
  let held = Buffer.alloc(0);
  for await (const chunk of source) {
    held = Buffer.concat([held, chunk]);
    if (!decipher && held.length >= NONCE_BYTES) {
      decipher = createDecipheriv('aes-256-gcm', keys.files, held.subarray(0, NONCE_BYTES));
      (decipher as unknown as { setAAD(bytes: Buffer): void }).setAAD(Buffer.from(name));
      held = held.subarray(NONCE_BYTES);
    }
    // The last bytes may be the tag.
    if (decipher && held.length > TAG_BYTES) {
      yield decipher.update(held.subarray(0, held.length - TAG_BYTES));
      held = held.subarray(held.length - TAG_BYTES);
    }
  }
  (decipher as unknown as { setAuthTag(bytes: Buffer): void }).setAuthTag(held);
  if (decipher) yield decipher.final();
}

/** What is written but not synced is lost with the power. */
async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}
