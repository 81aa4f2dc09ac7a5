import { postUntilAccepted } from '../support/load/conversation-run.ts';
import { round } from '../support/load/machine.ts';
import { createFaultPlan, SEND_FAULTS } from '../support/load/send-faults.ts';
import { openConnection, type WebhookConnection } from '../support/load/webhook-connection.ts';
import { runKillLoop, slowestRecoveryMs } from './kill-loop.ts';
import { addUp, type ChaosReport, countSendsOfLost } from './report.ts';
import { type ChaosOptions, setStage, type Stage, type StageSettings } from './stage.ts';
import type { Conversation } from '../support/load/conversation-run.ts';

export const CHAOS_NAMES = ['duplicate', 'burst', 'failing-sends', 'kill'] as const;
export type ChaosName = (typeof CHAOS_NAMES)[number];

interface Played {
  readonly conversations: readonly Conversation[];
  readonly recoveryMsMax?: number;
  /** Printed with the report. */
  readonly extra: object;
}

interface Run {
  readonly stage: StageSettings;
  /** Silence after which no late copy is expected any more, milliseconds. */
  readonly quietMs: number;
  play(stage: Stage): Promise<Played>;
}

/** Counts over the life of the data folder, so one reading at the end holds all restarts. */
const UNKNOWN_METRIC = 'bot_unknown_sends_total';

const FAIL_RATE = 0.05;
const WITHOUT_32 = SEND_FAULTS.filter((kind) => kind !== 'rate-limited');

const RUNS: Readonly<Record<ChaosName, Run>> = {
  duplicate: { stage: {}, quietMs: 2_000, play: playDuplicate },
  burst: {
    stage: {},
    quietMs: 2_000,
    play: async (stage) => ({ conversations: await stage.play({ burst: 5 }), extra: { burst: 5 } }),
  },
  'failing-sends': {
    stage: {
      faults: (random, { scattered32 }) => createFaultPlan(FAIL_RATE, scattered32 ? SEND_FAULTS : WITHOUT_32, random),
      latencyMs: 5,
    },
    quietMs: 5_000,
    play: playFailingSends,
  },
  kill: { stage: { latencyMs: 20, lateDeliveries: true }, quietMs: 5_000, play: playKill },
};

/** Plays one chaos run from a fresh data folder to its report. */
export async function runChaos(name: ChaosName, options: ChaosOptions): Promise<ChaosReport> {
  const run = RUNS[name];
  const startedAt = performance.now();
  const stage = await setStage(options, run.stage);
  const played = await run.play(stage);
  await stage.settle(run.quietMs);
  const total = addUp(played.conversations);
  const unknown = await stage.bot().metric(UNKNOWN_METRIC);
  const strays = stage.router.strays();
  await stage.close();
  const { accepted, answered, lost, doubled, misordered, unexpected, doubledUnknown, doubledInWindow } = total;
  return {
    name,
    runs: options.conversations,
    accepted,
    lost,
    doubled,
    misordered,
    unexpected,
    strays,
    unknown,
    doubledUnknown,
    ...(name === 'kill' ? { doubledInWindow } : {}),
    recoveryMsMax: played.recoveryMsMax ?? Math.round(total.slowestMs),
    holds: lost + doubled + misordered + unexpected + strays === 0,
    answered,
    stalled: played.conversations.filter(({ accepted: done }) => done.length < stage.messages.length).length,
    lostAfterSends: countSendsOfLost(played.conversations, stage.fake.sends),
    ...played.extra,
    echoes: options.echoes,
    seconds: round((performance.now() - startedAt) / 1000, 1),
    seed: options.seed,
  };
}

const SPARE_CONNECTIONS = 20;
const LATE_COPY_MAX_MS = 1_500;

/** Every webhook goes out twice or three times: half of the copies at once on another connection, the rest later. */
async function playDuplicate(stage: Stage): Promise<Played> {
  const idle: WebhookConnection[] = Array.from({ length: SPARE_CONNECTIONS }, () => openConnection(stage.port));
  const copies: Promise<void>[] = [];
  const postCopy = async (request: Buffer, delayMs: number) => {
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    const connection = idle.pop() ?? openConnection(stage.port);
    await postUntilAccepted(connection, request);
    idle.push(connection);
  };
  const onPost = (request: Buffer) => {
    const count = 1 + stage.random.below(2);
    for (let copy = 0; copy < count; copy += 1) {
      const isAtOnce = stage.random.next() < 0.5;
      copies.push(postCopy(request, isAtOnce ? 0 : stage.random.below(LATE_COPY_MAX_MS)));
    }
  };
  const conversations = await stage.play({ onPost });
  await Promise.all(copies);
  for (const connection of idle) connection.close();
  return { conversations, extra: { copiesPosted: copies.length } };
}

/**
 * Zalo's -32 is not the fate of one send: it holds for the app until the next full minute. So, unless `scattered32` asks
 * for the unkind variant, one minute's limit is used up when a third of the messages are accepted.
 */
async function playFailingSends(stage: Stage): Promise<Played> {
  const { conversations: count, scattered32 } = stage.options;
  const point = Math.floor((count * stage.messages.length) / 3);
  let accepted = 0;
  const conversations = await stage.play({
    onAccepted: () => {
      accepted += 1;
      if (accepted === point && !scattered32) stage.fake.exhaustMinute();
    },
  });
  const failed = Object.fromEntries(
    SEND_FAULTS.map((kind) => [kind, kind === 'reset' ? stage.fake.resets() : countFault(stage, kind)]),
  );
  return {
    conversations,
    extra: { failRate: FAIL_RATE, sends: stage.fake.sends.length + stage.fake.resets(), failed },
  };
}

function countFault(stage: Stage, kind: string): number {
  return stage.fake.sends.filter((send) => send.fault === kind).length;
}

async function playKill(stage: Stage): Promise<Played> {
  const started: Conversation[] = [];
  const progress = { accepted: 0, isOver: false };
  const playing = stage
    .play({
      onStart: (conversation) => started.push(conversation),
      onAccepted: () => {
        progress.accepted += 1;
      },
    })
    .finally(() => {
      progress.isOver = true;
    });
  const [conversations, loop] = await Promise.all([playing, runKillLoop(stage, started, progress)]);
  return {
    conversations,
    recoveryMsMax: slowestRecoveryMs(conversations, loop.killedAtMs),
    extra: loop.figures,
  };
}
