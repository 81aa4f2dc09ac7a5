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
import { createPostLog, type PostLog } from '../support/load/post-log.ts';
import { createSeededRandom, type SeededRandom } from '../support/load/seeded-random.ts';
import { type FaultPlan, NO_FAULTS } from '../support/load/send-faults.ts';
import { runInSlots } from '../support/load/slots.ts';
import { LOAD_IDENTITY, residentId } from '../support/load/webhook-body.ts';
import { readWrittenSends } from './written-sends.ts';

export interface ChaosOptions {
  readonly bot: string;
  readonly conversations: number;
  /** Kills of `kill` and `kill-broadcast`, restarts of `rolling-restart`. */
  readonly kills: number;
  /** How long what a run takes away stays away, milliseconds. */
  readonly outageMs: number;
  /** Silence after which no late copy is expected any more, milliseconds. */
  readonly quietMs: number;
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
  readonly dataDir: string;
  /** How the posts of all conversations went. */
  readonly posts: PostLog;
  /** The bot now running; `restart` replaces it. */
  bot(): BotProcess;
  /**
   * Starts a new bot process on the same data folder and port.
   *
   * @param through see `BotOptions.through`
   */
  restart(through?: readonly string[]): Promise<BotProcess>;
  /** From now on sends go wrong as this plan says. */
  useFaults(plan: FaultPlan): void;
  /** Zalo's numbers of the messages that the bot has written down as sent. */
  writtenSends(): Promise<ReadonlySet<string>>;
  /** Plays all conversations; resolves when the last resident is done. */
  play(settings: PlaySettings): Promise<readonly Conversation[]>;
  /** Waits until nothing was delivered for `options.quietMs`: late copies must have had their chance. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface PlaySettings {
  readonly burst?: number;
  /** Conversations under way at once; default 50. */
  readonly atOnce?: number;
  /** Conversations begin evenly over this time, milliseconds; default at once. */
  readonly spreadMs?: number;
  readonly retryMs?: (tries: number) => number;
  readonly acceptTimeoutMs?: number;
  readonly onPost?: (request: Buffer) => void;
  readonly onAccepted?: () => void;
  /** Gets each conversation as it begins. */
  readonly onStart?: (conversation: Conversation) => void;
}

export interface StageSettings {
  /** Used once the reference is learnt; the reference itself is learnt without faults. */
  readonly faults?: (random: SeededRandom, options: ChaosOptions) => FaultPlan;
  /** Default 0. */
  readonly latencyMs?: number | ((random: SeededRandom) => number);
  /** Added to the bot's environment, under `ChaosOptions.env`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Half of the sends are delivered at the end of the latency instead of on arrival. */
  readonly lateDeliveries?: boolean;
}

const AT_ONCE = 50;
const SETTLE_AT_MOST_MS = 60_000;

/** Starts everything on a fresh data folder and learns the reference. */
export async function setStage(options: ChaosOptions, settings: StageSettings): Promise<Stage> {
  const random = createSeededRandom(options.seed);
  let faults = settings.faults?.(random, options) ?? NO_FAULTS;
  const dataDir = mkdtempSync(join(tmpdir(), 'tro-ly-so-chaos-'));
  const router = createReplyRouter();
  const port = await findFreePort();
  const messages = messagesOf(RESIDENT_SCRIPT, 1);
  const posts = createPostLog();
  const { latencyMs = 0 } = settings;
  let isLearning = true;
  const fake = await startFakeZalo({
    identity: LOAD_IDENTITY,
    onDelivered: router.deliver,
    faults: { next: () => (isLearning ? null : faults.next()) },
    latencyMs: typeof latencyMs === 'number' ? latencyMs : () => (isLearning ? 0 : latencyMs(random)),
    lateDelivery: () => settings.lateDeliveries === true && random.next() < 0.5,
    ...(options.echoes ? { echoToPort: port } : {}),
  });
  const start = (through?: readonly string[]) =>
    startBot({
      ...{ entry: options.bot, port, dataDir, zaloUrl: fake.url, identity: LOAD_IDENTITY },
      env: { ...settings.env, ...options.env },
      ...(through ? { through } : {}),
    });
  let bot: BotProcess | undefined;
  const close = async (): Promise<void> => {
    await bot?.stop();
    await fake.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const begin = async () => {
    bot = await start();
    const learnt = await learnReference(port, router, messages);
    refuseRepeats(learnt);
    return { first: bot, expected: learnt };
  };
  const { first, expected } = await begin().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  isLearning = false;

  return {
    options,
    random,
    fake,
    router,
    messages,
    expected,
    port,
    dataDir,
    posts,
    bot: () => bot ?? first,
    async restart(through) {
      bot = await start(through);
      return bot;
    },
    writtenSends: () => readWrittenSends(dataDir, options.env['DATABASE_URL']),
    useFaults(plan) {
      faults = plan;
    },
    async play({ burst = 1, atOnce = AT_ONCE, spreadMs = 0, onStart, ...hooks }) {
      const conversations: Conversation[] = [];
      const startedAt = performance.now();
      await runInSlots(options.conversations, atOnce, async (number, slot) => {
        const waitMs = startedAt + (spreadMs * number) / options.conversations - performance.now();
        if (waitMs > 0) await sleep(waitMs);
        const userId = residentId(number + 1);
        const common = { port, router, userId, messages, expected, burst, giveUpMs: options.giveUpMs, slot, posts };
        const conversation = startConversation({ ...common, ...hooks });
        conversations.push(conversation);
        onStart?.(conversation);
        return conversation.done;
      });
      return conversations;
    },
    async settle() {
      const { quietMs } = options;
      const startedAt = performance.now();
      for (;;) {
        const now = performance.now();
        if (now - Math.max(startedAt, router.lastDeliveryMs()) > quietMs) return;
        if (now - startedAt > SETTLE_AT_MOST_MS) return;
        await sleep(50);
      }
    },
    close,
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
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
