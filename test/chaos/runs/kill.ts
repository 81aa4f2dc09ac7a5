import { runKillLoop, slowestRecoveryMs } from '../kill-loop.ts';
import { startPlaying } from '../progress.ts';
import { conversationRun } from '../run-kinds.ts';

/** SIGKILL at random points while accepted messages wait for their reply, and a restart on the same data folder. */
export const kill = conversationRun({
  name: 'kill',
  defaults: { kills: 200, quietMs: 5_000 },
  stage: { latencyMs: 20, lateDeliveries: true },
  async play(stage) {
    const playing = startPlaying(stage);
    const [conversations, loop] = await Promise.all([playing.done, runKillLoop(stage, playing)]);
    return {
      conversations,
      recoveryMsMax: slowestRecoveryMs(conversations, loop.killedAtMs),
      isAsPromised: loop.figures.kills === stage.options.kills,
      extra: loop.figures,
    };
  },
});
