import type { Conversation } from '../support/load/conversation-run.ts';
import type { FakeZalo } from '../support/load/fake-zalo.ts';
import type { Playing } from './progress.ts';
import { sleep } from './progress.ts';
import type { Stage } from './stage.ts';

/** What the kills hit, and how fast the bot came back. */
export interface KillFigures {
  /** Kills done; fewer than asked for when the conversations ended first. */
  readonly kills: number;
  /** STRICT: requests the fake Zalo had read, or found in the dead process's last packets, and had not answered. */
  readonly inFlightAtKills: number;
  /** STRICT plus sends answered in the last `windowMs` before a kill, whose result may not have been recorded yet. */
  readonly inFlightOrWindowAtKills: number;
  readonly windowMs: number;
  /** Messages answered 200 and not yet fully replied to, summed over the kills. */
  readonly acceptedUnansweredAtKills: number;
  /** SIGKILL to `/readyz` 200 of the next process. */
  readonly readyMsMax: number;
}

export interface KillLoop {
  readonly figures: KillFigures;
  /** `performance.now()` of each kill. */
  readonly killedAtMs: readonly number[];
}

/**
 * How long after Zalo's answer a crash can still hit a bot that has not recorded it: one group commit with a slow fsync
 * (3 to 20 ms on the development machine, 2026-11-22), doubled for safety.
 */
const WINDOW_MS = 50;
const JITTER_MS = 30;

/**
 * Kills the bot again and again, spread evenly over the messages to be accepted: each time a random moment (up to 30 ms)
 * after its point is reached, and only while an accepted message waits for its reply.
 */
export async function runKillLoop(stage: Stage, playing: Playing): Promise<KillLoop> {
  const { options, random, fake } = stage;
  const conversations = playing.started;
  const killedAtMs: number[] = [];
  let open = 0;
  let inWindow = 0;
  let unanswered = 0;
  let readyMsMax = 0;
  let firstSend = fake.sends.length;

  for (let kill = 0; kill < options.kills; kill += 1) {
    if (!(await playing.reaches((kill + 0.2 + 0.6 * random.next()) / options.kills))) break;
    await sleep(random.next() * JITTER_MS);
    while (unansweredOf(conversations) === 0 && !playing.isOver()) await sleep(0);

    const killedMs = performance.now();
    stage.bot().kill();
    unanswered += unansweredOf(conversations);
    killedAtMs.push(killedMs);
    await stage.bot().exited;
    while (fake.connections() > 0) await sleep(1);
    const marked = markDoubt(fake, firstSend, killedMs);
    firstSend = fake.sends.length;
    open += marked.open;
    inWindow += marked.inWindow;
    await stage.restart();
    readyMsMax = Math.max(readyMsMax, performance.now() - killedMs);
  }

  const figures = {
    kills: killedAtMs.length,
    inFlightAtKills: open,
    inFlightOrWindowAtKills: open + inWindow,
    windowMs: WINDOW_MS,
    acceptedUnansweredAtKills: unanswered,
    readyMsMax: Math.round(readyMsMax),
  };
  return { figures, killedAtMs };
}

/** Marks the sends whose outcome the dead process could not have recorded. */
function markDoubt(fake: FakeZalo, firstSend: number, killedMs: number) {
  let open = 0;
  let inWindow = 0;
  for (const send of fake.sends.slice(firstSend)) {
    if (send.answeredAtMs === null || send.answeredAtMs > killedMs) {
      send.doubt = 'open';
      open += 1;
    } else if (send.answeredAtMs > killedMs - WINDOW_MS) {
      send.doubt = 'window';
      inWindow += 1;
    }
  }
  return { open, inWindow };
}

/** The longest time from a kill to the last reply of the messages accepted before it. */
export function slowestRecoveryMs(conversations: readonly Conversation[], killedAtMs: readonly number[]): number {
  let slowest = 0;
  for (const { accepted } of conversations) {
    for (const { acceptedAtMs, answeredAtMs } of accepted) {
      if (answeredAtMs === null) continue;
      const kill = killedAtMs.find((at) => acceptedAtMs < at && answeredAtMs > at);
      if (kill !== undefined) slowest = Math.max(slowest, answeredAtMs - kill);
    }
  }
  return Math.round(slowest);
}

function unansweredOf(conversations: readonly Conversation[]): number {
  let count = 0;
  for (const { accepted } of conversations) {
    for (let at = accepted.length - 1; at >= 0 && accepted[at]?.answeredAtMs === null; at -= 1) count += 1;
  }
  return count;
}
