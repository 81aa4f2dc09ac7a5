import { RESIDENT_SCRIPT } from './conversation-script.ts';
import type { ReplyRouter } from './reply-router.ts';
import type { SeededRandom } from './seeded-random.ts';
import { LOAD_IDENTITY, residentId, textWebhook, toHttpRequest } from './webhook-body.ts';
import { openConnection, type WebhookConnection } from './webhook-connection.ts';

export interface SteadyOptions {
  readonly port: number;
  readonly router: ReplyRouter;
  /** Messages a second, whatever the bot does. */
  readonly perSecond: number;
  /** Residents chatting at the same time; each comes back after `chats / perSecond` seconds with the next message. */
  readonly chats: number;
  /** A chat that ends makes room for a random one of so many residents. */
  readonly residents: number;
  readonly random: SeededRandom;
}

/** What came of a steady load so far. */
export interface SteadyCounts {
  readonly posted: number;
  readonly answered: number;
  /** Answered by something else than 200, or by no one at all. */
  readonly refused: number;
  /** Posts left out because every resident still waited for an answer: the bot is slower than the load. */
  readonly held: number;
  /** Conversations begun. */
  readonly conversations: number;
}

export interface SteadyResidents {
  counts(): SteadyCounts;
  /** Takes the times from posting a message to its first reply, milliseconds, since the previous call. */
  takeLatenciesMs(): number[];
  /** Posts no more and waits until every message has its answer, `patienceMs` at most. */
  stop(patienceMs: number): Promise<void>;
}

interface Chat {
  userId: string;
  next: number;
  /** When the message under way was posted; null while the resident thinks. */
  waitsSinceMs: number | null;
}

const MESSAGES = [...RESIDENT_SCRIPT.opening, ...RESIDENT_SCRIPT.round];
const CONNECTIONS = 16;
const TICK_MS = 20;

/** Open loop: messages come at their rate, as people write, and not when the bot has time. */
export function startSteadyResidents(options: SteadyOptions): SteadyResidents {
  const { port, router, perSecond, residents, random } = options;
  const counts = { posted: 0, answered: 0, refused: 0, held: 0, conversations: 0 };
  let latenciesMs: number[] = [];
  const present = new Set<string>();
  const idle: WebhookConnection[] = Array.from({ length: CONNECTIONS }, () => openConnection(port));
  const all = [...idle];

  const begin = (chat: Chat): void => {
    router.forget(chat.userId);
    present.delete(chat.userId);
    do chat.userId = residentId(1 + random.below(residents));
    while (present.has(chat.userId));
    present.add(chat.userId);
    chat.next = 0;
    counts.conversations += 1;
    router.listen(chat.userId, () => {
      if (chat.waitsSinceMs === null) return;
      latenciesMs.push(performance.now() - chat.waitsSinceMs);
      chat.waitsSinceMs = null;
      counts.answered += 1;
    });
  };
  const chats = Array.from({ length: options.chats }, (): Chat => ({ userId: '', next: 0, waitsSinceMs: null }));
  for (const chat of chats) begin(chat);

  const post = async (chat: Chat, connection: WebhookConnection): Promise<void> => {
    const text = MESSAGES[chat.next] ?? '';
    chat.next += 1;
    chat.waitsSinceMs = performance.now();
    counts.posted += 1;
    try {
      const status = await connection.post(toHttpRequest(textWebhook(LOAD_IDENTITY, chat.userId, text, Date.now())));
      if (status !== 200) throw new Error(`status ${status}`);
    } catch {
      counts.refused += 1;
      chat.waitsSinceMs = null;
    } finally {
      idle.push(connection);
    }
  };

  /** The next resident in the round who is not waiting; undefined where all are. */
  let turn = 0;
  const nextChat = (): Chat | undefined => {
    for (let tries = 0; tries < chats.length; tries += 1) {
      turn = (turn + 1) % chats.length;
      const chat = chats[turn];
      if (chat?.waitsSinceMs === null) return chat;
    }
    return undefined;
  };

  const startedAt = performance.now();
  let due = 0;
  const tick = (): void => {
    for (const until = ((performance.now() - startedAt) / 1_000) * perSecond; due < until; due += 1) {
      const connection = idle.pop();
      const chat = connection === undefined ? undefined : nextChat();
      if (connection === undefined || chat === undefined) {
        if (connection !== undefined) idle.push(connection);
        counts.held += 1;
        continue;
      }
      if (chat.next >= MESSAGES.length) begin(chat);
      void post(chat, connection);
    }
  };
  const timer = setInterval(tick, TICK_MS);

  return {
    counts: () => ({ ...counts }),
    takeLatenciesMs() {
      const taken = latenciesMs;
      latenciesMs = [];
      return taken;
    },
    async stop(patienceMs) {
      clearInterval(timer);
      const until = performance.now() + patienceMs;
      while (chats.some(({ waitsSinceMs }) => waitsSinceMs !== null) && performance.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      for (const connection of all) connection.close();
    },
  };
}
