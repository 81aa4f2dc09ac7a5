import { createFaultPlan, SEND_FAULTS, type SendFault } from '../../support/load/send-faults.ts';
import { startPlaying } from '../progress.ts';
import { conversationRun } from '../run-kinds.ts';
import type { Stage } from '../stage.ts';

const FAIL_RATE = 0.05;
const WITHOUT_32 = SEND_FAULTS.filter((kind) => kind !== 'rate-limited');

/**
 * 5 % of the sends fail in every way there is. Zalo's -32 is not the fate of one send: it holds for the app until the
 * next full minute. So, unless `scattered32` asks for the unkind variant, one minute's limit is used up when a third of
 * the messages are accepted.
 */
export const failingSends = conversationRun({
  name: 'failing-sends',
  defaults: { quietMs: 5_000 },
  stage: {
    faults: (random, { scattered32 }) => createFaultPlan(FAIL_RATE, scattered32 ? SEND_FAULTS : WITHOUT_32, random),
    latencyMs: 5,
  },
  async play(stage) {
    const playing = startPlaying(stage);
    const isUnderWay = await playing.reaches(1 / 3);
    if (isUnderWay && !stage.options.scattered32) stage.fake.exhaustMinute();
    const conversations = await playing.done;
    const failed = Object.fromEntries(
      SEND_FAULTS.map((kind) => [kind, kind === 'reset' ? stage.fake.resets() : countFault(stage, kind)]),
    );
    return {
      conversations,
      extra: { failRate: FAIL_RATE, sends: stage.fake.sends.length + stage.fake.resets(), failed },
    };
  },
});

/** Sends that went wrong in this way. */
export function countFault(stage: Stage, kind: SendFault): number {
  return stage.fake.sends.filter((send) => send.fault === kind).length;
}
