import { NO_FAULTS, type SendFault } from '../../support/load/send-faults.ts';
import { slowestRecoveryMs } from '../kill-loop.ts';
import { sleep, startPlaying } from '../progress.ts';
import { conversationRun } from '../run-kinds.ts';
import { countFault } from './failing-sends.ts';

const HANGING: readonly SendFault[] = ['timeout-lost', 'timeout-delivered'];

/**
 * For `outageMs` Zalo reads every send, keeps the connection and never answers; it delivers half of them. What is read
 * twice in that time stays `unknown`: to send it a third time could make three of it (ADR 0007), so it is excused, and
 * counted.
 */
export const hangingZalo = conversationRun({
  name: 'hanging-zalo',
  // Time-out, wait for the echo and time-out again take 25 s; nothing comes after that.
  defaults: { conversations: 300, outageMs: 30_000, giveUpMs: 75_000, quietMs: 6_000 },
  isUnknownExcused: true,
  async play(stage) {
    const { outageMs } = stage.options;
    const playing = startPlaying(stage, { atOnce: stage.options.conversations, spreadMs: outageMs });
    await playing.reaches(1 / 10);
    stage.useFaults({ next: () => HANGING[stage.random.below(HANGING.length)] ?? null });
    await sleep(outageMs);
    stage.useFaults(NO_FAULTS);
    const backAtMs = performance.now();
    const conversations = await playing.done;
    return {
      conversations,
      recoveryMsMax: slowestRecoveryMs(conversations, [backAtMs]),
      extra: { outageMs, hung: Object.fromEntries(HANGING.map((kind) => [kind, countFault(stage, kind)])) },
    };
  },
});
