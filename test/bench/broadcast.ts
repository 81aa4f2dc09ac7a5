import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATABASE_FILE } from '../../src/storage/sqlite/open.ts';
import { startFlags } from '../support/load/bot-process.ts';
import { HarnessError } from '../support/load/harness-error.ts';
import { percentile, round } from '../support/load/machine.ts';
import type { Arrivals } from './broadcast-emulator.ts';
import type { PlanFigures } from './broadcast-planner.ts';
import type { SendFigures, SendOrder } from './broadcast-sender.ts';
import { fillResidents } from './resident-rows.ts';

/** One run under a limit. */
export interface LimitFigures {
  readonly limit: number;
  readonly recipients: number;
  /** Calls a second from the first to the last, over the limit. Goal: 0.97 at least. */
  readonly limitRatio: number;
  /** One-second windows, one from each call on, in which more calls began than the limit allows. Goal: 0. */
  readonly secondsOverLimit: number;
  /** The same as the emulator saw them arrive, with whatever the way there did. */
  readonly arrivalSecondsOverLimit: number;
  readonly pauseMs: number | null;
}

/** What `bench broadcast` prints. */
export interface BroadcastFigures {
  /** Without a limit: recipients over the time from the first call until the announcement is stored as sent. Goal: 2,000. */
  readonly msgPerSecond: number;
  /** Each of the rounds that `msgPerSecond` is the median of. */
  readonly msgPerSecondRounds: readonly number[];
  /** The largest limit measured, and the worst figures under any. */
  readonly limit: number;
  readonly limitRatio: number;
  readonly secondsOverLimit: number;
  /** Resident memory of the sending process after all runs, 10^6 bytes. */
  readonly rssMb: number;
  readonly recipients: number;
  readonly cpuMsPerMessage: number;
  /** From a pause being stored to the last call that still began, worst of the runs. Goal: 1,000 at most. */
  readonly pauseMs: number;
  readonly limits: readonly LimitFigures[];
  /** Recipients that got it twice, or not at all. */
  readonly doubled: number;
  readonly missing: number;
  readonly planned: number;
  readonly planSeconds: number;
  readonly listSeconds: number;
  /** Largest memory of the planning and listing process. Goal: 300 at most. */
  readonly planRssMb: number;
  readonly planRssAtTenthMb: number;
  readonly bytesPerRecipient: number;
}

export interface BroadcastSizes {
  readonly recipients: number;
  readonly limits: readonly { readonly limit: number; readonly recipients: number }[];
  readonly planned: number;
}

const FREE_ROUNDS = 3;

const SIZES: BroadcastSizes = {
  recipients: 10_000,
  limits: [
    { limit: 40, recipients: 600 },
    { limit: 100, recipients: 2_000 },
    { limit: 500, recipients: 10_000 },
  ],
  planned: 1_000_000,
};

