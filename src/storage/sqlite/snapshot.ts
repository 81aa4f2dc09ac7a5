import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../shared/errors.ts';
import type { DatabaseFacts } from '../backup/copies.ts';
import type { ErasureMark } from '../erasure-ports.ts';
import { DATABASE_FILE } from './open.ts';

/**
 * Copies the database of `dataDir` into the new file `to` as it is at this moment, while a server may be writing: one
 * read transaction (`VACUUM INTO`), which waits for nobody and keeps nobody waiting. The copy has no free pages, so
 * nothing of what was deleted is in it. Throws STORAGE_FAILED without a database, or when the copy is not whole.
 */
export function snapshotDatabase(dataDir: string, to: string): DatabaseFacts {
  const from = join(dataDir, DATABASE_FILE);
  if (!existsSync(from)) {
    throw new AppError('STORAGE_FAILED', `DATA_DIR "${dataDir}" không có cơ sở dữ liệu để sao lưu. Kiểm tra DATA_DIR.`);
  }
  const database = new DatabaseSync(from, { readOnly: true });
  try {
    database.exec('pragma busy_timeout = 5000');
    database.prepare('vacuum into ?').run(to);
  } finally {
    database.close();
  }
  return inspectDatabase(to);
}

/** Checks a database file and reads what it is. Throws STORAGE_FAILED when it is damaged. */
export function inspectDatabase(file: string): DatabaseFacts {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const whole = database.prepare('pragma quick_check(1)').get() as { quick_check?: unknown } | undefined;
    if (whole?.quick_check !== 'ok') throw new Error(String(whole?.quick_check));
    const schema = Number((database.prepare('pragma user_version').get() as { user_version?: unknown }).user_version);
    const owner = database.prepare(`select value from meta where key = 'installation'`).get() as
      | { value?: unknown }
      | undefined;
    return { schema, owner: typeof owner?.value === 'string' ? owner.value : undefined };
  } catch (error) {
    throw new AppError('STORAGE_FAILED', `Cơ sở dữ liệu "${file}" không nguyên vẹn. Dùng bản sao lưu khác.`, {
      cause: error,
    });
  } finally {
    database.close();
  }
}

/** The erasures a database still tells, however damaged the rest of it is; none when nothing can be read. */
export function erasuresOf(file: string): ErasureMark[] {
  if (!existsSync(file)) return [];
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return database.prepare('select oa_id as oaId, mark, at from erasure_mark').all() as unknown as ErasureMark[];
    } finally {
      database.close();
    }
  } catch {
    return [];
  }
}
