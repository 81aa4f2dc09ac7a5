import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BotProcess, findFreePort, startBot } from '../support/load/bot-process.ts';
import { startConversation, type Conversation } from '../support/load/conversation-run.ts';
import { messagesOf, RESIDENT_SCRIPT } from '../support/load/conversation-script.ts';
import { type FakeZalo, startFakeZalo } from '../support/load/fake-zalo.ts';
import { HarnessError } from '../support/load/harness-error.ts';
import { learnReference, type ReferenceTranscript } from '../support/load/reference-transcript.ts';
import { createReplyRouter, type ReplyRouter } from '../support/load/reply-router.ts';
import { createSeededRandom, type SeededRandom } from '../support/load/seeded-random.ts';
import type { FaultPlan } from '../support/load/send-faults.ts';
import { runInSlots } from '../support/load/slots.ts';
import { LOAD_IDENTITY, residentId } from '../support/load/webhook-body.ts';

export interface ChaosOptions {
  readonly bot: string;
  readonly conversations: number;
  /** `kill` only. */
  readonly kills: number;
  readonly seed: number;
  /** Fake Zalo posts `oa_send_text` echoes, which settle unknown outcomes; default off, the harder case. */
  readonly echoes: boolean;
  /** `failing-sends` only: single sends fail with -32 too, instead of one minute whose limit is used up. */
  readonly scattered32: boolean;
  /** How long a resident waits for a reply before it counts as lost, milliseconds. */
  readonly giveUpMs: number;
  /** Added to the bot's environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** Bot, fake Zalo, residents and the reference transcript of one run. */
export interface Stage {
  readonly options: ChaosOptions;
  readonly random: SeededRandom;
  readonly fake: FakeZalo;
  readonly router: ReplyRouter;
  readonly messages: readonly string[];
  readonly expected: ReferenceTranscript;
  readonly port: number;
  /** The bot now running; `restart` replaces it. */
  bot(): BotProcess;
  /** Starts a new bot process on the same data folder and port. */
  restart(): Promise<BotProcess>;
  /** Plays all conversations; resolves when the last resident is done. */
  play(settings: PlaySettings): Promise<readonly Conversation[]>;
  /** Waits until nothing was delivered for `quietMs`: late copies must have had their chance. */
  settle(quietMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface PlaySettings {
  readonly burst?: number;
  readonly onPost?: (request: Buffer) => void;
  readonly onAccepted?: () => void;
  /** Gets each conversation as it begins. */
  readonly onStart?: (conversation: Conversation) => void;
}

export interface StageSettings {
  /** Used once the reference is learnt; the reference itself is learnt without faults. */
  readonly faults?: (random: SeededRandom, options: ChaosOptions) => FaultPlan;
  readonly latencyMs?: number;
  /** Half of the sends are delivered at the end of the latency instead of on arrival. */
  readonly lateDeliveries?: boolean;
}

const AT_ONCE = 50;
const SETTLE_AT_MOST_MS = 60_000;

/** Starts everything on a fresh data folder and learns the reference. */
export async function setStage(options: ChaosOptions, settings: StageSettings): Promise<Stage> {
  const random = createSeededRandom(options.seed);
  const faults = settings.faults?.(random, options);
  const dataDir = mkdtempSync(join(tmpdir(), 'tro-ly-so-chaos-'));
  const router = createReplyRouter();
  const port = await findFreePort();
  const messages = messagesOf(RESIDENT_SCRIPT, 1);
  let isLearning = true;
  const fake = await startFakeZalo({
    identity: LOAD_IDENTITY,
    onDelivered: router.deliver,
    faults: { next: () => (isLearning ? null : (faults?.next() ?? null)) },
    latencyMs: settings.latencyMs ?? 0,
    lateDelivery: () => settings.lateDeliveries === true && random.next() < 0.5,
    ...(options.echoes ? { echoToPort: port } : {}),
  });
  const start = () =>
    startBot({ entry: options.bot, port, dataDir, zaloUrl: fake.url, identity: LOAD_IDENTITY, env: options.env });
  let bot = await start();
  const expected = await learnReference(port, router, messages);
  refuseRepeats(expected);
  isLearning = false;

  return {
    options,
    random,
    fake,
    router,
    messages,
    expected,
    port,
    bot: () => bot,
    async restart() {
      bot = await start();
      return bot;
    },
    async play({ burst = 1, onStart, ...hooks }) {
      const conversations: Conversation[] = [];
      await runInSlots(options.conversations, AT_ONCE, (number, slot) => {
        const userId = residentId(number + 1);
        const common = { port, router, userId, messages, expected, burst, giveUpMs: options.giveUpMs, slot };
        const conversation = startConversation({ ...common, ...hooks });
        conversations.push(conversation);
        onStart?.(conversation);
        return conversation.done;
      });
      return conversations;
    },
    async settle(quietMs) {
      const startedAt = performance.now();
      for (;;) {
        const now = performance.now();
        if (now - Math.max(startedAt, router.lastDeliveryMs()) > quietMs) return;
        if (now - startedAt > SETTLE_AT_MOST_MS) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async close() {
      await bot.stop();
      await fake.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Two equal replies in one conversation cannot be told from a doubled one. */
function refuseRepeats(expected: ReferenceTranscript): void {
  const seen = new Set<string>();
  for (const text of expected.flat()) {
    if (seen.has(text)) {
      throw new HarnessError(
        'LOAD_REPLIES_REPEAT',
        `the bot says the same twice in the script ("${text.slice(0, 60)}…"). Choose messages whose replies all differ.`,
      );
    }
    seen.add(text);
  }
}
