import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { vietnamTime } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import { erasureFileIn } from '../erasure-file.ts';
import { type ErasureMark, erasureMark } from '../erasure-ports.ts';
import { migrations } from '../migrations.ts';
import type { IncomingEvent, StorageOperations } from '../ports.ts';
import { allErasures, reapplyErasures } from '../reapply-erasures.ts';
import { lockDataDir } from '../sqlite/lock.ts';
import { DATABASE_FILE, openSqliteStorage } from '../sqlite/open.ts';
import { erasuresOf, inspectDatabase } from '../sqlite/snapshot.ts';
import { keyCheckOf } from './make.ts';
import { type Manifest, readBackup } from './manifest.ts';
import { type BackupKeys, openFile } from './seal.ts';

export interface RestoreOptions {
  readonly from: string;
  readonly dataDir: string;
  /** Whose data this installation may hold: the id of its OA, or `demo`. */
  readonly owner: string;
  /** PSEUDONYM_KEY where it is set; else the key file of the backup. */
  readonly pseudonymKey?: string;
  readonly passphrase?: string;
  /** Erasures from a copy of the list, beside those that `dataDir` still has. */
  readonly erasures: readonly ErasureMark[];
  /** The folder has a database already: it is put aside, not removed. */
  readonly replace: boolean;
  readonly now: number;
  /** Keyed pseudonyms under a key. */
  pseudonymsOf(key: string): (oaId: string, userId: string) => string;
}

export interface Restored {
  readonly manifest: Manifest;
  /** People of the copy whose erasure is newer than it. */
  readonly erased: number;
  /** What would have been sent or handled a second time. */
  readonly settled: ReturnType<StorageOperations['settleRestored']>;
  /** Where the former files are; absent = there were none. */
  readonly asidePath?: string;
}

const SPOOL_FILE = 'inbox.spool';
const KEY_FILE = 'pseudonym.key';

/**
 * Puts a backup into `dataDir`. Everything is checked, unsealed, migrated and cleaned in a folder beside the live files;
 * those change hands at the end. Nobody who was erased after the backup comes back, and nothing is sent twice by itself.
 * Throws BACKUP_INVALID, BACKUP_PASSPHRASE, BACKUP_TARGET, DATABASE_TOO_NEW, DATA_DIR_IN_USE (a server runs) or
 * DATA_DIR_OF_ANOTHER_OA; nothing has changed then.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { dataDir, from, now } = options;
  const unlock = lockDataDir(dataDir);
  const stage = join(dataDir, 'restore.tmp');
  try {
    const { manifest, keys } = await readBackup(from, options.passphrase);
    refuse(options, manifest);
    rmSync(stage, { recursive: true, force: true });
    await unseal(options, manifest, keys, stage);
    const pseudonymOf = options.pseudonymsOf(keyOf(options, manifest, stage));
    const { missing, erased, settled, known } = await clean(options, stage, pseudonymOf);
    dropSpooled(join(stage, SPOOL_FILE), missing, pseudonymOf);
    const asidePath = changeHands(dataDir, stage, now);
    await rememberErasures(dataDir, known);
    return { manifest, erased, settled, ...(asidePath === undefined ? {} : { asidePath }) };
  } finally {
    rmSync(stage, { recursive: true, force: true });
    unlock();
  }
}

function refuse({ dataDir, owner, replace }: RestoreOptions, manifest: Manifest): void {
  const newest = migrations.at(-1)?.id ?? 0;
  if (manifest.schema > newest) {
    throw new AppError(
      'DATABASE_TOO_NEW',
      `Bản sao lưu có lược đồ ${manifest.schema} (phiên bản ${manifest.product}), phần mềm này chỉ biết đến ${newest}. Cài phiên bản mới hơn rồi khôi phục.`,
    );
  }
  if (manifest.owner !== '' && manifest.owner !== owner) {
    throw new AppError(
      'DATA_DIR_OF_ANOTHER_OA',
      `Bản sao lưu là của ${manifest.owner}, còn máy này phục vụ ${owner}. Đặt lại ZALO_OA_ID, hoặc dùng đúng bản sao lưu.`,
    );
  }
  if (!replace && existsSync(join(dataDir, DATABASE_FILE))) {
    throw new AppError(
      'BACKUP_TARGET',
      `DATA_DIR "${dataDir}" đang có cơ sở dữ liệu. Thêm --replace để cất bản đang có sang một bên rồi khôi phục, hoặc chọn DATA_DIR khác.`,
    );
  }
}

async function unseal(
  { from }: RestoreOptions,
  manifest: Manifest,
  keys: BackupKeys | undefined,
  stage: string,
): Promise<void> {
  for (const { name } of manifest.files) {
    mkdirSync(dirname(join(stage, name)), { recursive: true, mode: 0o700 });
    await openFile(join(from, name), join(stage, name), name, keys);
  }
  const { schema } = inspectDatabase(join(stage, DATABASE_FILE));
  if (schema !== manifest.schema)
    throw new AppError(
      'BACKUP_INVALID',
      `Lược đồ của cơ sở dữ liệu là ${schema}, bản kê ghi ${manifest.schema}. Dùng bản sao lưu khác.`,
    );
}

/** The key under which the backup's people were counted: marks of another key would find nobody. */
function keyOf(options: RestoreOptions, manifest: Manifest, stage: string): string {
  const file = join(stage, KEY_FILE);
  const key = options.pseudonymKey ?? (existsSync(file) ? readFileSync(file, 'utf8').trim() : '');
  if (keyCheckOf(key) === manifest.keyCheck) return key;
  throw new AppError(
    'BACKUP_INVALID',
    `Khóa ẩn danh đang dùng không phải khóa lúc sao lưu, nên không biết ai đã xóa dữ liệu. Đặt PSEUDONYM_KEY như lúc sao lưu (hoặc bỏ trống nếu khi đó trống).`,
  );
}

