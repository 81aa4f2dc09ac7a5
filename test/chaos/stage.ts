import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BotProcess, startBot } from '../support/load/bot-process.ts';
import { findFreePort } from '../support/free-port.ts';
import { startConversation, type Conversation } from '../support/load/conversation-run.ts';
import { messagesOf, RESIDENT_SCRIPT } from '../support/load/conversation-script.ts';
import { type FakeZalo, startFakeZalo } from '../support/load/fake-zalo.ts';
import { HarnessError } from '../support/load/harness-error.ts';
import { learnReference, type ReferenceTranscript } from '../support/load/reference-transcript.ts';
import { type HealthChecks, startHealthChecks } from '../support/load/health-checks.ts';
import { createReplyRouter, type ReplyRouter } from '../support/load/reply-router.ts';
import { createPostLog, type PostLog } from '../support/load/post-log.ts';
import { startRedis } from '../support/redis.ts';
import { createSeededRandom, type SeededRandom } from '../support/load/seeded-random.ts';
import { type FaultPlan, NO_FAULTS } from '../support/load/send-faults.ts';
import { runInSlots } from '../support/load/slots.ts';
import { LOAD_IDENTITY, residentId } from '../support/load/webhook-body.ts';
import { openTruth, type Truth } from './truth.ts';

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
  /** Where the bot keeps its truth; `postgresql` = on a server of the run's own. `DATABASE_URL` in `env` wins. */
  readonly store: Truth['kind'];
  /** Bots that run at once on one database; more than one need `postgresql`, and get a Redis. */
  readonly replicas: number;
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
  /** Where the bots listen. */
  readonly ports: readonly number[];
  /** Of the first bot. */
  readonly dataDir: string;
  readonly truth: Truth;
  /** How the posts of all conversations went. */
  readonly posts: PostLog;
  /** The bot of this number now running, default the first; `restart` replaces it. */
  bot(replica?: number): BotProcess;
  /**
   * Starts a new bot process on the data folder and port of the one of this number, default the first.
   *
   * @param through see `BotOptions.through`
   */
  restart(through?: readonly string[], replica?: number): Promise<BotProcess>;
  /** From now on sends go wrong as this plan says. */
  useFaults(plan: FaultPlan): void;
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
  /** Messages of one conversation are at least so far apart, milliseconds; default 0. */
  readonly everyMs?: number;
  /** Asked when all conversations have begun: true lets further ones begin. Then at most 150 are open at once. */
  readonly goesOn?: () => boolean;
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
const MOST_OPEN = 150;
/** Bots on one database count under one name. */
const SHARED_KEY = 'a key that the bots of one chaos run share';
const SETTLE_AT_MOST_MS = 60_000;

/** Starts everything on a fresh data folder and learns the reference. */
export async function setStage(options: ChaosOptions, settings: StageSettings): Promise<Stage> {
  const random = createSeededRandom(options.seed);
  let faults = settings.faults?.(random, options) ?? NO_FAULTS;
  const { replicas } = options;
  const folder = mkdtempSync(join(tmpdir(), 'tro-ly-so-chaos-'));
  const dataDirs = Array.from({ length: replicas }, (_, replica) => join(folder, `bot-${replica}`));
  for (const dir of dataDirs) mkdirSync(dir);
  const dataDir = dataDirs[0] ?? folder;
  const truth = await openTruth({ store: options.store, databaseUrl: options.env['DATABASE_URL'], dataDir });
  if (replicas > 1 && truth.kind === 'sqlite') {
    throw new HarnessError('LOAD_UNKNOWN_NAME', `${replicas} replicas need one database: add --store postgresql.`);
  }
  const hasRedis = [settings.env, options.env].some((env) => env?.['REDIS_URL'] !== undefined);
  const redis = replicas > 1 && !hasRedis ? await startRedis() : undefined;
  const router = createReplyRouter();
  const ports = await Promise.all(dataDirs.map(() => findFreePort()));
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
    replicas,
    ...(options.echoes ? { echoToPort: ports[0] ?? 0 } : {}),
  });
  const start = (replica: number, through?: readonly string[]) =>
    startBot({
      ...{ entry: options.bot, port: ports[replica] ?? 0, dataDir: dataDirs[replica] ?? folder },
      ...{ zaloUrl: fake.urls[replica] ?? fake.url, identity: LOAD_IDENTITY },
      env: {
        ...(replicas > 1 ? { PSEUDONYM_KEY: SHARED_KEY } : {}),
        ...(redis ? { REDIS_URL: redis.url } : {}),
        ...truth.env,
        ...settings.env,
        ...options.env,
      },
      ...(through ? { through } : {}),
    });
  const bots: BotProcess[] = [];
  let checks: HealthChecks | undefined;
  const close = async (): Promise<void> => {
    checks?.stop();
    await Promise.all(bots.map((bot) => bot.stop()));
    await fake.close();
    await redis?.stop();
    await truth.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const begin = async () => {
    // One after the other: the first makes the tables.
    for (const replica of ports.keys()) bots.push(await start(replica));
    if (replicas > 1) checks = startHealthChecks(ports);
    const learnt = await learnReference(ports[0] ?? 0, router, messages);
    refuseRepeats(learnt);
    return learnt;
  };
  const expected = await begin().catch(async (error: unknown) => {
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
    ports,
    dataDir,
    truth,
    posts,
    bot(replica = 0) {
      const bot = bots[replica];
      if (!bot) throw new Error(`there is no bot of number ${replica}`);
      return bot;
    },
    async restart(through, replica = 0) {
      const bot = await start(replica, through);
      bots[replica] = bot;
      return bot;
    },
    useFaults(plan) {
      faults = plan;
    },
    async play({ burst = 1, atOnce = AT_ONCE, spreadMs = 0, goesOn, onStart, ...hooks }) {
      const conversations: Conversation[] = [];
      const startedAt = performance.now();
      await runInSlots(
        options.conversations,
        atOnce,
        async (number, slot) => {
          const waitMs = startedAt + (spreadMs * number) / options.conversations - performance.now();
          if (waitMs > 0) await sleep(waitMs);
          const userId = residentId(number + 1);
          const common = {
            ports,
            ...(checks ? { isReady: checks.isReady } : {}),
            router,
            userId,
            messages,
            expected,
            burst,
            giveUpMs: options.giveUpMs,
            slot,
            posts,
          };
          const conversation = startConversation({ ...common, ...hooks });
          conversations.push(conversation);
          onStart?.(conversation);
          return conversation.done;
        },
        goesOn,
        goesOn && MOST_OPEN,
      );
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
