import { runKillLoop, slowestRecoveryMs } from '../kill-loop.ts';
import { startPlaying } from '../progress.ts';
import { conversationRun } from '../run-kinds.ts';

/** What another replica has to take over, it has answered by then, ms. */
const TAKE_OVER_MS = 10_000;

/** SIGKILL at random points while accepted messages wait for their reply, and a restart on the same data folder. */
export const kill = conversationRun({
  name: 'kill',
  defaults: { kills: 200, quietMs: 5_000 },
  stage: { latencyMs: 20, lateDeliveries: true },
  // Cut at four kills in a row: staff decide (ADR 0007).
  isUnknownExcused: true,
  async play(stage) {
    const playing = startPlaying(stage);
    const [conversations, loop] = await Promise.all([playing.done, runKillLoop(stage, playing)]);
    const recoveryMsMax = slowestRecoveryMs(conversations, loop.killedAtMs);
    return {
      conversations,
      recoveryMsMax,
      isAsPromised:
        loop.figures.kills === stage.options.kills && (stage.options.replicas === 1 || recoveryMsMax <= TAKE_OVER_MS),
      extra: loop.figures,
    };
  },
});
