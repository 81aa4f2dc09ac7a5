import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type Clock, systemClock } from '../../src/shared/clock.ts';
import { LOAD_IDENTITY } from './load/webhook-body.ts';
import { MORNING } from './manual-clock.ts';
import { rootDir } from './shipped-content.ts';

/** What a run of `bot` left behind. */
export interface CommandResult {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

/** Between the machine's clock and the tests': the day of a test begins at 09:00 in Viet Nam, at whatever hour it runs. */
export const CLOCK_OFFSET_MS = MORNING - Date.now();

/** Environment that puts the clock of a child process on the tests' time. */
export const shiftedClockEnv: Readonly<Record<string, string>> = {
  TEST_CLOCK_OFFSET_MS: String(CLOCK_OFFSET_MS),
  NODE_OPTIONS: `--import=${path.join(rootDir, 'test/support/shifted-clock.mjs')}`,
};

/** The tests' time inside this process, with the lane's second and the wait for an echo shortened. */
export const shiftedClock: Clock & { readonly jump: (ms: number) => void } = (() => {
  let jumpedMs = 0;
  return {
    now: () => Date.now() + CLOCK_OFFSET_MS + jumpedMs,
    after: (delayMs, run) => systemClock.after(delayMs <= 5_000 ? delayMs / 20 : delayMs, run),
    jump: (ms) => void (jumpedMs += ms),
  };
})();

/** Environment of a real OA. */
export const productionEnv: Readonly<Record<string, string>> = {
  ZALO_APP_ID: LOAD_IDENTITY.appId,
  ZALO_APP_SECRET: LOAD_IDENTITY.appSecret,
  ZALO_OA_ID: LOAD_IDENTITY.oaId,
  ZALO_OA_SECRET: LOAD_IDENTITY.oaSecret,
};

/** Runs a script of `src/` in its own process as npm does, with `env` and nothing else of ours, and waits for its end. */
export async function runScript(
  script: string,
  args: readonly string[],
  options: { readonly env: Readonly<Record<string, string>>; readonly input?: string },
): Promise<CommandResult> {
  const child = spawn(process.execPath, ['--import', './src/preflight.mjs', script, ...args], {
    cwd: rootDir,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...shiftedClockEnv, ...options.env },
  });
  const chunks: { readonly out: Buffer[]; readonly err: Buffer[] } = { out: [], err: [] };
  child.stdout.on('data', (chunk: Buffer) => chunks.out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.err.push(chunk));
  child.stdin.end(options.input ?? '');
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, out: Buffer.concat(chunks.out).toString('utf8'), err: Buffer.concat(chunks.err).toString('utf8') };
}

/** `npm run bot -- <args>` on a data folder; with `productionEnv` for a real OA, else in demo mode. */
export function runBot(
  args: readonly string[],
  options: { readonly dataDir: string; readonly env?: Readonly<Record<string, string>>; readonly input?: string },
): Promise<CommandResult> {
  const { dataDir, env, input } = options;
  return runScript('src/cli.ts', args, {
    env: { DATA_DIR: dataDir, ...env },
    ...(input === undefined ? {} : { input }),
  });
}
