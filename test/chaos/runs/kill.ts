import { runKillLoop, slowestRecoveryMs } from '../kill-loop.ts';
import { startPlaying } from '../progress.ts';
import { conversationRun } from '../run-kinds.ts';

/** What another replica has to take over, it has answered by then, ms. */
const TAKE_OVER_MS = 10_000;
/** With several replicas the conversations go on while one is away: residents write at this pace, ms. */
const EVERY_MS = 1_000;

/**
 * SIGKILL at random points while accepted messages wait for their reply, and a restart on the same data folder. With
 * several replicas one of them is killed, and the others have to answer. Further conversations begin until all kills are
 * done.
 */
export const kill = conversationRun({
  name: 'kill',
  defaults: { kills: 200, quietMs: 5_000 },
  stage: { latencyMs: 20, lateDeliveries: true },
  // Cut at four kills in a row: staff decide (ADR 0007).
  isUnknownExcused: true,
  async play(stage) {
    const { replicas, kills } = stage.options;
    let isOver = false;
    const goesOn = (): boolean => !isOver;
    const playing = startPlaying(stage, { goesOn, ...(replicas > 1 ? { everyMs: EVERY_MS } : {}) });
    const killing = runKillLoop(stage, playing).finally(() => (isOver = true));
    const [conversations, loop] = await Promise.all([playing.done, killing]);
    const takeOverMsMax = loop.takeOverMs(conversations);
    return {
      conversations,
      recoveryMsMax: slowestRecoveryMs(conversations, loop.killedAtMs),
      isAsPromised: loop.figures.kills === kills && (replicas === 1 || takeOverMsMax <= TAKE_OVER_MS),
      extra: { ...loop.figures, takeOverMsMax },
    };
  },
});
