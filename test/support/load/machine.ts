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
  /** Share of all cores that other work used in the second before, where somebody looked. */
  readonly busyPercent?: number;
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

/** How busy all cores are over the next `forMs`, percent; what the caller itself does counts too, so it should wait. */
export async function busyPercentOver(forMs: number): Promise<number> {
  const before = coreTimes();
  await new Promise((resolve) => setTimeout(resolve, forMs));
  const after = coreTimes();
  const total = after.total - before.total;
  return total === 0 ? 0 : Math.round(100 * (1 - (after.idle - before.idle) / total));
}

function coreTimes(): { readonly idle: number; readonly total: number } {
  const times = cpus().map((cpu) => cpu.times);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  const total = times.reduce((sum, time) => sum + time.user + time.nice + time.sys + time.idle + time.irq, 0);
  return { idle, total };
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
