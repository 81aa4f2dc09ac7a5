import type { Clock } from './clock.ts';

/** Work that comes round again and again: nothing overlaps, and an end waits for the round under way. */
export interface Rounds {
  start(): void;
  stop(): Promise<void>;
}

export interface RoundsOptions {
  readonly clock: Clock;
  /** Wait before the first round, ms. Default 0. */
  readonly firstAfterMs?: number;
  /** One round; how long to wait before the next, ms (less than 0 = at once). Must not throw. */
  run(): Promise<number>;
}

/** Rounds of one kind of work. Nothing of it is kept, so a restart begins anew. */
export function createRounds({ clock, firstAfterMs = 0, run }: RoundsOptions): Rounds {
  let cancel: (() => void) | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const round = async (): Promise<void> => next(await run());

  const next = (delayMs: number): void => {
    if (stopped) return;
    cancel = clock.after(Math.max(0, delayMs), () => {
      running = round();
    });
  };

  return {
    start: () => next(firstAfterMs),
    async stop() {
      stopped = true;
      cancel?.();
      await running;
    },
  };
}
