import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBot } from '../support/load/bot-process.ts';
import { findFreePort } from '../support/free-port.ts';
import { messagesOf, RESIDENT_SCRIPT } from '../support/load/conversation-script.ts';
import { startFakeZalo } from '../support/load/fake-zalo.ts';
import { canPin, percentile, pinThisProcess, round } from '../support/load/machine.ts';
import { learnReference } from '../support/load/reference-transcript.ts';
import { createReplyRouter } from '../support/load/reply-router.ts';
import { startChats } from '../support/load/residents.ts';
import { LOAD_IDENTITY } from '../support/load/webhook-body.ts';
import { startPostgres } from '../support/postgres.ts';
import type { BenchOptions } from './run.ts';
import { LEG_SECONDS, measureLegs, type TurnLegs, untilWarm } from './turn-legs.ts';

/** What `bench turns` prints: whole turns, from posting a text to the last reply at the fake Zalo. */
export interface TurnsFigures extends TurnLegs {
  readonly msgPerSecond: number;
  /** CPU of the bot process, all threads, over messages answered in the measured time. */
  readonly cpuMsPerMessage: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Resident memory of the bot at the end of the measured time, 10^6 bytes. */
  readonly rssMb: number;
  readonly chats: number;
  readonly replicas: 1;
  /** Replies the bot sends per message on average over the script. */
  readonly repliesPerMessage: number;
  /** The same generator against a bot that does nothing: far above `msgPerSecond`, or the generator is the limit. */
  readonly stubMsgPerSecond: number;
  readonly stubCpuMsPerMessage: number;
  /** Spawn to the first `/readyz` 200, empty data folder. */
  readonly bootMs: number;
  readonly seconds: number;
  readonly isPinned: boolean;
  readonly database: 'sqlite' | 'postgres';
  /** CPU of the database server over the same messages; 0 where the database is in the bot. */
  readonly databaseCpuMsPerMessage: number;
}

/**
 * The clock of a shared machine changes within seconds: parts of 2 s of one run made 2,282 to 4,481 messages a second, and
 * whole minutes of two runs 3,256 and 3,412 (measured 2026-11-23 21:23 and 21:28).
 */
const SECONDS = 40;
const STUB_SECONDS = 12;

/** Residents (`--chats`, 50) walk a guided card in a closed loop, Zalo answering at once. */
export async function runTurnsBench(options: BenchOptions): Promise<TurnsFigures> {
  const isPinned = options.pin && canPin();
  if (isPinned) pinThisProcess(1);
  const seconds = options.seconds ?? SECONDS;
  const { legs, ...bot } = await measure(options.bot, seconds, isPinned, options.database, options.chats, true);
  const stub = await measure(
    'test/support/load/stub-bot.ts',
    Math.min(seconds, STUB_SECONDS),
    isPinned,
    'sqlite',
    options.chats,
    false,
  );
  return {
    ...bot,
    inFlowCpuMsPerMessage: legs?.inFlowCpuMsPerMessage ?? 0,
    freeTextCpuMsPerMessage: legs?.freeTextCpuMsPerMessage ?? 0,
    chats: options.chats,
    replicas: 1,
    stubMsgPerSecond: stub.msgPerSecond,
    stubCpuMsPerMessage: stub.cpuMsPerMessage,
    seconds,
    isPinned,
    database: options.database,
  };
}

async function measure(
  entry: string,
  seconds: number,
  isPinned: boolean,
  database: BenchOptions['database'],
  chatCount: number,
  hasLegs: boolean,
) {
  const dataDir = mkdtempSync(join(tmpdir(), 'tro-ly-so-bench-'));
  const router = createReplyRouter();
  const fake = await startFakeZalo({ identity: LOAD_IDENTITY, onDelivered: router.deliver });
  const postgres = database === 'postgres' ? await startPostgres(dataDir, { isDurable: true }) : undefined;
  const port = await findFreePort();
  const env = postgres === undefined ? {} : { env: { DATABASE_URL: postgres.url } };
  const core = isPinned ? { core: 0 } : {};
  const bot = await startBot({ entry, port, dataDir, zaloUrl: fake.url, identity: LOAD_IDENTITY, ...core, ...env });
  const messages = messagesOf(RESIDENT_SCRIPT, 2);
  const expected = await learnReference(port, router, messages);
  const repeatFrom = messages.length - RESIDENT_SCRIPT.round.length;
  const chats = startChats({ port, router, chats: chatCount, messages, expected, repeatFrom, firstResident: 1 });
  await untilWarm(chats);

  const before = {
    answered: chats.answered(),
    cpuMs: bot.cpuMs(),
    databaseMs: postgres?.cpuMs() ?? 0,
    at: performance.now(),
  };
  chats.takeLatenciesMs();
  await sleep(seconds * 1000);
  const answered = chats.answered() - before.answered;
  const elapsedSeconds = (performance.now() - before.at) / 1000;
  const cpuMs = bot.cpuMs() - before.cpuMs;
  const databaseMs = (postgres?.cpuMs() ?? 0) - before.databaseMs;
  const rssMb = bot.rssMb();
  const latenciesMs = chats.takeLatenciesMs();

  await chats.stop();
  const forMs = Math.min(seconds, LEG_SECONDS) * 1000;
  const legs = hasLegs ? await measureLegs({ port, router, bot, chats: chatCount, forMs }) : undefined;
  await bot.stop();
  await fake.close();
  await postgres?.stop();
  rmSync(dataDir, { recursive: true, force: true });
  const steady = expected.slice(repeatFrom);
  return {
    legs,
    msgPerSecond: Math.round(answered / elapsedSeconds),
    cpuMsPerMessage: round(cpuMs / answered, 3),
    databaseCpuMsPerMessage: round(databaseMs / answered, 3),
    p50Ms: round(percentile(latenciesMs, 0.5), 1),
    p99Ms: round(percentile(latenciesMs, 0.99), 1),
    rssMb: Math.round(rssMb),
    repliesPerMessage: round(steady.flat().length / steady.length, 2),
    bootMs: Math.round(bot.bootMs),
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
