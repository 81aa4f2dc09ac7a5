import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError, codeOf } from '../../shared/errors.ts';
import { placeOf } from '../postgres/errors.ts';

/** What is kept of what a program complains about, characters. */
const MAX_COMPLAINT = 600;

/**
 * Runs a program of PostgreSQL (found on PATH) on the database at `url`. The password goes by a file that only this user
 * can read: whoever may list processes sees every argument. Throws BACKUP_TOOL when the program is not installed or fails,
 * with its own last words.
 */
export async function runPostgresTool(
  tool: 'pg_dump' | 'pg_restore',
  url: string,
  args: readonly string[],
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tro-ly-so-pg-'));
  const parsed = new URL(url);
  const password = decodeURIComponent(parsed.password);
  try {
    if (password !== '') {
      const file = join(folder, 'pass');
      writeFileSync(file, `*:*:*:*:${password.replaceAll(/[\\:]/gu, String.raw`\$&`)}\n`, { mode: 0o600 });
      parsed.password = '';
      parsed.searchParams.set('passfile', file);
    }
    await run(tool, [`--dbname=${parsed.href}`, '--no-password', ...args], (exitCode, complaint) => {
      const words = password === '' ? complaint : complaint.replaceAll(password, '***');
      return `${tool} trên ${placeOf(url)} dừng với mã ${exitCode}: ${words}. Cần ${tool} cùng bản với máy chủ PostgreSQL hoặc mới hơn, và người dùng trong DATABASE_URL phải đọc, ghi được cơ sở dữ liệu.`;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  tool: string,
  args: readonly string[],
  whyFailed: (exitCode: number | null, complaint: string) => string,
): Promise<void> {
  const child = spawn(tool, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = `${complaint}${text}`.slice(-MAX_COMPLAINT);
  });
  try {
    const [exitCode] = (await once(child, 'close')) as [number | null];
    if (exitCode !== 0) throw new AppError('BACKUP_TOOL', whyFailed(exitCode, complaint.trim()));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new AppError(
      'BACKUP_TOOL',
      `DATABASE_URL đang được đặt mà máy này không có ${tool}. Cài gói postgresql-client cùng bản với máy chủ PostgreSQL hoặc mới hơn (Debian: apt-get install postgresql-client) rồi chạy lại.`,
      { cause: error },
    );
  }
}
