import { slowestRecoveryMs } from '../kill-loop.ts';
import { startPlaying } from '../progress.ts';
import { conversationRun } from '../run-kinds.ts';

/** Zalo's waits before it opens a refused connection again: 30 s, 5 min, 15 min, 30 min, 1 h (fact sheet, section 10). */
const LADDER_MS = [30_000, 300_000, 900_000, 1_800_000, 3_600_000] as const;
/** The run plays Zalo's ladder this much faster: 0.1 s, 1 s, 3 s, 6 s, 12 s. */
const LADDER_SPEED = 300;

/**
 * SIGTERM and a new process, again and again, under load. One replica: the port is closed meanwhile and refused posts
 * come again on Zalo's ladder. A post on an open connection must get its 200: Zalo promises no second try there.
 */
export const rollingRestart = conversationRun({
  name: 'rolling-restart',
  defaults: { giveUpMs: 90_000 },
  stage: { latencyMs: 20 },
  async play(stage) {
    const { kills: restarts } = stage.options;
    const retryMs = (tries: number): number => (LADDER_MS[tries] ?? LADDER_MS[4]) / LADDER_SPEED;
    const playing = startPlaying(stage, { retryMs });
    const stoppedAtMs: number[] = [];
    let closedMsMax = 0;
    for (let restart = 0; restart < restarts; restart += 1) {
      if (!(await playing.reaches((restart + 0.2 + 0.6 * stage.random.next()) / restarts))) break;
      const stopMs = performance.now();
      stoppedAtMs.push(stopMs);
      await stage.bot().stop();
      await stage.restart();
      closedMsMax = Math.max(closedMsMax, performance.now() - stopMs);
    }
    const conversations = await playing.done;
    const { otherStatus, broken } = stage.posts.figures();
    return {
      conversations,
      recoveryMsMax: slowestRecoveryMs(conversations, stoppedAtMs),
      isAsPromised: otherStatus + broken === 0 && stoppedAtMs.length === restarts,
      extra: { restarts: stoppedAtMs.length, closedMsMax: Math.round(closedMsMax), ladderSpeed: LADDER_SPEED },
    };
  },
});
