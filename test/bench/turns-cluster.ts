import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInShare, slotOf } from '../../src/shared/slots.ts';
import { type BotProcess, startBot } from '../support/load/bot-process.ts';
import { findFreePort } from '../support/free-port.ts';
import { messagesOf, RESIDENT_SCRIPT } from '../support/load/conversation-script.ts';
import { startFakeZalo } from '../support/load/fake-zalo.ts';
import { percentile, round } from '../support/load/machine.ts';
import { learnReference, type ReferenceTranscript } from '../support/load/reference-transcript.ts';
import { createReplyRouter, type ReplyRouter } from '../support/load/reply-router.ts';
import { startChats } from '../support/load/residents.ts';
import { LOAD_IDENTITY } from '../support/load/webhook-body.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';
import type { BenchOptions } from './run.ts';
import { LEG_SECONDS, MAX_WARM_UP_MS, measureLegs, type TurnLegs, untilWarm, WARM_UP_MESSAGES } from './turn-legs.ts';

/** Several servers on one PostgreSQL and one Redis, measured in turn with a single one, so that noise hits both alike. */
export interface ReplicaFigures extends RoundFigures, Partial<TurnLegs> {
  /** `cpuMsPerMessage` over that of one replica in the rounds between, median; null for one. Goal for two: 1.15 at most. */
  readonly cpuRatioToOne: number | null;
  /** The rounds of a single replica; null for one. */
  readonly oneReplica: RoundFigures | null;
  readonly chats: number;
  readonly replicas: number;
  readonly hasRedis: boolean;
  /** Each post goes to the server that handles its resident, as `compose.scale-out.yaml` sets it up; else to any. */
  readonly isRouted: boolean;
  readonly database: 'postgres';
  readonly rounds: number;
  readonly seconds: number;
  /** Always false: servers, database, Redis and generator share all cores. */
  readonly isPinned: false;
}

/** Medians over the rounds of one number of replicas. */
export interface RoundFigures {
  readonly msgPerSecond: number;
  /** CPU of all server processes, all threads, over messages answered. */
  readonly cpuMsPerMessage: number;
  readonly databaseCpuMsPerMessage: number;
  /** 0 without Redis. */
  readonly redisCpuMsPerMessage: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Resident memory of all server processes at the end of the last round, 10^6 bytes. */
  readonly rssMb: number;
}

interface World {
  readonly options: BenchOptions;
  readonly folder: string;
  readonly zaloUrl: string;
  readonly router: ReplyRouter;
  readonly postgres: PostgresServer;
  readonly redis: RedisServer | undefined;
  readonly messages: readonly string[];
  readonly repeatFrom: number;
}

const ROUNDS = 5;
const SECONDS = 12;
/** Residents of a round, far more than chat in it, so that no round meets those of another. */
const RESIDENTS_A_ROUND = 10_000;
/** The same in every replica, as the product demands; nothing real. */
const PSEUDONYM_KEY = 'bench-pseudonym-key-of-all-replicas';

/** `bench turns --replicas n [--redis] [--unrouted]`: residents in a closed loop, posted to as a proxy would. */
export async function runReplicasBench(options: BenchOptions): Promise<ReplicaFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'tro-ly-so-replicas-'));
  const router = createReplyRouter();
  const fake = await startFakeZalo({ identity: LOAD_IDENTITY, onDelivered: router.deliver, keepsSends: false });
  // Not inside the other, which only its owner may enter: PostgreSQL runs as another user.
  const postgresDir = mkdtempSync(join(tmpdir(), 'tro-ly-so-replicas-postgres-'));
  const postgres = await startPostgres(postgresDir, { isDurable: true });
  const redis = options.redis || options.replicas > 1 ? await startRedis() : undefined;
  const messages = messagesOf(RESIDENT_SCRIPT, 2);
  const repeatFrom = messages.length - RESIDENT_SCRIPT.round.length;
  const world = { options, folder, zaloUrl: fake.url, router, postgres, redis, messages, repeatFrom };
  try {
    const expected = await learn(world);
    const one: RoundFigures[] = [];
    const several: Round[] = [];
    for (let number = 0; number < ROUNDS; number += 1) {
      if (options.replicas > 1) one.push(await playRound(world, 1, 2 * number, expected));
      const hasLegs = options.replicas === 1 && number === ROUNDS - 1;
      several.push(await playRound(world, options.replicas, 2 * number + 1, expected, hasLegs));
    }
    const ratios = one.map((round, index) => (several[index]?.cpuMsPerMessage ?? 0) / round.cpuMsPerMessage);
    return {
      ...mediansOf(several),
      ...several.at(-1)?.legs,
      cpuRatioToOne: one.length === 0 ? null : round(percentile(ratios, 0.5), 3),
      oneReplica: one.length === 0 ? null : mediansOf(one),
      ...{ chats: options.chats, replicas: options.replicas, hasRedis: redis !== undefined, database: 'postgres' },
      isRouted: isRouted(options.replicas, options),
      ...{ rounds: ROUNDS, seconds: options.seconds ?? SECONDS, isPinned: false },
    };
  } finally {
    await redis?.stop();
    await postgres.stop();
    await fake.close();
    for (const one of [folder, postgresDir]) rmSync(one, { recursive: true, force: true });
  }
}

/** The answers are the same for all rounds, and can be learnt once: the residents who teach them are then known. */
async function learn(world: World): Promise<ReferenceTranscript> {
  const servers = await startServers(world, 1, 'reference');
  try {
    return await learnReference(servers[0]?.port ?? 0, world.router, world.messages);
  } finally {
    await stopServers(servers);
  }
}

