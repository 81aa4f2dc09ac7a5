import { execFileSync } from 'node:child_process';
import { HarnessError } from '../../support/load/harness-error.ts';
import { slowestRecoveryMs } from '../kill-loop.ts';
import { sleep, startPlaying } from '../progress.ts';
import { conversationRun } from '../run-kinds.ts';
import type { Stage } from '../stage.ts';

/** While the disk is full no file of the bot grows beyond this: the database is larger, the spool file gets about 40 events. */
const ROOM_BYTES = 16 * 1024;
const SUPERVISOR_WAITS_MS = 500;
/** Answers of Zalo so shortly before the disk was full were still on their way into the store. */
const UNDER_WAY_MS = 2_000;

/**
 * For `outageMs` nothing can be written beyond 16 kB of a file (RLIMIT_FSIZE through `prlimit`, which needs no rights and
 * no mount): first the database refuses, the spool takes what comes, then it is full too and the port closes. A supervisor
 * starts the bot again and again. When there is space, everything accepted is answered once; a copy of what Zalo took
 * while its answer could not be written down is counted apart, as `doubledInWindow`.
 */
export const diskFull = conversationRun({
  name: 'disk-full',
  defaults: { outageMs: 20_000, giveUpMs: 150_000 },
  stage: { latencyMs: 5 },
  async play(stage) {
    const { conversations: count, outageMs } = stage.options;
    const playing = startPlaying(stage, {
      burst: 3,
      atOnce: count,
      spreadMs: outageMs * 1.2,
      acceptTimeoutMs: 180_000,
    });
    await playing.reaches(1 / 20);
    const supervisor = superviseBot(stage, performance.now());
    limitFiles(stage.bot().pid, String(ROOM_BYTES));
    const before = playing.accepted();
    await sleep(outageMs);
    const acceptedWhileFull = playing.accepted() - before;
    const backAtMs = performance.now();
    supervisor.thereIsSpace();
    const conversations = await playing.done;
    const { ends, refusedStarts } = await supervisor.stop();
    return {
      conversations,
      recoveryMsMax: slowestRecoveryMs(conversations, [backAtMs]),
      isAsPromised: stage.posts.figures().late === 0,
      extra: { outageMs, acceptedWhileFull, portClosed: ends, refusedStarts },
    };
  },
});

/** Starts the bot again whenever it has ended by itself, as systemd or a container platform does. */
function superviseBot(stage: Stage, fullAtMs: number) {
  const figures = { ends: 0, refusedStarts: 0 };
  let isFull = true;
  let isOver = false;
  const wait = (): Promise<'over'> => sleep(50).then(() => 'over');
  const watch = async (): Promise<void> => {
    while (!isOver) {
      const ended = await Promise.race([stage.bot().exited.then(() => 'ended'), wait()]);
      if (ended !== 'ended') continue;
      figures.ends += 1;
      await excuseUnwritten(stage, fullAtMs);
      await startUntilReady();
    }
  };
  const startUntilReady = async (): Promise<void> => {
    for (;;) {
      await sleep(SUPERVISOR_WAITS_MS);
      try {
        await stage.restart(isFull ? ['prlimit', `--fsize=${ROOM_BYTES}:`, '--'] : undefined);
        return;
      } catch (error) {
        if (!(error instanceof HarnessError)) throw error;
        figures.refusedStarts += 1;
      }
    }
  };
  const watching = watch();
  return {
    thereIsSpace() {
      isFull = false;
      try {
        limitFiles(stage.bot().pid, 'unlimited');
      } catch {
        // It has ended: the next one is started without a limit.
      }
    },
    async stop() {
      isOver = true;
      await watching;
      return figures;
    },
  };
}

/** What Zalo answered and nobody could write down any more is unknown to the next process, as after a kill. */
async function excuseUnwritten({ fake, truth }: Stage, fullAtMs: number): Promise<void> {
  const written = await truth.writtenSends();
  for (const send of fake.sends) {
    const isLate = (send.answeredAtMs ?? Number.POSITIVE_INFINITY) > fullAtMs - UNDER_WAY_MS;
    if (send.doubt === 'none' && isLate && !written.has(send.messageId)) send.doubt = 'window';
  }
}

/** Sets the soft limit alone, which its owner may lift again. */
function limitFiles(pid: number, bytes: string): void {
  execFileSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:`], { stdio: 'ignore' });
}
