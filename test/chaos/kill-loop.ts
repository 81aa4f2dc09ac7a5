import type { Conversation } from '../support/load/conversation-run.ts';
import { markDoubt, WINDOW_MS } from './kill-doubt.ts';
import type { Playing } from './progress.ts';
import { sleep } from './progress.ts';
import type { Stage } from './stage.ts';

/** What the kills hit, and how fast the bot came back. */
export interface KillFigures {
  /** Kills done; fewer than asked for when the conversations ended first. */
  readonly kills: number;
  /** STRICT: requests the fake Zalo had read, or found in the dead process's last packets, and had not answered. */
  readonly inFlightAtKills: number;
  /** STRICT plus sends answered before a kill whose result the bot had not written down. */
  readonly inFlightOrWindowAtKills: number;
  /** Of these, how long before the kill the oldest was answered, milliseconds: how late the bot wrote results down. */
  readonly unwrittenMsMax: number;
  /** A result the bot has not written down after this long excuses no copy, milliseconds. */
  readonly windowMs: number;
  /** Messages answered 200 and not yet fully replied to, summed over the kills. */
  readonly acceptedUnansweredAtKills: number;
  /** Start of the next process to its `/readyz` 200. */
  readonly readyMsMax: number;
}

export interface KillLoop {
  readonly figures: KillFigures;
  /** `performance.now()` of each kill. */
  readonly killedAtMs: readonly number[];
  /**
   * SIGKILL until the last message accepted before it is answered, without those whose answer was on its way to Zalo or
   * not written down: these wait for their echo first.
   */
  takeOverMs(conversations: readonly Conversation[]): number;
}

const JITTER_MS = 30;
const GIVE_UP_MS = 30_000;
/**
 * After every fourth kill the bot may live until it has answered what was accepted before. The others hit it within a
 * fraction of a second after its start, and nothing that waits 5 s for its echo would ever come through.
 */
const CALM_EVERY = 4;

/**
 * Kills the bot again and again: each time when 0.2 to 0.8 of its share of the messages are accepted and a random moment (up
 * to 30 ms) has passed, and only while an accepted message waits for its reply.
 */
export async function runKillLoop(stage: Stage, playing: Playing): Promise<KillLoop> {
  const { options, random, fake } = stage;
  const conversations = playing.started;
  const killedAtMs: number[] = [];
  const doubtful: ReadonlySet<string>[] = [];
  const step = (options.conversations * stage.messages.length) / options.kills;
  let open = 0;
  let inWindow = 0;
  let unwrittenMsMax = 0;
  let unanswered = 0;
  let readyMsMax = 0;
  const firstSends = Array<number>(options.replicas).fill(fake.sends.length);

  for (let kill = 0; kill < options.kills; kill += 1) {
    if (!(await playing.advances(Math.floor(step * (0.2 + 0.6 * random.next()))))) break;
    await sleep(random.next() * JITTER_MS);
    while (unansweredOf(conversations) === 0 && !playing.isOver()) await sleep(0);

    const victim = random.below(options.replicas);
    const killedMs = performance.now();
    stage.bot(victim).kill();
    unanswered += unansweredOf(conversations);
    killedAtMs.push(killedMs);
    await stage.bot(victim).exited;
    while (fake.connections(victim) > 0) await sleep(1);
    const marked = markDoubt(fake.sends.slice(firstSends[victim]), killedMs, await stage.truth.writtenSends(), victim);
    firstSends[victim] = fake.sends.length;
    doubtful.push(marked.userIds);
    open += marked.open;
    inWindow += marked.inWindow;
    unwrittenMsMax = Math.max(unwrittenMsMax, marked.unwrittenMsMax);
    // The others have to take over, not the one that comes back.
    if (options.replicas > 1) await untilAnswered(conversations, killedMs);
    const startedMs = performance.now();
    await stage.restart(undefined, victim);
    readyMsMax = Math.max(readyMsMax, performance.now() - startedMs);
    if (kill % CALM_EVERY === CALM_EVERY - 1) await untilAnswered(conversations, killedMs);
  }

  const figures = {
    kills: killedAtMs.length,
    inFlightAtKills: open,
    inFlightOrWindowAtKills: open + inWindow,
    unwrittenMsMax: Math.round(unwrittenMsMax),
    windowMs: WINDOW_MS,
    acceptedUnansweredAtKills: unanswered,
    readyMsMax: Math.round(readyMsMax),
  };
  return {
    figures,
    killedAtMs,
    takeOverMs: (played) =>
      slowestRecoveryMs(played, killedAtMs, (kill, { userId }) => doubtful[kill]?.has(userId) === true),
  };
}

/**
 * The longest time from a kill to the last reply of the messages accepted before it.
 *
 * @param isLeftOut conversations that do not count for the kill of this number
 */
export function slowestRecoveryMs(
  conversations: readonly Conversation[],
  killedAtMs: readonly number[],
  isLeftOut: (kill: number, conversation: Conversation) => boolean = () => false,
): number {
  let slowest = 0;
  for (const conversation of conversations) {
    for (const { acceptedAtMs, answeredAtMs } of conversation.accepted) {
      if (answeredAtMs === null) continue;
      const kill = killedAtMs.findIndex((at) => acceptedAtMs < at && answeredAtMs > at);
      if (kill < 0 || isLeftOut(kill, conversation)) continue;
      slowest = Math.max(slowest, answeredAtMs - (killedAtMs[kill] ?? 0));
    }
  }
  return Math.round(slowest);
}

/** Waits until everything accepted before the kill is answered, at most for as long as nobody would call it taking over. */
async function untilAnswered(conversations: readonly Conversation[], killedMs: number): Promise<void> {
  const isOpen = (): boolean =>
    conversations.some(({ accepted }) =>
      accepted.some(({ acceptedAtMs, answeredAtMs }) => answeredAtMs === null && acceptedAtMs < killedMs),
    );
  while (isOpen() && performance.now() - killedMs < GIVE_UP_MS) await sleep(50);
}

function unansweredOf(conversations: readonly Conversation[]): number {
  let count = 0;
  for (const { accepted } of conversations) {
    for (let at = accepted.length - 1; at >= 0 && accepted[at]?.answeredAtMs === null; at -= 1) count += 1;
  }
  return count;
}
