import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BotProcess, startBot } from '../support/load/bot-process.ts';
import { findFreePort } from '../support/free-port.ts';
import { startFakeZalo } from '../support/load/fake-zalo.ts';
import { HarnessError } from '../support/load/harness-error.ts';
import { canPin, percentile, pinThisProcess, round } from '../support/load/machine.ts';
import { createReplyRouter } from '../support/load/reply-router.ts';
import { LOAD_IDENTITY, residentId, seenWebhook, textWebhook, toHttpRequest } from '../support/load/webhook-body.ts';
import { openFlood } from '../support/load/webhook-flood.ts';
import type { BenchOptions } from './run.ts';

/**
 * What `bench webhook` prints. Each round posts unique, signed 701-byte bodies over 64 connections; bot and bare route
 * take turns, and `ratio` is the median of the rounds' ratios, so that a slow minute of the machine hits both alike.
 */
export interface WebhookFigures {
  /** Requests a second of the bot over requests a second of a bare Fastify route. */
  readonly ratio: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly bareRequestsPerSecond: number;
  /** CPU of the bot from the first request until it is idle again, per request: includes what is done after the 200. */
  readonly cpuMsPerRequest: number;
  /** How long the bot stays busy after a round, median; the bare route never runs before it is idle. */
  readonly drainMs: number;
  readonly bytes: number;
  /** Processes of the bot that were measured, one after another. */
  readonly servers: number;
  /** Of all servers together. */
  readonly rounds: number;
  readonly event: string;
  readonly isPinned: boolean;
}

const BYTES = 701;
const CONNECTIONS = 64;
/** Rounds of one server. */
const ROUNDS = 9;
/**
 * One server after another, each a process of its own: two of the same build differed by 20 % in the same rounds (0.428 and
 * 0.518 of the bare route, measured 2026-11-23 22:33), by how V8 compiled them.
 */
const SERVERS = 3;
/**
 * V8 compiles the accepting of events until about then: 0.102 ms of CPU a request after two rounds of a second, 0.073 after
 * two of four (measured 2026-11-23).
 */
const WARM_UP_ROUNDS = 10;
const EVENTS = ['user_seen_message', 'user_send_text'];

/**
 * Measures accepting a webhook: signature, parse, durable and deduplicated store, 200. The default event
 * `user_seen_message` asks for no reply, so a round is accepting and little else; `user_send_text` lets the turns and
 * sends of the same messages compete for the core, as at peak hour.
 */
export async function runWebhookBench(options: BenchOptions): Promise<WebhookFigures> {
  const event = options.event ?? 'user_seen_message';
  if (!EVENTS.includes(event)) {
    throw new HarnessError('LOAD_UNKNOWN_NAME', `--event ${event} is not known. Use one of: ${EVENTS.join(', ')}.`);
  }
  const isPinned = options.pin && canPin();
  if (isPinned) pinThisProcess(1);
  const fake = await startFakeZalo({ identity: LOAD_IDENTITY, onDelivered: createReplyRouter().deliver });
  const roundMs = ((options.seconds ?? SERVERS * ROUNDS) * 1000) / (SERVERS * ROUNDS);
  const rounds: Round[] = [];
  for (let number = 0; number < SERVERS; number += 1) {
    rounds.push(...(await playServer(options.bot, fake.url, event, roundMs, isPinned)));
  }
  await fake.close();
  const median = (of: (one: Round) => number): number => percentile(rounds.map(of), 0.5);
  const latenciesMs = rounds.flatMap((one) => one.latenciesMs);
  return {
    ratio: round(
      median(({ rate, bareRate }) => rate / bareRate),
      3,
    ),
    requestsPerSecond: Math.round(median(({ rate }) => rate)),
    p50Ms: round(percentile(latenciesMs, 0.5), 2),
    p99Ms: round(percentile(latenciesMs, 0.99), 2),
    bareRequestsPerSecond: Math.round(median(({ bareRate }) => bareRate)),
    cpuMsPerRequest: round(rounds.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / latenciesMs.length, 4),
    drainMs: Math.round(median(({ drainMs }) => drainMs)),
    bytes: BYTES,
    servers: SERVERS,
    rounds: rounds.length,
    event,
    isPinned,
  };
}

interface Round {
  readonly rate: number;
  readonly bareRate: number;
  readonly latenciesMs: readonly number[];
  readonly cpuMs: number;
  readonly drainMs: number;
}

/** A bot and a bare route of their own take turns, first until they are warm. */
async function playServer(
  entry: string,
  zaloUrl: string,
  event: string,
  roundMs: number,
  isPinned: boolean,
): Promise<readonly Round[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tro-ly-so-bench-'));
  const common = { dataDir, zaloUrl, identity: LOAD_IDENTITY, ...(isPinned ? { core: 0 } : {}) };
  const bot = await startBot({ ...common, entry, port: await findFreePort() });
  const bare = await startBot({ ...common, entry: 'test/support/load/bare-route.ts', port: await findFreePort() });
  const floods = { bot: openFlood(bot.port, CONNECTIONS), bare: openFlood(bare.port, CONNECTIONS) };
  const rounds: Round[] = [];
  let perSecond = 20_000;
  for (let n = -WARM_UP_ROUNDS; n < ROUNDS; n += 1) {
    const requests = prepare(event, Math.ceil((perSecond * roundMs * 1.5) / 1000));
    const cpuBefore = bot.cpuMs();
    const { requestsPerSecond: rate, latenciesMs } = await floods.bot.round(requests, roundMs);
    const drainMs = await untilIdle(bot);
    const cpuMs = bot.cpuMs() - cpuBefore;
    const { requestsPerSecond: bareRate } = await floods.bare.round(prepare(event, requests.length * 2), roundMs);
    perSecond = Math.max(rate, bareRate);
    if (n >= 0) rounds.push({ rate, bareRate, latenciesMs, cpuMs, drainMs });
  }
  floods.bot.close();
  floods.bare.close();
  await Promise.all([bot.stop(), bare.stop()]);
  rmSync(dataDir, { recursive: true, force: true });
  return rounds;
}

const RESIDENTS = 5_000;
let residentCount = 0;

function prepare(event: string, count: number): Buffer[] {
  const nowMs = Date.now();
  return Array.from({ length: count }, () => {
    residentCount += 1;
    const userId = residentId(residentCount % RESIDENTS);
    return toHttpRequest(
      event === 'user_send_text'
        ? textWebhook(LOAD_IDENTITY, userId, 'MENU', nowMs, BYTES)
        : seenWebhook(LOAD_IDENTITY, userId, nowMs, BYTES),
    );
  });
}

const IDLE_SAMPLE_MS = 100;
const IDLE_TIMEOUT_MS = 30_000;

/** Waits until the bot uses less than a tenth of a core; returns how long that took. */
async function untilIdle(bot: BotProcess): Promise<number> {
  const startedAt = performance.now();
  for (let before = bot.cpuMs(); ; ) {
    await new Promise((resolve) => setTimeout(resolve, IDLE_SAMPLE_MS));
    const now = bot.cpuMs();
    if (now - before <= IDLE_SAMPLE_MS / 10) return performance.now() - startedAt - IDLE_SAMPLE_MS;
    if (performance.now() - startedAt > IDLE_TIMEOUT_MS) return performance.now() - startedAt;
    before = now;
  }
}
