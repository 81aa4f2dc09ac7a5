import { round } from '../support/load/machine.ts';
import type { Conversation } from '../support/load/conversation-run.ts';
import { addUp, type ChaosReport, countSendsOfLost } from './report.ts';
import { type ChaosOptions, setStage, type Stage, type StageSettings } from './stage.ts';
import { countExcused } from './unknown-answers.ts';

/** What every chaos line has. */
export interface ChaosLine {
  readonly name: string;
  readonly holds: boolean;
}

/** One name of `npm run chaos`. */
export interface ChaosRun<Line extends ChaosLine = ChaosLine> {
  readonly name: string;
  /** Instead of the command's own defaults; what is given on the command line wins. */
  readonly defaults: Partial<ChaosOptions>;
  /** Plays it on a fresh data folder. */
  run(options: ChaosOptions): Promise<Line>;
}

/** What a run of conversations found out. */
export interface Played {
  readonly conversations: readonly Conversation[];
  readonly recoveryMsMax?: number;
  /** False when the run asks for more than the counts, and it did not come. */
  readonly isAsPromised?: boolean;
  /** Printed with the report. */
  readonly extra: object;
}

interface ConversationRun {
  readonly name: string;
  readonly defaults?: Partial<ChaosOptions>;
  readonly stage?: StageSettings;
  /**
   * True when an answer that the bot itself keeps as `unknown` is not lost: staff see it, and repeating it could double
   * it (ADR 0007).
   */
  readonly isUnknownExcused?: boolean;
  play(stage: Stage): Promise<Played>;
}

/** Counts over the life of the data folder, so one reading at the end holds all restarts. */
const UNKNOWN_METRIC = 'bot_unknown_sends_total';

/** A run that plays conversations and judges each reply against the reference. */
export function conversationRun(run: ConversationRun): ChaosRun<ChaosReport> {
  return { name: run.name, defaults: run.defaults ?? {}, run: (options) => playRun(run, options) };
}

async function playRun(run: ConversationRun, options: ChaosOptions): Promise<ChaosReport> {
  const startedAt = performance.now();
  const stage = await setStage(options, run.stage ?? {});
  try {
    const played = await run.play(stage);
    await stage.settle();
    const report = await judge(run, stage, played);
    return { ...report, seconds: round((performance.now() - startedAt) / 1000, 1), seed: options.seed };
  } finally {
    await stage.close();
  }
}

async function judge(run: ConversationRun, stage: Stage, played: Played) {
  const { options } = stage;
  const total = addUp(played.conversations);
  const excused = run.isUnknownExcused === true ? await countExcused(stage.truth, played.conversations) : 0;
  const lost = total.lost - excused;
  const strays = stage.router.strays();
  const { accepted, answered, doubled, misordered, unexpected, doubledUnknown, doubledInWindow } = total;
  return {
    name: run.name,
    runs: played.conversations.length,
    ...{ accepted, lost, doubled, misordered, unexpected, strays },
    unknown: await stage.bot().metric(UNKNOWN_METRIC),
    doubledUnknown,
    ...(doubledInWindow > 0 || run.name === 'kill' ? { doubledInWindow } : {}),
    ...(run.isUnknownExcused === true ? { unansweredUnknown: excused } : {}),
    recoveryMsMax: played.recoveryMsMax ?? Math.round(total.slowestMs),
    holds: lost + doubled + misordered + unexpected + strays === 0 && played.isAsPromised !== false,
    answered,
    stalled: played.conversations.filter(({ accepted: done }) => done.length < stage.messages.length).length,
    lostAfterSends: countSendsOfLost(played.conversations, stage.fake.sends),
    ...played.extra,
    posts: stage.posts.figures(),
    echoes: options.echoes,
    store: stage.truth.kind,
    ...(options.replicas > 1 ? { replicas: options.replicas } : {}),
  };
}
