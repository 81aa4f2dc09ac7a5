import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DATABASE_FILE } from '../../../src/storage/sqlite/open.ts';
import { HarnessError } from '../../support/load/harness-error.ts';
import type { PostgresServer } from '../../support/postgres.ts';
import { slowestRecoveryMs } from '../kill-loop.ts';
import { sleep, startPlaying } from '../progress.ts';
import { conversationRun } from '../run-kinds.ts';
import type { Stage } from '../stage.ts';

const BURST = 3;

/**
 * For `outageMs` the database lets nobody in, while residents go on writing: 3 messages in a row, new people all the
 * time. Every post must be answered 200 within 2 s, and every message answered once and in order when it is back.
 */
export const databaseAway = conversationRun({
  name: 'database-away',
  defaults: { giveUpMs: 150_000 },
  async play(stage) {
    const { conversations: count, outageMs } = stage.options;
    const playing = startPlaying(stage, { burst: BURST, atOnce: count, spreadMs: outageMs * 1.2 });
    await playing.reaches(1 / 20);
    const before = playing.accepted();
    const { backAtMs, acceptedWhileAway } = await takeDatabaseAway(stage, () => playing.accepted() - before);
    const conversations = await playing.done;
    const { otherStatus, late, refused, broken } = stage.posts.figures();
    return {
      conversations,
      recoveryMsMax: slowestRecoveryMs(conversations, [backAtMs]),
      isAsPromised: otherStatus + late + refused + broken === 0 && acceptedWhileAway > 0,
      extra: { outageMs, acceptedWhileAway },
    };
  },
});

interface Away {
  readonly backAtMs: number;
  readonly acceptedWhileAway: number;
}

async function takeDatabaseAway(stage: Stage, accepted: () => number): Promise<Away> {
  const { truth, options } = stage;
  if (truth.kind === 'sqlite') return lockSqlite(stage, accepted);
  if (truth.server) return silencePostgres(truth.server, options.outageMs, accepted);
  throw new HarnessError(
    'LOAD_UNKNOWN_NAME',
    'A server that was given by DATABASE_URL cannot be taken away: use --store postgresql.',
  );
}

/** Another process takes the write lock of the SQLite file and keeps it. */
async function lockSqlite({ dataDir, options }: Stage, accepted: () => number): Promise<Away> {
  const holder = fork('test/support/load/hold-database.ts', [join(dataDir, DATABASE_FILE)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const exited = once(holder, 'exit');
  await Promise.race([once(holder, 'message'), exited.then(() => Promise.reject(new Error('the lock was not had')))]);
  const before = accepted();
  await sleep(options.outageMs);
  const away = { acceptedWhileAway: accepted() - before, backAtMs: performance.now() };
  holder.send('let go');
  await exited;
  return away;
}

/** For half of the time the server stands still with its connections open; then it crashes, and is started again. */
async function silencePostgres(server: PostgresServer, outageMs: number, accepted: () => number): Promise<Away> {
  server.freeze();
  const before = accepted();
  await sleep(outageMs / 2);
  server.thaw();
  await server.crash();
  await sleep(outageMs / 2);
  const acceptedWhileAway = accepted() - before;
  await server.restart();
  return { acceptedWhileAway, backAtMs: performance.now() };
}
