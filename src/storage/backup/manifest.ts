import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { type BackupKeys, backupKeys, fingerprint, macOf } from './seal.ts';

export const MANIFEST_FILE = 'manifest.json';

/** Below the folder, with forward slashes; no way out of it. */
const NAME = /^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w./-]{1,200}$/u;

const manifestSchema = z.object({
  format: z.literal(1),
  product: z.string(),
  schema: z.number().int().min(1),
  /** Epoch ms; `madeAtText` is for people. */
  madeAt: z.number(),
  madeAtText: z.string(),
  /** Whose data it is: the id of an OA, or `demo`. */
  owner: z.string(),
  /** Tells one key of pseudonyms from another without saying anything about it. */
  keyCheck: z.string(),
  encryption: z
    .object({
      kdf: z.literal('scrypt'),
      N: z.number().max(1_048_576),
      r: z.number().max(32),
      p: z.number().max(16),
      salt: z.string(),
    })
    .nullable(),
  files: z.array(
    z.object({
      name: z.string().regex(NAME),
      size: z.number().int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/u),
    }),
  ),
});

/** What a backup holds and how it was made. Sizes and hashes are of the files as they lie in the folder. */
export type Manifest = z.infer<typeof manifestSchema>;

const storedSchema = manifestSchema.extend({ mac: z.string().optional() });

/** The manifest as text; of an encrypted backup with a keyed hash over the rest. */
export function formatManifest(manifest: Manifest, keys: BackupKeys | undefined): string {
  // In the order in which it will be read back.
  const ordered = manifestSchema.parse(manifest);
  const mac = keys ? { mac: macOf(keys, JSON.stringify(ordered)) } : {};
  return `${JSON.stringify({ ...ordered, ...mac }, null, 2)}\n`;
}

/**
 * Reads the manifest of a folder and checks every file against it. Throws BACKUP_INVALID or BACKUP_PASSPHRASE, each
 * saying in Vietnamese what to do: who restores is an officer in trouble.
 */
export async function readBackup(
  folder: string,
  passphrase: string | undefined,
): Promise<{ readonly manifest: Manifest; readonly keys: BackupKeys | undefined }> {
  const { mac, ...manifest } = parse(folder);
  const keys = manifest.encryption ? unlock(manifest, mac, passphrase) : undefined;
  for (const { name, size, sha256 } of manifest.files) {
    const file = join(folder, name);
    if (!existsSync(file)) throw invalid(`Thiếu tệp "${name}" trong bản sao lưu.`);
    const found = await fingerprint(file);
    if (found.size !== size || found.sha256 !== sha256)
      throw invalid(
        `Tệp "${name}" không còn như lúc sao lưu (${found.size} byte, cần ${size} byte, hoặc nội dung đã đổi).`,
      );
  }
  return { manifest, keys };
}

function parse(folder: string): z.infer<typeof storedSchema> {
  const file = join(folder, MANIFEST_FILE);
  if (!existsSync(file)) throw invalid(`"${folder}" không phải bản sao lưu: không có ${MANIFEST_FILE}.`);
  try {
    return storedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw invalid(`${MANIFEST_FILE} trong "${folder}" không đọc được.`, error);
  }
}

function unlock(manifest: Manifest, mac: string | undefined, passphrase: string | undefined): BackupKeys {
  if (passphrase === undefined || manifest.encryption === null) {
    throw new AppError(
      'BACKUP_PASSPHRASE',
      'Bản sao lưu này đã mã hóa mà BACKUP_PASSPHRASE đang trống. Đặt BACKUP_PASSPHRASE bằng mật khẩu lúc sao lưu rồi chạy lại.',
    );
  }
  const keys = backupKeys(passphrase, manifest.encryption);
  if (macOf(keys, JSON.stringify(manifest)) !== mac) {
    throw new AppError(
      'BACKUP_PASSPHRASE',
      `BACKUP_PASSPHRASE không mở được bản sao lưu ngày ${manifest.madeAtText}, hoặc ${MANIFEST_FILE} đã bị sửa. Kiểm tra mật khẩu lúc sao lưu, hoặc dùng bản khác.`,
    );
  }
  return keys;
}

const invalid = (what: string, cause?: unknown): AppError =>
  new AppError('BACKUP_INVALID', `${what} Chép lại bản sao lưu cho đủ, hoặc dùng bản khác; chưa có gì bị thay đổi.`, {
    cause,
  });
