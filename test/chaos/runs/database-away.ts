import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DATABASE_FILE } from '../../../src/storage/sqlite/open.ts';
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
    const giveBack = await takeDatabaseAway(stage);
    const before = playing.accepted();
    await sleep(outageMs);
    const acceptedWhileAway = playing.accepted() - before;
    const backAtMs = performance.now();
    await giveBack();
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

/** Another process takes the write lock of the SQLite file and keeps it. Resolves to what gives it back. */
async function takeDatabaseAway({ dataDir }: Stage): Promise<() => Promise<void>> {
  const holder = fork('test/support/load/hold-database.ts', [join(dataDir, DATABASE_FILE)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const exited = once(holder, 'exit');
  await Promise.race([once(holder, 'message'), exited.then(() => Promise.reject(new Error('the lock was not had')))]);
  return async () => {
    holder.send('let go');
    await exited;
  };
}
