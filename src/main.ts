import { randomInt } from 'node:crypto';
import { flushCompileCache } from 'node:module';
import { startApp } from './app.ts';
import { readConfig } from './config.ts';
import { demoInvites } from './demo-invites.ts';
import { systemClock } from './shared/clock.ts';
import { AppError } from './shared/errors.ts';
import { createLogger } from './shared/logger.ts';

/** Shorter than the 30 s that container platforms wait before they kill. */
const STOP_DEADLINE_MS = 25_000;

/** Starts the server and stops it on SIGTERM or SIGINT. A start that fails says why in one line and exits with 1. */
async function main(): Promise<void> {
  const config = readConfig();
  const logger = createLogger({ level: config.logLevel });
  let stopping = false;
  const stop = (why: string, exitCode: number): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ why }, 'stopping: finishing what is under way');
    setTimeout(() => {
      logger.error('stopping took too long; what was accepted is on disk');
      process.exit(1);
    }, STOP_DEADLINE_MS).unref();
    app.close().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed; what was accepted is on disk');
        process.exit(1);
      },
    );
  };
  const app = await startApp({ config, logger, onBroken: () => stop('nothing can be made durable', 1) });
  // Now, not at exit: a server may run for months and end with a kill.
  flushCompileCache();
  process.on('SIGTERM', () => stop('SIGTERM', 0));
  process.on('SIGINT', () => stop('SIGINT', 0));
  if (config.mode === 'demo') {
    const { firstAdmin } = app;
    const login =
      firstAdmin?.password === undefined
        ? `\nBảng điều hành: ${app.url}/console (tên đăng nhập admin, mật khẩu đã in ở lần chạy đầu; quên thì: npm run bot -- staff reset-password admin)`
        : `\nBảng điều hành: ${app.url}/console\n  Tên đăng nhập: ${firstAdmin.login}\n  Mật khẩu (chỉ hiện lần này): ${firstAdmin.password}`;
    const invites = await demoInvites(app.storage, systemClock.now(), (below) => randomInt(below));
    process.stdout.write(
      `\nTrợ lý số đang chạy thử tại ${app.url}\nMở địa chỉ này trong trình duyệt và nhắn «Xin chào». Nhấn Ctrl+C để dừng.\n${login}\n${invites}\n\n`,
    );
  } else {
    logger.info({ url: app.url, oaId: config.oa?.oaId }, 'accepting webhooks at /webhook/zalo');
  }
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    const line =
      error instanceof AppError
        ? `${error.code}: ${error.message}`
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error);
    process.stderr.write(`${line}\n`);
    process.exit(1);
  });
}
