import { slowestRecoveryMs } from '../kill-loop.ts';
import { startPlaying } from '../progress.ts';
import { conversationRun } from '../run-kinds.ts';

/** Zalo's waits before it opens a refused connection again: 30 s, 5 min, 15 min, 30 min, 1 h (fact sheet, section 10). */
const LADDER_MS = [30_000, 300_000, 900_000, 1_800_000, 3_600_000] as const;
/** The run plays Zalo's ladder this much faster: 0.1 s, 1 s, 3 s, 6 s, 12 s. */
const LADDER_SPEED = 300;
/** With several replicas the conversations go on meanwhile: residents write at this pace, ms. */
const EVERY_MS = 1_000;

/**
 * SIGTERM and a new process, again and again, under load. One replica: the port is closed meanwhile and refused posts
 * come again on Zalo's ladder. No post may be answered anything but 200. One whose connection is cut in the instant in
 * which the port closes is posted again and counted as `posts.broken`: whether Zalo would is documented nowhere. With
 * several replicas one at a time is replaced, and no post may be refused or broken.
 */
export const rollingRestart = conversationRun({
  name: 'rolling-restart',
  defaults: { giveUpMs: 90_000 },
  stage: { latencyMs: 20 },
  async play(stage) {
    const { kills: restarts, replicas, conversations: count } = stage.options;
    const retryMs = (tries: number): number => (LADDER_MS[tries] ?? LADDER_MS[4]) / LADDER_SPEED;
    const isShared = replicas > 1;
    const step = (count * stage.messages.length) / restarts;
    let isOver = false;
    const goesOn = (): boolean => !isOver;
    const playing = startPlaying(stage, { retryMs, goesOn, ...(isShared ? { everyMs: EVERY_MS } : {}) });
    const stoppedAtMs: number[] = [];
    let closedMsMax = 0;
    for (let restart = 0; restart < restarts; restart += 1) {
      if (!(await playing.advances(Math.floor(step * (0.2 + 0.6 * stage.random.next()))))) break;
      const stopMs = performance.now();
      stoppedAtMs.push(stopMs);
      const replica = restart % replicas;
      await stage.bot(replica).stop();
      await stage.restart(undefined, replica);
      closedMsMax = Math.max(closedMsMax, performance.now() - stopMs);
    }
    isOver = true;
    const conversations = await playing.done;
    const { otherStatus, refused, broken } = stage.posts.figures();
    return {
      conversations,
      recoveryMsMax: slowestRecoveryMs(conversations, stoppedAtMs),
      isAsPromised: (isShared ? otherStatus + refused + broken : otherStatus) === 0 && stoppedAtMs.length === restarts,
      extra: { restarts: stoppedAtMs.length, closedMsMax: Math.round(closedMsMax), ladderSpeed: LADDER_SPEED },
    };
  },
});
