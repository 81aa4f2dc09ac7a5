import { type BesideFigures, announceBeside } from './announcement-beside.ts';
import { sleep, startPlaying } from './progress.ts';
import { type ChaosRun, conversationRun } from './run-kinds.ts';
import type { ChaosReport } from './report.ts';
import type { ChaosOptions, Stage } from './stage.ts';

/** What a run does to Redis. */
export interface RedisTrouble {
  readonly url: string;
  /** Takes it away and brings it back; resolves when it is on its way back, `performance.now()` of that. */
  happen(outageMs: number): Promise<number>;
  stop(): Promise<void>;
}

/** Announcements a second when nobody set another pace (`src/delivery/announcements.ts`). */
const PER_SECOND = 40;
/** The promise of the coordination contract. */
const RECOVERY_MS = 5_000;
const PATIENCE_MS = 30_000;

/**
 * Conversations and an announcement go on while Redis is in trouble, and in the middle of it the access token dies. Redis
 * keeps nothing that counts: no reply may be lost, doubled or late in order, nobody may miss the announcement or get it
 * twice, and the one refresh token is used once. Afterwards the bot must find back to Redis within 5 s.
 */
export function redisRun(
  name: string,
  begin: () => Promise<RedisTrouble>,
  defaults: Partial<ChaosOptions>,
): ChaosRun<ChaosReport> {
  return {
    name,
    defaults,
    async run(options) {
      const redis = await begin();
      try {
        const stage = { latencyMs: 20, env: { REDIS_URL: redis.url } };
        return await conversationRun({ name, stage, play: (on) => play(on, redis) }).run(options);
      } finally {
        await redis.stop();
      }
    },
  };
}

async function play(stage: Stage, redis: RedisTrouble) {
  const { conversations: count, outageMs } = stage.options;
  const wasUp = await becomes(stage, 1);
  const announced = await announceBeside(stage, Math.round((PER_SECOND * (outageMs + 12_000)) / 1_000));
  const playing = startPlaying(stage, { atOnce: count, spreadMs: outageMs + 8_000 });
  await playing.reaches(1 / 20);
  const before = playing.accepted();
  const trouble = redis.happen(outageMs);
  await sleep(outageMs / 2);
  const wasAway = (await stage.bot().metric('bot_redis_up')) === 0;
  stage.fake.expireTokens(-220);
  const backAtMs = await trouble;
  const acceptedWhileAway = playing.accepted() - before;
  const isBack = await becomes(stage, 1);
  const recoveryMs = Math.round(performance.now() - backAtMs);
  const conversations = await playing.done;
  const beside: BesideFigures = await announced();
  const { granted } = stage.fake.tokens();
  return {
    conversations,
    recoveryMsMax: recoveryMs,
    isAsPromised: [
      ...[wasUp, wasAway, isBack, recoveryMs <= RECOVERY_MS, granted === 1, acceptedWhileAway > 0],
      beside.announcementLost + beside.announcementDoubled === 0,
    ].every(Boolean),
    extra: {
      ...{ outageMs, acceptedWhileAway, wasAway, tokenRefreshes: granted },
      ...{ ...beside, replicasSeen: await stage.bot().metric('bot_replicas') },
    },
  };
}

/** Whether every bot says within half a minute that Redis is up (1) or away (0). */
async function becomes(stage: Stage, isUp: 0 | 1): Promise<boolean> {
  const replicas = [...stage.ports.keys()];
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await sleep(50)) {
    const said = await Promise.all(replicas.map((replica) => stage.bot(replica).metric('bot_redis_up')));
    if (said.every((value) => value === isUp)) return true;
  }
  return false;
}
