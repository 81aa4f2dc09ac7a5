import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { HarnessError } from '../support/load/harness-error.ts';
import { canPin, round } from '../support/load/machine.ts';
import type { EmulatorProcessFigures, EmulatorProcessOptions } from './emulator-process.ts';
import type { BenchOptions } from './run.ts';

/** One way of running: which events the emulator posts. */
export interface EmulatorVariant {
  /** Sends of the OA accepted a second, each answering a resident's message posted by webhook. */
  readonly sendsPerSecond: number;
  /** CPU of the emulator's process, all threads, over sends: webhooks, echoes and the residents' writing included. */
  readonly cpuMsPerSend: number;
  /** From a resident's message to the OA's answer in the chat, all residents writing without a pause. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Resident memory and used heap of the emulator's process at the end, 10^6 bytes. */
  readonly rssMb: number;
  readonly heapMb: number;
}

/** What `bench emulator` prints. */
export interface EmulatorFigures {
  /** Every event on: each send is three webhooks (`user_send_text`, `oa_send_text`, `user_received_message`). */
  readonly allEvents: EmulatorVariant;
  /** Only `user_send_text` on: each send is one webhook. */
  readonly userTextOnly: EmulatorVariant;
  readonly residents: number;
  readonly seconds: number;
  readonly isPinned: boolean;
}

const RESIDENTS = 1_000;
const SECONDS = 6;
const WARM_UP_MS = 6_000;

/** 1,000 residents chat at once with a bot that answers each message by one send. */
export async function runEmulatorBench(options: BenchOptions): Promise<EmulatorFigures> {
  const seconds = options.seconds ?? SECONDS;
  const isPinned = options.pin && canPin();
  const common = { residents: RESIDENTS, warmUpMs: WARM_UP_MS, measuredMs: seconds * 1000 };
  const allEvents = await measure({ ...common, eventSwitches: {} }, isPinned);
  const onlyTexts = { '*': false, user_send_text: true };
  const userTextOnly = await measure({ ...common, eventSwitches: onlyTexts }, isPinned);
  return { allEvents, userTextOnly, residents: RESIDENTS, seconds, isPinned };
}

async function measure(options: EmulatorProcessOptions, isPinned: boolean): Promise<EmulatorVariant> {
  const emulator = start('emulator-process.ts', [JSON.stringify(options)], isPinned ? 0 : undefined);
  const { url, accessToken } = await nextMessage<{ url: string; accessToken: string }>(emulator);
  const bot = start('emulator-bot.ts', [url, accessToken], isPinned ? 1 : undefined);
  const { port } = await nextMessage<{ port: number }>(bot);
  emulator.send(`http://127.0.0.1:${port}/webhook`);
  const figures = await nextMessage<EmulatorProcessFigures>(emulator);
  bot.kill();
  if (figures.failedPosts > 0) {
    throw new HarnessError(
      'LOAD_NOT_ACCEPTED',
      `${figures.failedPosts} webhooks got no 200. Expected none: the machine is too busy to measure. Try again later.`,
    );
  }
  return {
    sendsPerSecond: Math.round(figures.sends / (figures.elapsedMs / 1000)),
    cpuMsPerSend: round(figures.cpuMs / figures.sends, 4),
    p50Ms: round(figures.p50Ms, 1),
    p99Ms: round(figures.p99Ms, 1),
    rssMb: Math.round(figures.rssMb),
    heapMb: Math.round(figures.heapMb),
  };
}

function start(file: string, args: readonly string[], core: number | undefined): ChildProcess {
  const path = join(import.meta.dirname, file);
  if (core === undefined) return fork(path, args);
  const words = ['-c', String(core), process.execPath, path, ...args];
  return spawn('taskset', words, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

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