/** Migrates the copy, erases who was erased since, and stops what would be done twice. */
async function clean(
  { dataDir, erasures, now }: RestoreOptions,
  stage: string,
  pseudonymOf: (oaId: string, userId: string) => string,
) {
  const storage = await openSqliteStorage(stage);
  try {
    const fromHere = [...erasureFileIn(dataDir).read(), ...erasuresOf(join(dataDir, DATABASE_FILE))];
    const { missing, erased } = await reapplyErasures({ storage, pseudonymOf, erasures: [...fromHere, ...erasures] });
    const settled = await storage.settleRestored({ at: now });
    await storage.writeMeta({ key: 'restored_at', value: String(now) });
    return { missing, erased, settled, known: await allErasures(storage) };
  } finally {
    await storage.close();
  }
}

/** Events that waited in the spool: those of people erased since are nobody's any more. */
function dropSpooled(
  file: string,
  missing: readonly ErasureMark[],
  pseudonymOf: (oaId: string, userId: string) => string,
): void {
  if (!existsSync(file)) return;
  const marks = new Set(missing.map(({ oaId, mark }) => `${oaId} ${mark}`));
  const kept = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => {
      try {
        const { oaId, userId = '' } = JSON.parse(line) as IncomingEvent;
        return !marks.has(`${oaId} ${erasureMark(oaId, pseudonymOf(oaId, userId))}`);
      } catch {
        return false;
      }
    });
  writeFileSync(file, kept.map((line) => `${line}\n`).join(''), { mode: 0o600 });
}

/** Puts the staged files where the live ones were; the former ones lie in a folder beside them. The database goes last. */
function changeHands(dataDir: string, stage: string, now: number): string | undefined {
  const aside = freeName(join(dataDir, `before-restore-${vietnamTime(now).replaceAll(/[/: ]/gu, '-')}`));
  const names = readdirSync(stage).filter((name) => !name.startsWith(DATABASE_FILE));
  const former = [...names, SPOOL_FILE, DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`].filter((name) =>
    existsSync(join(dataDir, name)),
  );
  if (former.length > 0) mkdirSync(aside, { recursive: true, mode: 0o700 });
  for (const name of new Set(former)) {
    // The database stays in its place until the other one takes it in one step: an empty one must never be made there.
    if (name === DATABASE_FILE) copyAside(join(dataDir, name), join(aside, name));
    else renameSync(join(dataDir, name), join(aside, name));
  }
  for (const name of names) renameSync(join(stage, name), join(dataDir, name));
  renameSync(join(stage, DATABASE_FILE), join(dataDir, DATABASE_FILE));
  return former.length > 0 ? aside : undefined;
}

/** A second name costs nothing; where the file system knows none, it is a copy. */
function copyAside(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

function freeName(path: string): string {
  let number = 1;
  while (existsSync(number === 1 ? path : `${path}-${number}`)) number += 1;
  return number === 1 ? path : `${path}-${number}`;
}

/** The list beside the database, so that an even older copy meets all of it. */
async function rememberErasures(dataDir: string, known: readonly ErasureMark[]): Promise<void> {
  const file = erasureFileIn(dataDir);
  const there = new Set(file.read().map((one) => JSON.stringify(one)));
  await file.add(known.filter(({ oaId, mark, at }) => !there.has(JSON.stringify({ oaId, mark, at }))));
}
