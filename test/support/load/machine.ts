import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';

/** Where a figure was measured; printed with every bench and chaos line, because a figure without it means nothing. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  /** ISO date and time of the run, UTC. */
  readonly date: string;
  /** 1-minute load average when the run began: above 0.5 on a two-core machine, distrust absolute rates. */
  readonly loadAverage: number;
}

export function describeMachine(): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model ?? 'unknown',
    cores: all.length,
    node: process.version,
    date: new Date().toISOString(),
    loadAverage: round(loadavg()[0] ?? 0, 2),
  };
}

/** Rounds for printing; `digits` decimals. */
export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/**
 * The value below which `share` (0..1) of the samples lie (nearest rank). Returns 0 for no samples, so that a report
 * stays printable. Sorts a copy.
 */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/**
 * True when processes can be pinned: `taskset` is there and the machine has two cores or more. Without pinning the
 * figures are still valid, only noisier: bot and load generator then wander over the same cores.
 */
export function canPin(): boolean {
  if (cpus().length < 2) return false;
  try {
    execFileSync('taskset', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Moves this process (all threads) to one core, so that the load generator never runs on the bot's core. */
export function pinThisProcess(core: number): void {
  execFileSync('taskset', ['-acp', String(core), String(process.pid)], { stdio: 'ignore' });
}
