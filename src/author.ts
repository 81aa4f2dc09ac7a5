import { existsSync, type FSWatcher, readdirSync, watch } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type App, startApp } from './app.ts';
import { checkContent } from './catalog/check.ts';
import { stopsStart } from './catalog/lint.ts';
import { loadCatalogue } from './catalog/load.ts';
import { formatByFile, inFileOrder } from './catalog/problems.ts';
import { type Config, readConfig, ROOT_DIR } from './config.ts';
import { AppError } from './shared/errors.ts';
import { createLogger, type Logger } from './shared/logger.ts';

/** Editors save in several steps within a few milliseconds; one round follows them all. */
const QUIET_MS = 200;

const watchedFolders = ['flows', 'content'] as const;

/**
 * Calls `onChange` once after each burst of changes below the folders. Every folder has its own watcher and the list is
 * renewed by `rescan`: recursive watching loses files that an editor replaces.
 */
function watchContent(rootDir: string, onChange: () => void): { rescan(): void; stop(): void } {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(onChange, QUIET_MS);
  };
  const forget = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const foldersBelow = (folder: string): string[] => {
    if (!existsSync(folder)) {
      throw new AppError(
        'CLI_USAGE',
        `The folder ${folder} does not exist. Name the folder that holds flows/ and content/.`,
      );
    }
    const below = readdirSync(folder, { recursive: true, withFileTypes: true });
    return [folder, ...below.filter((e) => e.isDirectory()).map((e) => path.join(e.parentPath, e.name))];
  };
  const rescan = (): void => {
    const present = new Set(watchedFolders.flatMap((name) => foldersBelow(path.join(rootDir, name))));
    for (const folder of watchers.keys()) if (!present.has(folder)) forget(folder);
    for (const folder of present) {
      if (watchers.has(folder)) continue;
      const watcher = watch(folder, changed);
      watcher.on('error', () => forget(folder));
      watchers.set(folder, watcher);
    }
  };
  const stop = (): void => {
    clearTimeout(timer);
    for (const folder of watchers.keys()) forget(folder);
  };
  return { rescan, stop };
}

/** What the author's loop works with. */
export interface AuthorOptions {
  /** Folder that holds `flows/` and `content/`. */
  readonly rootDir: string;
  /** Of the demo; nothing is ever sent to residents. */
  readonly config: Config;
  readonly logger: Logger;
  /** Takes what the author reads, one line or block at a time. */
  say(text: string): void;
}

/**
 * The author's loop: checks the content below `rootDir` now and after each change, says every finding in the order of
 * files and lines, and lets the demo answer from the new content as soon as it can be served. The chat page and its
 * conversations stay. While content cannot be served the demo keeps the last that could. Throws `CLI_USAGE` with the
 * credentials of a real OA, and the errors of configuration and store.
 */
export async function startAuthor(options: AuthorOptions): Promise<{ close(): Promise<void> }> {
  const { rootDir, config, logger, say } = options;
  if (config.mode !== 'demo') {
    throw new AppError(
      'CLI_USAGE',
      'The author mode runs the demo only. Remove the ZALO_… credentials and start again.',
    );
  }
  let app: App | undefined;
  let last: Promise<void> = Promise.resolve();
  let closed = false;

  const round = async (): Promise<void> => {
    if (closed) return;
    watcher.rescan();
    const { errors, warnings, counts } = await checkContent(rootDir);
    const problems = inFileOrder([...errors, ...warnings]);
    if (problems.length > 0) say(`\n${formatByFile(problems)}`);
    if (errors.some(stopsStart))
      return say(`Có ${errors.length} lỗi. Sửa rồi lưu lại; trang trò chuyện giữ nội dung cũ.`);
    const catalogue = await loadCatalogue(rootDir);
    const found = errors.length > 0 ? `còn ${errors.length} lỗi phải sửa trước khi nộp` : 'không có lỗi';
    const what = `${counts.cards} thẻ, ${counts.flows} luồng, ${found}`;
    if (app) {
      await app.useContent(catalogue);
      return say(`Đã dùng nội dung mới: ${what}.`);
    }
    app = await startApp({ config, logger, catalogue });
    say(`Mở ${app.url} để trò chuyện thử: ${what}.\nSửa rồi lưu tệp, em kiểm tra ngay. Nhấn Ctrl+C để dừng.`);
  };
  const onChange = (): void => {
    last = last.then(round).catch((error: unknown) => {
      // A file may vanish between two readings; the next save is read again.
      say(`Chưa đọc được nội dung: ${error instanceof Error ? error.message : String(error)}`);
    });
  };
  const watcher = watchContent(rootDir, onChange);
  const close = async (): Promise<void> => {
    closed = true;
    watcher.stop();
    await last;
    await app?.close();
  };
  // A save during the first round waits for its end like any other.
  const first = round();
  last = first.catch(() => undefined);
  try {
    await first;
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { root: { type: 'string', default: ROOT_DIR } } });
  const config = readConfig();
  // The author reads findings here, not the log of a server.
  const logger = createLogger({ level: config.logLevel === 'info' ? 'warn' : config.logLevel });
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const starting = startAuthor({ rootDir: path.resolve(values.root), config, logger, say });
  const stop = (): void => {
    starting
      .then((author) => author.close())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${String(error)}\n`);
          process.exit(1);
        },
      );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  await starting;
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    const unexpected = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${error instanceof AppError ? `${error.code}: ${error.message}` : unexpected}\n`);
    process.exit(1);
  });
}