/** Announcements against the emulator: without a limit, under limits, and a list of a million. */
export async function runBroadcastBench(_options: unknown, sizes: BroadcastSizes = SIZES): Promise<BroadcastFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'tro-ly-so-broadcast-'));
  const children: ChildProcess[] = [];
  const begin = (file: string, ...args: string[]): ChildProcess => {
    const child = fork(join(import.meta.dirname, file), args, { execArgv: startFlags() });
    children.push(child);
    return child;
  };
  try {
    const sending = await measureSending(folder, sizes, begin);
    const planning = await measurePlanning(folder, sizes.planned, begin);
    return { ...sending, ...planning };
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

type Begin = (file: string, ...args: string[]) => ChildProcess;

async function measureSending(folder: string, sizes: BroadcastSizes, begin: Begin) {
  const dataDir = join(folder, 'sending');
  // Each limit has the residents of a commune of its own size.
  fillResidents(dataDir, sizes.recipients, (index) => {
    const found = sizes.limits.findIndex(({ recipients }) => index < recipients);
    return communeOf(found === -1 ? sizes.limits.length : found);
  });
  const emulator = begin('broadcast-emulator.ts', String(sizes.recipients));
  const { url } = await nextMessage<{ url: string }>(emulator);
  const sender = begin('broadcast-sender.ts', dataDir, url);
  await nextMessage(sender);
  const run = async (order: SendOrder): Promise<{ figures: SendFigures; arrivals: Arrivals }> => {
    sender.send(order);
    const figures = await nextMessage<SendFigures>(sender);
    emulator.send('arrivals');
    return { figures, arrivals: await nextMessage<Arrivals>(emulator) };
  };
  const base = { perSecond: null, communes: [], pauseAfter: null };
  await run({ ...base, id: 'warm-up' });
  const free: { figures: SendFigures; arrivals: Arrivals }[] = [];
  for (let round = 1; round <= FREE_ROUNDS; round += 1) free.push(await run({ ...base, id: `free-${round}` }));
  const paused = await run({ ...base, id: 'paused', pauseAfter: Math.ceil(sizes.recipients / 5) });
  const limits: LimitFigures[] = [];
  const whole = [...free, paused];
  let doubled = whole.reduce((sum, { arrivals }) => sum + arrivals.doubled, 0);
  let missing = whole.reduce((sum, { arrivals }) => sum + sizes.recipients - arrivals.messages, 0);
  let rssMb = paused.figures.rssMb;
  for (const [index, { limit, recipients }] of sizes.limits.entries()) {
    const communes = Array.from({ length: index + 1 }, (_, other) => communeOf(other));
    const { figures, arrivals } = await run({ ...base, id: `limit-${limit}`, perSecond: limit, communes });
    doubled += arrivals.doubled;
    missing += recipients - arrivals.messages;
    rssMb = figures.rssMb;
    limits.push({ ...limitFigures(limit, figures.begunMs), arrivalSecondsOverLimit: over(limit, arrivals.atMs) });
  }
  const pausedAtLimit = await run({
    ...base,
    id: 'paused-500',
    perSecond: 500,
    pauseAfter: 500,
    communes: [communeOf(0), communeOf(1)],
  });
  const rates = free.map(({ figures }) => figures.sent / (figures.elapsedMs / 1_000));
  return {
    msgPerSecond: Math.round(percentile(rates, 0.5)),
    msgPerSecondRounds: rates.map(Math.round),
    limit: Math.max(...limits.map(({ limit }) => limit)),
    limitRatio: Math.min(...limits.map(({ limitRatio }) => limitRatio)),
    secondsOverLimit: Math.max(...limits.map(({ secondsOverLimit }) => secondsOverLimit)),
    rssMb: Math.round(rssMb),
    recipients: sizes.recipients,
    cpuMsPerMessage: round(Math.min(...free.map(({ figures }) => figures.cpuMs / figures.sent)), 3),
    pauseMs: Math.round(Math.max(paused.figures.pauseMs ?? 0, pausedAtLimit.figures.pauseMs ?? 0)),
    limits,
    doubled,
    missing,
  };
}

function limitFigures(limit: number, begunMs: readonly number[]): Omit<LimitFigures, 'arrivalSecondsOverLimit'> {
  const seconds = ((begunMs.at(-1) ?? 0) - (begunMs[0] ?? 0)) / 1_000;
  return {
    ...{ limit, recipients: begunMs.length, pauseMs: null },
    limitRatio: round((begunMs.length - 1) / seconds / limit, 4),
    secondsOverLimit: over(limit, begunMs),
  };
}

/** Windows of one second, one from each call on, with more calls than the limit. */
function over(limit: number, atMs: readonly number[]): number {
  return atMs.filter((from, index) => (atMs[index + limit] ?? Number.POSITIVE_INFINITY) < from + 1_000).length;
}

async function measurePlanning(folder: string, planned: number, begin: Begin) {
  const dataDir = join(folder, 'planning');
  fillResidents(dataDir, planned, (index) => communeOf(index % 100));
  const file = join(dataDir, DATABASE_FILE);
  const before = statSync(file).size;
  const figures = await nextMessage<PlanFigures>(begin('broadcast-planner.ts', dataDir));
  if (figures.listed !== planned) {
    throw new HarnessError('LOAD_NOT_ACCEPTED', `${figures.listed} of ${planned} were listed. Expected all of them.`);
  }
  return {
    planned,
    planSeconds: round(figures.planSeconds, 1),
    listSeconds: round(figures.listSeconds, 1),
    planRssMb: Math.round(figures.rssMb),
    planRssAtTenthMb: Math.round(figures.rssAtTenthMb),
    bytesPerRecipient: Math.round((statSync(file).size - before) / planned),
  };
}

const communeOf = (index: number): string => String(10_000 + index);

function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = () =>
      reject(new HarnessError('LOAD_BOT_EXITED', 'A process of the benchmark ended too early; its output is above.'));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as T);
    });
  });
}
