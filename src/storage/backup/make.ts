import { createHmac } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { vietnamTime } from '../../shared/clock.ts';
import { AppError, codeOf } from '../../shared/errors.ts';
import { ERASURE_FILE } from '../erasure-file.ts';
import { DATABASE_FILE } from '../sqlite/open.ts';
import type { DatabaseFacts, DatabaseSource } from './copies.ts';
import { formatManifest, type Manifest, MANIFEST_FILE } from './manifest.ts';
import { backupKeys, fingerprint, type KeyRecipe, newKeyRecipe, sealFile } from './seal.ts';

export interface BackupOptions {
  readonly database: DatabaseSource;
  readonly dataDir: string;
  /** A new or empty folder; not below `dataDir`. */
  readonly to: string;
  /** Version of the product. */
  readonly product: string;
  readonly pseudonymKey: string;
  /** Absent = the copy is readable by whoever has the folder. */
  readonly passphrase?: string;
  readonly now: number;
}

/** What can be drawn again, what belongs to this process or machine, and what the database holds anyway. */
const LEFT_OUT = /^(?:pictures|server\.lock.*|before-restore-.*|.*\.(?:new|draft|tmp))$/u;

/** Kept where the spool is copied first: an event in both copies has one effect, an event in neither is lost. */
const SPOOL_FILE = 'inbox.spool';

/** Tells whether a key of pseudonyms is the one of the backup. */
export const keyCheckOf = (pseudonymKey: string): string =>
  createHmac('sha256', pseudonymKey).update('tro-ly-so key check').digest('hex').slice(0, 16);

/**
 * Copies everything of a data folder that cannot be made again (database, keys, spool, photos, pictures of
 * announcements) into `to`, while a server may be running. The manifest is written last: a folder without one is no
 * backup. Needs as much free space in `dataDir` as the database has. Throws BACKUP_TARGET, BACKUP_TOOL or STORAGE_FAILED.
 */
export async function makeBackup(options: BackupOptions): Promise<Manifest> {
  const { dataDir, to, now } = options;
  prepareTarget(to);
  const encryption: KeyRecipe | null = options.passphrase === undefined ? null : newKeyRecipe();
  const keys = encryption && options.passphrase !== undefined ? backupKeys(options.passphrase, encryption) : undefined;
  const files: Manifest['files'] = [];
  const add = async (name: string, from: string): Promise<void> => {
    const target = join(to, name);
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    await sealFile(from, target, name, keys);
    files.push({ name, ...(await fingerprint(target)) });
  };
  const addIfThere = async (name: string): Promise<void> => {
    try {
      await add(name, join(dataDir, name));
    } catch (error) {
      // Withdrawn, replaced or drained in this very moment.
      if (codeOf(error) !== 'ENOENT') throw error;
      rmSync(join(to, name), { force: true });
    }
  };
  if (existsSync(join(dataDir, SPOOL_FILE))) await addIfThere(SPOOL_FILE);
  const facts = await addDatabase(options, add);
  for (const name of listFiles(dataDir)) if (name !== SPOOL_FILE) await addIfThere(name);
  const manifest: Manifest = {
    ...{ format: 1, product: options.product, schema: facts.schema, madeAt: now, madeAtText: vietnamTime(now) },
    owner: facts.owner ?? '',
    keyCheck: keyCheckOf(options.pseudonymKey),
    encryption,
    files,
  };
  writeFileSync(join(to, MANIFEST_FILE), formatManifest(manifest, keys), { mode: 0o600 });
  return manifest;
}

/** The copy lies in `dataDir` until it is sealed, never unsealed in the target. */
async function addDatabase(
  { dataDir, database }: BackupOptions,
  add: (name: string, from: string) => Promise<void>,
): Promise<DatabaseFacts> {
  const draft = join(dataDir, `backup-${process.pid}.tmp`);
  rmSync(draft, { force: true });
  try {
    const facts = await database.copyTo(draft);
    chmodSync(draft, 0o600);
    await add(database.fileName, draft);
    return facts;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Files of the data folder that belong into a copy, relative to it. */
function listFiles(dataDir: string): string[] {
  const isOurs = (name: string): boolean =>
    !LEFT_OUT.test(name) && !name.startsWith(DATABASE_FILE) && name !== ERASURE_FILE;
  return readdirSync(dataDir, { withFileTypes: true })
    .filter(({ name }) => isOurs(name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? readdirSync(join(dataDir, entry.name), { withFileTypes: true, recursive: true })
            .filter((below) => below.isFile())
            .map((below) => join(below.parentPath, below.name).slice(dataDir.length + (dataDir.endsWith('/') ? 0 : 1)))
        : entry.isFile()
          ? [entry.name]
          : [],
    )
    .toSorted();
}

function prepareTarget(to: string): void {
  try {
    mkdirSync(to, { recursive: true, mode: 0o700 });
    if (readdirSync(to).length === 0) return;
  } catch (error) {
    throw new AppError('BACKUP_TARGET', `Không ghi được vào thư mục "${to}". Kiểm tra đường dẫn và quyền ghi.`, {
      cause: error,
    });
  }
  throw new AppError(
    'BACKUP_TARGET',
    `Thư mục "${to}" không trống. Mỗi bản sao lưu cần một thư mục mới, ví dụ thêm ngày giờ vào tên.`,
  );
}
