import { randomInt } from 'node:crypto';
import type { Coordination, Pace, TruthLock } from '../../src/coordination/ports.ts';
import { openRedisCoordination } from '../../src/coordination/redis/open.ts';
import { createPacer } from '../../src/delivery/pacer.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { type Logger, silentLogger } from '../../src/shared/logger.ts';
import { parseRedisUrl, type RedisTarget } from '../../src/shared/redis-url.ts';
import { eventually } from './eventually.ts';

export interface ReplicaSettings {
  readonly url: string;
  readonly replica: string;
  readonly scope?: string;
  readonly logger?: Logger;
  readonly truthLock?: TruthLock;
}

/** One replica of an installation; `scope` keeps tests on one Redis apart. */
export function openReplica({ url, scope = 'oa', logger = silentLogger, ...settings }: ReplicaSettings): Coordination {
  const random = (): number => randomInt(1_000_000) / 1_000_000;
  return openRedisCoordination({
    target: targetOf(url),
    scope,
    clock: systemClock,
    logger,
    random,
    evenPace: createPacer,
    ...settings,
  });
}

export function targetOf(url: string): RedisTarget {
  const target = parseRedisUrl(url);
  if ('problem' in target) throw new Error(target.problem);
  return target;
}

/** Waits until all of them coordinate. */
export async function together(coordinations: readonly Coordination[], patienceMs = 5_000): Promise<void> {
  await eventually(() => coordinations.every((one) => one.status().state === 'together'), patienceMs);
}

/** Begins calls as fast as the paces let it until `stop()`; ms of the begins by `performance.now()`, in order. */
export function drive(paces: readonly Pace[]): { readonly begins: readonly number[]; stop(): Promise<void> } {
  const begins: number[] = [];
  let running = true;
  const run = async (pace: Pace): Promise<void> => {
    while (running) {
      const waitMs = pace.waitMs(Date.now());
      if (waitMs > 0) {
        await sleep(Math.min(waitMs, 250));
        continue;
      }
      begins.push(performance.now());
      pace.take(Date.now());
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const done = Promise.all(paces.map(run));
  return {
    begins,
    async stop() {
      running = false;
      await done;
      begins.sort((a, b) => a - b);
    },
  };
}

/** Most begins in any window of this length. */
export function mostIn(begins: readonly number[], windowMs: number): number {
  let most = 0;
  for (let first = 0, last = 0; last < begins.length; last++) {
    while ((begins[last] ?? 0) - (begins[first] ?? 0) >= windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** The longest time in which nothing began, ms. */
export const longestGapMs = (begins: readonly number[]): number =>
  begins.slice(1).reduce((longest, at, index) => Math.max(longest, at - (begins[index] ?? at)), 0);

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
