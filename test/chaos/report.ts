import type { SendRecord } from '../support/load/fake-zalo.ts';
import type { Conversation } from '../support/load/conversation-run.ts';
import type { PostFigures } from '../support/load/post-log.ts';

/** The line a chaos run prints. Counts are replies unless named otherwise. */
export interface ChaosReport {
  readonly name: string;
  /** Conversations played. */
  readonly runs: number;
  /** Messages answered 200 (each counted once, however often it was posted). */
  readonly accepted: number;
  /** Replies due for accepted messages that never came. */
  readonly lost: number;
  /** Replies that came twice although the bot could know that the first copy had arrived. */
  readonly doubled: number;
  readonly misordered: number;
  /** Texts outside the reference: the bot took another path than an undisturbed one. */
  readonly unexpected: number;
  /** Messages to residents nobody played. */
  readonly strays: number;
  /** Sends whose outcome the bot itself counts as unknown; null when it has no such metric. */
  readonly unknown: number | null;
  /** Replies that came twice after a send whose outcome the bot could not know: allowed, and the price of not losing. */
  readonly doubledUnknown: number;
  /** Replies the residents got that were due. */
  readonly answered: number;
  /** kill: from SIGKILL until the last message accepted before it is answered. Else: longest from 200 to last reply. */
  readonly recoveryMsMax: number;
  /** Replies that never came and that the bot keeps as `unknown` for staff; only where the run excuses them. */
  readonly unansweredUnknown?: number;
  /** Conversations whose resident gave up waiting (`--give-up-seconds`); a reply that came after that is not lost. */
  readonly stalled: number;
  /** How often the fake Zalo had read a send of the lost replies: "0" = the bot never tried, "2" = its repeat was cut too. */
  readonly lostAfterSends: Readonly<Record<string, number>>;
  /** True when lost, doubled, misordered, unexpected and strays are all 0, and what else the run asks for came. */
  readonly holds: boolean;
  /** How the posts went, as Zalo would see it. */
  readonly posts: PostFigures;
  /** Where the bot keeps its truth. */
  readonly store: 'sqlite' | 'postgresql';
  /** Bots that ran at once on one database; missing = one. */
  readonly replicas?: number;
  /** Whether the fake Zalo posted `oa_send_text` echoes, which settle unknown outcomes. */
  readonly echoes: boolean;
  readonly seconds: number;
  /** Repeats the same choices with `--seed`; timing still differs. */
  readonly seed: number;
}

/** Adds the conversations up; recovery is the longest wait for an answer. */
export function addUp(conversations: readonly Conversation[]) {
  const total = {
    accepted: 0,
    answered: 0,
    lost: 0,
    doubled: 0,
    doubledUnknown: 0,
    doubledInWindow: 0,
    misordered: 0,
    unexpected: 0,
  };
  let slowestMs = 0;
  for (const conversation of conversations) {
    const verdict = conversation.verdict();
    for (const key of Object.keys(verdict) as (keyof typeof verdict)[]) total[key] += verdict[key];
    total.accepted += conversation.accepted.length;
    for (const { acceptedAtMs, answeredAtMs } of conversation.accepted) {
      if (answeredAtMs !== null) slowestMs = Math.max(slowestMs, answeredAtMs - acceptedAtMs);
    }
  }
  return { ...total, slowestMs };
}

/** Lost replies by the number of sends that the fake Zalo read for them. */
export function countSendsOfLost(
  conversations: readonly Conversation[],
  sends: readonly SendRecord[],
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const conversation of conversations) {
    for (const text of conversation.missing()) {
      const tries = sends.filter((send) => send.userId === conversation.userId && send.text === text).length;
      counts[tries] = (counts[tries] ?? 0) + 1;
    }
  }
  return counts;
}
