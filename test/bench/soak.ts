import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATABASE_FILE } from '../../src/storage/sqlite/open.ts';
import { type BotProcess, startBot } from '../support/load/bot-process.ts';
import { findFreePort } from '../support/free-port.ts';
import { startFakeZalo } from '../support/load/fake-zalo.ts';
import { percentile, round } from '../support/load/machine.ts';
import { createReplyRouter } from '../support/load/reply-router.ts';
import { createSeededRandom } from '../support/load/seeded-random.ts';
import { startSteadyResidents } from '../support/load/steady-residents.ts';
import { LOAD_IDENTITY } from '../support/load/webhook-body.ts';
import { fillResidents } from './resident-rows.ts';
import type { BenchOptions } from './run.ts';
import { type ResourceSample, slopeOf } from './soak-slope.ts';

/** What `bench soak` prints: what grows in a bot that answers steadily. */
export interface SoakFigures {
  /** How much more resident memory it takes at the end than after it settled, see `Slope`, 10^6 bytes. Goal: 5 at most. */
  readonly rssGrowthMb: number;
  /** The same of what collections left of the heap. */
  readonly heapGrowthMb: number;
  /** File descriptors that stay open. Goal: 0. */
  readonly handleGrowth: number;
  readonly rssMbPerHour: number;
  /** Medians of the last minute. */
  readonly rssMb: number;
  readonly handles: number;
  readonly minutes: number;
  readonly settledMinutes: number;
  readonly perSecond: number;
  readonly posted: number;
  /** Messages without a reply, or refused. Goal: 0. */
  readonly unanswered: number;
  readonly held: number;
  readonly conversations: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU of the bot over messages answered, echoes of Zalo included. */
  readonly cpuMsPerMessage: number;
  /** Growth of the database file over messages posted; the keys of events stay 72 hours. */
  readonly diskBytesPerMessage: number;
  readonly residents: number;
  /** A line of samples, each the median of its minute: minute, rssMb, heapMb (smallest), handles. */
  readonly byMinute: readonly (readonly [number, number, number, number])[];
}

const MINUTES = 30;
const PER_SECOND = 200;
/** Minutes left out of the slope; a shorter run leaves out its first third. */
const SETTLED_MINUTES = 10;
const SAMPLE_MS = 10_000;
/** Seconds between two messages of a resident. */
const THINKING_SECONDS = 4;
/** A commune's worth of people, all known before: the pages and caches of the database fill in the first minutes. */
const RESIDENTS = 200_000;
const PATIENCE_MS = 15_000;

/** Steady load on one bot with SQLite, echoes included; memory and handles are sampled every 10 s. */
export async function runSoakBench(options: BenchOptions): Promise<SoakFigures> {
  const minutes = options.minutes ?? MINUTES;
  const perSecond = options.rate ?? PER_SECOND;
  const settledMinutes = Math.min(SETTLED_MINUTES, minutes / 3);
  const dataDir = mkdtempSync(join(tmpdir(), 'tro-ly-so-soak-'));
  fillResidents(dataDir, RESIDENTS, () => null);
  const router = createReplyRouter();
  const port = await findFreePort();
  const fake = await startFakeZalo({
    identity: LOAD_IDENTITY,
    onDelivered: router.deliver,
    echoToPort: port,
    keepsSends: false,
  });
  const probeFile = join(dataDir, 'memory.jsonl');
  const env = {
    MEMORY_PROBE_FILE: probeFile,
    NODE_OPTIONS: `--import=${join(import.meta.dirname, '../support/load/memory-probe.ts')}`,
  };
  const bot = await startBot({ entry: options.bot, port, dataDir, zaloUrl: fake.url, identity: LOAD_IDENTITY, env });
  const bytesBefore = databaseBytes(dataDir);
  const cpuBefore = bot.cpuMs();
  const load = startSteadyResidents({
    ...{ port, router, perSecond, residents: RESIDENTS, random: createSeededRandom(20_261_122) },
    chats: Math.ceil(perSecond * THINKING_SECONDS),
  });

  const samples: ResourceSample[] = [];
  const startedAt = performance.now();
  for (let at = SAMPLE_MS; at <= minutes * 60_000; at += SAMPLE_MS) {
    await sleep(startedAt + at - performance.now());
    const sample = await sampleOf(bot, probeFile, at / 1_000);
    samples.push(sample);
    if (options.watch) process.stderr.write(`${JSON.stringify({ ...sample, ...load.counts() })}\n`);
  }
  const cpuMs = bot.cpuMs() - cpuBefore;
  await load.stop(PATIENCE_MS);
  const { posted, answered, held, conversations } = load.counts();
  const latenciesMs = load.takeLatenciesMs();
  await bot.stop();
  await fake.close();
  // Closed, so the write-ahead log is in the file.
  const bytes = databaseBytes(dataDir) - bytesBefore;
  if (!options.watch) rmSync(dataDir, { recursive: true, force: true });
  const last = samples.slice(-60_000 / SAMPLE_MS);
  return {
    ...slopeOf(samples, settledMinutes * 60, 60),
    rssMb: round(
      percentile(
        last.map(({ rssMb }) => rssMb),
        0.5,
      ),
      1,
    ),
    handles: percentile(
      last.map(({ handles }) => handles),
      0.5,
    ),
    ...{ minutes, settledMinutes: round(settledMinutes, 1), perSecond, posted, held, conversations },
    unanswered: posted - answered,
    p50Ms: round(percentile(latenciesMs, 0.5), 1),
    p99Ms: round(percentile(latenciesMs, 0.99), 1),
    cpuMsPerMessage: round(cpuMs / answered, 3),
    diskBytesPerMessage: Math.round(bytes / posted),
    residents: RESIDENTS,
    byMinute: byMinute(samples),
  };
}

async function sampleOf(bot: BotProcess, probeFile: string, atSeconds: number): Promise<ResourceSample> {
  process.kill(bot.pid, 'SIGUSR2');
  await sleep(PROBE_MS);
  const { heapUsedMb } = JSON.parse(readFileSync(probeFile, 'utf8').trim().split('\n').at(-1) ?? '{}') as {
    heapUsedMb: number;
  };
  return {
    ...{ atSeconds, heapMb: round(heapUsedMb, 2), rssMb: round(bot.rssMb(), 2) },
    handles: readdirSync(`/proc/${bot.pid}/fd`).length,
  };
}

/** A busy process takes a moment to come to its signal; late by one sample does no harm. */
const PROBE_MS = 200;

function byMinute(samples: readonly ResourceSample[]): SoakFigures['byMinute'] {
  const perMinute = 60_000 / SAMPLE_MS;
  return Array.from({ length: Math.floor(samples.length / perMinute) }, (_, index) => {
    const minute = samples.slice(index * perMinute, (index + 1) * perMinute);
    const median = (of: (sample: ResourceSample) => number): number => percentile(minute.map(of), 0.5);
    const heapMb = Math.min(...minute.map((sample) => sample.heapMb));
    return [
      index + 1,
      round(
        median(({ rssMb }) => rssMb),
        1,
      ),
      round(heapMb, 1),
      median(({ handles }) => handles),
    ] as const;
  });
}

const databaseBytes = (dataDir: string): number => statSync(join(dataDir, DATABASE_FILE)).size;

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
