import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { HarnessError } from './harness-error.ts';
import type { ZaloIdentity } from './webhook-body.ts';

export interface BotOptions {
  /** Script to run, relative to the repository root, e.g. `src/main.ts`. */
  readonly entry: string;
  readonly port: number;
  readonly dataDir: string;
  /** Base URL of the fake Zalo. */
  readonly zaloUrl: string;
  readonly identity: ZaloIdentity;
  /** Core to run on (through `taskset`); default: wherever the kernel likes. */
  readonly core?: number;
  /** A command that starts the process in its place, with its arguments, e.g. `['prlimit', '--fsize=65536']`. */
  readonly through?: readonly string[];
  /** Added to the environment of the process, over everything else. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The bot under test, seen only from outside: process, HTTP, `/proc`. */
export interface BotProcess {
  readonly port: number;
  readonly pid: number;
  /** From spawn to the first `GET /readyz` 200, milliseconds. */
  readonly bootMs: number;
  /** CPU time used so far by all its threads, milliseconds (resolution 10 ms). */
  cpuMs(): number;
  /** Resident memory now, megabytes (10^6 bytes). */
  rssMb(): number;
  /** Sum over the labels of this metric in `GET /metrics`; null when the bot does not expose it. */
  metric(name: string): Promise<number | null>;
  /** SIGKILL: returns at once; `exited` resolves when the process is gone. */
  kill(): void;
  readonly exited: Promise<void>;
  /** SIGTERM, then SIGKILL after 10 s. */
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 120_000;
/** A process that has just begun to listen may be busy with its first work. */
const READY_ANSWER_MS = 5_000;
const STOP_TIMEOUT_MS = 10_000;

/**
 * Starts the bot the way `npm start` does, with the documented environment and nothing else of ours, and waits until it
 * is ready.
 *
 * @throws HarnessError `LOAD_BOT_EXITED` when it ends first, `LOAD_BOT_NOT_READY` after 120 s; both carry its last output
 */
export async function startBot(options: BotOptions): Promise<BotProcess> {
  const args = [...startFlags(), options.entry];
  const startedAt = performance.now();
  const pinned = options.core === undefined ? [] : ['taskset', '-c', String(options.core)];
  const [command = process.execPath, ...commandArgs] = [...(options.through ?? pinned), process.execPath, ...args];
  const child = spawn(command, commandArgs, { env: environmentOf(options), stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collectOutput(child);
  let isGone = false;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      isGone = true;
      resolve();
    });
  });
  const killOnExit = () => child.kill('SIGKILL');
  process.once('exit', killOnExit);
  void exited.then(() => process.off('exit', killOnExit));

  const base = `http://127.0.0.1:${options.port}`;
  for (let seen = await askReady(base); seen !== '200'; seen = await askReady(base)) {
    if (isGone) {
      throw new HarnessError('LOAD_BOT_EXITED', `${options.entry} ended before it was ready. Its output:\n${output()}`);
    }
    if (performance.now() - startedAt > READY_TIMEOUT_MS) {
      child.kill('SIGKILL');
      throw new HarnessError(
        'LOAD_BOT_NOT_READY',
        `GET /readyz of ${options.entry} gave no 200 within ${READY_TIMEOUT_MS} ms; last: ${seen}. Its output:\n${output()}`,
      );
    }
    await sleep(5);
  }
  const bootMs = performance.now() - startedAt;
  const pid = child.pid ?? 0;

  return {
    port: options.port,
    pid,
    bootMs,
    exited,
    cpuMs: () => readCpuMs(pid),
    rssMb: () => readRssMb(pid),
    metric: (name) => readMetric(base, name),
    kill: () => child.kill('SIGKILL'),
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** The flags of `npm start`, so that what is measured is what people run. */
export function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').slice(1, -1);
}

function environmentOf({ port, dataDir, zaloUrl, identity, env }: BotOptions): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    TZ: 'Asia/Ho_Chi_Minh',
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    ZALO_APP_ID: identity.appId,
    ZALO_APP_SECRET: identity.appSecret,
    ZALO_OA_ID: identity.oaId,
    ZALO_OA_SECRET: identity.oaSecret,
    ZALO_ACCESS_TOKEN: identity.accessToken,
    ZALO_REFRESH_TOKEN: identity.refreshToken,
    ZALO_API_URL: zaloUrl,
    ZALO_OAUTH_URL: zaloUrl,
    ...env,
  };
}

/** Keeps the last 4,000 characters the process printed, for error messages only. */
function collectOutput(child: ChildProcess): () => string {
  let tail = '';
  const add = (chunk: Buffer) => {
    tail = (tail + chunk.toString('utf8')).slice(-4_000);
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return () => tail;
}

/** The status of `GET /readyz`, or why there is none. */
async function askReady(base: string): Promise<string> {
  try {
    const signal = AbortSignal.timeout(READY_ANSWER_MS);
    const response = await fetch(`${base}/readyz`, { headers: { connection: 'close' }, signal });
    await response.arrayBuffer();
    return String(response.status);
  } catch (error) {
    return error instanceof Error ? String(error.cause ?? error) : String(error);
  }
}

const CLOCK_TICK_MS = 10; // USER_HZ is 100 on every Linux that Node runs on

function readCpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * CLOCK_TICK_MS;
}

function readRssMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kilobytes) * 1024) / 1e6;
}

async function readMetric(base: string, name: string): Promise<number | null> {
  try {
    const response = await fetch(`${base}/metrics`, { headers: { connection: 'close' } });
    const lines = (await response.text()).split('\n');
    const values = lines
      .filter((line) => line.split(/[ {]/, 1)[0] === name)
      .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
  } catch {
    return null;
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