/** A round, and where it was asked for both kinds of messages apart, on its first server, which is warm by then. */
interface Round extends RoundFigures {
  readonly legs?: TurnLegs;
}

async function playRound(
  world: World,
  replicas: number,
  number: number,
  expected: ReferenceTranscript,
  hasLegs = false,
): Promise<Round> {
  const { options, router, postgres, redis, messages, repeatFrom } = world;
  const servers = await startServers(world, replicas, `round-${number}`);
  const ports = servers.map(({ port }) => port);
  const home = isRouted(replicas, options) ? { homeOf: (userId: string) => homeOf(userId, replicas) } : {};
  const chats = startChats({
    ...home,
    ...{ port: ports[0] ?? 0, ports, router, chats: options.chats, messages, expected, repeatFrom },
    firstResident: 1 + number * RESIDENTS_A_ROUND,
  });
  // Each server compiles its own code: two need twice as many messages.
  await untilWarm(chats, WARM_UP_MESSAGES * replicas, MAX_WARM_UP_MS * replicas);
  const readings = async () => ({
    answered: chats.answered(),
    cpuMs: servers.reduce((sum, server) => sum + server.cpuMs(), 0),
    databaseMs: postgres.cpuMs(),
    redisMs: redis === undefined ? 0 : await redisCpuMs(redis),
    at: performance.now(),
  });
  const before = await readings();
  chats.takeLatenciesMs();
  await sleep((options.seconds ?? SECONDS) * 1_000);
  const after = await readings();
  const latenciesMs = chats.takeLatenciesMs();
  const rssMb = servers.reduce((sum, server) => sum + server.rssMb(), 0);
  await chats.stop();
  const [bot] = servers;
  const forMs = Math.min(options.seconds ?? LEG_SECONDS, LEG_SECONDS) * 1_000;
  const legs =
    hasLegs && bot ? await measureLegs({ port: bot.port, router, bot, chats: options.chats, forMs }) : undefined;
  await stopServers(servers);
  const answered = after.answered - before.answered;
  return {
    ...(legs === undefined ? {} : { legs }),
    msgPerSecond: Math.round((1_000 * answered) / (after.at - before.at)),
    cpuMsPerMessage: round((after.cpuMs - before.cpuMs) / answered, 3),
    databaseCpuMsPerMessage: round((after.databaseMs - before.databaseMs) / answered, 3),
    redisCpuMsPerMessage: round((after.redisMs - before.redisMs) / answered, 3),
    p50Ms: round(percentile(latenciesMs, 0.5), 1),
    p99Ms: round(percentile(latenciesMs, 0.99), 1),
    rssMb: Math.round(rssMb),
  };
}

/** One after the other: the first brings the tables, the others find them. */
async function startServers(world: World, replicas: number, name: string): Promise<readonly BotProcess[]> {
  const { options, folder, zaloUrl, postgres, redis } = world;
  const redisUrl = redis === undefined ? {} : { REDIS_URL: redis.url };
  const env = { DATABASE_URL: postgres.url, PSEUDONYM_KEY, ...redisUrl };
  const servers: BotProcess[] = [];
  try {
    for (let number = 0; number < replicas; number += 1) {
      const dataDir = join(folder, `${name}-${number}`);
      const port = await findFreePort();
      const share = isRouted(replicas, options) ? { RESIDENT_SHARE: `${number + 1}/${replicas}` } : {};
      const own = { ...env, ...share };
      servers.push(await startBot({ entry: options.bot, port, dataDir, zaloUrl, identity: LOAD_IDENTITY, env: own }));
    }
    return servers;
  } catch (error) {
    await stopServers(servers);
    throw error;
  }
}

const isRouted = (replicas: number, { unrouted }: BenchOptions): boolean => replicas > 1 && !unrouted;

/** The server, counted from 0, that haproxy.cfg of compose.scale-out.yaml sends a resident's events to. */
function homeOf(userId: string, replicas: number): number {
  const slot = slotOf(LOAD_IDENTITY.oaId, userId);
  return Array.from({ length: replicas }, (_, index) => index).findIndex((index) =>
    isInShare({ part: index + 1, of: replicas }, slot),
  );
}

async function stopServers(servers: readonly BotProcess[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()));
}

/** CPU time of the Redis server so far, ms, as it says itself. */
async function redisCpuMs(redis: RedisServer): Promise<number> {
  const info = await redis.command('INFO', 'cpu');
  const secondsOf = (name: string): number => Number(new RegExp(`${name}:([\\d.]+)`, 'u').exec(info)?.[1]);
  return 1_000 * (secondsOf('used_cpu_sys') + secondsOf('used_cpu_user'));
}

function mediansOf(rounds: readonly RoundFigures[]): RoundFigures {
  const median = (of: (round: RoundFigures) => number): number => percentile(rounds.map(of), 0.5);
  return {
    msgPerSecond: median(({ msgPerSecond }) => msgPerSecond),
    cpuMsPerMessage: median(({ cpuMsPerMessage }) => cpuMsPerMessage),
    databaseCpuMsPerMessage: median(({ databaseCpuMsPerMessage }) => databaseCpuMsPerMessage),
    redisCpuMsPerMessage: median(({ redisCpuMsPerMessage }) => redisCpuMsPerMessage),
    p50Ms: median(({ p50Ms }) => p50Ms),
    p99Ms: median(({ p99Ms }) => p99Ms),
    rssMb: median(({ rssMb }) => rssMb),
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
