import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { vietnamTime } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import { erasureFileIn } from '../erasure-file.ts';
import { type ErasureMark, erasureMark } from '../erasure-ports.ts';
import { migrations } from '../migrations.ts';
import type { IncomingEvent, StorageOperations } from '../ports.ts';
import { allErasures, reapplyErasures } from '../reapply-erasures.ts';
import { lockDataDir } from '../sqlite/lock.ts';
import type { DatabaseTarget } from './copies.ts';
import { keyCheckOf } from './make.ts';
import { type Manifest, readBackup } from './manifest.ts';
import { type BackupKeys, openFile } from './seal.ts';

export interface RestoreOptions {
  readonly from: string;
  readonly dataDir: string;
  /** The database that the copy takes the place of; `stage`: the folder in `dataDir` where the copy is unsealed. */
  database(stage: string): DatabaseTarget;
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
  /** The former database, where it does not lie among the files; absent = it does, or there was none. */
  readonly asideDatabase?: string;
  /** Where the database is. */
  readonly place: string;
}

const SPOOL_FILE = 'inbox.spool';
const KEY_FILE = 'pseudonym.key';

/**
 * Puts a backup into `dataDir` and the database. Everything is checked, unsealed, migrated and cleaned beside the live
 * files; those change hands at the end. Nobody who was erased after the backup comes back, and nothing is sent twice by
 * itself. Throws BACKUP_INVALID, BACKUP_PASSPHRASE, BACKUP_TARGET, BACKUP_TOOL, DATABASE_TOO_NEW, DATABASE_IN_USE,
 * DATA_DIR_IN_USE (a server runs) or DATA_DIR_OF_ANOTHER_OA; nothing has changed then.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { dataDir, from, now } = options;
  const unlock = lockDataDir(dataDir);
  const stage = join(dataDir, 'restore.tmp');
  const database = options.database(stage);
  try {
    const { manifest, keys } = await readBackup(from, options.passphrase);
    await refuse(options, database, manifest);
    rmSync(stage, { recursive: true, force: true });
    await unseal(options, manifest, keys, stage);
    await load(database, join(stage, database.fileName), manifest);
    const pseudonymOf = options.pseudonymsOf(keyOf(options, manifest, stage));
    const { missing, erased, settled, known } = await clean(options, database, pseudonymOf);
    dropSpooled(join(stage, SPOOL_FILE), missing, pseudonymOf);
    const aside = freeName(join(dataDir, `before-restore-${vietnamTime(now).replaceAll(/[/: ]/gu, '-')}`));
    // Once more, now that nothing has changed yet: somebody may have come meanwhile.
    await database.isThere();
    changeHands(dataDir, stage, aside, database.fileName);
    const asideDatabase = await database.takePlace(aside);
    await rememberErasures(dataDir, known);
    return {
      ...{ manifest, erased, settled, place: database.place },
      ...(existsSync(aside) ? { asidePath: aside } : {}),
      ...(asideDatabase === undefined ? {} : { asideDatabase }),
    };
  } finally {
    await database.discard();
    rmSync(stage, { recursive: true, force: true });
    unlock();
  }
}

async function refuse({ owner, replace }: RestoreOptions, database: DatabaseTarget, manifest: Manifest): Promise<void> {
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
  if (!manifest.files.some(({ name }) => name === database.fileName)) {
    throw new AppError(
      'BACKUP_INVALID',
      `Bản sao lưu này không có "${database.fileName}": nó được làm trên loại cơ sở dữ liệu khác. Bản sao của PostgreSQL cần DATABASE_URL, bản sao của SQLite cần DATABASE_URL trống.`,
    );
  }
  if (!(await database.isThere()) || replace) return;
  throw new AppError(
    'BACKUP_TARGET',
    `"${database.place}" đang có cơ sở dữ liệu. Thêm --replace để cất bản đang có sang một bên rồi khôi phục, hoặc chọn nơi khác (DATA_DIR, DATABASE_URL).`,
  );
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
}

async function load(database: DatabaseTarget, file: string, manifest: Manifest): Promise<void> {
  const schema = await database.load(file);
  if (schema === manifest.schema) return;
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
  database: DatabaseTarget,
  pseudonymOf: (oaId: string, userId: string) => string,
) {
  const fromHere = [...erasureFileIn(dataDir).read(), ...(await database.erasures())];
  const storage = await database.open();
  try {
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

/** Puts the staged files where the live ones were; the former ones lie in the folder `aside`. The database goes last. */
function changeHands(dataDir: string, stage: string, aside: string, databaseFile: string): void {
  const names = readdirSync(stage).filter((name) => !name.startsWith(databaseFile));
  const former = [...new Set([...names, SPOOL_FILE])].filter((name) => existsSync(join(dataDir, name)));
  if (former.length > 0) mkdirSync(aside, { recursive: true, mode: 0o700 });
  for (const name of former) renameSync(join(dataDir, name), join(aside, name));
  for (const name of names) renameSync(join(stage, name), join(dataDir, name));
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
