import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from './config.ts';
import { vietnamTime } from './shared/clock.ts';
import { AppError } from './shared/errors.ts';
import type { DatabaseSource, DatabaseTarget } from './storage/backup/copies.ts';
import { makeBackup } from './storage/backup/make.ts';
import { restoreBackup } from './storage/backup/restore.ts';
import { formatErasures, parseErasures } from './storage/erasure-file.ts';
import type { Storage } from './storage/ports.ts';
import { allErasures } from './storage/reapply-erasures.ts';
import { createPseudonyms, loadPseudonymKey } from './teams/pseudonym.ts';

interface Place {
  readonly config: Config;
  readonly owner: string;
  readonly now: number;
  say(text: string): void;
}

/** The database of this configuration, to be copied. Only the one that is used is loaded. */
async function sourceOf({ databaseUrl, dataDir }: Config): Promise<DatabaseSource> {
  if (databaseUrl === undefined) return (await import('./storage/backup/sqlite-copy.ts')).sqliteSource(dataDir);
  return (await import('./storage/backup/postgres-copy.ts')).postgresSource(databaseUrl);
}

/** The same, to be replaced. */
async function targetOf({ databaseUrl, dataDir }: Config, now: number): Promise<(stage: string) => DatabaseTarget> {
  if (databaseUrl === undefined) {
    const { sqliteTarget } = await import('./storage/backup/sqlite-copy.ts');
    return (stage) => sqliteTarget(dataDir, stage);
  }
  const { postgresTarget } = await import('./storage/backup/postgres-copy.ts');
  return () => postgresTarget(databaseUrl, now);
}

/** `bot backup --to <folder>`: everything that cannot be made again, while the server runs. */
export async function doBackup(to: string, { config, now, say }: Place, product: string): Promise<void> {
  if (path.resolve(to).startsWith(`${path.resolve(config.dataDir)}${path.sep}`)) {
    throw new AppError(
      'BACKUP_TARGET',
      `"${to}" nằm trong DATA_DIR: mất máy là mất cả hai. Chọn nơi khác, tốt nhất là máy khác.`,
    );
  }
  const manifest = await makeBackup({
    ...{ dataDir: config.dataDir, to, product, now, database: await sourceOf(config) },
    pseudonymKey: config.pseudonymKey ?? loadPseudonymKey(config.dataDir),
    ...(config.backupPassphrase === undefined ? {} : { passphrase: config.backupPassphrase }),
  });
  const bytes = manifest.files.reduce((sum, { size }) => sum + size, 0);
  say(
    `Đã sao lưu ${manifest.files.length} tệp, ${(bytes / 1e6).toLocaleString('vi-VN', { maximumFractionDigits: 1 })} MB, lược đồ ${manifest.schema}, vào ${to}`,
  );
  say(
    manifest.encryption
      ? 'Bản sao lưu đã mã hóa. Giữ BACKUP_PASSPHRASE ở nơi khác: mất mật khẩu là không mở được.'
      : 'CHƯA MÃ HÓA: trong đó có dữ liệu người dân, token và khóa. Đặt BACKUP_PASSPHRASE để mã hóa, hoặc giữ thư mục này như giữ máy chủ.',
  );
}

/** `bot restore --from <folder>`: the way back. */
export async function doRestore(
  asked: { readonly from: string; readonly erasures: string | undefined; readonly replace: boolean },
  { config, owner, now, say }: Place,
): Promise<void> {
  const { manifest, erased, settled, asidePath, asideDatabase, place } = await restoreBackup({
    ...{ from: asked.from, dataDir: config.dataDir, owner, now, replace: asked.replace },
    database: await targetOf(config, now),
    ...(config.pseudonymKey === undefined ? {} : { pseudonymKey: config.pseudonymKey }),
    ...(config.backupPassphrase === undefined ? {} : { passphrase: config.backupPassphrase }),
    erasures: asked.erasures === undefined ? [] : readErasures(asked.erasures),
    pseudonymsOf: createPseudonyms,
  });
  say(
    `Đã khôi phục bản sao lưu lúc ${manifest.madeAtText} (phiên bản ${manifest.product}) vào ${[...new Set([place, config.dataDir])].join(' và ')}.`,
  );
  say(`Đã xóa lại dữ liệu của ${erased} người xin xóa sau lúc sao lưu.`);
  say(
    `Để không làm hai lần: ${settled.events} tin đến và ${settled.answers} câu trả lời còn dở được ghi là RESTORED, ${settled.announcements} thông báo tạm dừng, ${settled.lanes} bài viết, chuỗi nhờ tổ hoặc tin mẫu dừng lại. Xem trên bảng điều hành rồi quyết định.`,
  );
  if (asidePath !== undefined)
    say(`Tệp cũ nằm ở ${asidePath}. Xem xong thì xóa thư mục đó: trong đó còn dữ liệu người dân.`);
  if (asideDatabase !== undefined)
    say(
      `Cơ sở dữ liệu cũ vẫn còn trên máy chủ PostgreSQL, tên là "${asideDatabase}". Xem xong thì xóa (drop database): trong đó còn dữ liệu người dân.`,
    );
  say(
    'Khởi động máy chủ. Nếu bot_zalo_token_usable là 0 thì cấp quyền lại: token trong bản sao lưu có thể đã dùng rồi.',
  );
}

/** `bot erasures export --to <file>`: the list, to be kept away from this machine. */
export async function exportErasures(
  storage: Pick<Storage, 'listErasures'>,
  to: string,
  { say }: Pick<Place, 'say'>,
): Promise<void> {
  const erasures = await allErasures(storage);
  writeFileSync(to, formatErasures(erasures), { mode: 0o600 });
  const last = Math.max(...erasures.map(({ at }) => at));
  say(
    `Đã ghi ${erasures.length} lần xóa dữ liệu vào ${to}${erasures.length === 0 ? '' : `, lần cuối ${vietnamTime(last)}`}.`,
  );
}

function readErasures(file: string) {
  if (!existsSync(file)) throw new AppError('CLI_USAGE', `Không thấy tệp "${file}" của --erasures.`);
  return parseErasures(readFileSync(file, 'utf8'));
}
