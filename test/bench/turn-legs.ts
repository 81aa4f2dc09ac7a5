import { messagesOf, FREE_TEXT_SCRIPT, IN_FLOW_SCRIPT } from '../support/load/conversation-script.ts';
import type { ConversationScript } from '../support/load/conversation-script.ts';
import type { BotProcess } from '../support/load/bot-process.ts';
import { round } from '../support/load/machine.ts';
import { learnReference } from '../support/load/reference-transcript.ts';
import type { ReplyRouter } from '../support/load/reply-router.ts';
import { type Chats, startChats } from '../support/load/residents.ts';

/** The two kinds of messages apart: CPU of the bot process, all threads, over messages answered. */
export interface TurnLegs {
  /** Answers inside a guide: "Xong", "Xem lại", a button. */
  readonly inFlowCpuMsPerMessage: number;
  /** Questions in residents' own words, each understood by the model. */
  readonly freeTextCpuMsPerMessage: number;
}

export interface LegsOptions {
  readonly port: number;
  readonly router: ReplyRouter;
  readonly bot: Pick<BotProcess, 'cpuMs'>;
  /** Residents who chat at the same time. */
  readonly chats: number;
  /** Measured time of each leg, ms. */
  readonly forMs: number;
}

/**
 * V8 still compiles hot functions until about then, which a server that runs for months does not do: compiling was 13 %
 * of all CPU over the first messages (measured 2026-11-22), and a message cost 0.45 ms after 10,000 of them, 0.30 to 0.38
 * after 30,000 (2026-11-23). Each kind of messages runs code of its own and needs as many: an answer inside a guide cost
 * 0.29 to 0.30 ms after 3,000 of them and 0.22 to 0.27 after 40,000, 40 s in one run (2026-11-23 21:14).
 */
export const WARM_UP_MESSAGES = 30_000;
/** On a busy machine the messages of the warm-up may never come: then it was as warm as it gets. */
export const MAX_WARM_UP_MS = 30_000;
/** Measured time of each kind, unless the whole bench is shorter. */
export const LEG_SECONDS = 20;
const POLL_MS = 50;

/** Waits until the chats have answered so many messages, or for `maxMs`. */
export async function untilWarm(
  chats: Pick<Chats, 'answered'>,
  messages = WARM_UP_MESSAGES,
  maxMs = MAX_WARM_UP_MS,
): Promise<void> {
  const startedAt = performance.now();
  while (chats.answered() < messages && performance.now() - startedAt < maxMs) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Measures both kinds one after the other on a running bot, each with residents of its own. */
export async function measureLegs(options: LegsOptions): Promise<TurnLegs> {
  return {
    inFlowCpuMsPerMessage: await measureLeg(options, IN_FLOW_SCRIPT, 1),
    freeTextCpuMsPerMessage: await measureLeg(options, FREE_TEXT_SCRIPT, 2),
  };
}

async function measureLeg(
  { port, router, bot, chats: count, forMs }: LegsOptions,
  script: ConversationScript,
  number: number,
): Promise<number> {
  const messages = messagesOf(script, 2);
  const expected = await learnReference(port, router, messages, 2 * number);
  const repeatFrom = messages.length - script.round.length;
  const firstResident = 1_000_000 * number;
  const chats = startChats({ port, router, chats: count, messages, expected, repeatFrom, firstResident });
  await untilWarm(chats);
  const [answeredBefore, cpuBefore] = [chats.answered(), bot.cpuMs()];
  await new Promise((resolve) => setTimeout(resolve, forMs));
  const [answered, cpuMs] = [chats.answered() - answeredBefore, bot.cpuMs() - cpuBefore];
  await chats.stop();
  return round(cpuMs / answered, 3);
}
