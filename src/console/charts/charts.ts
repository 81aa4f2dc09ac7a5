import { Worker } from 'node:worker_threads';
import type { Clock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import type { ChartSpec } from './spec.ts';

/** Draws charts as SVG in a thread of its own, so that nobody's answer waits for a picture. */
export interface Charts {
  /** Rejects with CHART_FAILED when the thread cannot draw. */
  svg(spec: ChartSpec): Promise<string>;
  /** Ends the thread; what is not ready fails. */
  close(): Promise<void>;
}

/** One order to the thread, and its answer. */
export interface ChartOrder {
  readonly id: number;
  readonly spec: ChartSpec;
}
export type ChartAnswer = { readonly id: number } & ({ readonly svg: string } | { readonly problem: string });

interface Waiting {
  readonly resolve: (svg: string) => void;
  readonly reject: (error: Error) => void;
}

/** An idle thread gives its memory back after a minute. */
const IDLE_MS = 60_000;
/** Pictures kept: a page shows three, in two widths each. Every one is some 10 kB. */
const KEPT = 48;
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 96 };

const failed = (problem: string): AppError =>
  new AppError('CHART_FAILED', `A chart could not be drawn: ${problem}. Expected echarts: run "npm ci" again.`);

/** Charts whose thread starts with the first one; the library costs 0.4 s and 60 MB there (measured 2026-11-22). */
export function createCharts(clock: Clock): Charts {
  const waiting = new Map<number, Waiting>();
  const kept = new Map<string, Promise<string>>();
  let worker: Worker | undefined;
  let lastId = 0;
  let cancelIdle: (() => void) | undefined;

  const end = async (): Promise<void> => {
    cancelIdle?.();
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  };
  const failAll = (problem: string): void => {
    for (const { reject } of waiting.values()) reject(failed(problem));
    waiting.clear();
  };
  const settle = (answer: ChartAnswer): void => {
    const one = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('svg' in answer) one?.resolve(answer.svg);
    else one?.reject(failed(answer.problem));
    if (waiting.size > 0) return;
    worker?.unref();
    cancelIdle = clock.after(IDLE_MS, () => void end());
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./chart-thread.ts', import.meta.url), {
      execArgv: [],
      resourceLimits: RESOURCE_LIMITS,
    });
    started.on('message', settle);
    started.on('error', (error) => {
      if (worker === started) worker = undefined;
      failAll(error instanceof Error ? error.message : 'the thread ended');
    });
    return started;
  };
  const order = (spec: ChartSpec): Promise<string> => {
    cancelIdle?.();
    worker ??= start();
    worker.ref();
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const ordered: ChartOrder = { id: (lastId += 1), spec };
    waiting.set(ordered.id, { resolve, reject });
    worker.postMessage(ordered);
    return promise;
  };

  return {
    svg(spec) {
      const key = JSON.stringify(spec);
      const known = kept.get(key);
      if (known) return known;
      const drawn = order(spec);
      kept.set(key, drawn);
      drawn.catch(() => kept.delete(key));
      const oldest = kept.size > KEPT ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      return drawn;
    },
    async close() {
      await end();
      failAll('the server is stopping');
    },
  };
}
